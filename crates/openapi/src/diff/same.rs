//! Whether two schemas, or values, say the same; words aside.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::node::{Library, Node, key};

/// Keywords that change nothing about which values fit.
const WORDS: &[&str] = &[
    "title",
    "description",
    "summary",
    "example",
    "examples",
    "default",
    "deprecated",
    "externalDocs",
    "$comment",
    "$schema",
    "$id",
    "$anchor",
    // Said with `type` in uniform schemas.
    "nullable",
    "x-nullable",
];

/// The same value; 1 and 1.0 are one number.
pub(super) fn is_equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(x), Value::Number(y)) => x == y || x.as_f64() == y.as_f64(),
        (Value::Array(x), Value::Array(y)) => {
            x.len() == y.len() && x.iter().zip(y).all(|(x, y)| is_equal(x, y))
        }
        (Value::Object(x), Value::Object(y)) => {
            x.len() == y.len()
                && x.iter()
                    .all(|(k, v)| y.get(k).is_some_and(|w| is_equal(v, w)))
        }
        _ => a == b,
    }
}

/// Compares schemas of two descriptions; what it has to do in all is limited, and beyond that
/// nothing is the same.
pub(super) struct Sameness<'a, 'l> {
    pub(super) old: &'l Library<'a>,
    pub(super) new: &'l Library<'a>,
    /// Steps left.
    pub(super) budget: usize,
    /// How deep the comparison under way is.
    depth: usize,
    /// Whether a comparison had to end before it was through.
    is_spent: bool,
}

/// Most steps of all comparisons together.
const STEPS: usize = 5_000_000;
/// Deepest nesting that is looked into, references counted.
const DEPTH: usize = 400;

impl<'a, 'l> Sameness<'a, 'l> {
    pub(super) fn new(old: &'l Library<'a>, new: &'l Library<'a>) -> Self {
        Self {
            old,
            new,
            budget: STEPS,
            depth: 0,
            is_spent: false,
        }
    }

    /// Whether two lists of schemas are written the same, names of `$ref`s aside.
    pub(super) fn nodes(&mut self, old: &[Node<'a>], new: &[Node<'a>]) -> bool {
        let mut seen = HashSet::new();
        old.len() == new.len() && old.iter().zip(new).all(|(a, b)| self.node(a, b, &mut seen))
    }

    /// Whether two values of parameters are the same; those of 2.0 are parameters themselves.
    pub(super) fn field(&mut self, old: &Node<'a>, new: &Node<'a>) -> bool {
        const OWN: &[&str] = &[
            "name",
            "in",
            "required",
            "allowEmptyValue",
            "collectionFormat",
        ];
        let (Value::Object(a), Value::Object(b)) = (old.value, new.value) else {
            return is_equal(old.value, new.value);
        };
        let keywords = |map: &'a Map<String, Value>| {
            said(map)
                .map(|(keyword, _)| keyword.as_str())
                .filter(|k| !OWN.contains(k))
        };
        keywords(a).count() == keywords(b).count()
            && keywords(a).all(|keyword| self.rule(keyword, old, new))
    }

    /// Whether two schemas say the same under a keyword.
    pub(super) fn rule(&mut self, keyword: &str, old: &Node<'a>, new: &Node<'a>) -> bool {
        let (Some(a), Some(b)) = (old.value.get(keyword), new.value.get(keyword)) else {
            return false;
        };
        self.is_spent = false;
        let is_same = self.keyword(keyword, (old, a), (new, b), &mut HashSet::new());
        // What is too much to look through is the same where it is written the same.
        is_same || self.is_spent && a == b
    }

    /// `seen`: pairs already under comparison, which are the same unless something else differs.
    fn node(
        &mut self,
        old: &Node<'a>,
        new: &Node<'a>,
        seen: &mut HashSet<(Vec<usize>, Vec<usize>)>,
    ) -> bool {
        let old = self.old.behind(old.clone());
        let new = self.new.behind(new.clone());
        let pair = (
            key(std::slice::from_ref(&old)),
            key(std::slice::from_ref(&new)),
        );
        if !seen.insert(pair) {
            return true;
        }
        if self.budget == 0 || self.depth >= DEPTH {
            self.is_spent = true;
            return false;
        }
        self.budget -= 1;
        self.depth += 1;
        let is_same = match (old.value, new.value) {
            (Value::Object(a), Value::Object(b)) => {
                said(a).count() == said(b).count()
                    && said(a).all(|(keyword, value)| {
                        b.get(keyword).is_some_and(|other| {
                            self.keyword(keyword, (&old, value), (&new, other), seen)
                        })
                    })
            }
            (a, b) => is_equal(a, b),
        };
        self.depth -= 1;
        is_same
    }

    fn keyword(
        &mut self,
        keyword: &str,
        (old, a): (&Node<'a>, &'a Value),
        (new, b): (&Node<'a>, &'a Value),
        seen: &mut HashSet<(Vec<usize>, Vec<usize>)>,
    ) -> bool {
        let is_data = matches!(
            keyword,
            "enum" | "const" | "required" | "type" | "discriminator" | "dependentRequired" | "xml"
        );
        if keyword == "$ref" {
            let (old, new) = (self.old.follow(old), self.new.follow(new));
            return match (old, new) {
                (Some(old), Some(new)) => self.node(&old, &new, seen),
                _ => a == b,
            };
        }
        if keyword == "required" || keyword == "type" {
            return is_same_set(a, b);
        }
        match (a, b) {
            _ if is_data || keyword.starts_with("x-") => is_equal(a, b),
            (Value::Array(x), Value::Array(y)) => {
                let (x_nodes, y_nodes) = (old.listed(keyword), new.listed(keyword));
                x.len() == y.len()
                    && x_nodes
                        .iter()
                        .zip(&y_nodes)
                        .all(|(x, y)| self.node(x, y, seen))
            }
            (Value::Object(x), Value::Object(y)) if is_map(keyword) => {
                x.len() == y.len()
                    && x.iter().all(|(name, value)| {
                        y.get(name).is_some_and(|other| {
                            let x = old.named(keyword, name, value);
                            let y = new.named(keyword, name, other);
                            self.node(&x, &y, seen)
                        })
                    })
            }
            (Value::Object(_), Value::Object(_)) => {
                match (old.under(keyword), new.under(keyword)) {
                    (Some(x), Some(y)) => self.node(&x, &y, seen),
                    _ => false,
                }
            }
            _ => is_equal(a, b),
        }
    }
}

fn said(map: &Map<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    map.iter()
        .filter(|(k, _)| !WORDS.contains(&k.as_str()) && !k.starts_with("x-"))
}

fn is_map(keyword: &str) -> bool {
    matches!(
        keyword,
        "properties"
            | "patternProperties"
            | "dependentSchemas"
            | "dependencies"
            | "$defs"
            | "definitions"
    )
}

fn is_same_set(a: &Value, b: &Value) -> bool {
    let (Value::Array(x), Value::Array(y)) = (a, b) else {
        return is_equal(a, b);
    };
    x.iter().all(|v| y.contains(v)) && y.iter().all(|v| x.contains(v))
}
