//! `oneOf` and `anyOf`: branches are matched by the schema they refer to, by the values of the
//! discriminator, by being written the same, and then by type.

use serde_json::Value;

use super::{branches::matches, distinct::are_distinct, from_to};
use crate::diff::{
    code::Kind,
    graph::{Found, Graph, Step},
    node::Library,
    shape::{Branch, Discriminator, Group, Kinds, Shape},
};

/// From this many branches on it is not worked out which of them overlap.
const MANY: usize = 16;
/// How many properties inside properties are looked at to tell branches apart.
const DEPTH: usize = 2;

/// A single schema on one side and alternatives on the other: the schema is taken as the only
/// alternative. Tells whether that was so.
pub(super) fn compare_single<'a>(
    graph: &mut Graph<'a, '_>,
    old: &Shape<'a>,
    new: &Shape<'a>,
    found: &mut Found<'a>,
) -> bool {
    let fits = |single: &Shape<'a>, group: &Shape<'a>| {
        single.groups.is_empty()
            && group.is_only_group()
            && says_something(single)
            && single.occurring().is_within(group.kinds)
    };
    if fits(old, new) {
        if let Some(group) = alone(old, &new.groups[0]) {
            groups(graph, &group, &new.groups[0], found);
            return true;
        }
    } else if fits(new, old)
        && let Some(group) = alone(new, &old.groups[0])
    {
        groups(graph, &old.groups[0], &group, found);
        return true;
    }
    false
}

/// Whether it is more than the schema that takes everything.
fn says_something(shape: &Shape<'_>) -> bool {
    !shape.kinds.is_any() || shape.implied().is_some() || shape.values.is_some()
}

/// A shape as the only branch of a group like another.
fn alone<'a>(shape: &Shape<'a>, like: &Group<'a>) -> Option<Group<'a>> {
    let origin = shape.origin()?;
    let has_null = shape.kinds.meets(Kinds::NULL) && like.has_null;
    let name = origin.node.last_segment().to_owned();
    Some(Group {
        is_one: like.is_one,
        has_null,
        branches: vec![Branch {
            nodes: shape.nodes.clone(),
            name: Some(name),
            tags: Vec::new(),
            origin: origin.clone(),
        }],
        origin,
    })
}

/// The groups of two shapes, and what says which branch is meant.
pub(super) fn compare<'a>(
    graph: &mut Graph<'a, '_>,
    old: &Shape<'a>,
    new: &Shape<'a>,
    found: &mut Found<'a>,
) {
    let both = old.groups.len().min(new.groups.len());
    for (was, is) in old.groups.iter().zip(&new.groups) {
        groups(graph, was, is, found);
    }
    let (old_place, new_place) = (old.origin(), new.origin());
    for was in &old.groups[both..] {
        found.add(
            Kind::AlternativesDropped,
            (Some(&was.origin), Some(labels(was))),
            (new_place.as_ref(), None),
            "none of the alternatives has to fit any more",
        );
    }
    for is in &new.groups[both..] {
        found.add(
            Kind::AlternativesIntroduced,
            (old_place.as_ref(), None),
            (Some(&is.origin), Some(labels(is))),
            "one of some alternatives has to fit as well now",
        );
    }
    discriminators(old, new, found);
}

fn labels(group: &Group<'_>) -> Value {
    group.branches.iter().map(label).collect()
}

/// What to call a branch.
fn label(branch: &Branch<'_>) -> String {
    branch
        .tags
        .first()
        .map(|t| (*t).to_owned())
        .or_else(|| branch.name.clone())
        .or_else(|| {
            let value = branch.nodes.first()?.value;
            let text = value.get("title").or_else(|| value.get("type"))?;
            text.as_str().map(str::to_owned)
        })
        .unwrap_or_else(|| {
            let pointer = branch.nodes.first().map_or("", |n| n.last_segment());
            format!("alternative {pointer}")
        })
}

