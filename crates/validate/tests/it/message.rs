//! What people read.

use expect_test::{Expect, expect};

use crate::support::{ask, contract, request};

/// The messages for a body under a schema.
fn check(schema: &str, body: &str, expected: Expect) {
    let contract = contract(&format!(
        "openapi: 3.1.0
info: {{title: T, version: '1'}}
paths: {{/: {{post: {{responses: {{}}, requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}}}}}}}"
    ));
    let text = format!("POST /\nContent-Type: application/json\n\n{body}");
    let report = ask(&contract, &request(&text));
    let messages: Vec<&str> = report
        .lines()
        .filter_map(|line| line.strip_prefix("  "))
        .filter(|line| !line.starts_with("rule "))
        .collect();
    expected.assert_eq(&messages.join("\n"));
}

#[test]
fn types() {
    check(
        "{type: integer}",
        "1.5",
        expect![[r#"
        the body must be an integer, but is 1.5
        expected "integer"
        actual 1.5"#]],
    );
    check(
        "{type: [integer, 'null']}",
        "\"x\"",
        expect![[r#"
        the body must be null or an integer, but is the string "x"
        expected ["null","integer"]
        actual "x""#]],
    );
    check(
        "{type: object}",
        "[1, 2]",
        expect![[r#"
        the body must be an object, but is an array of 2
        expected "object"
        actual "array of 2""#]],
    );
    check(
        "{properties: {a: {items: {properties: {b: {type: boolean}}}}}}",
        r#"{"a": [{}, {"b": null}]}"#,
        expect![[r#"
            `a[1].b` must be a boolean, but is null
            expected "boolean"
            actual null"#]],
    );
}

#[test]
fn bounds() {
    check(
        "{minimum: 3}",
        "2",
        expect![[r#"
        the body must be 3 or more, but is 2
        expected 3
        actual 2"#]],
    );
    check(
        "{exclusiveMaximum: 3}",
        "3",
        expect![[r#"
        the body must be less than 3, but is 3
        expected 3
        actual 3"#]],
    );
    check(
        "{multipleOf: 0.5}",
        "0.3",
        expect![[r#"
        the body must be a multiple of 0.5, but is 0.3
        expected 0.5
        actual 0.3"#]],
    );
    check(
        "{maxLength: 1}",
        "\"äö\"",
        expect![[r#"
        the body must have at most 1 character, but has 2
        expected 1
        actual "äö""#]],
    );
    check(
        "{minItems: 1}",
        "[]",
        expect![[r#"
        the body must have at least 1 item, but has 0
        expected 1
        actual "array of 0""#]],
    );
    check(
        "{minProperties: 1}",
        "{}",
        expect![[r#"
        the body must have at least 1 property, but has 0
        expected 1
        actual "object of 0""#]],
    );
    check(
        "{uniqueItems: true}",
        "[1, 1]",
        expect![[r#"
        the body must not have the same item twice
        actual "array of 2""#]],
    );
    check(
        "{type: integer, format: int64}",
        "-9223372036854775809",
        expect![[r#"
            the body must be of format `int64`, -9223372036854775808 to 9223372036854775807, but is -9.223372036854778e+18
            expected "int64"
            actual -9.223372036854778e+18"#]],
    );
    check(
        "{type: integer, format: int32}",
        "2147483648",
        expect![[r#"
            the body must be of format `int32`, -2147483648 to 2147483647, but is 2147483648
            expected "int32"
            actual 2147483648"#]],
    );
}

#[test]
fn values() {
    check(
        "{enum: [sold, pending, available]}",
        "\"pendng\"",
        expect![[r#"
            the body is the string "pendng", which is not allowed here; did you mean `pending`?
            expected ["sold","pending","available"]
            actual "pendng""#]],
    );
    check(
        "{enum: [1, 2]}",
        "3",
        expect![[r#"
        the body must be 1 or 2, but is 3
        expected [1,2]
        actual 3"#]],
    );
    check(
        "{const: {a: 1}}",
        "2",
        expect![[r#"
        the body must be {"a":1}, but is 2
        expected {"a":1}
        actual 2"#]],
    );
    check(
        "{pattern: '^[a-z]+$'}",
        "\"A\"",
        expect![[r#"
        the body must match the pattern ^[a-z]+$, but is the string "A"
        expected "^[a-z]+$"
        actual "A""#]],
    );
    check(
        "{format: email}",
        "\"nobody\"",
        expect![[r#"
        the body must be an e-mail address, but is the string "nobody"
        expected "email"
        actual "nobody""#]],
    );
    check(
        "{format: date-time}",
        "\"2020-01-01\"",
        expect![[r#"
        the body must be a date and time such as 2026-01-31T12:00:00Z, but is the string "2020-01-01"
        expected "date-time"
        actual "2020-01-01""#]],
    );
    check(
        "{type: string, format: byte}",
        "\"a\"",
        expect![[r#"
        the body must be bytes in base64, but is the string "a"
        expected "byte"
        actual "a""#]],
    );
    check(
        "{not: {type: string}}",
        "\"x\"",
        expect![[r#"
        the body is the string "x", which is what it must not be
        actual "x""#]],
    );
    check(
        "false",
        "1",
        expect![[r#"
        the body must not be there
        actual 1"#]],
    );
}

#[test]
fn properties() {
    let schema = "{type: object, required: [firstName, age], additionalProperties: false, properties: {firstName: {type: string}, age: {type: integer}}}";
    check(
        schema,
        r#"{"first_name": "a", "age": 1}"#,
        expect![[r#"
        the body has no property `firstName`; is it what `first_name` was meant to be?
        expected "firstName"
        `first_name` is not a property that may be here; did you mean `firstName`?
        expected ["firstName","age"]
        actual "a""#]],
    );
    check(
        schema,
        r#"{"firstName": "a", "age": 1, "colour": 1}"#,
        expect![[r#"
            `colour` is not a property that may be here; there may be `firstName` and `age`
            expected ["firstName","age"]
            actual 1"#]],
    );
    check(
        &format!("{{properties: {{who: {schema}}}}}"),
        r#"{"who": {"firstName": "a"}}"#,
        expect![[r#"
            `who` has no property `age`, which it must have
            expected "age""#]],
    );
    check(
        "{allOf: [{properties: {a: true}}], unevaluatedProperties: false}",
        r#"{"a": 1, "b": 2}"#,
        expect![[r#"
            `b` is not a property that may be here; leave it out
            actual 2"#]],
    );
    check(
        "{propertyNames: {maxLength: 2}, dependentRequired: {a: [b]}}",
        r#"{"a": 1, "ccc": 2}"#,
        expect![[r#"
            the body has no property `b`, which it must have
            expected "b"
            the body has a property whose name is not allowed: must have at most 2 characters, but has 3
            actual "object of 2""#]],
    );
}

#[test]
fn alternatives() {
    check(
        "{oneOf: [{type: string}, {type: integer}]}",
        "true",
        expect![[r#"
            the body must be a string or an integer
            expected ["string","integer"]
            actual true"#]],
    );
    check(
        "{oneOf: [{type: object, required: [a]}, {type: array, items: {type: integer}}]}",
        "[\"x\"]",
        expect![[r#"
            `body[0]` must be an integer, but is the string "x"
            expected "integer"
            actual "x""#]],
    );
    check(
        "{anyOf: [{required: [a]}, {required: [b]}]}",
        "{}",
        expect![[r#"
            the body must have `a` or `b`
            expected [["a"],["b"]]
            actual "object of 0""#]],
    );
    check(
        "{oneOf: [{minimum: 1}, {maximum: 5}]}",
        "3",
        expect![[r#"
        the body fits more than one of the alternatives, but must fit exactly one
        actual 3"#]],
    );
}

#[test]
fn secrets_stay_secret() {
    check(
        "{properties: {password: {minLength: 9}, apiKey: {enum: [a, b]}, tokens: {items: {type: integer}}, plain: {minLength: 9}}}",
        r#"{"password": "hunter2", "apiKey": "leaked", "tokens": ["leaked"], "plain": "seen"}"#,
        expect![[r#"
            `password` must have at least 9 characters, but has 7
            expected 9
            actual "••••••"
            `apiKey` must be "a" or "b", but is something else
            expected ["a","b"]
            actual "••••••"
            `tokens[0]` must be an integer, but is something else
            expected "integer"
            actual "••••••"
            `plain` must have at least 9 characters, but has 4
            expected 9
            actual "seen""#]],
    );
}

#[test]
fn places_in_other_files() {
    let spec = crate::support::spec(&[
        (
            "api.yaml",
            "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {/: {post: {responses: {}, requestBody: {content: {application/json: {schema: {$ref: 'schemas/pet.yaml#/Pet'}}}}}}}",
        ),
        (
            "schemas/pet.yaml",
            "Pet: {type: object, properties: {a/b: {type: string}}}",
        ),
    ]);
    let contract = fairlead_validate::Contract::new(spec.into());
    let text = "POST /\nContent-Type: application/json\n\n{\"a/b\": 1}";
    expect![[r#"
        error body [type] /a~1b
          `a/b` must be a string, but is 1
          rule file:///schemas/pet.yaml#/Pet/properties/a~1b/type
          expected "string"
          actual 1
    "#]]
    .assert_eq(&ask(&contract, &request(text)));
}

#[test]
fn files_with_names_that_are_no_uris() {
    let spec = crate::support::spec(&[
        (
            "my api [2] {x}|y^.yaml",
            "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {/: {post: {responses: {}, requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}}\ncomponents: {schemas: {A: {$ref: 'b [1].yaml#/B[C]'}}}",
        ),
        (
            "b [1].yaml",
            "B[C]: {type: object, properties: {a: {$ref: 'my api [2] {x}|y^.yaml#/components/schemas/D'}}}",
        ),
    ]);
    let contract = fairlead_validate::Contract::new(spec.into());
    let text = "POST /\nContent-Type: application/json\n\n1";
    expect![[r#"
        error body [type] 
          the body must be an object, but is 1
          rule file:///b%20[1].yaml#/B[C]/type
          expected "object"
          actual 1
    "#]]
    .assert_eq(&ask(&contract, &request(text)));
}
