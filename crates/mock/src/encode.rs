//! Values as bytes of a media type.

mod form;
pub mod multipart;
mod xml;

use bytes::Bytes;
use fairlead_openapi::MediaType;
use fairlead_validate::{
    Contract,
    media::{self, Kind},
    parameter::{Shapes, write},
};
use serde_json::Value;

/// A value as the bytes of a media type, and the whole `Content-Type`.
pub fn encode(
    contract: &Contract,
    declared: &MediaType,
    media_type: &str,
    value: &Value,
) -> (Bytes, String) {
    let same = || media_type.to_owned();
    match media::kind(media_type) {
        Kind::Json => (value.to_string().into(), same()),
        Kind::Form => (form::write(declared, value).into(), same()),
        Kind::Multipart => {
            let (body, boundary) = multipart::write(declared, value);
            let essence = media::essence(media_type);
            (body.into(), format!("{essence}; boundary={boundary}"))
        }
        Kind::Xml => match value {
            // An example is often written as the XML itself.
            Value::String(text) if text.trim_start().starts_with('<') => {
                (text.clone().into(), same())
            }
            _ => {
                let shapes = Shapes::new(&contract.spec().documents);
                (
                    xml::write(shapes, declared.schema.as_ref(), value).into(),
                    same(),
                )
            }
        },
        Kind::JsonLines => (lines(value).into(), same()),
        Kind::Events => (events(value).into(), same()),
        Kind::Text | Kind::Binary => match value {
            Value::Object(_) | Value::Array(_) => (value.to_string().into(), same()),
            _ => (write::scalar(value).into(), same()),
        },
    }
}

fn lines(value: &Value) -> String {
    match value {
        Value::Array(items) => items.iter().map(|item| format!("{item}\n")).collect(),
        Value::String(text) => text.clone(),
        other => format!("{other}\n"),
    }
}

/// Server-sent events: each item is an event of its fields.
fn events(value: &Value) -> String {
    let one = |event: &Value| match event {
        Value::Object(fields) => {
            let lines = fields.iter().flat_map(|(field, value)| {
                let text = match value {
                    Value::Object(_) | Value::Array(_) => value.to_string(),
                    other => write::scalar(other),
                };
                text.lines()
                    .map(|line| format!("{field}: {line}\n"))
                    .collect::<Vec<_>>()
            });
            format!("{}\n", lines.collect::<String>())
        }
        other => format!("data: {}\n\n", write::scalar(other)),
    };
    match value {
        Value::Array(items) => items.iter().map(one).collect(),
        Value::String(text) => text.clone(),
        other => one(other),
    }
}

/// A value of a form's field or a part: objects and lists as JSON, the rest as bare text.
fn plain(value: &Value) -> String {
    match value {
        Value::Object(_) | Value::Array(_) => value.to_string(),
        other => write::scalar(other),
    }
}
