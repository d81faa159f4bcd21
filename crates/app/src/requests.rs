//! Saved requests of a project. Credentials are taken out of every one before it is kept.

mod code;
mod convert;
pub(crate) mod disk;
pub(crate) mod folder;
pub(crate) mod import;
mod tree;
pub(crate) mod variables;

use std::sync::Arc;

use fairlead_core::{Id, Timestamp, limits};
use fairlead_requests::{SavedRequest, match_operation, take_secrets};
use fairlead_store::request::{self, RequestRow};
use serde_json::json;

use crate::{
    App, AppError, Draft, EventKind, NewSavedRequest, SavedRequestDetail, SavedRequestPatch,
    SavedRequestSummary, Topic, contracts::Loaded, operations,
};

/// Longest name, in characters.
const NAME: usize = 200;

impl App {
    /// A project's saved requests, in order.
    pub async fn list_requests(&self, project: Id) -> Result<Vec<SavedRequestSummary>, AppError> {
        self.project_row(project).await?;
        let rows = self
            .store()
            .read(move |c| request::list(c, project))
            .await?;
        let seen = self.seen_requests(project).await?;
        rows.iter()
            .filter(|row| seen.as_ref().is_none_or(|ids| ids.contains(&row.id)))
            .map(summary)
            .collect()
    }

    /// One saved request, as a draft too where it calls an operation.
    pub async fn saved_request(&self, project: Id, id: Id) -> Result<SavedRequestDetail, AppError> {
        let row = self.request_row(project, id).await?;
        let request = document(&row)?;
        let draft = match self.active(project).await {
            Some(loaded) => {
                match_operation(&request, loaded.spec()).map(|call| convert::draft(&request, call))
            }
            None => None,
        };
        Ok(SavedRequestDetail {
            summary: summary(&row)?,
            request,
            draft,
        })
    }

    /// Saves a request; its credentials go into the vault.
    pub async fn create_request(
        &self,
        project: Id,
        new: NewSavedRequest,
    ) -> Result<SavedRequestDetail, AppError> {
        self.project_row(project).await?;
        let name = checked_name(&new.name)?;
        let request = self.given(project, new.request, new.draft).await?;
        let mut request = request.ok_or_else(|| {
            AppError::invalid("no_request", "Neither a request nor a draft was given.")
                .with_hint("Give one of `request` and `draft`.")
        })?;
        request.name.clone_from(&name);
        let now = Timestamp::now();
        let id = Id::new();
        let row = RequestRow {
            id,
            project_id: project,
            folder: folder_text(&new.folder)?,
            name,
            position: 0,
            method: String::new(),
            url: String::new(),
            operation_id: None,
            document: String::new(),
            created_at: now,
            updated_at: now,
        };
        let mut row = self.filled(row, request).await?;
        self.store()
            .mutate("createRequest", arguments(&row), move |c| {
                let all = request::list(c, project)?;
                row.position = all.last().map_or(0, |last| last.position + 1);
                request::put(c, &row)
            })
            .await?;
        self.request_changed(project, EventKind::Created, Some(id))
            .await;
        self.saved_request(project, id).await
    }

    /// Changes a request, or moves it.
    pub async fn update_request(
        &self,
        project: Id,
        id: Id,
        patch: SavedRequestPatch,
    ) -> Result<SavedRequestDetail, AppError> {
        let mut row = self.request_row(project, id).await?;
        let given = self.given(project, patch.request, patch.draft).await?;
        let mut request = match given {
            // What a draft has no place for stays.
            Some(given) => {
                let kept = document(&row)?;
                SavedRequest {
                    description: if given.description.is_empty() {
                        kept.description
                    } else {
                        given.description.clone()
                    },
                    examples: if given.examples.is_empty() {
                        kept.examples
                    } else {
                        given.examples.clone()
                    },
                    notes: if given.notes.is_empty() {
                        kept.notes
                    } else {
                        given.notes.clone()
                    },
                    ..given
                }
            }
            None => document(&row)?,
        };
        if let Some(name) = patch.name {
            row.name = checked_name(&name)?;
        }
        request.name.clone_from(&row.name);
        if let Some(folder) = patch.folder {
            row.folder = folder_text(&folder)?;
        }
        row.updated_at = Timestamp::now();
        let row = self.filled(row, request).await?;
        let before = patch.before;
        self.store()
            .mutate("updateRequest", arguments(&row), move |c| {
                request::put(c, &row)?;
                let Some(before) = before.filter(|before| *before != id) else {
                    return Ok(());
                };
                let mut all = request::list(c, project)?;
                let Some(from) = all.iter().position(|r| r.id == id) else {
                    return Ok(());
                };
                let moved = all.remove(from);
                let to = all.iter().position(|r| r.id == before).unwrap_or(all.len());
                all.insert(to, moved);
                for (n, row) in (0..).zip(&mut all) {
                    if row.position != n {
                        row.position = n;
                        request::put(c, row)?;
                    }
                }
                Ok(())
            })
            .await?;
        self.request_changed(project, EventKind::Updated, Some(id))
            .await;
        self.saved_request(project, id).await
    }

