//! Postman Collection 2.0 and 2.1.

mod auth;
mod body;
mod url;

pub(crate) use url::path_names;

use fairlead_core::{Severity, limits};

use super::scripts;
use crate::{
    Collection, Environment, Example, Folder, Item, Note, Row, SavedRequest, Variable,
    at::{At, Problems, plain},
};

/// What tools write for themselves and says nothing about a request.
const OWN: &[&str] = &["id", "_postman_id", "_exporter_id", "uid", "_uid"];

pub fn read(root: &At<'_>, problems: &mut Problems) -> Collection {
    // The API of Postman wraps what the program exports.
    let root = &root.get("collection").unwrap_or_else(|| root.clone());
    if root.get("values").is_some() && root.get("item").is_none() {
        return environment(root);
    }
    let info = root.get("info");
    let mut collection = Collection::default();
    if let Some(info) = &info {
        collection.name = info.text("name");
        collection.description = description(info);
        problems.others(
            info,
            &[OWN, &["name", "description", "schema", "_collection_link"]].concat(),
        );
        let schema = info.text("schema");
        if schema.contains("/v1.0") {
            problems.say(
                Severity::Error,
                "postman-version",
                info,
                "this is version 1 of Postman's format; export it again as Collection 2.1",
            );
        }
    }
    if let Some(auth) = root.get("auth") {
        collection.auth = auth::read(&auth, problems);
    }
    collection.variables = variables(root);
    collection.notes = events(root, problems);
    collection.items = items(root, 0, problems);
    problems.others(
        root,
        &[
            OWN,
            &[
                "info",
                "item",
                "auth",
                "variable",
                "variables",
                "event",
                "protocolProfileBehavior",
            ],
        ]
        .concat(),
    );
    collection
}

/// An environment exported by itself.
fn environment(root: &At<'_>) -> Collection {
    let name = root.text("name");
    let variables = root.list("values").iter().map(variable).collect();
    Collection {
        name: name.clone(),
        environments: vec![Environment { name, variables }],
        ..Collection::default()
    }
}

fn items(parent: &At<'_>, depth: usize, problems: &mut Problems) -> Vec<Item> {
    let mut items = Vec::new();
    for at in parent.list("item") {
        if at.value.get("item").is_some() {
            if depth >= limits::REQUEST_FOLDERS_DEEP {
                problems.say(
                    Severity::Error,
                    "folders-too-deep",
                    &at,
                    format!(
                        "folders are read {} deep; what is in `{}` is left out",
                        limits::REQUEST_FOLDERS_DEEP,
                        at.text("name")
                    ),
                );
                continue;
            }
            items.push(Item::Folder(folder(&at, depth, problems)));
        } else if at.get("request").is_some() {
            items.push(Item::Request(Box::new(request(&at, problems))));
        } else {
            problems.say(
                Severity::Warning,
                "item-unknown",
                &at,
                "this is neither a folder nor a request, and is left out",
            );
        }
    }
    items
}

fn folder(at: &At<'_>, depth: usize, problems: &mut Problems) -> Folder {
    problems.others(
        at,
        &[
            OWN,
            &[
                "name",
                "description",
                "item",
                "auth",
                "variable",
                "event",
                "protocolProfileBehavior",
                "_postman_isSubFolder",
            ],
        ]
        .concat(),
    );
    Folder {
        name: at.text("name"),
        description: description(at),
        auth: at
            .get("auth")
            .map(|auth| auth::read(&auth, problems))
            .unwrap_or_default(),
        headers: Vec::new(),
        variables: variables(at),
        notes: events(at, problems),
        items: items(at, depth + 1, problems),
    }
}

fn request(at: &At<'_>, problems: &mut Problems) -> SavedRequest {
    let mut request = SavedRequest {
        name: at.text("name"),
        description: description(at),
        method: "GET".to_owned(),
        notes: events(at, problems),
        ..SavedRequest::default()
    };
    problems.others(
        at,
        &[
            OWN,
            &[
                "name",
                "description",
                "request",
                "response",
                "event",
                "variable",
                "protocolProfileBehavior",
            ],
        ]
        .concat(),
    );
    let Some(sent) = at.get("request") else {
        return request;
    };
    if sent.value.is_string() {
        url::put(&mut request, &sent, problems);
    } else {
        read_sent(&mut request, &sent, problems);
    }
    request.examples = at
        .list("response")
        .iter()
        .map(|response| example(response, &request, problems))
        .collect();
    request
}

