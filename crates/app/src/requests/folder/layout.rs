//! What has to stand in the folder for what is here. Pure.

use std::collections::{BTreeMap, HashMap, HashSet};

use fairlead_core::Id;
use fairlead_requests::{
    Collection, Folder, SavedRequest,
    file::{ENDING, ENVIRONMENTS, ROOT, free_name, write_folder, write_request, write_root},
};

use super::{
    merge::place,
    scan::Scan,
    settings::{Dirs, file_of, in_order, is_bare, said},
};

/// A request of ours, in order.
pub struct Kept {
    /// Its id.
    pub id: Id,
    /// The names of the folders around it.
    pub folder: Vec<String>,
    /// The whole of it.
    pub request: SavedRequest,
    /// Hash of its document.
    pub hash: String,
}

/// A file that has to be there.
#[derive(Debug)]
pub struct Target {
    /// Its path below the folder.
    pub path: String,
    /// Its text; `None` where the file is fine as it is, or cannot be read and is left alone.
    pub text: Option<String>,
    /// The saved request in it.
    pub request_id: Option<Id>,
    /// The names around it and of it.
    pub place: String,
    /// Hash of what is here.
    pub own: String,
}

/// Lays out what is here. `paths` are the files that requests have; others get free ones.
/// `folders` has what folders say, by their names; the collection's is under no names.
pub fn layout(
    scan: &Scan,
    mut dirs: Dirs,
    paths: &HashMap<Id, String>,
    kept: &[Kept],
    folders: &[(Vec<String>, String)],
    title: &str,
) -> Vec<Target> {
    let mut used: HashMap<String, HashSet<String>> = scan.taken.clone();
    used.entry(String::new())
        .or_default()
        .insert(ENVIRONMENTS.to_owned());
    let mut inside: BTreeMap<String, Inside> = BTreeMap::new();
    inside.entry(String::new()).or_default();
    // What folders say comes in their order, so that they are named in it.
    let filled: HashSet<&[String]> = kept
        .iter()
        .flat_map(|k| (1..=k.folder.len()).map(|n| &k.folder[..n]))
        .collect();
    let listed = folders.iter().map(|(names, _)| names.as_slice());
    for names in listed.chain(kept.iter().map(|k| k.folder.as_slice())) {
        if filled.contains(names) {
            prefix_of(names, &mut dirs, &mut used, &mut inside);
        }
    }
    let mut targets = Vec::new();
    for kept in kept {
        let prefix = prefix_of(&kept.folder, &mut dirs, &mut used, &mut inside);
        let path = paths.get(&kept.id).cloned().unwrap_or_else(|| {
            let taken = used.entry(prefix.clone()).or_default();
            let name = free_name(&kept.request.name, "request", taken);
            format!("{prefix}{name}{ENDING}")
        });
        let stem = path.strip_suffix(ENDING).unwrap_or(&path);
        let stem = stem.rsplit('/').next().unwrap_or(stem).to_owned();
        inside.entry(prefix).or_default().requests.push(stem);
        let text = match scan.files.get(&path) {
            Some(found) if !found.is_readable => None,
            Some(found) if found.request.as_ref() == Some(&kept.request) => None,
            _ => Some(write_request(&kept.request)),
        };
        targets.push(Target {
            path,
            text,
            request_id: Some(kept.id),
            place: place(&kept.folder, &kept.request.name),
            own: kept.hash.clone(),
        });
    }
    let by_names: HashMap<&[String], &str> = folders
        .iter()
        .map(|(names, document)| (names.as_slice(), document.as_str()))
        .collect();
    for (prefix, inside) in inside {
        let names = dirs.names.get(&prefix).cloned().unwrap_or_default();
        let document = by_names.get(names.as_slice()).copied().unwrap_or_default();
        targets.extend(settings(scan, &prefix, &names, document, &inside, title));
    }
    targets
}

/// What lies in a folder, in order.
#[derive(Default)]
struct Inside {
    folders: Vec<String>,
    requests: Vec<String>,
}

/// Where a folder is on the disk; it gets a place where it has none.
fn prefix_of(
    names: &[String],
    dirs: &mut Dirs,
    used: &mut HashMap<String, HashSet<String>>,
    inside: &mut BTreeMap<String, Inside>,
) -> String {
    let Some((own, above)) = names.split_last() else {
        return String::new();
    };
    let above = prefix_of(above, dirs, used, inside);
    let prefix = dirs.prefixes.get(names).cloned().unwrap_or_else(|| {
        let name = free_name(own, "folder", used.entry(above.clone()).or_default());
        format!("{above}{name}/")
    });
    dirs.prefixes.insert(names.to_vec(), prefix.clone());
    dirs.names.insert(prefix.clone(), names.to_vec());
    let name = prefix[above.len()..].trim_end_matches('/').to_owned();
    let beside = &mut inside.entry(above).or_default().folders;
    if !beside.contains(&name) {
        beside.push(name);
    }
    inside.entry(prefix.clone()).or_default();
    prefix
}

/// The files that say what a folder is; those of the environments with the collection's.
fn settings(
    scan: &Scan,
    prefix: &str,
    names: &[String],
    document: &str,
    inside: &Inside,
    title: &str,
) -> Vec<Target> {
    let path = file_of(prefix);
    let mut target = Target {
        path: path.clone(),
        text: None,
        request_id: None,
        place: serde_json::json!(names).to_string(),
        own: super::hash(document.as_bytes()),
    };
    let order: Vec<String> = inside
        .folders
        .iter()
        .chain(&inside.requests)
        .cloned()
        .collect();
    let there = match said(scan, prefix, &[]) {
        Some(Err(_)) => return vec![target],
        Some(Ok(there)) => Some(there),
        None => None,
    };
    let listed = there.as_ref().map_or(&[][..], |there| &there.order);
    let same_order = [&inside.folders, &inside.requests]
        .into_iter()
        .all(|own| in_order(listed, own.iter().map(String::as_str)) == *own);
    if !names.is_empty() {
        let mut folder: Folder = serde_json::from_str(document).unwrap_or_default();
        folder.name = names.last().cloned().unwrap_or_default();
        let dir = prefix
            .trim_end_matches('/')
            .rsplit('/')
            .next()
            .unwrap_or(prefix);
        let same = match &there {
            Some(there) => serde_json::from_str(&there.document).ok().as_ref() == Some(&folder),
            None => is_bare(document) && folder.name == dir,
        };
        if !(same && same_order) {
            target.text = Some(write_folder(&folder, order));
        }
        return vec![target];
    }
    let mut collection: Collection = serde_json::from_str(document).unwrap_or_default();
    if collection.name.is_empty() {
        title.clone_into(&mut collection.name);
    }
    let same = there.as_ref().is_some_and(|there| {
        let mut said: Collection = serde_json::from_str(&there.document).unwrap_or_default();
        if said.name.is_empty() {
            title.clone_into(&mut said.name);
        }
        said == collection
    });
    if same && same_order {
        return vec![target];
    }
    let texts = write_root(&collection, order);
    let mut targets = Vec::new();
    for (file, text) in texts {
        if file == ROOT {
            target.text = Some(text);
            continue;
        }
        let is_there = scan
            .files
            .get(&file)
            .is_some_and(|found| found.source.bytes == text.as_bytes());
        targets.push(Target {
            text: Some(text).filter(|_| !is_there),
            path: file,
            request_id: None,
            place: "[]".to_owned(),
            own: String::new(),
        });
    }
    targets.push(target);
    targets
}
