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

/// What leads out of a file.
#[derive(Default)]
pub(super) struct Found {
    /// Each target once, in document order.
    pub(super) references: Vec<External>,
    /// Every `$id`: what it names is here and not to be fetched.
    pub(super) names: Vec<String>,
    seen: HashSet<String>,
}

/// Every reference of a file to another one.
pub(super) fn external(name: &str, bytes: &[u8]) -> Found {
    let mut found = Found::default();
    if may_lead_out(bytes)
        && let Some(value) = text::parse_text(name, bytes).value
    {
        found.collect(&value, &mut String::new());
    }
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

impl Found {
    /// Depth is bounded by the reader of the text.
    fn collect(&mut self, value: &Value, at: &mut String) {
        let length = at.len();
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    // An example is data: what it holds names no file of the description.
                    let is_data = matches!(
                        key.as_str(),
                        "example" | "examples" | "default" | "enum" | "const"
                    );
                    if is_data && !may_hold_references(value) {
                        continue;
                    }
                    pointer::push(at, key);
                    match value {
                        Value::String(uri) if key == "$ref" => self.note(uri, at),
                        Value::String(uri) if key == "$id" => self.names.push(uri.clone()),
                        Value::Object(mapping)
                            if key == "mapping" && map.contains_key("propertyName") =>
                        {
                            for (name, value) in mapping {
                                if let Some(uri) = value.as_str().filter(|u| looks_like_file(u)) {
                                    self.note(uri, &pointer::join(at, name));
                                }
                            }
                        }
                        Value::Object(_) | Value::Array(_) => self.collect(value, at),
                        _ => {}
                    }
                    at.truncate(length);
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    if item.is_object() || item.is_array() {
                        pointer::push(at, &index.to_string());
                        self.collect(item, at);
                        at.truncate(length);
                    }
                }
            }
            _ => {}
        }
    }

    fn note(&mut self, uri: &str, at: &str) {
        let file = uri.split('#').next().unwrap_or_default();
        if !file.is_empty() && self.seen.insert(file.to_owned()) {
            self.references.push(External {
                uri: uri.to_owned(),
                pointer: at.to_owned(),
            });
        }
    }
}

/// Whether the value under `examples` or a property of that name may hold `$ref`s of the
/// description: named examples by reference, or a schema called so.
fn may_hold_references(value: &Value) -> bool {
    let Value::Object(map) = value else {
        return false;
    };
    map.contains_key("$ref") && map.len() == 1
        || map.contains_key("type")
        || map
            .values()
            .any(|v| v.get("$ref").is_some_and(Value::is_string))
}

/// Whether a discriminator's mapping names a file rather than a schema.
fn looks_like_file(uri: &str) -> bool {
    let file = uri.split('#').next().unwrap_or_default();
    [".json", ".yaml", ".yml"]
        .iter()
        .any(|ending| file.ends_with(ending))
}
