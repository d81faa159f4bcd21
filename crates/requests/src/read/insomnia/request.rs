//! One request or folder of Insomnia, in either version.

use fairlead_core::Severity;

use super::{auth, variables};
use crate::{
    Body, Folder, Note, Part, Row, SavedRequest,
    at::{At, Problems},
    read::{postman_path_names, scripts},
    url::split,
};

pub fn read(at: &At<'_>, problems: &mut Problems) -> SavedRequest {
    let parts = split(&at.text("url"));
    let mut request = SavedRequest {
        name: at.text("name"),
        description: description(at),
        method: at.text("method").to_ascii_uppercase(),
        url: parts.address,
        query: parts.query,
        path_params: at.list("pathParameters").iter().map(row).collect(),
        headers: at.list("headers").iter().map(row).collect(),
        ..SavedRequest::default()
    };
    if request.method.is_empty() {
        "GET".clone_into(&mut request.method);
    }
    request.query.extend(at.list("parameters").iter().map(row));
    if let Some((username, password)) = parts.user {
        request.auth = crate::Auth::Basic { username, password };
    }
    if let Some(own) = at.get("authentication") {
        let found = auth::read(&own, problems);
        if found != crate::Auth::Inherit {
            request.auth = found;
        }
    }
    if let Some(own) = at.get("body") {
        request.body = body(&own, problems);
    }
    scripts_of(at, &mut request.notes, problems);
    postman_path_names(&mut request);
    settings(at, problems);
    problems.others(at, KNOWN);
    request
}

const KNOWN: &[&str] = &[
    "_id",
    "_type",
    "parentId",
    "modified",
    "created",
    "metaSortKey",
    "isPrivate",
    "url",
    "name",
    "description",
    "method",
    "body",
    "parameters",
    "pathParameters",
    "headers",
    "authentication",
    "preRequestScript",
    "afterResponseScript",
    "scripts",
    "settings",
    "meta",
    "children",
    "environment",
    "environmentPropertyOrder",
    "settingStoreCookies",
    "settingSendCookies",
    "settingDisableRenderRequestBody",
    "settingEncodeUrl",
    "settingRebuildPath",
    "settingFollowRedirects",
];

pub fn folder(at: &At<'_>, problems: &mut Problems) -> Folder {
    let mut folder = Folder {
        name: at.text("name"),
        description: description(at),
        auth: at
            .get("authentication")
            .map(|own| auth::read(&own, problems))
            .unwrap_or_default(),
        headers: at.list("headers").iter().map(row).collect(),
        variables: at
            .get("environment")
            .map(|own| variables(&own))
            .unwrap_or_default(),
        ..Folder::default()
    };
    scripts_of(at, &mut folder.notes, problems);
    problems.others(at, KNOWN);
    folder
}

/// Version 4 has it beside the name, version 5 in `meta`.
pub fn description(at: &At<'_>) -> String {
    let own = at.text("description");
    if own.is_empty() {
        return at
            .get("meta")
            .map(|m| m.text("description"))
            .unwrap_or_default();
    }
    own
}

fn row(at: &At<'_>) -> Row {
    Row {
        name: at.text("name"),
        value: at.text("value"),
        enabled: !at.flag("disabled"),
        description: at.text("description"),
    }
}

fn scripts_of(at: &At<'_>, notes: &mut Vec<Note>, problems: &mut Problems) {
    let nested = at.get("scripts");
    for (title, old, new) in [
        (
            "script before the request",
            "preRequestScript",
            "preRequest",
        ),
        (
            "script after the answer",
            "afterResponseScript",
            "afterResponse",
        ),
    ] {
        let text = nested.as_ref().map(|s| s.text(new)).unwrap_or_default() + &at.text(old);
        scripts::keep(notes, title, &text, at, problems);
    }
}

/// Settings that change what is sent, and are not as they are from the start.
fn settings(at: &At<'_>, problems: &mut Problems) {
    let nested = at.get("settings");
    let off = |old: &str, new: &str| {
        at.value.get(old) == Some(&false.into())
            || nested.as_ref().and_then(|s| s.value.get(new)) == Some(&false.into())
    };
    let mut changed = Vec::new();
    if off("settingEncodeUrl", "encodeUrl") {
        changed.push("the address is not encoded");
    }
    if at.flag("settingDisableRenderRequestBody") || off("", "renderRequestBody") {
        changed.push("variables in the body are not filled in");
    }
    for what in changed {
        let words = format!("the setting that {what} is left out");
        problems.say(Severity::Info, "not-kept", at, words);
    }
}

fn body(at: &At<'_>, problems: &mut Problems) -> Body {
    problems.others(at, &["mimeType", "text", "params", "fileName"]);
    let mime = at.text("mimeType");
    let text = at.text("text");
    let file = at.text("fileName");
    match mime.as_str() {
        "application/x-www-form-urlencoded" => Body::Form {
            rows: at.list("params").iter().map(row).collect(),
        },
        "multipart/form-data" => Body::Multipart {
            parts: at.list("params").iter().map(part).collect(),
        },
        "application/graphql" => graphql(&text),
        _ if !file.is_empty() => Body::File {
            path: file,
            media_type: if mime == "application/octet-stream" {
                String::new()
            } else {
                mime
            },
        },
        _ if text.is_empty() => Body::None,
        "" => Body::of_text(text, "text/plain"),
        _ => Body::of_text(text, &mime),
    }
}

/// The text is the JSON that is sent, with the document in it.
fn graphql(text: &str) -> Body {
    match serde_json::from_str::<serde_json::Value>(text) {
        Ok(value) if value.get("query").is_some() => {
            let at = At::root(&value);
            Body::Graphql {
                query: at.text("query"),
                variables: at.get("variables").map_or(String::new(), |v| {
                    v.value.as_str().map_or_else(
                        || serde_json::to_string_pretty(v.value).unwrap_or_default(),
                        str::to_owned,
                    )
                }),
            }
        }
        _ => Body::Graphql {
            query: text.to_owned(),
            variables: String::new(),
        },
    }
}

fn part(at: &At<'_>) -> Part {
    let file = (at.text("type") == "file").then(|| at.text("fileName"));
    Part {
        value: if file.is_some() {
            String::new()
        } else {
            at.text("value")
        },
        file,
        media_type: at.text("contentType"),
        enabled: !at.flag("disabled"),
        description: at.text("description"),
        ..Part::text(at.text("name"), "")
    }
}
