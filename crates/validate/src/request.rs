//! Whether a request keeps the contract.

use fairlead_core::{Request, Severity, limits};
use fairlead_openapi::{Location, Operation, Parameter, RequestBody, pointer};
use serde_json::Value;

use crate::{
    body,
    contract::Contract,
    direction::Direction,
    media::{self, Kind},
    parameter::{
        Checking, query,
        read::{self, Pairs},
    },
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
    violations.extend(security::check(contract, operation, request));
    if !operation.parameters.is_empty() {
        check_parameters(contract, operation, request, path_values, &mut violations);
    }
    violations.extend(check_body(contract, operation, request, Direction::Request));
    violations.truncate(limits::VIOLATIONS);
    Report { violations }
}

/// See [`Contract::check_outgoing`].
pub fn check_outgoing(contract: &Contract, operation: &Operation, request: &Request) -> Report {
    let mut violations: Vec<Violation> = Vec::new();
    if !operation.parameters.is_empty() {
        check_parameters(contract, operation, request, &[], &mut violations);
        // A receiver's path is its own, so values of it cannot be told.
        violations.retain(|violation| violation.part != Part::Path);
    }
    violations.extend(check_body(
        contract,
        operation,
        request,
        Direction::Response,
    ));
    violations.truncate(limits::VIOLATIONS);
    Report { violations }
}

fn check_parameters(
    contract: &Contract,
    operation: &Operation,
    request: &Request,
    path_values: &[(String, String)],
    violations: &mut Vec<Violation>,
) {
    let names = |location: Location| -> Vec<&str> {
        let of_it = operation
            .parameters
            .iter()
            .filter(|p| p.location == location);
        of_it.map(|p| p.name.as_str()).collect()
    };
    let queried = names(Location::Query);
    let baked = names(Location::Cookie);
    let pairs = query::raw_pairs(request.query.as_deref().unwrap_or_default());
    let cookies = query::raw_cookies(&request.headers);
    for parameter in &operation.parameters {
        let part = match parameter.location {
            Location::Path => Part::Path,
            Location::Query | Location::Querystring => Part::Query,
            Location::Header => Part::Header,
            Location::Cookie => Part::Cookie,
        };
        if parameter.location == Location::Header && is_elsewhere(&parameter.name) {
            continue;
        }
        let checking = Checking {
            contract,
            parameter,
            part,
            direction: Direction::Request,
            within: "",
        };
        violations.extend(checking.check(|shape, parameter, reading| {
            match parameter.location {
                Location::Path => {
                    let own = path_values.iter().find(|(name, _)| *name == parameter.name);
                    own.map(|(_, raw)| read::text(shape, parameter, raw, reading))
                }
                Location::Query => {
                    let pairs = Pairs {
                        pairs: &pairs,
                        claimed: &queried,
                    };
                    read::from_pairs(shape, parameter, pairs, reading)
                }
                // A form is decoded piece by piece, everything else at once.
                Location::Querystring => request.query.as_deref().map(|q| {
                    let content = parameter.content.as_ref();
                    match content.map(|c| media::kind(&c.media_type)) {
                        Some(Kind::Form) => Value::from(q),
                        _ => Value::from(query::decode_percent(q)),
                    }
                }),
                Location::Header => {
                    let given: Vec<&str> = request.headers.get_all(&parameter.name).collect();
                    let joined = (!given.is_empty()).then(|| given.join(","));
                    joined.map(|raw| read::text(shape, parameter, &raw, reading))
                }
                Location::Cookie => from_cookies(shape, parameter, &cookies, &baked, reading),
            }
        }));
    }
    violations.extend(misspelt(contract, operation, &pairs));
}

