//! Compiled schemas: each is compiled once, when first needed.

use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, OnceLock},
};

use fairlead_core::{Severity, limits};
use fairlead_openapi::{SchemaRef, Spec};
use jsonschema::{PatternOptions, ValidationError, Validator};
use referencing::Registry;
use serde_json::{Value, json};
use url::Url;

use crate::{
    direction::{self, Direction, Purpose},
    explain::Explain,
    formats,
    report::{Part, Violation},
    resources::{self, Nothing, Resources, is_description},
    shelf::Shelf,
};

/// Most steps back that one `pattern` may take on one value.
const BACKTRACKS: usize = 100_000;
/// Most memory that one compiled `pattern` may take, in bytes.
const PATTERN_BYTES: usize = 10 * 1024 * 1024;

/// Values with more parts than this are only checked up to their first error.
const PARTS: usize = 100_000;

/// Every schema of a description.
pub struct Schemas {
    spec: Arc<Spec>,
    root: OnceLock<String>,
    resources: OnceLock<Resources>,
    /// Whether requests and responses differ.
    directed: OnceLock<bool>,
    request: Compilation,
    pure_request: Compilation,
    response: Compilation,
}

/// A compiled schema, or why there is none.
type Compiled = Result<Validator, String>;

/// What is compiled for one purpose.
#[derive(Default)]
struct Compilation {
    registry: OnceLock<Result<Registry<'static>, String>>,
    compiled: Shelf<Compiled>,
}

impl fmt::Debug for Schemas {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Schemas").finish_non_exhaustive()
    }
}

impl Schemas {
    pub fn new(spec: &Arc<Spec>) -> Self {
        Self {
            spec: Arc::clone(spec),
            root: OnceLock::new(),
            resources: OnceLock::new(),
            directed: OnceLock::new(),
            request: Compilation::default(),
            pure_request: Compilation::default(),
            response: Compilation::default(),
        }
    }

    /// Whether a value fits. A schema that cannot be compiled forbids nothing.
    pub fn is_valid(&self, at: &SchemaRef, direction: Direction, value: &Value) -> bool {
        let purpose = self.purpose(direction);
        match self.compiled(at, purpose).as_ref() {
            Ok(validator) => validator.is_valid(value),
            Err(_) => true,
        }
    }

