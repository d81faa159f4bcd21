//! Schemas as a person reads them: `$ref`s lead to names, and what they lead to comes along.

use std::collections::{HashMap, VecDeque};

use fairlead_openapi::{SchemaRef, locate, pointer};
use serde_json::{Map, Value};
use url::Url;

use crate::{SchemaDetail, SchemaSummary, contracts::Loaded};

/// How deep values are walked.
const DEPTH: usize = 200;

/// Gathers schemas with everything that can be reached from them.
pub struct Inlined<'a> {
    loaded: &'a Loaded,
    names: HashMap<(Url, String), String>,
    waiting: VecDeque<(String, Url, String)>,
}

impl<'a> Inlined<'a> {
    pub fn new(loaded: &'a Loaded) -> Self {
        Self {
            loaded,
            names: HashMap::new(),
            waiting: VecDeque::new(),
        }
    }

    /// A schema as written, its `$ref`s as `#/schemas/NAME`.
    pub fn schema(&mut self, at: &SchemaRef) -> Option<Value> {
        let documents = &self.loaded.spec().documents;
        let original = documents
            .original
            .get(&at.document)
            .and_then(|d| d.pointer(&at.pointer));
        // Some schemas of 2.0 are made by us and not written anywhere.
        let found = original.or_else(|| documents.schema(at))?.clone();
        Some(self.rename(found, &at.document, 0))
    }

    /// Every schema that what was asked for so far refers to, by name.
    pub fn reachable(mut self) -> Map<String, Value> {
        let mut found = Map::new();
        while let Some((name, document, pointer)) = self.waiting.pop_front() {
            let at = SchemaRef { document, pointer };
            if let Some(schema) = self.schema(&at) {
                found.insert(name, schema);
            }
        }
        found
    }

    fn rename(&mut self, value: Value, base: &Url, depth: usize) -> Value {
        if depth > DEPTH {
            return value;
        }
        match value {
            Value::Object(map) => map
                .into_iter()
                .map(|(key, child)| match (key.as_str(), &child) {
                    ("$ref", Value::String(reference)) => {
                        let renamed = self.name(reference, base);
                        let name = renamed.map_or(child, |name| {
                            Value::from(format!("#/schemas/{}", pointer::escape(&name)))
                        });
                        (key, name)
                    }
                    ("example" | "examples" | "default" | "enum" | "const", _) => (key, child),
                    _ => {
                        let child = self.rename(child, base, depth + 1);
                        (key, child)
                    }
                })
                .collect(),
            Value::Array(items) => items
                .into_iter()
                .map(|item| self.rename(item, base, depth + 1))
                .collect(),
            other => other,
        }
    }

    fn name(&mut self, reference: &str, base: &Url) -> Option<String> {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let document = if file.is_empty() {
            base.clone()
        } else {
            base.join(file).ok()?
        };
        let place = (document, pointer::from_fragment(fragment).into_owned());
        if let Some(name) = self.names.get(&place) {
            return Some(name.clone());
        }
        let last = place.1.rsplit('/').next().filter(|l| !l.is_empty());
        let stem = match last {
            Some(last) => pointer::unescape(last).into_owned(),
            None => {
                let file = place.0.path().rsplit('/').next().unwrap_or("schema");
                file.split('.').next().unwrap_or(file).to_owned()
            }
        };
        let mut name = stem.clone();
        let mut number = 2;
        while self.names.values().any(|known| *known == name) {
            name = format!("{stem}{number}");
            number += 1;
        }
        self.waiting
            .push_back((name.clone(), place.0.clone(), place.1.clone()));
        self.names.insert(place, name.clone());
        Some(name)
    }
}

/// Every named schema.
pub fn list(loaded: &Loaded) -> Vec<SchemaSummary> {
    let spec = loaded.spec();
    let lines = lines(loaded);
    spec.schemas
        .iter()
        .map(|(name, at)| {
            let schema = spec
                .documents
                .original
                .get(&at.document)
                .and_then(|d| d.pointer(&at.pointer));
            let kind = schema.and_then(|s| s.get("type")).map(|t| match t {
                Value::Array(kinds) => kinds
                    .iter()
                    .filter_map(Value::as_str)
                    .collect::<Vec<_>>()
                    .join("|"),
                other => other.as_str().unwrap_or_default().to_owned(),
            });
            SchemaSummary {
                name: name.clone(),
                pointer: at.pointer.clone(),
                file: loaded.name_of(&at.document),
                line: lines
                    .get(&(at.document.clone(), at.pointer.clone()))
                    .copied(),
                kind,
                description: schema
                    .and_then(|s| s.get("description"))
                    .and_then(Value::as_str)
                    .map(str::to_owned),
            }
        })
        .collect()
}

/// The lines of all named schemas, each file read once.
fn lines(loaded: &Loaded) -> HashMap<(Url, String), u32> {
    let mut by_file: HashMap<&Url, Vec<&str>> = HashMap::new();
    for at in loaded.spec().schemas.values() {
        by_file.entry(&at.document).or_default().push(&at.pointer);
    }
    let mut lines = HashMap::new();
    for (document, pointers) in by_file {
        let Some(bytes) = loaded.sources.files.get(document) else {
            continue;
        };
        let text = String::from_utf8_lossy(bytes);
        for (pointer, found) in pointers.iter().zip(locate::locate_all(&text, &pointers)) {
            if let Some(found) = found {
                lines.insert((document.clone(), (*pointer).to_owned()), found.span.line);
            }
        }
    }
    lines
}

/// One named schema.
pub fn detail(loaded: &Loaded, name: &str) -> Option<SchemaDetail> {
    let at = loaded.spec().schemas.get(name)?;
    let mut inlined = Inlined::new(loaded);
    let schema = inlined.schema(at)?;
    Some(SchemaDetail {
        name: name.to_owned(),
        schema,
        schemas: inlined.reachable(),
        file: loaded.name_of(&at.document),
        pointer: at.pointer.clone(),
        line: fairlead_openapi::locate(&loaded.sources, &at.document, &at.pointer).map(|s| s.line),
    })
}
