//! Answers to requests that are not right: the document's own where it declares one, else a
//! problem as in RFC 9457.

use fairlead_core::{Headers, Request, Response, Severity};
use fairlead_openapi::{Operation, SecurityKind, Spec, StatusKey};
use fairlead_validate::{Part, Report, Violation};
use serde_json::{Value, json};

use crate::{Mock, behaviour::declared_error, prefer::Preference};

impl Mock {
    /// The answer to a request that breaks the contract.
    pub(crate) fn refuse(
        &self,
        operation: &Operation,
        request: &Request,
        report: &Report,
    ) -> Response {
        let errors: Vec<&Violation> = report
            .violations
            .iter()
            .filter(|v| v.severity == Severity::Error)
            .collect();
        if errors.iter().any(|v| v.part == Part::Security) {
            return self.unauthorized(operation, request, &errors);
        }
        if errors
            .iter()
            .any(|v| v.part == Part::Body && v.keyword == "media-type" && v.pointer.is_empty())
        {
            return self.own_or_problem(
                operation,
                request,
                &[415],
                "Unsupported media type",
                &errors,
            );
        }
        self.own_or_problem(
            operation,
            request,
            &[422, 400],
            "The request breaks the contract",
            &errors,
        )
    }

    fn unauthorized(
        &self,
        operation: &Operation,
        request: &Request,
        errors: &[&Violation],
    ) -> Response {
        let missing: Vec<&Violation> = errors
            .iter()
            .copied()
            .filter(|v| v.part == Part::Security)
            .collect();
        let title = "Credentials are missing";
        let mut response = self.own_or_problem(operation, request, &[401], title, &missing);
        response.headers.set(
            "www-authenticate",
            challenge(self.contract.spec(), operation),
        );
        response
    }

    /// The first of these statuses that the operation declares by number, with the body it
    /// declares; else the first one, with the body of the range or the `default` that it falls
    /// under, or with a problem.
    fn own_or_problem(
        &self,
        operation: &Operation,
        request: &Request,
        statuses: &[u16],
        title: &str,
        errors: &[&Violation],
    ) -> Response {
        let own = statuses.iter().find_map(|status| {
            let declared = operation
                .responses
                .iter()
                .find(|r| r.status == StatusKey::Code(*status))?;
            self.answer_with(
                operation,
                declared,
                *status,
                request,
                &Preference::default(),
                Some(&told(*status, title, &detail(errors), errors)),
            )
            .ok()
        });
        // What no number names may fall under a range or a `default`, and has its shape then.
        let own = own.or_else(|| {
            let declared = declared_error(operation, statuses[0])?;
            let told = told(statuses[0], title, &detail(errors), errors);
            self.answer_with(
                operation,
                declared,
                statuses[0],
                request,
                &Preference::default(),
                Some(&told),
            )
            .ok()
        });
        own.unwrap_or_else(|| problem(statuses[0], title, &detail(errors), errors))
    }
}

/// What would let the caller in (RFC 9110 §11.6.1).
pub(crate) fn challenge(spec: &Spec, operation: &Operation) -> String {
    let mut challenges: Vec<String> = Vec::new();
    for need in operation.security.iter().flatten().flatten() {
        let challenge = match spec.security_schemes.get(&need.scheme).map(|s| &s.kind) {
            Some(SecurityKind::Basic) => "Basic realm=\"mock\", charset=\"UTF-8\"".to_owned(),
            Some(SecurityKind::ApiKey { name, .. }) => {
                format!("ApiKey realm=\"mock\", name=\"{name}\"")
            }
            Some(SecurityKind::Http(name)) => format!("{name} realm=\"mock\""),
            _ if need.scopes.is_empty() => "Bearer realm=\"mock\"".to_owned(),
            _ => format!("Bearer realm=\"mock\", scope=\"{}\"", need.scopes.join(" ")),
        };
        if !challenges.contains(&challenge) {
            challenges.push(challenge);
        }
    }
    if challenges.is_empty() {
        "Bearer realm=\"mock\"".to_owned()
    } else {
        challenges.join(", ")
    }
}

/// A problem (RFC 9457) with the broken rules.
pub fn problem(status: u16, title: &str, detail: &str, errors: &[&Violation]) -> Response {
    let mut body =
        json!({ "type": "about:blank", "title": title, "status": status, "detail": detail });
    if !errors.is_empty() {
        body["errors"] = listed(errors);
    }
    Response {
        status,
        headers: Headers::from_iter([("content-type", "application/problem+json")]),
        body: body.to_string().into(),
    }
}

/// What an error's own body may tell, under the names that such bodies usually have.
pub(crate) fn told(status: u16, title: &str, detail: &str, errors: &[&Violation]) -> Value {
    json!({
        "status": status, "code": status, "statusCode": status,
        "title": title, "error": title,
        "detail": detail, "message": detail, "description": detail,
        "errors": listed(errors),
    })
}

fn listed(errors: &[&Violation]) -> Value {
    errors
        .iter()
        .map(|v| {
            json!({
                "in": v.part, "pointer": v.pointer, "message": v.message,
                "schemaPointer": v.schema_pointer,
            })
        })
        .collect()
}

fn detail(errors: &[&Violation]) -> String {
    match errors {
        [] => String::new(),
        [only] => only.to_string(),
        [first, rest @ ..] => format!("{first}; and {} more", rest.len()),
    }
}
