//! Where items are in a body: bare, in an envelope, in a list.

use fairlead_openapi::SchemaRef;
use serde_json::{Map, Value};

use super::{
    naming::{fold, id_property, singular},
    schema::Look,
};

/// Names of properties that hold items and say nothing else.
const ENVELOPES: &[&str] = &[
    "data",
    "items",
    "results",
    "result",
    "values",
    "value",
    "entries",
    "records",
    "content",
    "list",
    "elements",
    "objects",
    "rows",
    "item",
    "response",
    "payload",
    "embedded",
    "body",
    "resource",
    "resources",
    "entity",
    "attributes",
];

/// Where in a body an item is, or where all of them are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The properties that lead to it.
    pub within: Vec<String>,
    /// Whether there is a list.
    pub listed: bool,
    /// Schema of one item there.
    pub schema: SchemaRef,
    /// Schema of what is there: the list or the item.
    pub whole: SchemaRef,
}

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The collection's name, such as `pets`.
    pub name: &'a str,
    /// The variable of the item's path.
    pub variable: &'a str,
    /// The item's schema, where it is known.
    pub item: Option<&'a SchemaRef>,
}

impl Place {
    /// What is there.
    pub fn get<'v>(&self, body: &'v Value) -> Option<&'v Value> {
        self.within
            .iter()
            .try_fold(body, |value, key| value.get(key))
    }

    /// The items there: one or more.
    pub fn items<'v>(&self, body: &'v Value) -> Vec<&'v Value> {
        match self.get(body) {
            Some(Value::Array(items)) if self.listed => items.iter().collect(),
            Some(one) => vec![one],
            None => Vec::new(),
        }
    }

    /// A body with something put there.
    pub fn put(&self, body: Value, inner: Value) -> Value {
        fn put(body: Value, within: &[String], inner: Value) -> Value {
            let Some((key, rest)) = within.split_first() else {
                return inner;
            };
            let mut map = match body {
                Value::Object(map) => map,
                _ => Map::new(),
            };
            let below = map.get_mut(key).map(Value::take).unwrap_or_default();
            map.insert(key.clone(), put(below, rest, inner));
            Value::Object(map)
        }
        put(body, &self.within, inner)
    }
}

/// Where the list is in the answer to a request for many.
pub fn of_list(look: Look<'_>, at: &SchemaRef, wanted: Wanted<'_>) -> Option<Place> {
    if look.is(at, "array") && !look.is(at, "object") {
        return listed(look, at, &[]);
    }
    let mut found = Vec::new();
    for name in look.names(at) {
        let Some(property) = look.property(at, &name) else {
            continue;
        };
        found.extend(listed(look, &property, std::slice::from_ref(&name)));
        if !look.is(&property, "array") && is_envelope(&name, wanted.name) {
            for inner in look.names(&property) {
                let below = look.property(&property, &inner);
                let within = [name.clone(), inner];
                found.extend(below.and_then(|b| listed(look, &b, &within)));
            }
        }
    }
    best_list(look, found, wanted)
}

fn best_list(look: Look<'_>, found: Vec<Place>, wanted: Wanted<'_>) -> Option<Place> {
    if let Some(item) = wanted.item {
        let target = look.target(item);
        if let Some(same) = found.iter().find(|p| look.target(&p.schema) == target) {
            return Some(same.clone());
        }
    }
    let named = found.iter().find(|place| {
        let name = place.within.last().map(String::as_str).unwrap_or_default();
        is_envelope(name, wanted.name)
    });
    if let Some(named) = named {
        return Some(named.clone());
    }
    let mut outer = found.iter().filter(|p| p.within.len() == 1);
    match (outer.next(), outer.next()) {
        (Some(only), None) => Some(only.clone()),
        _ => None,
    }
}

fn listed(look: Look<'_>, at: &SchemaRef, within: &[String]) -> Option<Place> {
    if !look.is(at, "array") {
        return None;
    }
    let items = look.items(at).filter(|items| look.is_record(items))?;
    Some(Place {
        within: within.to_vec(),
        listed: true,
        schema: items,
        whole: at.clone(),
    })
}

/// Where the item is in a body that is about one.
pub fn of_one(look: Look<'_>, at: &SchemaRef, wanted: Wanted<'_>) -> Option<Place> {
    if !look.is_record(at) {
        return None;
    }
    let names = look.names(at);
    let bare = Place {
        within: Vec::new(),
        listed: false,
        schema: at.clone(),
        whole: at.clone(),
    };
    let same = |place: &SchemaRef| {
        wanted
            .item
            .is_some_and(|item| look.target(item) == look.target(place))
    };
    if same(at) || has_id(&names, wanted) {
        return Some(bare);
    }
    let mut inner: Vec<Place> = Vec::new();
    for name in &names {
        let Some(property) = look.property(at, name) else {
            continue;
        };
        let is_list = look.is(&property, "array");
        let schema = if is_list {
            look.items(&property)
        } else {
            Some(property.clone())
        };
        let Some(schema) = schema.filter(|s| look.is_record(s)) else {
            continue;
        };
        if same(&schema) || names.len() == 1 || is_envelope(name, wanted.name) {
            inner.push(Place {
                within: vec![name.clone()],
                listed: is_list,
                schema,
                whole: property,
            });
        }
    }
    let by_schema = inner.iter().find(|p| same(&p.schema));
    let by_id = || {
        inner
            .iter()
            .find(|p| has_id(&look.names(&p.schema), wanted))
    };
    let only = || inner.first().filter(|_| names.len() == 1);
    by_schema
        .or_else(by_id)
        .or_else(only)
        .cloned()
        .or(Some(bare))
}

/// Where the item, or a list of them, is in what a client sends.
pub fn of_body(look: Look<'_>, at: &SchemaRef, wanted: Wanted<'_>) -> Option<Place> {
    if look.is(at, "array") && !look.is(at, "object") {
        return listed(look, at, &[]);
    }
    of_one(look, at, wanted)
}

fn has_id(names: &[String], wanted: Wanted<'_>) -> bool {
    id_property(names, wanted.variable, wanted.name).is_some()
}

fn is_envelope(name: &str, collection: &str) -> bool {
    let name = fold(name);
    ENVELOPES.contains(&name.as_str())
        || name == fold(collection)
        || singular(&name) == singular(collection)
}
