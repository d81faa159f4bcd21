//! Saved requests kept as files in a folder: changes on either side come to the other, and what
//! has changed on both is kept twice.

// Endings of files are written small in our own format.
#![allow(clippy::case_sensitive_file_extension_comparisons)]

mod back;
mod layout;
mod merge;
mod scan;
mod settings;
mod sync;
mod take;
mod watch;

use std::{
    collections::HashMap,
    fs,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use fairlead_core::{Diagnostic, Id};
use fairlead_store::request_link::{self, LinkRow};
use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;

use super::import::absolute;
use crate::{
    App, AppError, EventKind, LinkRequestFolder, RequestFolder, RequestFolderState, Topic,
    off_thread,
};

/// What events say that are about the folder alone.
const SUBJECT: &str = "folder";

/// The folders that are watched, by project.
#[derive(Default)]
pub(crate) struct Links(Mutex<HashMap<Id, Link>>);

/// A folder that is watched; clones share it.
#[derive(Clone, Default)]
struct Link {
    status: Arc<Mutex<Status>>,
    /// Held during a go.
    turn: Arc<tokio::sync::Mutex<()>>,
    cancel: CancellationToken,
}

#[derive(Clone, Default, PartialEq, Eq)]
struct Status {
    is_syncing: bool,
    error: Option<String>,
    problems: Vec<Diagnostic>,
}

impl Link {
    fn status(&self) -> MutexGuard<'_, Status> {
        self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Links {
    fn all(&self) -> MutexGuard<'_, HashMap<Id, Link>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends watching all of them.
    pub fn end_all(&self) {
        for (_, link) in self.all().drain() {
            link.cancel.cancel();
        }
    }
}

impl App {
    /// The folder that a project's saved requests are kept in, and how it stands.
    pub async fn request_folder(&self, project: Id) -> Result<RequestFolder, AppError> {
        self.project_row(project).await?;
        let row = self
            .store()
            .read(move |c| request_link::get(c, project))
            .await?;
        let Some(row) = row else {
            return Ok(RequestFolder {
                path: None,
                state: RequestFolderState::Unlinked,
                error: None,
                synced_at: None,
                problems: Vec::new(),
                conflicts: Vec::new(),
            });
        };
        let link = self.inner.links.all().get(&project).cloned();
        let status = link.map(|link| link.status().clone()).unwrap_or_default();
        let conflicts: Vec<_> = serde_json::from_str(&row.conflicts).map_err(super::internal)?;
        let state = if status.error.is_some() {
            RequestFolderState::Failed
        } else if status.is_syncing || row.synced_at.is_none() {
            RequestFolderState::Syncing
        } else if conflicts.is_empty() {
            RequestFolderState::Synced
        } else {
            RequestFolderState::Conflicts
        };
        Ok(RequestFolder {
            path: Some(row.path),
            state,
            error: status.error,
            synced_at: row.synced_at,
            problems: status.problems,
            conflicts,
        })
    }

    /// Keeps a project's saved requests in a folder from now on. The folder it has already is
    /// looked through anew, and its conflicts count as seen.
    pub async fn link_request_folder(
        &self,
        project: Id,
        wanted: LinkRequestFolder,
    ) -> Result<RequestFolder, AppError> {
        self.project_row(project).await?;
        let path = absolute(wanted.path.trim())?.to_owned();
        let data = self.inner.settings.data_dir.clone();
        let path = off_thread(move || usable(&path, &data)).await??;
        let path = path.to_string_lossy().into_owned();
        let kept = path.clone();
        let taken = self
            .store()
            .write(move |c| {
                let links = request_link::list(c, None)?;
                if links
                    .iter()
                    .any(|l| l.path == kept && l.project_id != project)
                {
                    return Ok(true);
                }
                let old = links.into_iter().find(|link| link.project_id == project);
                if old.as_ref().is_some_and(|old| old.path != kept) {
                    request_link::set_files(c, project, &[])?;
                }
                let same = old.filter(|old| old.path == kept);
                let row = LinkRow {
                    project_id: project,
                    path: kept,
                    synced_at: same.and_then(|old| old.synced_at),
                    conflicts: "[]".to_owned(),
                };
                request_link::put(c, &row)?;
                Ok(false)
            })
            .await?;
        if taken {
            let message = format!("Another project keeps its saved requests in {path}.");
            return Err(AppError::conflict("folder_in_use", message)
                .with_hint("Choose another folder, or unlink that project's."));
        }
        let link = self.watch_folder(project, &path);
        self.sync_now(project, &link).await;
        self.tell_folder(project).await;
        self.request_folder(project).await
    }

    /// Keeps a project's saved requests in no folder any more; its files stay as they are.
    pub async fn unlink_request_folder(&self, project: Id) -> Result<(), AppError> {
        self.project_row(project).await?;
        let link = self.inner.links.all().remove(&project);
        if let Some(link) = link {
            link.cancel.cancel();
            // What is being written is written first.
            drop(link.turn.lock().await);
        }
        self.store()
            .write(move |c| request_link::delete(c, project))
            .await?;
        self.tell_folder(project).await;
        Ok(())
    }

    /// Watches the folders of all projects.
    pub(crate) async fn watch_folders(&self) {
        match self.store().read(|c| request_link::list(c, None)).await {
            Ok(links) => {
                for link in links {
                    self.watch_folder(link.project_id, &link.path);
                }
            }
            Err(error) => tracing::error!(%error, "folders of saved requests are not watched"),
        }
    }

    /// Starts to watch; what was watched for the project before is not any more.
    fn watch_folder(&self, project: Id, path: &str) -> Link {
        let link = Link::default();
        let before = self.inner.links.all().insert(project, link.clone());
        if let Some(before) = before {
            before.cancel.cancel();
        }
        let events = self.inner.bus.listen();
        let inner = Arc::downgrade(&self.inner);
        let watched = link.clone();
        tokio::spawn(watch::run(inner, project, path.into(), watched, events));
        link
    }

    async fn tell_folder(&self, project: Id) {
        let subject = Some(SUBJECT.to_owned());
        self.publish(Topic::Request, EventKind::Updated, Some(project), subject)
            .await;
    }
}

/// The folder, made where it is missing. Blocks.
fn usable(path: &Path, data: &Path) -> Result<std::path::PathBuf, AppError> {
    let refused = |why: String| {
        AppError::invalid("unusable_folder", why).with_hint(
            "Choose a folder that is empty or holds requests, and that you may write to.",
        )
    };
    fs::create_dir_all(path)
        .map_err(|e| refused(format!("Cannot use {}: {e}.", path.display())))?;
    let whole = fs::canonicalize(path)
        .map_err(|e| refused(format!("Cannot use {}: {e}.", path.display())))?;
    if fs::canonicalize(data).is_ok_and(|data| whole.starts_with(data)) {
        let why = "Fairlead's own data lies in that folder.".to_owned();
        return Err(refused(why));
    }
    // The path stays as it was given: what it leads to may lie elsewhere one day.
    Ok(path.components().collect())
}

/// What tells one text from another.
fn hash(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut text, byte| {
            // Writing into a text does not fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}
