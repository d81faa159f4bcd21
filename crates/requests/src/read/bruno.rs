//! Bruno: a folder of `.bru` files, or its export as one JSON file.
//!
//! A `.bru` file is first made into the JSON that the export has, so that both are read alike.

mod as_json;
mod auth;
mod bru;
mod folder;
mod request;

use fairlead_core::{Severity, limits};

use super::Raw;
use crate::{
    Collection, Environment, Folder, Item, SourceFile, Variable,
    at::{At, Problems},
};

/// Reads the files of a folder.
pub fn read(files: &[SourceFile]) -> Raw {
    folder::read(files)
}

/// Reads the JSON export.
pub fn read_json(root: &At<'_>, problems: &mut Problems) -> Collection {
    let mut collection = Collection {
        name: root.text("name"),
        environments: root.list("environments").iter().map(environment).collect(),
        ..Collection::default()
    };
    if let Some(own) = root.get("root") {
        let mut folder = Folder::default();
        settings(&own, &mut folder, problems);
        take_settings(&mut collection, folder);
    }
    collection.items = items(root, 0, problems);
    problems.others(
        root,
        &[
            "name",
            "version",
            "uid",
            "items",
            "environments",
            "root",
            "brunoConfig",
            "activeEnvironmentUid",
            "exportedAt",
            "exportedUsing",
            "pathname",
        ],
    );
    collection
}

/// Puts what a folder may say into the collection, which is the outermost folder.
fn take_settings(collection: &mut Collection, folder: Folder) {
    collection.description = folder.description;
    collection.auth = folder.auth;
    collection.headers = folder.headers;
    collection.variables = folder.variables;
    collection.notes = folder.notes;
}

fn items(parent: &At<'_>, depth: usize, problems: &mut Problems) -> Vec<Item> {
    let mut items = Vec::new();
    for at in parent.list("items") {
        match at.text("type").as_str() {
            "folder" if depth >= limits::REQUEST_FOLDERS_DEEP => problems.say(
                Severity::Error,
                "folders-too-deep",
                &at,
                format!("folders are read {depth} deep; what is in it is left out"),
            ),
            "folder" => {
                let mut folder = Folder {
                    name: at.text("name"),
                    ..Folder::default()
                };
                if let Some(own) = at.get("root") {
                    settings(&own, &mut folder, problems);
                }
                folder.items = self::items(&at, depth + 1, problems);
                items.push(Item::Folder(folder));
            }
            "http" | "http-request" | "graphql" | "graphql-request" | "" => {
                items.push(Item::Request(Box::new(request::read(&at, problems))));
            }
            other => problems.say(
                Severity::Warning,
                "not-http",
                &at,
                format!(
                    "`{}` is of the type `{other}`, which is no HTTP request, and is left out",
                    at.text("name")
                ),
            ),
        }
    }
    items
}

/// What a collection or a folder says for all that is in it.
fn settings(root: &At<'_>, folder: &mut Folder, problems: &mut Problems) {
    folder.description = root.text("docs");
    if let Some(request) = root.get("request") {
        if folder.description.is_empty() {
            folder.description = request.text("docs");
        }
        if let Some(own) = request
            .get("auth")
            .filter(|own| !own.text("mode").is_empty())
        {
            folder.auth = auth::read(&own, problems);
        }
        folder.headers = request.list("headers").iter().map(request::row).collect();
        folder.variables = variables(&request);
        request::notes(&request, &mut folder.notes, problems);
    }
}

fn variables(request: &At<'_>) -> Vec<Variable> {
    let vars = request.get("vars").map(|vars| vars.list("req"));
    vars.unwrap_or_default().iter().map(variable).collect()
}

fn variable(at: &At<'_>) -> Variable {
    Variable {
        name: at.text("name"),
        value: at.text("value"),
        enabled: at.value.get("enabled") != Some(&false.into()),
        secret: at.flag("secret"),
        description: at.text("description"),
    }
}

fn environment(at: &At<'_>) -> Environment {
    Environment {
        name: at.text("name"),
        variables: at.list("variables").iter().map(variable).collect(),
    }
}
