//! Urlencoded forms: pairs to an object, by the schema's types.

use fairlead_openapi::{Location, MediaType, Parameter, Style};
use fairlead_validate::{
    Contract,
    parameter::{
        query,
        read::{self, Pairs, Reading},
    },
};
use serde_json::{Map, Value};

/// The object that a form makes.
pub fn read(contract: &Contract, declared: &MediaType, text: &str) -> Value {
    let pairs = query::raw_pairs(text);
    let Some(schema) = &declared.schema else {
        return Value::Null;
    };
    let shape = contract.shape(schema);
    let all = Pairs {
        pairs: &pairs,
        claimed: &[],
    };
    let mut map = Map::new();
    for (name, property) in &shape.properties {
        let encoding = declared.encoding.get(name);
        let bracketed = format!("{name}[");
        let is_deep = property.is_object() || pairs.iter().any(|(n, _)| n.starts_with(&bracketed));
        let usual = if is_deep {
            Style::DeepObject
        } else {
            Style::Form
        };
        let style = encoding.and_then(|e| e.style).unwrap_or(usual);
        let parameter = Parameter {
            name: name.clone(),
            location: Location::Query,
            place: declared.place.clone(),
            description: None,
            required: false,
            deprecated: false,
            style,
            explode: encoding
                .and_then(|e| e.explode)
                .unwrap_or(style == Style::Form),
            allow_reserved: false,
            allow_empty: false,
            schema: Some(schema.clone()),
            content: None,
            examples: Vec::new(),
        };
        let value = read::from_pairs(property, &parameter, all, Reading::Strict);
        // An object in one field is JSON.
        let value = value.or_else(|| {
            let raw = pairs.iter().find(|(n, _)| n == name)?.1;
            serde_json::from_str(&query::decode(raw)).ok()
        });
        map.extend(value.map(|value| (name.clone(), value)));
    }
    Value::Object(map)
}
