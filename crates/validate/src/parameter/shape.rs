//! What a schema says of the types in it, as far as reading a text needs to know.

use std::{collections::BTreeMap, sync::Arc};

use fairlead_openapi::{Documents, SchemaRef, pointer};
use serde_json::Value;

/// How far alternatives and references are followed.
const DEPTH: usize = 12;
/// How far items and properties are followed; a text holds no deeper values.
const LEVELS: usize = 5;

/// What reading a text as a value of a schema needs to know, looked up once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shape {
    /// Types that the value may have.
    pub types: Types,
    /// Of the items, where it is an array.
    pub items: Option<Arc<Shape>>,
    /// Of the properties, where it is an object.
    pub properties: BTreeMap<String, Arc<Shape>>,
    /// Of properties that are not named.
    pub additional: Option<Arc<Shape>>,
    /// Values that it may have and that are no strings.
    pub constants: Vec<Value>,
}

impl Shape {
    /// The shape of a property.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&Arc<Shape>> {
        self.properties.get(name).or(self.additional.as_ref())
    }

    /// Whether a text can only stand for an array.
    #[must_use]
    pub fn is_array(&self) -> bool {
        self.types.array && !self.types.string && !self.types.number && !self.types.boolean
    }

    /// Whether a text can only stand for an object.
    #[must_use]
    pub fn is_object(&self) -> bool {
        self.types.object && !self.types.string && !self.types.array
    }
}

/// Types that a value may have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Types {
    pub null: bool,
    pub boolean: bool,
    pub number: bool,
    pub string: bool,
    pub array: bool,
    pub object: bool,
}

impl Types {
    /// Whether nothing is said of types.
    pub fn is_open(self) -> bool {
        self == Self::default()
    }

    fn add(&mut self, name: &str) {
        match name {
            "null" => self.null = true,
            "boolean" => self.boolean = true,
            "integer" | "number" => self.number = true,
            "string" => self.string = true,
            "array" => self.array = true,
            "object" => self.object = true,
            _ => {}
        }
    }
}

/// Looks into schemas.
#[derive(Clone, Copy)]
pub struct Shapes<'a> {
    documents: &'a Documents,
}

impl<'a> Shapes<'a> {
    /// Looks into the schemas of these documents.
    #[must_use]
    pub fn new(documents: &'a Documents) -> Self {
        Self { documents }
    }

    /// What reading a text needs to know of a schema.
    #[must_use]
    pub fn shape(self, at: &SchemaRef) -> Shape {
        self.shape_within(at, LEVELS)
    }

    fn shape_within(self, at: &SchemaRef, levels: usize) -> Shape {
        let mut shape = Shape {
            types: self.types(at),
            ..Shape::default()
        };
        self.each(at, DEPTH, &mut |schema, _| {
            let other = |value: &&Value| !value.is_string();
            shape
                .constants
                .extend(constants(schema).filter(other).cloned());
            false
        });
        let Some(levels) = levels.checked_sub(1) else {
            return shape;
        };
        let inner = |at: &SchemaRef| Arc::new(self.shape_within(at, levels));
        shape.items = self.items(at).map(|items| inner(&items));
        for name in self.property_names(at) {
            if let Some(property) = self.property(at, &name) {
                shape.properties.insert(name, inner(&property));
            }
        }
        let additional = self.find(at, |schema, at| {
            let additional = schema.get("additionalProperties")?;
            (additional.is_object() || additional == true)
                .then(|| below(at, &["additionalProperties"]))
        });
        shape.additional = additional.map(|at| inner(&at));
        if shape.types.object && shape.properties.is_empty() && shape.additional.is_none() {
            shape.additional = Some(Arc::default());
        }
        shape
    }

    /// The types that a schema lets through.
    pub(crate) fn types(self, at: &SchemaRef) -> Types {
        let mut types = Types::default();
        self.each(at, DEPTH, &mut |schema, _| {
            match schema.get("type") {
                Some(Value::String(name)) => types.add(name),
                Some(Value::Array(names)) => names
                    .iter()
                    .filter_map(Value::as_str)
                    .for_each(|n| types.add(n)),
                _ if ["properties", "additionalProperties"]
                    .iter()
                    .any(|k| schema.get(*k).is_some()) =>
                {
                    types.object = true;
                }
                _ if schema.get("items").is_some() => types.array = true,
                _ => {}
            }
            for constant in constants(schema) {
                types.add(match constant {
                    Value::Null => "null",
                    Value::Bool(_) => "boolean",
                    Value::Number(_) => "number",
                    Value::String(_) => "string",
                    Value::Array(_) => "array",
                    Value::Object(_) => "object",
                });
            }
            false
        });
        types
    }

