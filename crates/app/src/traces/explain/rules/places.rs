//! What is not there.

use super::{Around, answered, finding, header};
use crate::{FindingPlace, TraceDetail, TraceFinding};

pub fn not_found(trace: &TraceDetail, around: &Around) -> Vec<TraceFinding> {
    if !matches!(trace.trace.status, Some(404 | 410)) {
        return Vec::new();
    }
    if !around.known {
        return vec![
            finding(
                "path-unknown",
                "No operation of the description has this path.",
                "Look for a typing error in the path, or for a base path that is missing.",
            )
            .because(format!("Path: {}", trace.trace.path))
            .at(FindingPlace::Spec),
        ];
    }
    let gone = around
        .before
        .iter()
        .find(|t| t.path == trace.trace.path && t.status.is_some_and(|s| (200..300).contains(&s)));
    let found = finding(
        "resource-missing",
        "The operation is there; what the path names is not.",
        "Look whether the id is right, and create the resource first where it has to be.",
    );
    vec![
        match gone {
            Some(there) => found.because(format!(
                "The same path was answered with {} at {}: it may have been removed since.",
                there.status.unwrap_or_default(),
                there.started_at
            )),
            None => found.because(format!("Path: {}", trace.trace.path)),
        }
        .at(FindingPlace::Playground),
    ]
}

pub fn method(trace: &TraceDetail, around: &Around) -> Vec<TraceFinding> {
    let (rule, message, next, name) = match trace.trace.status {
        Some(405) => (
            "method-not-allowed",
            "The path is there, not with this method.",
            "Use one of the methods that it has.",
            "allow",
        ),
        Some(406) => (
            "nothing-acceptable",
            "The server has none of the media types that `Accept` allows.",
            "Accept a media type that the operation declares.",
            "content-type",
        ),
        Some(415) => (
            "media-type-refused",
            "The server does not take a body of this media type.",
            "Send a media type that the operation declares.",
            "accept",
        ),
        _ => return Vec::new(),
    };
    let mut found = finding(rule, message, next).at(FindingPlace::Playground);
    if let Some(value) = answered(trace, name) {
        found = found.because(format!("{name}: {value}"));
    }
    if rule == "method-not-allowed" && !around.methods.is_empty() {
        found = found.because(format!("Described: {}", around.methods.join(", ")));
    }
    if let ("media-type-refused", Some(sent)) =
        (rule, header(&trace.request.headers, "content-type"))
    {
        found = found.because(format!("Sent: {sent}"));
    }
    vec![found]
}

pub fn conflict(trace: &TraceDetail, _: &Around) -> Vec<TraceFinding> {
    let found = match trace.trace.status {
        Some(409) => finding(
            "conflict",
            "The request does not go with what the server has now.",
            "Read the resource again, then change it from there; an id or a unique value may be taken.",
        ),
        Some(412) => finding(
            "precondition-failed",
            "A condition of the request does not hold: the resource has changed since it was read.",
            "Read the resource again and send its new `ETag` in `If-Match`.",
        ),
        _ => return Vec::new(),
    };
    vec![found.at(FindingPlace::Playground)]
}
