//! What broke the contract, or was refused though it kept it.

use super::{Around, finding};
use crate::{FindingPlace, TraceDetail, TraceFinding, Verdict};

/// Broken rules of the contract that are told.
const VIOLATIONS: usize = 5;

pub fn request_broken(trace: &TraceDetail, _: &Around) -> Vec<TraceFinding> {
    of_verdict(&trace.request_report, "request-broke-contract", "request")
}

pub fn response_broken(trace: &TraceDetail, _: &Around) -> Vec<TraceFinding> {
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

/// 400 and 422 where the contract was kept: the server has a rule that is not described.
pub fn rejected(trace: &TraceDetail, _: &Around) -> Vec<TraceFinding> {
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
