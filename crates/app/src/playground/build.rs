//! From a draft to the request on the wire.

mod address;
mod credentials;
mod fields;

use std::collections::HashMap;

use base64::{Engine, prelude::BASE64_STANDARD};
use bytes::Bytes;
use fairlead_core::{Headers, Request, Severity};
use fairlead_openapi::{Operation, Spec};
use fairlead_validate::Violation;
use url::Url;

pub use address::{needs_target, of_socket, with_scheme};
pub use credentials::encoded as basic_encoded;
pub use fields::bad_field;

use super::form;
use crate::{AppError, Draft, DraftBody, FreeCall, credentials::Opened};

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

/// Builds a request to an operation.
pub fn request(
    spec: &Spec,
    operation: &Operation,
    draft: &Draft,
    base: &str,
    additions: &Additions<'_>,
) -> Result<Built, AppError> {
    let base = address::server(base, draft.socket.is_some())?;
    let (template, path_values) = address::path(operation, draft);
    let mut parts = Parts::of(draft)?;
    if let Some(known) = additions.credentials {
        let Parts {
            headers,
            pairs,
            cookies,
            ..
        } = &mut parts;
        credentials::authorise(spec, operation, known, headers, pairs, cookies);
    }
    let to = To {
        method: operation.method.clone(),
        path: format!("{}{template}", base.path().trim_end_matches('/')),
        query: None,
        base,
        accept: accept(operation),
    };
    Ok(Built {
        path_values,
        ..parts.build(to, draft, additions)
    })
}

/// Builds a request to any address; one that begins with `/` goes to `base`.
pub fn free(
    call: &FreeCall,
    draft: &Draft,
    base: &str,
    additions: &Additions<'_>,
) -> Result<Built, AppError> {
    let base = address::server(&address::of_free(call, draft, base), draft.socket.is_some())?;
    let mut parts = Parts::of(draft)?;
    if !base.username().is_empty() || base.password().is_some() {
        let message = "a name and password in the address are not sent: give them as credentials";
        let field = bad_field("authorization", message.into());
        parts.violations.push(field);
    }
    let method = match draft.socket {
        Some(_) => "GET".to_owned(),
        None => call.method.trim().to_owned(),
    };
    if http::Method::from_bytes(method.as_bytes()).is_err() {
        let message = format!("`{method}` is not a method: give one such as GET");
        return Err(AppError::invalid("invalid_method", message));
    }
    let to = To {
        method,
        path: base.path().to_owned(),
        query: base.query().filter(|q| !q.is_empty()).map(str::to_owned),
        base,
        accept: "*/*".to_owned(),
    };
    Ok(parts.build(to, draft, additions))
}

/// Where a request goes.
struct To {
    method: String,
    base: Url,
    path: String,
    /// A query that is percent-encoded already.
    query: Option<String>,
    accept: String,
}

/// The parts of a request that a person has written.
struct Parts {
    headers: Headers,
    pairs: Vec<(String, String)>,
    cookies: Vec<String>,
    body: Bytes,
    violations: Vec<Violation>,
}

impl Parts {
    fn of(draft: &Draft) -> Result<Self, AppError> {
        let query = draft.query.iter().filter(|f| fields::is_given(f));
        let (mut headers, mut violations) = fields::headers(&draft.headers);
        let (cookies, bad) = fields::cookies(&draft.cookies);
        violations.extend(bad);
        if let Some(basic) = &draft.basic {
            violations.extend(credentials::log_in(basic, &mut headers));
        }
        let written = draft.body.as_ref().filter(|_| draft.socket.is_none());
        let body = match written {
            Some(body) => content(body, &mut headers, &mut violations)?,
            None => Bytes::new(),
        };
        Ok(Self {
            headers,
            pairs: query.map(|f| (f.name.clone(), f.value.clone())).collect(),
            cookies,
            body,
            violations,
        })
    }

    fn build(mut self, to: To, draft: &Draft, additions: &Additions<'_>) -> Built {
        let added = fields::add(
            additions,
            &mut self.headers,
            &mut self.pairs,
            &mut self.cookies,
        );
        self.violations.extend(added);
        if !self.cookies.is_empty() {
            self.headers.append("cookie", self.cookies.join("; "));
        }
        if draft.socket.is_none() && self.headers.get("accept").is_none() {
            self.headers.append("accept", to.accept);
        }
        let query = [to.query, address::query(&self.pairs)];
        let query: Vec<String> = query.into_iter().flatten().collect();
        let query = (!query.is_empty()).then(|| query.join("&"));
        let mut url = format!("{}{}", to.base.origin().ascii_serialization(), to.path);
        if let Some(query) = &query {
            url.push('?');
            url.push_str(query);
        }
        let unsendable = self
            .violations
            .iter()
            .find(|v| v.severity == Severity::Error);
        let unsendable = unsendable.map(ToString::to_string);
        Built {
            url,
            request: Request {
                method: to.method,
                path: to.path,
                query,
                headers: self.headers,
                body: self.body,
            },
            path_values: Vec::new(),
            violations: self.violations,
            unsendable,
        }
    }
}

/// The bytes of a body, and its media type among the header fields.
fn content(
    body: &DraftBody,
    headers: &mut Headers,
    violations: &mut Vec<Violation>,
) -> Result<Bytes, AppError> {
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
        && crate::outgoing::unsendable_header("content-type", &content_type).is_none()
    {
        headers.append("content-type", content_type);
    }
    Ok(bytes)
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
