//! What browsers and transfers add to every call, and what no one asked an API for.

use crate::at::At;

/// Whether a header field of a request comes from the browser or the transfer by itself.
pub fn adds(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.starts_with(':')
        || lower.starts_with("sec-")
        || matches!(
            lower.as_str(),
            "accept-encoding"
                | "accept-language"
                | "connection"
                | "content-length"
                | "host"
                | "user-agent"
                | "upgrade-insecure-requests"
                | "dnt"
                | "te"
                | "priority"
                | "pragma"
                | "cache-control"
                | "origin"
                | "referer"
                | "transfer-encoding"
        )
}

/// Whether a header field of an answer says something of its transfer alone.
pub fn answers_with(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.starts_with(':')
        || matches!(
            lower.as_str(),
            "connection"
                | "keep-alive"
                | "date"
                | "transfer-encoding"
                | "content-length"
                | "content-encoding"
                | "server"
                | "alt-svc"
        )
}

/// Whether an entry fetched a part of a page: a script, a style, a picture, a font.
pub fn is_asset(entry: &At<'_>) -> bool {
    let kind = entry.text("_resourceType");
    if matches!(
        kind.as_str(),
        "script" | "stylesheet" | "image" | "font" | "media" | "manifest"
    ) {
        return true;
    }
    let method = entry
        .value
        .pointer("/request/method")
        .and_then(|m| m.as_str());
    let answered = entry
        .value
        .pointer("/response/content/mimeType")
        .and_then(|m| m.as_str());
    kind.is_empty()
        && method == Some("GET")
        && answered.is_some_and(|mime| {
            [
                "image/",
                "font/",
                "text/css",
                "application/javascript",
                "text/javascript",
            ]
            .iter()
            .any(|start| mime.starts_with(start))
        })
}
