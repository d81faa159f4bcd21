//! A folder of `.bru` files: requests, `folder.bru`, `collection.bru`, `bruno.json` and
//! `environments/`.

use std::collections::BTreeMap;

use fairlead_core::{Diagnostic, Severity, limits};
use fairlead_openapi::parse_text;

use super::{
    as_json::{self, rows},
    bru::{self, Content},
    request, settings, take_settings, variable,
};
use crate::{
    Collection, Environment, Folder, Item, SourceFile, Variable,
    at::{At, Problems},
    read::{Raw, data_name},
};

/// What a folder holds before it is put in order: each with its `seq`.
#[derive(Default)]
struct Node {
    folder: Folder,
    seq: Option<i64>,
    requests: Vec<(i64, crate::SavedRequest)>,
    folders: BTreeMap<String, Node>,
}

pub fn read(files: &[SourceFile]) -> Raw {
    let base = base(files);
    let mut root = Node::default();
    let mut collection = Collection::default();
    let mut diagnostics = Vec::new();
    for file in files {
        let Some(path) = file.path.strip_prefix(base.as_str()) else {
            continue;
        };
        if path == "bruno.json" {
            let value = parse_text(&data_name(path), &file.bytes);
            for mut problem in value.problems {
                problem.file = Some(file.path.clone());
                diagnostics.push(problem);
            }
            if let Some(value) = value.value {
                collection.name = At::root(&value).text("name");
            }
            continue;
        }
        if !path.ends_with(".bru") {
            continue;
        }
        let Ok(text) = std::str::from_utf8(&file.bytes) else {
            diagnostics.push(
                Diagnostic::error("file-not-text", "the file is no UTF-8 text and is left out")
                    .at(file.path.clone(), ""),
            );
            continue;
        };
        let mut problems = Problems::new(&file.path);
        one(path, text, &mut root, &mut collection, &mut problems);
        diagnostics.extend(problems.ended());
    }
    let items = finish(&mut root);
    take_settings(&mut collection, root.folder);
    collection.items = items;
    if collection.name.is_empty() {
        base.trim_end_matches('/')
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .clone_into(&mut collection.name);
    }
    diagnostics.truncate(limits::DIAGNOSTICS);
    (collection, diagnostics)
}

/// The folder of the shallowest `bruno.json`, with a `/` at its end; else the common one.
fn base(files: &[SourceFile]) -> String {
    let named = files
        .iter()
        .filter(|f| f.path == "bruno.json" || f.path.ends_with("/bruno.json"))
        .min_by_key(|f| f.path.len());
    named.map_or(String::new(), |f| f.path[..f.path.len() - 10].to_owned())
}

fn one(
    path: &str,
    text: &str,
    root: &mut Node,
    collection: &mut Collection,
    problems: &mut Problems,
) {
    let mut folders: Vec<&str> = path.split('/').collect();
    let name = folders.pop().unwrap_or_default();
    let stem = name.trim_end_matches(".bru");
    let blocks = bru::parse(text, problems);
    if folders == ["environments"] {
        collection.environments.push(environment(stem, &blocks));
        return;
    }
    if folders.len() > limits::REQUEST_FOLDERS_DEEP {
        let words = format!(
            "folders are read {} deep; the file is left out",
            limits::REQUEST_FOLDERS_DEEP
        );
        problems.on_line(Severity::Error, "folders-too-deep", 1, words);
        return;
    }
    let mut node = root;
    for folder in &folders {
        node = node.folders.entry((*folder).to_owned()).or_default();
        if node.folder.name.is_empty() {
            (*folder).clone_into(&mut node.folder.name);
        }
    }
    let (item, lines) = as_json::item(&blocks, problems);
    let at = At::root(&item);
    let before = problems.found.len();
    let seq = at.text("seq").parse().unwrap_or(i64::MAX);
    if (name == "collection.bru" && folders.is_empty()) || name == "folder.bru" {
        settings(&at, &mut node.folder, problems);
        if name == "folder.bru" {
            node.seq = Some(seq);
            let own = at.text("name");
            if !own.is_empty() {
                node.folder.name = own;
            }
        }
    } else {
        match at.text("type").as_str() {
            "" | "http" | "graphql" => {
                let mut request = request::read(&at, problems);
                if request.name.is_empty() {
                    stem.clone_into(&mut request.name);
                }
                node.requests.push((seq, request));
            }
            other => {
                let words =
                    format!("a request of the type `{other}` is no HTTP request and is left out");
                problems.on_line(Severity::Warning, "not-http", 1, words);
            }
        }
    }
    for problem in problems.found.iter_mut().skip(before) {
        place(problem, &lines);
    }
}

/// A pointer into what the file was made into becomes the line of its block.
fn place(problem: &mut Diagnostic, lines: &[(String, usize)]) {
    let Some(pointer) = problem.pointer.take() else {
        return;
    };
    let block = lines
        .iter()
        .filter(|(at, _)| pointer.starts_with(at.as_str()) || at.starts_with(pointer.as_str()))
        .max_by_key(|(at, _)| at.len().min(pointer.len()));
    problem.line = Some(block.map_or(1, |(_, line)| u32::try_from(*line).unwrap_or(u32::MAX)));
    problem.column = Some(1);
}

fn environment(name: &str, blocks: &[bru::Block]) -> Environment {
    let mut variables = Vec::new();
    for block in blocks {
        match &block.content {
            Content::Pairs(pairs) => {
                let own = rows(pairs, "");
                variables.extend(own.iter().map(|row| variable(&At::root(row))));
            }
            Content::Names(names) => {
                variables.extend(names.iter().map(|name| {
                    let (name, enabled) = match name.strip_prefix('~') {
                        Some(name) => (name, false),
                        None => (name.as_str(), true),
                    };
                    Variable {
                        secret: true,
                        enabled,
                        ..Variable::new(name, "")
                    }
                }));
            }
            Content::Text(_) => {}
        }
    }
    Environment {
        name: name.to_owned(),
        variables,
    }
}

/// Requests and folders in order: by `seq`, folders without one first, by name.
fn finish(node: &mut Node) -> Vec<Item> {
    let mut items: Vec<(i64, bool, String, Item)> = Vec::new();
    for mut inner in std::mem::take(&mut node.folders).into_values() {
        inner.folder.items = finish(&mut inner);
        let name = inner.folder.name.clone();
        let seq = inner.seq.unwrap_or(i64::MIN);
        items.push((seq, false, name, Item::Folder(inner.folder)));
    }
    for (seq, request) in std::mem::take(&mut node.requests) {
        items.push((
            seq,
            true,
            request.name.clone(),
            Item::Request(Box::new(request)),
        ));
    }
    items.sort_by(|a, b| (a.0, a.1, &a.2).cmp(&(b.0, b.1, &b.2)));
    items.into_iter().map(|(_, _, _, item)| item).collect()
}
