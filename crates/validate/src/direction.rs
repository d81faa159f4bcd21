//! Which way a message goes, and what that means for its schemas.
//!
//! `readOnly` properties need not be in requests and had better not be; `writeOnly` ones must not
//! be in responses (OpenAPI 3.0.4 and 3.1.1, Schema Object). Schemas are copied for each
//! direction with what it changes, so that every pointer into them still holds. The copies leave
//! out what checks nothing, such as descriptions and examples.

use std::sync::Arc;

use fairlead_openapi::pointer;
use serde_json::{Map, Value, json};
use url::Url;

use crate::resources::{Values, is_data};

/// Which way a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From the client.
    Request,
    /// To the client.
    Response,
}

/// What schemas are copied for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Requests; `readOnly` properties may be there.
    Request,
    /// Requests without any `readOnly` property.
    PureRequest,
    /// Responses.
    Response,
}

/// How many `$ref`s and `allOf`s are followed to find out whether a property is for one
/// direction.
const HOPS: usize = 8;

/// Whether any schema is for one direction only.
pub fn depends_on_direction(values: &Values) -> bool {
    values.values().any(|value| {
        has(value, &|map| {
            ["readOnly", "writeOnly"]
                .iter()
                .any(|k| map.get(*k) == Some(&Value::Bool(true)))
        })
    })
}

/// The values as they hold for a purpose.
pub fn directed(values: &Values, purpose: Purpose, is_directed: bool) -> Values {
    values
        .iter()
        .map(|(uri, value)| {
            let is_changed = is_directed || has(value, &|map| bounds(map).is_some());
            let value = if is_changed {
                let copy = Copy {
                    values,
                    base: uri,
                    purpose,
                };
                Arc::new(copy.value(value, false, &[]))
            } else {
                Arc::clone(value)
            };
            (uri.clone(), value)
        })
        .collect()
}

/// The values without the names that schemas give themselves.
pub fn unnamed(mut values: Values) -> Values {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(map) => {
                map.retain(|key, value| {
                    !(value.is_string() && matches!(key.as_str(), "$id" | "id" | "$anchor"))
                });
                map.values_mut().for_each(strip);
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    for value in values.values_mut() {
        strip(Arc::make_mut(value));
    }
    values
}

fn has(value: &Value, is_it: &dyn Fn(&Map<String, Value>) -> bool) -> bool {
    match value {
        Value::Object(map) => is_it(map) || map.values().any(|inner| has(inner, is_it)),
        Value::Array(items) => items.iter().any(|inner| has(inner, is_it)),
        _ => false,
    }
}

struct Copy<'a> {
    values: &'a Values,
    base: &'a Url,
    purpose: Purpose,
}

