//! Alternatives: `oneOf`, `anyOf` and what tells their branches apart.

use indexmap::IndexMap;
use serde_json::Value;

use super::Origin;
use crate::diff::node::{Library, Node, Nodes};

/// One `oneOf` or `anyOf`.
#[derive(Clone, Debug)]
pub(in crate::diff) struct Group<'a> {
    /// Whether exactly one branch has to fit.
    pub(in crate::diff) is_one: bool,
    /// The branches but those that are only null.
    pub(in crate::diff) branches: Vec<Branch<'a>>,
    /// Whether one branch is only null.
    pub(in crate::diff) has_null: bool,
    pub(in crate::diff) origin: Origin<'a>,
}

/// One alternative.
#[derive(Clone, Debug)]
pub(in crate::diff) struct Branch<'a> {
    pub(in crate::diff) nodes: Nodes<'a>,
    /// The name of the schema it refers to.
    pub(in crate::diff) name: Option<String>,
    /// Values of the discriminator that mean it.
    pub(in crate::diff) tags: Vec<&'a str>,
    pub(in crate::diff) origin: Origin<'a>,
}

/// The property that says which schema is meant (OpenAPI 3.1.1, Discriminator Object).
#[derive(Clone, Debug)]
pub(in crate::diff) struct Discriminator<'a> {
    pub(in crate::diff) property: &'a str,
    /// Values and the names of the schemas they mean.
    pub(in crate::diff) mapping: IndexMap<&'a str, String>,
    pub(in crate::diff) origin: Origin<'a>,
    /// Whether it stands beside alternatives, which then carry the values.
    pub(in crate::diff) is_of_group: bool,
}

/// The alternatives under a keyword.
pub(in crate::diff) fn group<'a>(
    library: &Library<'a>,
    node: &Node<'a>,
    keyword: &'static str,
) -> Group<'a> {
    let discriminator = discriminator(node);
    let mut group = Group {
        is_one: keyword == "oneOf",
        branches: Vec::new(),
        has_null: false,
        origin: Origin {
            node: node.clone(),
            keyword,
        },
    };
    for branch in node.listed(keyword) {
        if !group.has_null && is_only_null(branch.value) {
            group.has_null = true;
            continue;
        }
        let target = library.behind(branch.clone());
        let is_named = branch.value.get("$ref").is_some();
        let name = is_named.then(|| target.last_segment().to_owned());
        let tags = match &discriminator {
            Some(discriminator) => tags(discriminator, name.as_deref()),
            None => Vec::new(),
        };
        group.branches.push(Branch {
            nodes: vec![branch.clone()],
            name,
            tags,
            origin: Origin {
                node: branch,
                keyword: "",
            },
        });
    }
    group
}

fn tags<'a>(discriminator: &Discriminator<'a>, name: Option<&str>) -> Vec<&'a str> {
    let Some(name) = name else { return Vec::new() };
    let mapping = discriminator.mapping.iter();
    mapping
        .filter(|(_, target)| *target == name)
        .map(|(value, _)| *value)
        .collect()
}

/// The discriminator of a schema.
pub(in crate::diff) fn discriminator<'a>(node: &Node<'a>) -> Option<Discriminator<'a>> {
    let value = node.value.get("discriminator")?;
    // 2.0 has the name of the property only.
    let property = value
        .as_str()
        .or_else(|| value.get("propertyName")?.as_str())?;
    let mapping = value.get("mapping").and_then(Value::as_object);
    let mapping = mapping
        .into_iter()
        .flatten()
        .filter_map(|(value, target)| {
            let target = target.as_str()?;
            let name = target.rsplit('/').next().unwrap_or(target);
            Some((value.as_str(), name.to_owned()))
        })
        .collect();
    Some(Discriminator {
        property,
        mapping,
        is_of_group: ["oneOf", "anyOf"]
            .iter()
            .any(|k| node.value.get(*k).is_some()),
        origin: Origin {
            node: node.clone(),
            keyword: "discriminator",
        },
    })
}

fn is_only_null(branch: &Value) -> bool {
    let Some(map) = branch.as_object() else {
        return false;
    };
    let mut says_null = false;
    for (keyword, value) in map {
        let is_null = match keyword.as_str() {
            "type" => value == "null",
            "const" => value.is_null(),
            "enum" => value.as_array().is_some_and(|all| all == &[Value::Null]),
            "title" | "description" | "nullable" => continue,
            _ => false,
        };
        if !is_null {
            return false;
        }
        says_null = true;
    }
    says_null
}
