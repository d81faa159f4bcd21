//! From a draft to the request on the wire.

use std::collections::HashMap;

use base64::{Engine, prelude::BASE64_STANDARD};
use bytes::Bytes;
use fairlead_core::{Headers, Request, Severity};
use fairlead_openapi::{Location, Operation, SecurityKind, Spec, pointer};
use fairlead_validate::{Part, Violation};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::ExposeSecret;
use url::Url;

use super::form;
use crate::{AppError, Draft, credentials::Opened};

/// What stays as it is in a path segment (RFC 3986 §3.3): the delimiters of styles among it.
pub const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*');
/// What stays as it is in a query's value: no `&`, `+`, `#` or `%`.
pub const QUERY_VALUE: &AsciiSet = &PATH
    .remove(b'/')
    .remove(b'?')
    .remove(b'|')
    .remove(b'[')
    .remove(b']');
/// What stays as it is in a query's name: no `=` either.
const QUERY_NAME: &AsciiSet = &QUERY_VALUE.add(b'=');

/// A request on its way.
pub struct Built {
    /// The whole URL.
    pub url: String,
    /// The request.
    pub request: Request,
    /// Values of the path template, percent-encoded.
    pub path_values: Vec<(String, String)>,
    /// Fields that cannot be sent as they are.
    pub violations: Vec<Violation>,
    /// Why it cannot be sent at all.
    pub unsendable: Option<String>,
}

impl Built {
    /// Adds what was found before it was built; what is wrong there keeps it from being sent.
    pub fn mind(&mut self, found: Vec<Violation>) {
        let first = found.iter().find(|v| v.severity == Severity::Error);
        if let Some(first) = first {
            self.unsendable = Some(first.to_string());
        }
        self.violations.splice(0..0, found);
    }
}

/// What a request gets besides what a person has written. What is written comes first: nothing is
/// added under a name that is there.
#[derive(Default)]
pub struct Additions<'a> {
    /// Credentials by security scheme, added where the operation wants them.
    pub credentials: Option<&'a HashMap<String, Opened>>,
    /// Header fields, credentials before others.
    pub headers: Vec<(String, String)>,
    /// Parameters of the query.
    pub query: Vec<(String, String)>,
    /// Cookies.
    pub cookies: Vec<(String, String)>,
}

