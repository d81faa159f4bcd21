//! Whether a response keeps the contract.

use fairlead_core::{Response, Severity, limits};
use fairlead_openapi::{Operation, ResponseSpec};
use serde_json::json;

use crate::{
    body,
    contract::Contract,
    direction::Direction,
    media,
    parameter::{self, Shapes, read},
    report::{Part, Report, Violation},
};

pub fn check(
    contract: &Contract,
    operation: &Operation,
    request_method: &str,
    response: &Response,
) -> Report {
    let Some(declared) = operation.response_for(response.status) else {
        return Report {
            violations: vec![undeclared(contract, operation, response.status)],
        };
    };
    let mut violations = Vec::new();
    let shapes = Shapes::new(&contract.spec().documents);
    for header in &declared.headers {
        if header.name.eq_ignore_ascii_case("content-type") {
            continue;
        }
        let given: Vec<&str> = response.headers.get_all(&header.name).collect();
        let found = (!given.is_empty()).then(|| read::text(shapes, header, &given.join(",")));
        violations.extend(parameter::check(
            contract,
            header,
            Part::Header,
            Direction::Response,
            found,
        ));
    }
    violations.extend(check_body(contract, declared, request_method, response));
    violations.truncate(limits::VIOLATIONS);
    Report { violations }
}

fn undeclared(contract: &Contract, operation: &Operation, status: u16) -> Violation {
    let declared: Vec<String> = operation
        .responses
        .iter()
        .map(|r| r.status.to_string())
        .collect();
    let place = contract.say_place(&operation.place.document, &operation.place.pointer);
    Violation {
        part: Part::Status,
        pointer: String::new(),
        message: format!(
            "the status {status} is not declared for this operation; it has {}",
            if declared.is_empty() {
                "none".to_owned()
            } else {
                declared.join(", ")
            }
        ),
        schema_pointer: format!("{place}/responses"),
        keyword: "undeclared-status".into(),
        expected: Some(json!(declared)),
        actual: Some(json!(status)),
        severity: Severity::Error,
    }
}

fn check_body(
    contract: &Contract,
    declared: &ResponseSpec,
    request_method: &str,
    response: &Response,
) -> Vec<Violation> {
    let place = contract.say_place(&declared.place.document, &declared.place.pointer);
    let violation = |keyword: &str, message: String, severity: Severity| Violation {
        part: Part::Body,
        pointer: String::new(),
        message,
        schema_pointer: format!("{place}/content"),
        keyword: keyword.into(),
        expected: None,
        actual: None,
        severity,
    };
    let bodiless =
        request_method == "HEAD" || matches!(response.status, 100..=199 | 204 | 205 | 304);
    if bodiless {
        if response.body.is_empty() {
            return Vec::new();
        }
        let message = format!("a {} response has no body (RFC 9110)", response.status);
        return vec![violation("unexpected-body", message, Severity::Error)];
    }
    if declared.content.is_empty() {
        if response.body.is_empty() {
            return Vec::new();
        }
        let message = "a body came, but none is declared".to_owned();
        return vec![violation("undeclared-body", message, Severity::Warning)];
    }
    let content_type = response.headers.get("content-type");
    let Some(content_type) = content_type else {
        if response.body.is_empty() {
            let message = "the body is missing".to_owned();
            return vec![violation("required", message, Severity::Error)];
        }
        let message = "the header `Content-Type` is missing".to_owned();
        return vec![violation("media-type", message, Severity::Error)];
    };
    match media::choose(&declared.content, content_type) {
        Some(media_type) => body::check(
            contract,
            media_type,
            content_type,
            Direction::Response,
            &response.body,
        ),
        None => {
            let wanted: Vec<&str> = declared
                .content
                .iter()
                .map(|c| c.media_type.as_str())
                .collect();
            let message = format!(
                "a body of type `{content_type}` is not declared; it must be `{}`",
                wanted.join("` or `")
            );
            vec![Violation {
                expected: Some(json!(wanted)),
                actual: Some(json!(content_type)),
                ..violation("media-type", message, Severity::Error)
            }]
        }
    }
}
