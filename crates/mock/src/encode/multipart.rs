//! `multipart/form-data` (RFC 7578), part by part as `encoding` says.

use fairlead_openapi::MediaType;
use fairlead_validate::media;
use serde_json::Value;

/// A part of a multipart body.
pub struct Part {
    /// Its name.
    pub name: String,
    /// Its media type, where one is told.
    pub content_type: Option<String>,
    /// Whether it is a file: a part that is no text is one to most who read it (RFC 7578 §4.2).
    pub is_file: bool,
    /// What is in it.
    pub value: String,
}

/// An object as parts: a list is one part for each item.
#[must_use]
pub fn parts(declared: &MediaType, value: &Value) -> Vec<Part> {
    let members = value.as_object().into_iter().flatten();
    members
        .flat_map(|(name, value)| {
            let items = match value {
                Value::Array(items) => items.as_slice(),
                other => std::slice::from_ref(other),
            };
            items.iter().map(|item| part(declared, name, item))
        })
        .collect()
}

fn part(declared: &MediaType, name: &str, value: &Value) -> Part {
    let encoding = declared.encoding.get(name);
    // Of several types that may be, the first; a range names none.
    let of_encoding = encoding
        .and_then(|e| e.content_type.as_deref())
        .and_then(|types| types.split(',').map(str::trim).find(|t| !t.contains('*')));
    let structured = value.is_object() || value.is_array();
    let content_type = of_encoding.or(structured.then_some("application/json"));
    Part {
        name: name.to_owned(),
        content_type: content_type.map(str::to_owned),
        is_file: content_type.is_some_and(|t| media::kind(t) == media::Kind::Binary),
        value: super::plain(value),
    }
}

/// An object as a body, and the boundary between its parts, which is in none of them.
pub fn write(declared: &MediaType, value: &Value) -> (String, String) {
    let parts: Vec<String> = parts(declared, value).iter().map(text).collect();
    let mut boundary = "fairlead-7f3d9c".to_owned();
    while parts.iter().any(|part| part.contains(&boundary)) {
        boundary.push('x');
    }
    let mut body = String::new();
    for part in parts {
        body.push_str(&format!("--{boundary}\r\n{part}\r\n"));
    }
    body.push_str(&format!("--{boundary}--\r\n"));
    (body, boundary)
}

fn text(part: &Part) -> String {
    let name = quoted(&part.name);
    let file = if part.is_file {
        format!("; filename=\"{name}\"")
    } else {
        String::new()
    };
    let line = part
        .content_type
        .as_ref()
        .map(|t| format!("Content-Type: {t}\r\n"))
        .unwrap_or_default();
    let value = &part.value;
    format!("Content-Disposition: form-data; name=\"{name}\"{file}\r\n{line}\r\n{value}")
}

/// A name as browsers write it in a quoted string.
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}
