//! Whether no value can fit two schemas: by types, listed values, or one property.

use crate::diff::{
    node::{Library, Node},
    same::is_equal,
    shape::{self, Kinds, Shape},
};

/// Whether it is certain that no value fits both. Does not look far: two types, two lists of
/// values, or a property that both demand and of which that is so.
pub(super) fn are_distinct<'a>(
    library: &Library<'a>,
    a: &[Node<'a>],
    b: &[Node<'a>],
    depth: usize,
) -> bool {
    let (a, b) = (shape::gather(library, a), shape::gather(library, b));
    let both = a.occurring().and(b.occurring());
    if both == Kinds::NONE {
        return true;
    }
    if let (Some(x), Some(y)) = (&a.values, &b.values) {
        return !x
            .iter()
            .any(|x| y.iter().any(|y| is_equal(x.value, y.value)));
    }
    // Any other type in common would do.
    if both != Kinds::OBJECT || depth == 0 {
        return false;
    }
    a.required.keys().any(|name| {
        (b.required.contains_key(name)
            && are_distinct(library, &a.property(name), &b.property(name), depth - 1))
            || lacks(&b, name)
    }) || b.required.keys().any(|name| lacks(&a, name))
}

/// Whether a closed object does not have a property.
fn lacks(shape: &Shape<'_>, name: &str) -> bool {
    shape.closed.is_some()
        && shape.properties(true).names().all(|n| n != name)
        && shape.pattern_properties().is_empty()
        && shape.groups.is_empty()
}
