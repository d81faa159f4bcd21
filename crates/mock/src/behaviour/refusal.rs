//! Refusals that the behaviour file asks for, in the document's own shape where it declares one.

use fairlead_core::{Request, Response, Severity};
use fairlead_openapi::{Operation, ResponseSpec, StatusKey};
use fairlead_validate::{Part, Violation};
use serde_json::json;

use super::credentials::Refusal;
use crate::{Mock, prefer::Preference, refuse};

impl Mock {
    /// An error status in the shape that the operation declares for it, else as a problem
    /// (RFC 9457).
    pub(crate) fn say(
        &self,
        operation: Option<&Operation>,
        request: &Request,
        status: u16,
        detail: &str,
    ) -> Response {
        let title = title(status);
        let told = json!({
            "status": status, "code": status, "statusCode": status,
            "title": title, "error": title,
            "detail": detail, "message": detail, "description": detail,
        });
        operation
            .and_then(|operation| {
                let declared = declared_error(operation, status)?;
                let preference = Preference::default();
                self.answer_with(
                    operation,
                    declared,
                    status,
                    request,
                    &preference,
                    Some(&told),
                )
                .ok()
            })
            .unwrap_or_else(|| refuse::problem(status, title, detail, &[]))
    }

    /// The answer to a caller whose credentials are not good, or not good for this; and what the
    /// report says of it.
    pub(crate) fn turn_away(
        &self,
        operation: &Operation,
        request: &Request,
        refusal: &Refusal,
    ) -> (Response, Violation) {
        let (status, keyword, why) = match refusal {
            Refusal::Missing => (401, "missing-credentials", "credentials are missing"),
            Refusal::Invalid { why, .. } => (401, "invalid-credentials", why.as_str()),
            Refusal::Scope { why, .. } => (403, "insufficient-scope", why.as_str()),
        };
        let mut response = self.say(Some(operation), request, status, why);
        let challenge = match refusal {
            Refusal::Invalid { token: true, .. } => Some(format!(
                "Bearer realm=\"mock\", error=\"invalid_token\", error_description=\"{}\"",
                quoted(why)
            )),
            Refusal::Scope {
                token: true,
                needed,
                ..
            } => Some(format!(
                "Bearer realm=\"mock\", error=\"insufficient_scope\", error_description=\"{}\", scope=\"{}\"",
                quoted(why),
                quoted(&needed.join(" "))
            )),
            Refusal::Missing | Refusal::Invalid { .. } => {
                Some(refuse::challenge(self.contract.spec(), operation))
            }
            // A challenge would invite the caller to try others, which is for 401 (RFC 9110 §15.5.4).
            Refusal::Scope { .. } => None,
        };
        if let Some(challenge) = challenge {
            response.headers.set("www-authenticate", challenge);
        }
        let own = format!("{}/security", operation.place.pointer);
        let document = self
            .contract
            .spec()
            .documents
            .original
            .get(&operation.place.document);
        let has_own = document.is_some_and(|document| document.pointer(&own).is_some());
        let violation = Violation {
            part: Part::Security,
            pointer: String::new(),
            message: why.to_owned(),
            schema_pointer: if has_own { own } else { "/security".to_owned() },
            keyword: keyword.to_owned(),
            expected: None,
            actual: None,
            severity: Severity::Error,
        };
        (response, violation)
    }
}

/// What is declared for an error: its own entry, its range, or a `default` beside a success.
pub fn declared_error(operation: &Operation, status: u16) -> Option<&ResponseSpec> {
    let declared = operation.response_for(status)?;
    let is_success =
        |key: StatusKey| matches!(key, StatusKey::Code(200..=299) | StatusKey::Range(2));
    let has_success = operation.responses.iter().any(|r| is_success(r.status));
    (declared.status != StatusKey::Default || has_success).then_some(declared)
}

/// The usual name of a status.
pub fn title(status: u16) -> &'static str {
    http::StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason())
        .unwrap_or("Error")
}

/// What may stand in a quoted string of a header field (RFC 6750 §3).
fn quoted(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '"' | '\\' | '`' => Some('\''),
            ' '..='~' => Some(c),
            _ => None,
        })
        .collect()
}