fn groups<'a>(graph: &mut Graph<'a, '_>, old: &Group<'a>, new: &Group<'a>, found: &mut Found<'a>) {
    if old.has_null != new.has_null {
        let (kind, text) = if new.has_null {
            (Kind::NullAllowed, "null is taken too")
        } else {
            (Kind::NullForbidden, "null is no longer taken")
        };
        found.add(
            kind,
            (Some(&old.origin), Some(old.has_null.into())),
            (Some(&new.origin), Some(new.has_null.into())),
            text,
        );
    }
    let matched = matches(graph, old, new);
    for (was, is) in old.branches.iter().zip(&matched) {
        if let Some(is) = is {
            let is = &new.branches[*is];
            found.inside.push((
                Step::Alternative(label(is)),
                was.nodes.clone(),
                is.nodes.clone(),
            ));
            tags(was, is, found);
        }
    }
    let is_kept = |index: usize| matched.contains(&Some(index));
    for (index, branch) in old.branches.iter().enumerate() {
        if matched[index].is_none() {
            let kind = if overlaps(graph.old, old, index, |i| matched[i].is_some()) {
                Kind::OverlappingAlternativeRemoved
            } else {
                Kind::AlternativeRemoved
            };
            found.add(
                kind,
                (Some(&branch.origin), Some(label(branch).into())),
                (Some(&new.origin), None),
                format!("the alternative `{}` is gone", label(branch)),
            );
        }
    }
    for (index, branch) in new.branches.iter().enumerate() {
        if !is_kept(index) {
            let overlaps = overlaps(graph.new, new, index, is_kept);
            let (kind, rest) = if overlaps {
                (
                    Kind::OverlappingAlternativeAdded,
                    "; what fits it and another one is refused",
                )
            } else {
                (Kind::AlternativeAdded, "")
            };
            found.add(
                kind,
                (Some(&old.origin), None),
                (Some(&branch.origin), Some(label(branch).into())),
                format!("the alternative `{}` is new{rest}", label(branch)),
            );
        }
    }
    exclusion(graph, old, new, &matched, found);
}

/// Values of the discriminator that mean a branch.
fn tags<'a>(old: &Branch<'a>, new: &Branch<'a>, found: &mut Found<'a>) {
    // Where one side has none, the discriminator itself is new or gone.
    if old.tags.is_empty() || new.tags.is_empty() {
        return;
    }
    for tag in old.tags.iter().filter(|t| !new.tags.contains(t)) {
        found.add(
            Kind::DiscriminatorValueRemoved,
            (Some(&old.origin), Some((*tag).into())),
            (Some(&new.origin), None),
            format!("the value `{tag}` no longer means `{}`", label(new)),
        );
    }
    for tag in new.tags.iter().filter(|t| !old.tags.contains(t)) {
        found.add(
            Kind::DiscriminatorValueAdded,
            (Some(&old.origin), None),
            (Some(&new.origin), Some((*tag).into())),
            format!("the value `{tag}` means `{}` too", label(new)),
        );
    }
}

/// Whether a branch of `oneOf` may overlap with one of those that stay.
fn overlaps<'a>(
    library: &Library<'a>,
    group: &Group<'a>,
    index: usize,
    stays: impl Fn(usize) -> bool,
) -> bool {
    group.is_one
        && group.branches.len() <= MANY
        && (0..group.branches.len())
            .filter(|other| *other != index && stays(*other))
            .any(|other| !apart(library, &group.branches[index], &group.branches[other]))
}

fn apart<'a>(library: &Library<'a>, a: &Branch<'a>, b: &Branch<'a>) -> bool {
    let is_told = !a.tags.is_empty() && !b.tags.is_empty();
    is_told && a.tags.iter().all(|t| !b.tags.contains(t))
        || are_distinct(library, &a.nodes, &b.nodes, DEPTH)
}

