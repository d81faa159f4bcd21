//! Everything that has to hold at one place.

use std::collections::BTreeSet;

use fastrand::Rng;
use serde_json::{Map, Value};
use url::Url;

use super::Kind;
use crate::{
    model::{Documents, SchemaRef},
    pointer,
};

/// How many references and `allOf`s are followed at one place.
const NODES: usize = 200;
/// From this depth on the alternative that nests least is taken.
const DEPTH_OF_CHOICE: usize = 3;

/// One schema and where its references start from.
#[derive(Clone, Copy, Debug)]
pub struct Node<'a> {
    base: &'a Url,
    pub schema: &'a Value,
}

/// Schemas that all have to hold.
#[derive(Clone, Debug, Default)]
pub struct Conjunction<'a> {
    pub nodes: Vec<Node<'a>>,
    /// Property and value that the chosen alternative's discriminator wants.
    pub discriminator: Option<(String, String)>,
}

/// Types that are let through. All: nothing was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Types {
    pub null: bool,
    pub boolean: bool,
    pub integer: bool,
    pub number: bool,
    pub string: bool,
    pub array: bool,
    pub object: bool,
}

impl Types {
    const ANY: Self = Self {
        null: true,
        boolean: true,
        integer: true,
        number: true,
        string: true,
        array: true,
        object: true,
    };
    const NONE: Self = Self {
        null: false,
        boolean: false,
        integer: false,
        number: false,
        string: false,
        array: false,
        object: false,
    };

    pub fn is_any(self) -> bool {
        self == Self::ANY
    }

    pub fn lets(self, value: &Value) -> bool {
        match value {
            Value::Null => self.null,
            Value::Bool(_) => self.boolean,
            Value::Number(n) => {
                self.number || self.integer && n.as_f64().is_some_and(|f| f.fract() == 0.0)
            }
            Value::String(_) => self.string,
            Value::Array(_) => self.array,
            Value::Object(_) => self.object,
        }
    }

    fn add(&mut self, name: &str) {
        match name {
            "null" => self.null = true,
            "boolean" => self.boolean = true,
            "integer" => self.integer = true,
            "number" => (self.integer, self.number) = (true, true),
            "string" => self.string = true,
            "array" => self.array = true,
            "object" => self.object = true,
            _ => {}
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            null: self.null && other.null,
            boolean: self.boolean && other.boolean,
            integer: self.integer && other.integer,
            number: self.number && other.number,
            string: self.string && other.string,
            array: self.array && other.array,
            object: self.object && other.object,
        }
    }
}

impl<'a> Conjunction<'a> {
    /// The schema at a place; nothing where there is none.
    pub fn at(documents: &'a Documents, at: &SchemaRef) -> Self {
        let node = documents
            .uniform
            .get_key_value(&at.document)
            .and_then(|(base, document)| {
                document
                    .pointer(&at.pointer)
                    .map(|schema| Node { base, schema })
            });
        Self {
            nodes: node.into_iter().collect(),
            discriminator: None,
        }
    }

    /// With references and `allOf`s followed, and one alternative of each choice taken.
    pub fn expand(&self, documents: &'a Documents, rng: &mut Rng, depth: usize) -> Self {
        let mut whole = Self {
            nodes: Vec::new(),
            discriminator: self.discriminator.clone(),
        };
        let mut waiting: Vec<Node<'a>> = self.nodes.iter().rev().copied().collect();
        let mut seen = BTreeSet::new();
        while let Some(node) = waiting.pop() {
            if whole.nodes.len() >= NODES || !seen.insert(std::ptr::from_ref(node.schema)) {
                continue;
            }
            whole.nodes.push(node);
            let Some(map) = node.schema.as_object() else {
                continue;
            };
            for keyword in ["$ref", "$dynamicRef"] {
                let reference = map.get(keyword).and_then(Value::as_str);
                waiting.extend(reference.and_then(|r| node.follow(documents, r)));
            }
            if let Some(all) = map.get("allOf").and_then(Value::as_array) {
                waiting.extend(all.iter().rev().map(|schema| node.with(schema)));
            }
            for keyword in ["oneOf", "anyOf"] {
                if let Some(branches) = map.get(keyword).and_then(Value::as_array) {
                    let Some(chosen) = choose(branches, &node, documents, rng, depth) else {
                        continue;
                    };
                    whole.note_discriminator(map, &branches[chosen]);
                    waiting.push(node.with(&branches[chosen]));
                }
            }
            if let (Some(condition), Some(then)) = (map.get("if"), map.get("then")) {
                waiting.extend([node.with(condition), node.with(then)]);
            }
        }
        whole
    }

