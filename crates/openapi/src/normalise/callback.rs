//! Callbacks of operations (3.x).

use super::{Reader, operation};
use crate::{
    Version,
    files::At,
    model::{Callback, Server},
};

/// How deep callbacks of callbacks are written out.
const DEPTH: usize = 3;

/// `callbacks` of an operation whose id is `owner`.
pub(super) fn all<'a>(
    reader: &mut Reader<'a, '_>,
    at: &At<'a>,
    owner: &str,
    servers: &[Server],
) -> Vec<Callback> {
    if reader.family == Version::V2 || reader.callbacks.len() >= DEPTH {
        return Vec::new();
    }
    let mut callbacks = Vec::new();
    for (name, written) in at.entries_of("callbacks") {
        let Some(at) = reader.follow(written) else {
            continue;
        };
        let address = std::ptr::from_ref(at.value);
        if reader.callbacks.contains(&address) {
            continue;
        }
        reader.callbacks.push(address);
        let owner = format!("{owner} {name} ");
        for (expression, item) in at.entries() {
            if expression.starts_with("x-") || !reader.has_room(1) {
                continue;
            }
            let place = reader.place(&item);
            let naming = operation::Naming {
                prefix: "cb",
                owner: &owner,
            };
            let mut operations = Vec::new();
            operation::path_item(reader, expression, item, naming, servers, &mut operations);
            callbacks.push(Callback {
                name: name.clone(),
                expression: expression.clone(),
                place,
                operations,
            });
        }
        reader.callbacks.pop();
    }
    callbacks
}
