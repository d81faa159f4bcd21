//! `readOnly` and `writeOnly`.

use expect_test::{Expect, expect};

use crate::support::{ask, contract, request, response, show};

const DESCRIPTION: &str = "
info: {title: T, version: '1'}
paths:
  /:
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}}
      responses:
        '200': {description: D, content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}}
components:
  schemas:
    Id: {type: integer, readOnly: true}
    Secret: {allOf: [{type: string}, {writeOnly: true}]}
    Base:
      type: object
      required: [id, name]
      properties: {id: {$ref: '#/components/schemas/Id'}, name: {type: string}}
    User:
      allOf:
        - $ref: '#/components/schemas/Base'
        - type: object
          required: [password, born, id]
          properties:
            password: {$ref: '#/components/schemas/Secret'}
            born: {type: string, readOnly: true, maxLength: 4}
            friend: {$ref: '#/components/schemas/Base'}
";

/// The same in 3.0 and in 3.1.
fn both(check: impl Fn(&fairlead_validate::Contract) -> String, expected: Expect) {
    let of = |version: &str| check(&contract(&format!("openapi: {version}\n{DESCRIPTION}")));
    let old = of("3.0.3");
    assert_eq!(old, of("3.1.0"));
    expected.assert_eq(&old);
}

fn sent(body: &str, expected: Expect) {
    let text = format!("POST /\nContent-Type: application/json\n\n{body}");
    both(|contract| ask(contract, &request(&text)), expected);
}

fn answered(body: &str, expected: Expect) {
    let text = format!("200\nContent-Type: application/json\n\n{body}");
    let check = |contract: &fairlead_validate::Contract| {
        let operation = &contract.spec().operations[0];
        show(&contract.check_response(operation, "POST", &response(&text)))
    };
    both(check, expected);
}

#[test]
fn requests_need_no_read_only_properties() {
    sent(
        r#"{"name": "a", "password": "b"}"#,
        expect![[r#"
        fine
    "#]],
    );
    sent(
        r#"{"name": "a"}"#,
        expect![[r#"
        error body [required] 
          the body has no property `password`, which it must have
          rule /components/schemas/User/allOf/1/required
          expected "password"
    "#]],
    );
}

#[test]
fn read_only_properties_in_requests_are_worth_a_word() {
    sent(
        r#"{"id": 1, "name": "a", "password": "b", "born": "2000", "friend": {"id": 2, "name": "c"}}"#,
        expect![[r#"
            warning body [readOnly] /id
              `id` is read-only and has no effect in a request; leave it out
              rule /components/schemas/Base/properties/id/readOnly
              actual 1
            warning body [readOnly] /born
              `born` is read-only and has no effect in a request; leave it out
              rule /components/schemas/User/allOf/1/properties/born/readOnly
              actual "2000"
            warning body [readOnly] /friend/id
              `friend.id` is read-only and has no effect in a request; leave it out
              rule /components/schemas/Base/properties/id/readOnly
              actual 2
        "#]],
    );
    sent(
        r#"{"id": "x", "name": "a", "password": "b", "born": "too long"}"#,
        expect![[r#"
            error body [type] /id
              `id` must be an integer, but is the string "x"
              rule /components/schemas/Id/type
              expected "integer"
              actual "x"
            error body [maxLength] /born
              `born` must have at most 4 characters, but has 8
              rule /components/schemas/User/allOf/1/properties/born/maxLength
              expected 4
              actual "too long"
            warning body [readOnly] /id
              `id` is read-only and has no effect in a request; leave it out
              rule /components/schemas/Base/properties/id/readOnly
              actual "x"
            warning body [readOnly] /born
              `born` is read-only and has no effect in a request; leave it out
              rule /components/schemas/User/allOf/1/properties/born/readOnly
              actual "too long"
        "#]],
    );
}

#[test]
fn responses_need_no_write_only_properties() {
    answered(
        r#"{"id": 1, "name": "a", "born": "2000"}"#,
        expect![[r#"
        fine
    "#]],
    );
    answered(
        r#"{"name": "a", "friend": {"name": "b"}}"#,
        expect![[r#"
        error body [required] 
          the body has no property `id`, which it must have
          rule /components/schemas/Base/required
          expected "id"
        error body [required] 
          the body has no property `born`, which it must have
          rule /components/schemas/User/allOf/1/required
          expected "born"
        error body [required] /friend
          `friend` has no property `id`, which it must have
          rule /components/schemas/Base/required
          expected "id"
    "#]],
    );
}

#[test]
fn write_only_properties_must_not_be_in_responses() {
    answered(
        r#"{"id": 1, "name": "a", "born": "2000", "password": "tell"}"#,
        expect![[r#"
            error body [writeOnly] /password
              `password` must not be in a response: it is write-only
              rule /components/schemas/User/allOf/1/properties/password/writeOnly
              actual "••••••"
        "#]],
    );
}
