//! One request of Bruno, as its JSON has it.

use fairlead_core::Severity;

use super::auth;
use crate::{
    Body, Example, Note, Part, Row, SavedRequest,
    at::{At, Problems, plain},
    read::{postman_path_names, scripts},
    url::split,
};

pub fn read(item: &At<'_>, problems: &mut Problems) -> SavedRequest {
    let mut request = SavedRequest {
        name: item.text("name"),
        method: "GET".to_owned(),
        ..SavedRequest::default()
    };
    if let Some(at) = item.get("request") {
        sent(&at, &mut request, problems);
    }
    request.examples = item
        .list("examples")
        .iter()
        .map(|at| example(at, &request, problems))
        .collect();
    problems.others(
        item,
        &[
            "type",
            "name",
            "seq",
            "uid",
            "filename",
            "pathname",
            "request",
            "examples",
            "settings",
            "tags",
            "meta",
            "fileContent",
        ],
    );
    let tags: Vec<String> = item
        .list("tags")
        .iter()
        .map(|tag| plain(tag.value))
        .collect();
    if !tags.is_empty() {
        request.notes.push(Note {
            title: "tags".to_owned(),
            text: tags.join(", "),
        });
    }
    if item.value.pointer("/settings/encodeUrl") == Some(&false.into()) {
        let words = "the setting that the address is not encoded is left out";
        problems.say(Severity::Info, "not-kept", item, words);
    }
    request
}

fn sent(at: &At<'_>, request: &mut SavedRequest, problems: &mut Problems) {
    let method = at.text("method");
    if !method.is_empty() {
        request.method = method.to_ascii_uppercase();
    }
    let parts = split(&at.text("url"));
    request.url = parts.address;
    request.query = parts.query;
    let params = at.list("params");
    let is_path = |p: &&At<'_>| p.text("type") == "path";
    if params.iter().any(|p| !is_path(&p)) {
        request.query = params.iter().filter(|p| !is_path(p)).map(row).collect();
    }
    request.path_params = params.iter().filter(is_path).map(row).collect();
    postman_path_names(request);
    request.headers = at.list("headers").iter().map(row).collect();
    request.auth = at
        .get("auth")
        .map_or(crate::Auth::None, |own| auth::read(&own, problems));
    if let (crate::Auth::None, Some((username, password))) = (&request.auth, parts.user) {
        request.auth = crate::Auth::Basic { username, password };
    }
    if let Some(own) = at.get("body") {
        request.body = body(&own, problems);
    }
    request.description = at.text("docs");
    notes(at, &mut request.notes, problems);
    problems.others(
        at,
        &[
            "url",
            "method",
            "params",
            "headers",
            "auth",
            "body",
            "script",
            "vars",
            "assertions",
            "tests",
            "docs",
            "uid",
        ],
    );
}

/// Scripts, tests and what else has no effect here.
pub fn notes(at: &At<'_>, notes: &mut Vec<Note>, problems: &mut Problems) {
    if let Some(script) = at.get("script") {
        for (title, key) in [
            ("script before the request", "req"),
            ("script after the answer", "res"),
        ] {
            if let Some(own) = script.get(key) {
                scripts::keep(notes, title, &plain(own.value), &own, problems);
            }
        }
    }
    if let Some(tests) = at.get("tests") {
        scripts::keep(notes, "tests", &plain(tests.value), &tests, problems);
    }
    let lines = |rows: &[At<'_>]| {
        let line = |row: &At<'_>| {
            let off = if row.value.get("enabled") == Some(&false.into()) {
                "~"
            } else {
                ""
            };
            format!("{off}{}: {}", row.text("name"), row.text("value"))
        };
        rows.iter().map(line).collect::<Vec<_>>().join("\n")
    };
    if let Some(own) = at.get("assertions") {
        scripts::keep(notes, "assertions", &lines(&own.items()), &own, problems);
    }
    if let Some(vars) = at.get("vars") {
        // Those of a folder or collection are variables of its own; those of a request are not.
        if at.get("url").is_some()
            && let Some(own) = vars.get("req")
        {
            let title = "variables before the request";
            scripts::keep(notes, title, &lines(&own.items()), &own, problems);
        }
        if let Some(own) = vars.get("res") {
            scripts::keep(
                notes,
                "variables after the answer",
                &lines(&own.items()),
                &own,
                problems,
            );
        }
    }
}

