//! A collection as files.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Map, Value, json};

use super::{ENDING, ENVIRONMENTS, FOLDER, ORDER, ROOT, names, yaml};
use crate::{Collection, Folder, Item, SavedRequest};

/// The files of a collection, by their path below its folder.
#[must_use]
pub fn write(collection: &Collection) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let order = items(&collection.items, "", &mut files);
    files.extend(write_root(collection, order));
    files
}

/// The files that say what a collection is and name its environments, without what lies in it;
/// `order` holds the names of the files and folders beside them.
#[must_use]
pub fn write_root(collection: &Collection, order: Vec<String>) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut shallow = object(collection);
    shallow.shift_remove("items");
    shallow.shift_remove("environments");
    let mut root = Map::new();
    root.insert("fairlead".to_owned(), json!(1));
    root.extend(shallow);
    put_order(&mut root, order);
    let mut used = HashSet::new();
    let mut environments = Vec::new();
    for environment in &collection.environments {
        let name = names::free(&environment.name, "environment", &mut used);
        let path = format!("{ENVIRONMENTS}/{name}.yaml");
        files.insert(path, yaml::text(&Value::Object(object(environment))));
        environments.push(Value::from(name));
    }
    if environments.len() > 1 {
        root.insert(ENVIRONMENTS.to_owned(), environments.into());
    }
    files.insert(ROOT.to_owned(), yaml::text(&Value::Object(root)));
    files
}

/// The text of the file of one request.
#[must_use]
pub fn write_request(request: &SavedRequest) -> String {
    let mut members = object(request);
    name_first(&mut members);
    yaml::text(&Value::Object(members))
}

/// A name that is empty is written too: without one, the file's name would take its place.
fn name_first(members: &mut Map<String, Value>) {
    if !members.contains_key("name") {
        members.shift_insert(0, "name".to_owned(), json!(""));
    }
}

/// Adds the files of a folder's content; their names in order.
fn items(list: &[Item], folder: &str, files: &mut BTreeMap<String, String>) -> Vec<String> {
    let mut used = HashSet::new();
    if folder.is_empty() {
        used.insert(ENVIRONMENTS.to_owned());
    }
    let mut order = Vec::new();
    for item in list {
        match item {
            Item::Folder(inner) => {
                let name = names::free(&inner.name, "folder", &mut used);
                let path = format!("{folder}{name}");
                files.insert(format!("{path}/{FOLDER}"), String::new());
                let own = items(&inner.items, &format!("{path}/"), files);
                files.insert(format!("{path}/{FOLDER}"), write_folder(inner, own));
                order.push(name);
            }
            Item::Request(request) => {
                let name = names::free(&request.name, "request", &mut used);
                files.insert(format!("{folder}{name}{ENDING}"), write_request(request));
                order.push(name);
            }
        }
    }
    order
}

/// The text of the file that says what a folder is, without what lies in it; `order` holds the
/// names of the files and folders beside it.
#[must_use]
pub fn write_folder(folder: &Folder, order: Vec<String>) -> String {
    let mut members = object(folder);
    members.shift_remove("items");
    name_first(&mut members);
    put_order(&mut members, order);
    yaml::text(&Value::Object(members))
}

fn put_order(members: &mut Map<String, Value>, order: Vec<String>) {
    if !order.is_empty() {
        members.insert(ORDER.to_owned(), order.into());
    }
}

/// The members that a thing has in JSON: texts, numbers and lists of them, which always work.
fn object(value: &impl serde::Serialize) -> Map<String, Value> {
    match serde_json::to_value(value) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    }
}
