//! Queries: the values of declared parameters, and the same query with another page.

use fairlead_core::Request;
use fairlead_openapi::{Location, Operation, Parameter};
use fairlead_validate::{
    Contract,
    parameter::{
        query,
        read::{self, Pairs, Reading},
    },
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

/// All but what is unreserved (RFC 3986 §2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A declared query parameter, or one key of it, and what was given.
#[derive(Clone, Debug)]
pub struct Given<'a> {
    /// As on the wire, such as `page[size]`.
    pub name: String,
    /// What was sent for it.
    pub value: Option<Value>,
    /// Its declaration.
    pub parameter: &'a Parameter,
}

/// Percent-encodes a piece of a path or a query.
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Decodes a piece of a path.
pub fn decode_path(text: &str) -> String {
    query::decode_percent(text).into_owned()
}

/// Every declared query parameter; of objects, every key that was given.
pub fn given<'a>(
    contract: &Contract,
    operation: &'a Operation,
    request: &Request,
) -> Vec<Given<'a>> {
    let pairs = query::raw_pairs(request.query.as_deref().unwrap_or_default());
    let declared: Vec<&Parameter> = operation
        .parameters
        .iter()
        .filter(|p| p.location == Location::Query)
        .collect();
    let claimed: Vec<&str> = declared.iter().map(|p| p.name.as_str()).collect();
    let mut found = Vec::new();
    for parameter in declared {
        let shape = match &parameter.schema {
            Some(schema) => contract.shape(schema),
            None => std::sync::Arc::default(),
        };
        let all = Pairs {
            pairs: &pairs,
            claimed: &claimed,
        };
        let value = read::from_pairs(&shape, parameter, all, Reading::Strict);
        if let Some(Value::Object(keys)) = value {
            let spread = parameter.explode && parameter.style == fairlead_openapi::Style::Form;
            found.extend(keys.into_iter().map(|(key, value)| Given {
                name: if spread {
                    key
                } else {
                    format!("{}[{key}]", parameter.name)
                },
                value: Some(value),
                parameter,
            }));
            continue;
        }
        found.push(Given {
            name: parameter.name.clone(),
            value,
            parameter,
        });
    }
    found
}

/// The request's target with some query parameters changed.
pub fn target_with(request: &Request, changes: &[(String, String)]) -> String {
    let text = request.query.as_deref().unwrap_or_default();
    let is_changed = |name: &str| changes.iter().any(|(n, _)| n == name);
    let kept = text.split('&').filter(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        !pair.is_empty() && !is_changed(&query::decode(name))
    });
    let mut pairs: Vec<String> = kept.map(str::to_owned).collect();
    pairs.extend(
        changes
            .iter()
            .map(|(n, v)| format!("{}={}", encode(n), encode(v))),
    );
    if pairs.is_empty() {
        return request.path.clone();
    }
    format!("{}?{}", request.path, pairs.join("&"))
}

/// A target as a whole URL, where the request names its host.
pub fn absolute(request: &Request, target: &str) -> String {
    match request.headers.get("host") {
        Some(host) if !host.is_empty() => format!("http://{host}{target}"),
        _ => target.to_owned(),
    }
}
