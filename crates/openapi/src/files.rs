//! The parsed files of a description, and following `$ref`s through them.

use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use fairlead_core::{Diagnostic, limits};
use serde_json::{Map, Value};
use url::Url;

use crate::{SourceSet, load, pointer, text};

/// One parsed file.
pub(crate) struct File {
    pub(crate) uri: Url,
    pub(crate) name: String,
    pub(crate) value: Arc<Value>,
}

/// Every file that could be parsed.
pub(crate) struct Files {
    pub(crate) all: Vec<File>,
    by_uri: HashMap<Url, usize>,
    /// Names of files that are there but could not be parsed.
    pub(crate) broken: HashMap<Url, String>,
    pub(crate) root: Option<usize>,
    root_uri: Url,
}

impl Files {
    /// Parses every file; also gives what is wrong with their texts.
    pub(crate) fn read(sources: &SourceSet) -> (Self, Vec<Diagnostic>) {
        let mut files = Self {
            all: Vec::new(),
            by_uri: HashMap::new(),
            broken: HashMap::new(),
            root: None,
            root_uri: sources.root.clone(),
        };
        let mut problems = Vec::new();
        for (uri, bytes) in &sources.files {
            let name = sources
                .names
                .get(uri)
                .cloned()
                .unwrap_or_else(|| load::name_of(&sources.root, uri));
            let read = text::parse_text(&name, bytes);
            problems.extend(read.problems);
            match read.value {
                Some(value) => {
                    files.by_uri.insert(uri.clone(), files.all.len());
                    files.all.push(File {
                        uri: uri.clone(),
                        name,
                        value: Arc::new(value),
                    });
                }
                None => {
                    files.broken.insert(uri.clone(), name);
                }
            }
        }
        files.root = files.by_uri.get(&sources.root).copied();
        if let Some(root) = files.root
            && let Some(own) = files.all[root].value.get("$self").and_then(Value::as_str)
            && let Ok(own) = load::join(&sources.root, own)
        {
            files.by_uri.entry(own).or_insert(root);
        }
        (files, problems)
    }

    pub(crate) fn originals(&self) -> BTreeMap<Url, Arc<Value>> {
        self.all
            .iter()
            .map(|f| (f.uri.clone(), Arc::clone(&f.value)))
            .collect()
    }

    /// The root of the root file.
    pub(crate) fn top(&self) -> Option<At<'_>> {
        self.root.map(|file| self.whole(file))
    }

    fn whole(&self, file: usize) -> At<'_> {
        At {
            file,
            pointer: String::new(),
            value: &self.all[file].value,
        }
    }

    /// The file that a URI names.
    pub(crate) fn by_uri(&self, uri: &Url) -> Option<usize> {
        self.by_uri.get(uri).copied()
    }

    pub(crate) fn root_uri(&self) -> &Url {
        &self.root_uri
    }
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct At<'a> {
    pub(crate) file: usize,
    pub(crate) pointer: String,
    pub(crate) value: &'a Value,
}

impl<'a> At<'a> {
    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<At<'a>> {
        let value = pointer::step(self.value, key)?;
        Some(At {
            file: self.file,
            pointer: pointer::join(&self.pointer, key),
            value,
        })
    }

    pub(crate) fn text(&self, key: &str) -> Option<&'a str> {
        self.value.get(key)?.as_str()
    }

    pub(crate) fn flag(&self, key: &str) -> Option<bool> {
        self.value.get(key)?.as_bool()
    }

    pub(crate) fn map(&self) -> Option<&'a Map<String, Value>> {
        self.value.as_object()
    }

    /// Keys and values of an object; nothing for anything else.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&'a String, At<'a>)> + use<'a, '_> {
        self.map().into_iter().flatten().map(|(key, value)| {
            (
                key,
                At {
                    file: self.file,
                    pointer: pointer::join(&self.pointer, key),
                    value,
                },
            )
        })
    }

    /// Items of a list; nothing for anything else.
    pub(crate) fn items(&self) -> impl Iterator<Item = At<'a>> + use<'a, '_> {
        self.value
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(index, value)| At {
                file: self.file,
                pointer: pointer::join(&self.pointer, &index.to_string()),
                value,
            })
    }

    /// Entries of the object under a key.
    pub(crate) fn entries_of(&self, key: &str) -> Vec<(&'a String, At<'a>)> {
        self.get(key)
            .map(|at| at.entries().collect())
            .unwrap_or_default()
    }

    /// Items of the list under a key.
    pub(crate) fn items_of(&self, key: &str) -> Vec<At<'a>> {
        self.get(key)
            .map(|at| at.items().collect())
            .unwrap_or_default()
    }
}

