//! The references of one file that lead to other files.

use std::collections::HashSet;

use serde_json::Value;

use crate::{pointer, text};

/// A reference that leads out of its file.
pub(super) struct External {
    /// As written.
    pub(super) uri: String,
    /// Pointer of the text that holds it.
    pub(super) pointer: String,
}

/// Every reference of a file to another one, each target once, in document order.
pub(super) fn external(name: &str, bytes: &[u8]) -> Vec<External> {
    if !may_lead_out(bytes) {
        return Vec::new();
    }
    let Some(value) = text::parse_text(name, bytes).value else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    collect(&value, &mut String::new(), &mut seen, &mut found);
    found
}

/// A quick look at the bytes: the large single-file descriptions need no second reading.
fn may_lead_out(bytes: &[u8]) -> bool {
    const MARK: &[u8] = b"$ref";
    let mut at = 0;
    while let Some(found) = find(&bytes[at..], MARK) {
        at += found + MARK.len();
        let value = bytes[at..]
            .iter()
            .find(|b| !matches!(b, b' ' | b'\t' | b'\r' | b'\n' | b':' | b'"' | b'\''));
        if value.is_some_and(|b| *b != b'#') {
            return true;
        }
    }
    // UTF-16 hides the mark.
    bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) || bytes.get(1) == Some(&0)
}

fn find(bytes: &[u8], mark: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|b| *b == mark[0]) {
        at += found;
        if bytes[at..].starts_with(mark) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// Depth is bounded by the reader of the text.
fn collect(value: &Value, at: &mut String, seen: &mut HashSet<String>, found: &mut Vec<External>) {
    let length = at.len();
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                // An example is data: what it holds names no file of the description.
                if matches!(
                    key.as_str(),
                    "example" | "examples" | "default" | "enum" | "const"
                ) && !is_named_example(value)
                {
                    continue;
                }
                pointer::push(at, key);
                match value {
                    Value::String(uri) if key == "$ref" => note(uri, at, seen, found),
                    Value::Object(mapping)
                        if key == "mapping" && map.contains_key("propertyName") =>
                    {
                        for (name, value) in mapping {
                            if let Value::String(uri) = value
                                && looks_like_file(uri)
                            {
                                note(uri, &pointer::join(at, name), seen, found);
                            }
                        }
                    }
                    Value::Object(_) | Value::Array(_) => collect(value, at, seen, found),
                    _ => {}
                }
                at.truncate(length);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                if item.is_object() || item.is_array() {
                    pointer::push(at, &index.to_string());
                    collect(item, at, seen, found);
                    at.truncate(length);
                }
            }
        }
        _ => {}
    }
}

/// Whether the value under `examples` or a property of that name may hold `$ref`s of the
/// description: named examples by reference, or a schema called so.
fn is_named_example(value: &Value) -> bool {
    let Value::Object(map) = value else {
        return false;
    };
    map.contains_key("$ref") && map.len() == 1
        || map.contains_key("type")
        || map
            .values()
            .any(|v| v.get("$ref").is_some_and(Value::is_string))
}

fn note(uri: &str, at: &str, seen: &mut HashSet<String>, found: &mut Vec<External>) {
    let file = uri.split('#').next().unwrap_or_default();
    if !file.is_empty() && seen.insert(file.to_owned()) {
        found.push(External {
            uri: uri.to_owned(),
            pointer: at.to_owned(),
        });
    }
}

/// Whether a discriminator's mapping names a file rather than a schema.
fn looks_like_file(uri: &str) -> bool {
    let file = uri.split('#').next().unwrap_or_default();
    [".json", ".yaml", ".yml"]
        .iter()
        .any(|ending| file.ends_with(ending))
}
