//! Credentials that an operation wants.

use std::fmt::Write as _;

use expect_test::{Expect, expect};

use crate::support::{ask, contract, request};

fn check(security: &str, asked: &str, expected: Expect) {
    let contract = contract(&format!(
        "openapi: 3.1.0
info: {{title: T, version: '1'}}
paths: {{/: {{get: {{responses: {{}}, security: {security}}}}}}}
components:
  securitySchemes:
    header: {{type: apiKey, in: header, name: X-Key}}
    query: {{type: apiKey, in: query, name: key}}
    cookie: {{type: apiKey, in: cookie, name: sid}}
    basic: {{type: http, scheme: basic}}
    bearer: {{type: http, scheme: bearer}}
    digest: {{type: http, scheme: digest}}
    oauth: {{type: oauth2, flows: {{clientCredentials: {{tokenUrl: /t, scopes: {{a: b}}}}}}}}
    oidc: {{type: openIdConnect, openIdConnectUrl: 'https://example.com/'}}
    mutual: {{type: mutualTLS}}
"
    ));
    let mut out = String::new();
    let lines: Vec<&str> = asked.trim().lines().map(str::trim).collect();
    for text in lines.join("\n").split("\n--\n") {
        let _ = write!(
            out,
            "{text}\n    {}\n",
            ask(&contract, &request(text))
                .trim_end()
                .replace('\n', "\n    ")
        );
    }
    expected.assert_eq(&out);
}

#[test]
fn one_of_several() {
    check(
        "[{header: []}, {query: []}, {cookie: []}]",
        "
        GET /
        --
        GET /
        x-key: 1
        --
        GET /
        X-Key:
        --
        GET /?key=1
        --
        GET /?key=
        --
        GET /
        Cookie: a=b; sid=7",
        expect![[r#"
            GET /
                error security [missing-credentials] 
                  credentials are missing: send the header `X-Key`, or `key` in the query, or the cookie `sid`
                  rule /paths/~1/get/security
                  expected [["header"],["query"],["cookie"]]
            GET /
            x-key: 1
                fine
            GET /
            X-Key:
                error security [missing-credentials] 
                  credentials are missing: send the header `X-Key`, or `key` in the query, or the cookie `sid`
                  rule /paths/~1/get/security
                  expected [["header"],["query"],["cookie"]]
            GET /?key=1
                fine
            GET /?key=
                error security [missing-credentials] 
                  credentials are missing: send the header `X-Key`, or `key` in the query, or the cookie `sid`
                  rule /paths/~1/get/security
                  expected [["header"],["query"],["cookie"]]
            GET /
            Cookie: a=b; sid=7
                fine
        "#]],
    );
}

#[test]
fn several_at_once() {
    check(
        "[{header: [], oauth: [a]}]",
        "
        GET /
        X-Key: 1
        --
        GET /
        X-Key: 1
        Authorization: bearer abc",
        expect![[r#"
            GET /
            X-Key: 1
                error security [missing-credentials] 
                  credentials are missing: send the header `X-Key` and `Authorization: Bearer …` with a token
                  rule /paths/~1/get/security
                  expected [["header","oauth"]]
            GET /
            X-Key: 1
            Authorization: bearer abc
                fine
        "#]],
    );
}

#[test]
fn authorization() {
    check(
        "[{basic: []}, {digest: []}]",
        "
        GET /
        Authorization: Basic YTpi
        --
        GET /
        Authorization: Basic ab!
        --
        GET /
        Authorization: Basic YWI=
        --
        GET /
        Authorization: Digest username=x
        --
        GET /
        Authorization: Bearer x",
        expect![[r#"
            GET /
            Authorization: Basic YTpi
                fine
            GET /
            Authorization: Basic ab!
                error security [missing-credentials] 
                  credentials are missing: send `Authorization: Basic …` with name and password, or `Authorization: digest …`
                  rule /paths/~1/get/security
                  expected [["basic"],["digest"]]
            GET /
            Authorization: Basic YWI=
                error security [missing-credentials] 
                  credentials are missing: send `Authorization: Basic …` with name and password, or `Authorization: digest …`
                  rule /paths/~1/get/security
                  expected [["basic"],["digest"]]
            GET /
            Authorization: Digest username=x
                fine
            GET /
            Authorization: Bearer x
                error security [missing-credentials] 
                  credentials are missing: send `Authorization: Basic …` with name and password, or `Authorization: digest …`
                  rule /paths/~1/get/security
                  expected [["basic"],["digest"]]
        "#]],
    );
}

#[test]
fn optional_and_unknown() {
    check(
        "[{}, {bearer: []}]",
        "GET /",
        expect![[r#"
        GET /
            fine
    "#]],
    );
    check(
        "[]",
        "GET /",
        expect![[r#"
        GET /
            fine
    "#]],
    );
    check(
        "[{mutual: []}]",
        "GET /",
        expect![[r#"
        GET /
            fine
    "#]],
    );
    check(
        "[{oidc: []}]",
        "GET /",
        expect![[r#"
        GET /
            error security [missing-credentials] 
              credentials are missing: send `Authorization: Bearer …` with a token
              rule /paths/~1/get/security
              expected [["oidc"]]
    "#]],
    );
}

#[test]
fn from_the_top_of_the_description() {
    let contract = contract(
        "openapi: 3.1.0
info: {title: T, version: '1'}
security: [{key: []}]
paths: {/: {get: {responses: {}}}}
components: {securitySchemes: {key: {type: http, scheme: bearer}}}",
    );
    expect![[r#"
        error security [missing-credentials] 
          credentials are missing: send `Authorization: Bearer …` with a token
          rule /security
          expected [["key"]]
    "#]]
    .assert_eq(&ask(&contract, &request("GET /")));
}