/// Why a `$ref` leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unresolved {
    /// Not a URI reference.
    Invalid,
    /// The file is not among the sources.
    NoFile(String),
    /// The file is there, but is no JSON or YAML.
    BrokenFile(String),
    /// The file is there, but nothing stands at the pointer or under the anchor.
    Nowhere(String),
    /// Only `$ref`s that lead to each other.
    Cycle,
}

/// By file and text of the reference.
type Known<'a> = HashMap<(usize, &'a str), Result<At<'a>, Unresolved>>;

/// Follows references.
pub(crate) struct Resolver<'a> {
    pub(crate) files: &'a Files,
    identities: Identities,
    /// What whole references lead to, by file and text: most are used many times.
    known: RefCell<Known<'a>>,
}

/// `$id` and `$anchor` of 3.1 schemas.
#[derive(Default)]
struct Identities {
    /// Where a base URI applies: file and pointer prefix.
    scopes: HashMap<(usize, String), Url>,
    /// What an absolute URI (with `#anchor`, if any) names.
    named: HashMap<String, (usize, String)>,
}

impl<'a> Resolver<'a> {
    pub(crate) fn new(files: &'a Files) -> Self {
        let mut identities = Identities::default();
        for (index, file) in files.all.iter().enumerate() {
            identities.collect(index, &file.value, &mut String::new(), &file.uri);
        }
        Self {
            files,
            identities,
            known: RefCell::default(),
        }
    }

    /// Whether `$id`s move the base of references somewhere in the description.
    pub(crate) fn has_identities(&self) -> bool {
        !self.identities.scopes.is_empty()
    }

    /// The value behind a chain of `$ref`s; itself where it is none.
    pub(crate) fn follow(&self, at: At<'a>) -> Result<At<'a>, Unresolved> {
        let mut at = at;
        for _ in 0..limits::REF_HOPS {
            let Some(reference) = at.text("$ref") else {
                return Ok(at);
            };
            at = self.resolve(at.file, &at.pointer, reference)?;
        }
        Err(Unresolved::Cycle)
    }

    /// What one reference, written at `from` in `file`, names.
    pub(crate) fn resolve(
        &self,
        file: usize,
        from: &str,
        reference: &'a str,
    ) -> Result<At<'a>, Unresolved> {
        if self.has_identities() {
            return self.resolve_anew(file, from, reference, 0);
        }
        if let Some(known) = self.known.borrow().get(&(file, reference)) {
            return known.clone();
        }
        let found = self.resolve_anew(file, from, reference, 0);
        self.known
            .borrow_mut()
            .insert((file, reference), found.clone());
        found
    }

