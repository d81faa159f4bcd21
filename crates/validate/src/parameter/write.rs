//! From a value to the wire. Texts are not percent-encoded; the delimiters of a style are in them.

use fairlead_openapi::{Parameter, Style};
use serde_json::Value;

/// The text of a path, header or cookie parameter.
#[must_use]
pub fn text(parameter: &Parameter, value: &Value) -> String {
    if parameter.content.is_some() {
        return value.to_string();
    }
    let (name, explode) = (&parameter.name, parameter.explode);
    match (parameter.style, value) {
        (Style::Label, Value::Array(_)) => {
            format!(".{}", parts(value).join(if explode { "." } else { "," }))
        }
        (Style::Label, Value::Object(_)) if explode => format!(".{}", keyed(value).join(".")),
        (Style::Label, _) => format!(".{}", parts(value).join(",")),
        (Style::Matrix, Value::Array(_)) if explode => parts(value)
            .iter()
            .map(|part| format!(";{name}={part}"))
            .collect(),
        (Style::Matrix, Value::Object(_)) if explode => {
            keyed(value).iter().map(|pair| format!(";{pair}")).collect()
        }
        (Style::Matrix, _) => format!(";{name}={}", parts(value).join(",")),
        (_, Value::Object(_)) if explode => keyed(value).join(","),
        _ => parts(value).join(","),
    }
}

/// The pairs of a query parameter.
#[must_use]
pub fn pairs(parameter: &Parameter, value: &Value) -> Vec<(String, String)> {
    let name = &parameter.name;
    let one = |text: String| vec![(name.clone(), text)];
    if parameter.content.is_some() {
        return one(value.to_string());
    }
    let separator = match parameter.style {
        Style::SpaceDelimited => " ",
        Style::PipeDelimited => "|",
        Style::TabDelimited => "\t",
        _ => ",",
    };
    match (parameter.style, value) {
        (Style::DeepObject, Value::Object(_)) => {
            let mut found = Vec::new();
            deep(name, value, &mut found);
            found
        }
        (_, Value::Array(items)) if items.is_empty() && parameter.explode => Vec::new(),
        (_, Value::Array(items)) if parameter.explode => items
            .iter()
            .map(|item| (name.clone(), scalar(item)))
            .collect(),
        (_, Value::Object(map)) if parameter.explode => map
            .iter()
            .map(|(key, value)| (key.clone(), scalar(value)))
            .collect(),
        _ => one(parts(value).join(separator)),
    }
}

fn deep(name: &str, value: &Value, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(map) => {
            map.iter()
                .for_each(|(key, value)| deep(&format!("{name}[{key}]"), value, found));
        }
        Value::Array(items) => items
            .iter()
            .for_each(|item| deep(&format!("{name}[]"), item, found)),
        other => found.push((name.to_owned(), scalar(other))),
    }
}

/// The pieces of a value: items, or keys and values in turn.
fn parts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().map(scalar).collect(),
        Value::Object(map) => map
            .iter()
            .flat_map(|(k, v)| [k.clone(), scalar(v)])
            .collect(),
        other => vec![scalar(other)],
    }
}

fn keyed(value: &Value) -> Vec<String> {
    let pairs = value.as_object().into_iter().flatten();
    pairs
        .map(|(key, value)| format!("{key}={}", scalar(value)))
        .collect()
}

/// A value as a bare text.
#[must_use]
pub fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
