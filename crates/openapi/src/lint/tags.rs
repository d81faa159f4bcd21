//! Tags: declared once, and parents that are there.

use std::collections::HashMap;

use super::Lint;
use crate::problems::Problems;

pub(super) fn check(lint: &Lint<'_, '_>, problems: &mut Problems) {
    let tags = lint.top.items_of("tags");
    let mut parents: HashMap<&str, Option<&str>> = HashMap::new();
    for at in &tags {
        if let Some(name) = at.text("name")
            && parents.insert(name, at.text("parent")).is_some()
        {
            problems.warning(
                "tag-duplicate",
                at,
                format!("the tag `{name}` is declared twice; the first one is used"),
            );
        }
    }
    for at in &tags {
        let (Some(name), Some(parent)) = (at.text("name"), at.text("parent")) else {
            continue;
        };
        let place = at.get("parent").unwrap_or_else(|| at.clone());
        if !parents.contains_key(parent) {
            problems.error(
                "tag-parent-unknown",
                &place,
                format!("the parent `{parent}` of the tag `{name}` is not declared under `tags`"),
            );
            continue;
        }
        let mut above = Some(parent);
        // Deeper trees of tags than this are not looked through.
        for _ in 0..=tags.len().min(64) {
            if above == Some(name) {
                problems.error(
                    "tag-parent-cycle",
                    &place,
                    format!("the tag `{name}` is its own ancestor"),
                );
                break;
            }
            above = above.and_then(|a| parents.get(a).copied().flatten());
        }
    }
}
