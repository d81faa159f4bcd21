//! From the wire to a value.

use fairlead_openapi::{Location, Parameter, SchemaRef, Style};
use serde_json::{Map, Value};

use super::{
    query,
    shape::{Shapes, Types},
};

/// The value of a path, header or cookie parameter from its text. Path texts are still
/// percent-encoded, the others are as they are.
#[must_use]
pub fn text(shapes: Shapes<'_>, parameter: &Parameter, raw: &str) -> Value {
    let decode: fn(&str) -> String = match parameter.location {
        Location::Path => |t| {
            percent_encoding::percent_decode_str(t)
                .decode_utf8_lossy()
                .into_owned()
        },
        _ => str::to_owned,
    };
    let Some(schema) = &parameter.schema else {
        return Value::from(decode(raw));
    };
    let (name, explode) = (parameter.name.as_str(), parameter.explode);
    let types = shapes.types(schema);
    let (raw, separator) = match parameter.style {
        Style::Label => {
            let rest = raw.strip_prefix('.').unwrap_or(raw);
            (
                rest.to_owned(),
                if !explode && rest.contains(',') {
                    ','
                } else {
                    '.'
                },
            )
        }
        Style::Matrix => {
            let named = format!("{name}=");
            let rest = raw.strip_prefix(';').unwrap_or(raw);
            if explode && types.object && !types.array {
                (rest.to_owned(), ';')
            } else if explode && types.array {
                let parts: Vec<&str> = rest
                    .split(';')
                    .map(|p| p.strip_prefix(&named).unwrap_or(p))
                    .collect();
                (parts.join(";"), ';')
            } else {
                (rest.strip_prefix(&named).unwrap_or(rest).to_owned(), ',')
            }
        }
        _ => (raw.to_owned(), ','),
    };
    if types.array && !types.string {
        return array(shapes, schema, split(&raw, separator).map(&decode));
    }
    if types.object && !types.string {
        let parts: Vec<&str> = split(&raw, separator).collect();
        let pairs = if explode {
            keyed(&parts)
        } else {
            alternating(&parts)
        };
        return object(
            shapes,
            schema,
            pairs.into_iter().map(|(k, v)| (decode(k), decode(v))),
        );
    }
    scalar(shapes, schema, types, &decode(&raw))
}

/// The value of a query parameter, or `None` where it is not there.
#[must_use]
pub fn from_query(
    shapes: Shapes<'_>,
    parameter: &Parameter,
    pairs: &[(String, &str)],
) -> Option<Value> {
    let name = parameter.name.as_str();
    let own: Vec<&str> = pairs
        .iter()
        .filter(|(n, _)| n == name)
        .map(|(_, v)| *v)
        .collect();
    let Some(schema) = &parameter.schema else {
        return own.first().map(|v| Value::from(query::decode(v)));
    };
    let types = shapes.types(schema);
    if parameter.style == Style::DeepObject {
        return deep(shapes, schema, name, pairs);
    }
    if types.object
        && !types.string
        && !types.array
        && parameter.explode
        && parameter.style == Style::Form
    {
        let names = shapes.property_names(schema);
        let mut mine = pairs.iter().filter(|(n, _)| names.contains(n)).peekable();
        mine.peek()?;
        return Some(object(
            shapes,
            schema,
            mine.map(|(n, v)| (n.clone(), query::decode(v))),
        ));
    }
    let first = *own.first()?;
    if types.array && !types.string || types.array && own.len() > 1 {
        if own.len() > 1 || parameter.explode && parameter.style != Style::TabDelimited {
            return Some(array(shapes, schema, own.into_iter().map(query::decode)));
        }
        return Some(array(shapes, schema, delimited(parameter.style, first)));
    }
    if types.object && !types.string {
        let parts: Vec<String> = delimited(parameter.style, first).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let pairs = alternating(&parts)
            .into_iter()
            .map(|(k, v)| (k.to_owned(), v.to_owned()));
        return Some(object(shapes, schema, pairs));
    }
    Some(scalar(shapes, schema, types, &query::decode(first)))
}

/// A single text as a value of the schema's types.
#[must_use]
pub fn plain(shapes: Shapes<'_>, schema: &SchemaRef, text: &str) -> Value {
    scalar(shapes, schema, shapes.types(schema), text)
}

fn delimited(style: Style, raw: &str) -> std::vec::IntoIter<String> {
    let raw = match style {
        Style::SpaceDelimited => raw.replace("%20", " ").replace('+', " "),
        Style::PipeDelimited => raw.replace("%7C", "|").replace("%7c", "|"),
        Style::TabDelimited => raw.replace("%09", "\t"),
        _ => raw.to_owned(),
    };
    let separator = match style {
        Style::SpaceDelimited => ' ',
        Style::PipeDelimited => '|',
        Style::TabDelimited => '\t',
        _ => ',',
    };
    let parts: Vec<String> = split(&raw, separator).map(query::decode).collect();
    parts.into_iter()
}

fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    // An empty text is an empty list, not a list of one empty text.
    text.split(separator).filter(move |_| !text.is_empty())
}

fn keyed<'a>(parts: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    parts
        .iter()
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .collect()
}

fn alternating<'a>(parts: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    parts
        .chunks(2)
        .map(|pair| (pair[0], pair.get(1).copied().unwrap_or("")))
        .collect()
}

fn array(shapes: Shapes<'_>, schema: &SchemaRef, parts: impl Iterator<Item = String>) -> Value {
    let items = shapes.items(schema);
    parts
        .map(|part| match &items {
            Some(items) => plain(shapes, items, &part),
            None => Value::from(part),
        })
        .collect()
}

fn object(
    shapes: Shapes<'_>,
    schema: &SchemaRef,
    pairs: impl Iterator<Item = (String, String)>,
) -> Value {
    let mut map = Map::new();
    for (key, text) in pairs {
        let property = shapes.property(schema, &key);
        let value = match &property {
            Some(property) => plain(shapes, property, &text),
            None => Value::from(text.clone()),
        };
        match map.get_mut(&key) {
            Some(Value::Array(items)) => items.push(value),
            Some(_) | None => {
                let many = property.is_some_and(|p| shapes.types(&p).array);
                let item = shapes.property(schema, &key).and_then(|p| shapes.items(&p));
                let value = match item {
                    Some(item) if many => Value::Array(vec![plain(shapes, &item, &text)]),
                    None if many => Value::Array(vec![Value::from(text)]),
                    _ => value,
                };
                map.insert(key, value);
            }
        }
    }
    Value::Object(map)
}

/// `name[key]=value`, also nested and with `[]` for lists.
fn deep(
    shapes: Shapes<'_>,
    schema: &SchemaRef,
    name: &str,
    pairs: &[(String, &str)],
) -> Option<Value> {
    let mut found = None;
    for (key, raw) in pairs {
        let Some(rest) = key.strip_prefix(name).filter(|r| r.starts_with('[')) else {
            continue;
        };
        let path: Vec<&str> = rest
            .split('[')
            .skip(1)
            .map(|p| p.trim_end_matches(']'))
            .collect();
        let root = found.get_or_insert_with(|| Value::Object(Map::new()));
        place(shapes, Some(schema), root, &path, &query::decode(raw));
    }
    found
}

fn place(
    shapes: Shapes<'_>,
    schema: Option<&SchemaRef>,
    into: &mut Value,
    path: &[&str],
    text: &str,
) {
    let value = || schema.map_or_else(|| Value::from(text), |s| plain(shapes, s, text));
    let Some((key, rest)) = path.split_first() else {
        match into {
            Value::Array(items) => {
                let item = schema.and_then(|s| shapes.items(s));
                items.push(item.map_or_else(|| Value::from(text), |i| plain(shapes, &i, text)));
            }
            other => *other = value(),
        }
        return;
    };
    if key.is_empty() {
        if !into.is_array() {
            *into = Value::Array(Vec::new());
        }
        return place(shapes, schema, into, rest, text);
    }
    let property = schema.and_then(|s| shapes.property(s, key));
    if !into.is_object() {
        *into = Value::Object(Map::new());
    }
    if let Value::Object(map) = into {
        let many = property.as_ref().is_some_and(|p| shapes.types(p).array);
        let slot = map.entry((*key).to_owned()).or_insert_with(|| {
            if many {
                Value::Array(Vec::new())
            } else {
                Value::Null
            }
        });
        place(shapes, property.as_ref(), slot, rest, text);
    }
}

fn scalar(shapes: Shapes<'_>, schema: &SchemaRef, types: Types, text: &str) -> Value {
    if let Some(listed) = shapes
        .schema(schema)
        .and_then(|s| s.get("enum"))
        .and_then(Value::as_array)
        && let Some(same) = listed
            .iter()
            .find(|v| v.as_str().is_none() && v.to_string() == text)
    {
        return same.clone();
    }
    if types.is_open() {
        return Value::from(text);
    }
    if types.boolean
        && let Ok(value) = text.parse::<bool>()
    {
        return Value::from(value);
    }
    if types.number
        && let Some(number) = number(text)
    {
        return number;
    }
    if types.null && !types.string && (text.is_empty() || text == "null") {
        return Value::Null;
    }
    if (types.object || types.array)
        && !types.string
        && let Ok(value @ (Value::Object(_) | Value::Array(_))) = serde_json::from_str(text)
    {
        return value;
    }
    Value::from(text)
}

/// A JSON number, and nothing around it.
fn number(text: &str) -> Option<Value> {
    let plain = text
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b'.' | b'e' | b'E'));
    plain
        .then(|| serde_json::from_str(text).ok())
        .flatten()
        .filter(Value::is_number)
}
