//! What has changed in the folder, taken into the store.

use std::collections::HashMap;

use fairlead_core::{Id, Timestamp};
use fairlead_requests::{SavedRequest, file::ENDING, match_operation};
use fairlead_store::{
    request::{self, FolderRow, RequestRow},
    request_link::{self, LinkRow},
};
use serde_json::json;

use super::{
    merge::Plan,
    scan::Scan,
    settings::{self, Dirs, is_bare, said},
    sync::Here,
};
use crate::{App, AppError, FolderConflict, requests::text};

/// What is to change here.
#[derive(Default)]
pub struct Changes {
    pub put: Vec<RequestRow>,
    pub delete: Vec<Id>,
    pub folders: Vec<FolderRow>,
    /// Versions of folders' files to put beside them.
    pub beside: Vec<(String, String)>,
    pub conflicts: Vec<FolderConflict>,
    /// Orders of folders that changed on the disk, by their names.
    pub orders: Vec<(Vec<String>, Vec<String>)>,
}

impl App {
    /// The rows of what the plan takes; credentials go into the vault.
    pub(super) async fn changes(
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
        let known = self.named_secrets(project).await?;
        let rows: HashMap<Id, &RequestRow> = here.rows.iter().map(|r| (r.id, r)).collect();
        let now = Timestamp::now();
        for put in &plan.put {
            let mut request: SavedRequest = put.request.clone();
            let taken = self.take_credentials(project, &mut request, &known, &used);
            used.extend(taken.await?);
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
    pub(super) async fn apply(
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
}

/// Whether a document says no more than a folder without one: a collection's name counts.
fn says_nothing(document: &str, prefix: &str) -> bool {
    is_bare(document) && (!prefix.is_empty() || document == "{}")
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
