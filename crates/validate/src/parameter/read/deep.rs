//! `name[key]=value`, also nested and with `[]` or `[0]` for the items of an array. The standard
//! defines one level of keys; the rest is what frameworks make of it.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::{Pairs, plain};
use crate::parameter::shape::Shape;

/// Most keys in one name; what is deeper belongs to the last of them.
const KEYS: usize = 16;
/// Highest index of an array.
const INDEX: usize = 1_000;

pub(super) fn read(
    shape: &Shape,
    name: &str,
    pairs: Pairs<'_>,
    decode: fn(&str) -> Cow<'_, str>,
) -> Option<Value> {
    let mut found = None;
    for (key, raw) in pairs.pairs {
        let Some(rest) = key.strip_prefix(name).filter(|r| r.starts_with('[')) else {
            continue;
        };
        let path: Vec<&str> = rest
            .splitn(KEYS + 1, '[')
            .skip(1)
            .map(|p| p.strip_suffix(']').unwrap_or(p))
            .collect();
        let start = if shape.is_array() {
            Value::Array(Vec::new())
        } else {
            Value::Object(Map::new())
        };
        let root = found.get_or_insert(start);
        place(Some(shape), root, &path, &decode(raw));
    }
    found
}

fn place(shape: Option<&Shape>, into: &mut Value, path: &[&str], text: &str) {
    let read = |shape: Option<&Shape>| match shape {
        Some(shape) => plain(shape, text),
        None => Value::from(text),
    };
    let items = || shape.and_then(|s| s.items.as_deref());
    match (path, &mut *into) {
        ([] | [""], Value::Array(list)) => list.push(read(items())),
        ([], other) => *other = read(shape),
        (["", rest @ ..], Value::Array(list)) => {
            let mut item = Value::Null;
            place(items(), &mut item, rest, text);
            list.push(item);
        }
        ([key, rest @ ..], Value::Array(list)) => match key.parse::<usize>() {
            Ok(index) if index <= INDEX => {
                while list.len() <= index {
                    list.push(Value::Null);
                }
                place(items(), &mut list[index], rest, text);
            }
            _ => *into = read(None),
        },
        ([key, ..], other) if key.is_empty() && !other.is_object() => {
            *other = Value::Array(Vec::new());
            place(shape, other, path, text);
        }
        ([key, rest @ ..], other) => {
            let property = shape.and_then(|s| s.property(key)).map(AsRef::as_ref);
            if !other.is_object() {
                *other = Value::Object(Map::new());
            }
            if let Value::Object(map) = other {
                let is_list = property.is_some_and(Shape::is_array);
                let slot = map.entry((*key).to_owned()).or_insert_with(|| {
                    if is_list {
                        Value::Array(Vec::new())
                    } else {
                        Value::Null
                    }
                });
                place(property, slot, rest, text);
            }
        }
    }
}
