//! Files as a collection. A key that is not known is an error with its line and column: it would
//! be lost at the next writing.

use std::collections::BTreeMap;

use fairlead_core::{Diagnostic, limits};
use fairlead_openapi::parse_text;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{ENDING, ENVIRONMENTS, FOLDER, ORDER, ROOT};
use crate::{
    Collection, Environment, Folder, Item, SavedRequest, SourceFile, at::Problems, read::data_name,
};

/// What lies in a folder, by the names of its files.
#[derive(Default)]
struct Node {
    folder: Folder,
    order: Vec<String>,
    items: BTreeMap<String, Entry>,
}

#[allow(clippy::large_enum_variant)] // folders are few beside requests
enum Entry {
    Folder(Node),
    Request(Box<SavedRequest>),
}

/// Reads the files of a collection.
#[must_use]
pub fn read(files: &[SourceFile]) -> (Collection, Vec<Diagnostic>) {
    let base = files
        .iter()
        .filter(|f| f.path == ROOT || f.path.ends_with(&format!("/{ROOT}")))
        .min_by_key(|f| f.path.len())
        .map_or("", |f| &f.path[..f.path.len() - ROOT.len()]);
    let mut collection = Collection::default();
    let mut root = Node::default();
    let mut environments: BTreeMap<String, Environment> = BTreeMap::new();
    let mut environment_order = Vec::new();
    let mut diagnostics = Vec::new();
    for file in files {
        let Some(path) = file.path.strip_prefix(base) else {
            continue;
        };
        let mut found = Ok(());
        if path == ROOT {
            found = of_file(file, |members| {
                members.shift_remove("fairlead");
                root.order = take_names(members, ORDER);
                environment_order = take_names(members, ENVIRONMENTS);
            })
            .map(|read| collection = read);
        } else if let Some(name) = environment_name(path) {
            found = of_file(file, |_| {}).map(|read| {
                environments.insert(name.to_owned(), read);
            });
        } else if let Some(stem) = path.strip_suffix(ENDING) {
            let mut is_named = false;
            found =
                of_file(file, |members| is_named = members.contains_key("name")).and_then(|read| {
                    place_request(&mut root, stem, is_named, read).map_err(|p| vec![at(p, file)])
                });
        } else if let Some(folder) = path.strip_suffix(FOLDER).and_then(|f| f.strip_suffix('/')) {
            let mut order = Vec::new();
            let mut is_named = false;
            found = of_file(file, |members| {
                order = take_names(members, ORDER);
                is_named = members.contains_key("name");
            })
            .and_then(|read: Folder| {
                let node = node(&mut root, folder).map_err(|p| vec![at(p, file)])?;
                let own = std::mem::replace(&mut node.folder, read).name;
                if !is_named {
                    node.folder.name = own;
                }
                node.order = order;
                Ok(())
            });
        }
        if let Err(problems) = found {
            diagnostics.extend(problems);
        }
    }
    collection.items = finish(root).items;
    for name in environment_order {
        collection.environments.extend(environments.remove(&name));
    }
    collection.environments.extend(environments.into_values());
    diagnostics.truncate(limits::DIAGNOSTICS);
    (collection, diagnostics)
}

/// Reads the file of one request.
///
/// # Errors
/// Everything that is wrong with it, with lines and columns.
pub fn read_request(file: &SourceFile) -> Result<SavedRequest, Vec<Diagnostic>> {
    let mut request: SavedRequest = of_file(file, |_| {})?;
    request.take_described_fields();
    Ok(request)
}

/// The order that `collection.yaml` or `folder.yaml` names; empty where it names none.
#[must_use]
pub fn read_order(file: &SourceFile) -> Vec<String> {
    let read = parse_text(&data_name(&file.path), &file.bytes);
    let Some(Value::Object(mut members)) = read.value else {
        return Vec::new();
    };
    take_names(&mut members, ORDER)
}

fn environment_name(path: &str) -> Option<&str> {
    let name = path.strip_prefix(ENVIRONMENTS)?.strip_prefix('/')?;
    name.strip_suffix(".yaml")
        .filter(|name| !name.contains('/') && !name.ends_with(".request"))
}

