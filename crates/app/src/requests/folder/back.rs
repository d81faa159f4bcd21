//! What is here, written into the folder.

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
};

use fairlead_core::{Id, Timestamp};
use fairlead_requests::file::ROOT;
use fairlead_store::{
    request::RequestRow,
    request_link::{self, FileRow, LinkRow},
};

use super::{
    layout::{Kept, Target, layout},
    merge::Plan,
    scan::{self, Scan},
    settings::{self, Dirs, said},
    sync::{Outcome, owned},
};
use crate::{App, AppError, FolderConflict, off_thread, requests::text};

impl App {
    #[allow(clippy::too_many_arguments)] // all that one go has found
    pub(super) async fn write_back(
        &self,
        project: Id,
        root: PathBuf,
        scan: Scan,
        dirs: Dirs,
        plan: Plan,
        beside: Vec<(String, String)>,
        changed: bool,
    ) -> Result<Outcome, AppError> {
        let Some(here) = self.here(project).await? else {
            return Ok(Outcome::Unlinked);
        };
        let title = self.project_row(project).await?.name;
        let problems = scan.problems.clone();
        let own = owned(&here.rows)?;
        let kept = own.into_iter().map(|own| Kept {
            id: own.id,
            folder: own.folder,
            request: own.request,
            hash: own.hash,
        });
        let kept: Vec<Kept> = kept.collect();
        let mut folders = Vec::new();
        for row in &here.folders {
            let names: Vec<String> =
                serde_json::from_str(&row.path).map_err(crate::requests::internal)?;
            folders.push((names, row.document.clone()));
        }
        let known = here.known.clone();
        let before = here.known;
        let written = off_thread(move || {
            let targets = layout(&scan, dirs, &plan.paths, &kept, &folders, &title);
            write_targets(&root, &scan, targets, &plan.remove, &known, &beside)
        })
        .await?;
        let (files, has_written) = match written {
            Ok(Some(files)) => files,
            Ok(None) => return Ok(Outcome::Again),
            Err(why) => return Ok(Outcome::Failed(why)),
        };
        let changed = changed || has_written;
        let conflicts: Vec<FolderConflict> =
            serde_json::from_str(&here.link.conflicts).unwrap_or_default();
        let still = text(&open(conflicts, &files, &here.rows))?;
        let mut sorted = files.clone();
        sorted.sort_by(|a, b| a.path.cmp(&b.path));
        let is_known = sorted == before && still == here.link.conflicts;
        if !changed && is_known && here.link.synced_at.is_some() {
            return Ok(Outcome::Same { problems, changed });
        }
        let changed = changed || still != here.link.conflicts;
        let link = LinkRow {
            synced_at: Some(Timestamp::now()),
            conflicts: still,
            ..here.link
        };
        self.store()
            .write(move |c| {
                // It may have been unlinked, or linked to another folder, meanwhile.
                if request_link::get(c, project)?.is_some_and(|now| now.path == link.path) {
                    request_link::put(c, &link)?;
                    request_link::set_files(c, project, &files)?;
                }
                Ok(())
            })
            .await?;
        Ok(Outcome::Same { problems, changed })
    }
}

/// The conflicts that still stand: those whose two versions are both still there.
fn open(
    conflicts: Vec<FolderConflict>,
    files: &[FileRow],
    rows: &[RequestRow],
) -> Vec<FolderConflict> {
    let stands = |conflict: &FolderConflict| {
        let has_file = files.iter().any(|row| row.path == conflict.file);
        let has_mine = conflict
            .mine
            .as_ref()
            .is_none_or(|mine| mine.ends_with(".yaml") || rows.iter().any(|row| row.name == *mine));
        has_file && has_mine
    };
    conflicts.into_iter().filter(stands).collect()
}

/// Writes and removes files: what is the same then, and whether there was anything to do; `None`
/// where one had changed since it was looked at.
fn write_targets(
    root: &Path,
    scan: &Scan,
    targets: Vec<Target>,
    remove: &[String],
    known: &[FileRow],
    beside: &[(String, String)],
) -> Result<Option<(Vec<FileRow>, bool)>, String> {
    let failed = |path: &str, e: &std::io::Error| {
        format!(
            "Cannot write {path} in {}: {e}. Check that you may write there.",
            root.display()
        )
    };
    let seen = |path: &str| scan.files.get(path).map(|found| found.hash.as_str());
    let known: HashMap<&str, &FileRow> = known.iter().map(|r| (r.path.as_str(), r)).collect();
    for (path, text) in beside {
        scan::write(root, path, text).map_err(|e| failed(path, &e))?;
    }
    let mut has_written = false;
    let mut rows = Vec::with_capacity(targets.len());
    let wanted: HashSet<&str> = targets.iter().map(|t| t.path.as_str()).collect();
    for target in &targets {
        let mut disk = seen(&target.path).unwrap_or_default().to_owned();
        let mut own = target.own.clone();
        if let Some(text) = &target.text {
            if !scan::is_still(root, &target.path, seen(&target.path)) {
                return Ok(None);
            }
            scan::write(root, &target.path, text).map_err(|e| failed(&target.path, &e))?;
            disk = super::hash(text.as_bytes());
            has_written = true;
        } else if scan
            .files
            .get(&target.path)
            .is_some_and(|found| !found.is_readable)
        {
            // What was the same last stays what it was, until the file can be read again.
            match known.get(target.path.as_str()) {
                Some(row) => (disk, own) = (row.disk.clone(), row.own.clone()),
                None => continue,
            }
        }
        rows.push(FileRow {
            path: target.path.clone(),
            request_id: target.request_id,
            place: target.place.clone(),
            disk,
            own,
        });
    }
    for path in remove.iter().filter(|path| !wanted.contains(path.as_str())) {
        if !scan::is_still(root, path, seen(path)) {
            return Ok(None);
        }
        // What said something of a folder goes with the last file in it.
        let prefix = path.rfind('/').map_or("", |at| &path[..=at]);
        let settings = settings::file_of(prefix);
        if !prefix.is_empty()
            && !wanted.contains(settings.as_str())
            && known
                .get(settings.as_str())
                .is_some_and(|row| seen(&settings) == Some(&row.disk))
            && scan::is_still(root, &settings, seen(&settings))
        {
            scan::remove(root, &settings).map_err(|e| failed(&settings, &e))?;
        }
        scan::remove(root, path).map_err(|e| failed(path, &e))?;
    }
    // The collection's hash is that of several files.
    if let Some(row) = rows.iter_mut().find(|row| row.path == ROOT) {
        let now = has_written.then(|| scan::scan(root).ok()).flatten();
        if let Some(Ok(said)) = said(now.as_ref().unwrap_or(scan), "", &[]) {
            row.disk = said.hash;
        }
    }
    has_written |= !remove.is_empty() || !beside.is_empty();
    Ok(Some((rows, has_written)))
}