pub fn row(at: &At<'_>) -> Row {
    Row {
        name: at.text("name"),
        value: at.text("value"),
        enabled: at.value.get("enabled") != Some(&false.into()),
        description: at.text("description"),
    }
}

fn body(at: &At<'_>, problems: &mut Problems) -> Body {
    let mode = at.text("mode");
    let text = |key: &str| at.text(key);
    let (body, used): (Body, &[&str]) = match mode.as_str() {
        "json" => (Body::Json { text: text("json") }, &["json"]),
        "xml" => (Body::Xml { text: text("xml") }, &["xml"]),
        "text" => (Body::of_text(text("text"), "text/plain"), &["text"]),
        "sparql" => (
            Body::of_text(text("sparql"), "application/sparql-query"),
            &["sparql"],
        ),
        "formUrlEncoded" | "form-urlencoded" => {
            let rows = at.list("formUrlEncoded").iter().map(row).collect();
            (Body::Form { rows }, &["formUrlEncoded"])
        }
        "multipartForm" | "multipart-form" => {
            let parts = at.list("multipartForm").iter().flat_map(parts).collect();
            (Body::Multipart { parts }, &["multipartForm"])
        }
        "graphql" => {
            let own = at.get("graphql");
            let of = |key: &str| own.as_ref().map(|g| g.text(key)).unwrap_or_default();
            let (query, variables) = (of("query"), of("variables"));
            (Body::Graphql { query, variables }, &["graphql"])
        }
        "file" => (file(at), &["file"]),
        _ => (Body::None, &[]),
    };
    problems.others(at, &[&["mode"], used].concat());
    match body {
        Body::Json { ref text } | Body::Xml { ref text } | Body::Text { ref text, .. }
            if text.is_empty() =>
        {
            Body::None
        }
        body => body,
    }
}

/// Of several files that were offered, the one that was chosen.
fn file(at: &At<'_>) -> Body {
    let files = at.list("file");
    let chosen = files.iter().find(|f| f.flag("selected")).or(files.first());
    chosen.map_or(Body::None, |file| Body::File {
        path: file.text("filePath"),
        media_type: file.text("contentType"),
    })
}

fn parts(at: &At<'_>) -> Vec<Part> {
    let part = Part {
        media_type: at.text("contentType"),
        enabled: at.value.get("enabled") != Some(&false.into()),
        description: at.text("description"),
        ..Part::text(at.text("name"), "")
    };
    if at.text("type") != "file" {
        return vec![Part {
            value: at.text("value"),
            ..part
        }];
    }
    let paths: Vec<String> = match at.get("value") {
        Some(list) if list.value.is_array() => {
            list.items().iter().map(|path| plain(path.value)).collect()
        }
        Some(path) => vec![plain(path.value)],
        None => vec![String::new()],
    };
    let one = |path| Part {
        file: Some(path),
        ..part.clone()
    };
    paths.into_iter().map(one).collect()
}

fn example(at: &At<'_>, request: &SavedRequest, problems: &mut Problems) -> Example {
    if let Some(own) = at.get("request") {
        let mut other = SavedRequest::default();
        sent(&own, &mut other, &mut Problems::default());
        if other.body != request.body || other.query != request.query || other.url != request.url {
            let (name, of) = (at.text("name"), &request.name);
            let words = format!(
                "the answer `{name}` was to another request than `{of}`; that request is left out"
            );
            problems.say(Severity::Info, "example-request", &own, words);
        }
    }
    let mut example = Example {
        name: at.text("name"),
        description: at.text("description"),
        ..Example::default()
    };
    if let Some(answer) = at.get("response") {
        example.status = answer.text("status").trim().parse().unwrap_or(0);
        example.headers = answer.list("headers").iter().map(row).collect();
        example.body = match answer.get("body") {
            Some(body) if body.value.is_object() => body.text("content"),
            Some(body) => plain(body.value),
            None => String::new(),
        };
    }
    example
}
