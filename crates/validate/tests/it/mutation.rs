//! A valid message with one fault is rejected, and for that fault.

use fairlead_core::Request;
use fairlead_openapi::{
    SchemaRef,
    sample::{Direction as Way, Options, generate},
};
use fairlead_validate::{Contract, Direction, Route};
use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::{Value, json};

use crate::support::contract;

const SHIP: &str = "openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /ships:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Ship'}}}
      responses: {'201': {description: Built}}
components:
  schemas:
    Ship:
      type: object
      required: [name, imo, kind, crew, holds, home]
      additionalProperties: false
      properties:
        name: {type: string, minLength: 2, maxLength: 30}
        imo: {type: string, pattern: '^IMO[0-9]{7}$'}
        kind: {enum: [barque, brig, sloop]}
        flag: {const: NO}
        crew: {type: integer, minimum: 1, maximum: 500}
        draught: {type: number, exclusiveMinimum: 0, multipleOf: 0.5}
        built: {type: string, format: date}
        id: {type: string, readOnly: true}
        holds:
          type: array
          minItems: 1
          maxItems: 6
          uniqueItems: true
          items: {type: object, required: [no], properties: {no: {type: integer}, dry: {type: boolean}}}
        home: {$ref: '#/components/schemas/Port'}
    Port:
      type: object
      required: [city]
      propertyNames: {pattern: '^[a-z]+$'}
      properties: {city: {type: string}, berth: {type: [integer, 'null']}}
";

/// A fault: what is changed, and what is then told, pointer and keyword.
type Fault = (&'static str, fn(&mut Value), &'static str, &'static str);

const FAULTS: &[Fault] = &[
    (
        "no name",
        |s| drop(s.as_object_mut().unwrap().remove("name")),
        "",
        "required",
    ),
    (
        "no city",
        |s| drop(s["home"].as_object_mut().unwrap().remove("city")),
        "/home",
        "required",
    ),
    (
        "no number",
        |s| drop(s["holds"][0].as_object_mut().unwrap().remove("no")),
        "/holds/0",
        "required",
    ),
    (
        "unknown",
        |s| s["sails"] = json!(3),
        "/sails",
        "additionalProperties",
    ),
    (
        "odd name",
        |s| s["home"]["Pier 1"] = json!(1),
        "/home",
        "propertyNames",
    ),
    (
        "a number for a text",
        |s| s["name"] = json!(7),
        "/name",
        "type",
    ),
    (
        "a text for a number",
        |s| s["crew"] = json!("7"),
        "/crew",
        "type",
    ),
    (
        "a half for a whole",
        |s| s["crew"] = json!(7.5),
        "/crew",
        "type",
    ),
    ("null", |s| s["name"] = Value::Null, "/name", "type"),
    (
        "null for a list",
        |s| s["holds"] = Value::Null,
        "/holds",
        "type",
    ),
    (
        "a list for an object",
        |s| s["home"] = json!([]),
        "/home",
        "type",
    ),
    (
        "deep type",
        |s| s["holds"][0]["dry"] = json!("no"),
        "/holds/0/dry",
        "type",
    ),
    (
        "too short",
        |s| s["name"] = json!("é"),
        "/name",
        "minLength",
    ),
    (
        "too long",
        |s| s["name"] = json!("ø".repeat(31)),
        "/name",
        "maxLength",
    ),
    (
        "no pattern",
        |s| s["imo"] = json!("IMO12"),
        "/imo",
        "pattern",
    ),
    ("not listed", |s| s["kind"] = json!("Brig"), "/kind", "enum"),
    ("not the one", |s| s["flag"] = json!("no"), "/flag", "const"),
    ("too few", |s| s["crew"] = json!(0), "/crew", "minimum"),
    ("too many", |s| s["crew"] = json!(501), "/crew", "maximum"),
    (
        "not above",
        |s| s["draught"] = json!(0),
        "/draught",
        "exclusiveMinimum",
    ),
    (
        "between steps",
        |s| s["draught"] = json!(1.25),
        "/draught",
        "multipleOf",
    ),
    (
        "no date",
        |s| s["built"] = json!("2024-02-30"),
        "/built",
        "format",
    ),
    ("empty", |s| s["holds"] = json!([]), "/holds", "minItems"),
    (
        "seven",
        |s| s["holds"] = (0..7).map(|n| json!({ "no": n })).collect(),
        "/holds",
        "maxItems",
    ),
    (
        "twice",
        |s| s["holds"] = json!([{"no": 1, "dry": true}, {"dry": true, "no": 1.0}]),
        "/holds",
        "uniqueItems",
    ),
];

fn sample(contract: &Contract, at: &SchemaRef, seed: u64) -> Value {
    let options = Options {
        direction: Way::Request,
        seed,
        examples: false,
        minimal: seed.is_multiple_of(3),
    };
    generate(&contract.spec().documents, at, options)
}

fn faults_of(contract: &Contract, body: &Value) -> Vec<(String, String)> {
    let mut request = Request {
        method: "POST".into(),
        path: "/ships".into(),
        body: body.to_string().into(),
        ..Request::default()
    };
    request.headers.append("content-type", "application/json");
    let Route::Found { operation, .. } = contract.route("POST", "/ships") else {
        panic!("there is one");
    };
    let operation = &contract.spec().operations[operation];
    let report = contract.check_request(operation, &request, &[]);
    let found = report.violations.into_iter();
    found.map(|v| (v.pointer, v.keyword)).collect()
}

#[test]
fn each_fault_is_told_and_no_other() {
    let contract = contract(SHIP);
    let ship = contract.spec().schemas["Ship"].clone();
    let mut runner = TestRunner::new(ProptestConfig {
        cases: 2_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    runner
        .run(&(any::<u64>(), 0..FAULTS.len()), |(seed, which)| {
            let mut body = sample(&contract, &ship, seed);
            prop_assert_eq!(faults_of(&contract, &body), [], "{} is valid", body);
            let (name, make, pointer, keyword) = FAULTS[which];
            make(&mut body);
            let wanted = [(pointer.to_owned(), keyword.to_owned())];
            prop_assert_eq!(faults_of(&contract, &body), wanted, "{}: {}", name, body);
            Ok(())
        })
        .unwrap();
}

#[test]
fn two_faults_are_both_told() {
    let contract = contract(SHIP);
    let ship = contract.spec().schemas["Ship"].clone();
    for (first, a) in FAULTS.iter().enumerate() {
        for b in &FAULTS[first + 1..] {
            // One of the two may undo or hide the other where they are about the same property.
            let of = |fault: &Fault| fault.2.split('/').nth(1).unwrap_or_default().to_owned();
            if a.3 == "required" || b.3 == "required" || of(a) == of(b) {
                continue;
            }
            let mut body = sample(&contract, &ship, 4);
            (a.1)(&mut body);
            (b.1)(&mut body);
            let found = faults_of(&contract, &body);
            for (_, _, pointer, keyword) in [a, b] {
                let wanted = ((*pointer).to_owned(), (*keyword).to_owned());
                assert!(found.contains(&wanted), "{} and {}: {found:?}", a.0, b.0);
            }
        }
    }
}

#[test]
fn what_only_the_server_may_say_is_not_for_requests() {
    let contract = contract(SHIP);
    let ship = contract.spec().schemas["Ship"].clone();
    let mut body = sample(&contract, &ship, 1);
    body["id"] = json!("7");
    assert_eq!(
        faults_of(&contract, &body),
        [("/id".to_owned(), "readOnly".to_owned())]
    );
    assert!(contract.is_valid(&ship, Direction::Response, &body));
}
