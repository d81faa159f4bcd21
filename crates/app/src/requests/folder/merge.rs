//! What has changed in the folder and what has changed here, brought together.
//!
//! Pure: files, rows and what was the same last come in as values, a plan goes out.

use std::collections::{BTreeMap, HashMap, HashSet};

use fairlead_core::Id;
use fairlead_requests::SavedRequest;
use fairlead_store::request_link::FileRow;

use crate::FolderConflict;

/// A saved request of ours.
pub struct Own {
    /// Its id.
    pub id: Id,
    /// The names of the folders around it.
    pub folder: Vec<String>,
    /// The whole of it.
    pub request: SavedRequest,
    /// Hash of its document.
    pub hash: String,
}

/// A file of a request.
pub struct Their {
    /// The names of the folders around it.
    pub folder: Vec<String>,
    /// What stands in it; `None` where it cannot be read.
    pub request: Option<SavedRequest>,
    /// Hash of the file.
    pub hash: String,
}

/// A request to keep.
#[derive(Debug, PartialEq, Eq)]
pub struct Put {
    /// Its id, which may be new.
    pub id: Id,
    /// The names of the folders around it.
    pub folder: Vec<String>,
    /// The whole of it.
    pub request: SavedRequest,
}

/// What to do here; what to write follows from what is here then.
#[derive(Debug, Default)]
pub struct Plan {
    /// Requests to add or to write anew.
    pub put: Vec<Put>,
    /// Requests to remove.
    pub delete: Vec<Id>,
    /// The files of requests that have one.
    pub paths: HashMap<Id, String>,
    /// Files to remove, because their requests are gone or have moved.
    pub remove: Vec<String>,
    /// What has changed on both sides, new this time.
    pub conflicts: Vec<FolderConflict>,
}

/// The folders and the name of a request as one text.
pub fn place(folder: &[String], name: &str) -> String {
    let names: Vec<&str> = folder.iter().map(String::as_str).chain([name]).collect();
    serde_json::json!(names).to_string()
}

/// Whether these are the folders of a place.
fn is_around(folder: &[String], place: &str) -> bool {
    let names: Vec<String> = serde_json::from_str(place).unwrap_or_default();
    names
        .split_last()
        .is_some_and(|(_, around)| around == folder)
}

/// Compares both sides with what was the same last.
pub fn merge(
    known: &[FileRow],
    own: &[Own],
    theirs: &BTreeMap<String, Their>,
    new_id: impl FnMut() -> Id,
) -> Plan {
    let names = own.iter().map(|own| place(&own.folder, &own.request.name));
    let mut merging = Merging {
        plan: Plan::default(),
        names: names.collect(),
        new_id,
    };
    let by_id: HashMap<Id, &Own> = own.iter().map(|own| (own.id, own)).collect();
    let mut seen_files = HashSet::new();
    let mut seen_own = HashSet::new();
    for row in known {
        let Some(id) = row.request_id else { continue };
        seen_files.insert(row.path.as_str());
        let ours = by_id.get(&id).copied();
        // One that was renamed or moved here leaves its file and gets another.
        let stayed = ours.filter(|own| place(&own.folder, &own.request.name) == row.place);
        if stayed.is_some() {
            seen_own.insert(id);
        }
        merging.pair(row, stayed, ours.is_some(), theirs.get(&row.path));
    }
    let mut left: HashMap<String, &Own> = HashMap::new();
    for own in own.iter().filter(|own| !seen_own.contains(&own.id)) {
        left.entry(place(&own.folder, &own.request.name))
            .or_insert(own);
    }
    for (path, their) in theirs
        .iter()
        .filter(|(path, _)| !seen_files.contains(path.as_str()))
    {
        let Some(request) = &their.request else {
            continue;
        };
        match left.remove(&place(&their.folder, &request.name)) {
            None => {
                let id = merging.take(their, request, None);
                merging.plan.paths.insert(id, path.clone());
            }
            Some(own) if own.request == *request => {
                merging.plan.paths.insert(own.id, path.clone());
            }
            Some(own) => merging.keep_both(path, own, their, request),
        }
    }
    merging.plan
}

struct Merging<F> {
    plan: Plan,
    /// The places of all requests.
    names: HashSet<String>,
    new_id: F,
}

impl<F: FnMut() -> Id> Merging<F> {
    /// A file that was known. `lives`: its request is still here, perhaps in another place.
    fn pair(&mut self, row: &FileRow, own: Option<&Own>, lives: bool, their: Option<&Their>) {
        let own_changed = own.is_some_and(|own| own.hash != row.own);
        // A folder that got another name moves what lies in it.
        let their_changed = their
            .is_some_and(|their| their.hash != row.disk || !is_around(&their.folder, &row.place));
        match (own, their) {
            (Some(own), None) if own_changed => {
                self.tell(&row.path, None, format!(
                    "`{}` was deleted in the folder and changed here: it was kept and written again.",
                    own.request.name
                ));
                self.plan.paths.insert(own.id, row.path.clone());
            }
            (Some(own), None) => self.plan.delete.push(own.id),
            (Some(own), Some(their)) => {
                let Some(request) = &their.request else {
                    self.plan.paths.insert(own.id, row.path.clone());
                    return;
                };
                let same = own.request == *request && own.folder == their.folder;
                if same || !their_changed {
                    self.plan.paths.insert(own.id, row.path.clone());
                } else if own_changed {
                    self.keep_both(&row.path, own, their, request);
                } else {
                    let id = self.take(their, request, Some(own.id));
                    self.plan.paths.insert(id, row.path.clone());
                }
            }
            (None, Some(_)) if !their_changed => self.plan.remove.push(row.path.clone()),
            (None, Some(their)) => {
                let Some(request) = &their.request else {
                    return;
                };
                let id = self.take(their, request, None);
                self.plan.paths.insert(id, row.path.clone());
                let what = if lives { "moved" } else { "deleted" };
                self.tell(&row.path, None, format!(
                    "`{}` was {what} here and changed in the folder: the folder's version was kept.",
                    request.name
                ));
            }
            (None, None) => {}
        }
    }

    /// Their version takes the place; ours goes beside it.
    fn keep_both(&mut self, path: &str, own: &Own, their: &Their, request: &SavedRequest) {
        self.take(their, request, Some(own.id));
        self.plan.paths.insert(own.id, path.to_owned());
        let mut mine = own.request.clone();
        let mut n = 1;
        mine.name = format!("{} (mine)", own.request.name);
        while !self.names.insert(place(&own.folder, &mine.name)) {
            n += 1;
            mine.name = format!("{} (mine {n})", own.request.name);
        }
        self.tell(path, Some(mine.name.clone()), format!(
            "`{}` was changed in the folder and here: the folder's version is `{}`, yours is `{}`.",
            own.request.name, request.name, mine.name
        ));
        self.plan.put.push(Put {
            id: (self.new_id)(),
            folder: own.folder.clone(),
            request: mine,
        });
    }

    fn take(&mut self, their: &Their, request: &SavedRequest, id: Option<Id>) -> Id {
        let id = id.unwrap_or_else(&mut self.new_id);
        self.names.insert(place(&their.folder, &request.name));
        self.plan.put.push(Put {
            id,
            folder: their.folder.clone(),
            request: request.clone(),
        });
        id
    }

    fn tell(&mut self, file: &str, mine: Option<String>, message: String) {
        self.plan.conflicts.push(FolderConflict {
            file: file.to_owned(),
            mine,
            message,
        });
    }
}