/// The request itself, within an item or beside a saved answer.
fn read_sent(request: &mut SavedRequest, sent: &At<'_>, problems: &mut Problems) {
    let method = sent.text("method");
    if !method.is_empty() {
        request.method = method.to_ascii_uppercase();
    }
    let own = description(sent);
    if !own.is_empty() {
        request.description = own;
    }
    if let Some(url) = sent.get("url") {
        url::put(request, &url, problems);
    }
    request.headers = rows(sent, "header");
    if let Some(auth) = sent.get("auth") {
        request.auth = auth::read(&auth, problems);
    }
    if let Some(at) = sent.get("body") {
        request.body = body::read(&at, &request.headers, problems);
    }
    problems.others(
        sent,
        &[
            OWN,
            &["method", "url", "header", "auth", "body", "description"],
        ]
        .concat(),
    );
}

fn example(at: &At<'_>, request: &SavedRequest, problems: &mut Problems) -> Example {
    if let Some(original) = at.get("originalRequest") {
        let mut silent = Problems::default();
        let mut own = SavedRequest::default();
        read_sent(&mut own, &original, &mut silent);
        if own.body != request.body || own.query != request.query || own.url != request.url {
            problems.say(
                Severity::Info,
                "example-request",
                &original,
                format!(
                    "the answer `{}` was to another request than `{}`; that request is left out",
                    at.text("name"),
                    request.name
                ),
            );
        }
    }
    if at.list("cookie").is_empty() {
        problems.others(at, EXAMPLE);
    } else {
        problems.others(at, &EXAMPLE[..EXAMPLE.len() - 1]);
    }
    let status = at.value.get("code").and_then(serde_json::Value::as_u64);
    Example {
        name: at.text("name"),
        description: description(at),
        status: status.and_then(|s| u16::try_from(s).ok()).unwrap_or(0),
        headers: rows(at, "header"),
        body: at.text("body"),
    }
}

const EXAMPLE: &[&str] = &[
    "id",
    "uid",
    "_postman_id",
    "name",
    "description",
    "originalRequest",
    "status",
    "code",
    "header",
    "body",
    "responseTime",
    "timings",
    "_postman_previewlanguage",
    "_postman_previewtype",
    "cookie",
];

/// A description is a text, or an object that holds one.
pub(super) fn description(at: &At<'_>) -> String {
    match at.get("description") {
        Some(text) if text.value.is_object() => text.text("content"),
        Some(text) => plain(text.value),
        None => String::new(),
    }
}

/// Names and values; a list, or in old files one text of lines.
pub(super) fn rows(parent: &At<'_>, key: &str) -> Vec<Row> {
    if let Some(lines) = parent.get(key).and_then(|at| at.value.as_str()) {
        return lines
            .lines()
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| Row::new(name.trim(), value.trim()))
            .collect();
    }
    parent.list(key).iter().map(row).collect()
}

pub(super) fn row(at: &At<'_>) -> Row {
    Row {
        name: at.text("key"),
        value: at.text("value"),
        enabled: !at.flag("disabled"),
        description: description(at),
    }
}

fn variables(parent: &At<'_>) -> Vec<Variable> {
    let own = parent.list("variable");
    let own = if own.is_empty() {
        parent.list("variables")
    } else {
        own
    };
    own.iter().map(variable).collect()
}

fn variable(at: &At<'_>) -> Variable {
    let key = at.text("key");
    Variable {
        name: if key.is_empty() { at.text("id") } else { key },
        value: at.text("value"),
        enabled: !at.flag("disabled") && at.value.get("enabled") != Some(&false.into()),
        secret: at.text("type") == "secret",
        description: description(at),
    }
}

fn events(parent: &At<'_>, problems: &mut Problems) -> Vec<Note> {
    let mut notes = Vec::new();
    for event in parent.list("event") {
        let title = match event.text("listen").as_str() {
            "prerequest" => "script before the request".to_owned(),
            "test" => "script after the answer".to_owned(),
            other => format!("script on {other}"),
        };
        let Some(script) = event.get("script") else {
            continue;
        };
        let text = match script.get("exec") {
            Some(lines) if lines.value.is_array() => {
                let lines: Vec<String> = lines.items().iter().map(|l| plain(l.value)).collect();
                lines.join("\n")
            }
            Some(text) => plain(text.value),
            None => plain(script.value),
        };
        scripts::keep(&mut notes, &title, &text, &event, problems);
    }
    notes
}
