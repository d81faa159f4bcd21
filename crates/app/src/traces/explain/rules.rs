//! The rules, each over values.

use super::Around;
use crate::{
    ErrorCategory, FindingPlace, NameValue, TraceDetail, TraceExplanation, TraceFinding, Verdict,
};

/// Broken rules of the contract that are told.
const VIOLATIONS: usize = 5;
/// How much longer than usual is slow.
const SLOW: f64 = 3.0;
/// Milliseconds that are never slow.
const QUICK: f64 = 200.0;

pub fn explain(trace: &TraceDetail, around: &Around) -> TraceExplanation {
    let rules = [
        no_answer,
        credentials,
        forbidden,
        not_found,
        method,
        too_many,
        conflict,
        request_broken,
        server,
        response_broken,
        rejected,
        slow,
    ];
    let mut findings: Vec<TraceFinding> = Vec::new();
    for rule in rules {
        findings.extend(rule(trace, around));
    }
    TraceExplanation {
        summary: summary(trace, &findings),
        findings,
    }
}

fn summary(trace: &TraceDetail, findings: &[TraceFinding]) -> String {
    let what = match (trace.trace.status, findings.first()) {
        (Some(101), None) => "101: the WebSocket was opened, and ended well.".to_owned(),
        (Some(status), None) if trace.trace.operation_id.is_none() => {
            format!(
                "{status}: the exchange went well; it matches no operation, so nothing was checked."
            )
        }
        (Some(status), None) => format!("{status}: the exchange went well and kept the contract."),
        (Some(status), Some(finding)) => format!("{status}: {}", lower(&finding.message)),
        (None, Some(finding)) => format!("No answer: {}", lower(&finding.message)),
        (None, None) => "No answer came.".to_owned(),
    };
    format!("{} {} → {what}", trace.trace.method, trace.trace.path)
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}

fn finding(rule: &str, message: impl Into<String>, next_step: impl Into<String>) -> TraceFinding {
    TraceFinding {
        rule: rule.to_owned(),
        message: message.into(),
        evidence: Vec::new(),
        next_step: next_step.into(),
        place: None,
        schema_pointer: None,
    }
}

impl TraceFinding {
    fn because(mut self, evidence: impl Into<String>) -> Self {
        self.evidence.push(evidence.into());
        self
    }

    fn at(mut self, place: FindingPlace) -> Self {
        self.place = Some(place);
        self
    }
}

fn header<'a>(headers: &'a [NameValue], name: &str) -> Option<&'a str> {
    let found = headers.iter().find(|h| h.name.eq_ignore_ascii_case(name));
    found.map(|h| h.value.as_str())
}

fn answered<'a>(trace: &'a TraceDetail, name: &str) -> Option<&'a str> {
    header(&trace.response.as_ref()?.headers, name)
}

