//! A schema with everything that it refers to, as one document.

use std::collections::{BTreeMap, VecDeque};

use fairlead_openapi::{Documents, SchemaRef};
use serde_json::{Map, Value, json};

use crate::{direction::Direction, parameter::follow};

/// Most schemas in one document: completion in an editor has no use for more.
const SCHEMAS: usize = 2_000;
/// Keywords whose values are values, not schemas.
const VALUES: [&str; 6] = [
    "enum",
    "const",
    "default",
    "example",
    "examples",
    "discriminator",
];

/// The schema as one JSON Schema without references to elsewhere, for tools that help to write a
/// value. What must not be written in this direction is marked `doNotSuggest`. Dynamic references
/// and anchors are left out: they narrow what is allowed, and nothing is refused by them here.
#[must_use]
pub fn bundle(documents: &Documents, at: &SchemaRef, direction: Direction) -> Value {
    let mut bundling = Bundling {
        names: BTreeMap::new(),
        waiting: VecDeque::new(),
        direction,
    };
    let root = bundling.reference(at);
    let mut definitions = Map::new();
    while let Some((at, name)) = bundling.waiting.pop_front() {
        let schema = documents.schema(&at).unwrap_or(&Value::Bool(true));
        let schema = bundling.schema(&at, schema);
        definitions.insert(name, schema);
    }
    json!({ "$ref": root, "$defs": definitions })
}

struct Bundling {
    names: BTreeMap<SchemaRef, String>,
    waiting: VecDeque<(SchemaRef, String)>,
    direction: Direction,
}

impl Bundling {
    fn reference(&mut self, at: &SchemaRef) -> String {
        if let Some(name) = self.names.get(at) {
            return format!("#/$defs/{name}");
        }
        if self.names.len() >= SCHEMAS {
            return "#/$defs/any".to_owned();
        }
        let name = format!("s{}", self.names.len());
        self.names.insert(at.clone(), name.clone());
        self.waiting.push_back((at.clone(), name.clone()));
        format!("#/$defs/{name}")
    }

    fn schema(&mut self, at: &SchemaRef, schema: &Value) -> Value {
        match schema {
            Value::Object(members) => {
                let mut written = Map::new();
                for (keyword, value) in members {
                    self.keyword(at, keyword, value, &mut written);
                }
                if self.is_hidden(members) {
                    written.insert("doNotSuggest".to_owned(), Value::Bool(true));
                }
                Value::Object(written)
            }
            Value::Array(items) => {
                let items = items.iter().map(|item| self.schema(at, item));
                Value::Array(items.collect())
            }
            other => other.clone(),
        }
    }

    fn keyword(
        &mut self,
        at: &SchemaRef,
        keyword: &str,
        value: &Value,
        written: &mut Map<String, Value>,
    ) {
        match (keyword, value) {
            ("$ref", Value::String(reference)) => {
                if let Some(target) = follow(at, reference) {
                    let to = self.reference(&target);
                    written.insert(keyword.to_owned(), to.into());
                }
            }
            ("$id" | "$schema" | "$anchor" | "$dynamicRef" | "$dynamicAnchor", _) => {}
            // By name: what is below is no keyword.
            (
                "properties" | "patternProperties" | "$defs" | "dependentSchemas",
                Value::Object(named),
            ) => {
                let named = named
                    .iter()
                    .map(|(name, schema)| (name.clone(), self.schema(at, schema)));
                written.insert(keyword.to_owned(), Value::Object(named.collect()));
            }
            _ if VALUES.contains(&keyword) => {
                written.insert(keyword.to_owned(), value.clone());
            }
            _ => {
                let value = self.schema(at, value);
                written.insert(keyword.to_owned(), value);
            }
        }
    }

    fn is_hidden(&self, schema: &Map<String, Value>) -> bool {
        let keyword = match self.direction {
            Direction::Request => "readOnly",
            Direction::Response => "writeOnly",
        };
        schema.get(keyword) == Some(&Value::Bool(true))
    }
}
