//! Whether a request can be repeated without doing twice what it does.

use super::{
    collect::Collector,
    scan::{Scan, is_safe},
    signal::Signal,
    words::{around, fold, mention},
};
use crate::model::Location;

/// Names of headers that carry such a key, as [`fold`] gives them.
const HEADERS: &[&str] = &[
    "idempotencykey",
    "xidempotencykey",
    "repeatabilityrequestid",
    "paypalrequestid",
];

/// Words that begin what speaks of it. `non-idempotent` says the opposite, and begins otherwise.
const WORDS: &[&str] = &["idempoten"];

pub(super) fn find(scan: &Scan<'_>, collector: &mut Collector) {
    for operation in scan.operations() {
        for parameter in &operation.parameters {
            let folded = fold(&parameter.name);
            let is_header = parameter.location == Location::Header;
            let signal = if is_header && HEADERS.contains(&folded.as_str()) {
                Signal::IdempotencyHeader
            } else if folded.contains("idempotency") {
                Signal::IdempotencyField
            } else if is_header && is_condition(&folded) && !is_safe(operation) {
                Signal::ConditionalRequests
            } else {
                continue;
            };
            let what = || format!("parameter `{}`", parameter.name);
            collector.add(signal, None, Some(operation), &parameter.place, what);
        }
        for properties in scan.request_properties(operation) {
            for property in properties
                .iter()
                .filter(|p| p.folded.contains("idempotency"))
            {
                let what = || format!("property `{}`", property.name);
                let signal = Signal::IdempotencyField;
                collector.add(signal, None, Some(operation), &property.place, what);
            }
        }
        if operation.method == "PUT" {
            let what = || format!("PUT {}", operation.path);
            let signal = Signal::PutOperations;
            collector.add(signal, None, Some(operation), &operation.place, what);
        }
    }
    for (operation, place, text) in scan.texts() {
        if let Some(word) = mention(text, WORDS) {
            let signal = Signal::IdempotencyWords;
            collector.add(signal, None, operation, &place, || around(text, word));
        }
    }
}

fn is_condition(folded: &str) -> bool {
    matches!(folded, "ifmatch" | "ifnonematch")
}
