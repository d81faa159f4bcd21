//! Methods and paths to operations.

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use fairlead_validate::Route;

use crate::support::contract;

/// `paths`: a template and its methods a line. `asked`: a method and a path a line.
fn check(servers: &str, paths: &str, asked: &str, expected: Expect) {
    let mut text = format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\n{servers}\npaths:\n");
    for line in paths.trim().lines() {
        let (path, methods) = line.trim().split_once(' ').unwrap();
        let _ = writeln!(text, "  '{path}':");
        for method in methods.split(' ') {
            let _ = writeln!(text, "    {method}: {{responses: {{}}}}");
        }
    }
    let contract = contract(&text);
    let mut out = String::new();
    for line in asked.trim().lines() {
        let (method, path) = line.trim().split_once(' ').unwrap();
        let found = match contract.route(method, path) {
            Route::Found {
                operation,
                path_values,
                head_of_get,
            } => {
                let operation = &contract.spec().operations[operation];
                let head = if head_of_get { " for HEAD" } else { "" };
                format!(
                    "{} {}{head} {path_values:?}",
                    operation.method, operation.path
                )
            }
            Route::MethodNotAllowed { allow } => format!("405, allow {}", allow.join(", ")),
            Route::NotFound => "404".to_owned(),
        };
        let _ = writeln!(out, "{method} {path}\n    {found}");
    }
    expected.assert_eq(&out);
}

#[test]
fn concrete_before_templated() {
    check(
        "",
        "
        /pets/{id} get delete
        /pets/mine get
        /pets/{id}/toys/{toy} get
        /pets/mine/{what}/big get
        /{anything} put
        ",
        "
        GET /pets/mine
        GET /pets/7
        DELETE /pets/mine
        GET /pets/mine/toys/big
        GET /pets/mine/toys/small
        PUT /pets
        POST /pets/7
        HEAD /pets/7
        GET /pets/
        GET /pets/7/
        GET /
        ",
        expect![[r#"
            GET /pets/mine
                GET /pets/mine []
            GET /pets/7
                GET /pets/{id} [("id", "7")]
            DELETE /pets/mine
                405, allow GET, HEAD
            GET /pets/mine/toys/big
                GET /pets/mine/{what}/big [("what", "toys")]
            GET /pets/mine/toys/small
                GET /pets/{id}/toys/{toy} [("id", "mine"), ("toy", "small")]
            PUT /pets
                PUT /{anything} [("anything", "pets")]
            POST /pets/7
                405, allow DELETE, GET, HEAD
            HEAD /pets/7
                GET /pets/{id} for HEAD [("id", "7")]
            GET /pets/
                404
            GET /pets/7/
                404
            GET /
                404
        "#]],
    );
}

#[test]
fn segments_of_several_pieces() {
    check(
        "",
        "
        /files/{name}.{ext} get
        /files/{name}.json get
        /files/{name} get
        /jobs/{id}:cancel post
        /jobs/{id}:{verb} post
        /range/{from}-{to} get
        /v{version}/x get
        /side/{a}{b} get
        ",
        "
        GET /files/a.json
        GET /files/a.b.tar
        GET /files/a
        GET /files/.json
        POST /jobs/7:cancel
        POST /jobs/7:start
        POST /jobs/:cancel
        GET /range/1-2
        GET /range/1-2-3
        GET /range/1-
        GET /v2/x
        GET /side/äb
        ",
        expect![[r#"
            GET /files/a.json
                GET /files/{name}.json [("name", "a")]
            GET /files/a.b.tar
                GET /files/{name}.{ext} [("name", "a"), ("ext", "b.tar")]
            GET /files/a
                GET /files/{name} [("name", "a")]
            GET /files/.json
                GET /files/{name} [("name", ".json")]
            POST /jobs/7:cancel
                POST /jobs/{id}:cancel [("id", "7")]
            POST /jobs/7:start
                POST /jobs/{id}:{verb} [("id", "7"), ("verb", "start")]
            POST /jobs/:cancel
                404
            GET /range/1-2
                GET /range/{from}-{to} [("from", "1"), ("to", "2")]
            GET /range/1-2-3
                GET /range/{from}-{to} [("from", "1"), ("to", "2-3")]
            GET /range/1-
                404
            GET /v2/x
                GET /v{version}/x [("version", "2")]
            GET /side/äb
                GET /side/{a}{b} [("a", "ä"), ("b", "b")]
        "#]],
    );
}

#[test]
fn with_and_without_the_servers_path() {
    check(
        "servers: [{url: 'https://example.com/api/v1/'}, {url: /local}, {url: 'https://example.com/{stage}', variables: {stage: {default: beta}}}]",
        "
        /pets get
        / get
        ",
        "
        GET /api/v1/pets
        GET /local/pets
        GET /beta/pets
        GET /pets
        GET /other/pets
        GET /api/v1x/pets
        GET /api/v1
        GET /
        ",
        expect![[r#"
            GET /api/v1/pets
                GET /pets []
            GET /local/pets
                GET /pets []
            GET /beta/pets
                GET /pets []
            GET /pets
                GET /pets []
            GET /other/pets
                404
            GET /api/v1x/pets
                404
            GET /api/v1
                GET / []
            GET /
                GET / []
        "#]],
    );
}

#[test]
fn percent_encoded() {
    check(
        "",
        "
        /caf%C3%A9/{x} get
        /a b/{x} get
        ",
        "
        GET /café/1%2F2
        GET /caf%c3%a9/%20
        GET /a%20b/%7Bx%7D
        ",
        expect![[r#"
            GET /café/1%2F2
                GET /caf%C3%A9/{x} [("x", "1%2F2")]
            GET /caf%c3%a9/%20
                GET /caf%C3%A9/{x} [("x", "%20")]
            GET /a%20b/%7Bx%7D
                404
        "#]],
    );
}
