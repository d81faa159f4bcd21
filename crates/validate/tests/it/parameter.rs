//! Parameters of every location and style.

use std::fmt::Write as _;

use expect_test::{Expect, expect};

use crate::support::{ask, contract, request};

/// `parameters`: items of `parameters`. `asked`: requests, separated by lines of `--`.
fn check(path: &str, parameters: &str, asked: &str, expected: Expect) {
    let contract = contract(&format!(
        "openapi: 3.2.0\ninfo: {{title: T, version: '1'}}\npaths:\n  '{path}':\n    get:\n      responses: {{}}\n      parameters:\n{}\n",
        parameters.trim_end()
    ));
    let mut out = String::new();
    let lines: Vec<&str> = asked.trim().lines().map(str::trim).collect();
    for text in lines.join("\n").split("\n--\n") {
        let report = ask(&contract, &request(text));
        let short: Vec<&str> = report
            .lines()
            .filter(|line| !line.starts_with("  rule") && !line.starts_with("  expected"))
            .collect();
        let _ = writeln!(out, "{text}\n    {}", short.join("\n    "));
    }
    expected.assert_eq(&out);
}

/// One query parameter `q` with the rest of its declaration, and queries a line.
fn query(declared: &str, asked: &str, expected: Expect) {
    let asked: Vec<String> = asked
        .trim()
        .lines()
        .map(|line| format!("GET /?{}", line.trim()))
        .collect();
    check(
        "/",
        &format!("        - {{name: q, in: query, {declared}}}"),
        &asked.join("\n--\n"),
        expected,
    );
}

/// One path parameter `p` with the rest of its declaration, and values a line.
fn path(declared: &str, asked: &str, expected: Expect) {
    let asked: Vec<String> = asked
        .trim()
        .lines()
        .map(|line| format!("GET /{}", line.trim()))
        .collect();
    check(
        "/{p}",
        &format!("        - {{name: p, in: path, required: true, {declared}}}"),
        &asked.join("\n--\n"),
        expected,
    );
}

const NUMBERS: &str = "schema: {type: array, items: {type: integer}, maxItems: 3}";
const COLOUR: &str = "schema: {type: object, properties: {R: {type: integer}, G: {type: integer}}, required: [R, G], additionalProperties: false}";

