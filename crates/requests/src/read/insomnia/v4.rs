//! Version 4: a flat list of resources that name their parents.

use std::collections::HashMap;

use fairlead_core::{Severity, limits};

use super::{base_and_below, request};
use crate::{
    Collection, Folder, Item,
    at::{At, Problems},
};

pub fn read(root: &At<'_>, problems: &mut Problems) -> Collection {
    let resources = root.list("resources");
    let of_type = |kind: &'static str| {
        resources
            .iter()
            .filter(move |r| r.text("_type") == kind)
            .collect::<Vec<_>>()
    };
    let workspaces = of_type("workspace");
    let mut children: HashMap<String, Vec<&At<'_>>> = HashMap::new();
    for resource in &resources {
        match resource.text("_type").as_str() {
            "request" | "request_group" => {
                let parent = resource.text("parentId");
                children.entry(parent).or_default().push(resource);
            }
            "workspace" | "environment" => {}
            "cookie_jar" if resource.list("cookies").is_empty() => {}
            "api_spec" if resource.text("contents").is_empty() => {}
            other => problems.say(
                Severity::Info,
                "not-kept",
                resource,
                format!("a resource of the type `{other}` is no HTTP request and is left out"),
            ),
        }
    }
    for own in children.values_mut() {
        own.sort_by_key(|at| sort_key(at));
    }
    let mut tree = Tree { children, problems };
    let mut collection = Collection::default();
    if let [workspace] = workspaces[..] {
        collection.name = workspace.text("name");
        collection.description = workspace.text("description");
        collection.items = tree.below(&workspace.text("_id"), 0);
    } else {
        for workspace in &workspaces {
            collection.items.push(Item::Folder(Folder {
                name: workspace.text("name"),
                description: workspace.text("description"),
                items: tree.below(&workspace.text("_id"), 1),
                ..Folder::default()
            }));
        }
    }
    tree.orphans(&mut collection);
    let environments = of_type("environment");
    let is_base = |at: &At<'_>| {
        !environments
            .iter()
            .any(|e| e.text("_id") == at.text("parentId"))
    };
    let bases: Vec<&At<'_>> = environments
        .iter()
        .copied()
        .filter(|e| is_base(e))
        .collect();
    let below: Vec<At<'_>> = environments
        .iter()
        .filter(|e| !is_base(e))
        .map(|e| (*e).clone())
        .collect();
    let (variables, own) = base_and_below(bases.first().copied(), &below);
    collection.variables = variables;
    collection.environments = own;
    for further in bases.iter().skip(1) {
        let (more, _) = base_and_below(Some(further), &[]);
        collection.variables.extend(more);
    }
    collection
}

fn sort_key(at: &At<'_>) -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a fraction of a key orders nothing much"
    )]
    let key = at
        .value
        .get("metaSortKey")
        .and_then(serde_json::Value::as_f64)
        .map(|f| f as i64);
    key.unwrap_or(0)
}

struct Tree<'a, 'v, 'p> {
    children: HashMap<String, Vec<&'a At<'v>>>,
    problems: &'p mut Problems,
}

impl Tree<'_, '_, '_> {
    /// What a parent has below it. Each resource is taken once, so that a circle of parents ends.
    fn below(&mut self, parent: &str, depth: usize) -> Vec<Item> {
        let own = self.children.remove(parent).unwrap_or_default();
        let mut items = Vec::new();
        for at in own {
            if at.text("_type") == "request" {
                let request = request::read(at, self.problems);
                items.push(Item::Request(Box::new(request)));
                continue;
            }
            if depth >= limits::REQUEST_FOLDERS_DEEP {
                let words = format!("folders are read {depth} deep; what is in it is left out");
                self.problems
                    .say(Severity::Error, "folders-too-deep", at, words);
                continue;
            }
            let mut folder = request::folder(at, self.problems);
            folder.items = self.below(&at.text("_id"), depth + 1);
            items.push(Item::Folder(folder));
        }
        items
    }

    /// Requests whose parent is not in the file go to the top.
    fn orphans(&mut self, collection: &mut Collection) {
        let mut parents: Vec<String> = self.children.keys().cloned().collect();
        parents.sort();
        for parent in parents {
            let Some(first) = self.children.get(&parent).and_then(|own| own.first()) else {
                continue;
            };
            let words = format!("its folder `{parent}` is not in the file; it is put at the top");
            self.problems
                .say(Severity::Warning, "parent-missing", first, words);
            let items = self.below(&parent, 0);
            collection.items.extend(items);
        }
    }
}
