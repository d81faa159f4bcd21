//! Types, null and listed values.

use serde_json::Value;

use super::{from_to, show};
use crate::diff::{
    code::Kind,
    graph::Found,
    same::is_equal,
    shape::{Kinds, Listed, Origin, Shape},
};

pub(super) fn compare<'a>(old: &Shape<'a>, new: &Shape<'a>, found: &mut Found<'a>) {
    match (&old.values, &new.values) {
        (Some(before), Some(after)) => {
            // The values say which types there are.
            listed((old, before), (new, after), found);
        }
        (Some(before), None) => {
            if !old.occurring().is_within(new.kinds) {
                types(old, new, found);
            }
            let (was, is) = (first(before), new.origin());
            let text = "the values are no longer listed";
            found.add(
                Kind::EnumRemoved,
                (was, Some(list(before))),
                (is.as_ref(), None),
                text,
            );
        }
        (None, Some(after)) => {
            if !new.occurring().is_within(old.kinds) {
                types(old, new, found);
            }
            let (was, is) = (old.origin(), first(after));
            let text = format!("only these values are taken now: {}", show(&list(after)));
            found.add(
                Kind::EnumAdded,
                (was.as_ref(), None),
                (is, Some(list(after))),
                text,
            );
        }
        (None, None) => types(old, new, found),
    }
}

fn first<'s, 'a>(values: &'s [Listed<'a>]) -> Option<&'s Origin<'a>> {
    values.first().map(|v| &v.origin)
}

fn list(values: &[Listed<'_>]) -> Value {
    values.iter().map(|v| v.value.clone()).collect()
}

fn listed<'a>(
    (old, before): (&Shape<'a>, &[Listed<'a>]),
    (new, after): (&Shape<'a>, &[Listed<'a>]),
    found: &mut Found<'a>,
) {
    let gone = missing((old, before), (new, after));
    let fresh = missing((new, after), (old, before));
    let old_place = first(before).cloned().or_else(|| old.origin());
    let new_place = first(after).cloned().or_else(|| new.origin());
    for value in gone {
        let text = format!("the value {} is no longer taken", show(value.value));
        found.add(
            Kind::EnumValueRemoved,
            (Some(&value.origin), Some(value.value.clone())),
            (new_place.as_ref(), None),
            text,
        );
        narrow_place(value, found, true);
    }
    for value in fresh {
        let text = format!("the value {} is new", show(value.value));
        found.add(
            Kind::EnumValueAdded,
            (old_place.as_ref(), None),
            (Some(&value.origin), Some(value.value.clone())),
            text,
        );
        narrow_place(value, found, false);
    }
}

/// Points at the value itself, not at the list.
fn narrow_place(value: &Listed<'_>, found: &mut Found<'_>, is_old: bool) {
    let Some(index) = value.index else { return };
    let Some(last) = found.findings.last_mut() else {
        return;
    };
    let place = if is_old { &mut last.old } else { &mut last.new };
    if let Some(place) = place {
        crate::pointer::push(&mut place.pointer, &index.to_string());
    }
}

/// Values that count on one side and not on the other; the type counts too.
fn missing<'s, 'a>(
    (shape, values): (&Shape<'a>, &'s [Listed<'a>]),
    (other_shape, others): (&Shape<'a>, &[Listed<'a>]),
) -> Vec<&'s Listed<'a>> {
    let mut missing: Vec<&Listed<'a>> = Vec::new();
    for value in values {
        let kinds = Kinds::of(value.value);
        let is_taken = kinds.is_within(other_shape.kinds)
            && others.iter().any(|o| is_equal(o.value, value.value));
        let is_known = missing.iter().any(|m| is_equal(m.value, value.value));
        if kinds.is_within(shape.kinds) && !is_taken && !is_known {
            missing.push(value);
        }
    }
    missing
}

fn types<'a>(old: &Shape<'a>, new: &Shape<'a>, found: &mut Found<'a>) {
    let (was, is) = (old.kinds, new.kinds);
    if was == is {
        return;
    }
    let (old_place, new_place) = (old.origin(), new.origin());
    let before = (
        old.typed.as_ref().or(old_place.as_ref()),
        Some(was.to_value()),
    );
    let after = (
        new.typed.as_ref().or(new_place.as_ref()),
        Some(is.to_value()),
    );
    let words = from_to(&was.to_value(), &is.to_value());
    // Keywords about one type and none said: what is meant is clear enough.
    let means = |shape: &Shape<'a>, other: Kinds| {
        shape.kinds.is_any()
            && shape.groups.is_empty()
            && shape.values.is_none()
            && shape
                .implied()
                .is_some_and(|i| other.without(Kinds::NULL) == i)
    };
    if means(old, is) {
        found.add(
            Kind::TypeStated,
            before,
            after,
            format!("the type is said now: {}", show(&is.to_value())),
        );
        return;
    }
    if means(new, was) {
        found.add(
            Kind::TypeUnstated,
            before,
            after,
            format!("the type is no longer said: {}", show(&was.to_value())),
        );
        return;
    }
    if !was.is_any() && !is.is_any() && was.without(Kinds::NULL) == is.without(Kinds::NULL) {
        let (kind, text) = if is.meets(Kinds::NULL) {
            (Kind::NullAllowed, "null is taken too")
        } else {
            (Kind::NullForbidden, "null is no longer taken")
        };
        found.add(kind, before, after, text);
        return;
    }
    let (kind, text) = if is.is_within(was) {
        (Kind::TypeNarrowed, "the type is narrower")
    } else if was.is_within(is) {
        (Kind::TypeWidened, "the type is wider")
    } else {
        (Kind::TypeChanged, "the type is another")
    };
    found.add(kind, before, after, format!("{text}, {words}"));
}