    /// Every value of a keyword.
    pub fn all(&self, keyword: &str) -> impl Iterator<Item = &'a Value> {
        self.nodes
            .iter()
            .filter_map(move |node| node.schema.get(keyword))
    }

    /// The smallest of a keyword's numbers.
    pub fn least(&self, keyword: &str) -> Option<f64> {
        self.all(keyword).filter_map(Value::as_f64).reduce(f64::min)
    }

    /// The largest of a keyword's numbers.
    pub fn most(&self, keyword: &str) -> Option<f64> {
        self.all(keyword).filter_map(Value::as_f64).reduce(f64::max)
    }

    /// The smallest of a keyword's sizes.
    pub fn least_size(&self, keyword: &str) -> Option<usize> {
        self.least(keyword).map(size)
    }

    /// The largest of a keyword's sizes.
    pub fn most_size(&self, keyword: &str) -> Option<usize> {
        self.most(keyword).map(size)
    }

    /// Whether a flag is set anywhere.
    pub fn flag(&self, keyword: &str) -> bool {
        self.all(keyword).any(|v| v == &Value::Bool(true))
    }

    /// The first text of a keyword.
    pub fn text(&self, keyword: &str) -> Option<&'a str> {
        self.all(keyword).find_map(Value::as_str)
    }

    /// The types that every schema lets through.
    pub fn types(&self) -> Types {
        let mut types = Types::ANY;
        for node in &self.nodes {
            if node.schema == &Value::Bool(false) {
                return Types::NONE;
            }
            let mut own = Types::NONE;
            match node.schema.get("type") {
                Some(Value::String(name)) => own.add(name),
                Some(Value::Array(names)) => names
                    .iter()
                    .filter_map(Value::as_str)
                    .for_each(|n| own.add(n)),
                _ => continue,
            }
            types = types.and(own);
        }
        types
    }

    /// Whether any keyword is of one kind of value.
    pub fn implies(&self) -> bool {
        self.hinted().is_some()
    }

    /// The kind of value that the keywords are about; a string where none is.
    pub fn implied(&self) -> Kind {
        self.hinted().unwrap_or(Kind::String)
    }

    fn hinted(&self) -> Option<Kind> {
        let has = |keywords: &[&str]| keywords.iter().any(|k| self.all(k).next().is_some());
        if has(&[
            "properties",
            "required",
            "additionalProperties",
            "patternProperties",
            "minProperties",
            "maxProperties",
        ]) || self.discriminator.is_some()
        {
            Some(Kind::Object)
        } else if has(&[
            "items",
            "prefixItems",
            "minItems",
            "maxItems",
            "contains",
            "uniqueItems",
        ]) {
            Some(Kind::Array)
        } else if has(&["pattern", "format", "minLength", "maxLength"]) {
            Some(Kind::String)
        } else if has(&[
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
        ]) {
            Some(Kind::Number)
        } else {
            None
        }
    }

    /// What has to hold for a property.
    pub fn property(&self, name: &str) -> Self {
        let mut nodes = Vec::new();
        for node in &self.nodes {
            let own = node.schema.get("properties").and_then(|p| p.get(name));
            let patterns = node
                .schema
                .get("patternProperties")
                .and_then(Value::as_object);
            let by_pattern = patterns.into_iter().flatten().filter(|(pattern, _)| {
                fancy_regex::Regex::new(pattern).is_ok_and(|r| r.is_match(name).unwrap_or(false))
            });
            let mut matched = own.is_some();
            nodes.extend(own.map(|schema| node.with(schema)));
            for (_, schema) in by_pattern {
                matched = true;
                nodes.push(node.with(schema));
            }
            if !matched && let Some(rest) = node.schema.get("additionalProperties") {
                nodes.push(node.with(rest));
            }
        }
        Self {
            nodes,
            discriminator: None,
        }
    }

    /// What has to hold for the item at a place.
    pub fn item(&self, index: usize) -> Self {
        let mut nodes = Vec::new();
        for node in &self.nodes {
            let listed = node
                .schema
                .get("prefixItems")
                .or_else(|| node.schema.get("items").filter(|i| i.is_array()));
            let own = listed.and_then(|l| l.get(index));
            let rest = node
                .schema
                .get("items")
                .filter(|i| !i.is_array())
                .or_else(|| {
                    listed.filter(|l| l.get(index).is_none())?;
                    node.schema.get("additionalItems")
                });
            nodes.extend(own.or(rest).map(|schema| node.with(schema)));
        }
        Self {
            nodes,
            discriminator: None,
        }
    }

    /// A schema under a keyword of one of the nodes, as a conjunction of its own.
    pub fn under(&self, keyword: &str) -> Vec<Self> {
        self.nodes
            .iter()
            .filter_map(|node| node.schema.get(keyword).map(|schema| node.with(schema)))
            .map(|node| Self {
                nodes: vec![node],
                discriminator: None,
            })
            .collect()
    }

    /// Both.
    pub fn with(&self, other: &Self) -> Self {
        let nodes = self.nodes.iter().chain(&other.nodes).copied().collect();
        Self {
            nodes,
            discriminator: self.discriminator.clone(),
        }
    }

    fn note_discriminator(&mut self, map: &Map<String, Value>, branch: &Value) {
        let Some(discriminator) = map.get("discriminator") else {
            return;
        };
        let Some(property) = discriminator.get("propertyName").and_then(Value::as_str) else {
            return;
        };
        let Some(target) = branch.get("$ref").and_then(Value::as_str) else {
            return;
        };
        let name = target.rsplit('/').next().unwrap_or(target);
        let mapping = discriminator.get("mapping").and_then(Value::as_object);
        let mapped = mapping.into_iter().flatten().find(|(_, to)| {
            to.as_str()
                .is_some_and(|to| to == target || to == name || target.ends_with(to))
        });
        let value = mapped.map_or(name, |(value, _)| value);
        self.discriminator = Some((property.to_owned(), value.to_owned()));
    }
}

