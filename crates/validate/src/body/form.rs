//! `application/x-www-form-urlencoded`: pairs to an object, by `encoding` (OpenAPI 3.1.1,
//! Encoding Object).

use fairlead_openapi::{Encoding, Location, MediaType, Parameter, SchemaRef, Style};
use serde_json::{Map, Value};

use super::json;
use crate::{
    contract::Contract,
    media::{self, Kind},
    parameter::{
        Shape, Shapes, query,
        read::{self, Pairs, Reading},
    },
};

/// The object that a form makes.
pub(crate) fn value(contract: &Contract, media_type: &MediaType, text: &str) -> Value {
    let pairs = query::raw_pairs(text);
    let Some(schema) = &media_type.schema else {
        return Value::Null;
    };
    let shape = contract.shape(schema);
    let shapes = Shapes::new(&contract.spec().documents);
    let mut map = Map::new();
    let all = Pairs {
        pairs: &pairs,
        claimed: &[],
    };
    for (name, property) in &shape.properties {
        let encoding = media_type.encoding.get(name);
        let at = shapes.property(schema, name);
        let value = own(&pairs, name, property, encoding).or_else(|| {
            let parameter = parameter(name, property, encoding, media_type, at?, &pairs);
            read::from_pairs(property, &parameter, all, Reading::Strict)
        });
        map.extend(value.map(|value| (name.clone(), value)));
    }
    for (name, raw) in &pairs {
        let base = name.split('[').next().unwrap_or(name);
        if shape.properties.contains_key(base) || map.contains_key(name.as_ref()) {
            continue;
        }
        let mut of_it = pairs.iter().filter(|(n, _)| n == name);
        let read = |raw: &str| {
            let text = query::decode(raw);
            match &shape.additional {
                Some(additional) => read::plain(additional, &text),
                None => Value::from(text),
            }
        };
        let value = if of_it.nth(1).is_some() {
            let all = pairs.iter().filter(|(n, _)| n == name);
            all.map(|(_, raw)| read(raw)).collect()
        } else {
            read(raw)
        };
        map.insert(name.clone().into_owned(), value);
    }
    Value::Object(map)
}

/// The value where the pair holds it whole: as JSON where `encoding` says so, and as JSON too
/// where it is an object and no style says otherwise.
fn own(
    pairs: &[(std::borrow::Cow<'_, str>, &str)],
    name: &str,
    property: &Shape,
    encoding: Option<&Encoding>,
) -> Option<Value> {
    let has_style = encoding.is_some_and(|e| e.style.is_some() || e.explode.is_some());
    let content_type = encoding.and_then(|e| e.content_type.as_deref());
    let is_json = match content_type {
        _ if has_style => false,
        Some(content_type) => media::kind(content_type) == Kind::Json,
        None => property.is_object() || property.items.as_ref().is_some_and(|i| i.is_object()),
    };
    if !is_json {
        return None;
    }
    let texts: Vec<_> = pairs
        .iter()
        .filter(|(n, _)| n == name)
        .map(|(_, raw)| query::decode(raw))
        .collect();
    let read = |text: &str| json(text.as_bytes()).unwrap_or_else(|_| Value::from(text));
    match texts.as_slice() {
        [] => None,
        [one] => Some(match read(one) {
            // A list of one.
            value @ Value::Object(_) if property.is_array() => Value::Array(vec![value]),
            value => value,
        }),
        many => Some(many.iter().map(|text| read(text)).collect()),
    }
}

/// The property as if it were a query parameter.
fn parameter(
    name: &str,
    property: &Shape,
    encoding: Option<&Encoding>,
    media_type: &MediaType,
    schema: SchemaRef,
    pairs: &[(std::borrow::Cow<'_, str>, &str)],
) -> Parameter {
    let declared = encoding.and_then(|e| e.style);
    let bracketed = format!("{name}[");
    let is_bracketed = declared.is_none() && pairs.iter().any(|(n, _)| n.starts_with(&bracketed));
    let style = match declared {
        _ if is_bracketed => Style::DeepObject,
        // An object without a style is no set of pairs of its own.
        None if property.is_object() => Style::DeepObject,
        style => style.unwrap_or(Style::Form),
    };
    Parameter {
        name: name.to_owned(),
        location: Location::Query,
        place: media_type.place.clone(),
        description: None,
        required: false,
        deprecated: false,
        style,
        explode: encoding
            .and_then(|e| e.explode)
            .unwrap_or(style == Style::Form),
        allow_reserved: false,
        allow_empty: false,
        schema: Some(schema),
        content: None,
        examples: Vec::new(),
    }
}
