//! Named examples that belong together: of parameters, of the body and of the answer.

use std::sync::Arc;

use fairlead_core::{Headers, Request, Timestamp};
use fairlead_mock::{Mock, MockOptions};
use fairlead_openapi::MemoryFetch;
use fairlead_validate::Contract;
use serde_json::Value;

const SHIPS: &str = r"
openapi: 3.1.0
info: { title: Ships, version: '1' }
paths:
  /ships/{id}:
    get:
      parameters:
        - name: id
          in: path
          required: true
          schema: { type: integer }
          examples: { moored: { value: 1 }, sunk: { value: 2 }, german: { value: 1 }, bent: { value: 4 } }
        - name: unit
          in: query
          schema: { type: string }
          examples: { sunk: { value: fathom } }
        - name: accept-language
          in: header
          schema: { type: string }
          examples: { german: { value: de } }
      responses:
        '200':
          description: One
          content:
            application/json:
              schema: { type: object, properties: { state: { type: string } } }
              examples:
                usual: { value: { state: usual } }
                moored: { value: { state: moored } }
                sunk: { value: { state: sunk } }
                german: { value: { state: vertäut } }
                bent: { value: { state: 7 } }
  /ships:
    post:
      requestBody:
        content:
          application/json:
            schema: { type: object }
            examples:
              tug: { value: { kind: tug, length: 20 } }
              ferry: { value: { kind: ferry, decks: [1, 2] } }
      responses:
        '201':
          description: Made
          content:
            application/json:
              examples:
                tug: { value: { id: 1 } }
                ferry: { value: { id: 2 } }
";

fn mock() -> Mock {
    let fetch = MemoryFetch::new([("api.yaml", SHIPS)]);
    let (_, spec, _) = fairlead_openapi::read(&MemoryFetch::uri("api.yaml"), &fetch);
    Mock::new(
        Arc::new(Contract::new(Arc::new(spec))),
        MockOptions::default(),
    )
}

fn ask(mock: &Mock, line: &str, headers: &[(&str, &str)], body: &str) -> Value {
    let (method, target) = line.split_once(' ').expect("a method and a target");
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query.to_owned())),
        None => (target, None),
    };
    let mut headers: Headers = headers.iter().copied().collect();
    if !body.is_empty() {
        headers.append("content-type", "application/json; charset=utf-8");
    }
    let request = Request {
        method: method.into(),
        path: path.into(),
        query,
        headers,
        body: body.to_owned().into(),
    };
    let response = mock.decide(&request, Timestamp::from_millis(0)).response;
    serde_json::from_slice(&response.body).expect("JSON")
}

fn state(mock: &Mock, line: &str, headers: &[(&str, &str)]) -> String {
    let answer = ask(mock, line, headers, "");
    answer["state"].as_str().expect("a text").to_owned()
}

#[test]
fn the_example_of_the_parameters_is_the_example_of_the_answer() {
    let mock = mock();
    for (line, wanted) in [
        ("GET /ships/1", "moored"),
        ("GET /ships/2", "sunk"),
        ("GET /ships/2?unit=fathom", "sunk"),
        ("GET /ships/3?unit=fathom", "sunk"),
        ("GET /ships/3", "usual"),
        ("GET /ships/3?unit=metre", "usual"),
    ] {
        assert_eq!(state(&mock, line, &[]), wanted, "{line}");
    }
}

#[test]
fn the_most_matches_win_and_then_the_fewest_that_differ() {
    let mock = mock();
    // One hit each; the other example of `sunk` differs.
    assert_eq!(state(&mock, "GET /ships/1?unit=fathom", &[]), "moored");
    let german = [("accept-language", "de")];
    assert_eq!(state(&mock, "GET /ships/1", &german), "vertäut");
    assert_eq!(
        state(&mock, "GET /ships/1", &[("accept-language", "en")]),
        "moored"
    );
    assert_eq!(
        state(&mock, "GET /ships/1", &german),
        "vertäut",
        "whatever was kept before"
    );
}

#[test]
fn an_example_that_breaks_its_schema_is_not_sent() {
    assert_eq!(state(&mock(), "GET /ships/4", &[]), "usual");
}

#[test]
fn what_is_asked_for_by_name_comes_first() {
    let mock = mock();
    assert_eq!(
        state(&mock, "GET /ships/1", &[("prefer", "example=sunk")]),
        "sunk"
    );
    let made = ask(&mock, "GET /ships/1", &[("prefer", "dynamic=true")], "");
    assert_ne!(made["state"], "moored");
}

#[test]
fn bodies_match_member_by_member() {
    let mock = mock();
    let id = |body: &str| ask(&mock, "POST /ships", &[], body)["id"].clone();
    assert_eq!(id(r#"{"decks": [1, 2.0], "kind": "ferry"}"#), 2);
    assert_eq!(id(r#"{"length": 20.0, "kind": "tug"}"#), 1);
    assert_eq!(
        id(r#"{"kind": "ferry"}"#),
        1,
        "the first, where none matches"
    );
}
