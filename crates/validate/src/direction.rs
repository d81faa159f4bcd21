//! Which way a message goes, and what that means for its schemas.
//!
//! `readOnly` properties need not be in requests, `writeOnly` ones must not be in responses
//! (OpenAPI 3.0.4 and 3.1.1, Schema Object). Schemas are rewritten for each direction, in place,
//! so that pointers still hold.

use std::collections::BTreeMap;

use fairlead_openapi::pointer;
use serde_json::{Map, Value, json};
use url::Url;

/// Which way a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From the client.
    Request,
    /// To the client.
    Response,
}

/// How many `$ref`s are followed to find out whether a property is for one direction.
const HOPS: usize = 8;

/// Documents by URI.
pub type DocumentMap = BTreeMap<Url, std::sync::Arc<Value>>;

/// Whether any schema is for one direction only.
pub fn depends_on_direction(documents: &DocumentMap) -> bool {
    fn looks(value: &Value) -> bool {
        match value {
            Value::Object(map) => {
                ["readOnly", "writeOnly"]
                    .iter()
                    .any(|k| map.get(*k) == Some(&Value::Bool(true)))
                    || map.values().any(looks)
            }
            Value::Array(items) => items.iter().any(looks),
            _ => false,
        }
    }
    documents.values().any(|document| looks(document))
}

/// The documents as they hold for one direction.
pub fn directed(documents: &DocumentMap, direction: Direction) -> BTreeMap<Url, Value> {
    documents
        .iter()
        .map(|(uri, document)| {
            let mut copy = document.as_ref().clone();
            Rewrite {
                documents,
                base: uri,
                direction,
            }
            .walk(&mut copy, &[]);
            (uri.clone(), copy)
        })
        .collect()
}

struct Rewrite<'a> {
    documents: &'a DocumentMap,
    base: &'a Url,
    direction: Direction,
}

impl Rewrite<'_> {
    /// `around`: the schemas whose `allOf` leads here, with what they say of properties.
    fn walk(&self, value: &mut Value, around: &[Map<String, Value>]) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| self.walk(item, &[])),
            Value::Object(map) => {
                self.waive_required(map, around);
                if self.direction == Direction::Response {
                    forbid_write_only(map);
                }
                bound_integers(map);
                let mut inner = around.to_vec();
                if map.contains_key("allOf") {
                    inner.push(property_sources(map));
                }
                for (key, child) in map.iter_mut() {
                    match child {
                        Value::Array(branches) if key == "allOf" => {
                            branches
                                .iter_mut()
                                .for_each(|branch| self.walk(branch, &inner));
                        }
                        // Values that people wrote as data are not schemas.
                        _ if matches!(
                            key.as_str(),
                            "example" | "examples" | "enum" | "const" | "default"
                        ) => {}
                        _ => self.walk(child, &[]),
                    }
                }
            }
            _ => {}
        }
    }

    fn waive_required(&self, map: &mut Map<String, Value>, around: &[Map<String, Value>]) {
        let Some(Value::Array(required)) = map.get("required") else {
            return;
        };
        let own = property_sources(map);
        let kept: Vec<Value> = required
            .iter()
            .filter(|name| {
                let Some(name) = name.as_str() else {
                    return true;
                };
                let mut sources = std::iter::once(&own).chain(around);
                !sources.any(|s| self.is_waived(&Value::Object(s.clone()), name, HOPS))
            })
            .cloned()
            .collect();
        if kept.is_empty() {
            // Draft 4 wants at least one name.
            map.remove("required");
        } else if kept.len() < required.len() {
            map.insert("required".into(), kept.into());
        }
    }

    /// Whether a schema says of the property that it is for the other direction.
    fn is_waived(&self, schema: &Value, name: &str, hops: usize) -> bool {
        if hops == 0 {
            return false;
        }
        if let Some(target) = self.follow(schema)
            && self.is_waived(target, name, hops - 1)
        {
            return true;
        }
        let property = schema.get("properties").and_then(|p| p.get(name));
        property.is_some_and(|p| self.is_for_other(p, hops - 1))
            || schema
                .get("allOf")
                .and_then(Value::as_array)
                .is_some_and(|all| all.iter().any(|s| self.is_waived(s, name, hops - 1)))
    }

    fn is_for_other(&self, property: &Value, hops: usize) -> bool {
        let flag = match self.direction {
            Direction::Request => "readOnly",
            Direction::Response => "writeOnly",
        };
        if property.get(flag) == Some(&Value::Bool(true)) {
            return true;
        }
        if hops == 0 {
            return false;
        }
        self.follow(property)
            .is_some_and(|p| self.is_for_other(p, hops - 1))
            || property
                .get("allOf")
                .and_then(Value::as_array)
                .is_some_and(|all| all.iter().any(|s| self.is_for_other(s, hops - 1)))
    }

    fn follow(&self, schema: &Value) -> Option<&Value> {
        let reference = schema.get("$ref")?.as_str()?;
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let document = if file.is_empty() {
            self.documents.get(self.base)?
        } else {
            self.documents.get(&self.base.join(file).ok()?)?
        };
        document.pointer(&pointer::from_fragment(fragment))
    }
}

/// What a schema itself says of properties, without the rest of it.
fn property_sources(map: &Map<String, Value>) -> Map<String, Value> {
    ["properties", "allOf", "$ref"]
        .iter()
        .filter_map(|key| {
            map.get(*key)
                .map(|value| ((*key).to_owned(), value.clone()))
        })
        .collect()
}

/// In responses a `writeOnly` property fits nothing.
fn forbid_write_only(map: &mut Map<String, Value>) {
    if let Some(Value::Object(properties)) = map.get_mut("properties") {
        for property in properties.values_mut() {
            if property.get("writeOnly") == Some(&Value::Bool(true)) {
                *property = json!({ "writeOnly": true, "not": {} });
            }
        }
    }
}

/// `format: int32` and `int64` bound integers (OpenAPI format registry).
fn bound_integers(map: &mut Map<String, Value>) {
    let (low, high) = match map.get("format").and_then(Value::as_str) {
        Some("int32") => (i64::from(i32::MIN), i64::from(i32::MAX)),
        Some("int64") => (i64::MIN, i64::MAX),
        _ => return,
    };
    if !map
        .get("type")
        .is_some_and(|t| t == "integer" || t == "number" || t.is_array())
    {
        return;
    }
    for (keyword, bound) in [("minimum", low), ("maximum", high)] {
        let exclusive = if keyword == "minimum" {
            "exclusiveMinimum"
        } else {
            "exclusiveMaximum"
        };
        if !map.contains_key(keyword) && !map.contains_key(exclusive) {
            map.insert(keyword.into(), bound.into());
        }
    }
}
