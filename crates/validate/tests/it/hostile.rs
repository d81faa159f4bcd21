//! What is sent to hurt.

use std::time::{Duration, Instant};

use fairlead_core::limits;
use fairlead_validate::Contract;

use crate::support::{ask, contract, request, show};

const LIMIT: Duration = Duration::from_secs(20);

fn description(schema: &str) -> Contract {
    contract(&format!(
        "openapi: 3.1.0
info: {{title: T, version: '1'}}
paths:
  /{{a}}-{{b}}-{{c}}:
    get: {{responses: {{}}}}
  /:
    post:
      responses: {{}}
      parameters:
        - {{name: q, in: query, style: deepObject, schema: {{type: object, additionalProperties: true}}}}
      requestBody: {{content: {{application/json: {{schema: {schema}}}, multipart/form-data: {{schema: {{type: object}}}}, application/xml: {{schema: {{type: object}}}}}}}}"
    ))
}

fn post(kind: &str, body: &str) -> fairlead_core::Request {
    let mut request = request(&format!("POST /\nContent-Type: {kind}"));
    request.body = body.to_owned().into();
    request
}

#[test]
fn patterns_that_never_end() {
    let started = Instant::now();
    let contract = description("{type: string, pattern: '^(a+)+(?!b)$'}");
    let report = ask(
        &contract,
        &post("application/json", &format!("\"{}!\"", "a".repeat(5_000))),
    );
    println!("{report}");
    assert!(report.starts_with("error"));
    assert!(started.elapsed() < LIMIT);
}

#[test]
fn deep_nesting() {
    let contract = description("{}");
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(ask(&contract, &post("application/json", &deep)).contains("nested too deeply"));
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    assert!(ask(&contract, &post("application/xml", &deep)).contains("nested deeper"));
    let mut deep = request("POST /");
    deep.query = Some(format!("q{}=1", "[a]".repeat(100_000)));
    assert_eq!(ask(&contract, &deep), "fine\n");
}

#[test]
fn wrong_a_million_times() {
    let contract = description("{type: array, items: {type: string}}");
    let body = format!("[1{}]", ",1".repeat(1_000_000));
    let started = Instant::now();
    let report = ask(&contract, &post("application/json", &body));
    assert!(started.elapsed() < LIMIT);
    assert_eq!(report.matches("error body").count(), 1);
    let body = format!("[1{}]", ",1".repeat(1_000));
    let operation = &contract.spec().operations[1];
    let report = contract.check_request(operation, &post("application/json", &body), &[]);
    assert_eq!(
        report.violations.len(),
        limits::VIOLATIONS,
        "{}",
        show(&report)
    );
}

#[test]
fn schemas_that_lead_to_themselves() {
    let contract = contract(
        "openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /:
    post:
      responses: {}
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}
components:
  schemas:
    A: {$id: 'https://example.com/a', allOf: [{$ref: 'https://example.com/b'}]}
    B: {$id: 'https://example.com/b', anyOf: [{$ref: 'https://example.com/a'}], $dynamicAnchor: x}
    C: {$dynamicRef: 'https://example.com/b#x'}",
    );
    ask(&contract, &post("application/json", "1"));
}

#[test]
fn long_paths_and_boundaries() {
    let contract = description("{}");
    let started = Instant::now();
    let _ = contract.route("GET", &format!("/{}", "-".repeat(200_000)));
    let _ = contract.route("GET", &"/-".repeat(100_000));
    let almost = "\r\n--bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb".repeat(100_000);
    let kind = "multipart/form-data; boundary=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    let report = ask(&contract, &post(kind, &almost));
    assert!(report.contains("has no part"), "{report}");
    assert!(started.elapsed() < LIMIT);
}
