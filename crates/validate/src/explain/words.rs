//! What each kind of error says, and what it expects.

use jsonschema::{
    ValidationError,
    error::{TypeKind, ValidationErrorKind as Kind},
};
use serde_json::{Value, json};

use super::{is_secret, near};
use crate::direction;

/// The message, and what the rule wants where that can be said as a value.
pub fn say(error: &ValidationError<'_>, pointer: &str) -> (String, Option<Value>) {
    let found = error.instance();
    let is = found_as(pointer, found);
    match error.kind() {
        Kind::Type { kind } => {
            let wanted = match kind {
                TypeKind::Single(one) => vec![one.to_string()],
                TypeKind::Multiple(set) => set.into_iter().map(|t| t.to_string()).collect(),
            };
            let text = format!(
                "must be {}, but {is}",
                or(wanted.iter().map(|w| article(w)))
            );
            (
                text,
                Some(if wanted.len() == 1 {
                    json!(wanted[0])
                } else {
                    json!(wanted)
                }),
            )
        }
        Kind::Enum { options } => {
            let all = options.as_array().cloned().unwrap_or_default();
            let meant = found
                .as_str()
                .and_then(|given| near::closest(given, all.iter().filter_map(Value::as_str)));
            let text = match meant {
                Some(meant) => format!("{is}, which is not allowed here; did you mean `{meant}`?"),
                None if all.len() < 3 => format!("must be {}, but {is}", values(&all)),
                None => format!("must be one of {}, but {is}", values(&all)),
            };
            (text, Some(options.as_ref().clone()))
        }
        Kind::Constant { expected_value } => (
            format!("must be {}, but {is}", short(expected_value)),
            Some(expected_value.as_ref().clone()),
        ),
        Kind::Minimum { limit } => (
            format!("must be {} or more, but {is}", short(limit)),
            Some(limit.clone()),
        ),
        Kind::Maximum { limit } => (
            format!("must be {} or less, but {is}", short(limit)),
            Some(limit.clone()),
        ),
        Kind::ExclusiveMinimum { limit } => (
            format!("must be more than {}, but {is}", short(limit)),
            Some(limit.clone()),
        ),
        Kind::ExclusiveMaximum { limit } => (
            format!("must be less than {}, but {is}", short(limit)),
            Some(limit.clone()),
        ),
        Kind::MultipleOf { multiple_of } => (
            format!("must be a multiple of {multiple_of}, but {is}"),
            Some(json!(multiple_of)),
        ),
        Kind::MinLength { limit } => (
            length("at least", *limit, "character", text_length(found)),
            Some(json!(limit)),
        ),
        Kind::MaxLength { limit } => (
            length("at most", *limit, "character", text_length(found)),
            Some(json!(limit)),
        ),
        Kind::MinItems { limit } => (
            length("at least", *limit, "item", items(found)),
            Some(json!(limit)),
        ),
        Kind::MaxItems { limit } => (
            length("at most", *limit, "item", items(found)),
            Some(json!(limit)),
        ),
        Kind::MinProperties { limit } => (
            length("at least", *limit, "propert", items(found)),
            Some(json!(limit)),
        ),
        Kind::MaxProperties { limit } => (
            length("at most", *limit, "propert", items(found)),
            Some(json!(limit)),
        ),
        Kind::Pattern { pattern } => (
            format!("must match the pattern {pattern}, but {is}"),
            Some(json!(pattern)),
        ),
        Kind::Format { format } => (
            format!("must be {}, but {is}", format_name(format)),
            Some(json!(format)),
        ),
        Kind::UniqueItems => ("must not have the same item twice".into(), None),
        Kind::Contains => (
            "has too few or too many items of the kind that it must contain".into(),
            None,
        ),
        Kind::FalseSchema => ("must not be there".into(), None),
        Kind::Not { .. } => (format!("{is}, which is what it must not be"), None),
        Kind::AdditionalItems { limit } => (
            format!("must have at most {limit} items, but has {}", items(found)),
            Some(json!(limit)),
        ),
        Kind::UnevaluatedItems { unexpected } => {
            let shown = unexpected.iter().take(3).cloned();
            (
                format!("has items that it may not have: {}", list(shown)),
                None,
            )
        }
        Kind::OneOfMultipleValid { .. } => (
            "fits more than one of the alternatives, but must fit exactly one".into(),
            None,
        ),
        Kind::PropertyNames { error } => (
            format!(
                "has a property whose name is not allowed: {}",
                say(error, pointer).0
            ),
            None,
        ),
        Kind::BacktrackLimitExceeded { .. } | Kind::RegexEngineFailure { .. } => (
            "could not be matched with its pattern: it takes too many steps".into(),
            None,
        ),
        _ => (error.masked().to_string(), None),
    }
}