fn no_answer(trace: &TraceDetail, around: &Around) -> Vec<TraceFinding> {
    let Some(error) = &trace.error else {
        return Vec::new();
    };
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

fn credentials(trace: &TraceDetail, around: &Around) -> Vec<TraceFinding> {
    if !matches!(trace.trace.status, Some(401 | 407)) {
        return Vec::new();
    }
    let asked =
        answered(trace, "www-authenticate").map(|asked| format!("WWW-Authenticate: {asked}"));
    let mut found: Vec<_> = around
        .schemes
        .iter()
        .filter(|(_, set)| !set)
        .map(|(scheme, _)| {
            finding(
                "credential-not-set",
                format!("No credential is set for the security scheme `{scheme}`."),
                format!("Set `{scheme}` and send the request again."),
            )
            .because(format!("The operation asks for `{scheme}`."))
            .at(FindingPlace::Credentials)
        })
        .collect();
    if found.is_empty() {
        let sent = header(&trace.request.headers, "authorization").is_some();
        let refused = match (sent, around.schemes.first()) {
            (_, Some((scheme, _))) => finding(
                "credential-refused",
                format!("A credential is set for `{scheme}`, and the server does not take it."),
                "Look whether it is the right one, has run out, or belongs to another environment.",
            ),
            (true, None) => finding(
                "credential-refused",
                "The request carried credentials that the server does not take.",
                "Look whether they are the right ones and have not run out.",
            ),
            (false, None) => finding(
                "credential-undeclared",
                "The server asks for credentials that the description does not speak of.",
                "Add the security scheme to the description, or ask the API's owner.",
            ),
        };
        found.push(refused.at(FindingPlace::Credentials));
    }
    if let (Some(first), Some(asked)) = (found.first_mut(), asked) {
        first.evidence.push(asked);
    }
    found
}

fn forbidden(trace: &TraceDetail, around: &Around) -> Vec<TraceFinding> {
    if trace.trace.status != Some(403) {
        return Vec::new();
    }
    let found = finding(
        "not-allowed",
        "The server knows who asks and does not allow it.",
        "Look whether the credential has the scopes or roles that the operation needs.",
    );
    let names: Vec<_> = around
        .schemes
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    let found = if names.is_empty() {
        found
    } else {
        found.because(format!("The operation asks for {}.", names.join(", ")))
    };
    vec![found.at(FindingPlace::Credentials)]
}

fn not_found(trace: &TraceDetail, around: &Around) -> Vec<TraceFinding> {
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

fn method(trace: &TraceDetail, around: &Around) -> Vec<TraceFinding> {
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

fn too_many(trace: &TraceDetail, around: &Around) -> Vec<TraceFinding> {
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

fn conflict(trace: &TraceDetail, _: &Around) -> Vec<TraceFinding> {
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

fn request_broken(trace: &TraceDetail, _: &Around) -> Vec<TraceFinding> {
    of_verdict(&trace.request_report, "request-broke-contract", "request")
}

fn response_broken(trace: &TraceDetail, _: &Around) -> Vec<TraceFinding> {
    let report = trace.response_report.as_ref();
    report.map_or_else(Vec::new, |report| {
        of_verdict(report, "response-broke-contract", "response")
    })
}

fn of_verdict(verdict: &Verdict, rule: &str, side: &str) -> Vec<TraceFinding> {
    if verdict.valid {
        return Vec::new();
    }
    let errors = verdict
        .violations
        .iter()
        .filter(|v| v.severity == fairlead_core::Severity::Error);
    errors
        .take(VIOLATIONS)
        .map(|v| {
            let next = match side {
                "request" => "Mend this part of the request, or the description where it is wrong.",
                _ => "Tell the API's owner, or mend the description where it is wrong.",
            };
            let mut found = finding(rule, format!("The {side} breaks the contract: {v}"), next)
                .because(format!("Rule `{}` at {}", v.keyword, v.schema_pointer))
                .at(if side == "request" {
                    FindingPlace::Playground
                } else {
                    FindingPlace::Spec
                });
            found.schema_pointer = Some(v.schema_pointer.clone());
            found
        })
        .collect()
}

fn server(trace: &TraceDetail, around: &Around) -> Vec<TraceFinding> {
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

/// 400 and 422 where the contract was kept: the server has a rule that is not described.
fn rejected(trace: &TraceDetail, _: &Around) -> Vec<TraceFinding> {
    if !matches!(trace.trace.status, Some(400 | 422)) || !trace.request_report.valid {
        return Vec::new();
    }
    let body = trace.response.as_ref().and_then(|r| r.body.as_ref());
    let said = body.and_then(|body| body.text.as_deref()).map(|text| {
        let short: String = text.chars().take(300).collect();
        format!("The server says: {short}")
    });
    let mut found = finding(
        "undescribed-rule",
        "The request keeps the description, and the server refuses it all the same.",
        "Read what the server says; its rule belongs into the description.",
    )
    .at(FindingPlace::Playground);
    found.evidence.extend(said);
    vec![found]
}

fn slow(trace: &TraceDetail, around: &Around) -> Vec<TraceFinding> {
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
    vec![
        finding(
            "slower-than-usual",
            "This exchange took far longer than those before it.",
            "Look at its timing: whether the time went into connecting or into waiting.",
        )
        .because(format!(
            "{:.0} ms; half of the {} before took {middle:.0} ms or less.",
            trace.trace.duration_ms,
            usual.len()
        ))
        .at(FindingPlace::Traces),
    ]
}
