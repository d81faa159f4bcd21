//! Whether the credentials that an operation wants are there.
//!
//! Only their presence and form are looked at; whether they are good is for who knows them.

use base64::Engine;
use fairlead_core::{Request, Severity};
use fairlead_openapi::{Location, Operation, SecurityKind, SecurityNeed, SecurityScheme};
use serde_json::json;

use crate::{
    contract::Contract,
    parameter::query,
    report::{Part, Violation},
};

/// The violation where no alternative is satisfied.
pub fn check(contract: &Contract, operation: &Operation, request: &Request) -> Option<Violation> {
    let alternatives = operation.security.as_ref()?;
    let schemes = &contract.spec().security_schemes;
    let is_satisfied = |needs: &Vec<SecurityNeed>| {
        needs.iter().all(|need| {
            // What is not declared cannot be checked; the description has its own diagnostic.
            schemes
                .get(&need.scheme)
                .is_none_or(|scheme| is_there(scheme, request))
        })
    };
    if alternatives.is_empty() || alternatives.iter().any(is_satisfied) {
        return None;
    }
    let mut wanted: Vec<String> = Vec::new();
    for needs in alternatives {
        let all: Vec<String> = needs
            .iter()
            .map(|need| match schemes.get(&need.scheme) {
                Some(scheme) => say(scheme),
                None => need.scheme.clone(),
            })
            .collect();
        let all = all.join(" and ");
        if !wanted.contains(&all) {
            wanted.push(all);
        }
    }
    let names: Vec<Vec<&str>> = alternatives
        .iter()
        .map(|needs| needs.iter().map(|n| n.scheme.as_str()).collect())
        .collect();
    Some(Violation {
        part: Part::Security,
        pointer: String::new(),
        message: format!("credentials are missing: send {}", wanted.join(", or ")),
        schema_pointer: place(contract, operation),
        keyword: "missing-credentials".into(),
        expected: Some(json!(names)),
        actual: None,
        severity: Severity::Error,
    })
}

/// Where the requirement stands: at the operation, else at the top of the description.
fn place(contract: &Contract, operation: &Operation) -> String {
    let at = &operation.place;
    let own = format!("{}/security", at.pointer);
    let document = contract.spec().documents.original.get(&at.document);
    if document.is_some_and(|document| document.pointer(&own).is_some()) {
        contract.say_place(&at.document, &own)
    } else {
        "/security".to_owned()
    }
}

fn is_there(scheme: &SecurityScheme, request: &Request) -> bool {
    let authorization = |wanted: &str| {
        request.headers.get_all("authorization").any(|value| {
            value.split_once(' ').is_some_and(|(scheme, rest)| {
                scheme.eq_ignore_ascii_case(wanted) && !rest.trim().is_empty()
            })
        })
    };
    match &scheme.kind {
        SecurityKind::ApiKey {
            location: Location::Header,
            name,
        } => request.headers.get(name).is_some_and(|v| !v.is_empty()),
        SecurityKind::ApiKey {
            location: Location::Cookie,
            name,
        } => query::raw_cookies(&request.headers)
            .iter()
            .any(|(n, v)| n == name && !v.is_empty()),
        SecurityKind::ApiKey { name, .. } => request.query.as_deref().is_some_and(|q| {
            query::raw_pairs(q)
                .iter()
                .any(|(n, v)| n == name && !v.is_empty())
        }),
        SecurityKind::Basic => request.headers.get_all("authorization").any(is_basic),
        SecurityKind::Bearer { .. }
        | SecurityKind::OAuth2 { .. }
        | SecurityKind::OpenIdConnect { .. } => authorization("bearer"),
        SecurityKind::Http(name) => authorization(name),
        // The certificate is the connection's matter, and not seen here.
        SecurityKind::MutualTls => true,
    }
}

/// `Basic` with base64 of `name:password` (RFC 7617 §2).
fn is_basic(value: &str) -> bool {
    value.split_once(' ').is_some_and(|(scheme, rest)| {
        scheme.eq_ignore_ascii_case("basic")
            && base64::prelude::BASE64_STANDARD
                .decode(rest.trim())
                .is_ok_and(|bytes| bytes.contains(&b':'))
    })
}

fn say(scheme: &SecurityScheme) -> String {
    match &scheme.kind {
        SecurityKind::ApiKey {
            location: Location::Header,
            name,
        } => format!("the header `{name}`"),
        SecurityKind::ApiKey {
            location: Location::Cookie,
            name,
        } => format!("the cookie `{name}`"),
        SecurityKind::ApiKey { name, .. } => format!("`{name}` in the query"),
        SecurityKind::Basic => "`Authorization: Basic …` with name and password".into(),
        SecurityKind::Http(name) => format!("`Authorization: {name} …`"),
        SecurityKind::Bearer { .. }
        | SecurityKind::OAuth2 { .. }
        | SecurityKind::OpenIdConnect { .. } => "`Authorization: Bearer …` with a token".into(),
        SecurityKind::MutualTls => "a client certificate".into(),
    }
}
