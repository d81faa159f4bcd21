//! Streams of items: JSON lines, JSON text sequences and server-sent events.

use serde_json::{Value, json};

use super::Checking;
use crate::{
    media::{self, Kind},
    report::{Part, Violation},
};

/// Checks each item under `itemSchema` (3.2), else the whole under `schema`.
pub(super) fn check(body: &Checking<'_>) -> Result<Vec<Violation>, String> {
    let text =
        std::str::from_utf8(body.bytes).map_err(|e| format!("the stream is not UTF-8: {e}"))?;
    let Some(item_schema) = &body.media_type.item_schema else {
        return Ok(body.text(text));
    };
    let items = match media::kind(body.content_type) {
        Kind::Events => events(text),
        _ => lines(text)?,
    };
    let schemas = body.contract.schemas();
    Ok(items
        .iter()
        .enumerate()
        .flat_map(|(n, item)| {
            schemas.check(
                item_schema,
                body.direction,
                item,
                Part::Body,
                &format!("/{n}"),
            )
        })
        .collect())
}

fn lines(text: &str) -> Result<Vec<Value>, String> {
    text.lines()
        .map(|line| line.trim_start_matches('\u{1e}').trim())
        .enumerate()
        .filter(|(_, line)| !line.is_empty())
        .map(|(n, line)| {
            serde_json::from_str(line).map_err(|e| format!("line {} is not JSON: {e}", n + 1))
        })
        .collect()
}

/// Events as objects of their fields (WHATWG HTML, server-sent events; OpenAPI 3.2, `itemSchema`).
fn events(text: &str) -> Vec<Value> {
    let mut events = Vec::new();
    for block in text.replace("\r\n", "\n").split("\n\n") {
        let mut event = serde_json::Map::new();
        for line in block
            .lines()
            .filter(|l| !l.starts_with(':') && !l.is_empty())
        {
            let (field, value) = line.split_once(':').unwrap_or((line, ""));
            let value = value.strip_prefix(' ').unwrap_or(value);
            match event.get_mut(field) {
                Some(Value::String(data)) if field == "data" => {
                    data.push('\n');
                    data.push_str(value);
                }
                _ => {
                    let value = match (field, value.parse::<u64>()) {
                        ("retry", Ok(millis)) => json!(millis),
                        _ => json!(value),
                    };
                    event.insert(field.to_owned(), value);
                }
            }
        }
        if !event.is_empty() {
            events.push(Value::Object(event));
        }
    }
    events
}
