//! Streams of items: JSON lines, JSON text sequences and server-sent events.

use fairlead_core::limits;
use fairlead_openapi::SchemaRef;
use serde_json::{Map, Value, json};

use super::Checking;
use crate::{
    media::{self, Kind},
    report::{Part, Violation},
    whole,
};

/// Checks each item under `itemSchema` (3.2). Before 3.2 there was only `schema`, and it is used
/// for the list of all items where it is of an array, for each item where it is of an object,
/// else for the whole text.
pub(super) fn check(body: &Checking<'_>) -> Result<Vec<Violation>, String> {
    let text = body.read_text()?;
    let items = Items {
        text: &text,
        kind: media::kind(body.content_type),
    };
    if let Some(item_schema) = &body.media_type.item_schema {
        return each(body, item_schema, &items);
    }
    let Some(schema) = &body.media_type.schema else {
        return items.try_for_each(|_| true).map(|()| Vec::new());
    };
    let shape = body.contract.shape(schema);
    if shape.is_array() {
        let mut all = Vec::new();
        items.try_for_each(|item| {
            all.push(item);
            true
        })?;
        Ok(body.value(&Value::Array(all)))
    } else if shape.is_object() {
        each(body, schema, &items)
    } else {
        Ok(body.text(&text))
    }
}

fn each(
    body: &Checking<'_>,
    schema: &SchemaRef,
    items: &Items<'_>,
) -> Result<Vec<Violation>, String> {
    let schemas = body.contract.schemas();
    let mut violations = Vec::new();
    let mut number = 0;
    items.try_for_each(|item| {
        let at = format!("/{number}");
        violations.extend(schemas.check(schema, body.direction, &item, Part::Body, &at));
        number += 1;
        violations.len() < limits::VIOLATIONS
    })?;
    Ok(violations)
}

struct Items<'a> {
    text: &'a str,
    kind: Kind,
}

impl Items<'_> {
    /// Gives the items one by one, as long as `take` wants more.
    fn try_for_each(&self, take: impl FnMut(Value) -> bool) -> Result<(), String> {
        if self.kind == Kind::Events {
            events(self.text, take);
            return Ok(());
        }
        lines(self.text, take)
    }
}

fn lines(text: &str, mut take: impl FnMut(Value) -> bool) -> Result<(), String> {
    for (n, line) in text.lines().enumerate() {
        // RFC 7464 puts a record separator before each text.
        let line = line.trim_start_matches('\u{1e}').trim();
        if line.is_empty() {
            continue;
        }
        let item = whole::read(line.as_bytes()).map_err(|e| {
            let what = e.to_string();
            let what = what.split(" at line ").next().unwrap_or_default();
            format!(
                "the body is not JSON lines: line {}, column {}: {what}",
                n + 1,
                e.column()
            )
        })?;
        if !take(item) {
            break;
        }
    }
    Ok(())
}

/// Events as objects of their fields (WHATWG HTML, server-sent events; OpenAPI 3.2, `itemSchema`).
fn events(text: &str, mut take: impl FnMut(Value) -> bool) {
    let mut event = Map::new();
    let end = std::iter::once("");
    for line in text.lines().chain(end) {
        if line.is_empty() {
            if !event.is_empty() && !take(Value::Object(std::mem::take(&mut event))) {
                return;
            }
            continue;
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match (field, event.get_mut(field)) {
            // A comment.
            ("", _) => {}
            ("data", Some(Value::String(data))) => {
                data.push('\n');
                data.push_str(value);
            }
            ("retry", _) => {
                let value = value.parse::<u64>().map_or(json!(value), |ms| json!(ms));
                event.insert(field.to_owned(), value);
            }
            _ => {
                event.insert(field.to_owned(), json!(value));
            }
        }
    }
}
