//! Whether a request keeps the contract.

use fairlead_core::{Request, Severity, limits};
use fairlead_openapi::{Location, Operation, Parameter};

use crate::{
    body,
    contract::Contract,
    direction::Direction,
    media,
    parameter::{self, Shapes, query, read},
    report::{Part, Report, Violation},
    security,
};

/// Header parameters of these names are described elsewhere (OpenAPI 3.1.1, Parameter Object).
const NOT_PARAMETERS: &[&str] = &["accept", "content-type", "authorization"];

pub fn check(
    contract: &Contract,
    operation: &Operation,
    request: &Request,
    path_values: &[(String, String)],
) -> Report {
    let mut violations: Vec<Violation> = Vec::new();
    violations.extend(security::check(contract.spec(), operation, request));
    let shapes = Shapes::new(&contract.spec().documents);
    let pairs = query::raw_pairs(request.query.as_deref().unwrap_or_default());
    let cookies = query::cookies(&request.headers);
    for parameter in &operation.parameters {
        let (part, found) = match parameter.location {
            Location::Path => {
                let raw = path_values.iter().find(|(name, _)| *name == parameter.name);
                (
                    Part::Path,
                    raw.map(|(_, raw)| read::text(shapes, parameter, raw)),
                )
            }
            Location::Query => (Part::Query, read::from_query(shapes, parameter, &pairs)),
            Location::Querystring => (
                Part::Query,
                request.query.as_deref().map(|q| query::decode(q).into()),
            ),
            Location::Header => {
                if NOT_PARAMETERS
                    .iter()
                    .any(|n| parameter.name.eq_ignore_ascii_case(n))
                {
                    continue;
                }
                let given: Vec<&str> = request.headers.get_all(&parameter.name).collect();
                let joined = (!given.is_empty()).then(|| given.join(","));
                (
                    Part::Header,
                    joined.map(|raw| read::text(shapes, parameter, &raw)),
                )
            }
            Location::Cookie => {
                let found = cookies.iter().find(|(name, _)| *name == parameter.name);
                (
                    Part::Cookie,
                    found.map(|(_, raw)| read::text(shapes, parameter, raw)),
                )
            }
        };
        violations.extend(parameter::check(
            contract,
            parameter,
            part,
            Direction::Request,
            found,
        ));
    }
    violations.extend(misspelt(&operation.parameters, &pairs));
    violations.extend(check_body(contract, operation, request));
    violations.truncate(limits::VIOLATIONS);
    Report { violations }
}

/// Query parameters that are not declared but nearly so. Others are nobody's business.
fn misspelt(declared: &[Parameter], pairs: &[(String, &str)]) -> Vec<Violation> {
    let known: Vec<&Parameter> = declared
        .iter()
        .filter(|p| p.location == Location::Query)
        .collect();
    let fold = |name: &str| name.to_ascii_lowercase().replace(['_', '-'], "");
    pairs
        .iter()
        .filter(|(name, _)| !known.iter().any(|p| p.name == *name))
        .filter_map(|(name, _)| {
            let meant = known.iter().find(|p| fold(&p.name) == fold(name))?;
            let mut pointer = String::new();
            fairlead_openapi::pointer::push(&mut pointer, name);
            Some(Violation {
                part: Part::Query,
                pointer,
                message: format!(
                    "`{name}` is not a parameter; did you mean `{}`?",
                    meant.name
                ),
                schema_pointer: meant.place.pointer.clone(),
                keyword: "undeclared".into(),
                expected: Some(meant.name.clone().into()),
                actual: None,
                severity: Severity::Warning,
            })
        })
        .collect()
}

fn check_body(contract: &Contract, operation: &Operation, request: &Request) -> Vec<Violation> {
    let Some(declared) = &operation.request_body else {
        return Vec::new();
    };
    let place = contract.say_place(&declared.place.document, &declared.place.pointer);
    let violation = |keyword: &str, rule: &str, message: String| Violation {
        part: Part::Body,
        pointer: String::new(),
        message,
        schema_pointer: format!("{place}{rule}"),
        keyword: keyword.into(),
        expected: None,
        actual: None,
        severity: Severity::Error,
    };
    let content_type = request.headers.get("content-type");
    if request.body.is_empty() && content_type.is_none_or(|t| media::kind(t) != media::Kind::Text) {
        if declared.required {
            return vec![violation(
                "required",
                "/required",
                "the body is missing".into(),
            )];
        }
        return Vec::new();
    }
    if declared.content.is_empty() {
        return Vec::new();
    }
    let wanted: Vec<&str> = declared
        .content
        .iter()
        .map(|c| c.media_type.as_str())
        .collect();
    let unsupported = |message: String| Violation {
        expected: Some(wanted.clone().into()),
        actual: content_type.map(Into::into),
        ..violation("media-type", "/content", message)
    };
    let listed = wanted.join("` or `");
    let Some(content_type) = content_type else {
        return vec![unsupported(format!(
            "the header `Content-Type` is missing; it must be `{listed}`"
        ))];
    };
    match media::choose(&declared.content, content_type) {
        Some(media_type) => body::check(
            contract,
            media_type,
            content_type,
            Direction::Request,
            &request.body,
        ),
        None => vec![unsupported(format!(
            "a body of type `{content_type}` is not taken here; it must be `{listed}`"
        ))],
    }
}
