//! The rows of a project as a collection, and the other way round.

use std::collections::{HashMap, HashSet};

use fairlead_core::Id;
use fairlead_requests::{Collection, Folder, Item, SavedRequest, template};
use fairlead_store::request::{self, FolderRow, RequestRow};

use super::{document, internal, text};
use crate::{App, AppError};

impl App {
    /// All of a project's requests as one collection.
    pub(super) async fn collection(&self, project: Id) -> Result<Collection, AppError> {
        let name = self.project_row(project).await?.name;
        let (rows, folders) = self
            .store()
            .read(move |c| Ok((request::list(c, project)?, request::folders(c, project)?)))
            .await?;
        let mut collection = gather(&rows, &folders)?;
        if collection.name.is_empty() {
            collection.name = name;
        }
        Ok(collection)
    }

    /// Some of a project's requests with the folders around them, for somebody outside: without
    /// environments, and with no variable that they do not use.
    pub(crate) async fn shared_requests(
        &self,
        project: Id,
        ids: &[Id],
    ) -> Result<Collection, AppError> {
        let (mut rows, folders) = self
            .store()
            .read(move |c| Ok((request::list(c, project)?, request::folders(c, project)?)))
            .await?;
        rows.retain(|row| ids.contains(&row.id));
        let mut collection = gather(&rows, &folders)?;
        collection.environments.clear();
        collection.notes.clear();
        collection.description.clear();
        let used = text(&collection.items)?;
        let used: HashSet<&str> = template::names(&used).collect();
        collection
            .variables
            .retain(|variable| used.contains(variable.name.as_str()) && !variable.secret);
        Ok(collection)
    }
}

fn gather(rows: &[RequestRow], folders: &[FolderRow]) -> Result<Collection, AppError> {
    let mut collection = match folders.iter().find(|row| row.path == "[]") {
        Some(root) => serde_json::from_str(&root.document).map_err(internal)?,
        None => Collection::default(),
    };
    for row in folders.iter().filter(|row| row.path != "[]") {
        let path: Vec<String> = serde_json::from_str(&row.path).map_err(internal)?;
        let mut own: Folder = serde_json::from_str(&row.document).map_err(internal)?;
        let folder = folder(&mut collection.items, &path);
        if let Some(folder) = folder {
            own.items = std::mem::take(&mut folder.items);
            own.name = std::mem::take(&mut folder.name);
            *folder = own;
        }
    }
    for row in rows {
        let path: Vec<String> = serde_json::from_str(&row.folder).map_err(internal)?;
        let item = Item::Request(Box::new(document(row)?));
        match folder(&mut collection.items, &path) {
            Some(folder) => folder.items.push(item),
            None => collection.items.push(item),
        }
    }
    // Folders in which nothing lies any more are gone.
    prune(&mut collection.items);
    Ok(collection)
}

/// The folder of that path, made where it is missing; `None` for the collection itself.
fn folder<'i>(items: &'i mut Vec<Item>, path: &[String]) -> Option<&'i mut Folder> {
    let (first, rest) = path.split_first()?;
    let found = items
        .iter()
        .position(|item| matches!(item, Item::Folder(f) if f.name == *first));
    let at = found.unwrap_or_else(|| {
        items.push(Item::Folder(Folder {
            name: first.clone(),
            ..Folder::default()
        }));
        items.len() - 1
    });
    let Some(Item::Folder(inner)) = items.get_mut(at) else {
        return None;
    };
    if rest.is_empty() {
        return Some(inner);
    }
    folder(&mut inner.items, rest)
}

fn prune(items: &mut Vec<Item>) {
    items.retain_mut(|item| match item {
        Item::Folder(folder) => {
            prune(&mut folder.items);
            !folder.items.is_empty()
        }
        Item::Request(_) => true,
    });
}

/// A collection in parts: what its folders say, and its requests with their folders, below `into`.
pub(super) struct Parts {
    pub folders: Vec<(Vec<String>, String)>,
    pub requests: Vec<(Vec<String>, SavedRequest)>,
}

/// Takes a collection apart. Folders of one name beside each other get a number, so that what
/// they say stays apart.
pub(super) fn parts(collection: Collection, into: &[String]) -> Result<Parts, AppError> {
    let mut parts = Parts {
        folders: Vec::new(),
        requests: Vec::new(),
    };
    let root = Collection {
        items: Vec::new(),
        ..collection.clone()
    };
    if into.is_empty() {
        parts.folders.push((Vec::new(), text(&root)?));
    } else {
        let folder = Folder {
            name: collection.name.clone(),
            description: collection.description.clone(),
            auth: collection.auth.clone(),
            headers: collection.headers.clone(),
            variables: collection.variables.clone(),
            notes: collection.notes.clone(),
            items: Vec::new(),
        };
        parts.folders.push((into.to_vec(), text(&folder)?));
    }
    walk(collection.items, into, &mut parts)?;
    Ok(parts)
}

fn walk(items: Vec<Item>, path: &[String], parts: &mut Parts) -> Result<(), AppError> {
    let mut used = HashSet::new();
    // The number that was given last for each name, so that thousands of one name are no search.
    let mut given: HashMap<String, u32> = HashMap::new();
    for item in items {
        match item {
            Item::Request(request) => parts.requests.push((path.to_vec(), *request)),
            Item::Folder(mut folder) => {
                let base = match folder.name.trim() {
                    "" => "Folder".to_owned(),
                    name => name.to_owned(),
                };
                let mut name = base.clone();
                let n = given.entry(base.clone()).or_insert(1);
                while !used.insert(name.clone()) {
                    *n += 1;
                    name = format!("{base} {n}");
                }
                let mut inner = path.to_vec();
                inner.push(name.clone());
                folder.name = name;
                let own = std::mem::take(&mut folder.items);
                parts.folders.push((inner.clone(), text(&folder)?));
                walk(own, &inner, parts)?;
            }
        }
    }
    Ok(())
}
