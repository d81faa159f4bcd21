//! Version 5: a tree.

use fairlead_core::{Severity, limits};

use super::{base_and_below, request};
use crate::{
    Collection, Item,
    at::{At, Problems},
};

pub fn read(root: &At<'_>, problems: &mut Problems) -> Collection {
    let environments = root.get("environments");
    let below = environments
        .as_ref()
        .map(|base| base.list("subEnvironments"))
        .unwrap_or_default();
    let (variables, environments) = base_and_below(environments.as_ref(), &below);
    problems.others(
        root,
        &[
            "type",
            "name",
            "meta",
            "collection",
            "environments",
            "cookieJar",
            "schema_version",
        ],
    );
    if let Some(jar) = root.get("cookieJar")
        && !jar.list("cookies").is_empty()
    {
        problems.say(
            Severity::Info,
            "not-kept",
            &jar,
            "the cookies that were collected are left out",
        );
    }
    Collection {
        name: root.text("name"),
        description: request::description(root),
        variables,
        environments,
        items: items(&root.list("collection"), 0, problems),
        ..Collection::default()
    }
}

fn items(list: &[At<'_>], depth: usize, problems: &mut Problems) -> Vec<Item> {
    let mut items = Vec::new();
    for at in list {
        if at.value.get("children").is_some() {
            if depth >= limits::REQUEST_FOLDERS_DEEP {
                let words = format!("folders are read {depth} deep; what is in it is left out");
                problems.say(Severity::Error, "folders-too-deep", at, words);
                continue;
            }
            let mut folder = request::folder(at, problems);
            folder.items = self::items(&at.list("children"), depth + 1, problems);
            items.push(Item::Folder(folder));
        } else if at.get("method").is_some() {
            items.push(Item::Request(Box::new(request::read(at, problems))));
        } else {
            problems.say(
                Severity::Info,
                "not-kept",
                at,
                format!("`{}` is no HTTP request and is left out", at.text("name")),
            );
        }
    }
    items
}
