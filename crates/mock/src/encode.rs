//! Values as bytes of a media type.

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
        Kind::Form => (form(value).into(), same()),
        Kind::Multipart => {
            let boundary = "fairlead-7f3d9c";
            (
                multipart(value, boundary).into(),
                format!("{}; boundary={boundary}", media::essence(media_type)),
            )
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

fn form(value: &Value) -> String {
    let encode = |text: &str| {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    };
    let pairs = value
        .as_object()
        .into_iter()
        .flatten()
        .flat_map(|(name, value)| match value {
            Value::Array(items) => items.iter().map(|i| (name.clone(), i.clone())).collect(),
            other => vec![(name.clone(), other.clone())],
        });
    let texts: Vec<String> = pairs
        .map(|(name, value)| {
            let text = match &value {
                Value::Object(_) | Value::Array(_) => value.to_string(),
                other => write::scalar(other),
            };
            format!("{}={}", encode(&name), encode(&text))
        })
        .collect();
    texts.join("&")
}

fn multipart(value: &Value, boundary: &str) -> String {
    let mut out = String::new();
    for (name, value) in value.as_object().into_iter().flatten() {
        let items = match value {
            Value::Array(items) => items.as_slice(),
            other => std::slice::from_ref(other),
        };
        for item in items {
            out.push_str(&format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n"
            ));
            if item.is_object() || item.is_array() {
                out.push_str("Content-Type: application/json\r\n");
            }
            let text = if item.is_object() || item.is_array() {
                item.to_string()
            } else {
                write::scalar(item)
            };
            out.push_str(&format!("\r\n{text}\r\n"));
        }
    }
    out.push_str(&format!("--{boundary}--\r\n"));
    out
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