/// The value of a cookie parameter: one cookie, or several where it is exploded.
fn from_cookies(
    shape: &crate::parameter::Shape,
    parameter: &Parameter,
    cookies: &[(std::borrow::Cow<'_, str>, &str)],
    claimed: &[&str],
    reading: read::Reading,
) -> Option<Value> {
    let own: Vec<&str> = cookies
        .iter()
        .filter(|(name, _)| *name == parameter.name)
        .map(|(_, value)| *value)
        .collect();
    // An exploded array of one cookie is most often meant as a list in it.
    if own.len() == 1 {
        return Some(read::text(shape, parameter, own[0], reading));
    }
    let pairs = Pairs {
        pairs: cookies,
        claimed,
    };
    read::from_pairs(shape, parameter, pairs, reading)
}

fn is_elsewhere(header: &str) -> bool {
    NOT_PARAMETERS
        .iter()
        .any(|name| header.eq_ignore_ascii_case(name))
}

/// Query parameters that are not declared but nearly so. Others are nobody's business.
fn misspelt(
    contract: &Contract,
    operation: &Operation,
    pairs: &[(std::borrow::Cow<'_, str>, &str)],
) -> Vec<Violation> {
    let known: Vec<&Parameter> = operation
        .parameters
        .iter()
        .filter(|p| p.location == Location::Query)
        .collect();
    let fold = |name: &str| name.to_ascii_lowercase().replace(['_', '-'], "");
    pairs
        .iter()
        .filter(|(name, _)| !known.iter().any(|p| p.name == *name))
        .filter_map(|(name, _)| {
            let meant = known.iter().find(|p| fold(&p.name) == fold(name))?;
            let place = &meant.place;
            Some(Violation {
                part: Part::Query,
                pointer: pointer::join("", name),
                message: format!(
                    "`{name}` is not a parameter; did you mean `{}`?",
                    meant.name
                ),
                schema_pointer: contract.say_place(&place.document, &place.pointer),
                keyword: "undeclared".into(),
                expected: Some(meant.name.clone().into()),
                actual: None,
                severity: Severity::Warning,
            })
        })
        .collect()
}

fn check_body(
    contract: &Contract,
    operation: &Operation,
    request: &Request,
    direction: Direction,
) -> Vec<Violation> {
    let Some(declared) = &operation.request_body else {
        if request.body.is_empty() {
            return Vec::new();
        }
        return vec![undeclared_body(contract, operation)];
    };
    let content_type = request.headers.get("content-type");
    // An empty text is a text.
    let is_text = content_type.is_some_and(|t| media::kind(t) == Kind::Text);
    if request.body.is_empty() && !is_text {
        if !declared.required {
            return Vec::new();
        }
        let message = "the body is missing".to_owned();
        return vec![violation(
            contract,
            declared,
            "required",
            "/required",
            message,
        )];
    }
    if declared.content.is_empty() {
        return Vec::new();
    }
    let Some(content_type) = content_type else {
        return vec![unsupported(contract, declared, None)];
    };
    if let Some(media_type) = media::choose(&declared.content, content_type) {
        return body::check(contract, media_type, content_type, direction, &request.body);
    }
    vec![unsupported(contract, declared, Some(content_type))]
}

fn unsupported(contract: &Contract, declared: &RequestBody, given: Option<&str>) -> Violation {
    let wanted: Vec<&str> = declared
        .content
        .iter()
        .map(|c| c.media_type.as_str())
        .collect();
    let listed = wanted.join("` or `");
    let message = match given {
        Some(given) => {
            format!("a body of type `{given}` is not taken here; it must be `{listed}`")
        }
        None => format!("the header `Content-Type` is missing; it must be `{listed}`"),
    };
    Violation {
        expected: Some(wanted.into()),
        actual: given.map(Into::into),
        ..violation(contract, declared, "media-type", "/content", message)
    }
}

fn violation(
    contract: &Contract,
    declared: &RequestBody,
    keyword: &str,
    rule: &str,
    message: String,
) -> Violation {
    let place = &declared.place;
    Violation {
        part: Part::Body,
        pointer: String::new(),
        message,
        schema_pointer: contract.say_place(&place.document, &format!("{}{rule}", place.pointer)),
        keyword: keyword.into(),
        expected: None,
        actual: None,
        severity: Severity::Error,
    }
}

fn undeclared_body(contract: &Contract, operation: &Operation) -> Violation {
    let place = &operation.place;
    Violation {
        part: Part::Body,
        pointer: String::new(),
        message: "a body came, but none is declared for this operation".into(),
        schema_pointer: contract.say_place(&place.document, &place.pointer),
        keyword: "undeclared-body".into(),
        expected: None,
        actual: None,
        severity: Severity::Warning,
    }
}