    /// The schema of an array's items.
    #[must_use]
    pub fn items(self, at: &SchemaRef) -> Option<SchemaRef> {
        self.find(at, |schema, at| {
            schema
                .get("items")
                .is_some_and(Value::is_object)
                .then(|| below(at, &["items"]))
        })
    }

    /// The schema of an object's property.
    #[must_use]
    pub fn property(self, at: &SchemaRef, name: &str) -> Option<SchemaRef> {
        self.find(at, |schema, at| {
            schema
                .get("properties")?
                .get(name)
                .map(|_| below(at, &["properties", name]))
        })
        .or_else(|| {
            self.find(at, |schema, at| {
                schema
                    .get("additionalProperties")?
                    .is_object()
                    .then(|| below(at, &["additionalProperties"]))
            })
        })
    }

    /// The names of an object's properties.
    #[must_use]
    pub fn property_names(self, at: &SchemaRef) -> Vec<String> {
        let mut names = Vec::new();
        self.each(at, DEPTH, &mut |schema, _| {
            if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
                names.extend(properties.keys().cloned());
            }
            false
        });
        names
    }

    /// The schema itself, where it is there.
    #[must_use]
    pub fn schema(self, at: &SchemaRef) -> Option<&'a Value> {
        self.documents.schema(at)
    }

    /// What the schema, or what it refers to, says of XML.
    #[must_use]
    pub fn xml(self, at: &SchemaRef) -> Option<&'a Value> {
        let schema = self.documents.schema(at)?;
        schema.get("xml").or_else(|| {
            let target = follow(at, schema.get("$ref")?.as_str()?)?;
            self.documents.schema(&target)?.get("xml")
        })
    }

    /// The name of the named schema that a schema is or refers to.
    #[must_use]
    pub fn root_name(self, at: &SchemaRef) -> Option<String> {
        let reference = self
            .documents
            .schema(at)?
            .get("$ref")
            .and_then(Value::as_str);
        let place = reference.unwrap_or(&at.pointer);
        let (around, name) = place.rsplit_once('/')?;
        let is_name = around.ends_with("/schemas") || around.ends_with("/definitions");
        is_name.then(|| pointer::unescape(name).into_owned())
    }

    fn find(
        self,
        at: &SchemaRef,
        mut look: impl FnMut(&Value, &SchemaRef) -> Option<SchemaRef>,
    ) -> Option<SchemaRef> {
        let mut found = None;
        self.each(at, DEPTH, &mut |schema, at| {
            found = look(schema, at);
            found.is_some()
        });
        found
    }

    /// Visits a schema, what it refers to, and its alternatives, until `visit` says it is done.
    fn each(
        self,
        at: &SchemaRef,
        depth: usize,
        visit: &mut dyn FnMut(&Value, &SchemaRef) -> bool,
    ) -> bool {
        let Some(schema) = self.documents.schema(at).filter(|_| depth > 0) else {
            return false;
        };
        if visit(schema, at) {
            return true;
        }
        if let Some(target) = schema
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|r| follow(at, r))
            && self.each(&target, depth - 1, visit)
        {
            return true;
        }
        for keyword in ["allOf", "oneOf", "anyOf"] {
            let count = schema
                .get(keyword)
                .and_then(Value::as_array)
                .map_or(0, Vec::len);
            for index in 0..count {
                if self.each(&below(at, &[keyword, &index.to_string()]), depth - 1, visit) {
                    return true;
                }
            }
        }
        false
    }
}

/// Values that a schema names outright.
fn constants(schema: &Value) -> impl Iterator<Item = &Value> {
    let listed = schema
        .get("enum")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    listed.chain(schema.get("const"))
}

fn below(at: &SchemaRef, keys: &[&str]) -> SchemaRef {
    let mut below = at.clone();
    for key in keys {
        pointer::push(&mut below.pointer, key);
    }
    below
}

/// Where a `$ref` leads; anchors are not followed.
pub fn follow(from: &SchemaRef, reference: &str) -> Option<SchemaRef> {
    let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    if !fragment.is_empty() && !fragment.starts_with('/') {
        return None;
    }
    let document = if file.is_empty() {
        from.document.clone()
    } else {
        from.document.join(file).ok()?
    };
    Some(SchemaRef {
        document,
        pointer: pointer::from_fragment(fragment).into_owned(),
    })
}
