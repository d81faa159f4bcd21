//! Smallest and largest numbers, and steps between them.

use serde_json::Value;

use super::{from_to, show};
use crate::diff::{
    code::Kind,
    graph::Found,
    shape::{Kinds, Limit, Shape},
};

pub(super) fn compare<'a>(old: &Shape<'a>, new: &Shape<'a>, found: &mut Found<'a>) {
    let is_whole = |shape: &Shape<'_>| {
        shape
            .occurring()
            .and(Kinds::NUMBER)
            .is_within(Kinds::INTEGER)
    };
    let is_whole = is_whole(old) && is_whole(new);
    limit(old, new, true, is_whole, found);
    limit(old, new, false, is_whole, found);
    multiples(old, new, found);
}

fn limit<'a>(
    old: &Shape<'a>,
    new: &Shape<'a>,
    is_least: bool,
    is_whole: bool,
    found: &mut Found<'a>,
) {
    let of = |shape: &Shape<'a>| {
        if is_least {
            shape.minimum.clone()
        } else {
            shape.maximum.clone()
        }
    };
    let (was, is) = (of(old), of(new));
    let Some(is_above) = Limit::is_above(was.as_ref(), is.as_ref(), is_least, is_whole) else {
        return;
    };
    let kind = match (is_least, is_above) {
        (true, true) => Kind::MinimumRaised,
        (true, false) => Kind::MinimumLowered,
        (false, true) => Kind::MaximumRaised,
        (false, false) => Kind::MaximumLowered,
    };
    let word = if is_least { "smallest" } else { "largest" };
    let value = |limit: &Option<Limit<'a>>| limit.as_ref().map(|l| l.to_value(is_least));
    let (before, after) = (value(&was), value(&is));
    let text = match (&before, &after) {
        (Some(b), Some(a)) => format!("the {word} number went {}", from_to(b, a)),
        (None, Some(a)) => format!("there is a {word} number now: {}", show(a)),
        (Some(b), None) => format!("there is no {word} number any more; it was {}", show(b)),
        (None, None) => return,
    };
    let (old_place, new_place) = (old.origin(), new.origin());
    found.add(
        kind,
        (
            was.as_ref().map(|l| &l.origin).or(old_place.as_ref()),
            before,
        ),
        (is.as_ref().map(|l| &l.origin).or(new_place.as_ref()), after),
        text,
    );
}

fn multiples<'a>(old: &Shape<'a>, new: &Shape<'a>, found: &mut Found<'a>) {
    let covers = |a: &Shape<'_>, b: &Shape<'_>| {
        b.multiples
            .iter()
            .all(|(y, _)| a.multiples.iter().any(|(x, _)| is_multiple(*x, *y)))
    };
    let kind = match (covers(old, new), covers(new, old)) {
        (true, true) => return,
        // Every multiple of the old ones is one of the new ones.
        (true, false) => Kind::MultipleWidened,
        (false, true) => Kind::MultipleNarrowed,
        (false, false) => Kind::MultipleChanged,
    };
    let value = |shape: &Shape<'a>| match shape.multiples.as_slice() {
        [] => None,
        [(one, _)] => Some(Value::from(*one)),
        many => Some(many.iter().map(|(m, _)| Value::from(*m)).collect()),
    };
    let (before, after) = (value(old), value(new));
    let text = match (&before, &after) {
        (Some(b), Some(a)) => format!("`multipleOf` went {}", from_to(b, a)),
        (None, Some(a)) => format!("the number has to be a multiple of {} now", show(a)),
        (Some(b), _) => format!("the number need not be a multiple of {} any more", show(b)),
        (None, None) => return,
    };
    let (old_place, new_place) = (old.origin(), new.origin());
    let origin = |shape: &Shape<'a>| shape.multiples.first().map(|(_, o)| o.clone());
    found.add(
        kind,
        (origin(old).or(old_place).as_ref(), before),
        (origin(new).or(new_place).as_ref(), after),
        text,
    );
}

/// Whether `x` is a whole multiple of `y`, as far as binary fractions can tell.
fn is_multiple(x: f64, y: f64) -> bool {
    let times = x / y;
    (times - times.round()).abs() < 1e-9 && times.round() != 0.0
}
