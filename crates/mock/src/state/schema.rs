//! What a schema says at its surface: types, properties, flags.

use fairlead_openapi::{Documents, SchemaRef, pointer};
use serde_json::Value;

/// Most schemas that are looked at for one question.
const MOST: usize = 120;

/// Looks into schemas.
#[derive(Clone, Copy)]
pub struct Look<'a>(pub &'a Documents);

impl<'a> Look<'a> {
    /// Everything that is said at one place: the schema, what it refers to, its `allOf`, and its
    /// alternatives.
    fn parts(self, at: &SchemaRef) -> Vec<(SchemaRef, &'a Value)> {
        self.gather(at, &["allOf", "oneOf", "anyOf"])
    }

    fn gather(self, at: &SchemaRef, branches: &[&str]) -> Vec<(SchemaRef, &'a Value)> {
        let mut found: Vec<(SchemaRef, &'a Value)> = Vec::new();
        let mut next = vec![at.clone()];
        while let Some(at) = next.pop() {
            if found.len() >= MOST || found.iter().any(|(known, _)| *known == at) {
                continue;
            }
            let Some(schema) = self.0.schema(&at) else {
                continue;
            };
            found.push((at.clone(), schema));
            let mut further = Vec::new();
            further.extend(referred(&at, schema));
            for branch in branches {
                let count = schema
                    .get(branch)
                    .and_then(Value::as_array)
                    .map_or(0, Vec::len);
                further.extend((0..count).map(|n| below(&at, &[branch, &n.to_string()])));
            }
            next.extend(further.into_iter().rev());
        }
        found
    }

    /// Where a schema that only refers to another leads in the end.
    pub fn target(self, at: &SchemaRef) -> SchemaRef {
        let mut at = at.clone();
        for _ in 0..MOST {
            let Some(schema) = self.0.schema(&at) else {
                break;
            };
            let only = schema.get("allOf").and_then(Value::as_array).map(Vec::len) == Some(1)
                && schema.get("properties").is_none();
            match referred(&at, schema) {
                Some(next) => at = next,
                None if only => at = below(&at, &["allOf", "0"]),
                None => break,
            }
        }
        at
    }

    /// The names of an object's properties, in the order of the document.
    pub fn names(self, at: &SchemaRef) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for (_, schema) in self.parts(at) {
            let properties = schema.get("properties").and_then(Value::as_object);
            for name in properties.into_iter().flat_map(|p| p.keys()) {
                if !names.contains(name) {
                    names.push(name.clone());
                }
            }
        }
        names
    }

    /// The schema of a property that is named.
    pub fn property(self, at: &SchemaRef, name: &str) -> Option<SchemaRef> {
        self.parts(at).into_iter().find_map(|(at, schema)| {
            let property = schema.get("properties")?.get(name)?;
            property
                .is_object()
                .then(|| below(&at, &["properties", name]))
        })
    }

    /// The schema of an array's items.
    pub fn items(self, at: &SchemaRef) -> Option<SchemaRef> {
        self.parts(at).into_iter().find_map(|(at, schema)| {
            let items = schema.get("items")?;
            items.is_object().then(|| below(&at, &["items"]))
        })
    }

    /// Whether a value may be of a type.
    pub fn is(self, at: &SchemaRef, kind: &str) -> bool {
        self.parts(at)
            .iter()
            .any(|(_, schema)| match schema.get("type") {
                Some(Value::String(name)) => name == kind,
                Some(Value::Array(names)) => names.iter().any(|n| n == kind),
                _ => match kind {
                    "object" => schema.get("properties").is_some(),
                    "array" => schema.get("items").is_some(),
                    _ => false,
                },
            })
    }

    /// Whether the value is an object whose properties are named.
    pub fn is_record(self, at: &SchemaRef) -> bool {
        self.is(at, "object") && !self.names(at).is_empty()
    }

    /// Whether a flag such as `readOnly` is set.
    pub fn has_flag(self, at: &SchemaRef, flag: &str) -> bool {
        self.value(at, flag) == Some(&Value::Bool(true))
    }

    /// What a keyword says, where it is said first.
    pub fn value(self, at: &SchemaRef, keyword: &str) -> Option<&'a Value> {
        self.parts(at).into_iter().find_map(|(_, s)| s.get(keyword))
    }

    /// What a keyword says in words.
    pub fn text(self, at: &SchemaRef, keyword: &str) -> Option<&'a str> {
        self.value(at, keyword).and_then(Value::as_str)
    }

    /// What a keyword says as a count.
    pub fn count(self, at: &SchemaRef, keyword: &str) -> Option<usize> {
        let number = self.value(at, keyword)?;
        number.as_u64().and_then(|n| usize::try_from(n).ok())
    }

    /// Whether a property has to be there, whatever alternative is taken.
    pub fn is_required(self, at: &SchemaRef, name: &str) -> bool {
        self.gather(at, &["allOf"]).iter().any(|(_, schema)| {
            let required = schema.get("required").and_then(Value::as_array);
            required.is_some_and(|names| names.iter().any(|n| n == name))
        })
    }
}

/// A place further in.
pub fn below(at: &SchemaRef, keys: &[&str]) -> SchemaRef {
    let mut below = at.clone();
    for key in keys {
        pointer::push(&mut below.pointer, key);
    }
    below
}

/// Where the `$ref` of a schema leads; anchors are not followed.
fn referred(at: &SchemaRef, schema: &Value) -> Option<SchemaRef> {
    let reference = schema.get("$ref")?.as_str()?;
    let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    if !fragment.is_empty() && !fragment.starts_with('/') {
        return None;
    }
    let document = if file.is_empty() {
        at.document.clone()
    } else {
        at.document.join(file).ok()?
    };
    Some(SchemaRef {
        document,
        pointer: pointer::from_fragment(fragment).into_owned(),
    })
}
