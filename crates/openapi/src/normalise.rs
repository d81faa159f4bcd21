//! From the documents of any version to the one model. Silent: what is wrong has been said by
//! the walks over structure and schemas, and here the rest is taken.

mod body;
mod callback;
mod link;
mod operation;
mod parameter;
mod response;
mod security;
mod server;
mod v2;

use std::{borrow::Cow, cell::Cell};

use fairlead_core::limits;
use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::{
    Documents, Spec, Tag, Version,
    files::At,
    model::{Example, Place, SchemaRef},
    parse,
    resolve::Resolver,
};
pub(crate) use parameter::is_ignored_header;
pub(crate) use response::status_key;

/// A description and what had to be made for it.
pub(crate) struct Made {
    pub(crate) spec: Spec,
    /// Content of [`Documents::SYNTHETIC`].
    pub(crate) synthetic: Map<String, Value>,
    /// Whether the limit on parts was reached and some are not there.
    pub(crate) is_cut_off: bool,
}

/// What every part needs to know.
pub(crate) struct Reader<'a, 'p> {
    pub(crate) resolver: &'p Resolver<'a>,
    pub(crate) family: Version,
    /// Root of the description.
    pub(crate) top: At<'a>,
    pub(crate) synthetic: Map<String, Value>,
    /// Callbacks being read, outermost first, by address.
    pub(crate) callbacks: Vec<*const Value>,
    /// Parts made so far; see [`limits::SPEC_PARTS`].
    parts: Cell<usize>,
}

/// Everything of a description but its documents.
pub(crate) fn spec<'a>(
    resolver: &Resolver<'a>,
    top: &At<'a>,
    family: Version,
    openapi: String,
) -> Made {
    let mut reader = Reader {
        resolver,
        family,
        top: top.clone(),
        synthetic: Map::new(),
        callbacks: Vec::new(),
        parts: Cell::new(0),
    };
    let mut spec = parse::empty(resolver.files.root_uri(), Documents::default());
    spec.family = family;
    spec.openapi = openapi;
    if let Some(info) = top.get("info").and_then(|info| reader.follow(info)) {
        spec.title = reader.words(&info, "title").unwrap_or_default();
        spec.version = reader.words(&info, "version").unwrap_or_default();
        spec.description = reader.words(&info, "description");
    }
    spec.servers = server::of_description(&reader);
    spec.security_schemes = security::schemes(&reader);
    spec.schemas = reader.schemas();
    operation::all(&mut reader, &mut spec);
    spec.tags = reader.tags(&spec);
    Made {
        spec,
        is_cut_off: reader.is_full(),
        synthetic: reader.synthetic,
    }
}

impl<'a> Reader<'a, '_> {
    /// Counts parts about to be made; says whether there is room for them.
    pub(crate) fn has_room(&self, parts: usize) -> bool {
        self.parts.set(self.parts.get().saturating_add(parts));
        !self.is_full()
    }

    pub(crate) fn is_full(&self) -> bool {
        self.parts.get() > limits::SPEC_PARTS
    }

    /// The thing behind `$ref`s, if it is there and a mapping.
    pub(crate) fn follow(&self, at: At<'a>) -> Option<At<'a>> {
        self.resolver
            .follow(at)
            .ok()
            .filter(|found| found.value.is_object())
    }

    /// A text under a key; numbers as written, and texts of other files by `$ref`.
    pub(crate) fn words(&self, at: &At<'a>, key: &str) -> Option<String> {
        let value = at.get(key)?;
        match value.value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Object(_) => {
                let found = self.resolver.follow(value).ok()?;
                found.value.as_str().map(str::to_owned)
            }
            _ => None,
        }
    }

    pub(crate) fn place(&self, at: &At<'_>) -> Place {
        Place {
            document: self.resolver.files.all[at.file].uri.clone(),
            pointer: at.pointer.clone(),
        }
    }

    pub(crate) fn schema_ref(&self, at: &At<'_>) -> SchemaRef {
        SchemaRef {
            document: self.resolver.files.all[at.file].uri.clone(),
            pointer: at.pointer.clone(),
        }
    }

    /// `example`, then `examples`, with their `$ref`s followed.
    pub(crate) fn examples(&self, at: &At<'a>) -> Vec<Example> {
        let mut examples = Vec::new();
        let single = at.get("example").or_else(|| at.get("x-example"));
        if let Some(single) = single
            && self.has_room(size(single.value))
        {
            examples.push(Example {
                name: None,
                summary: None,
                value: single.value.clone(),
                place: self.place(&single),
            });
        }
        for (name, written) in at.entries_of("examples") {
            let Some(example) = self.follow(written) else {
                continue;
            };
            let value = ["dataValue", "value", "serializedValue"]
                .into_iter()
                .find_map(|key| example.get(key));
            if let Some(value) = value
                && self.has_room(size(value.value))
            {
                examples.push(Example {
                    name: Some(name.clone()),
                    summary: self.words(&example, "summary"),
                    value: value.value.clone(),
                    place: self.place(&value),
                });
            }
        }
        examples
    }

    /// One of the maps under `components`.
    pub(crate) fn component(&self, key: &str) -> Option<At<'a>> {
        self.follow(self.top.get("components")?)?.get(key)
    }

    fn schemas(&self) -> IndexMap<String, SchemaRef> {
        let holder = if self.family == Version::V2 {
            self.top.get("definitions")
        } else {
            self.component("schemas")
        };
        holder
            .and_then(|at| self.follow(at))
            .iter()
            .flat_map(At::entries)
            .map(|(name, at)| (name.clone(), self.schema_ref(&at)))
            .collect()
    }

    /// Declared tags, then those only used, each once.
    fn tags(&self, spec: &Spec) -> Vec<Tag> {
        let mut tags: IndexMap<String, Tag> = IndexMap::new();
        for at in self.top.items_of("tags") {
            if let Some(name) = self.words(&at, "name") {
                tags.entry(name.clone()).or_insert(Tag {
                    name,
                    description: self.words(&at, "description"),
                    parent: self.words(&at, "parent"),
                });
            }
        }
        for name in spec
            .operations
            .iter()
            .chain(&spec.webhooks)
            .flat_map(|o| &o.tags)
        {
            tags.entry(name.clone()).or_insert_with(|| Tag {
                name: name.clone(),
                description: None,
                parent: None,
            });
        }
        tags.into_values().collect()
    }
}

/// Nodes of a value; long texts count for more than one.
pub(crate) fn size(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Object(map) => 1 + map.values().map(size).sum::<usize>(),
        Value::String(text) => 1 + text.len() / 64,
        _ => 1,
    }
}

/// Texts of a list.
pub(crate) fn texts(value: Option<&Value>) -> Vec<String> {
    value
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|v| match v {
            Value::String(text) => Some(Cow::Borrowed(text.as_str())),
            Value::Number(number) => Some(Cow::Owned(number.to_string())),
            _ => None,
        })
        .map(Cow::into_owned)
        .collect()
}