/// Whether exactly one branch has to fit, and whether two can.
fn exclusion<'a>(
    graph: &Graph<'a, '_>,
    old: &Group<'a>,
    new: &Group<'a>,
    matched: &[Option<usize>],
    found: &mut Found<'a>,
) {
    if !old.is_one && !new.is_one || matched.len() > MANY {
        return;
    }
    let mut overlaps = (false, false);
    let mut changed: Option<(usize, usize, bool)> = None;
    for (a, is_a) in matched.iter().enumerate() {
        for (b, is_b) in matched.iter().enumerate().skip(a + 1) {
            let (Some(is_a), Some(is_b)) = (is_a, is_b) else {
                continue;
            };
            let was = apart(graph.old, &old.branches[a], &old.branches[b]);
            let is = apart(graph.new, &new.branches[*is_a], &new.branches[*is_b]);
            overlaps = (overlaps.0 || !was, overlaps.1 || !is);
            if was != is {
                changed.get_or_insert((a, b, is));
            }
        }
    }
    let word = |group: &Group<'_>| Value::from(if group.is_one { "oneOf" } else { "anyOf" });
    let before = (Some(&old.origin), Some(word(old)));
    let after = (Some(&new.origin), Some(word(new)));
    if old.is_one != new.is_one {
        let kind = match (new.is_one, overlaps) {
            (true, (_, true)) => Kind::AlternativesExclusive,
            (false, (true, _)) => Kind::AlternativesInclusive,
            _ => return,
        };
        let text = format!("the keyword went {}", from_to(&word(old), &word(new)));
        found.add(kind, before, after, text);
        return;
    }
    let Some((a, b, is_apart)) = changed else {
        return;
    };
    let names = format!(
        "`{}` and `{}`",
        label(&old.branches[a]),
        label(&old.branches[b])
    );
    if is_apart && !overlaps.1 {
        found.add(
            Kind::AlternativesApart,
            before,
            after,
            format!("no value fits both {names} any more"),
        );
    } else if !is_apart && !overlaps.0 {
        found.add(
            Kind::AlternativesOverlap,
            before,
            after,
            format!("a value may fit both {names} now, and is then refused"),
        );
    }
}

fn discriminators<'a>(old: &Shape<'a>, new: &Shape<'a>, found: &mut Found<'a>) {
    let (old_place, new_place) = (old.origin(), new.origin());
    let value = |d: &Discriminator<'a>| Some(Value::from(d.property));
    match (&old.discriminator, &new.discriminator) {
        (None, Some(is)) => found.add(
            Kind::DiscriminatorAdded,
            (old_place.as_ref(), None),
            (Some(&is.origin), value(is)),
            format!(
                "the property `{}` says now which schema is meant",
                is.property
            ),
        ),
        (Some(was), None) => found.add(
            Kind::DiscriminatorRemoved,
            (Some(&was.origin), value(was)),
            (new_place.as_ref(), None),
            format!(
                "the property `{}` no longer says which schema is meant",
                was.property
            ),
        ),
        (Some(was), Some(is)) if was.property != is.property => found.add(
            Kind::DiscriminatorChanged,
            (Some(&was.origin), value(was)),
            (Some(&is.origin), value(is)),
            format!(
                "what says which schema is meant went from `{}` to `{}`",
                was.property, is.property
            ),
        ),
        (Some(was), Some(is)) if !was.is_of_group && !is.is_of_group => mapping(was, is, found),
        _ => {}
    }
}

/// Values of a discriminator without alternatives beside it.
fn mapping<'a>(old: &Discriminator<'a>, new: &Discriminator<'a>, found: &mut Found<'a>) {
    for (value, target) in &old.mapping {
        match new.mapping.get(value) {
            Some(other) if other == target => {}
            Some(other) => found.add(
                Kind::DiscriminatorChanged,
                (Some(&old.origin), Some(target.as_str().into())),
                (Some(&new.origin), Some(other.as_str().into())),
                format!("the value `{value}` went from `{target}` to `{other}`"),
            ),
            None => found.add(
                Kind::DiscriminatorValueRemoved,
                (Some(&old.origin), Some((*value).into())),
                (Some(&new.origin), None),
                format!("the value `{value}` is gone; it meant `{target}`"),
            ),
        }
    }
    for (value, target) in &new.mapping {
        if !old.mapping.contains_key(value) {
            found.add(
                Kind::DiscriminatorValueAdded,
                (Some(&old.origin), None),
                (Some(&new.origin), Some((*value).into())),
                format!("the value `{value}` is new; it means `{target}`"),
            );
        }
    }
}
