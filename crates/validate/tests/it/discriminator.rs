//! `discriminator`: the alternative that was meant is the one that is spoken of.

use expect_test::{Expect, expect};

use crate::support::{ask, contract, request};

fn check(discriminator: &str, body: &str, expected: Expect) {
    let contract = contract(&format!(
        "openapi: 3.1.0
info: {{title: T, version: '1'}}
paths:
  /:
    post:
      responses: {{}}
      requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/Pet'}}}}}}}}
components:
  schemas:
    Pet:
      oneOf:
        - $ref: '#/components/schemas/Cat'
        - $ref: '#/components/schemas/Dog'
        - $ref: '#/components/schemas/Fish'
      discriminator: {discriminator}
    Cat:
      type: object
      required: [kind, lives]
      properties: {{kind: {{type: string}}, lives: {{type: integer}}}}
    Dog:
      type: object
      required: [kind, bark]
      properties: {{kind: {{type: string}}, bark: {{type: string}}}}
    Fish:
      type: object
      required: [kind, fins]
      properties: {{kind: {{const: Fish}}, fins: {{type: integer}}}}
"
    ));
    let text = format!("POST /\nContent-Type: application/json\n\n{body}");
    expected.assert_eq(&ask(&contract, &request(&text)));
}

const MAPPED: &str = "{propertyName: kind, mapping: {cat: '#/components/schemas/Cat', dog: Dog}}";

#[test]
fn names_of_schemas() {
    let plain = "{propertyName: kind}";
    check(
        plain,
        r#"{"kind": "Cat", "lives": 9}"#,
        expect![[r#"
        fine
    "#]],
    );
    check(
        plain,
        r#"{"kind": "Cat", "lives": "nine"}"#,
        expect![[r#"
        error body [type] /lives
          `lives` must be an integer, but is the string "nine"
          rule /components/schemas/Cat/properties/lives/type
          expected "integer"
          actual "nine"
    "#]],
    );
    check(
        plain,
        r#"{"kind": "Fish"}"#,
        expect![[r#"
        error body [required] 
          the body has no property `fins`, which it must have
          rule /components/schemas/Fish/required
          expected "fins"
    "#]],
    );
}

#[test]
fn mapped_names() {
    check(
        MAPPED,
        r#"{"kind": "dog", "bark": 1}"#,
        expect![[r#"
        error body [type] /bark
          `bark` must be a string, but is 1
          rule /components/schemas/Dog/properties/bark/type
          expected "string"
          actual 1
    "#]],
    );
    check(
        MAPPED,
        r#"{"kind": "Dog"}"#,
        expect![[r#"
        error body [discriminator] /kind
          `kind` is "Dog", which is nothing known; did you mean `dog`?
          rule /components/schemas/Pet/discriminator
          expected ["cat","dog","Fish"]
          actual "Dog"
    "#]],
    );
    check(
        MAPPED,
        r#"{"kind": "Fish", "fins": "x"}"#,
        expect![[r#"
        error body [type] /fins
          `fins` must be an integer, but is the string "x"
          rule /components/schemas/Fish/properties/fins/type
          expected "integer"
          actual "x"
    "#]],
    );
}

#[test]
fn nothing_known() {
    check(
        MAPPED,
        r#"{"kind": "cta", "x": 9}"#,
        expect![[r#"
        error body [discriminator] /kind
          `kind` must be `cat`, `dog` or `Fish`, but is "cta"
          rule /components/schemas/Pet/discriminator
          expected ["cat","dog","Fish"]
          actual "cta"
    "#]],
    );
    check(
        MAPPED,
        r#"{"kind": "unicorn"}"#,
        expect![[r#"
        error body [discriminator] /kind
          `kind` must be `cat`, `dog` or `Fish`, but is "unicorn"
          rule /components/schemas/Pet/discriminator
          expected ["cat","dog","Fish"]
          actual "unicorn"
    "#]],
    );
    check(
        MAPPED,
        r#"{"kind": 7}"#,
        expect![[r#"
        error body [discriminator] /kind
          `kind` must be `cat`, `dog` or `Fish`, but is 7
          rule /components/schemas/Pet/discriminator
          expected ["cat","dog","Fish"]
          actual 7
    "#]],
    );
    check(
        MAPPED,
        r#"{"lives": 7}"#,
        expect![[r#"
        error body [discriminator] 
          the body has no property `kind`, which says what it is: `cat`, `dog` or `Fish`
          rule /components/schemas/Pet/discriminator
          expected ["cat","dog","Fish"]
    "#]],
    );
    check(
        MAPPED,
        r#"[]"#,
        expect![[r#"
        error body [discriminator] 
          the body must be an object
          rule /components/schemas/Pet/discriminator
          expected ["cat","dog","Fish"]
          actual "array of 0"
    "#]],
    );
}

#[test]
fn alternatives_in_files_of_their_own() {
    let spec = crate::support::spec(&[
        (
            "api.yaml",
            "openapi: 3.0.3
info: {title: T, version: '1'}
paths: {/: {post: {responses: {}, requestBody: {content: {application/json: {schema: {
  oneOf: [{$ref: pets/cat.yaml}, {$ref: pets/dog.yaml}, {$ref: './pets/fish.json#/Fish'}],
  discriminator: {propertyName: kind, mapping: {miau: ./pets/cat.yaml}}}}}}}}}",
        ),
        ("pets/cat.yaml", "{type: object, required: [lives]}"),
        ("pets/dog.yaml", "{type: object, required: [bark]}"),
        (
            "pets/fish.json",
            "{\"Fish\": {\"type\": \"object\", \"required\": [\"fins\"]}}",
        ),
    ]);
    let contract = fairlead_validate::Contract::new(spec.into());
    let ask = |body: &str| {
        let text = format!("POST /\nContent-Type: application/json\n\n{body}");
        ask(&contract, &request(&text))
    };
    expect![[r#"
        error body [required] 
          the body has no property `lives`, which it must have
          rule file:///pets/cat.yaml#/required
          expected "lives"
    "#]]
    .assert_eq(&ask(r#"{"kind": "miau"}"#));
    expect![[r#"
        error body [required] 
          the body has no property `bark`, which it must have
          rule file:///pets/dog.yaml#/required
          expected "bark"
    "#]]
    .assert_eq(&ask(r#"{"kind": "dog"}"#));
    expect![[r#"
        error body [required] 
          the body has no property `fins`, which it must have
          rule file:///pets/fish.json#/Fish/required
          expected "fins"
    "#]]
    .assert_eq(&ask(r#"{"kind": "Fish"}"#));
    expect![[r#"
        error body [discriminator] /kind
          `kind` must be `miau`, `dog` or `Fish`, but is "x"
          rule /paths/~1/post/requestBody/content/application~1json/schema/discriminator
          expected ["miau","dog","Fish"]
          actual "x"
    "#]]
    .assert_eq(&ask(r#"{"kind": "x"}"#));
}
