//! Parameters: from what is on the wire to a value, and back (OpenAPI 3.1.1, Style Values).

pub mod query;
pub mod read;
mod shape;
pub mod write;

pub use shape::Shapes;

use fairlead_core::Severity;
use fairlead_openapi::Parameter;
use serde_json::Value;

use crate::{
    contract::Contract,
    direction::Direction,
    media::{self, Kind},
    report::{Part, Violation},
};

/// Checks what was found of a parameter.
pub(crate) fn check(
    contract: &Contract,
    parameter: &Parameter,
    part: Part,
    direction: Direction,
    found: Option<Value>,
) -> Vec<Violation> {
    let mut prefix = String::new();
    fairlead_openapi::pointer::push(&mut prefix, &parameter.name);
    let place = contract.say_place(&parameter.place.document, &parameter.place.pointer);
    let violation = |keyword: &str, rule: &str, message: String| Violation {
        part,
        pointer: prefix.clone(),
        message,
        schema_pointer: format!("{place}{rule}"),
        keyword: keyword.into(),
        expected: None,
        actual: None,
        severity: Severity::Error,
    };
    let Some(value) = found else {
        if !parameter.required {
            return Vec::new();
        }
        let name = &parameter.name;
        return vec![violation(
            "required",
            "/required",
            format!("`{name}` is missing"),
        )];
    };
    if parameter.allow_empty && value == "" {
        return Vec::new();
    }
    if let Some(content) = &parameter.content {
        let Some(schema) = &content.schema else {
            return Vec::new();
        };
        let text = value.as_str().unwrap_or_default();
        let value = match media::kind(&content.media_type) {
            Kind::Json => match serde_json::from_str(text) {
                Ok(value) => value,
                Err(error) => {
                    let message = format!("`{}` must be JSON, but: {error}", parameter.name);
                    return vec![violation("malformed", "/content", message)];
                }
            },
            _ => value,
        };
        return contract
            .schemas()
            .check(schema, direction, &value, part, &prefix);
    }
    match &parameter.schema {
        Some(schema) => {
            let mut found = contract
                .schemas()
                .check(schema, direction, &value, part, &prefix);
            for violation in &mut found {
                // The message of a value by itself does not say which.
                let name = violation.pointer.trim_start_matches('/').replace('/', ".");
                violation.message = format!("`{name}` {}", violation.message);
                if fairlead_core::redact::is_secret_name(&parameter.name) {
                    violation.actual = Some(fairlead_core::redact::MASK.into());
                }
            }
            found
        }
        None => Vec::new(),
    }
}