/// That a number is out of the range that its format has.
pub fn out_of_range(format: &str, pointer: &str, value: &Value) -> String {
    let is = found_as(pointer, value);
    match direction::range(format) {
        Some((low, high)) => format!("must be of format `{format}`, {low} to {high}, but {is}"),
        None => format!("must be of format `{format}`, but {is}"),
    }
}

fn found_as(pointer: &str, value: &Value) -> String {
    match value {
        Value::Null => "is null".into(),
        _ if is_secret(pointer) => "is something else".into(),
        Value::Array(items) => format!("is an array of {}", items.len()),
        Value::Object(_) => "is an object".into(),
        Value::String(_) => format!("is the string {}", short(value)),
        Value::Bool(_) | Value::Number(_) => format!("is {value}"),
    }
}

fn length(word: &str, limit: u64, unit: &str, found: usize) -> String {
    let plural = |n: u64| match (unit, n) {
        ("propert", 1) => "property".to_owned(),
        ("propert", _) => "properties".to_owned(),
        (unit, 1) => unit.to_owned(),
        (unit, _) => format!("{unit}s"),
    };
    format!(
        "must have {word} {limit} {}, but has {found}",
        plural(limit)
    )
}

fn text_length(value: &Value) -> usize {
    value.as_str().map_or(0, |text| text.chars().count())
}

fn items(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.len(),
        Value::Object(map) => map.len(),
        _ => 0,
    }
}

/// `a string`, `an array`
pub fn article(kind: &str) -> String {
    match kind {
        "null" => "null".into(),
        "array" | "object" | "integer" => format!("an {kind}"),
        _ => format!("a {kind}"),
    }
}

fn format_name(format: &str) -> String {
    match format {
        "date" => "a date such as 2026-01-31".into(),
        "date-time" => "a date and time such as 2026-01-31T12:00:00Z".into(),
        "time" => "a time such as 12:00:00Z".into(),
        "duration" => "a duration such as P1DT2H".into(),
        "email" | "idn-email" => "an e-mail address".into(),
        "hostname" | "idn-hostname" => "a host name".into(),
        "ipv4" => "an IPv4 address".into(),
        "ipv6" => "an IPv6 address".into(),
        "uri" | "iri" => "an absolute URI such as https://example.com/x".into(),
        "uri-reference" | "iri-reference" => "a URI or a relative reference".into(),
        "uuid" => "a UUID such as 0190163d-8694-739b-aea5-966c26f8ad91".into(),
        "byte" => "bytes in base64".into(),
        "regex" => "a regular expression".into(),
        other => format!("of format `{other}`"),
    }
}

/// A value in a few characters.
fn short(value: &Value) -> String {
    const LONGEST: usize = 60;
    let text = value.to_string();
    if text.chars().count() <= LONGEST {
        text
    } else {
        format!("{}…", text.chars().take(LONGEST).collect::<String>())
    }
}

fn values(all: &[Value]) -> String {
    const MOST: usize = 12;
    let mut shown: Vec<String> = all.iter().take(MOST).map(short).collect();
    if all.len() > MOST {
        shown.push(format!("{} more", all.len() - MOST));
    }
    or(shown.into_iter())
}

/// `a, b and c`
pub fn list(items: impl Iterator<Item = String>) -> String {
    joined(items, "and")
}

/// `a, b or c`
pub fn or(items: impl Iterator<Item = String>) -> String {
    joined(items, "or")
}

fn joined(items: impl Iterator<Item = String>, word: &str) -> String {
    let items: Vec<String> = items.collect();
    match items.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} {word} {last}", rest.join(", ")),
    }
}
