//! Whether a response keeps the contract.

use fairlead_core::{Response, Severity, limits};
use fairlead_openapi::{Operation, Parameter, ResponseSpec};
use serde_json::json;

use crate::{
    body,
    contract::Contract,
    direction::Direction,
    media,
    parameter::{Checking, read},
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
    for header in &declared.headers {
        // Described by `content` (OpenAPI 3.1.1, Response Object).
        if !header.name.eq_ignore_ascii_case("content-type") {
            violations.extend(check_header(contract, header, response));
        }
    }
    violations.extend(check_body(contract, declared, request_method, response));
    violations.truncate(limits::VIOLATIONS);
    Report { violations }
}

fn check_header(contract: &Contract, header: &Parameter, response: &Response) -> Vec<Violation> {
    let checking = Checking {
        contract,
        parameter: header,
        part: Part::Header,
        direction: Direction::Response,
        within: "",
    };
    let given: Vec<&str> = response.headers.get_all(&header.name).collect();
    // The one field whose values cannot be joined (RFC 9110 §5.3).
    if header.name.eq_ignore_ascii_case("set-cookie") && given.len() > 1 {
        return given
            .iter()
            .flat_map(|raw| {
                checking
                    .check(|shape, header, reading| Some(read::text(shape, header, raw, reading)))
            })
            .collect();
    }
    let joined = (!given.is_empty()).then(|| given.join(","));
    checking.check(|shape, header, reading| {
        joined
            .as_deref()
            .map(|raw| read::text(shape, header, raw, reading))
    })
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
    let violation = |keyword: &str, severity: Severity, message: String| Violation {
        part: Part::Body,
        pointer: String::new(),
        message,
        schema_pointer: contract.say_place(
            &declared.place.document,
            &format!("{}/content", declared.place.pointer),
        ),
        keyword: keyword.into(),
        expected: None,
        actual: None,
        severity,
    };
    let is_empty = response.body.is_empty();
    let is_bodiless = matches!(response.status, 100..=199 | 204 | 205 | 304);
    if is_bodiless || request_method.eq_ignore_ascii_case("HEAD") {
        if is_empty {
            return Vec::new();
        }
        let what = if is_bodiless {
            format!("a response with the status {}", response.status)
        } else {
            "the response to a HEAD request".to_owned()
        };
        let message = format!("{what} has no body (RFC 9110)");
        return vec![violation("unexpected-body", Severity::Error, message)];
    }
    if declared.content.is_empty() {
        if is_empty {
            return Vec::new();
        }
        let message = "a body came, but none is declared for this status".to_owned();
        return vec![violation("undeclared-body", Severity::Warning, message)];
    }
    let content_type = response.headers.get("content-type");
    let is_text = content_type.is_some_and(|t| media::kind(t) == media::Kind::Text);
    if is_empty && !is_text {
        let message = "the body is missing".to_owned();
        return vec![violation("required", Severity::Error, message)];
    }
    let wanted = || -> Vec<&str> {
        let content = declared.content.iter();
        content.map(|c| c.media_type.as_str()).collect()
    };
    let Some(content_type) = content_type else {
        let message = format!(
            "the header `Content-Type` is missing; it must be `{}`",
            wanted().join("` or `")
        );
        return vec![Violation {
            expected: Some(json!(wanted())),
            ..violation("media-type", Severity::Error, message)
        }];
    };
    if let Some(media_type) = media::choose(&declared.content, content_type) {
        return body::check(
            contract,
            media_type,
            content_type,
            Direction::Response,
            &response.body,
        );
    }
    let message = format!(
        "a body of type `{content_type}` is not declared; it must be `{}`",
        wanted().join("` or `")
    );
    vec![Violation {
        expected: Some(json!(wanted())),
        actual: Some(json!(content_type)),
        ..violation("media-type", Severity::Error, message)
    }]
}
