//! Parameters of operations.

use serde_json::Value;

use super::{
    code::{Kind, Side},
    field::both,
    section::{Comparison, NOWHERE, inside, with},
};
use crate::{
    model::{Location, Operation, Parameter},
    structure::check::variables,
};

pub(super) fn compare<'a>(
    comparison: &mut Comparison<'_, 'a, '_>,
    old: &'a Operation,
    new: &'a Operation,
) {
    let side = comparison.request();
    let renamed = if comparison.is_hook {
        Vec::new()
    } else {
        path_variables(comparison, old, new)
    };
    let mut gone: Vec<&'a Parameter> = Vec::new();
    let mut fresh: Vec<&'a Parameter> = new.parameters.iter().collect();
    for was in &old.parameters {
        let found = fresh.iter().position(|is| is_same(was, is, &renamed));
        match found {
            Some(index) => {
                let is = fresh.remove(index);
                both(comparison, side, &part(is), was, is);
            }
            None => gone.push(was),
        }
    }
    moved(comparison, side, &mut gone, &mut fresh);
    for was in gone {
        let kind = if was.required {
            Kind::RequiredParameterRemoved
        } else {
            Kind::ParameterRemoved
        };
        let half = with(&was.place, was.name.as_str());
        comparison.add(Some(side), part(was), kind, half, NOWHERE, "it is gone");
    }
    for is in fresh {
        let (kind, text) = if is.required {
            (
                Kind::RequiredParameterAdded,
                "it is new and has to be there",
            )
        } else {
            (Kind::ParameterAdded, "it is new")
        };
        let half = with(&is.place, is.name.as_str());
        comparison.add(Some(side), part(is), kind, NOWHERE, half, text);
    }
}

/// What to call a parameter.
fn part(parameter: &Parameter) -> String {
    let location = match parameter.location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Querystring => "whole-query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    };
    format!("{location} parameter `{}`", parameter.name)
}

/// Variables of the path that have another name at the same place: old and new name.
fn path_variables<'a>(
    comparison: &mut Comparison<'_, 'a, '_>,
    old: &'a Operation,
    new: &'a Operation,
) -> Vec<(&'a str, &'a str)> {
    let pairs = variables(&old.path).into_iter().zip(variables(&new.path));
    let renamed: Vec<_> = pairs.filter(|(was, is)| was != is).collect();
    let side = comparison.request();
    for (was, is) in &renamed {
        let place = |operation: &Operation, name: &str| {
            let own = operation
                .parameters
                .iter()
                .find(|p| p.location == Location::Path && p.name == name);
            own.map_or(&operation.place, |p| &p.place).clone()
        };
        comparison.add(
            Some(side),
            format!("path parameter `{is}`"),
            Kind::PathVariableRenamed,
            with(&place(old, was), *was),
            with(&place(new, is), *is),
            format!("the variable of the path was called `{was}`"),
        );
    }
    renamed
}

fn is_same(old: &Parameter, new: &Parameter, renamed: &[(&str, &str)]) -> bool {
    if old.location != new.location {
        return false;
    }
    match old.location {
        Location::Path => {
            let is_renamed = renamed.iter().find(|(was, _)| *was == old.name);
            new.name == is_renamed.map_or(old.name.as_str(), |(_, is)| is)
        }
        Location::Header => old.name.eq_ignore_ascii_case(&new.name),
        _ => old.name == new.name,
    }
}

/// The same name elsewhere, or a single one with another name that is the same otherwise.
fn moved<'a>(
    comparison: &mut Comparison<'_, 'a, '_>,
    side: Side,
    gone: &mut Vec<&'a Parameter>,
    fresh: &mut Vec<&'a Parameter>,
) {
    let mut index = 0;
    while index < gone.len() {
        let was = gone[index];
        let same = |p: &&&Parameter| p.name == was.name;
        let is_only = gone.iter().filter(same).count() == 1;
        let mut others = (0..fresh.len()).filter(|i| fresh[*i].name == was.name);
        let (Some(found), None, true) = (others.next(), others.next(), is_only) else {
            index += 1;
            continue;
        };
        let is = fresh.remove(found);
        gone.remove(index);
        comparison.add(
            Some(side),
            part(is),
            Kind::ParameterMoved,
            with(&inside(&was.place, "in"), location(was)),
            with(&inside(&is.place, "in"), location(is)),
            format!("it was a {}", part(was)),
        );
        both(comparison, side, &part(is), was, is);
    }
    for location in [Location::Query, Location::Header, Location::Cookie] {
        let only = |all: &[&'a Parameter]| -> Option<&'a Parameter> {
            let mut those = all.iter().filter(|p| p.location == location);
            let first = those.next().copied();
            first.filter(|_| those.next().is_none())
        };
        let (Some(was), Some(is)) = (only(gone), only(fresh)) else {
            continue;
        };
        if !is_alike(comparison, was, is) {
            continue;
        }
        gone.retain(|p| !std::ptr::eq(*p, was));
        fresh.retain(|p| !std::ptr::eq(*p, is));
        comparison.add(
            Some(side),
            part(is),
            Kind::ParameterRenamed,
            with(&inside(&was.place, "name"), was.name.as_str()),
            with(&inside(&is.place, "name"), is.name.as_str()),
            format!("it was called `{}`", was.name),
        );
        both(comparison, side, &part(is), was, is);
    }
}

/// Whether two parameters are the same but for the name. One without a telling schema is like
/// too many others.
fn is_alike<'a>(
    comparison: &mut Comparison<'_, 'a, '_>,
    old: &'a Parameter,
    new: &'a Parameter,
) -> bool {
    let (Some(was), Some(is)) = (&old.schema, &new.schema) else {
        return false;
    };
    let (Some(was), Some(is)) = (comparison.graph.old.at(was), comparison.graph.new.at(is)) else {
        return false;
    };
    let told = |p: &Parameter| p.description.as_deref().unwrap_or_default().to_owned();
    let is_named_alike = fold(&old.name) == fold(&new.name);
    let is_told_alike = !told(old).is_empty() && told(old) == told(new);
    old.required == new.required
        && (is_named_alike || is_told_alike)
        && comparison.graph.sameness.field(&was, &is)
}

fn fold(name: &str) -> String {
    name.to_lowercase().replace(['_', '-', '.', '[', ']'], "")
}

fn location(parameter: &Parameter) -> Value {
    // A unit variant is a text, and nothing can go wrong with it.
    serde_json::to_value(parameter.location).unwrap_or_default()
}
