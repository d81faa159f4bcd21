//! The file of seed data: `{ "/things": [ … ], "/projects/7/tasks": [ … ] }`, YAML or JSON.

use std::collections::{BTreeMap, BTreeSet};

use fairlead_core::{Diagnostic, Severity};
use fairlead_openapi::{locate, parse_text, pointer};
use fairlead_validate::{Direction, parameter::write};
use serde_json::{Map, Value};

use super::{
    bounds,
    identity::{free, mix},
    make::Maker,
    query,
    shape::{Collection, Plan},
    store::{Key, Set},
    template::Segment,
};
use crate::Mock;

/// What collections begin with, where a file says so.
#[derive(Clone, Debug, Default)]
pub struct Data {
    pub sets: BTreeMap<Key, Vec<Map<String, Value>>>,
}

/// Reads a file of seed data: what is in it and what is doubtful, or why it cannot be used.
pub fn read(
    mock: &Mock,
    plan: &Plan,
    file: &str,
    bytes: &[u8],
) -> Result<(Data, Vec<Diagnostic>), Vec<Diagnostic>> {
    let parsed = parse_text(file, bytes);
    let is_bad = |p: &Diagnostic| p.severity == Severity::Error;
    let value = match parsed.value {
        Some(value) if !parsed.problems.iter().any(is_bad) => value,
        _ => return Err(parsed.problems),
    };
    let mut reading = Reading {
        mock,
        plan,
        problems: parsed.problems,
        data: Data::default(),
    };
    reading.file(&value);
    let Reading {
        mut problems, data, ..
    } = reading;
    let text = String::from_utf8_lossy(bytes);
    let places: Vec<String> = problems
        .iter()
        .map(|p| p.pointer.clone().unwrap_or_default())
        .collect();
    let pointers: Vec<&str> = places.iter().map(String::as_str).collect();
    let found = locate::locate_all(&text, &pointers);
    for (problem, found) in problems.iter_mut().zip(found) {
        problem.file = Some(file.to_owned());
        if let (None, Some(found)) = (problem.line, found) {
            problem.line = Some(found.span.line);
            problem.column = Some(found.span.column);
        }
    }
    if problems.iter().any(is_bad) {
        return Err(problems);
    }
    Ok((data, problems))
}

struct Reading<'a> {
    mock: &'a Mock,
    plan: &'a Plan,
    problems: Vec<Diagnostic>,
    data: Data,
}

