//! The parsed files of a description, and places in them.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use fairlead_core::Diagnostic;
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

    pub(crate) fn whole(&self, file: usize) -> At<'_> {
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
