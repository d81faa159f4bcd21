//! From a value to the wire.
//!
//! [`text`] and [`pairs`] give what a person edits: nothing percent-encoded, the delimiters of a
//! style among the data. [`encoded`], [`query`] and [`cookies`] give what is sent, so that reading
//! it gives the same value again wherever the style can carry it.

use fairlead_openapi::{Location, Parameter, Style};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

/// All but what is unreserved (RFC 3986 §2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');
/// For `label`, where a dot is a delimiter.
const RESERVED_AND_DOT: &AsciiSet = &RESERVED.add(b'.');
/// What even `allowReserved` cannot leave as it is in a query.
const NOT_IN_QUERY: &AsciiSet = &RESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b';');

/// The text of a path, header or cookie parameter.
#[must_use]
pub fn text(parameter: &Parameter, value: &Value) -> String {
    joined(parameter, value, &str::to_owned)
}

/// The pairs of a query parameter.
#[must_use]
pub fn pairs(parameter: &Parameter, value: &Value) -> Vec<(String, String)> {
    separated(parameter, value, separator(parameter.style), &str::to_owned)
}

/// The text of a path or header parameter as it is sent.
#[must_use]
pub fn encoded(parameter: &Parameter, value: &Value) -> String {
    match (parameter.location, parameter.style) {
        (Location::Path, Style::Label) => {
            joined(parameter, value, &|t| encode(t, RESERVED_AND_DOT))
        }
        (Location::Path, _) => joined(parameter, value, &|t| encode(t, RESERVED)),
        _ => joined(parameter, value, &str::to_owned),
    }
}

/// The part of a query that is for the parameter, without `?`; empty where there is none.
#[must_use]
pub fn query(parameter: &Parameter, value: &Value) -> String {
    let set = if parameter.allow_reserved {
        NOT_IN_QUERY
    } else {
        RESERVED
    };
    let separator = match parameter.style {
        Style::SpaceDelimited => "%20",
        Style::PipeDelimited => "%7C",
        Style::TabDelimited => "%09",
        _ => ",",
    };
    let pairs = separated(parameter, value, separator, &|t| encode(t, set));
    let written: Vec<String> = pairs
        .into_iter()
        .map(|(name, value)| format!("{}={value}", encode(&name, RESERVED)))
        .collect();
    written.join("&")
}

/// The cookies that carry the parameter as they are sent (`style: cookie` as it is, `form`
/// percent-encoded).
#[must_use]
pub fn cookies(parameter: &Parameter, value: &Value) -> Vec<(String, String)> {
    match parameter.style {
        Style::Cookie => separated(parameter, value, ",", &str::to_owned),
        _ => separated(parameter, value, ",", &|t| encode(t, RESERVED)),
    }
}

fn encode(text: &str, set: &'static AsciiSet) -> String {
    utf8_percent_encode(text, set).to_string()
}

fn separator(style: Style) -> &'static str {
    match style {
        Style::SpaceDelimited => " ",
        Style::PipeDelimited => "|",
        Style::TabDelimited => "\t",
        _ => ",",
    }
}

type Encode<'a> = &'a dyn Fn(&str) -> String;

fn joined(parameter: &Parameter, value: &Value, encode: Encode<'_>) -> String {
    if parameter.content.is_some() {
        return encode(&value.to_string());
    }
    let (name, explode) = (&parameter.name, parameter.explode);
    match (parameter.style, value) {
        (Style::Label, Value::Array(_)) => {
            let separator = if explode { "." } else { "," };
            format!(".{}", parts(value, encode).join(separator))
        }
        (Style::Label, Value::Object(_)) if explode => {
            format!(".{}", keyed(value, encode).join("."))
        }
        (Style::Label, _) => format!(".{}", parts(value, encode).join(",")),
        (Style::Matrix, Value::Array(_)) if explode => {
            let parts = parts(value, encode);
            let named: Vec<String> = parts.iter().map(|p| format!(";{name}={p}")).collect();
            named.concat()
        }
        (Style::Matrix, Value::Object(_)) if explode => {
            format!(";{}", keyed(value, encode).join(";"))
        }
        (Style::Matrix, _) => format!(";{name}={}", parts(value, encode).join(",")),
        (_, Value::Object(_)) if explode => keyed(value, encode).join(","),
        _ => parts(value, encode).join(","),
    }
}

fn separated(
    parameter: &Parameter,
    value: &Value,
    separator: &str,
    encode: Encode<'_>,
) -> Vec<(String, String)> {
    let name = &parameter.name;
    let one = |text: String| vec![(name.clone(), text)];
    if parameter.content.is_some() {
        return one(encode(&value.to_string()));
    }
    match (parameter.style, value) {
        (Style::DeepObject, Value::Object(_)) => {
            let mut found = Vec::new();
            deep(name, value, encode, &mut found);
            found
        }
        (_, Value::Array(items)) if items.is_empty() && parameter.explode => Vec::new(),
        (_, Value::Array(items)) if parameter.explode && parameter.style != Style::TabDelimited => {
            items
                .iter()
                .map(|item| (name.clone(), encode(&scalar(item))))
                .collect()
        }
        (_, Value::Object(map)) if parameter.explode => map
            .iter()
            .map(|(key, value)| (key.clone(), encode(&scalar(value))))
            .collect(),
        _ => one(parts(value, encode).join(separator)),
    }
}

fn deep(name: &str, value: &Value, encode: Encode<'_>, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                deep(&format!("{name}[{key}]"), value, encode, found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let key = match item {
                    Value::Array(_) | Value::Object(_) => index.to_string(),
                    _ => String::new(),
                };
                deep(&format!("{name}[{key}]"), item, encode, found);
            }
        }
        other => found.push((name.to_owned(), encode(&scalar(other)))),
    }
}

/// The pieces of a value: items, or keys and values in turn.
fn parts(value: &Value, encode: Encode<'_>) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().map(|i| encode(&scalar(i))).collect(),
        Value::Object(map) => map
            .iter()
            .flat_map(|(k, v)| [encode(k), encode(&scalar(v))])
            .collect(),
        other => vec![encode(&scalar(other))],
    }
}

fn keyed(value: &Value, encode: Encode<'_>) -> Vec<String> {
    let pairs = value.as_object().into_iter().flatten();
    pairs
        .map(|(key, value)| format!("{}={}", encode(key), encode(&scalar(value))))
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
