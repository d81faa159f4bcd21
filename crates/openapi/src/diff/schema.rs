//! Compares the shapes of two places.

mod alternatives;
mod branches;
mod distinct;
mod numbers;
mod objects;
mod texts;
mod values;
mod words;

use serde_json::Value;

use super::{
    graph::{Context, Found, Graph, Step},
    node::Node,
    shape::{self, Kinds, Origin, Shape},
};

/// What differs at a place itself, and which places are inside.
pub(super) fn compare<'a>(
    graph: &mut Graph<'a, '_>,
    old: &[Node<'a>],
    new: &[Node<'a>],
    context: Context,
) -> Found<'a> {
    let old = shape::gather(graph.old, old);
    let new = shape::gather(graph.new, new);
    let mut found = Found::default();
    words::compare(&old, &new, context, &mut found);
    if alternatives::compare_single(graph, &old, &new, &mut found) {
        return found;
    }
    values::compare(&old, &new, &mut found);
    let both = old.occurring().and(new.occurring());
    if both.meets(Kinds::NUMBER) {
        numbers::compare(&old, &new, &mut found);
    }
    texts::compare_sizes(&old, &new, both, &mut found);
    if both.meets(Kinds::STRING) {
        texts::compare(&old, &new, &mut found);
    }
    texts::compare_formats(&old, &new, both, &mut found);
    if both.meets(Kinds::ARRAY) {
        items(&old, &new, &mut found);
    }
    if both.meets(Kinds::OBJECT) {
        objects::compare(graph, &old, &new, context, &mut found);
    }
    alternatives::compare(graph, &old, &new, &mut found);
    words::compare_rules(graph, &old, &new, &mut found);
    found
}

fn items<'a>(old: &Shape<'a>, new: &Shape<'a>, found: &mut Found<'a>) {
    use super::code::Kind;

    flag(
        (old, old.unique.as_ref()),
        (new, new.unique.as_ref()),
        (Kind::UniqueDemanded, Kind::UniqueWaived),
        ("items may no longer repeat", "items may repeat now"),
        found,
    );
    let first = old.first_items().max(new.first_items());
    for index in 0..first {
        let (was, is) = (old.item(Some(index)), new.item(Some(index)));
        found.inside.push((Step::Item(index), was, is));
    }
    found
        .inside
        .push((Step::Items, old.item(None), new.item(None)));
}

/// Something that is either said or not.
fn flag<'a>(
    (old, was): (&Shape<'a>, Option<&Origin<'a>>),
    (new, is): (&Shape<'a>, Option<&Origin<'a>>),
    (set, unset): (super::code::Kind, super::code::Kind),
    (set_text, unset_text): (&str, &str),
    found: &mut Found<'a>,
) {
    let (kind, text) = match (was, is) {
        (None, Some(_)) => (set, set_text),
        (Some(_), None) => (unset, unset_text),
        _ => return,
    };
    let (old_place, new_place) = (old.origin(), new.origin());
    found.add(
        kind,
        (was.or(old_place.as_ref()), Some(was.is_some().into())),
        (is.or(new_place.as_ref()), Some(is.is_some().into())),
        text,
    );
}

/// A value in a message, shortened.
fn show(value: &Value) -> String {
    const LONGEST: usize = 60;
    let text = value.to_string();
    if text.chars().count() <= LONGEST {
        return format!("`{text}`");
    }
    let start: String = text.chars().take(LONGEST - 1).collect();
    format!("`{start}…`")
}

/// Two values in a message.
fn from_to(before: &Value, after: &Value) -> String {
    format!("from {} to {}", show(before), show(after))
}