impl Copy<'_> {
    /// `is_named`: the keys of this map are names of schemas. `around`: the schemas whose `allOf`
    /// leads here.
    fn value(&self, value: &Value, is_named: bool, around: &[&Value]) -> Value {
        match value {
            Value::Array(items) => items.iter().map(|i| self.value(i, false, &[])).collect(),
            Value::Object(map) if is_named => map
                .iter()
                .map(|(key, inner)| (key.clone(), self.value(inner, false, &[])))
                .collect::<Map<_, _>>()
                .into(),
            Value::Object(map) => self.schema(value, map, around).into(),
            other => other.clone(),
        }
    }

    fn schema(
        &self,
        value: &Value,
        map: &Map<String, Value>,
        around: &[&Value],
    ) -> Map<String, Value> {
        let mut copy = Map::new();
        for (key, inner) in map {
            match (key.as_str(), inner) {
                ("description" | "summary" | "title" | "$comment", Value::String(_))
                | ("example" | "examples" | "externalDocs", _) => {}
                ("required", Value::Array(names)) => {
                    let kept = self.kept(names, value, around);
                    // Draft 4 wants at least one name.
                    if !kept.is_empty() {
                        copy.insert(key.clone(), kept.into());
                    }
                }
                ("properties", Value::Object(properties)) => {
                    let copied: Map<_, _> = properties
                        .iter()
                        .map(|(name, property)| (name.clone(), self.property(property)))
                        .collect();
                    copy.insert(key.clone(), copied.into());
                }
                ("allOf", Value::Array(branches)) => {
                    let inner: Vec<&Value> = around.iter().copied().chain([value]).collect();
                    let copied = branches.iter().map(|b| self.value(b, false, &inner));
                    copy.insert(key.clone(), copied.collect());
                }
                // Values that people wrote as data are not schemas.
                (key, inner) if is_data(key) => {
                    copy.insert(key.to_owned(), inner.clone());
                }
                (name, inner) => {
                    let is_named = matches!(
                        name,
                        "patternProperties" | "$defs" | "definitions" | "dependentSchemas"
                    ) || name == "schemas";
                    copy.insert(name.to_owned(), self.value(inner, is_named, &[]));
                }
            }
        }
        if let Some(bounds) = bounds(map) {
            for (keyword, bound) in bounds {
                copy.insert(keyword.into(), bound);
            }
        }
        copy
    }

    fn kept(&self, names: &[Value], schema: &Value, around: &[&Value]) -> Vec<Value> {
        if self.purpose == Purpose::Response && around.is_empty() && names.is_empty() {
            return Vec::new();
        }
        let is_waived = |name: &Value| {
            name.as_str().is_some_and(|name| {
                std::iter::once(&schema)
                    .chain(around)
                    .any(|source| self.is_waived(source, name, HOPS))
            })
        };
        names.iter().filter(|n| !is_waived(n)).cloned().collect()
    }

    /// Whether a schema says of the property that it is for the other direction.
    fn is_waived(&self, schema: &Value, name: &str, hops: usize) -> bool {
        if hops == 0 {
            return false;
        }
        let property = schema.get("properties").and_then(|p| p.get(name));
        property.is_some_and(|p| self.is_for_other(p, hops - 1))
            || self
                .parts(schema)
                .any(|part| self.is_waived(part, name, hops - 1))
    }

    fn is_for_other(&self, property: &Value, hops: usize) -> bool {
        property.get(self.flag()) == Some(&Value::Bool(true))
            || hops > 0
                && self
                    .parts(property)
                    .any(|part| self.is_for_other(part, hops - 1))
    }

    /// What a schema refers to and what it is all of.
    fn parts<'s>(&'s self, schema: &'s Value) -> impl Iterator<Item = &'s Value> {
        let all = schema.get("allOf").and_then(Value::as_array);
        self.follow(schema)
            .into_iter()
            .chain(all.into_iter().flatten())
    }

    fn follow(&self, schema: &Value) -> Option<&Value> {
        let reference = schema.get("$ref")?.as_str()?;
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let value = if file.is_empty() {
            self.values.get(self.base)?
        } else {
            self.values.get(&self.base.join(file).ok()?)?
        };
        value.pointer(&pointer::from_fragment(fragment))
    }

    /// The keyword that makes a property one for the other direction.
    fn flag(&self) -> &'static str {
        match self.purpose {
            Purpose::Request | Purpose::PureRequest => "readOnly",
            Purpose::Response => "writeOnly",
        }
    }

    fn property(&self, property: &Value) -> Value {
        let mut copy = self.value(property, false, &[]);
        if self.purpose != Purpose::Request && self.is_for_other(property, HOPS) {
            // Nothing fits. Before 2019-09 a `$ref` stands alone, so it goes.
            if let Value::Object(map) = &mut copy {
                map.shift_remove("$ref");
                map.insert("not".into(), json!({}));
            }
        }
        copy
    }
}

/// What `format` says of the range of a number (OpenAPI format registry). `float` and `double`
/// say how a number is kept, which hardly any decimal is exactly, and not which may be sent.
pub fn range(format: &str) -> Option<(Value, Value)> {
    match format {
        "int8" => Some((i8::MIN.into(), i8::MAX.into())),
        "uint8" => Some((0.into(), u8::MAX.into())),
        "int16" => Some((i16::MIN.into(), i16::MAX.into())),
        "uint16" => Some((0.into(), u16::MAX.into())),
        "int32" => Some((i32::MIN.into(), i32::MAX.into())),
        "uint32" => Some((0.into(), u32::MAX.into())),
        "int64" => Some((i64::MIN.into(), i64::MAX.into())),
        "uint64" => Some((0.into(), u64::MAX.into())),
        _ => None,
    }
}

/// Bounds that follow from the format of a number, where the schema sets none itself.
fn bounds(map: &Map<String, Value>) -> Option<Vec<(&'static str, Value)>> {
    let (low, high) = range(map.get("format")?.as_str()?)?;
    let is_number = |kind: &Value| kind == "integer" || kind == "number";
    let is_numeric = match map.get("type")? {
        Value::Array(kinds) => kinds.iter().any(is_number),
        kind => is_number(kind),
    };
    if !is_numeric {
        return None;
    }
    let mut bounds = Vec::new();
    for (keyword, exclusive, bound) in [
        ("minimum", "exclusiveMinimum", low),
        ("maximum", "exclusiveMaximum", high),
    ] {
        if !map.contains_key(keyword) && !map.contains_key(exclusive) {
            bounds.push((keyword, bound));
        }
    }
    (!bounds.is_empty()).then_some(bounds)
}
