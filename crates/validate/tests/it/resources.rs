//! Schemas that name themselves, and places said as they are in the files.

use std::sync::Arc;

use expect_test::{Expect, expect};
use fairlead_validate::Contract;

use crate::support::{ask, contract, request, spec};

fn check(components: &str, body: &str, expected: Expect) {
    let contract = contract(&format!(
        "openapi: 3.1.0
info: {{title: T, version: '1'}}
paths:
  /:
    post:
      responses: {{}}
      requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/Top'}}}}}}}}
components:
  schemas:{components}"
    ));
    let text = format!("POST /\nContent-Type: application/json\n\n{body}");
    expected.assert_eq(&ask(&contract, &request(&text)));
}

#[test]
fn lists_of_whatever_the_caller_says() {
    let components = "
    List:
      $id: https://example.com/list
      type: array
      items: {$dynamicRef: '#item'}
      $defs: {item: {$dynamicAnchor: item}}
    Top:
      $id: https://example.com/numbers
      $ref: list
      $defs: {item: {$dynamicAnchor: item, type: integer}}";
    check(
        components,
        "[1, 2]",
        expect![[r#"
        fine
    "#]],
    );
    check(
        components,
        "[1, \"x\"]",
        expect![[r#"
        error body [type] /1
          `body[1]` must be an integer, but is the string "x"
          rule /components/schemas/Top/$defs/item/type
          expected "integer"
          actual "x"
    "#]],
    );
}

#[test]
fn dynamic_names_of_a_description_without_ids() {
    let components = "
    List:
      $id: https://example.com/list
      type: array
      items: {$dynamicRef: '#item'}
      $defs: {item: {$dynamicAnchor: item}}
    Item: {$dynamicAnchor: item, type: integer, maximum: 5}
    Top: {$ref: 'https://example.com/list'}";
    check(
        components,
        "[1]",
        expect![[r#"
        fine
    "#]],
    );
    check(
        components,
        "[9]",
        expect![[r#"
        error body [maximum] /0
          `body[0]` must be 5 or less, but is 9
          rule /components/schemas/Item/maximum
          expected 5
          actual 9
    "#]],
    );
}

#[test]
fn another_dialect() {
    let components = "
    Other: {type: boolean}
    Top:
      $schema: http://json-schema.org/draft-07/schema#
      type: array
      items: [{$ref: '#/definitions/first'}, {$ref: '#/components/schemas/Other'}]
      additionalItems: false
      definitions: {first: {type: string}}";
    check(
        components,
        "[\"a\", true]",
        expect![[r#"
        fine
    "#]],
    );
    check(
        components,
        "[1, 2, 3]",
        expect![[r#"
        error body [type] /0
          `body[0]` must be a string, but is 1
          rule /components/schemas/Top/definitions/first/type
          expected "string"
          actual 1
        error body [type] /1
          `body[1]` must be a boolean, but is 2
          rule /components/schemas/Other/type
          expected "boolean"
          actual 2
        error body [additionalItems] 
          the body must have at most 2 items, but has 3
          rule /components/schemas/Top/additionalItems
          expected 2
          actual "array of 3"
    "#]],
    );
}

#[test]
fn names_that_are_no_uris_of_anything() {
    let components = "
    Other: {$id: Other, type: object, properties: {a: {$ref: '#/components/schemas/Text'}}}
    Text: {type: string}
    Top: {$id: Top, type: object, properties: {other: {$ref: '#/components/schemas/Other'}}}";
    check(
        components,
        "{\"other\": {\"a\": 1}}",
        expect![[r#"
        error body [type] /other/a
          `other.a` must be a string, but is 1
          rule /components/schemas/Text/type
          expected "string"
          actual 1
    "#]],
    );
}

#[test]
fn a_schema_of_a_schema() {
    let components = "
    Top: {$ref: 'https://json-schema.org/draft/2020-12/schema'}";
    check(
        components,
        "{\"type\": 1}",
        expect![[r#"
        error body [anyOf] /type
          `type` fits none of the 2 alternatives
          rule https://json-schema.org/draft/2020-12/meta/validation#/properties/type/anyOf
          actual 1
    "#]],
    );
}

#[test]
fn names_that_no_name_can_be() {
    let check = |name: &str, expected: Expect| {
        let components = format!(
            "
    Top: {{$id: '{name}', type: array, items: {{$ref: '#/components/schemas/Text'}}}}
    Text: {{$id: '{name}', $dynamicAnchor: '{name}', type: string}}
    Loop: {{$dynamicRef: '#{name}'}}"
        );
        check(&components, "[1]", expected);
    };
    check(
        "a [b] c",
        expect![[r#"
            error body [type] /0
              `body[0]` must be a string, but is 1
              rule /components/schemas/Text/type
              expected "string"
              actual 1
        "#]],
    );
    check(
        "http://[",
        expect![[r#"
        error body [type] /0
          `body[0]` must be a string, but is 1
          rule /components/schemas/Text/type
          expected "string"
          actual 1
    "#]],
    );
    check(
        "::",
        expect![[r#"
            error body [type] /0
              `body[0]` must be a string, but is 1
              rule /components/schemas/Text/type
              expected "string"
              actual 1
        "#]],
    );
    check(
        "%",
        expect![[r#"
        error body [type] /0
          `body[0]` must be a string, but is 1
          rule /components/schemas/Text/type
          expected "string"
          actual 1
    "#]],
    );
    check(
        "#/a",
        expect![[r#"
        error body [type] /0
          `body[0]` must be a string, but is 1
          rule /components/schemas/Text/type
          expected "string"
          actual 1
    "#]],
    );
    check(
        "",
        expect![[r#"
            error body [type] /0
              `body[0]` must be a string, but is 1
              rule /components/schemas/Text/type
              expected "string"
              actual 1
        "#]],
    );
}

#[test]
fn old_names_in_parts_that_nothing_refers_to() {
    let spec = crate::support::spec(&[
        (
            "api.yaml",
            "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {/: {post: {responses: {}, requestBody: {content: {application/json: {schema: {$ref: 'lib.yaml#/definitions/A'}}}}}}}",
        ),
        (
            "lib.yaml",
            "definitions: {A: {type: string}, B: {id: 'http://[', $ref: 'nowhere.yaml#/x'}}",
        ),
    ]);
    let contract = fairlead_validate::Contract::new(spec.into());
    let text = "POST /\nContent-Type: application/json\n\n1";
    expect![[r#"
        error body [type] 
          the body must be a string, but is 1
          rule file:///lib.yaml#/definitions/A/type
          expected "string"
          actual 1
    "#]]
    .assert_eq(&ask(&contract, &request(text)));
}

#[test]
fn a_file_of_a_strange_dialect_beside_the_description_spoils_nothing() {
    let api = "openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /: {post: {requestBody: {required: true, content: {application/json: {schema: {$ref: 'thing.json'}}}}, responses: {}}}
";
    let settings = r#"{ "$schema": "https://example.com/settings", "type": 7 }"#;
    let thing = r#"{ "$schema": "https://example.com/own", "type": "integer" }"#;
    let files = [
        ("api.yaml", api),
        ("settings.json", settings),
        ("thing.json", thing),
    ];
    let contract = Contract::new(Arc::new(spec(&files)));
    let with = |body: &str| {
        let text = format!("POST /\nContent-Type: application/json\n\n{body}");
        ask(&contract, &request(&text))
    };
    assert_eq!(with("7").trim(), "fine");
    assert!(
        with("\"seven\"").contains("[type]"),
        "{}",
        with("\"seven\"")
    );
}
