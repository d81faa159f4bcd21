//! What did not come, came late, or came from a server in trouble.

use super::{Around, answered, finding};
use crate::{ErrorCategory, FindingPlace, TraceDetail, TraceFault, TraceFinding};

/// How much longer than usual is slow.
const SLOW: f64 = 3.0;
/// Milliseconds that are never slow.
const QUICK: f64 = 200.0;

pub fn no_answer(trace: &TraceDetail, around: &Around) -> Vec<TraceFinding> {
    let Some(error) = &trace.error else {
        return Vec::new();
    };
    if trace.fault.is_some() {
        return Vec::new();
    }
    let found = match (trace.trace.status, error.category) {
        (Some(101), _) => finding(
            "socket-broke-off",
            "The WebSocket broke off.",
            "Connect again; the log of the server may say why it hung up.",
        ),
        (Some(_), _) if is_socket(trace) => finding(
            "socket-refused",
            "The server did not switch to WebSocket.",
            "Look at its answer, and at the address, the credentials and the subprotocols.",
        ),
        (_, ErrorCategory::Timeout) => finding(
            "no-answer-in-time",
            "The server did not answer in time.",
            "Look whether it is busy, or give the request more time.",
        ),
        _ => finding(
            "not-reached",
            "The server could not be reached.",
            "Look whether it runs and whether the address is right.",
        ),
    };
    let found = found.because(&error.message).at(match trace.trace.mock_id {
        Some(_) => FindingPlace::Mocks,
        None => FindingPlace::Playground,
    });
    vec![with_last_success(found, around)]
}

/// What a mock broke because it was told to: nobody has to look for what is wrong.
pub fn on_purpose(trace: &TraceDetail, _: &Around) -> Vec<TraceFinding> {
    let did = match trace.fault {
        None | Some(TraceFault::SlowBody) => return Vec::new(),
        Some(TraceFault::Drop) => "closed the connection without an answer",
        Some(TraceFault::Reset) => "reset the connection",
        Some(TraceFault::Garbage) => "sent what is no HTTP",
        Some(TraceFault::Partial) => "closed the connection in the middle of the body",
    };
    let found = finding(
        "broken-on-purpose",
        format!("The mock {did}, on purpose."),
        "Its behaviour file says so: a client has to get over it. Take the fault out there to be rid of it.",
    );
    vec![found.at(FindingPlace::Mocks)]
}

fn is_socket(trace: &TraceDetail) -> bool {
    trace.trace.url.starts_with("ws:") || trace.trace.url.starts_with("wss:")
}

fn with_last_success(found: TraceFinding, around: &Around) -> TraceFinding {
    let last = around
        .before
        .iter()
        .position(|t| t.error_category.is_none());
    match last {
        Some(0) => found.because("The exchange of this operation just before went well."),
        Some(place) => {
            let at = around.before[place].started_at;
            found.because(format!("{place} exchanges of this operation in a row failed before this one; the last that went well began {at}."))
        }
        None if around.before.is_empty() => found,
        None => found.because(format!(
            "The last {} exchanges of this operation failed as well.",
            around.before.len()
        )),
    }
}

pub fn too_many(trace: &TraceDetail, around: &Around) -> Vec<TraceFinding> {
    if trace.trace.status != Some(429) {
        return Vec::new();
    }
    let wait = answered(trace, "retry-after");
    let next = match wait {
        Some(wait) => format!("Wait as `Retry-After` says ({wait}), then send less often."),
        None => "Wait, then send less often; the answer has no `Retry-After`.".to_owned(),
    };
    let at = trace.trace.started_at.as_millis();
    let minute = around
        .before
        .iter()
        .filter(|t| at - t.started_at.as_millis() < 60_000)
        .count();
    vec![
        finding("too-many-requests", "The server is asked too often.", next)
            .because(format!(
                "{minute} or more exchanges of this operation in the minute before."
            ))
            .at(FindingPlace::Traces),
    ]
}

pub fn server(trace: &TraceDetail, around: &Around) -> Vec<TraceFinding> {
    let Some(status @ 500..=599) = trace.trace.status else {
        return Vec::new();
    };
    let (rule, message, next) = match status {
        501 => (
            "not-implemented",
            "The server does not have this operation yet.",
            "Ask the API's owner when it will, or use a mock until then.",
        ),
        502..=504 => (
            "behind-the-server",
            "The server, or what stands behind it, is not ready.",
            "Send it again in a while; look at the API's status page.",
        ),
        _ => (
            "server-failed",
            "The server failed; the request may be right all the same.",
            "Send it again; where it keeps failing, give the API's owner this trace.",
        ),
    };
    let mut found = finding(rule, message, next).at(FindingPlace::Traces);
    for name in ["x-request-id", "retry-after"] {
        if let Some(value) = answered(trace, name) {
            found = found.because(format!("{name}: {value}"));
        }
    }
    vec![with_last_success(found, around)]
}

pub fn slow(trace: &TraceDetail, around: &Around) -> Vec<TraceFinding> {
    // How long a WebSocket lasts is as people please.
    if trace.trace.status == Some(101) {
        return Vec::new();
    }
    let mut usual: Vec<f64> = around.before.iter().map(|t| t.duration_ms).collect();
    if usual.len() < 5 || trace.trace.duration_ms < QUICK {
        return Vec::new();
    }
    usual.sort_by(f64::total_cmp);
    let middle = usual[usual.len() / 2];
    if trace.trace.duration_ms < middle * SLOW {
        return Vec::new();
    }
    let found = finding(
        "slower-than-usual",
        "This exchange took far longer than those before it.",
        "Look at its timing: whether the time went into connecting or into waiting.",
    )
    .because(format!(
        "{:.0} ms; half of the {} before took {middle:.0} ms or less.",
        trace.trace.duration_ms,
        usual.len()
    ));
    let found = match trace.timing.hold_ms {
        Some(held) => found.because(format!(
            "The mock held it back for {held:.0} ms on purpose."
        )),
        None => found,
    };
    vec![found.at(FindingPlace::Traces)]
}
