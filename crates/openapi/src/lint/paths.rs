//! Path templates: their variables and parameters, and templates that mean the same.

use std::collections::{HashMap, HashSet};

use super::Lint;
use crate::{
    model::{Location, Place},
    problems::Problems,
    structure::check::variables,
    template,
};

pub(super) fn check(lint: &Lint<'_, '_>, problems: &mut Problems) {
    for operation in &lint.spec.operations {
        let Some(at) = lint.at(&operation.place) else {
            continue;
        };
        let names: HashSet<&str> = variables(&operation.path).into_iter().collect();
        let declared: HashSet<&str> = operation
            .parameters
            .iter()
            .filter(|p| p.location == Location::Path)
            .map(|p| p.name.as_str())
            .collect();
        for name in variables(&operation.path) {
            if !declared.contains(&name) {
                problems.error(
                    "path-parameter-missing",
                    &at,
                    format!(
                        "`{{{name}}}` of the path `{}` has no parameter with `in: path`; any text is taken there",
                        operation.path
                    ),
                );
            }
        }
        for parameter in &operation.parameters {
            if parameter.location == Location::Path
                && !names.contains(&parameter.name.as_str())
                && let Some(at) = lint.at(&parameter.place)
            {
                problems.error(
                    "path-parameter-unused",
                    &at,
                    format!(
                        "the path parameter `{}` is not in the path `{}`",
                        parameter.name, operation.path
                    ),
                );
            }
        }
        if operation.path.matches('{').count() != operation.path.matches('}').count() {
            problems.error(
                "path-invalid",
                &at,
                format!("the braces of the path `{}` do not match", operation.path),
            );
        }
    }
    same(lint, problems);
}

/// Paths that differ only in the names of their variables.
fn same(lint: &Lint<'_, '_>, problems: &mut Problems) {
    let mut first: HashMap<String, &str> = HashMap::new();
    let Some(paths) = lint.top.get("paths") else {
        return;
    };
    for (path, at) in paths.entries() {
        let form = template::form(path);
        match first.get(form.as_str()) {
            Some(other) => problems.error(
                "path-duplicate",
                &at,
                format!(
                    "`{path}` is the same path as `{other}`: only the names of the variables differ"
                ),
            ),
            None => {
                first.insert(form, path);
            }
        }
    }
    ambiguous(lint, problems);
}

/// Templates that fit one path with no rule to choose: `/a/{x}/b` and `/a/c/{y}`.
fn ambiguous(lint: &Lint<'_, '_>, problems: &mut Problems) {
    type Row<'a> = (&'a str, Vec<&'a str>, &'a Place);
    let mut by_shape: HashMap<(String, usize, String), Vec<Row<'_>>> = HashMap::new();
    for operation in &lint.spec.operations {
        let segments: Vec<&str> = operation.path.split('/').skip(1).collect();
        if !operation.path.contains('{') {
            continue;
        }
        let head = segments.first().copied().unwrap_or_default();
        let key = (operation.method.clone(), segments.len(), head.to_owned());
        by_shape
            .entry(key)
            .or_default()
            .push((&operation.path, segments, &operation.place));
    }
    for rows in by_shape.values() {
        // Many alike come from a generator, and comparing them all would take long.
        if rows.len() > 200 {
            continue;
        }
        for (index, (path, segments, place)) in rows.iter().enumerate() {
            let rival = rows[..index]
                .iter()
                .find(|(_, others, _)| is_tie(segments, others));
            if let Some((other, ..)) = rival
                && let Some(at) = lint.at(place)
            {
                problems.info(
                    "path-ambiguous",
                    &at,
                    format!("`{path}` and `{other}` both fit some addresses; the one with the earlier fixed part is taken"),
                );
            }
        }
    }
}

/// Both fit one address, and neither is everywhere at least as fixed as the other.
fn is_tie(a: &[&str], b: &[&str]) -> bool {
    let (mut a_wins, mut b_wins) = (false, false);
    for (a, b) in a.iter().zip(b) {
        match (a.contains('{'), b.contains('{')) {
            (false, false) if a != b => return false,
            (false, true) => a_wins = true,
            (true, false) => b_wins = true,
            _ => {}
        }
    }
    a_wins && b_wins
}
