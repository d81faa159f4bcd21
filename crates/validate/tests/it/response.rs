//! Responses: status, headers, body.

use std::fmt::Write as _;

use expect_test::{Expect, expect};

use crate::support::{contract, response, show};

fn check(method: &str, answered: &str, expected: Expect) {
    let contract = contract(
        "openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /:
    get:
      responses:
        '200':
          description: D
          headers:
            X-Count: {required: true, schema: {type: integer}}
            Set-Cookie: {schema: {type: string, pattern: '^a='}}
            Content-Type: {required: true, schema: {type: integer}}
          content:
            application/json: {schema: {type: array, items: {type: integer}}}
            text/plain: {}
        '204': {description: D}
        4XX: {description: D, content: {application/problem+json: {schema: {type: object}}}}
        '404': {description: D}
",
    );
    let operation = &contract.spec().operations[0];
    let mut out = String::new();
    for text in answered.split("\n--\n") {
        let text = text.strip_prefix('\n').unwrap_or(text);
        let report = show(&contract.check_response(operation, method, &response(text)));
        let _ = writeln!(out, "{}\n", report.trim_end());
    }
    expected.assert_eq(&out);
}

#[test]
fn as_declared() {
    check(
        "GET",
        "
200
X-Count: 2
Set-Cookie: a=1
Set-Cookie: a=2, 3
Content-Type: application/json

[1, 2]
--
200
X-Count: 0
Content-Type: text/plain

--
204
--
422
Content-Type: application/problem+json

{}
--
404",
        expect![[r#"
            fine

            fine

            fine

            fine

            fine

        "#]],
    );
}

#[test]
fn otherwise() {
    check(
        "GET",
        "
500
--
200
Set-Cookie: a=1
Set-Cookie: b=2
Content-Type: application/json

[\"x\"]
--
200
X-Count: 1
--
200
X-Count: 1
Content-Type: text/html

<p>
--
200
X-Count: 1

[]
--
204
Content-Type: text/plain

x
--
404
Content-Type: application/json

{}
--
400
Content-Type: application/problem+json

{",
        expect![[r#"
            error status [undeclared-status] 
              the status 500 is not declared for this operation; it has 200, 204, 4XX, 404
              rule /paths/~1/get/responses
              expected ["200","204","4XX","404"]
              actual 500

            error header [required] /X-Count
              the header `X-Count` is missing
              rule /paths/~1/get/responses/200/headers/X-Count/required
            error header [pattern] /Set-Cookie
              `Set-Cookie` must match the pattern ^a=, but is the string "b=2"
              rule /paths/~1/get/responses/200/headers/Set-Cookie/schema/pattern
              expected "^a="
              actual "b=2"
            error body [type] /0
              `body[0]` must be an integer, but is the string "x"
              rule /paths/~1/get/responses/200/content/application~1json/schema/items/type
              expected "integer"
              actual "x"

            error body [required] 
              the body is missing
              rule /paths/~1/get/responses/200/content

            error body [media-type] 
              a body of type `text/html` is not declared; it must be `application/json` or `text/plain`
              rule /paths/~1/get/responses/200/content
              expected ["application/json","text/plain"]
              actual "text/html"

            error body [media-type] 
              the header `Content-Type` is missing; it must be `application/json` or `text/plain`
              rule /paths/~1/get/responses/200/content
              expected ["application/json","text/plain"]

            error body [unexpected-body] 
              a response with the status 204 has no body (RFC 9110)
              rule /paths/~1/get/responses/204/content

            warning body [undeclared-body] 
              a body came, but none is declared for this status
              rule /paths/~1/get/responses/404/content

            error body [malformed] 
              the body is not JSON: line 1, column 1: EOF while parsing an object
              rule /paths/~1/get/responses/4XX/content/application~1problem+json

        "#]],
    );
}

#[test]
fn to_head() {
    check(
        "HEAD",
        "
200
X-Count: 2
--
200
X-Count: 2
Content-Type: application/json

[]",
        expect![[r#"
            fine

            error body [unexpected-body] 
              the response to a HEAD request has no body (RFC 9110)
              rule /paths/~1/get/responses/200/content

        "#]],
    );
}
