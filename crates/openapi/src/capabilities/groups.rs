//! Operations that belong together: by tag, else by the first telling part of the path.

use indexmap::IndexMap;
use serde::Serialize;

use super::words::is_version;
use crate::{Operation, Spec};

/// What makes operations a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum GroupedBy {
    /// The operation's first tag.
    Tag,
    /// The first segment of the path that all paths do not have in common.
    Path,
}

/// Operations that belong together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Group {
    /// The tag or the segment; empty for those without one.
    pub name: String,
    /// What makes it one.
    pub by: GroupedBy,
    /// [`Operation::id`] of each, in document order.
    pub operations: Vec<String>,
}

/// The operations in groups, each in one, in the order met. Tags are used where at least half of
/// the operations have one; the others are then grouped by path.
#[must_use]
pub fn groups(spec: &Spec) -> Vec<Group> {
    let tagged = spec
        .operations
        .iter()
        .filter(|o| !o.tags.is_empty())
        .count();
    let by_tag = tagged * 2 >= spec.operations.len() && tagged > 0;
    let skip = common(&spec.operations);
    let mut groups: IndexMap<(&str, bool), Vec<String>> = IndexMap::new();
    for operation in &spec.operations {
        let tag = operation.tags.first().filter(|_| by_tag);
        let key = match tag {
            Some(tag) => (tag.as_str(), true),
            None => (segment(&operation.path, skip), false),
        };
        groups.entry(key).or_default().push(operation.id.clone());
    }
    groups
        .into_iter()
        .map(|((name, is_tag), operations)| Group {
            name: name.to_owned(),
            by: if is_tag {
                GroupedBy::Tag
            } else {
                GroupedBy::Path
            },
            operations,
        })
        .collect()
}

/// The segments of a path that are no version, and not what APIs are put under.
fn telling(path: &str) -> impl Iterator<Item = &str> {
    path.split('/')
        .filter(|s| !s.is_empty() && !is_version(s))
        .filter(|s| !matches!(*s, "api" | "rest"))
}

/// How many segments all paths begin with, so that there is still one behind them.
fn common(operations: &[Operation]) -> usize {
    let mut paths = operations
        .iter()
        .map(|o| telling(&o.path).collect::<Vec<_>>());
    let Some(first) = paths.next() else { return 0 };
    let mut shared = first.len().saturating_sub(1);
    for path in paths {
        let same = first.iter().zip(&path).take_while(|(a, b)| a == b).count();
        shared = shared.min(same).min(path.len().saturating_sub(1));
    }
    shared
}

/// The first segment that is no variable, behind those in common. Methods of RPC-like APIs, such
/// as `/chat.postMessage`, are grouped by what stands before the dot.
fn segment(path: &str, skip: usize) -> &str {
    let mut segments = telling(path).skip(skip);
    let found = segments.find(|s| !s.starts_with('{')).unwrap_or_default();
    found.split('.').next().unwrap_or_default()
}
