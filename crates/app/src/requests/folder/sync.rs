//! One go at making a folder and a project's saved requests the same.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::{Path, PathBuf},
};

use fairlead_core::{Diagnostic, Id, Timestamp, limits};
use fairlead_requests::{
    SavedRequest,
    file::{ENDING, ROOT},
    match_operation, take_secrets,
};
use fairlead_store::{
    request::{self, FolderRow, RequestRow},
    request_link::{self, FileRow, LinkRow},
};
use serde_json::json;

use super::{
    layout::{Kept, Target, layout},
    merge::{Own, Plan, Their, merge},
    scan::{self, Scan, ScanError},
    settings::{self, Dirs, is_bare, said},
};
use crate::{
    App, AppError, FolderConflict, off_thread,
    requests::{document, text},
};

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
struct Here {
    link: LinkRow,
    known: Vec<FileRow>,
    rows: Vec<RequestRow>,
    folders: Vec<FolderRow>,
}

/// What is to change here.
#[derive(Default)]
struct Changes {
    put: Vec<RequestRow>,
    delete: Vec<Id>,
    folders: Vec<FolderRow>,
    /// Versions of folders' files to put beside them.
    beside: Vec<(String, String)>,
    conflicts: Vec<FolderConflict>,
    /// Orders of folders that changed on the disk, by their names.
    orders: Vec<(Vec<String>, Vec<String>)>,
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

