//! Fields of a request: which can be sent, and which are added.

use fairlead_core::{Headers, Severity};
use fairlead_openapi::pointer;
use fairlead_validate::{Part, Violation};

use super::Additions;
use crate::{Field, outgoing::unsendable_header};

/// Whether a field is to be sent: it is switched on, and more than a row that was just begun.
pub fn is_given(field: &Field) -> bool {
    field.enabled && !(field.name.trim().is_empty() && field.value.is_empty())
}

/// Takes over the header fields that a person has written; gives those that cannot be sent.
pub fn headers(fields: &[Field]) -> (Headers, Vec<Violation>) {
    let mut headers = Headers::default();
    let mut violations = Vec::new();
    for field in fields.iter().filter(|f| is_given(f)) {
        match unsendable_header(&field.name, &field.value) {
            Some(why) => violations.push(bad_field(&field.name, why)),
            None => headers.append(field.name.clone(), field.value.clone()),
        }
    }
    (headers, violations)
}

/// Takes over the cookies that a person has written; gives those that cannot be sent.
pub fn cookies(fields: &[Field]) -> (Vec<String>, Vec<Violation>) {
    let mut cookies = Vec::new();
    let mut violations = Vec::new();
    for field in fields.iter().filter(|f| is_given(f)) {
        if field.value.contains([';', '\r', '\n', '\0'])
            || field.name.contains([';', '=', ' ', '\r', '\n', '\0'])
        {
            violations.push(bad_field(
                &field.name,
                "a cookie must not hold `;`, and its name no `=` or space".into(),
            ));
        } else {
            cookies.push(format!("{}={}", field.name, field.value));
        }
    }
    (cookies, violations)
}

/// Adds what is not there yet; gives what cannot be sent.
pub fn add(
    additions: &Additions<'_>,
    headers: &mut Headers,
    pairs: &mut Vec<(String, String)>,
    cookies: &mut Vec<String>,
) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (name, value) in &additions.headers {
        if headers.get(name).is_some() {
            continue;
        }
        match unsendable_header(name, value) {
            Some(why) => violations.push(bad_field(name, why)),
            None => headers.append(name.clone(), value.clone()),
        }
    }
    for (name, value) in &additions.query {
        if !pairs.iter().any(|(known, _)| known == name) {
            pairs.push((name.clone(), value.clone()));
        }
    }
    for (name, value) in &additions.cookies {
        let start = format!("{name}=");
        if !cookies.iter().any(|cookie| cookie.starts_with(&start)) {
            cookies.push(format!("{start}{value}"));
        }
    }
    violations
}

/// A field that cannot be sent.
pub fn bad_field(name: &str, message: String) -> Violation {
    let mut at = String::new();
    pointer::push(&mut at, name);
    Violation {
        part: Part::Header,
        pointer: at,
        message,
        schema_pointer: String::new(),
        keyword: "malformed".into(),
        expected: None,
        actual: None,
        severity: Severity::Error,
    }
}
