//! Schemas and where they stand; following their `$ref`s.

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
    rc::Rc,
};

use fairlead_core::limits;
use serde_json::Value;
use url::Url;

use crate::{
    Place, Spec,
    model::{Documents, SchemaRef},
    pointer,
};

/// What stands for a schema that is not there: any value is taken.
static ANY: Value = Value::Bool(true);

/// One schema of a uniform document.
#[derive(Debug)]
pub(crate) struct Schema<'a> {
    /// URI of its file.
    pub(crate) base: &'a Url,
    /// Where it stands; for one that is not there, where it would stand in.
    pub(crate) pointer: String,
    pub(crate) value: &'a Value,
    /// What tells it from others: its address, or for one that is not there a number that no
    /// address has.
    key: usize,
}

/// A schema, shared by all that speak of it.
pub(crate) type Node<'a> = Rc<Schema<'a>>;

/// Schemas that all have to hold at one place.
pub(crate) type Nodes<'a> = Vec<Node<'a>>;

/// What makes two lists of schemas the same one.
pub(crate) fn key(nodes: &[Node<'_>]) -> Vec<usize> {
    nodes.iter().map(|n| n.key).collect()
}

fn address(value: &Value) -> usize {
    std::ptr::from_ref(value) as usize
}

impl<'a> Schema<'a> {
    /// A schema (or a list of them) right under a keyword.
    pub(crate) fn under(&self, keyword: &str) -> Option<Node<'a>> {
        let value = self.value.get(keyword)?;
        Some(self.inner(value, keyword, None))
    }

    /// The schema under a keyword and a name.
    pub(crate) fn named(&self, keyword: &str, name: &str, value: &'a Value) -> Node<'a> {
        self.inner(value, keyword, Some(name))
    }

    /// The schemas of a list under a keyword.
    pub(crate) fn listed(&self, keyword: &str) -> Vec<Node<'a>> {
        let items = self.value.get(keyword).and_then(Value::as_array);
        items
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(index, value)| self.inner(value, keyword, Some(&index.to_string())))
            .collect()
    }

    /// The schema that takes everything, where this one says nothing more.
    pub(crate) fn absent(&self) -> Node<'a> {
        Rc::new(Self {
            base: self.base,
            pointer: self.pointer.clone(),
            value: &ANY,
            // Addresses of values are even.
            key: self.key | 1,
        })
    }

    fn inner(&self, value: &'a Value, keyword: &str, name: Option<&str>) -> Node<'a> {
        let length = self.pointer.len() + keyword.len() + name.map_or(0, str::len) + 2;
        let mut at = String::with_capacity(length);
        at.push_str(&self.pointer);
        pointer::push(&mut at, keyword);
        if let Some(name) = name {
            pointer::push(&mut at, name);
        }
        Rc::new(Self {
            base: self.base,
            pointer: at,
            value,
            key: address(value),
        })
    }

    /// Where a keyword of it stands, or where it stands itself.
    pub(crate) fn place(&self, keyword: &str) -> Place {
        let has = !keyword.is_empty() && self.value.get(keyword).is_some();
        Place {
            document: self.base.clone(),
            pointer: if has {
                pointer::join(&self.pointer, keyword)
            } else {
                self.pointer.clone()
            },
        }
    }

    /// The name it has among the components, if its `$ref` (or it itself) has one.
    pub(crate) fn last_segment(&self) -> &str {
        self.pointer.rsplit('/').next().unwrap_or_default()
    }
}

/// One description's schemas, and what its references lead to.
pub(crate) struct Library<'a> {
    documents: &'a Documents,
    /// 3.1 and later: keywords beside a `$ref` count.
    pub(crate) is_2020: bool,
    /// By address of the reference's text.
    known: RefCell<HashMap<usize, Option<Node<'a>>>>,
}

impl<'a> Library<'a> {
    pub(crate) fn new(spec: &'a Spec) -> Self {
        Self {
            documents: &spec.documents,
            is_2020: spec.family.is_2020_12(),
            known: RefCell::default(),
        }
    }