    fn resolve_anew(
        &self,
        file: usize,
        from: &str,
        reference: &str,
        hops: usize,
    ) -> Result<At<'a>, Unresolved> {
        if hops > limits::REF_HOPS {
            return Err(Unresolved::Cycle);
        }
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let fragment = pointer::from_fragment(fragment);
        if let Some(found) = self.by_identity(file, from, path, &fragment, hops) {
            return found;
        }
        let target = if path.is_empty() {
            file
        } else {
            let uri =
                load::join(&self.files.all[file].uri, path).map_err(|_| Unresolved::Invalid)?;
            match self.files.by_uri(&uri) {
                Some(target) => target,
                None => {
                    return Err(match self.files.broken.get(&uri) {
                        Some(name) => Unresolved::BrokenFile(name.clone()),
                        None => Unresolved::NoFile(path.to_owned()),
                    });
                }
            }
        };
        let start = self.files.whole(target);
        if fragment.is_empty() || fragment.starts_with('/') {
            return self.walk(start, &fragment, hops);
        }
        let anchor = format!("{}#{fragment}", self.files.all[target].uri);
        match self.identities.named.get(&anchor) {
            Some((file, at)) => self.walk(self.files.whole(*file), at, hops),
            None => Err(Unresolved::Nowhere(format!("#{fragment}"))),
        }
    }

    /// By the `$id` in force where the reference stands, if there is one.
    fn by_identity(
        &self,
        file: usize,
        from: &str,
        path: &str,
        fragment: &str,
        hops: usize,
    ) -> Option<Result<At<'a>, Unresolved>> {
        if !self.has_identities() {
            return None;
        }
        let base = self.identities.base(file, from);
        let base = base.unwrap_or(&self.files.all[file].uri);
        let uri = load::join(base, path).ok()?;
        let named = &self.identities.named;
        if !fragment.is_empty() && !fragment.starts_with('/') {
            let (file, at) = named.get(&format!("{uri}#{fragment}"))?;
            return Some(self.walk(self.files.whole(*file), at, hops));
        }
        let (file, at) = named.get(uri.as_str())?;
        let start = self.walk(self.files.whole(*file), at, hops).ok()?;
        // A pointer that `$id` would forbid but that holds in the file is meant for the file.
        self.walk(start, fragment, hops).ok().map(Ok)
    }

    /// Down a pointer; `$ref`s on the way are followed.
    fn walk(&self, start: At<'a>, fragment: &str, hops: usize) -> Result<At<'a>, Unresolved> {
        let mut value = start.value;
        let mut file = start.file;
        let mut base: Option<String> = None;
        for segment in fragment.split('/').skip(1) {
            let key = pointer::unescape(segment);
            if let Some(inner) = pointer::step(value, &key) {
                value = inner;
                if let Some(base) = &mut base {
                    pointer::push(base, &key);
                }
                continue;
            }
            let nowhere = || Unresolved::Nowhere(format!("#{fragment}"));
            let reference = value
                .get("$ref")
                .and_then(Value::as_str)
                .ok_or_else(nowhere)?;
            let from = base.as_deref().unwrap_or(&start.pointer);
            let next = self.resolve_anew(file, from, reference, hops + 1)?;
            let next = next.get(&key).ok_or_else(nowhere)?;
            value = next.value;
            file = next.file;
            base = Some(next.pointer);
        }
        Ok(At {
            file,
            pointer: base.unwrap_or_else(|| format!("{}{fragment}", start.pointer)),
            value,
        })
    }
}

impl Identities {
    /// The `$id` of the innermost schema around a place.
    fn base(&self, file: usize, from: &str) -> Option<&Url> {
        let mut prefix = from;
        loop {
            if let Some(base) = self.scopes.get(&(file, prefix.to_owned())) {
                return Some(base);
            }
            prefix = &prefix[..prefix.rfind('/')?];
        }
    }

    fn collect(&mut self, file: usize, value: &Value, at: &mut String, base: &Url) {
        let length = at.len();
        match value {
            Value::Object(map) => {
                let mut own = None;
                if let Some(id) = map.get("$id").and_then(Value::as_str)
                    && let Ok(id) = load::join(base, id)
                {
                    self.scopes.insert((file, at.clone()), id.clone());
                    self.named.insert(id.to_string(), (file, at.clone()));
                    own = Some(id);
                }
                let base = own.as_ref().unwrap_or(base);
                for keyword in ["$anchor", "$dynamicAnchor"] {
                    if let Some(name) = map.get(keyword).and_then(Value::as_str) {
                        self.named
                            .entry(format!("{base}#{name}"))
                            .or_insert_with(|| (file, at.clone()));
                    }
                }
                for (key, value) in map {
                    let is_data = matches!(
                        key.as_str(),
                        "example" | "examples" | "default" | "enum" | "const"
                    );
                    if !is_data && (value.is_object() || value.is_array()) {
                        pointer::push(at, key);
                        self.collect(file, value, at, base);
                        at.truncate(length);
                    }
                }
            }
            Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    if value.is_object() || value.is_array() {
                        pointer::push(at, &index.to_string());
                        self.collect(file, value, at, base);
                        at.truncate(length);
                    }
                }
            }
            _ => {}
        }
    }
}