impl<'a> Node<'a> {
    pub fn with(&self, schema: &'a Value) -> Self {
        Self {
            base: self.base,
            schema,
        }
    }

    fn follow(&self, documents: &'a Documents, reference: &str) -> Option<Self> {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let target = if file.is_empty() {
            self.base.clone()
        } else {
            self.base.join(file).ok()?
        };
        let (base, document) = documents.uniform.get_key_value(&target)?;
        let schema = if fragment.is_empty() || fragment.starts_with('/') {
            document.pointer(&pointer::from_fragment(fragment))?
        } else {
            anchored(document, fragment, 0)?
        };
        Some(Self { base, schema })
    }
}

/// The schema with an `$anchor` or `$dynamicAnchor`.
fn anchored<'a>(value: &'a Value, anchor: &str, depth: usize) -> Option<&'a Value> {
    if depth > 64 {
        return None;
    }
    match value {
        Value::Object(map) => {
            let is_it = ["$anchor", "$dynamicAnchor"]
                .iter()
                .any(|k| map.get(*k).and_then(Value::as_str) == Some(anchor));
            if is_it {
                Some(value)
            } else {
                map.values().find_map(|v| anchored(v, anchor, depth + 1))
            }
        }
        Value::Array(items) => items.iter().find_map(|v| anchored(v, anchor, depth + 1)),
        _ => None,
    }
}

/// Which alternative to take: any, but deep down one that does not nest, and never a mere null
/// where there is something else.
fn choose(
    branches: &[Value],
    node: &Node<'_>,
    documents: &Documents,
    rng: &mut Rng,
    depth: usize,
) -> Option<usize> {
    let is_null = |b: &Value| {
        b.get("type").is_some_and(|t| t == "null")
            || b.get("enum")
                .is_some_and(|e| e == &Value::from(vec![Value::Null]))
    };
    let mut places: Vec<usize> = (0..branches.len())
        .filter(|i| !is_null(&branches[*i]))
        .collect();
    if places.is_empty() || depth > super::DEPTH_OF_EXTRAS * 2 && places.len() < branches.len() {
        places = (0..branches.len())
            .filter(|i| is_null(&branches[*i]))
            .collect();
    }
    if depth >= DEPTH_OF_CHOICE {
        let nests = |place: &usize| {
            let branch = &branches[*place];
            let target = branch
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(|r| node.follow(documents, r));
            let schema = target.map_or(branch, |t| t.schema);
            schema
                .get("type")
                .is_none_or(|t| t == "object" || t == "array")
        };
        if places.iter().any(|p| !nests(p)) {
            places.retain(|p| !nests(p));
        }
    }
    (!places.is_empty()).then(|| places[rng.usize(..places.len())])
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped just before
fn size(number: f64) -> usize {
    number.clamp(0.0, 1_000_000.0) as usize
}
