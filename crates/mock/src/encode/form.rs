//! `application/x-www-form-urlencoded`, field by field as `encoding` says (OpenAPI 3.1.1,
//! Encoding Object).

use fairlead_openapi::{Encoding, Location, MediaType, Parameter, Style};
use fairlead_validate::parameter::write;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

/// An object as a form. Anything else is an empty form.
pub fn write(declared: &MediaType, value: &Value) -> String {
    let fields = value.as_object().into_iter().flatten();
    let texts: Vec<String> = fields
        .map(|(name, value)| field(declared, name, value))
        .filter(|text| !text.is_empty())
        .collect();
    texts.join("&")
}

fn field(declared: &MediaType, name: &str, value: &Value) -> String {
    let encoding = declared.encoding.get(name);
    if let Some(parameter) = encoding.and_then(|e| parameter(declared, name, e)) {
        return write::query(&parameter, value);
    }
    let values = match value {
        Value::Array(items) => items.as_slice(),
        other => std::slice::from_ref(other),
    };
    let texts: Vec<String> = values
        .iter()
        .map(|value| format!("{}={}", encode(name), encode(&super::plain(value))))
        .collect();
    texts.join("&")
}

/// The field as if it were a query parameter, where a style says how it is written.
fn parameter(declared: &MediaType, name: &str, encoding: &Encoding) -> Option<Parameter> {
    if encoding.style.is_none() && encoding.explode.is_none() {
        return None;
    }
    let style = encoding.style.unwrap_or(Style::Form);
    Some(Parameter {
        name: name.to_owned(),
        location: Location::Query,
        place: declared.place.clone(),
        description: None,
        required: false,
        deprecated: false,
        style,
        explode: encoding.explode.unwrap_or(style == Style::Form),
        allow_reserved: encoding.allow_reserved,
        allow_empty: false,
        schema: None,
        content: None,
        examples: Vec::new(),
    })
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}
