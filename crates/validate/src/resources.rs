//! Schemas as the resources that they say they are.
//!
//! Most descriptions are one resource per file, and nothing is to be done. Since 3.1 a schema may
//! name itself (`$id`), follow another dialect (`$schema`), or refer to whatever the schemas it
//! was reached through call by a name (`$dynamicRef`). The reader of descriptions follows all
//! references that hang on the place alone and takes the names away; here they are put back where
//! the answer hangs on the way a schema is reached, and each such schema becomes a resource.

mod names;
mod rename;
mod restore;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use fairlead_openapi::{Documents, SchemaRef, Spec, pointer};
use jsonschema::Draft;
use referencing::{Registry, Retrieve, Uri};
use serde_json::{Value, json};
use url::Url;

pub use names::Start;
use rename::Renamed;

/// Values by URI.
pub type Values = BTreeMap<Url, Arc<Value>>;

/// What schemas are compiled from.
#[derive(Debug)]
pub struct Resources {
    /// The files, and every schema that is a resource of its own.
    pub values: Values,
    /// Dialect of a schema that names none.
    pub draft: Draft,
    starts: Vec<Start>,
    renamed: Renamed,
}

impl Resources {
    /// The resources of a description.
    pub fn new(spec: &Spec) -> Self {
        let documents = &spec.documents;
        let draft = dialect(spec);
        let has_names = spec.family.is_2020_12()
            && (draft != names::KNOWN_TO_READER || names::are_used(documents));
        if has_names {
            let starts = names::starts(documents, draft);
            let mut values = restore::values(documents, &starts, draft);
            let renamed = Renamed::apply(&mut values);
            // Names may be anything, also what no name can be; then they are done without.
            if registry(values.clone(), draft).is_ok() {
                return Self {
                    values,
                    draft,
                    starts,
                    renamed,
                };
            }
        }
        let mut values = documents.uniform.clone();
        let renamed = Renamed::apply(&mut values);
        Self {
            values,
            draft,
            starts: Vec::new(),
            renamed,
        }
    }

    /// The URI reference under which a schema is compiled.
    pub fn address(&self, at: &SchemaRef) -> String {
        let address = names::canonical(&self.starts, &at.document, &at.pointer);
        self.renamed.there(&address).into_owned()
    }

    /// File and pointer of what an address names.
    pub fn origin(&self, document: &str, at: &str) -> (String, String) {
        let document = self.renamed.back(document);
        let inside = |start: &&Start| {
            start.uri.as_str() == document
                && at
                    .strip_prefix(start.inner.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let start = self
            .starts
            .iter()
            .filter(inside)
            .max_by_key(|s| s.inner.len());
        start.map_or_else(
            || (document.to_owned(), at.to_owned()),
            |start| {
                let rest = &at[start.inner.len()..];
                (
                    start.document.to_string(),
                    format!("{}{rest}", start.pointer),
                )
            },
        )
    }
}

/// Where references are looked up.
pub fn registry(values: Values, draft: Draft) -> Result<Registry<'static>, String> {
    // The schemas of the dialects themselves are there as well.
    let builder = referencing::SPECIFICATIONS
        .extend(std::iter::empty::<(&str, Value)>())
        .map_err(|e| e.to_string())?
        .retriever(Nothing)
        .draft(draft);
    let there: BTreeSet<Url> = values.keys().cloned().collect();
    values
        .into_iter()
        .try_fold(builder, |builder, (uri, value)| {
            let value = without_strange_dialect(value, draft, &there);
            let own = draft.detect(&value);
            if own == draft {
                builder.add(uri.as_str(), value)
            } else {
                let value = Arc::unwrap_or_clone(value);
                builder.add(uri.as_str(), own.create_resource(value))
            }
        })
        .and_then(referencing::RegistryBuilder::prepare)
        .map_err(|e| e.to_string())
}

/// A file of a dialect that nobody here knows is of the usual one: it may not even be a schema,
/// such as the settings of some program that lie beside the description.
fn without_strange_dialect(value: Arc<Value>, draft: Draft, there: &BTreeSet<Url>) -> Arc<Value> {
    let dialect = value.get("$schema").and_then(Value::as_str);
    let url = dialect.and_then(|uri| Url::parse(uri.trim_end_matches('#')).ok());
    if draft.detect(&value) != Draft::Unknown || url.is_some_and(|url| there.contains(&url)) {
        return value;
    }
    let mut value = Arc::unwrap_or_clone(value);
    if let Some(map) = value.as_object_mut() {
        map.shift_remove("$schema");
    }
    Arc::new(value)
}

/// What stands where a reference leads out of the description: a schema that takes everything.
pub struct Nothing;

impl Retrieve for Nothing {
    fn retrieve(&self, _: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        Ok(json!({}))
    }
}

/// `jsonSchemaDialect`, else that of the version.
fn dialect(spec: &Spec) -> Draft {
    if !spec.family.is_2020_12() {
        return Draft::Draft4;
    }
    spec.documents
        .original
        .values()
        .filter(|document| is_description(document))
        .filter_map(|document| document.get("jsonSchemaDialect")?.as_str())
        .map(Draft::from_schema_uri)
        .find(|draft| *draft != Draft::Unknown)
        .unwrap_or(Draft::Draft202012)
}

/// Whether a file is a description, and no bare schema.
pub fn is_description(document: &Value) -> bool {
    document.get("openapi").is_some() || document.get("swagger").is_some()
}

/// The dialect of a schema that stands among others of the `around` dialect, where it says so
/// and the dialect is known.
fn own_dialect(documents: &Documents, schema: &Value, around: Draft) -> Option<Draft> {
    let uri = schema.get("$schema")?.as_str()?;
    match Draft::from_schema_uri(uri) {
        // A dialect of its own has to be among the files.
        Draft::Unknown => {
            let uri = Url::parse(uri.trim_end_matches('#')).ok()?;
            documents
                .original
                .contains_key(&uri)
                .then_some(Draft::Unknown)
        }
        draft => (draft != around).then_some(draft),
    }
}

/// Whether values under this key are data and no schemas.
pub fn is_data(key: &str) -> bool {
    matches!(key, "example" | "examples" | "enum" | "const" | "default")
}

/// A URI and a pointer as a URI reference.
fn reference(document: &Url, at: &str) -> String {
    format!("{document}#{}", pointer::to_fragment(at))
}
