//! Servers.

use super::{
    code::Kind,
    section::{Comparison, inside, with},
};
use crate::{
    Place, Spec,
    model::{Operation, Server},
};

/// Servers of the whole description.
pub(super) fn of_description(comparison: &mut Comparison<'_, '_, '_>, root: (&Place, &Place)) {
    let (old, new) = comparison.specs;
    let kinds = (Kind::ServerRemoved, Kind::ServerAdded);
    let places = (&inside(root.0, "servers"), &inside(root.1, "servers"));
    compare(comparison, kinds, places, &old.servers, &new.servers);
}

/// Servers of an operation, where it has some of its own.
pub(super) fn of_operation(
    comparison: &mut Comparison<'_, '_, '_>,
    old: &Operation,
    new: &Operation,
) {
    let has_own = |spec: &Spec, operation: &Operation| spec.servers != operation.servers;
    if has_own(comparison.specs.0, old) || has_own(comparison.specs.1, new) {
        let kinds = (Kind::OperationServerRemoved, Kind::OperationServerAdded);
        let places = (&old.place, &new.place);
        compare(comparison, kinds, places, &old.servers, &new.servers);
    }
}

fn compare(
    comparison: &mut Comparison<'_, '_, '_>,
    (removed, added): (Kind, Kind),
    (old_place, new_place): (&Place, &Place),
    old: &[Server],
    new: &[Server],
) {
    let has = |all: &[Server], server: &Server| all.iter().any(|s| address(s) == address(server));
    for was in old.iter().filter(|s| !has(new, s)) {
        comparison.add(
            None,
            "servers",
            removed,
            with(old_place, was.url.as_str()),
            (Some(new_place.clone()), None),
            format!("the server `{}` is gone", was.url),
        );
    }
    for is in new.iter().filter(|s| !has(old, s)) {
        comparison.add(
            None,
            "servers",
            added,
            (Some(old_place.clone()), None),
            with(new_place, is.url.as_str()),
            format!("the server `{}` is new", is.url),
        );
    }
}

/// What requests go to; a slash at the end is none of it.
fn address(server: &Server) -> &str {
    server.resolved.trim_end_matches('/')
}
