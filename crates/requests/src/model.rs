//! Collections, folders and requests, the same whatever tool they came from.
//!
//! Any text may hold `{{name}}`: a variable, filled in when the request is sent.

mod auth;
mod body;
mod request;
mod template;

pub use auth::{ApiKeyPlace, Auth, OAuth2};
pub use body::{Body, Part};
pub use request::{Example, Note, Row, SavedRequest, Socket, TemplateField, Variable};

use serde::{Deserialize, Serialize};

/// Whether a value is what it is where nothing is said, so that files leave it out.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Everything of one collection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Collection {
    /// What it is called.
    #[serde(default, skip_serializing_if = "is_default")]
    pub name: String,
    /// What it is for; Markdown.
    #[serde(default, skip_serializing_if = "is_default")]
    pub description: String,
    /// How its requests show who they are, where they say nothing of their own.
    #[serde(default, skip_serializing_if = "is_default")]
    pub auth: Auth,
    /// Header fields of every request in it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub headers: Vec<Row>,
    /// What its variables stand for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub variables: Vec<Variable>,
    /// Named sets of variables, of which one is in use at a time.
    #[serde(default, skip_serializing_if = "is_default")]
    pub environments: Vec<Environment>,
    /// Scripts and the like, kept as text and never run.
    #[serde(default, skip_serializing_if = "is_default")]
    pub notes: Vec<Note>,
    /// Folders and requests, in order.
    #[serde(default, skip_serializing_if = "is_default")]
    pub items: Vec<Item>,
}

/// A named set of variables.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Environment {
    /// What it is called.
    pub name: String,
    /// What its variables stand for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub variables: Vec<Variable>,
}

/// A folder or a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(clippy::large_enum_variant)] // folders are few beside requests
pub enum Item {
    /// A folder.
    Folder(Folder),
    /// A request.
    Request(Box<SavedRequest>),
}

/// Requests that belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Folder {
    /// What it is called.
    #[serde(default, skip_serializing_if = "is_default")]
    pub name: String,
    /// What it is for; Markdown.
    #[serde(default, skip_serializing_if = "is_default")]
    pub description: String,
    /// How its requests show who they are, where they say nothing of their own.
    #[serde(default, skip_serializing_if = "is_default")]
    pub auth: Auth,
    /// Header fields of every request in it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub headers: Vec<Row>,
    /// What its variables stand for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub variables: Vec<Variable>,
    /// Scripts and the like, kept as text and never run.
    #[serde(default, skip_serializing_if = "is_default")]
    pub notes: Vec<Note>,
    /// Folders and requests, in order.
    #[serde(default, skip_serializing_if = "is_default")]
    pub items: Vec<Item>,
}

/// A request with the names of the folders around it, outermost first.
pub type Located<'a> = (Vec<&'a str>, &'a SavedRequest);

impl Collection {
    /// Every request with its folders, in order.
    #[must_use]
    pub fn requests(&self) -> Vec<Located<'_>> {
        let mut found = Vec::new();
        gather(&self.items, &mut Vec::new(), &mut found);
        found
    }

    /// How many folders there are, at every depth.
    #[must_use]
    pub fn folder_count(&self) -> usize {
        fn count(items: &[Item]) -> usize {
            let inner = |item: &Item| match item {
                Item::Folder(folder) => 1 + count(&folder.items),
                Item::Request(_) => 0,
            };
            items.iter().map(inner).sum()
        }
        count(&self.items)
    }

    /// The request as it is sent: credentials and header fields of the folders around it and of
    /// the collection written into it. `folders` are the names of those folders.
    #[must_use]
    pub fn resolve(&self, folders: &[&str], request: &SavedRequest) -> SavedRequest {
        let mut auth = &self.auth;
        let mut headers = self.headers.clone();
        let mut items = &self.items;
        for name in folders {
            let inner = items.iter().find_map(|item| match item {
                Item::Folder(folder) if folder.name == *name => Some(folder),
                _ => None,
            });
            let Some(folder) = inner else { break };
            if folder.auth != Auth::Inherit {
                auth = &folder.auth;
            }
            override_headers(&mut headers, &folder.headers);
            items = &folder.items;
        }
        let mut resolved = request.clone();
        if resolved.auth == Auth::Inherit {
            resolved.auth = auth.clone();
        }
        override_headers(&mut headers, &request.headers);
        resolved.headers = headers;
        resolved
    }
}

/// Adds what is further in; a field of the same name gives way to it.
fn override_headers(headers: &mut Vec<Row>, inner: &[Row]) {
    headers.retain(|outer| {
        !inner
            .iter()
            .any(|row| row.enabled && row.name.eq_ignore_ascii_case(&outer.name))
    });
    headers.extend(inner.iter().cloned());
}

fn gather<'a>(items: &'a [Item], folders: &mut Vec<&'a str>, found: &mut Vec<Located<'a>>) {
    for item in items {
        match item {
            Item::Folder(folder) => {
                folders.push(&folder.name);
                gather(&folder.items, folders, found);
                folders.pop();
            }
            Item::Request(request) => found.push((folders.clone(), request)),
        }
    }
}