    async fn here(&self, project: Id) -> Result<Option<Here>, AppError> {
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

    /// The rows of what the plan takes; credentials go into the vault.
    async fn changes(
        &self,
        project: Id,
        here: &Here,
        scan: &mut Scan,
        dirs: &Dirs,
        plan: &Plan,
    ) -> Result<Changes, AppError> {
        let mut changes = Changes::default();
        let mut used = self.variable_secrets(project).await?;
        self.settings_changes(project, here, scan, dirs, &mut used, &mut changes)
            .await?;
        if plan.put.is_empty() {
            return Ok(changes);
        }
        let loaded = self.active(project).await;
        let rows: HashMap<Id, &RequestRow> = here.rows.iter().map(|r| (r.id, r)).collect();
        let now = Timestamp::now();
        for put in &plan.put {
            let mut request: SavedRequest = put.request.clone();
            for secret in take_secrets(&mut request, &used) {
                self.keep_variable_secret(project, &secret).await?;
                used.push(secret.name);
            }
            let call = loaded
                .as_ref()
                .and_then(|l| match_operation(&request, l.spec()));
            let old = rows.get(&put.id);
            changes.put.push(RequestRow {
                id: put.id,
                project_id: project,
                folder: text(&put.folder)?,
                name: request.name.clone(),
                // What is new goes to the end.
                position: old.map_or(-1, |row| row.position),
                method: request.method.clone(),
                url: request.url.clone(),
                operation_id: call.map(|call| call.operation),
                document: text(&request)?,
                created_at: old.map_or(now, |row| row.created_at),
                updated_at: now,
            });
        }
        Ok(changes)
    }

    /// What the files of folders say, against what is here and what was the same last.
    async fn settings_changes(
        &self,
        project: Id,
        here: &Here,
        scan: &mut Scan,
        dirs: &Dirs,
        used: &mut Vec<String>,
        changes: &mut Changes,
    ) -> Result<(), AppError> {
        for (prefix, names) in &dirs.names {
            let path = settings::file_of(prefix);
            let said = match said(scan, prefix, used) {
                None => continue,
                Some(Err(problems)) => {
                    scan.problems.extend(problems);
                    continue;
                }
                Some(Ok(said)) => said,
            };
            let known = here.known.iter().find(|row| row.path == path);
            if known.is_some_and(|known| known.disk == said.hash) {
                continue;
            }
            changes.orders.push((names.clone(), said.order.clone()));
            let key = text(names)?;
            let own = here.folders.iter().find(|row| row.path == key);
            let own_text = own.map_or("", |row| row.document.as_str());
            if own_text == said.document || own.is_none() && says_nothing(&said.document, prefix) {
                continue;
            }
            let own_changed = match known {
                Some(known) => known.own != super::hash(own_text.as_bytes()),
                None => !is_bare(own_text),
            };
            if own_changed {
                let beside = path.replace(".yaml", " (mine).yaml");
                let mine: serde_json::Value = serde_json::from_str(own_text).unwrap_or_default();
                changes.conflicts.push(FolderConflict {
                    file: path.clone(),
                    mine: Some(beside.clone()),
                    message: format!(
                        "`{path}` was changed in the folder and here: the folder's version holds, yours is kept in `{beside}`."
                    ),
                });
                changes.beside.push((
                    beside,
                    serde_json::to_string_pretty(&mine).unwrap_or_default(),
                ));
            }
            for secret in &said.secrets {
                self.keep_variable_secret(project, secret).await?;
                used.push(secret.name.clone());
            }
            changes.folders.push(FolderRow {
                path: key,
                position: own.map_or(i64::MAX, |row| row.position),
                document: said.document,
            });
        }
        Ok(())
    }

    /// Makes the changes in one transaction: whether nothing had changed meanwhile.
    async fn apply(
        &self,
        project: Id,
        here: &Here,
        mut changes: Changes,
        new_conflicts: Vec<FolderConflict>,
        plan: &Plan,
    ) -> Result<bool, AppError> {
        let is_nothing = changes.put.is_empty()
            && changes.delete.is_empty()
            && changes.folders.is_empty()
            && changes.orders.is_empty()
            && new_conflicts.is_empty();
        if is_nothing {
            return Ok(true);
        }
        let mut conflicts: Vec<FolderConflict> =
            serde_json::from_str(&here.link.conflicts).unwrap_or_default();
        for conflict in new_conflicts {
            if !conflicts.contains(&conflict) {
                conflicts.push(conflict);
            }
        }
        let link = LinkRow {
            conflicts: text(&conflicts)?,
            ..here.link.clone()
        };
        let (before, folders_before) = (here.rows.clone(), here.folders.clone());
        let paths = plan.paths.clone();
        let arguments = json!({
            "projectId": project,
            "requests": changes.put.iter().map(crate::requests::arguments).collect::<Vec<_>>(),
            "deleted": changes.delete,
        });
        let applied = self
            .store()
            .mutate("takeRequestsFromFolder", arguments, move |c| {
                let same = request::list(c, project)? == before
                    && request::folders(c, project)? == folders_before
                    && request_link::get(c, project)?.is_some_and(|l| l.path == link.path);
                if !same {
                    return Ok(false);
                }
                for id in &changes.delete {
                    request::delete(c, project, *id)?;
                }
                let mut last = before.last().map_or(-1, |row| row.position);
                for row in &mut changes.put {
                    if row.position < 0 {
                        last += 1;
                        row.position = last;
                    }
                    request::put(c, row)?;
                }
                let mut last = folders_before.last().map_or(-1, |row| row.position);
                for row in &mut changes.folders {
                    if row.position == i64::MAX {
                        last += 1;
                        row.position = last;
                    }
                    request::put_folder(c, project, row)?;
                }
                if !changes.orders.is_empty() {
                    for row in reordered(request::list(c, project)?, &paths, &changes.orders) {
                        request::put(c, &row)?;
                    }
                }
                request_link::put(c, &link)?;
                Ok(true)
            })
            .await?;
        Ok(applied)
    }

    #[allow(clippy::too_many_arguments)] // all that one go has found
    async fn write_back(
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

/// Whether a document says no more than a folder without one: a collection's name counts.
fn says_nothing(document: &str, prefix: &str) -> bool {
    is_bare(document) && (!prefix.is_empty() || document == "{}")
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

fn owned(rows: &[RequestRow]) -> Result<Vec<Own>, AppError> {
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

/// The rows whose place changes where folders name another order: those of a folder share the
/// places they had.
fn reordered(
    rows: Vec<RequestRow>,
    paths: &HashMap<Id, String>,
    orders: &[(Vec<String>, Vec<String>)],
) -> Vec<RequestRow> {
    let stem = |row: &RequestRow| {
        let path = paths.get(&row.id).map_or(row.name.as_str(), String::as_str);
        let path = path.strip_suffix(ENDING).unwrap_or(path);
        path.rsplit('/').next().unwrap_or(path).to_owned()
    };
    let mut moved = Vec::new();
    for (names, order) in orders {
        let rank: HashMap<&str, usize> = order
            .iter()
            .enumerate()
            .map(|(n, name)| (name.as_str(), n))
            .collect();
        let key = json!(names).to_string();
        let inside: Vec<&RequestRow> = rows.iter().filter(|row| row.folder == key).collect();
        let mut wanted = inside.clone();
        wanted.sort_by_cached_key(|row| {
            let stem = stem(row);
            (rank.get(stem.as_str()).copied().unwrap_or(usize::MAX), stem)
        });
        for (row, slot) in wanted.into_iter().zip(&inside) {
            if row.position != slot.position {
                moved.push(RequestRow {
                    position: slot.position,
                    ..row.clone()
                });
            }
        }
    }
    moved
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
        let now = match has_written {
            true => scan::scan(root).ok(),
            false => None,
        };
        if let Some(Ok(said)) = said(now.as_ref().unwrap_or(scan), "", &[]) {
            row.disk = said.hash;
        }
    }
    has_written |= !remove.is_empty() || !beside.is_empty();
    Ok(Some((rows, has_written)))
}