/// Builds a request.
pub fn request(
    spec: &Spec,
    operation: &Operation,
    draft: &Draft,
    base: &str,
    additions: &Additions<'_>,
) -> Result<Built, AppError> {
    let base = Url::parse(base)
        .ok()
        .filter(|u| matches!(u.scheme(), "http" | "https") && u.has_host())
        .ok_or_else(|| {
            AppError::invalid(
                "invalid_base_url",
                format!("`{base}` is not an http or https URL"),
            )
            .with_hint("Give a whole URL, such as https://api.example.com/v1.")
        })?;
    let (template, path_values) = path(operation, draft);
    let full_path = format!("{}{template}", base.path().trim_end_matches('/'));
    let mut pairs: Vec<(String, String)> = draft
        .query
        .iter()
        .filter(|f| f.enabled)
        .map(|f| (f.name.clone(), f.value.clone()))
        .collect();
    let mut headers = Headers::default();
    let mut violations = Vec::new();
    for field in draft.headers.iter().filter(|f| f.enabled) {
        match unsendable_header(&field.name, &field.value) {
            Some(why) => violations.push(bad_field(&field.name, why)),
            None => headers.append(field.name.clone(), field.value.clone()),
        }
    }
    let mut cookies: Vec<String> = Vec::new();
    for field in draft.cookies.iter().filter(|f| f.enabled) {
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
    let body = match &draft.body {
        Some(body) => {
            let mut content_type = body.content_type.clone();
            let bytes = match (&body.fields, &body.text, &body.base64) {
                (Some(fields), ..) => {
                    let (bytes, whole) = form::write(&content_type, fields)?;
                    content_type = whole;
                    violations.extend(form::missing_files(fields));
                    bytes
                }
                (None, Some(text), _) => Bytes::from(text.clone()),
                (None, None, Some(encoded)) => BASE64_STANDARD
                    .decode(encoded.trim())
                    .map(Bytes::from)
                    .map_err(|e| {
                        AppError::invalid("invalid_body", format!("the body is not base64: {e}"))
                    })?,
                (None, None, None) => Bytes::new(),
            };
            let given = headers.get("content-type").is_some();
            if !given
                && !content_type.is_empty()
                && unsendable_header("content-type", &content_type).is_none()
            {
                headers.append("content-type", content_type);
            }
            bytes
        }
        None => Bytes::new(),
    };
    if let Some(credentials) = additions.credentials {
        authorise(
            spec,
            operation,
            credentials,
            &mut headers,
            &mut pairs,
            &mut cookies,
        );
    }
    violations.extend(add(additions, &mut headers, &mut pairs, &mut cookies));
    if !cookies.is_empty() {
        headers.append("cookie", cookies.join("; "));
    }
    if headers.get("accept").is_none() {
        headers.append("accept", accept(operation));
    }
    let query = query(&pairs);
    let mut url = format!("{}{full_path}", base.origin().ascii_serialization());
    if let Some(query) = &query {
        url.push('?');
        url.push_str(query);
    }
    let unsendable = violations.iter().find(|v| v.severity == Severity::Error);
    let unsendable = unsendable.map(ToString::to_string);
    let request = Request {
        method: operation.method.clone(),
        path: full_path,
        query,
        headers,
        body,
    };
    Ok(Built {
        url,
        request,
        path_values,
        violations,
        unsendable,
    })
}

/// Adds what is not there yet; gives what cannot be sent.
fn add(
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

fn path(operation: &Operation, draft: &Draft) -> (String, Vec<(String, String)>) {
    let mut path = operation.path.clone();
    let mut values = Vec::new();
    for parameter in operation
        .parameters
        .iter()
        .filter(|p| p.location == Location::Path)
    {
        let text = draft
            .path_params
            .get(&parameter.name)
            .map_or("", String::as_str);
        let encoded = match text {
            // A segment of dots alone would be a step in the path (RFC 3986 §5.2.4).
            "." => "%2E".to_owned(),
            ".." => "%2E%2E".to_owned(),
            text => utf8_percent_encode(text, PATH).to_string(),
        };
        path = path.replace(&format!("{{{}}}", parameter.name), &encoded);
        if !encoded.is_empty() {
            values.push((parameter.name.clone(), encoded));
        }
    }
    let path = path
        .replace('{', "%7B")
        .replace('}', "%7D")
        .replace(' ', "%20");
    (
        if path.starts_with('/') {
            path
        } else {
            format!("/{path}")
        },
        values,
    )
}

fn query(pairs: &[(String, String)]) -> Option<String> {
    let encoded: Vec<String> = pairs
        .iter()
        .map(|(name, value)| {
            format!(
                "{}={}",
                utf8_percent_encode(name, QUERY_NAME),
                utf8_percent_encode(value, QUERY_VALUE)
            )
        })
        .collect();
    (!encoded.is_empty()).then(|| encoded.join("&"))
}

/// Adds the credentials of the first alternative that is all set, unless the person has written
/// the same field.
fn authorise(
    spec: &Spec,
    operation: &Operation,
    credentials: &HashMap<String, Opened>,
    headers: &mut Headers,
    pairs: &mut Vec<(String, String)>,
    cookies: &mut Vec<String>,
) {
    let alternatives = operation.security.iter().flatten();
    let all_set = |needs: &&Vec<fairlead_openapi::SecurityNeed>| {
        !needs.is_empty() && needs.iter().all(|n| credentials.contains_key(&n.scheme))
    };
    let Some(needs) = alternatives.into_iter().find(all_set) else {
        return;
    };
    for need in needs {
        let (Some(opened), Some(scheme)) = (
            credentials.get(&need.scheme),
            spec.security_schemes.get(&need.scheme),
        ) else {
            continue;
        };
        let secret = opened.secret.expose_secret();
        let mut set = |name: &str, value: String| {
            if headers.get(name).is_none() {
                headers.append(name, value);
            }
        };
        match &scheme.kind {
            SecurityKind::ApiKey {
                location: Location::Header,
                name,
            } => set(name, secret.to_owned()),
            SecurityKind::ApiKey {
                location: Location::Cookie,
                name,
            } => {
                cookies.push(format!("{name}={secret}"));
            }
            SecurityKind::ApiKey { name, .. } => {
                if !pairs.iter().any(|(n, _)| n == name) {
                    pairs.push((name.clone(), secret.to_owned()));
                }
            }
            SecurityKind::Basic => {
                let user = opened.username.as_deref().unwrap_or_default();
                set(
                    "authorization",
                    format!(
                        "Basic {}",
                        BASE64_STANDARD.encode(format!("{user}:{secret}"))
                    ),
                );
            }
            SecurityKind::Http(name) => set("authorization", format!("{name} {secret}")),
            SecurityKind::Bearer { .. }
            | SecurityKind::OAuth2 { .. }
            | SecurityKind::OpenIdConnect { .. } => {
                set("authorization", format!("Bearer {secret}"));
            }
            SecurityKind::MutualTls => {}
        }
    }
}

/// The media types that the operation can answer with, or anything.
fn accept(operation: &Operation) -> String {
    let mut types: Vec<&str> = Vec::new();
    for content in operation.responses.iter().flat_map(|r| &r.content) {
        if !types.contains(&content.media_type.as_str()) {
            types.push(&content.media_type);
        }
    }
    types.push("*/*;q=0.1");
    types.join(", ")
}

/// Why a header field cannot be sent.
pub fn unsendable_header(name: &str, value: &str) -> Option<String> {
    if http::HeaderName::from_bytes(name.as_bytes()).is_err() {
        return Some(format!("`{name}` is not a header's name"));
    }
    if http::HeaderValue::from_str(value).is_err()
        && http::HeaderValue::from_bytes(value.as_bytes()).is_err()
    {
        return Some("a header's value is one line of text".into());
    }
    let framing = [
        "content-length",
        "transfer-encoding",
        "connection",
        "upgrade",
        "host",
    ];
    framing
        .iter()
        .any(|f| name.eq_ignore_ascii_case(f))
        .then(|| format!("`{name}` is set by Fairlead and cannot be given"))
}

fn bad_field(name: &str, message: String) -> Violation {
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