    /// The schema at a place of the model.
    pub(crate) fn at(&self, place: &SchemaRef) -> Option<Node<'a>> {
        self.find(&place.document, &place.pointer)
    }

    /// What stands for a schema that is not there, in an object of the description.
    pub(crate) fn absent(&self, place: &Place) -> Node<'a> {
        let found = self.find(&place.document, &place.pointer);
        match found {
            Some(node) => node.absent(),
            None => {
                // Nothing to speak of: a place that no file has.
                let (base, _) = self.first_file();
                Rc::new(Schema {
                    base,
                    pointer: String::new(),
                    value: &ANY,
                    key: 1,
                })
            }
        }
    }

    fn first_file(&self) -> (&'a Url, &'a Value) {
        static EMPTY: std::sync::LazyLock<Url> = std::sync::LazyLock::new(Documents::synthetic);
        let first = self.documents.uniform.iter().next();
        first.map_or((&EMPTY, &ANY), |(url, value)| (url, value.as_ref()))
    }

    fn find(&self, document: &Url, at: &str) -> Option<Node<'a>> {
        let (base, value) = self.documents.uniform.get_key_value(document)?;
        let value = value.pointer(at)?;
        Some(Rc::new(Schema {
            base,
            pointer: at.to_owned(),
            value,
            key: address(value),
        }))
    }

    /// What the `$ref` of a schema leads to.
    pub(crate) fn follow(&self, node: &Schema<'a>) -> Option<Node<'a>> {
        let reference = node.value.get("$ref")?;
        let key = address(reference);
        if let Some(known) = self.known.borrow().get(&key) {
            return known.clone();
        }
        let found = self.resolve(node.base, reference.as_str()?);
        self.known.borrow_mut().insert(key, found.clone());
        found
    }

    /// What a reference written in a file leads to; in uniform documents they lead straight to
    /// files and pointers.
    pub(crate) fn resolve(&self, base: &'a Url, reference: &str) -> Option<Node<'a>> {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let fragment = pointer::from_fragment(fragment);
        if file.is_empty() {
            return self.find(base, &fragment);
        }
        self.find(&base.join(file).ok()?, &fragment)
    }

    /// Schemas with each mere `$ref` replaced by what it leads to, so that the ways to one schema
    /// meet in it, and without repetitions.
    pub(crate) fn straight(&self, nodes: Nodes<'a>) -> Nodes<'a> {
        let mut seen = HashSet::new();
        let mut straight = Vec::with_capacity(nodes.len());
        for node in nodes {
            let node = self.behind(node);
            if seen.insert(node.key) {
                straight.push(node);
            }
        }
        straight
    }

    /// What stands at the end of a chain of mere `$ref`s.
    pub(crate) fn behind(&self, node: Node<'a>) -> Node<'a> {
        let mut node = node;
        for _ in 0..limits::REF_HOPS {
            let is_mere = !self.is_2020 || node.value.as_object().is_some_and(|m| m.len() == 1);
            if !is_mere {
                break;
            }
            let Some(next) = self.follow(&node) else {
                break;
            };
            node = next;
        }
        node
    }

    /// Whether a flag such as `readOnly` is set by a schema or what it is made of.
    pub(crate) fn flag(&self, nodes: &[Node<'a>], keyword: &str) -> bool {
        self.all(nodes)
            .iter()
            .any(|n| n.value.get(keyword) == Some(&Value::Bool(true)))
    }

    /// The schemas, what their `$ref`s lead to and what they are all of.
    pub(crate) fn all(&self, nodes: &[Node<'a>]) -> Nodes<'a> {
        let mut all: Nodes<'a> = Vec::new();
        let mut seen = HashSet::new();
        let mut waiting: Nodes<'a> = nodes.iter().rev().cloned().collect();
        while let Some(node) = waiting.pop() {
            if !seen.insert(node.key) {
                continue;
            }
            let target = self.follow(&node);
            if target.is_none() || self.is_2020 {
                waiting.extend(node.listed("allOf").into_iter().rev());
            }
            waiting.extend(target);
            all.push(node);
        }
        all
    }
}
