//! Servers, and for 2.0 what stands for them.

use serde_json::Value;

use super::{Reader, texts};
use crate::{Version, files::At, model::Server};

/// Servers of the whole description.
pub(super) fn of_description(reader: &Reader<'_, '_>) -> Vec<Server> {
    if reader.family == Version::V2 {
        return of_v2(reader);
    }
    reader
        .top
        .get("servers")
        .map(|at| listed(reader, &at))
        .unwrap_or_default()
}

/// A list of servers.
pub(super) fn listed<'a>(reader: &Reader<'a, '_>, at: &At<'a>) -> Vec<Server> {
    at.items().filter_map(|at| one(reader, &at)).collect()
}

/// One server.
pub(super) fn one<'a>(reader: &Reader<'a, '_>, at: &At<'a>) -> Option<Server> {
    let url = at.text("url")?;
    let filled = filled(url, at);
    Some(Server {
        url: url.to_owned(),
        resolved: absolute(reader, filled),
        description: reader.words(at, "description"),
    })
}

/// The URL with each variable at its default, or else its first value.
fn filled(url: &str, at: &At<'_>) -> String {
    let mut filled = url.to_owned();
    for (name, variable) in at.entries_of("variables") {
        let default = variable
            .value
            .get("default")
            .or_else(|| variable.value.get("enum").and_then(|e| e.get(0)));
        let text = match default {
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => continue,
        };
        filled = filled.replace(&format!("{{{name}}}"), &text);
    }
    filled
}

/// Relative URLs are relative to where the description came from, if that is the network.
fn absolute(reader: &Reader<'_, '_>, url: String) -> String {
    let from = reader.resolver.files.root_uri();
    if matches!(from.scheme(), "http" | "https")
        && let Ok(joined) = from.join(&url)
    {
        return joined.to_string();
    }
    url
}

fn of_v2(reader: &Reader<'_, '_>) -> Vec<Server> {
    let base = reader.words(&reader.top, "basePath").unwrap_or_default();
    let base = if base.is_empty() || base.starts_with('/') {
        base
    } else {
        format!("/{base}")
    };
    let from = reader.resolver.files.root_uri();
    let is_remote = matches!(from.scheme(), "http" | "https");
    let mut schemes = texts(reader.top.value.get("schemes"));
    if schemes.is_empty() {
        let usual = if is_remote { from.scheme() } else { "https" };
        schemes.push(usual.to_owned());
    }
    let Some(host) = reader.words(&reader.top, "host") else {
        if base.is_empty() {
            return Vec::new();
        }
        return vec![Server {
            resolved: absolute(reader, base.clone()),
            url: base,
            description: None,
        }];
    };
    schemes
        .into_iter()
        .map(|scheme| {
            let url = format!("{scheme}://{host}{base}");
            Server {
                resolved: url.clone(),
                url,
                description: None,
            }
        })
        .collect()
}
