//! Merging as an overlay's `update` does (Overlay 1.1.0, Action Object).

use serde_json::Value;

/// Merges an update into what a query found: objects field by field, into a list one more entry.
pub fn into(target: &mut Value, update: &Value) -> Result<(), String> {
    match (target, update) {
        (Value::Array(items), update) => {
            items.push(update.clone());
            Ok(())
        }
        (Value::Object(map), Value::Object(fields)) => {
            for (name, value) in fields {
                match map.get_mut(name) {
                    Some(old) => field(old, value).map_err(|why| format!("`{name}`: {why}"))?,
                    None => {
                        map.insert(name.clone(), value.clone());
                    }
                }
            }
            Ok(())
        }
        (Value::Object(_), other) => {
            Err(format!("{} cannot be merged into an object", kind(other)))
        }
        (other, _) => Err(format!(
            "the target is {}; only objects and lists can be changed, so let the target be what holds it",
            kind(other)
        )),
    }
}

/// A field that is on both sides: lists are joined, simple values replaced.
fn field(old: &mut Value, new: &Value) -> Result<(), String> {
    match (&mut *old, new) {
        (Value::Object(_), Value::Object(_)) => into(old, new),
        (Value::Array(items), Value::Array(more)) => {
            items.extend(more.iter().cloned());
            Ok(())
        }
        (Value::Object(_) | Value::Array(_), _) | (_, Value::Object(_) | Value::Array(_)) => {
            Err(format!("{} cannot be merged with {}", kind(new), kind(old)))
        }
        _ => {
            *old = new.clone();
            Ok(())
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
