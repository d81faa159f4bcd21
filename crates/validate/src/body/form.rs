//! `application/x-www-form-urlencoded`: pairs to an object, by `encoding` (OpenAPI 3.1.1, Encoding Object).

use fairlead_openapi::{Location, Parameter, Style};
use serde_json::{Map, Value};

use super::Checking;
use crate::parameter::{Shapes, query, read};

/// The object that a form makes.
pub(super) fn read(body: &Checking<'_>) -> Result<Value, String> {
    let text =
        std::str::from_utf8(body.bytes).map_err(|e| format!("the form is not UTF-8: {e}"))?;
    let pairs = query::raw_pairs(text);
    let Some(schema) = &body.media_type.schema else {
        return Ok(Value::Null);
    };
    let shapes = Shapes::new(&body.contract.spec().documents);
    let mut map = Map::new();
    let mut claimed: Vec<&str> = Vec::new();
    let declared = shapes.property_names(schema);
    for name in &declared {
        let Some(property) = shapes.property(schema, name) else {
            continue;
        };
        let encoding = body.media_type.encoding.get(name);
        let style = encoding.and_then(|e| e.style).unwrap_or(Style::Form);
        let bracketed = format!("{name}[");
        let nested = pairs.iter().any(|(n, _)| n.starts_with(&bracketed));
        let style = if nested { Style::DeepObject } else { style };
        let parameter = Parameter {
            name: name.clone(),
            location: Location::Query,
            place: body.media_type.place.clone(),
            description: None,
            required: false,
            deprecated: false,
            style,
            explode: encoding
                .and_then(|e| e.explode)
                .unwrap_or(style == Style::Form),
            allow_reserved: false,
            allow_empty: false,
            schema: Some(property),
            content: None,
            examples: Vec::new(),
        };
        // A property that is an object is a pair of its own here, not spread over the form.
        let own = pairs
            .iter()
            .any(|(n, _)| n == name || n.starts_with(&bracketed));
        if own && let Some(value) = read::from_query(shapes, &one_pair(parameter, nested), &pairs) {
            map.insert(name.clone(), value);
        }
        claimed.push(name);
    }
    for (name, raw) in &pairs {
        let base = name.split('[').next().unwrap_or(name);
        if !claimed.contains(&base) {
            let text = query::decode(raw);
            let value = match shapes.property(schema, name) {
                Some(property) => read::plain(shapes, &property, &text),
                None => Value::from(text),
            };
            map.entry(name.clone()).or_insert(value);
        }
    }
    Ok(Value::Object(map))
}

fn one_pair(mut parameter: Parameter, nested: bool) -> Parameter {
    if !nested && parameter.style == Style::Form && parameter.explode {
        // Arrays repeat the name; an object comes as JSON in one pair.
        parameter.style = Style::Cookie;
    }
    parameter
}
