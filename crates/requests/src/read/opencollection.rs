//! OpenCollection: YAML, one file for each request in folders, or all in one file.

mod parts;

use std::collections::BTreeMap;

use fairlead_core::{Severity, limits};
use fairlead_openapi::parse_text;
use serde_json::Value;

use super::{Raw, data_name, scripts};
use crate::{
    Collection, Environment, Folder, Item, Note, SavedRequest, SourceFile, Variable,
    at::{At, Problems, plain},
};
use parts::{auth, body, example, row};

/// What a folder holds before it is put in order: each with its `seq`.
#[derive(Default)]
struct Node {
    folder: Folder,
    seq: Option<i64>,
    items: Vec<(i64, Item)>,
    folders: BTreeMap<String, Node>,
}

pub fn read(files: &[SourceFile]) -> Raw {
    let is_root = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        matches!(name, "opencollection.yml" | "opencollection.yaml")
    };
    let base = files
        .iter()
        .filter(|f| is_root(&f.path))
        .min_by_key(|f| f.path.len())
        .map_or("", |f| &f.path[..f.path.rfind('/').map_or(0, |n| n + 1)]);
    let mut collection = Collection::default();
    let mut root = Node::default();
    let mut diagnostics = Vec::new();
    for file in files {
        let Some(path) = file.path.strip_prefix(base) else {
            continue;
        };
        if files.len() > 1 && !path.ends_with(".yml") && !path.ends_with(".yaml") {
            continue;
        }
        let mut problems = Problems::new(&file.path);
        let read = parse_text(&data_name(path), &file.bytes);
        for mut problem in read.problems {
            problem.file = Some(file.path.clone());
            problems.push(problem);
        }
        if let Some(value) = read.value {
            one(path, &value, &mut root, &mut collection, &mut problems);
        }
        diagnostics.extend(problems.located(&String::from_utf8_lossy(&file.bytes)));
    }
    collection.items.extend(finish(&mut root));
    diagnostics.truncate(limits::DIAGNOSTICS);
    (collection, diagnostics)
}

fn one(
    path: &str,
    value: &Value,
    root: &mut Node,
    collection: &mut Collection,
    problems: &mut Problems,
) {
    let at = At::root(value);
    let mut folders: Vec<&str> = path.split('/').collect();
    let name = folders.pop().unwrap_or_default();
    if at.get("opencollection").is_some() {
        whole(&at, collection, problems);
        return;
    }
    if folders.first() == Some(&"environments") {
        collection.environments.push(environment(&at));
        return;
    }
    if folders.len() > limits::REQUEST_FOLDERS_DEEP {
        let words = format!(
            "folders are read {} deep; the file is left out",
            folders.len() - 1
        );
        problems.say(Severity::Error, "folders-too-deep", &at, words);
        return;
    }
    let mut node = root;
    for folder in folders {
        node = node.folders.entry(folder.to_owned()).or_default();
        if node.folder.name.is_empty() {
            folder.clone_into(&mut node.folder.name);
        }
    }
    if matches!(name, "folder.yml" | "folder.yaml") {
        node.seq = Some(seq(&at));
        let read = folder(&at, problems);
        let name = std::mem::take(&mut node.folder.name);
        node.folder = read;
        if node.folder.name.is_empty() {
            node.folder.name = name;
        }
    } else if let Some(request) = request(&at, problems) {
        node.items
            .push((seq(&at), Item::Request(Box::new(request))));
    }
}

fn seq(at: &At<'_>) -> i64 {
    let seq = at.value.pointer("/info/seq").and_then(Value::as_i64);
    seq.unwrap_or(i64::MAX)
}

fn whole(at: &At<'_>, collection: &mut Collection, problems: &mut Problems) {
    let own = folder(at, problems);
    collection.name = own.name;
    collection.description = own.description;
    collection.auth = own.auth;
    collection.headers = own.headers;
    collection.variables = own.variables;
    collection.notes = own.notes;
    collection.items = own.items;
    let environments = at
        .get("config")
        .map(|config| config.list("environments"))
        .unwrap_or_default();
    collection
        .environments
        .extend(environments.iter().map(environment));
    problems.others(
        at,
        &[
            "opencollection",
            "info",
            "request",
            "docs",
            "items",
            "config",
            "bundled",
            "extensions",
        ],
    );
}

/// A folder, or the collection itself: what it says for all requests in it.
fn folder(at: &At<'_>, problems: &mut Problems) -> Folder {
    let mut folder = Folder {
        name: info(at, "name"),
        description: docs(at),
        ..Folder::default()
    };
    if let Some(request) = at.get("request") {
        folder.auth = request
            .get("auth")
            .map(|own| auth(&own, problems))
            .unwrap_or_default();
        folder.headers = request.list("headers").iter().map(row).collect();
        folder.variables = request.list("variables").iter().map(variable).collect();
        runtime(&request, &mut folder.notes, problems);
    }
    folder.items = items(at, 0, problems);
    folder
}