    /// Whether there is nothing at all to say of a value; quicker than [`Self::check`].
    pub fn is_clean(&self, at: &SchemaRef, direction: Direction, value: &Value) -> bool {
        let purpose = match direction {
            Direction::Request if self.is_directed() => Purpose::PureRequest,
            direction => self.purpose(direction),
        };
        match self.compiled(at, purpose).as_ref() {
            Ok(validator) => validator.is_valid(value),
            Err(_) => false,
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
        let explain = Explain {
            schemas: self,
            at,
            direction,
            part,
            prefix,
        };
        let purpose = self.purpose(direction);
        let mut warnings = Vec::new();
        if direction == Direction::Request && self.is_directed() {
            match self.compiled(at, Purpose::PureRequest).as_ref() {
                Ok(pure) if pure.is_valid(value) => return Vec::new(),
                Ok(pure) => {
                    warnings = explain.all(errors(pure, value));
                    warnings.retain(|violation| violation.keyword == "readOnly");
                }
                Err(_) => {}
            }
        }
        let mut violations = match self.compiled(at, purpose).as_ref() {
            Ok(validator) if validator.is_valid(value) => Vec::new(),
            Ok(validator) => explain.all(errors(validator, value)),
            Err(why) => vec![unusable(self, at, part, prefix, why)],
        };
        violations.append(&mut warnings);
        violations.truncate(limits::VIOLATIONS);
        violations
    }

    /// A schema as the reader of descriptions left it.
    pub fn schema(&self, document: &str, pointer: &str) -> Option<&Value> {
        let uri = Url::parse(document).ok()?;
        self.spec.documents.uniform.get(&uri)?.pointer(pointer)
    }

    /// File and pointer of what the address of a resource names.
    pub fn origin(&self, document: &str, pointer: &str) -> (String, String) {
        self.resources().origin(document, pointer)
    }

    /// A place as a person reads it: the pointer alone for the root document.
    pub fn say_place(&self, document: &str, pointer: &str) -> String {
        let root = self.root.get_or_init(|| root(&self.spec));
        if document == root || document.is_empty() {
            pointer.to_owned()
        } else {
            format!("{document}#{pointer}")
        }
    }

    fn purpose(&self, direction: Direction) -> Purpose {
        match direction {
            Direction::Response if self.is_directed() => Purpose::Response,
            _ => Purpose::Request,
        }
    }

    fn compiled(&self, at: &SchemaRef, purpose: Purpose) -> Arc<Compiled> {
        let compiled = &self.compilation(purpose).compiled;
        compiled.get(at, || self.compile(at, purpose))
    }

    fn compile(&self, at: &SchemaRef, purpose: Purpose) -> Compiled {
        let registry = self.registry(purpose).as_ref().map_err(Clone::clone)?;
        let resources = self.resources();
        let options = jsonschema::options()
            .with_draft(resources.draft)
            .with_registry(registry)
            .with_retriever(Nothing)
            .should_validate_formats(true)
            .with_pattern_options(
                PatternOptions::fancy_regex()
                    .backtrack_limit(BACKTRACKS)
                    .size_limit(PATTERN_BYTES),
            );
        let schema = json!({ "$ref": resources.address(at) });
        // Whatever a description makes the compiler stumble over, the rest can still be used.
        catch_unwind(AssertUnwindSafe(|| formats::add(options).build(&schema)))
            .map_err(|_| "the schema compiler gave up on it".to_owned())?
            .map_err(|e| e.to_string())
    }

    fn resources(&self) -> &Resources {
        self.resources.get_or_init(|| Resources::new(&self.spec))
    }

    fn is_directed(&self) -> bool {
        *self
            .directed
            .get_or_init(|| direction::depends_on_direction(&self.resources().values))
    }

    fn compilation(&self, purpose: Purpose) -> &Compilation {
        match purpose {
            Purpose::Request => &self.request,
            Purpose::PureRequest => &self.pure_request,
            Purpose::Response => &self.response,
        }
    }

    fn registry(&self, purpose: Purpose) -> &Result<Registry<'static>, String> {
        self.compilation(purpose).registry.get_or_init(|| {
            let resources = self.resources();
            let values = direction::directed(&resources.values, purpose, self.is_directed());
            resources::registry(values.clone(), resources.draft)
                // Names that the reader left in parts that nothing refers to.
                .or_else(|_| resources::registry(direction::unnamed(values), resources.draft))
        })
    }
}

/// Every error, or of a very large value the first one: there may be as many as it has parts.
fn errors<'v>(validator: &'v Validator, value: &'v Value) -> Vec<ValidationError<'v>> {
    if parts(value, PARTS) < PARTS {
        validator.iter_errors(value).collect()
    } else {
        validator.validate(value).err().into_iter().collect()
    }
}

/// How many values there are in a value, counted no further than `most`.
fn parts(value: &Value, most: usize) -> usize {
    let mut count = 1;
    let inner: &mut dyn Iterator<Item = &Value> = match value {
        Value::Array(items) => &mut items.iter(),
        Value::Object(map) => &mut map.values(),
        _ => return count,
    };
    for value in inner {
        if count >= most {
            break;
        }
        count += parts(value, most - count);
    }
    count
}

fn unusable(schemas: &Schemas, at: &SchemaRef, part: Part, prefix: &str, why: &str) -> Violation {
    Violation {
        part,
        pointer: prefix.to_owned(),
        message: format!("this part was not checked, its schema cannot be used: {why}"),
        schema_pointer: schemas.say_place(at.document.as_str(), &at.pointer),
        keyword: "schema-unusable".into(),
        expected: None,
        actual: None,
        severity: Severity::Warning,
    }
}

/// URI of the file that is the description: of several, the one with the most in it.
fn root(spec: &Spec) -> String {
    let weight = |uri: &Url| {
        let operations = spec.operations.iter().chain(&spec.webhooks);
        operations
            .filter(|o| o.place.document == *uri)
            .count()
            .saturating_add(spec.schemas.values().filter(|s| s.document == *uri).count())
    };
    spec.documents
        .original
        .iter()
        .filter(|(_, document)| is_description(document))
        .max_by_key(|(uri, _)| weight(uri))
        .map_or_else(String::new, |(uri, _)| uri.to_string())
}
