//! What the files of folders say for the requests in them: `collection.yaml`, `folder.yaml` and
//! the environments.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use fairlead_core::Diagnostic;
use fairlead_requests::{
    Collection, Folder, Format, Item, Reading, Secret, SourceFile,
    file::{ENVIRONMENTS, FOLDER, ROOT, read_order},
    read,
};
use fairlead_store::request_link::FileRow;

use super::scan::Scan;

/// What one of these files says.
pub struct Said {
    /// It as the store has it, without what lies in the folder.
    pub document: String,
    /// The names of files and folders in order.
    pub order: Vec<String>,
    /// Hash of the file, or of all of them.
    pub hash: String,
    /// Credentials that stood in it.
    pub secrets: Vec<Secret>,
}

/// Reads what a folder says: `prefix` is `""` for the collection, or `A/B/`. `None` where it has
/// no such file. `used` are names of credentials that are taken.
///
/// # Errors
/// What is wrong with the file.
pub fn said(scan: &Scan, prefix: &str, used: &[String]) -> Option<Result<Said, Vec<Diagnostic>>> {
    let is_root = prefix.is_empty();
    let path = file_of(prefix);
    let main = scan.files.get(&path)?;
    let mut hash = main.hash.clone();
    // Alone and with the name of its own folder only, so that it is read as that folder's.
    let dir = prefix.trim_end_matches('/');
    let above = dir.rfind('/').map_or(0, |at| at + 1);
    let mut files = vec![SourceFile::new(&path[above..], main.source.bytes.clone())];
    if is_root {
        for (path, found) in &scan.files {
            if path.starts_with(ENVIRONMENTS) {
                files.push(found.source.clone());
                hash.push_str(&found.hash);
            }
        }
        hash = super::hash(hash.as_bytes());
    }
    if !main.is_readable {
        return Some(Err(Vec::new()));
    }
    let mut reading = read(&files, Some(Format::Fairlead));
    if !reading.diagnostics.is_empty() {
        for problem in &mut reading.diagnostics {
            if let Some(file) = &mut problem.file {
                file.insert_str(0, &path[..above]);
            }
        }
        return Some(Err(reading.diagnostics));
    }
    crate::requests::import::rename_used(&mut reading, used);
    let order = read_order(&main.source);
    let Reading {
        collection,
        secrets,
        ..
    } = reading;
    Some(Ok(Said {
        document: document(collection, is_root),
        order,
        hash,
        secrets,
    }))
}

fn document(mut collection: Collection, is_root: bool) -> String {
    let items = std::mem::take(&mut collection.items);
    let text = if is_root {
        serde_json::to_string(&collection)
    } else {
        let folder = items.into_iter().find_map(|item| match item {
            Item::Folder(folder) => Some(folder),
            Item::Request(_) => None,
        });
        serde_json::to_string(&folder.unwrap_or_default())
    };
    // These are texts and lists, which always become JSON.
    text.unwrap_or_default()
}

/// Whether a document says nothing but a name.
pub fn is_bare(document: &str) -> bool {
    let Ok(serde_json::Value::Object(members)) = serde_json::from_str(document) else {
        return true;
    };
    members.keys().all(|key| key == "name")
}

/// The file that says what a folder is.
pub fn file_of(prefix: &str) -> String {
    if prefix.is_empty() {
        ROOT.to_owned()
    } else {
        format!("{prefix}{FOLDER}")
    }
}

/// Which folder of the disk has which names, and the other way round.
pub struct Dirs {
    /// Names by prefix: `""` or `A/B/`.
    pub names: BTreeMap<String, Vec<String>>,
    /// Prefixes by names.
    pub prefixes: HashMap<Vec<String>, String>,
}

/// Finds the names of folders: what their files say, or what they were called.
pub fn dirs(scan: &Scan, known: &[FileRow]) -> Dirs {
    let mut dirs = Dirs {
        names: BTreeMap::new(),
        prefixes: HashMap::new(),
    };
    dirs.names.insert(String::new(), Vec::new());
    dirs.prefixes.insert(Vec::new(), String::new());
    let known: HashMap<&str, &FileRow> = known.iter().map(|r| (r.path.as_str(), r)).collect();
    let mut wanted: BTreeSet<&str> = BTreeSet::new();
    for path in scan.files.keys().filter(|p| !p.starts_with(ENVIRONMENTS)) {
        wanted.extend(path.match_indices('/').map(|(at, _)| &path[..=at]));
    }
    // A folder comes before those in it.
    for prefix in wanted {
        let dir = prefix.trim_end_matches('/');
        let (above, own) = dir.rsplit_once('/').map_or(("", dir), |(a, own)| (a, own));
        let above = if above.is_empty() {
            String::new()
        } else {
            format!("{above}/")
        };
        let mut names = dirs.names.get(&above).cloned().unwrap_or_default();
        let name = match said(scan, prefix, &[]) {
            Some(Ok(said)) => serde_json::from_str::<Folder>(&said.document)
                .ok()
                .map(|f| f.name),
            Some(Err(_)) => known
                .get(file_of(prefix).as_str())
                .and_then(|row| serde_json::from_str::<Vec<String>>(&row.place).ok())
                .and_then(|mut names| names.pop()),
            None => None,
        };
        let base = name
            .filter(|n| !n.trim().is_empty())
            .unwrap_or_else(|| own.to_owned());
        names.push(base.clone());
        // Folders of one name beside each other stay apart by a number.
        let mut n = 1;
        while dirs.prefixes.contains_key(&names) {
            n += 1;
            names.pop();
            names.push(format!("{base} {n}"));
        }
        dirs.prefixes.insert(names.clone(), prefix.to_owned());
        dirs.names.insert(prefix.to_owned(), names);
    }
    dirs
}

/// The order that counts: as listed, then by name.
pub fn in_order<'n>(order: &[String], names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let mut left: BTreeSet<&str> = names.collect();
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    for name in order {
        if left.remove(name.as_str()) && seen.insert(name) {
            found.push(name.clone());
        }
    }
    found.extend(left.into_iter().map(str::to_owned));
    found
}
