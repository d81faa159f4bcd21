//! Path items and operations.

use indexmap::IndexMap;
use sha2::{Digest, Sha256};

use super::{Reader, body, callback, parameter, response, security, server, texts, v2};
use crate::{
    Operation, Spec, Version,
    files::At,
    model::{Location, Parameter, Server},
    structure::grammar::METHODS,
};

/// Everything under `paths` and `webhooks`.
pub(super) fn all(reader: &mut Reader<'_, '_>, spec: &mut Spec) {
    let servers = spec.servers.clone();
    if let Some(paths) = reader.top.get("paths").and_then(|p| reader.follow(p)) {
        for (path, item) in paths.entries() {
            if path.starts_with("x-") {
                continue;
            }
            let naming = Naming::of("op");
            path_item(reader, path, item, naming, &servers, &mut spec.operations);
        }
    }
    for key in ["webhooks", "x-webhooks"] {
        for (name, item) in reader.top.entries_of(key) {
            let naming = Naming::of("wh");
            path_item(reader, name, item, naming, &servers, &mut spec.webhooks);
        }
    }
}

/// What ids start with and what goes into them before method and path.
#[derive(Clone, Copy)]
pub(super) struct Naming<'s> {
    pub(super) prefix: &'s str,
    /// For a callback: the operation it belongs to and its name.
    pub(super) owner: &'s str,
}

impl<'s> Naming<'s> {
    fn of(prefix: &'s str) -> Self {
        Self { prefix, owner: "" }
    }
}

/// The operations of a path item, behind its `$ref`.
pub(super) fn path_item<'a>(
    reader: &mut Reader<'a, '_>,
    path: &str,
    item: At<'a>,
    naming: Naming<'_>,
    servers: &[Server],
    into: &mut Vec<Operation>,
) {
    // A path item may have both a `$ref` and keys of its own, which win.
    let mut layers = vec![item.clone()];
    if item.text("$ref").is_some()
        && let Some(target) = reader.follow(item)
    {
        layers.push(target);
    }
    let get = |key: &str| layers.iter().find_map(|layer| layer.get(key));
    let servers = get("servers")
        .map(|at| server::listed(reader, &at))
        .filter(|s| !s.is_empty())
        .unwrap_or_else(|| servers.to_vec());
    let shared: Vec<At<'a>> = get("parameters")
        .map(|at| at.items().collect())
        .unwrap_or_default();
    let common = Common {
        path,
        naming,
        servers: &servers,
        shared: &shared,
        summary: layers.iter().find_map(|l| reader.words(l, "summary")),
        description: layers.iter().find_map(|l| reader.words(l, "description")),
    };
    // In the order written, which is the order of the document.
    let mut done: Vec<&str> = Vec::new();
    for layer in &layers {
        for (key, at) in layer.entries() {
            if key == "additionalOperations" {
                for (method, at) in at.entries() {
                    into.extend(operation(reader, &common, method, at));
                }
            } else if METHODS.contains(&key.as_str()) && !done.contains(&key.as_str()) {
                if key == "query" && reader.family < Version::V32 {
                    continue;
                }
                done.push(key);
                into.extend(operation(reader, &common, &key.to_uppercase(), at));
            }
        }
    }
}

struct Common<'a, 's> {
    path: &'s str,
    naming: Naming<'s>,
    servers: &'s [Server],
    shared: &'s [At<'a>],
    summary: Option<String>,
    description: Option<String>,
}

fn operation<'a>(
    reader: &mut Reader<'a, '_>,
    common: &Common<'a, '_>,
    method: &str,
    at: At<'a>,
) -> Option<Operation> {
    let own_parts = 1 + common.shared.len() + common.servers.len();
    let at = reader.follow(at).filter(|_| reader.has_room(own_parts))?;
    let id = id(common.naming, method, common.path);
    let own = at.items_of("parameters");
    let written: Vec<At<'a>> = common
        .shared
        .iter()
        .chain(&own)
        .filter_map(|p| reader.follow(p.clone()))
        .collect();
    let is_v2 = reader.family == Version::V2;
    let mut parameters: IndexMap<(String, Location), Parameter> = IndexMap::new();
    for at in &written {
        let Some(parameter) = parameter::parameter(reader, at) else {
            continue;
        };
        parameters.insert((parameter.name.clone(), parameter.location), parameter);
    }
    let request_body = if is_v2 {
        v2::request_body(reader, &at, &written, &id)
    } else {
        body::request_body(reader, &at)
    };
    let servers = at
        .get("servers")
        .map(|at| server::listed(reader, &at))
        .filter(|s| !s.is_empty())
        .unwrap_or_else(|| common.servers.to_vec());
    let callbacks = callback::all(reader, &at, &id, &servers);
    Some(Operation {
        operation_id: reader.words(&at, "operationId"),
        method: method.to_owned(),
        path: common.path.to_owned(),
        place: reader.place(&at),
        summary: reader
            .words(&at, "summary")
            .or_else(|| common.summary.clone()),
        description: reader
            .words(&at, "description")
            .or_else(|| common.description.clone()),
        tags: texts(at.value.get("tags")),
        deprecated: at.flag("deprecated").unwrap_or(false),
        parameters: parameters.into_values().collect(),
        request_body,
        responses: response::all(reader, &at),
        security: security::needs(reader, &at),
        servers,
        callbacks,
        id,
    })
}

/// See [`Operation::id`].
fn id(naming: Naming<'_>, method: &str, path: &str) -> String {
    use std::fmt::Write as _;

    let Naming { prefix, owner } = naming;
    let digest = Sha256::digest(format!("{owner}{method} {path}").as_bytes());
    let mut id = format!("{prefix}_");
    for byte in &digest[..8] {
        let _ = write!(id, "{byte:02x}");
    }
    id
}
