//! No request makes the validator panic, and it says of the same request the same twice.

use std::sync::LazyLock;

use arbitrary::{Arbitrary, Unstructured};
use fairlead_core::{Headers, Request, Response};
use fairlead_validate::{Contract, Route};

static CONTRACT: LazyLock<Contract> =
    LazyLock::new(|| crate::contract(include_str!("everything.yaml")));
const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "QUERY", "HEAD", "FOO"];
const MEDIA: &[&str] = &[
    "application/json",
    "application/x-www-form-urlencoded",
    "application/xml",
    "application/x-ndjson",
    "text/event-stream",
    "text/plain; charset=\"utf-8\"",
    "multipart/form-data; boundary=x",
    "application/vnd.thing+json",
];

#[derive(Arbitrary, Debug)]
struct Message<'a> {
    method: u8,
    path: &'a str,
    query: Option<&'a str>,
    cookie: Option<&'a str>,
    authorization: Option<&'a str>,
    header: Option<&'a str>,
    media: u8,
    odd_media: Option<&'a str>,
    status: u16,
    body: &'a [u8],
}

/// Holds a request, and an answer to it, against a description with everything in it.
pub fn run(data: &[u8]) {
    let Ok(message) = Message::arbitrary_take_rest(Unstructured::new(data)) else {
        return;
    };
    let method = METHODS[usize::from(message.method) % METHODS.len()];
    let media = message
        .odd_media
        .unwrap_or(MEDIA[usize::from(message.media) % MEDIA.len()]);
    let mut headers = Headers::default();
    headers.append("content-type", media);
    for (name, value) in [
        ("cookie", message.cookie),
        ("authorization", message.authorization),
        ("x-thing", message.header),
    ] {
        if let Some(value) = value {
            headers.append(name, value);
        }
    }
    let request = Request {
        method: method.to_owned(),
        path: format!("/things/{}", message.path),
        query: message.query.map(str::to_owned),
        headers: headers.clone(),
        body: message.body.to_vec().into(),
    };
    let Route::Found {
        operation,
        path_values,
        ..
    } = CONTRACT.route(&request.method, &request.path)
    else {
        return;
    };
    let operation = &CONTRACT.spec().operations[operation];
    let first = CONTRACT.check_request(operation, &request, &path_values);
    let second = CONTRACT.check_request(operation, &request, &path_values);
    assert_eq!(
        serde_json::to_value(&first.violations).unwrap(),
        serde_json::to_value(&second.violations).unwrap()
    );
    let response = Response {
        status: 100 + message.status % 500,
        headers,
        body: request.body.clone(),
    };
    let report = CONTRACT.check_response(operation, &request.method, &response);
    for violation in &report.violations {
        assert!(!violation.message.is_empty());
    }
}
