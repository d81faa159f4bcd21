//! Changes to documents, noted while they are read and made afterwards.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Map, Value};
use url::Url;

use crate::files::Files;

/// One change to the value at a pointer.
#[derive(Debug)]
pub(super) struct Edit {
    pub(super) file: usize,
    pub(super) pointer: String,
    pub(super) change: Change,
}

#[derive(Debug)]
pub(super) enum Change {
    /// Drops a key of the object.
    Remove(String),
    /// Sets a key of the object.
    Set(&'static str, Value),
    /// Puts another value in its place.
    Replace(Value),
}

/// Every file, changed where there is something to change.
pub(super) fn apply(files: &Files, edits: Vec<Edit>) -> BTreeMap<Url, Arc<Value>> {
    let mut by_file: BTreeMap<usize, Vec<Edit>> = BTreeMap::new();
    for edit in edits {
        by_file.entry(edit.file).or_default().push(edit);
    }
    files
        .all
        .iter()
        .enumerate()
        .map(|(index, file)| {
            let value = match by_file.remove(&index) {
                None => Arc::clone(&file.value),
                Some(edits) => {
                    let mut copy = file.value.as_ref().clone();
                    for edit in edits {
                        make(&mut copy, edit);
                    }
                    Arc::new(copy)
                }
            };
            (file.uri.clone(), value)
        })
        .collect()
}

fn make(document: &mut Value, edit: Edit) {
    // Gone where a change around it has already dropped the place.
    let Some(place) = document.pointer_mut(&edit.pointer) else {
        return;
    };
    match edit.change {
        Change::Replace(value) => *place = value,
        Change::Remove(key) => {
            if let Some(map) = place.as_object_mut() {
                // Keeps no order, which means nothing among keywords, and takes no time.
                map.swap_remove(&key);
            }
        }
        Change::Set(key, value) => {
            if let Some(map) = place.as_object_mut() {
                set(map, key, value);
            }
        }
    }
}

fn set(map: &mut Map<String, Value>, key: &str, value: Value) {
    map.insert(key.to_owned(), value);
}
