//! Compiled schemas: each is compiled once, when first needed.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, OnceLock, RwLock},
};

use fairlead_core::Severity;
use fairlead_openapi::{Documents, SchemaRef, Spec, pointer};
use jsonschema::{Draft, PatternOptions, Validator};
use referencing::Registry;
use serde_json::{Value, json};

use crate::{
    direction::{self, Direction},
    explain::Explain,
    formats,
    report::{Part, Violation},
};

/// Most steps back that one `pattern` may take on one value.
const BACKTRACKS: usize = 100_000;
/// Most memory that one compiled `pattern` may take, in bytes.
const PATTERN_BYTES: usize = 10 * 1024 * 1024;

/// Every schema of a description.
pub struct Schemas {
    documents: Arc<Documents>,
    draft: Draft,
    root: String,
    /// Whether requests and responses differ.
    directed: OnceLock<bool>,
    request: OnceLock<Result<Registry<'static>, String>>,
    response: OnceLock<Result<Registry<'static>, String>>,
    compiled: RwLock<HashMap<(SchemaRef, Direction), Arc<Compiled>>>,
}

/// A compiled schema, or why there is none.
type Compiled = Result<Validator, String>;

impl fmt::Debug for Schemas {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Schemas")
            .field("draft", &self.draft)
            .finish_non_exhaustive()
    }
}

impl Schemas {
    pub fn new(spec: &Spec) -> Self {
        let is_root = |v: &Value| v.get("openapi").or_else(|| v.get("swagger")).is_some();
        let root = spec.documents.original.iter().find(|(_, v)| is_root(v));
        Self {
            documents: Arc::clone(&spec.documents),
            draft: if spec.family.is_2020_12() {
                Draft::Draft202012
            } else {
                Draft::Draft4
            },
            root: root.map_or_else(String::new, |(uri, _)| uri.to_string()),
            directed: OnceLock::new(),
            request: OnceLock::new(),
            response: OnceLock::new(),
            compiled: RwLock::new(HashMap::new()),
        }
    }

    /// Whether a value fits. A schema that cannot be compiled forbids nothing.
    pub fn is_valid(&self, at: &SchemaRef, direction: Direction, value: &Value) -> bool {
        match self.compiled(at, direction).as_ref() {
            Ok(validator) => validator.is_valid(value),
            Err(_) => true,
        }
    }

    /// What is wrong with a value; `prefix` is put before each instance pointer.
    pub fn check(
        &self,
        at: &SchemaRef,
        direction: Direction,
        value: &Value,
        part: Part,
        prefix: &str,
    ) -> Vec<Violation> {
        match self.compiled(at, direction).as_ref() {
            Ok(validator) if validator.is_valid(value) => Vec::new(),
            Ok(validator) => Explain {
                schemas: self,
                at,
                part,
                prefix,
            }
            .all(validator.iter_errors(value)),
            Err(why) => vec![Violation {
                part,
                pointer: prefix.to_owned(),
                message: format!("this part was not checked, its schema cannot be used: {why}"),
                schema_pointer: self.say_place(at.document.as_str(), &at.pointer),
                keyword: "schema-unusable".into(),
                expected: None,
                actual: None,
                severity: Severity::Warning,
            }],
        }
    }

    /// A schema of the uniform documents.
    pub fn schema(&self, document: &str, pointer: &str) -> Option<&Value> {
        let uri = url::Url::parse(document).ok()?;
        self.documents.uniform.get(&uri)?.pointer(pointer)
    }

    /// A place as a person reads it: the pointer alone for the root document.
    pub fn say_place(&self, document: &str, pointer: &str) -> String {
        if document == self.root || document.is_empty() {
            pointer.to_owned()
        } else {
            format!("{document}#{pointer}")
        }
    }

    fn compiled(&self, at: &SchemaRef, direction: Direction) -> Arc<Compiled> {
        let direction = if self.is_directed() {
            direction
        } else {
            Direction::Request
        };
        let key = (at.clone(), direction);
        let known = self
            .compiled
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(found) = known.get(&key) {
            return Arc::clone(found);
        }
        drop(known);
        let made = Arc::new(self.compile(at, direction));
        let mut known = self
            .compiled
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        Arc::clone(known.entry(key).or_insert(made))
    }

    fn compile(&self, at: &SchemaRef, direction: Direction) -> Compiled {
        let registry = self.registry(direction).as_ref().map_err(Clone::clone)?;
        let mut reference = at.document.clone();
        reference.set_fragment(Some(&at.pointer));
        let reference = if at.document.cannot_be_a_base() || at.pointer.contains('%') {
            format!("{}#{}", at.document, pointer::to_fragment(&at.pointer))
        } else {
            reference.to_string()
        };
        let options = jsonschema::options()
            .with_draft(self.draft)
            .with_registry(registry)
            .should_validate_formats(true)
            .with_pattern_options(
                PatternOptions::fancy_regex()
                    .backtrack_limit(BACKTRACKS)
                    .size_limit(PATTERN_BYTES),
            );
        formats::add(options)
            .build(&json!({ "$ref": reference }))
            .map_err(|e| e.to_string())
    }

    fn is_directed(&self) -> bool {
        *self
            .directed
            .get_or_init(|| direction::depends_on_direction(&self.documents.uniform))
    }

    fn registry(&self, direction: Direction) -> &Result<Registry<'static>, String> {
        let slot = match direction {
            Direction::Request => &self.request,
            Direction::Response => &self.response,
        };
        slot.get_or_init(|| {
            direction::directed(&self.documents.uniform, direction)
                .into_iter()
                .try_fold(
                    Registry::new().draft(self.draft),
                    |registry, (uri, document)| {
                        registry.add(uri.as_str(), self.draft.create_resource(document))
                    },
                )
                .and_then(referencing::RegistryBuilder::prepare)
                .map_err(|e| e.to_string())
        })
    }
}