/// Reads a file whose members `take` may look at first.
fn of_file<T: DeserializeOwned>(
    file: &SourceFile,
    take: impl FnOnce(&mut Map<String, Value>),
) -> Result<T, Vec<Diagnostic>> {
    let read = parse_text(&data_name(&file.path), &file.bytes);
    let mut problems = Problems::new(&file.path);
    for mut problem in read.problems {
        problem.file = Some(file.path.clone());
        problems.push(problem);
    }
    let text = String::from_utf8_lossy(&file.bytes);
    let Some(Value::Object(mut members)) = read.value else {
        if problems.found.is_empty() {
            problems.push(
                Diagnostic::error(
                    "request-file",
                    "the file is no YAML mapping; see docs/requests.md",
                )
                .at(file.path.clone(), ""),
            );
        }
        return Err(problems.located(&text));
    };
    take(&mut members);
    serde_path_to_error::deserialize(Value::Object(members)).map_err(|error| {
        problems.push(explain(&error).at(file.path.clone(), pointer(&error)));
        problems.located(&text)
    })
}

fn explain(error: &serde_path_to_error::Error<serde_json::Error>) -> Diagnostic {
    let words = error.inner().to_string();
    let code = if words.starts_with("unknown field") {
        "request-key"
    } else {
        "request-file"
    };
    Diagnostic::error(
        code,
        format!("{words}; nothing of the file is read before it is mended"),
    )
}

/// Where an error stands; one of a key that is not known stands at the key.
fn pointer(error: &serde_path_to_error::Error<serde_json::Error>) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    let mut push = |part: &str| {
        pointer.push('/');
        pointer.push_str(&part.replace('~', "~0").replace('/', "~1"));
    };
    let mut last = None;
    for segment in error.path() {
        match segment {
            Segment::Seq { index } => push(&index.to_string()),
            Segment::Map { key } => {
                push(key);
                last = Some(key.clone());
            }
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    let words = error.inner().to_string();
    let key = words
        .strip_prefix("unknown field `")
        .and_then(|rest| rest.split('`').next());
    if let Some(key) = key.filter(|key| last.as_deref() != Some(*key)) {
        push(key);
    }
    pointer
}

fn take_names(members: &mut Map<String, Value>, key: &str) -> Vec<String> {
    // What is no list of names stays, and is an unknown key then.
    let names = members.get(key).and_then(Value::as_array).and_then(|list| {
        let name = |v: &Value| v.as_str().map(str::to_owned);
        list.iter().map(name).collect::<Option<Vec<_>>>()
    });
    if names.is_some() {
        members.shift_remove(key);
    }
    names.unwrap_or_default()
}

fn at(problem: Diagnostic, file: &SourceFile) -> Diagnostic {
    problem.at(file.path.clone(), "")
}

fn node<'n>(root: &'n mut Node, path: &str) -> Result<&'n mut Node, Diagnostic> {
    if path.split('/').count() > limits::REQUEST_FOLDERS_DEEP {
        return Err(Diagnostic::error(
            "folders-too-deep",
            format!(
                "folders are read {} deep; the file is left out",
                limits::REQUEST_FOLDERS_DEEP
            ),
        ));
    }
    let mut node = root;
    for name in path.split('/').filter(|name| !name.is_empty()) {
        let new = || {
            let mut inner = Node::default();
            name.clone_into(&mut inner.folder.name);
            Entry::Folder(inner)
        };
        // A request may have the name of a folder: they are kept apart by a sign no name has.
        match node.items.entry(format!("{name}/")).or_insert_with(new) {
            Entry::Folder(inner) => node = inner,
            Entry::Request(_) => {
                return Err(Diagnostic::error(
                    "request-file",
                    format!("`{name}` is both a folder and a request"),
                ));
            }
        }
    }
    Ok(node)
}

fn place_request(
    root: &mut Node,
    stem: &str,
    is_named: bool,
    mut request: SavedRequest,
) -> Result<(), Diagnostic> {
    let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    if !is_named {
        // A file written by hand needs no name beside its own.
        name.clone_into(&mut request.name);
    }
    request.take_described_fields();
    let node = node(root, folder)?;
    node.items
        .insert(name.to_owned(), Entry::Request(Box::new(request)));
    Ok(())
}

/// The folder with its content in order: as listed, then by name.
fn finish(mut node: Node) -> Folder {
    let mut entries = Vec::new();
    for name in &node.order {
        let found = node.items.remove(name);
        let found = found.or_else(|| node.items.remove(&format!("{name}/")));
        entries.extend(found);
    }
    entries.extend(node.items.into_values());
    let mut folder = node.folder;
    folder.items = entries
        .into_iter()
        .map(|entry| match entry {
            Entry::Request(request) => Item::Request(request),
            Entry::Folder(inner) => Item::Folder(finish(inner)),
        })
        .collect();
    folder
}
