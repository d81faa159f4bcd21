//! The parts of a description that signals are looked for in.

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
    rc::Rc,
};

use serde_json::Value;

use super::words::fold;
use crate::{
    Documents, MediaType, Operation, Parameter, Place, ResponseSpec, SchemaRef, Spec, StatusKey,
    diff::node::{Library, Node},
    model::Location,
    pointer,
};

/// How deep properties inside properties are looked at.
const DEPTH: usize = 2;
/// Most properties of one schema that are looked at.
const PROPERTIES: usize = 400;

/// A property of a body.
#[derive(Debug)]
pub(super) struct Property {
    pub(super) name: String,
    /// Its name as [`fold`] gives it.
    pub(super) folded: String,
    pub(super) place: Place,
    /// How many properties it is inside of.
    pub(super) depth: usize,
}

/// A description, and what is found in its schemas.
pub(super) struct Scan<'a> {
    pub(super) spec: &'a Spec,
    library: Library<'a>,
    known: RefCell<HashMap<SchemaRef, Rc<[Property]>>>,
}

impl<'a> Scan<'a> {
    pub(super) fn new(spec: &'a Spec) -> Self {
        Self {
            spec,
            library: Library::new(spec),
            known: RefCell::default(),
        }
    }

    /// What clients call.
    pub(super) fn operations(&self) -> impl Iterator<Item = &'a Operation> {
        self.spec.operations.iter()
    }

    /// Properties of a schema: its own, those of what it is made of, of its items and of its
    /// alternatives, and of their properties.
    pub(super) fn properties(&self, at: &SchemaRef) -> Rc<[Property]> {
        if let Some(known) = self.known.borrow().get(at) {
            return Rc::clone(known);
        }
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        if let Some(node) = self.library.at(at) {
            self.look(node, 0, &mut seen, &mut found);
        }
        let found: Rc<[Property]> = found.into();
        self.known
            .borrow_mut()
            .insert(at.clone(), Rc::clone(&found));
        found
    }

    fn look(
        &self,
        node: Node<'a>,
        depth: usize,
        seen: &mut HashSet<(*const Value, usize)>,
        found: &mut Vec<Property>,
    ) {
        let mut inner = Vec::new();
        let mut waiting = vec![node];
        while let Some(node) = waiting.pop() {
            if !seen.insert((std::ptr::from_ref(node.value), depth)) {
                continue;
            }
            for keyword in ["oneOf", "anyOf", "allOf"] {
                waiting.extend(node.listed(keyword).into_iter().rev());
            }
            waiting.extend(node.under("items").filter(|n| n.value.is_object()));
            waiting.extend(self.library.follow(&node));
            let properties = node.value.get("properties").and_then(Value::as_object);
            for (name, value) in properties.into_iter().flatten() {
                if found.len() >= PROPERTIES {
                    return;
                }
                let property = node.named("properties", name, value);
                found.push(Property {
                    name: name.clone(),
                    folded: fold(name),
                    place: self.written(property.place("")),
                    depth,
                });
                inner.push(property);
            }
        }
        if depth < DEPTH {
            for property in inner {
                self.look(property, depth + 1, seen, found);
            }
        }
    }

    /// What was made for a form of 2.0 stands where its field does.
    fn written(&self, place: Place) -> Place {
        if place.document.as_str() != Documents::SYNTHETIC {
            return place;
        }
        let made = self.spec.documents.uniform.get(&place.document);
        let field = made.and_then(|m| m.pointer(&place.pointer)?.get("$ref")?.as_str());
        let field = field.and_then(|reference| {
            let (file, fragment) = reference.split_once('#')?;
            Some(Place {
                document: file.parse().ok()?,
                pointer: pointer::from_fragment(fragment).into_owned(),
            })
        });
        field.unwrap_or(place)
    }

    /// Properties of the bodies an operation takes.
    pub(super) fn request_properties(&self, operation: &Operation) -> Vec<Rc<[Property]>> {
        let content = operation.request_body.iter().flat_map(|b| &b.content);
        self.of(content)
    }

    /// Properties of the bodies an answer has.
    pub(super) fn response_properties(&self, response: &ResponseSpec) -> Vec<Rc<[Property]>> {
        self.of(response.content.iter())
    }

    fn of<'c>(&self, content: impl Iterator<Item = &'c MediaType>) -> Vec<Rc<[Property]>> {
        let mut seen: Vec<&SchemaRef> = Vec::new();
        let mut all = Vec::new();
        for schema in content.filter_map(|c| c.schema.as_ref()) {
            if !seen.contains(&schema) {
                seen.push(schema);
                all.push(self.properties(schema));
            }
        }
        all
    }

    /// The schema that a mere `$ref` leads to.
    pub(super) fn behind(&self, at: &SchemaRef) -> SchemaRef {
        let Some(node) = self.library.at(at) else {
            return at.clone();
        };
        let place = self.library.behind(node).place("");
        SchemaRef {
            document: place.document,
            pointer: place.pointer,
        }
    }

    /// Whether a parameter is said to be a number.
    pub(super) fn is_number(&self, parameter: &Parameter) -> bool {
        self.has_type(parameter, &["integer", "number"])
    }

    /// Whether a parameter is said to be a date or a time.
    pub(super) fn is_date(&self, parameter: &Parameter) -> bool {
        let says = |node: &Node<'_>| {
            let format = node.value.get("format").and_then(Value::as_str);
            format.is_some_and(|f| f.starts_with("date") || f == "time")
        };
        self.schema(parameter).iter().any(says)
    }

    fn has_type(&self, parameter: &Parameter, wanted: &[&str]) -> bool {
        self.schema(parameter)
            .iter()
            .any(|node| match node.value.get("type") {
                Some(Value::String(name)) => wanted.contains(&name.as_str()),
                Some(Value::Array(names)) => names
                    .iter()
                    .filter_map(Value::as_str)
                    .any(|name| wanted.contains(&name)),
                _ => false,
            })
    }

    fn schema(&self, parameter: &Parameter) -> Vec<Node<'a>> {
        let node = parameter.schema.as_ref().and_then(|s| self.library.at(s));
        node.map_or_else(Vec::new, |node| self.library.all(&[node]))
    }

    /// Texts for people with their places: of the description, its tags and its operations.
    pub(super) fn texts(&self) -> Vec<(Option<&'a Operation>, Place, &'a str)> {
        let root = Place {
            document: self.spec.root.clone(),
            pointer: String::new(),
        };
        let mut texts = Vec::new();
        if let Some(text) = &self.spec.description {
            texts.push((
                None,
                inside(&inside(&root, "info"), "description"),
                text.as_str(),
            ));
        }
        let tags = inside(&root, "tags");
        for (index, tag) in self.spec.tags.iter().enumerate() {
            if let Some(text) = &tag.description {
                let place = inside(&inside(&tags, &index.to_string()), "description");
                texts.push((None, place, text.as_str()));
            }
        }
        for operation in self.operations() {
            for (key, text) in [
                ("summary", &operation.summary),
                ("description", &operation.description),
            ] {
                if let Some(text) = text {
                    texts.push((
                        Some(operation),
                        inside(&operation.place, key),
                        text.as_str(),
                    ));
                }
            }
        }
        texts
    }
}

