//! Which schemas are resources of their own.

use fairlead_openapi::{Documents, pointer};
use jsonschema::Draft;
use serde_json::{Map, Value};
use url::Url;

use super::{is_data, is_description, own_dialect, reference};

/// The dialect in which the reader of descriptions understands all schemas since 3.1.
pub const KNOWN_TO_READER: Draft = Draft::Draft202012;

/// Where a resource starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// The file it is in.
    pub document: Url,
    /// Its place in the file.
    pub pointer: String,
    /// What it is called: its `$id`, or a name of ours where only its dialect sets it apart.
    pub uri: Url,
    /// Where it is kept in the value of that name; empty for the whole of it. A schema of a
    /// description that only has a dynamic name is kept under `$defs`, since only what stands
    /// under keywords is looked through for names.
    pub inner: String,
    /// Its dialect.
    pub draft: Draft,
    /// Whether its dialect is not [`KNOWN_TO_READER`], so that it is taken as written.
    pub is_foreign: bool,
    /// Whether it lies in a resource that is taken as written.
    pub is_inside_foreign: bool,
}

/// Whether any schema names itself or its dialect, or refers by such names.
pub fn are_used(documents: &Documents) -> bool {
    fn looks(value: &Value) -> bool {
        match value {
            Value::Object(map) => map.iter().any(|(key, value)| match key.as_str() {
                "$id" | "$dynamicAnchor" | "$dynamicRef" | "$schema" => value.is_string(),
                "$ref" => value.as_str().is_some_and(is_of_a_dialect),
                key => !is_data(key) && looks(value),
            }),
            Value::Array(items) => items.iter().any(looks),
            _ => false,
        }
    }
    documents.original.values().any(|document| looks(document))
}

/// Whether a URI names a schema of the JSON Schema dialects themselves.
pub fn is_of_a_dialect(uri: &str) -> bool {
    uri.split_once("://json-schema.org/draft")
        .is_some_and(|(scheme, _)| matches!(scheme, "http" | "https"))
}

/// Every resource that is not a whole file without a name.
pub fn starts(documents: &Documents, draft: Draft) -> Vec<Start> {
    let mut search = Search {
        documents,
        draft,
        is_outside: false,
        found: Vec::new(),
        named: 0,
    };
    for (uri, original) in &documents.original {
        let uniform = documents.uniform.get(uri).map(AsRef::as_ref);
        search.is_outside = is_description(original);
        search.value(uri, original, uniform, &mut String::new(), uri, None);
    }
    search.found
}

struct Search<'a> {
    documents: &'a Documents,
    draft: Draft,
    /// Whether this is a description, outside of all resources in it.
    is_outside: bool,
    found: Vec<Start>,
    /// How many names of ours there are.
    named: usize,
}

impl Search<'_> {
    /// `uniform` is the same value as the reader left it; `foreign` the dialect of the resource
    /// around, where it is another.
    fn value(
        &mut self,
        document: &Url,
        original: &Value,
        uniform: Option<&Value>,
        at: &mut String,
        base: &Url,
        foreign: Option<Draft>,
    ) {
        let length = at.len();
        match original {
            Value::Object(map) => {
                let start = self.start(document, map, original, uniform, at, base, foreign);
                let (mut base, mut foreign) = (base.clone(), foreign);
                let was_outside = self.is_outside;
                if let Some(start) = start {
                    self.is_outside = false;
                    base = start.uri.clone();
                    if start.is_foreign {
                        foreign = Some(start.draft);
                    }
                    self.found.push(start);
                }
                for (key, inner) in map {
                    if is_data(key) || !(inner.is_object() || inner.is_array()) {
                        continue;
                    }
                    pointer::push(at, key);
                    let uniform = uniform.and_then(|u| u.get(key));
                    self.value(document, inner, uniform, at, &base, foreign);
                    at.truncate(length);
                }
                self.is_outside = was_outside;
            }
            Value::Array(items) => {
                for (index, inner) in items.iter().enumerate() {
                    pointer::push(at, &index.to_string());
                    let uniform = uniform.and_then(|u| u.get(index));
                    self.value(document, inner, uniform, at, base, foreign);
                    at.truncate(length);
                }
            }
            _ => {}
        }
    }

    fn next(&mut self) -> usize {
        self.named += 1;
        self.named
    }

    fn is_file(&self, uri: &Url) -> bool {
        self.documents.original.contains_key(uri)
    }

    #[expect(clippy::too_many_arguments, reason = "a step of the walk above")]
    fn start(
        &mut self,
        document: &Url,
        map: &Map<String, Value>,
        original: &Value,
        uniform: Option<&Value>,
        at: &str,
        base: &Url,
        foreign: Option<Draft>,
    ) -> Option<Start> {
        let around = foreign.unwrap_or(self.draft);
        let own = own_dialect(self.documents, original, around);
        let draft = own.unwrap_or(around);
        let is_old = matches!(draft, Draft::Draft4 | Draft::Draft6 | Draft::Draft7);
        // The reader takes `$id` out of what it knows to be a schema.
        let is_schema = foreign.is_some() || uniform.is_none_or(|u| u.get("$id").is_none());
        let id = map
            .get(draft.id_keyword())
            .and_then(Value::as_str)
            .filter(|id| is_schema && !id.starts_with('#'))
            .filter(|_| !(is_old && map.contains_key("$ref")))
            .and_then(|id| base.join(id).ok())
            .map(|mut id| {
                id.set_fragment(None);
                id
            });
        let is_file = at.is_empty() && !is_description(original);
        let mut inner = String::new();
        let uri = match id {
            Some(id) if self.is_file(&id) && !(at.is_empty() && id == *document) => return None,
            Some(id) => {
                // A name is for one: the outermost, who is least likely to be in what is no
                // schema at all. The others go without.
                let other = self.found.iter().position(|start| start.uri == id);
                if let Some(other) = other {
                    if self.found[other].pointer.len() <= at.len() {
                        return None;
                    }
                    self.found.remove(other);
                }
                id
            }
            None if is_file && draft != KNOWN_TO_READER => document.clone(),
            None if own.is_some() && !at.is_empty() => {
                let mut uri = document.clone();
                uri.set_query(Some(&format!("dialect={}", self.next())));
                uri
            }
            None if self.is_outside && is_schema && map.contains_key("$dynamicAnchor") => {
                inner = format!("/$defs/fairlead-{}", self.next());
                document.clone()
            }
            None => return None,
        };
        Some(Start {
            document: document.clone(),
            pointer: at.to_owned(),
            uri,
            inner,
            draft,
            is_foreign: draft != KNOWN_TO_READER,
            is_inside_foreign: foreign.is_some(),
        })
    }
}

/// A place as a URI reference, by the innermost resource around it.
pub fn canonical(starts: &[Start], document: &Url, at: &str) -> String {
    let around = starts
        .iter()
        .filter(|s| !s.is_inside_foreign && s.document == *document)
        .filter(|s| {
            at.strip_prefix(s.pointer.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
        .max_by_key(|s| s.pointer.len());
    match around {
        Some(start) => {
            let rest = &at[start.pointer.len()..];
            reference(&start.uri, &format!("{}{rest}", start.inner))
        }
        None => reference(document, at),
    }
}