fn items(parent: &At<'_>, depth: usize, problems: &mut Problems) -> Vec<Item> {
    let mut items = Vec::new();
    for at in parent.list("items") {
        let is_folder = info(&at, "type") == "folder" || at.value.get("items").is_some();
        if is_folder && depth < limits::REQUEST_FOLDERS_DEEP {
            let inner = self::items(&at, depth + 1, problems);
            let mut shallow = at.value.clone();
            if let Some(members) = shallow.as_object_mut() {
                members.remove("items");
            }
            let mut read = folder(
                &At {
                    value: &shallow,
                    pointer: at.pointer.clone(),
                },
                problems,
            );
            read.items = inner;
            items.push(Item::Folder(read));
        } else if is_folder {
            let words = format!("folders are read {depth} deep; what is in it is left out");
            problems.say(Severity::Error, "folders-too-deep", &at, words);
        } else if let Some(request) = request(&at, problems) {
            items.push(Item::Request(Box::new(request)));
        }
    }
    items
}

fn request(at: &At<'_>, problems: &mut Problems) -> Option<SavedRequest> {
    let Some(sent) = at.get("http").or_else(|| at.get("graphql")) else {
        let words = format!("`{}` is no HTTP request and is left out", info(at, "name"));
        problems.say(Severity::Warning, "not-http", at, words);
        return None;
    };
    let parts = crate::url::split(&sent.text("url"));
    let params = sent.list("params");
    let is_path = |p: &&At<'_>| p.text("type") == "path";
    let mut request = SavedRequest {
        name: info(at, "name"),
        description: docs(at),
        method: sent.text("method").to_ascii_uppercase(),
        url: parts.address,
        query: parts.query,
        path_params: params.iter().filter(is_path).map(row).collect(),
        headers: sent.list("headers").iter().map(row).collect(),
        ..SavedRequest::default()
    };
    if request.method.is_empty() {
        (if at.get("graphql").is_some() {
            "POST"
        } else {
            "GET"
        })
        .clone_into(&mut request.method);
    }
    if params.iter().any(|p| !is_path(&p)) {
        request.query = params.iter().filter(|p| !is_path(p)).map(row).collect();
    }
    super::postman_path_names(&mut request);
    if let Some(own) = sent.get("auth").or_else(|| at.get("auth")) {
        request.auth = auth(&own, problems);
    }
    if let Some(own) = sent.get("body") {
        request.body = body(&own, at.get("graphql").is_some(), problems);
    }
    if let Some(own) = at.get("runtime") {
        runtime(&own, &mut request.notes, problems);
    }
    request.examples = at.list("examples").iter().map(example).collect();
    problems.others(
        &sent,
        &["method", "url", "params", "headers", "auth", "body"],
    );
    problems.others(
        at,
        &[
            "info", "http", "graphql", "auth", "runtime", "settings", "docs", "examples",
        ],
    );
    Some(request)
}

/// Scripts, assertions and variables of a single request.
fn runtime(at: &At<'_>, notes: &mut Vec<Note>, problems: &mut Problems) {
    for script in at.list("scripts") {
        let title = match script.text("type").as_str() {
            "before-request" => "script before the request".to_owned(),
            "after-response" => "script after the answer".to_owned(),
            other => other.to_owned(),
        };
        scripts::keep(notes, &title, &script.text("code"), &script, problems);
    }
    for key in ["assertions", "actions"] {
        let Some(own) = at.get(key).filter(|own| !own.items().is_empty()) else {
            continue;
        };
        let text = serde_json::to_string_pretty(own.value).unwrap_or_default();
        scripts::keep(notes, key, &text, &own, problems);
    }
}

fn info(at: &At<'_>, key: &str) -> String {
    let own = at
        .get("info")
        .map(|info| info.text(key))
        .unwrap_or_default();
    if own.is_empty() { at.text(key) } else { own }
}

fn docs(at: &At<'_>) -> String {
    match at.get("docs") {
        Some(docs) if docs.value.is_object() => docs.text("content"),
        Some(docs) => plain(docs.value),
        None => info(at, "description"),
    }
}

fn environment(at: &At<'_>) -> Environment {
    Environment {
        name: at.text("name"),
        variables: at.list("variables").iter().map(variable).collect(),
    }
}

fn variable(at: &At<'_>) -> Variable {
    Variable {
        name: at.text("name"),
        value: match at.get("value") {
            Some(typed) if typed.value.is_object() => typed.text("data"),
            Some(text) => plain(text.value),
            None => String::new(),
        },
        enabled: !at.flag("disabled") && at.value.get("enabled") != Some(&false.into()),
        secret: at.flag("secret"),
        description: at.text("description"),
    }
}

/// Requests and folders in order: by `seq`, folders without one first, by name.
fn finish(node: &mut Node) -> Vec<Item> {
    let mut items: Vec<(i64, String, Item)> = Vec::new();
    for mut inner in std::mem::take(&mut node.folders).into_values() {
        let own = finish(&mut inner);
        inner.folder.items.extend(own);
        let name = inner.folder.name.clone();
        items.push((
            inner.seq.unwrap_or(i64::MIN),
            name,
            Item::Folder(inner.folder),
        ));
    }
    for (seq, item) in std::mem::take(&mut node.items) {
        let name = match &item {
            Item::Request(request) => request.name.clone(),
            Item::Folder(folder) => folder.name.clone(),
        };
        items.push((seq, name, item));
    }
    items.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    items.into_iter().map(|(_, _, item)| item).collect()
}
