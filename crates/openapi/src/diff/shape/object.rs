//! Properties and items.

use std::{cell::RefCell, collections::HashMap};

use indexmap::IndexMap;
use serde_json::Value;

use super::{Origin, Shape};
use crate::diff::node::{Library, Node, Nodes};

/// What one schema says of properties.
#[derive(Clone, Debug)]
pub(in crate::diff) struct ObjectPart<'a> {
    pub(in crate::diff) node: Node<'a>,
}

/// What one schema says of items.
#[derive(Clone, Debug)]
pub(in crate::diff) struct ItemPart<'a> {
    /// Items by their place.
    pub(in crate::diff) first: Nodes<'a>,
    /// All others.
    pub(in crate::diff) rest: Option<Node<'a>>,
}

/// Whether a property is named and for this direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::diff) enum Presence {
    /// Named, and for this direction.
    There,
    /// Named, and for the other direction only (`readOnly`, `writeOnly`).
    OtherWay,
    /// Not named.
    Absent,
}

/// The named properties of a shape.
pub(in crate::diff) struct Properties<'a> {
    named: IndexMap<&'a str, Nodes<'a>>,
    /// The keyword that makes one for the other direction.
    flag: &'static str,
}

thread_local! {
    /// Regular expressions of `patternProperties`, each made once.
    static PATTERNS: RefCell<HashMap<String, Option<fancy_regex::Regex>>> = RefCell::default();
}

fn fits(pattern: &str, name: &str) -> bool {
    PATTERNS.with_borrow_mut(|known| {
        if known.len() > 10_000 {
            known.clear();
        }
        let regex = known
            .entry(pattern.to_owned())
            .or_insert_with(|| fancy_regex::Regex::new(pattern).ok());
        regex
            .as_ref()
            .is_some_and(|r| r.is_match(name).unwrap_or(false))
    })
}

fn map<'a>(node: &Node<'a>, keyword: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    let map = node.value.get(keyword).and_then(Value::as_object);
    map.into_iter().flatten()
}

impl<'a> Shape<'a> {
    /// The named properties, in the order met.
    pub(in crate::diff) fn properties(&self, is_request: bool) -> Properties<'a> {
        let mut named: IndexMap<&'a str, Nodes<'a>> = IndexMap::new();
        for part in &self.objects {
            for (name, value) in map(&part.node, "properties") {
                let node = part.node.named("properties", name, value);
                named.entry(name).or_default().push(node);
            }
        }
        Properties {
            named,
            flag: if is_request { "readOnly" } else { "writeOnly" },
        }
    }

    /// What has to hold for a property, named or not: its own schemas, those of patterns that fit
    /// its name, and those for all others.
    pub(in crate::diff) fn property(&self, name: &str) -> Nodes<'a> {
        let mut nodes = Vec::new();
        for part in &self.objects {
            let own = part.node.value.get("properties").and_then(|p| p.get(name));
            let mut is_matched = own.is_some();
            nodes.extend(own.map(|value| part.node.named("properties", name, value)));
            for (pattern, value) in map(&part.node, "patternProperties") {
                if fits(pattern, name) {
                    is_matched = true;
                    nodes.push(part.node.named("patternProperties", pattern, value));
                }
            }
            if !is_matched {
                nodes.extend(part.node.under("additionalProperties"));
            }
        }
        nodes
    }

    /// What has to hold for properties that are not named.
    pub(in crate::diff) fn other_properties(&self) -> Nodes<'a> {
        let parts = self.objects.iter();
        parts
            .filter_map(|part| part.node.under("additionalProperties"))
            .filter(|node| node.value != &Value::Bool(true))
            .collect()
    }

    /// Schemas by the pattern of names they are for.
    pub(in crate::diff) fn pattern_properties(&self) -> IndexMap<&'a str, (Nodes<'a>, Origin<'a>)> {
        let mut all: IndexMap<&'a str, (Nodes<'a>, Origin<'a>)> = IndexMap::new();
        for part in &self.objects {
            for (pattern, value) in map(&part.node, "patternProperties") {
                let node = part.node.named("patternProperties", pattern, value);
                let origin = Origin {
                    node: node.clone(),
                    keyword: "",
                };
                all.entry(pattern)
                    .or_insert_with(|| (Vec::new(), origin))
                    .0
                    .push(node);
            }
        }
        all
    }

    /// How many items have schemas of their own.
    pub(in crate::diff) fn first_items(&self) -> usize {
        self.items.iter().map(|p| p.first.len()).max().unwrap_or(0)
    }

    /// What has to hold for the item at a place; for `None`, for those behind the first ones.
    pub(in crate::diff) fn item(&self, index: Option<usize>) -> Nodes<'a> {
        let parts = self.items.iter();
        parts
            .filter_map(|part| {
                let own = index.and_then(|i| part.first.get(i));
                own.or(part.rest.as_ref()).cloned()
            })
            .collect()
    }
}

impl<'a> Properties<'a> {
    pub(in crate::diff) fn names(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.named.keys().copied()
    }

    pub(in crate::diff) fn presence(&self, library: &Library<'a>, name: &str) -> Presence {
        match self.named.get(name) {
            None => Presence::Absent,
            Some(nodes) if library.flag(nodes, self.flag) => Presence::OtherWay,
            Some(_) => Presence::There,
        }
    }

    /// Where a property is named.
    pub(in crate::diff) fn origin(&self, name: &str) -> Option<Origin<'a>> {
        let node = self.named.get(name)?.first()?.clone();
        Some(Origin { node, keyword: "" })
    }
}