/// A key of the object at a place.
pub(super) fn inside(place: &Place, key: &str) -> Place {
    Place {
        document: place.document.clone(),
        pointer: pointer::join(&place.pointer, key),
    }
}

/// Parameters of one location.
pub(super) fn located(
    operation: &Operation,
    location: Location,
) -> impl Iterator<Item = &Parameter> {
    operation
        .parameters
        .iter()
        .filter(move |p| p.location == location)
}

/// The answers to what went well.
pub(super) fn successes(operation: &Operation) -> impl Iterator<Item = &ResponseSpec> {
    operation.responses.iter().filter(|r| match r.status {
        StatusKey::Code(code) => (200..300).contains(&code),
        StatusKey::Range(digit) => digit == 2,
        StatusKey::Default => false,
    })
}

/// The answers to what went wrong; `default` among them.
pub(super) fn failures(operation: &Operation) -> impl Iterator<Item = &ResponseSpec> {
    operation.responses.iter().filter(|r| match r.status {
        StatusKey::Code(code) => code >= 400,
        StatusKey::Range(digit) => digit >= 4,
        StatusKey::Default => true,
    })
}

/// The answer of exactly this status.
pub(super) fn exactly(operation: &Operation, status: u16) -> Option<&ResponseSpec> {
    let wanted = StatusKey::Code(status);
    operation.responses.iter().find(|r| r.status == wanted)
}

/// Whether it changes nothing (RFC 9110, section 9.2.1).
pub(super) fn is_safe(operation: &Operation) -> bool {
    matches!(
        operation.method.as_str(),
        "GET" | "HEAD" | "OPTIONS" | "TRACE" | "QUERY"
    )
}