impl Reading<'_> {
    fn error(&mut self, code: &'static str, at: &str, message: String) {
        self.problems
            .push(placed(Diagnostic::error(code, message), at));
    }

    fn warning(&mut self, code: &'static str, at: &str, message: String) {
        self.problems
            .push(placed(Diagnostic::warning(code, message), at));
    }

    fn file(&mut self, value: &Value) {
        let Value::Object(paths) = value else {
            let message = "seed data is an object: the path of a collection, and a list of its \
                           items, such as `/things: [{name: one}]`";
            self.error("data-no-object", "", message.to_owned());
            return;
        };
        for (path, items) in paths {
            let at = pointer::join("", path);
            let Some(key) = key_of(self.plan, path) else {
                let message = no_collection(self.plan, path);
                self.error("data-no-collection", &at, message);
                continue;
            };
            let Value::Array(items) = items else {
                let message = format!("the items of `{path}` are no list; write `{path}: [{{…}}]`");
                self.error("data-no-list", &at, message);
                continue;
            };
            if items.len() > bounds::ITEMS {
                let message = format!(
                    "`{path}` has {} items and at most {} are kept; leave some out",
                    items.len(),
                    bounds::ITEMS
                );
                self.error("data-too-many", &at, message);
                continue;
            }
            self.items(key, &at, items);
        }
        self.orphans();
    }

    fn items(&mut self, key: Key, at: &str, items: &[Value]) {
        let collection = &self.plan.collections[key.0];
        let maker = Maker::new(self.mock, collection);
        let mut set = Set::default();
        for id in items.iter().filter_map(|i| i.get(collection.id.as_ref()?)) {
            set.take(&write::scalar(id));
        }
        let mut ids = BTreeSet::new();
        let mut kept = Vec::new();
        for (n, item) in items.iter().enumerate() {
            let at = pointer::join(at, &n.to_string());
            let Value::Object(mut fields) = item.clone() else {
                let message = format!("item {n} of `{}` is no object", collection.path());
                self.error("data-no-item", &at, message);
                continue;
            };
            if let Some(name) = collection
                .id
                .as_ref()
                .filter(|id| !fields.contains_key(*id))
            {
                let (value, _) = free(maker, &mut set, mix(self.mock.options.seed, n as u64));
                fields.shift_insert(0, name.clone(), value);
            }
            let item = Value::Object(fields.clone());
            let broken =
                self.mock
                    .contract
                    .check_value(&collection.item, Direction::Response, &item);
            if let Some(first) = broken.first() {
                let message =
                    format!("the item breaks its schema: {first}; it is kept all the same");
                let at = format!("{at}{}", first.pointer);
                self.warning("data-breaks-schema", &at, message);
            }
            let id = collection.id.as_ref().and_then(|id| fields.get(id));
            if let Some(id) = id.map(write::scalar)
                && !ids.insert(id.clone())
            {
                let message = format!("the id `{id}` is there twice; the first item is kept");
                self.warning("data-repeated-id", &at, message);
                continue;
            }
            kept.push(fields);
        }
        self.data.sets.insert(key, kept);
    }

    /// Items below a parent that is not there cannot be reached.
    fn orphans(&mut self) {
        let mut lost = Vec::new();
        for (at, scope) in self.data.sets.keys() {
            let Some(parent) = self.plan.collections[*at].parent else {
                continue;
            };
            let above = &self.plan.collections[parent];
            let key = (parent, scope[..above.depth].to_vec());
            let wanted = &scope[above.depth];
            let Some(siblings) = self.data.sets.get(&key) else {
                continue;
            };
            let is_it = |item: &Map<String, Value>| {
                let id = above.id.as_ref().and_then(|id| item.get(id));
                id.is_some_and(|id| write::scalar(id) == *wanted)
            };
            if above.id.is_some() && !siblings.iter().any(is_it) {
                let path = concrete(&self.plan.collections[*at], scope);
                lost.push((path, format!("{} `{wanted}`", above.one())));
            }
        }
        for (path, parent) in lost {
            let message =
                format!("there is no {parent} in the file, so `{path}` cannot be reached");
            self.warning("data-no-parent", &pointer::join("", &path), message);
        }
    }
}

fn placed(mut problem: Diagnostic, at: &str) -> Diagnostic {
    problem.pointer = Some(at.to_owned());
    problem
}

/// The collection that a concrete path leads to.
pub fn key_of(plan: &Plan, path: &str) -> Option<Key> {
    let bare = path.trim_matches('/');
    let bare = bare.strip_suffix(".json").unwrap_or(bare);
    let parts: Vec<&str> = bare.split('/').collect();
    plan.collections.iter().enumerate().find_map(|(at, c)| {
        let segments = &c.template.segments;
        if segments.len() != parts.len() {
            return None;
        }
        let mut scope = Vec::new();
        for (segment, part) in segments.iter().zip(&parts) {
            match segment {
                Segment::Literal(text) if text == part => {}
                Segment::Literal(_) => return None,
                Segment::Variable(_) => scope.push(query::decode_path(part)),
            }
        }
        Some((at, scope))
    })
}

/// The path of a collection with the values on the way to it.
pub fn concrete(collection: &Collection, scope: &[String]) -> String {
    collection.template.fill(scope.iter().map(String::as_str))
}

fn no_collection(plan: &Plan, path: &str) -> String {
    let known: Vec<String> = plan
        .collections
        .iter()
        .map(|c| format!("`{}`", c.path()))
        .collect();
    if known.is_empty() {
        return format!("`{path}` is no collection; the description has none");
    }
    let shown = known
        .iter()
        .take(12)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    let more = match known.len().saturating_sub(12) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("`{path}` is no collection of the description; there is {shown}{more}")
}
