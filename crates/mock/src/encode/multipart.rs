//! `multipart/form-data` (RFC 7578), part by part as `encoding` says.

use fairlead_openapi::MediaType;
use fairlead_validate::media;
use serde_json::Value;

/// An object as parts, and the boundary between them, which is in none of them.
pub fn write(declared: &MediaType, value: &Value) -> (String, String) {
    let parts: Vec<String> = value
        .as_object()
        .into_iter()
        .flatten()
        .flat_map(|(name, value)| {
            let items = match value {
                Value::Array(items) => items.as_slice(),
                other => std::slice::from_ref(other),
            };
            items.iter().map(|item| part(declared, name, item))
        })
        .collect();
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

fn part(declared: &MediaType, name: &str, value: &Value) -> String {
    let encoding = declared.encoding.get(name);
    // Of several types that may be, the first; a range names none.
    let of_encoding = encoding
        .and_then(|e| e.content_type.as_deref())
        .and_then(|types| types.split(',').map(str::trim).find(|t| !t.contains('*')));
    let structured = value.is_object() || value.is_array();
    let content_type = of_encoding.or(structured.then_some("application/json"));
    // A part that is no text is a file to most who read it (RFC 7578 §4.2).
    let is_file = content_type.is_some_and(|t| media::kind(t) == media::Kind::Binary);
    let file = if is_file {
        format!("; filename=\"{}\"", quoted(name))
    } else {
        String::new()
    };
    let line = content_type
        .map(|t| format!("Content-Type: {t}\r\n"))
        .unwrap_or_default();
    format!(
        "Content-Disposition: form-data; name=\"{}\"{file}\r\n{line}\r\n{}",
        quoted(name),
        super::plain(value)
    )
}

/// A name as browsers write it in a quoted string.
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}
