//! What is said of a description that breaks the standard.

use expect_test::{Expect, expect};

use crate::show;

fn check(text: &str, expected: Expect) {
    let (_, _, problems) = show::one(text);
    expected.assert_eq(&show::codes(&problems));
}

#[test]
fn a_text_that_is_no_description() {
    check(
        "[1, 2]",
        expect![[r#"
        error not-openapi  :1
    "#]],
    );
    check(
        "hello: world",
        expect![[r#"
        error not-openapi  :1
        error info-missing  :1
        error paths-missing  :1
    "#]],
    );
    check(
        "openapi: 4.0.0\ninfo: {title: T, version: '1'}\npaths: {}",
        expect![[r#"
            error version-unknown /openapi :1
        "#]],
    );
    check(
        "arazzo: 1.0.0\ninfo: {title: T, version: '1'}",
        expect![[r#"
        error not-openapi  :1
        error paths-missing  :1
    "#]],
    );
    check(
        "openapi: 3.1\npaths: {}\n",
        expect![[r#"
        error info-missing  :1
        warning version-not-text /openapi :1
    "#]],
    );
}

#[test]
fn paths_and_operations() {
    check(
        r"
openapi: 3.0.3
info: {title: T, version: '1'}
security: [{gone: []}]
tags: [{name: a, parent: b}, {name: a}]
paths:
  no-slash: {get: {responses: {200: {description: ok}}}}
  /a/{x}/{y}:
    get:
      operationId: one
      parameters:
        - {name: x, in: path, schema: {}}
        - {name: z, in: path, required: true, schema: {}}
        - {name: q, in: query}
        - {name: q, in: query, schema: {}, style: simple}
        - {name: w, in: nowhere}
      responses: {'600': {description: bad}, '200': {}}
  /a/{v}/{w}:
    get:
      operationId: one
      parameters: [{name: v, in: path, required: true, schema: {}}, {name: w, in: path, required: true, schema: {}}]
  /a: [1]
  /b: {$ref: '#/components/x-none'}
  /c: {$ref: '#/paths/~1d'}
  /d: {$ref: '#/paths/~1c'}
",
        expect![[r#"
            error security-scheme-unknown /security/0/gone :4
            error tag-parent-unknown /tags/0/parent :5
            warning tag-duplicate /tags/1 :5
            error path-invalid /paths/no-slash :7
            error path-parameter-missing /paths/~1a~1{x}~1{y}/get :10
            warning path-parameter-optional /paths/~1a~1{x}~1{y}/get/parameters/0 :12
            error path-parameter-unused /paths/~1a~1{x}~1{y}/get/parameters/1 :13
            warning schema-missing /paths/~1a~1{x}~1{y}/get/parameters/2 :14
            error parameter-duplicate /paths/~1a~1{x}~1{y}/get/parameters/3 :15
            error style-invalid /paths/~1a~1{x}~1{y}/get/parameters/3/style :15
            error parameter-in-invalid /paths/~1a~1{x}~1{y}/get/parameters/4/in :16
            error status-invalid /paths/~1a~1{x}~1{y}/get/responses/600 :17
            hint response-description-missing /paths/~1a~1{x}~1{y}/get/responses/200 :17
            error path-duplicate /paths/~1a~1{v}~1{w} :19
            warning responses-missing /paths/~1a~1{v}~1{w}/get :20
            error operation-id-duplicate /paths/~1a~1{v}~1{w}/get/operationId :20
            error wrong-type /paths/~1a :22
            error ref-not-found /paths/~1b/$ref :23
            error ref-cycle /paths/~1c/$ref :24
            error ref-cycle /paths/~1d/$ref :25
        "#]],
    );
}
