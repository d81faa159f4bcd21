//! Insomnia: the JSON export of version 4 and the YAML of version 5.
//!
//! Both say the same of a request; version 4 is a flat list with parents, version 5 a tree.

mod auth;
mod request;
mod v4;
mod v5;

use fairlead_core::Severity;

use crate::{
    Collection, Environment, Variable,
    at::{At, Problems, plain},
    fill::each_collection_text,
    template,
};

pub fn read(root: &At<'_>, problems: &mut Problems) -> Collection {
    let mut collection = if root.get("__export_format").is_some() {
        v4::read(root, problems)
    } else {
        v5::read(root, problems)
    };
    let mut tags = 0;
    each_collection_text(&mut collection, &mut |text| {
        *text = template::rename(text, bare);
        tags += text.matches("{%").count();
    });
    if tags > 0 {
        problems.say(
            Severity::Warning,
            "template-tags",
            root,
            format!("{tags} template tags (`{{% … %}}`) stay as text: they are not worked out"),
        );
    }
    collection
}

/// `_.base_url`, `_['base_url']` and `base_url` are one variable.
fn bare(name: &str) -> String {
    if let Some(rest) = name.strip_prefix("_.") {
        return rest.trim().to_owned();
    }
    let quoted = name
        .strip_prefix("_[")
        .and_then(|rest| rest.strip_suffix(']'))
        .map(|key| key.trim_matches(['\'', '"']));
    quoted.unwrap_or(name).to_owned()
}

/// An environment's data; what is nested gets names with dots, as templates write them.
fn variables(data: &At<'_>) -> Vec<Variable> {
    fn gather(prefix: &str, at: &At<'_>, found: &mut Vec<Variable>) {
        for (key, member) in at.members() {
            let name = format!("{prefix}{key}");
            if member.value.is_object() {
                gather(&format!("{name}."), &member, found);
            } else {
                found.push(Variable::new(name, plain(member.value)));
            }
        }
    }
    let mut found = Vec::new();
    gather("", data, &mut found);
    found
}

/// The base environment is the collection's own variables; those below it are environments.
fn base_and_below(base: Option<&At<'_>>, below: &[At<'_>]) -> (Vec<Variable>, Vec<Environment>) {
    let data = |at: &At<'_>| at.get("data").map(|d| variables(&d)).unwrap_or_default();
    let below = below.iter().map(|at| Environment {
        name: at.text("name"),
        variables: data(at),
    });
    (base.map(data).unwrap_or_default(), below.collect())
}
