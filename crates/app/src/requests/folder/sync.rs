//! One go at making a folder and a project's saved requests the same.

use std::{collections::BTreeMap, path::PathBuf};

use fairlead_core::{Diagnostic, Id, limits};
use fairlead_requests::file::{ENDING, ROOT};
use fairlead_store::{
    request::{self, FolderRow, RequestRow},
    request_link::{self, FileRow, LinkRow},
};

use super::{
    merge::{Own, Their, merge},
    scan::{self, Scan, ScanError},
    settings::{self, Dirs},
};
use crate::{App, AppError, off_thread, requests::document};

/// How a go ended.
pub enum Outcome {
    /// Both sides are the same, but for files that cannot be read.
    Same {
        /// What cannot be read.
        problems: Vec<Diagnostic>,
        /// Whether requests have changed here.
        changed: bool,
    },
    /// Something changed meanwhile: try again at once.
    Again,
    /// The folder cannot be used for now; nothing was changed.
    Failed(String),
    /// The project has no folder any more.
    Unlinked,
}

/// What is here.
pub struct Here {
    pub link: LinkRow,
    pub known: Vec<FileRow>,
    pub rows: Vec<RequestRow>,
    pub folders: Vec<FolderRow>,
}

impl App {
    /// Takes what has changed in the folder, then writes what has changed here.
    pub(super) async fn sync_folder(&self, project: Id) -> Result<Outcome, AppError> {
        let Some(here) = self.here(project).await? else {
            return Ok(Outcome::Unlinked);
        };
        let root = PathBuf::from(&here.link.path);
        let looked_at = root.clone();
        let mut scan = match off_thread(move || scan::scan(&looked_at)).await? {
            Ok(scan) => scan,
            Err(ScanError::Busy) => return Ok(Outcome::Again),
            Err(ScanError::Gone(why)) => return Ok(Outcome::Failed(why)),
        };
        // An empty folder where there were files is a disk that is not mounted or another branch.
        let is_empty = !scan.files.keys().any(|p| p == ROOT || p.ends_with(ENDING));
        if is_empty && here.known.iter().any(|row| row.request_id.is_some()) {
            return Ok(Outcome::Failed(format!(
                "All files in {} are gone. Nothing was deleted here: put them back, or unlink the folder and link it again to write them anew.",
                root.display()
            )));
        }
        let dirs = settings::dirs(&scan, &here.known);
        let own = owned(&here.rows)?;
        let plan = merge(&here.known, &own, &theirs(&scan, &dirs), Id::new);
        let mut changes = self
            .changes(project, &here, &mut scan, &dirs, &plan)
            .await?;
        let count = here.rows.len() - plan.delete.len()
            + changes.put.iter().filter(|row| row.position < 0).count();
        if count > limits::REQUESTS {
            let most = limits::REQUESTS;
            return Ok(Outcome::Failed(format!(
                "The folder and the project have more than {most} requests together. Delete some."
            )));
        }
        let changed =
            !(changes.put.is_empty() && plan.delete.is_empty() && changes.folders.is_empty());
        changes.delete.clone_from(&plan.delete);
        let mut conflicts = std::mem::take(&mut changes.conflicts);
        conflicts.extend(plan.conflicts.iter().cloned());
        let beside = std::mem::take(&mut changes.beside);
        if !self
            .apply(project, &here, changes, conflicts, &plan)
            .await?
        {
            return Ok(Outcome::Again);
        }
        self.write_back(project, root, scan, dirs, plan, beside, changed)
            .await
    }

    pub(super) async fn here(&self, project: Id) -> Result<Option<Here>, AppError> {
        let here = self
            .store()
            .read(move |c| {
                let Some(link) = request_link::get(c, project)? else {
                    return Ok(None);
                };
                Ok(Some(Here {
                    link,
                    known: request_link::files(c, project)?,
                    rows: request::list(c, project)?,
                    folders: request::folders(c, project)?,
                }))
            })
            .await?;
        Ok(here)
    }
}

pub fn owned(rows: &[RequestRow]) -> Result<Vec<Own>, AppError> {
    let own = |row: &RequestRow| {
        Ok(Own {
            id: row.id,
            folder: serde_json::from_str(&row.folder).map_err(crate::requests::internal)?,
            request: document(row)?,
            hash: super::hash(row.document.as_bytes()),
        })
    };
    rows.iter().map(own).collect()
}

fn theirs(scan: &Scan, dirs: &Dirs) -> BTreeMap<String, Their> {
    let mut theirs = BTreeMap::new();
    for (path, found) in scan.files.iter().filter(|(path, _)| path.ends_with(ENDING)) {
        let prefix = path.rfind('/').map_or("", |at| &path[..=at]);
        let their = Their {
            folder: dirs.names.get(prefix).cloned().unwrap_or_default(),
            request: found.request.clone(),
            hash: found.hash.clone(),
        };
        theirs.insert(path.clone(), their);
    }
    theirs
}
