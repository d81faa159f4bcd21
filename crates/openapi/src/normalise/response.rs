//! Responses of every version.

use super::{Reader, body, link, parameter, v2};
use crate::{
    Version,
    files::At,
    model::{ResponseSpec, StatusKey},
};

/// `responses` of an operation.
pub(super) fn all<'a>(reader: &Reader<'a, '_>, operation: &At<'a>) -> Vec<ResponseSpec> {
    let Some(responses) = operation.get("responses").and_then(|r| reader.follow(r)) else {
        return Vec::new();
    };
    responses
        .entries()
        .filter_map(|(status, at)| {
            let status = status_key(status)?;
            let at = reader.follow(at).filter(|_| reader.has_room(1))?;
            let content = if reader.family == Version::V2 {
                v2::response_content(reader, operation, &at)
            } else {
                at.get("content")
                    .map(|content| body::content(reader, &content))
                    .unwrap_or_default()
            };
            Some(ResponseSpec {
                status,
                place: reader.place(&at),
                description: reader
                    .words(&at, "description")
                    .or_else(|| reader.words(&at, "summary"))
                    .unwrap_or_default(),
                headers: parameter::headers(reader, &at),
                links: link::all(reader, &at),
                content,
            })
        })
        .collect()
}

/// The status that a key of `responses` names, if it is one.
pub(crate) fn status_key(key: &str) -> Option<StatusKey> {
    if key == "default" {
        return Some(StatusKey::Default);
    }
    if let [digit @ b'1'..=b'5', b'X' | b'x', b'X' | b'x'] = key.as_bytes() {
        return Some(StatusKey::Range(digit - b'0'));
    }
    if key.len() != 3 {
        return None;
    }
    key.parse()
        .ok()
        .filter(|code| (100..600).contains(code))
        .map(StatusKey::Code)
}
