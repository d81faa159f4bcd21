//! The rules, each over values.

mod access;
mod contract;
mod places;
mod reach;

use super::Around;
use crate::{FindingPlace, NameValue, TraceDetail, TraceExplanation, TraceFinding};

pub fn explain(trace: &TraceDetail, around: &Around) -> TraceExplanation {
    let rules: [fn(&TraceDetail, &Around) -> Vec<TraceFinding>; 13] = [
        reach::on_purpose,
        reach::no_answer,
        access::credentials,
        access::forbidden,
        places::not_found,
        places::method,
        reach::too_many,
        places::conflict,
        contract::request_broken,
        reach::server,
        contract::response_broken,
        contract::rejected,
        reach::slow,
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
