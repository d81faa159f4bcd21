//! Where the version of an API is said.

use super::{
    collect::Collector,
    scan::{Scan, inside, located},
    signal::Signal,
    words::{fold, is_version, parts},
};
use crate::{
    Operation, Place,
    model::{Location, MediaType},
};

pub(super) fn find(scan: &Scan<'_>, collector: &mut Collector) {
    let root = Place {
        document: scan.spec.root.clone(),
        pointer: String::new(),
    };
    let is_v2 = scan.spec.family == crate::Version::V2;
    for (index, server) in scan.spec.servers.iter().enumerate() {
        let place = if is_v2 {
            inside(&root, "basePath")
        } else {
            inside(&inside(&root, "servers"), &index.to_string())
        };
        let (host, path) = split(&server.resolved);
        let what = || format!("server `{}`", server.url);
        if path.split('/').any(is_version) {
            let (signal, style) = (Signal::VersionInServer, Some("path"));
            collector.add(signal, style, None, &place, what);
        }
        if host.split('.').any(is_version) {
            let (signal, style) = (Signal::VersionInHost, Some("server"));
            collector.add(signal, style, None, &place, what);
        }
    }
    for operation in scan.operations() {
        if operation.path.split('/').any(is_version) {
            let what = || format!("path `{}`", operation.path);
            let (signal, style) = (Signal::VersionInPath, Some("path"));
            collector.add(signal, style, Some(operation), &operation.place, what);
        }
        parameters(operation, collector);
        let bodies = operation.request_body.iter().flat_map(|b| &b.content);
        let answers = operation.responses.iter().flat_map(|r| &r.content);
        for content in bodies.chain(answers).filter(|c| has_version(c)) {
            let what = || format!("media type `{}`", content.media_type);
            let (signal, style) = (Signal::VersionMediaType, Some("media-type"));
            collector.add(signal, style, Some(operation), &content.place, what);
        }
    }
}

fn parameters(operation: &Operation, collector: &mut Collector) {
    for parameter in located(operation, Location::Header) {
        // `Notion-Version`, `X-API-Version`, `Accept-Version`.
        if parts(&parameter.name)
            .last()
            .is_some_and(|p| p == "version")
        {
            let what = || format!("header `{}`", parameter.name);
            let (signal, style) = (Signal::VersionHeader, Some("header"));
            collector.add(signal, style, Some(operation), &parameter.place, what);
        }
    }
    for parameter in located(operation, Location::Query) {
        if matches!(fold(&parameter.name).as_str(), "apiversion" | "apiv") {
            let what = || format!("query parameter `{}`", parameter.name);
            let (signal, style) = (Signal::VersionParameter, Some("query"));
            collector.add(signal, style, Some(operation), &parameter.place, what);
        }
    }
}

/// Host and path of an absolute or relative URL.
fn split(url: &str) -> (&str, &str) {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    if rest.len() == url.len() {
        return ("", url);
    }
    rest.split_once('/').unwrap_or((rest, ""))
}

/// `application/vnd.example.v2+json`, or `…;version=2`.
fn has_version(content: &MediaType) -> bool {
    let (essence, parameters) = content
        .media_type
        .split_once(';')
        .unwrap_or((&content.media_type, ""));
    let is_vendor = essence.contains("/vnd.");
    let in_name = essence.split(['.', '+', '-', '/']).any(is_version);
    let in_parameters = parameters.split(';').any(|p| {
        let name = p.split('=').next().unwrap_or_default();
        matches!(fold(name).as_str(), "version" | "v" | "apiversion")
    });
    is_vendor && in_name || in_parameters
}
