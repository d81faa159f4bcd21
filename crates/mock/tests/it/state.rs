//! A mock that remembers: small descriptions, one point each, as a transcript.

mod bounds;
mod conditions;
mod corpus;
mod data;
mod lists;
mod model;
mod petstore;
mod shapes;
mod writes;

use std::sync::Arc;

use expect_test::Expect;
use fairlead_core::{Headers, Request, Response, Timestamp};
use fairlead_mock::{Mock, MockOptions};
use fairlead_openapi::MemoryFetch;
use fairlead_validate::Contract;

/// 2026-01-02T03:04:05Z
const NOW: i64 = 1_767_323_045_000;

pub fn contract(text: &str) -> Arc<Contract> {
    let fetch = MemoryFetch::new([("api.yaml", text)]);
    let (_, spec, problems) = fairlead_openapi::read(&MemoryFetch::uri("api.yaml"), &fetch);
    let severe = |p: &&fairlead_core::Diagnostic| {
        p.severity == fairlead_core::Severity::Error && p.code != "path-duplicate"
    };
    let severe: Vec<String> = problems
        .iter()
        .filter(severe)
        .map(ToString::to_string)
        .collect();
    assert!(severe.is_empty(), "{severe:#?}");
    Arc::new(Contract::new(Arc::new(spec)))
}

pub fn mock(text: &str) -> Mock {
    let options = MockOptions {
        stateful: true,
        ..MockOptions::default()
    };
    Mock::new(contract(text), options)
}

/// One line: `METHOD target @header:value … body`.
pub fn ask(mock: &Mock, line: &str) -> Response {
    let (method, rest) = line.split_once(' ').expect("a method and a target");
    let (target, mut rest) = rest.split_once(' ').unwrap_or((rest, ""));
    let mut headers = Headers::default();
    while let Some(after) = rest.strip_prefix('@') {
        let (field, next) = after.split_once(' ').unwrap_or((after, ""));
        let (name, value) = field.split_once(':').expect("a name and a value");
        headers.append(name, value);
        rest = next;
    }
    if !rest.is_empty() && headers.get("content-type").is_none() {
        let kind = match rest.chars().next() {
            Some('{' | '[') => "application/json",
            Some('<') => "application/xml",
            _ => "application/x-www-form-urlencoded",
        };
        headers.append("content-type", kind);
    }
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query.to_owned())),
        None => (target, None),
    };
    let request = Request {
        method: method.to_owned(),
        path: path.to_owned(),
        query,
        headers,
        body: rest.to_owned().into(),
    };
    let decision = mock.decide(&request, Timestamp::from_millis(NOW));
    let operation = decision.operation.as_ref();
    let operation = operation.and_then(|id| mock.contract().spec().operation(id));
    if let Some(operation) = operation
        && operation.response_for(decision.response.status).is_some()
    {
        let contract = mock.contract();
        let report = contract.check_response(operation, method, &decision.response);
        assert!(report.is_valid(), "{line}: {:#?}", report.violations);
    }
    decision.response
}

/// The status, the header fields that state has a say in, and the body.
pub fn told(response: &Response) -> String {
    let mut told = response.status.to_string();
    for name in ["location", "link"] {
        if let Some(value) = response.headers.get(name) {
            told.push_str(&format!(" {name}={value}"));
        }
    }
    for (name, value) in response.headers.iter().filter(|(n, _)| n.starts_with("x-")) {
        told.push_str(&format!(" {name}={value}"));
    }
    if response.headers.get("content-type") == Some("application/problem+json") {
        let body: serde_json::Value = serde_json::from_slice(&response.body).expect("JSON");
        return format!(
            "{told} problem: {}",
            body["detail"].as_str().unwrap_or_default()
        );
    }
    let body = String::from_utf8_lossy(&response.body);
    if !body.is_empty() {
        told.push_str(&format!(" {body}"));
    }
    told
}

/// Asks line by line; `$etag` is the entity tag of the answer before.
pub fn check_with(mock: &Mock, script: &str, expected: Expect) {
    let mut transcript = String::new();
    let mut tag = String::new();
    for line in script.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let response = ask(mock, &line.replace("$etag", &tag));
        if let Some(new) = response.headers.get("etag") {
            new.clone_into(&mut tag);
        }
        transcript.push_str(&format!("{line}\n  {}\n", told(&response)));
    }
    expected.assert_eq(&transcript);
}

/// The same of a description that nobody has asked anything yet.
pub fn check(text: &str, script: &str, expected: Expect) {
    check_with(&mock(text), script, expected);
}

/// A description of its paths and schemas alone.
pub fn api(paths: &str, schemas: &str) -> String {
    let paths = textwrap(paths, 2);
    let schemas = textwrap(schemas, 4);
    format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}components:\n  schemas:\n{schemas}"
    )
}

fn textwrap(text: &str, by: usize) -> String {
    let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).collect();
    let least = lines
        .iter()
        .map(|l| l.len() - l.trim_start().len())
        .min()
        .unwrap_or(0);
    lines
        .iter()
        .map(|l| format!("{}{}\n", " ".repeat(by), &l[least..]))
        .collect()
}

/// `/things` with everything that can be done to them.
pub fn things() -> String {
    api(
        "
        /things:
          get:
            parameters:
              - {name: limit, in: query, schema: {type: integer}}
              - {name: offset, in: query, schema: {type: integer}}
              - {name: name, in: query, schema: {type: string}}
            responses:
              '200': {description: ok, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}}}}
          post:
            requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
            responses:
              '201': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
        /things/{id}:
          parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
          get:
            responses:
              '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
          put:
            requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
            responses:
              '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
          patch:
            requestBody:
              content:
                application/merge-patch+json: {schema: {type: object}}
                application/json-patch+json: {schema: {type: array, items: {type: object}}}
            responses:
              '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
          delete:
            responses:
              '204': {description: gone}
        ",
        "
        Thing:
          type: object
          required: [id, name]
          properties:
            id: {type: integer, readOnly: true}
            name: {type: string, minLength: 1}
            size: {type: [integer, 'null'], maximum: 10}
            secret: {type: string, writeOnly: true}
        ",
    )
}