    /// Removes a request.
    pub async fn delete_request(&self, project: Id, id: Id) -> Result<(), AppError> {
        self.request_row(project, id).await?;
        let arguments = json!({ "id": id, "projectId": project });
        self.store()
            .mutate("deleteRequest", arguments, move |c| {
                request::delete(c, project, id)
            })
            .await?;
        self.request_changed(project, EventKind::Deleted, Some(id))
            .await;
        Ok(())
    }

    async fn request_changed(&self, project: Id, kind: EventKind, id: Option<Id>) {
        let subject = id.map(|id| id.to_string());
        self.publish(Topic::Request, kind, Some(project), subject)
            .await;
    }

    async fn request_row(&self, project: Id, id: Id) -> Result<RequestRow, AppError> {
        self.project_row(project).await?;
        let found = self
            .store()
            .read(move |c| request::get(c, project, id))
            .await?;
        let seen = self.seen_requests(project).await?;
        let found = found.filter(|row| seen.as_ref().is_none_or(|ids| ids.contains(&row.id)));
        found.ok_or_else(|| {
            let message = format!("The project has no saved request {id}.");
            AppError::not_found("request_not_found", message)
        })
    }

    /// The description in use, if there is one that can be read.
    async fn active(&self, project: Id) -> Option<Arc<Loaded>> {
        let row = self.spec_row(project, None).await.ok()?;
        self.loaded(&row).await.ok()
    }

    /// The request that was given, or made of the draft that was.
    async fn given(
        &self,
        project: Id,
        request: Option<SavedRequest>,
        draft: Option<Draft>,
    ) -> Result<Option<SavedRequest>, AppError> {
        if request.is_some() {
            return Ok(request);
        }
        let Some(draft) = draft else { return Ok(None) };
        let loaded = self.loaded(&self.spec_row(project, None).await?).await?;
        let (operation, _) = operations::find(&loaded, &draft.operation_id)?;
        convert::saved(&draft, operation).map(Some)
    }

    /// The row with all that follows from its request, whose credentials go into the vault.
    async fn filled(
        &self,
        mut row: RequestRow,
        mut request: SavedRequest,
    ) -> Result<RequestRow, AppError> {
        let project = row.project_id;
        let used = self.variable_secrets(project).await?;
        for secret in take_secrets(&mut request, &used) {
            self.keep_variable_secret(project, &secret).await?;
        }
        row.method.clone_from(&request.method);
        row.url.clone_from(&request.url);
        row.operation_id = match self.active(project).await {
            Some(loaded) => match_operation(&request, loaded.spec()).map(|call| call.operation),
            None => None,
        };
        row.document = text(&request)?;
        if row.document.len() > limits::REQUEST_FILE_BYTES {
            return Err(AppError::invalid(
                "request_too_large",
                "The request is too large to be saved.",
            )
            .with_hint("Leave out its examples, or its body."));
        }
        Ok(row)
    }
}

fn checked_name(name: &str) -> Result<String, AppError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME || name.contains(char::is_control) {
        let message = format!("A request's name is one line of 1 to {NAME} characters.");
        return Err(AppError::invalid("invalid_name", message));
    }
    Ok(name.to_owned())
}

/// Folders as the store has them.
fn folder_text(folder: &[String]) -> Result<String, AppError> {
    if folder.len() > limits::REQUEST_FOLDERS_DEEP
        || folder.iter().any(|name| name.trim().is_empty())
    {
        let message = format!(
            "Folders have names, and are at most {} deep.",
            limits::REQUEST_FOLDERS_DEEP
        );
        return Err(AppError::invalid("invalid_folder", message));
    }
    text(&folder)
}

fn text(value: &impl serde::Serialize) -> Result<String, AppError> {
    serde_json::to_string(value).map_err(internal)
}

fn internal(error: serde_json::Error) -> AppError {
    let message = "A saved request cannot be read or written.";
    AppError::new(crate::ErrorKind::Internal, "internal", message).because(error)
}

fn document(row: &RequestRow) -> Result<SavedRequest, AppError> {
    serde_json::from_str(&row.document).map_err(internal)
}

fn summary(row: &RequestRow) -> Result<SavedRequestSummary, AppError> {
    Ok(SavedRequestSummary {
        id: row.id,
        folder: serde_json::from_str(&row.folder).map_err(internal)?,
        name: row.name.clone(),
        method: row.method.clone(),
        url: row.url.clone(),
        operation_id: row.operation_id.clone(),
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

fn arguments(row: &RequestRow) -> serde_json::Value {
    json!({
        "id": row.id,
        "projectId": row.project_id,
        "folder": row.folder,
        "name": row.name,
        "document": row.document,
    })
}
