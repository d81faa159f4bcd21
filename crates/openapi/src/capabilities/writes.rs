//! Whether it changes things.

use super::{collect::Collector, scan::Scan, signal::Signal, words::parts};
use crate::Operation;

/// Words of a POST that only asks.
const ASKING: &[&str] = &[
    "search",
    "query",
    "find",
    "lookup",
    "list",
    "get",
    "count",
    "quote",
    "estimate",
    "validate",
    "check",
    "preview",
    "calculate",
];

pub(super) fn find(scan: &Scan<'_>, collector: &mut Collector) {
    for operation in scan.operations() {
        let signal = match operation.method.as_str() {
            "PUT" | "PATCH" | "DELETE" => Signal::PutPatchDelete,
            "POST" if asks(operation) => continue,
            "POST" if operation.request_body.is_some() => Signal::PostWithBody,
            "POST" => Signal::PostWithoutBody,
            _ => continue,
        };
        let what = || format!("{} {}", operation.method, operation.path);
        collector.add(signal, None, Some(operation), &operation.place, what);
    }
}

/// Whether the end of its path, or the beginning of its id, says that it only asks.
fn asks(operation: &Operation) -> bool {
    let segment = operation.path.rsplit('/').find(|s| !s.starts_with('{'));
    let last = segment.map(parts).unwrap_or_default();
    let id = operation
        .operation_id
        .as_deref()
        .map(parts)
        .unwrap_or_default();
    let is_asking = |word: Option<&String>| word.is_some_and(|w| ASKING.contains(&w.as_str()));
    is_asking(last.last()) || is_asking(last.first()) || is_asking(id.first())
}
