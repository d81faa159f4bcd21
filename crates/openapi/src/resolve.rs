//! Follows `$ref`s from file to file.

mod identity;

use std::{cell::RefCell, collections::HashMap};

use fairlead_core::limits;
use serde_json::Value;

use crate::{
    files::{At, Files},
    load, pointer,
};
use identity::Identities;

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