#[test]
fn simple() {
    path(
        "schema: {type: integer, maximum: 9}",
        "7\n8%20\nx\n10",
        expect![[r#"
            GET /7
                fine
            GET /8%20
                error path [type] /p
                  `p` must be an integer, but is the string "8 "
                  actual "8 "
            GET /x
                error path [type] /p
                  `p` must be an integer, but is the string "x"
                  actual "x"
            GET /10
                error path [maximum] /p
                  `p` must be 9 or less, but is 10
                  actual 10
        "#]],
    );
    path(
        NUMBERS,
        "1,2\n1\n1%2C2\n1,x",
        expect![[r#"
        GET /1,2
            fine
        GET /1
            fine
        GET /1%2C2
            fine
        GET /1,x
            error path [type] /p/1
              `p[1]` must be an integer, but is the string "x"
              actual "x"
    "#]],
    );
    path(
        COLOUR,
        "R,1,G,2\nR,1\nR=1,G=2",
        expect![[r#"
        GET /R,1,G,2
            fine
        GET /R,1
            error path [required] /p
              `p` has no property `G`, which it must have
        GET /R=1,G=2
            error path [required] /p
              `p` has no property `R`, which it must have
            error path [required] /p
              `p` has no property `G`, which it must have
            error path [additionalProperties] /p/R=1
              `p.R=1` is not a property that may be here; there may be `R` and `G`
              actual "G=2"
    "#]],
    );
    path(
        &format!("explode: true, {COLOUR}"),
        "R=1,G=2\nR,1,G,2",
        expect![[r#"
            GET /R=1,G=2
                fine
            GET /R,1,G,2
                error path [type] /p/R
                  `p.R` must be an integer, but is the string ""
                  actual ""
                error path [type] /p/G
                  `p.G` must be an integer, but is the string ""
                  actual ""
                error path [additionalProperties] /p/1
                  `p[1]` is not a property that may be here; there may be `R` and `G`
                  actual ""
                error path [additionalProperties] /p/2
                  `p[2]` is not a property that may be here; there may be `R` and `G`
                  actual ""
        "#]],
    );
}

#[test]
fn label() {
    path(
        &format!("style: label, {NUMBERS}"),
        ".1,2\n.1.2\n.1\n.x",
        expect![[r#"
            GET /.1,2
                fine
            GET /.1.2
                fine
            GET /.1
                fine
            GET /.x
                error path [type] /p/0
                  `p[0]` must be an integer, but is the string "x"
                  actual "x"
        "#]],
    );
    path(
        &format!("style: label, explode: true, {NUMBERS}"),
        ".1.2\n.1,2",
        expect![[r#"
            GET /.1.2
                fine
            GET /.1,2
                error path [type] /p/0
                  `p[0]` must be an integer, but is the string "1,2"
                  actual "1,2"
        "#]],
    );
    path(
        &format!("style: label, {COLOUR}"),
        ".R,1,G,2\n.R=1.G=2",
        expect![[r#"
            GET /.R,1,G,2
                fine
            GET /.R=1.G=2
                error path [required] /p
                  `p` has no property `R`, which it must have
                error path [required] /p
                  `p` has no property `G`, which it must have
                error path [additionalProperties] /p/R=1.G=2
                  `p.R=1.G=2` is not a property that may be here; there may be `R` and `G`
                  actual ""
        "#]],
    );
    path(
        &format!("style: label, explode: true, {COLOUR}"),
        ".R=1.G=2",
        expect![[r#"
            GET /.R=1.G=2
                fine
        "#]],
    );
}

#[test]
fn matrix() {
    path(
        "style: matrix, schema: {type: boolean}",
        ";p=true\n;p\n;q=true",
        expect![[r#"
            GET /;p=true
                fine
            GET /;p
                error path [type] /p
                  `p` must be a boolean, but is the string ""
                  actual ""
            GET /;q=true
                error path [type] /p
                  `p` must be a boolean, but is the string "q=true"
                  actual "q=true"
        "#]],
    );
    path(
        &format!("style: matrix, {NUMBERS}"),
        ";p=1,2\n;p=1;p=2",
        expect![[r#"
            GET /;p=1,2
                fine
            GET /;p=1;p=2
                error path [type] /p/0
                  `p[0]` must be an integer, but is the string "1;2"
                  actual "1;2"
        "#]],
    );
    path(
        &format!("style: matrix, explode: true, {NUMBERS}"),
        ";p=1;p=2\n;p=1",
        expect![[r#"
            GET /;p=1;p=2
                fine
            GET /;p=1
                fine
        "#]],
    );
    path(
        &format!("style: matrix, {COLOUR}"),
        ";p=R,1,G,2",
        expect![[r#"
            GET /;p=R,1,G,2
                fine
        "#]],
    );
    path(
        &format!("style: matrix, explode: true, {COLOUR}"),
        ";R=1;G=2\n;R=1;G=x",
        expect![[r#"
            GET /;R=1;G=2
                fine
            GET /;R=1;G=x
                error path [type] /p/G
                  `p.G` must be an integer, but is the string "x"
                  actual "x"
        "#]],
    );
}

#[test]
fn form() {
    query(
        NUMBERS,
        "q=1&q=2\nq=1\nq=1,2\nq=1&q=x&q=3&q=4\nq=",
        expect![[r#"
            GET /?q=1&q=2
                fine
            GET /?q=1
                fine
            GET /?q=1,2
                error query [type] /q/0
                  `q[0]` must be an integer, but is the string "1,2"
                  actual "1,2"
            GET /?q=1&q=x&q=3&q=4
                error query [maxItems] /q
                  `q` must have at most 3 items, but has 4
                  actual "array of 4"
                error query [type] /q/1
                  `q[1]` must be an integer, but is the string "x"
                  actual "x"
            GET /?q=
                error query [type] /q/0
                  `q[0]` must be an integer, but is the string ""
                  actual ""
        "#]],
    );
    query(
        &format!("explode: false, {NUMBERS}"),
        "q=1,2\nq=1%2C2\nq=\nq=1,b",
        expect![[r#"
            GET /?q=1,2
                fine
            GET /?q=1%2C2
                fine
            GET /?q=
                fine
            GET /?q=1,b
                error query [type] /q/1
                  `q[1]` must be an integer, but is the string "b"
                  actual "b"
        "#]],
    );
    query(
        "explode: false, schema: {type: array, items: {type: string, minLength: 1}}",
        "q=a%2Cb,c\nq=a,,c",
        expect![[r#"
            GET /?q=a%2Cb,c
                fine
            GET /?q=a,,c
                error query [minLength] /q/1
                  `q[1]` must have at least 1 character, but has 0
                  actual ""
        "#]],
    );
    query(
        COLOUR,
        "R=1&G=2\nR=1\nx=1",
        expect![[r#"
        GET /?R=1&G=2
            fine
        GET /?R=1
            error query [required] /q
              `q` has no property `G`, which it must have
        GET /?x=1
            fine
    "#]],
    );
    query(
        &format!("explode: false, {COLOUR}"),
        "q=R,1,G,2\nq=R,1",
        expect![[r#"
            GET /?q=R,1,G,2
                fine
            GET /?q=R,1
                error query [required] /q
                  `q` has no property `G`, which it must have
        "#]],
    );
}

#[test]
fn delimited_by_spaces_and_pipes() {
    query(
        &format!("style: spaceDelimited, explode: false, {NUMBERS}"),
        "q=1%202\nq=1+2\nq=1,2",
        expect![[r#"
            GET /?q=1%202
                fine
            GET /?q=1+2
                fine
            GET /?q=1,2
                error query [type] /q/0
                  `q[0]` must be an integer, but is the string "1,2"
                  actual "1,2"
        "#]],
    );
    query(
        &format!("style: pipeDelimited, explode: false, {NUMBERS}"),
        "q=1|2\nq=1%7C2\nq=1&q=2",
        expect![[r#"
            GET /?q=1|2
                fine
            GET /?q=1%7C2
                fine
            GET /?q=1&q=2
                fine
        "#]],
    );
}

#[test]
fn deep_objects() {
    query(
        &format!("style: deepObject, explode: true, required: true, {COLOUR}"),
        "q[R]=1&q[G]=2\nq%5BR%5D=1&q%5BG%5D=x\nq[R]=1&q[G]=2&q[B]=3\nq=1",
        expect![[r#"
            GET /?q[R]=1&q[G]=2
                fine
            GET /?q%5BR%5D=1&q%5BG%5D=x
                error query [type] /q/G
                  `q.G` must be an integer, but is the string "x"
                  actual "x"
            GET /?q[R]=1&q[G]=2&q[B]=3
                error query [additionalProperties] /q/B
                  `q.B` is not a property that may be here; there may be `R` and `G`
                  actual "3"
            GET /?q=1
                error query [required] /q
                  the query parameter `q` is missing
        "#]],
    );
    query(
        "style: deepObject, explode: true, schema: {type: object, properties: {ids: {type: array, items: {type: integer}}, at: {type: object, properties: {gt: {type: integer}}}, all: {type: array, items: {type: object, properties: {x: {type: integer}}}}}}",
        "q[ids][]=1&q[ids][]=2&q[at][gt]=5\nq[ids]=1&q[ids]=x\nq[at][gt]=x\nq[all][0][x]=1&q[all][1][x]=b",
        expect![[r#"
            GET /?q[ids][]=1&q[ids][]=2&q[at][gt]=5
                fine
            GET /?q[ids]=1&q[ids]=x
                error query [type] /q/ids/1
                  `q.ids[1]` must be an integer, but is the string "x"
                  actual "x"
            GET /?q[at][gt]=x
                error query [type] /q/at/gt
                  `q.at.gt` must be an integer, but is the string "x"
                  actual "x"
            GET /?q[all][0][x]=1&q[all][1][x]=b
                error query [type] /q/all/1/x
                  `q.all[1].x` must be an integer, but is the string "b"
                  actual "b"
        "#]],
    );
}

#[test]
fn texts_become_what_the_schema_wants() {
    query(
        "schema: {oneOf: [{type: integer, minimum: 100}, {type: string, maxLength: 2}]}",
        "q=100\nq=5\nq=abc",
        expect![[r#"
            GET /?q=100
                fine
            GET /?q=5
                fine
            GET /?q=abc
                error query [maxLength] /q
                  `q` must have at most 2 characters, but has 3
                  actual "abc"
        "#]],
    );
    query(
        "schema: {type: [integer, 'null']}",
        "q=\nq=null\nq=1\nq=x",
        expect![[r#"
            GET /?q=
                fine
            GET /?q=null
                fine
            GET /?q=1
                fine
            GET /?q=x
                error query [type] /q
                  `q` must be null or an integer, but is the string "x"
                  actual "x"
        "#]],
    );
    query(
        "schema: {type: boolean}",
        "q=true\nq=1\nq=",
        expect![[r#"
        GET /?q=true
            fine
        GET /?q=1
            error query [type] /q
              `q` must be a boolean, but is the string "1"
              actual "1"
        GET /?q=
            error query [type] /q
              `q` must be a boolean, but is the string ""
              actual ""
    "#]],
    );
    query(
        "schema: {type: string}",
        "q=1\nq=true\nq=\nq=a%20b+c",
        expect![[r#"
            GET /?q=1
                fine
            GET /?q=true
                fine
            GET /?q=
                fine
            GET /?q=a%20b+c
                fine
        "#]],
    );
    query(
        "schema: {enum: [1, two, null]}",
        "q=1\nq=two\nq=2",
        expect![[r#"
            GET /?q=1
                fine
            GET /?q=two
                fine
            GET /?q=2
                error query [enum] /q
                  `q` must be one of 1, "two" or null, but is 2
                  actual 2
        "#]],
    );
    query(
        "schema: {anyOf: [{type: integer}, {type: array, items: {type: integer}}]}",
        "q=1\nq=1&q=2\nq=x",
        expect![[r#"
            GET /?q=1
                fine
            GET /?q=1&q=2
                fine
            GET /?q=x
                error query [anyOf] /q
                  `q` must be an integer or an array
                  actual "x"
        "#]],
    );
    query(
        "schema: {type: number, format: float}",
        "q=1.5e3\nq=1e39\nq=+1\nq=01",
        expect![[r#"
            GET /?q=1.5e3
                fine
            GET /?q=1e39
                fine
            GET /?q=+1
                error query [type] /q
                  `q` must be a number, but is the string " 1"
                  actual " 1"
            GET /?q=01
                error query [type] /q
                  `q` must be a number, but is the string "01"
                  actual "01"
        "#]],
    );
    query(
        "allowEmptyValue: true, schema: {type: integer}",
        "q=\nq\nq=x",
        expect![[r#"
            GET /?q=
                fine
            GET /?q
                fine
            GET /?q=x
                error query [type] /q
                  `q` must be an integer, but is the string "x"
                  actual "x"
        "#]],
    );
}

#[test]
fn json_in_a_parameter() {
    query(
        "content: {application/json: {schema: {type: object, properties: {a: {type: integer}}}}}",
        "q={\"a\":1}\nq=%7B%22a%22:%22x%22%7D\nq={a",
        expect![[r#"
            GET /?q={"a":1}
                fine
            GET /?q=%7B%22a%22:%22x%22%7D
                error query [type] /q/a
                  `q.a` must be an integer, but is the string "x"
                  actual "x"
            GET /?q={a
                error query [malformed] /q
                  `q` is not JSON: line 1, column 2: key must be a string
        "#]],
    );
}

#[test]
fn the_whole_query() {
    check(
        "/",
        "
        - name: all
          in: querystring
          content:
            application/x-www-form-urlencoded:
              schema: {type: object, properties: {a: {type: integer}, b: {type: array, items: {type: string}}}, required: [a]}",
        "
        GET /?a=1&b=x&b=y
        --
        GET /?b=x",
        expect![[r#"
            GET /?a=1&b=x&b=y
                fine
            GET /?b=x
                error query [required] /all
                  `all` has no property `a`, which it must have
        "#]],
    );
}

#[test]
fn headers() {
    check(
        "/",
        "
        - {name: X-Ids, in: header, required: true, schema: {type: array, items: {type: integer}}}
        - {name: Authorization, in: header, required: true, schema: {type: string}}
        - {name: X-Api-Token, in: header, schema: {type: string, minLength: 9}}",
        "
        GET /
        x-ids: 1, 2,3
        --
        GET /
        X-Ids: 1
        X-IDS: b
        --
        GET /
        X-Ids: 1
        X-Api-Token: tell-me
        --
        GET /",
        expect![[r#"
            GET /
            x-ids: 1, 2,3
                fine
            GET /
            X-Ids: 1
            X-IDS: b
                error header [type] /X-Ids/1
                  `X-Ids[1]` must be an integer, but is the string "b"
                  actual "b"
            GET /
            X-Ids: 1
            X-Api-Token: tell-me
                error header [minLength] /X-Api-Token
                  `X-Api-Token` must have at least 9 characters, but has 7
                  actual "••••••"
            GET /
                error header [required] /X-Ids
                  the header `X-Ids` is missing
        "#]],
    );
}

#[test]
fn cookies() {
    check(
        "/",
        "
        - {name: id, in: cookie, required: true, schema: {type: integer}}
        - {name: many, in: cookie, explode: false, schema: {type: array, items: {type: string, maxLength: 2}}}
        - {name: raw, in: cookie, style: cookie, schema: {type: string, maxLength: 3}}",
        "
        GET /
        Cookie: id=1; many=a%2Cb,c; raw=%20
        --
        GET /
        Cookie: other=1
        --
        GET /
        Cookie: id=\"7\"; many=abc
        --
        GET /
        Cookie: raw=%20%20
        Cookie: id=x",
        expect![[r#"
            GET /
            Cookie: id=1; many=a%2Cb,c; raw=%20
                fine
            GET /
            Cookie: other=1
                error cookie [required] /id
                  the cookie `id` is missing
            GET /
            Cookie: id="7"; many=abc
                error cookie [maxLength] /many/0
                  `many[0]` must have at most 2 characters, but has 3
                  actual "abc"
            GET /
            Cookie: raw=%20%20
            Cookie: id=x
                error cookie [type] /id
                  `id` must be an integer, but is the string "x"
                  actual "x"
                error cookie [maxLength] /raw
                  `raw` must have at most 3 characters, but has 6
                  actual "%20%20"
        "#]],
    );
}

#[test]
fn names_that_nearly_are_parameters() {
    check(
        "/",
        "
        - {name: page_size, in: query, schema: {type: integer}}",
        "
        GET /?pageSize=1&other=2
        --
        GET /?page_size=1",
        expect![[r#"
            GET /?pageSize=1&other=2
                warning query [undeclared] /pageSize
                  `pageSize` is not a parameter; did you mean `page_size`?
            GET /?page_size=1
                fine
        "#]],
    );
}
