//! Saved requests of a project. Credentials are taken out of every one before it is kept.

mod code;
mod convert;
pub(crate) mod disk;
pub(crate) mod folder;
pub(crate) mod import;
mod paste;
mod rows;
mod secrets;
mod tree;

use std::sync::Arc;

use fairlead_core::{Id, Timestamp, limits};
use fairlead_requests::{Auth, SavedRequest, match_operation};
use fairlead_store::request::{self, RequestRow};
use serde_json::json;

use rows::{arguments, checked_name, document, folder_text, internal, summary, text};

use crate::{
    App, AppError, Draft, EventKind, NewSavedRequest, SavedRequestDetail, SavedRequestPatch,
    SavedRequestSummary, Topic, contracts::Loaded, operations,
};

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

    /// One saved request, as a draft too.
    pub async fn saved_request(&self, project: Id, id: Id) -> Result<SavedRequestDetail, AppError> {
        let row = self.request_row(project, id).await?;
        let request = document(&row)?;
        let loaded = self.active(project).await;
        let call = loaded.and_then(|loaded| match_operation(&request, loaded.spec()));
        let draft = convert::draft(&request, call);
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
        let of_draft = patch.draft.is_some();
        let given = self.given(project, patch.request, patch.draft).await?;
        let mut request = match given {
            // What a draft has no place for stays.
            Some(given) => {
                let kept = document(&row)?;
                let says_none = matches!(given.auth, Auth::Inherit | Auth::None);
                SavedRequest {
                    auth: if of_draft && says_none && convert::has_no_place(&kept.auth) {
                        kept.auth
                    } else {
                        given.auth.clone()
                    },
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
                    template: if given.template.is_empty() {
                        kept.template
                    } else {
                        given.template.clone()
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
    pub(crate) async fn active(&self, project: Id) -> Option<Arc<Loaded>> {
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
        if let Some(mut request) = request {
            request.take_described_fields();
            return Ok(Some(request));
        }
        let Some(draft) = draft else { return Ok(None) };
        if draft.free.is_some() {
            return convert::saved(&draft, None).map(Some);
        }
        let loaded = self.loaded(&self.spec_row(project, None).await?).await?;
        let (operation, _) = operations::find(&loaded, &draft.operation_id)?;
        convert::saved(&draft, Some(operation)).map(Some)
    }

    /// The row with all that follows from its request, whose credentials go into the vault.
    async fn filled(
        &self,
        mut row: RequestRow,
        mut request: SavedRequest,
    ) -> Result<RequestRow, AppError> {
        let project = row.project_id;
        let used = self.variable_secrets(project).await?;
        let known = self.named_secrets(project).await?;
        self.take_credentials(project, &mut request, &known, &used)
            .await?;
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
