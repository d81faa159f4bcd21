//! Addresses of Postman: a text, or an object of parts beside the text they were made from.

use fairlead_core::Severity;

use super::row;
use crate::{
    Auth, Row, SavedRequest,
    at::{At, Problems, plain},
    url::split,
};

/// Puts an address into a request: path parameters and the query by themselves.
pub fn put(request: &mut SavedRequest, at: &At<'_>, problems: &mut Problems) {
    let raw = if at.value.is_string() {
        plain(at.value)
    } else {
        at.text("raw")
    };
    let parts = split(&raw);
    request.url = parts.address;
    request.query = parts.query;
    if let Some((username, password)) = parts.user {
        request.auth = Auth::Basic { username, password };
    }
    if let Some(fragment) = parts.fragment {
        problems.say(
            Severity::Info,
            "not-kept",
            at,
            format!("`#{fragment}` is never sent and is left out"),
        );
    }
    if at.value.is_object() {
        if raw.is_empty() {
            request.url = joined(at);
        }
        if at.get("query").is_some_and(|q| q.value.is_array()) {
            request.query = at.list("query").iter().map(row).collect();
        }
        request.path_params = at.list("variable").iter().map(path_variable).collect();
        problems.others(
            at,
            &[
                "raw", "protocol", "host", "port", "path", "query", "hash", "variable", "auth",
            ],
        );
    }
    path_names(request);
}

/// A segment `:id` is a path parameter even where it was given no value.
pub fn path_names(request: &mut SavedRequest) {
    let path = request
        .url
        .split("://")
        .last()
        .unwrap_or_default()
        .to_owned();
    for segment in path.split('/').skip(1) {
        if let Some(name) = segment.strip_prefix(':').filter(|n| !n.is_empty())
            && !request.path_params.iter().any(|p| p.name == name)
        {
            request.path_params.push(Row::new(name, ""));
        }
    }
}

fn path_variable(at: &At<'_>) -> Row {
    let row = row(at);
    if row.name.is_empty() {
        return Row {
            name: at.text("id"),
            ..row
        };
    }
    row
}

/// The address from its parts, where the text is missing.
fn joined(at: &At<'_>) -> String {
    let list = |key: &str, between: &str| match at.get(key) {
        Some(parts) if parts.value.is_array() => {
            let part = |part: &At<'_>| {
                if part.value.is_object() {
                    part.text("value")
                } else {
                    plain(part.value)
                }
            };
            let parts: Vec<String> = parts.items().iter().map(part).collect();
            parts.join(between)
        }
        Some(text) => plain(text.value),
        None => String::new(),
    };
    let mut url = String::new();
    let protocol = at.text("protocol");
    if !protocol.is_empty() {
        url.push_str(&format!("{protocol}://"));
    }
    url.push_str(&list("host", "."));
    let port = at.text("port");
    if !port.is_empty() {
        url.push_str(&format!(":{port}"));
    }
    let path = list("path", "/");
    if !path.is_empty() {
        url.push_str(&format!("/{}", path.trim_start_matches('/')));
    }
    url
}
