//! Bodies of every kind of media type.

use std::fmt::Write as _;

use expect_test::{Expect, expect};

use crate::support::{ask, contract, request};

/// `content`: what stands under `content`. `asked`: header lines, an empty line and the body;
/// separated by lines of `--`.
fn check(content: &str, asked: &str, expected: Expect) {
    let contract = contract(&format!(
        "openapi: 3.2.0\ninfo: {{title: T, version: '1'}}\npaths:\n  /:\n    post:\n      responses: {{}}\n      requestBody:\n        required: true\n        content:\n{}\n",
        content.trim_end()
    ));
    let mut out = String::new();
    for text in asked.split("\n--\n") {
        let text = text.strip_prefix('\n').unwrap_or(text);
        let report = ask(&contract, &request(&format!("POST /\n{text}")));
        let _ = writeln!(out, "{}\n", report.trim_end());
    }
    expected.assert_eq(&out);
}

const THING: &str = "{type: object, required: [name], properties: {name: {type: string}, size: {type: integer}, tags: {type: array, items: {type: string, maxLength: 3}}, more: {type: object, properties: {x: {type: integer}}}}}";

#[test]
fn json() {
    check(
        &format!("          application/json: {{schema: {THING}}}"),
        r#"
Content-Type: application/json

{"name": "a", "size": 1}
--
Content-Type: application/json; charset=utf-8

{"name": "a",
 "size": 1,}
--
Content-Type: application/json

{"size": "1"}
--
Content-Type: text/plain

{"name": "a"}
--
X: y

{"name": "a"}
--
Content-Type: application/json

"#,
        expect![[r#"
            fine

            error body [malformed] 
              the body is not JSON: line 2, column 12: trailing comma
              rule /paths/~1/post/requestBody/content/application~1json

            error body [required] 
              the body has no property `name`, which it must have
              rule /paths/~1/post/requestBody/content/application~1json/schema/required
              expected "name"
            error body [type] /size
              `size` must be an integer, but is the string "1"
              rule /paths/~1/post/requestBody/content/application~1json/schema/properties/size/type
              expected "integer"
              actual "1"

            error body [media-type] 
              a body of type `text/plain` is not taken here; it must be `application/json`
              rule /paths/~1/post/requestBody/content
              expected ["application/json"]
              actual "text/plain"

            error body [media-type] 
              the header `Content-Type` is missing; it must be `application/json`
              rule /paths/~1/post/requestBody/content
              expected ["application/json"]

            error body [required] 
              the body is missing
              rule /paths/~1/post/requestBody/required

        "#]],
    );
}

#[test]
fn ranges_and_suffixes() {
    check(
        "
          application/problem+json: {schema: {type: object, required: [title]}}
          image/*: {}
          text/plain; version=2: {schema: {type: string, maxLength: 2}}
          text/*: {schema: {type: string, maxLength: 1}}",
        "
Content-Type: application/problem+json

{}
--
Content-Type: image/png

x
--
Content-Type: text/csv

ab
--
Content-Type: Text/Plain; version=2

abc
--
Content-Type: application/json

{}",
        expect![[r#"
            error body [required] 
              the body has no property `title`, which it must have
              rule /paths/~1/post/requestBody/content/application~1problem+json/schema/required
              expected "title"

            fine

            error body [maxLength] 
              the body must have at most 1 character, but has 2
              rule /paths/~1/post/requestBody/content/text~1*/schema/maxLength
              expected 1
              actual "ab"

            error body [maxLength] 
              the body must have at most 2 characters, but has 3
              rule /paths/~1/post/requestBody/content/text~1plain; version=2/schema/maxLength
              expected 2
              actual "abc"

            error body [media-type] 
              a body of type `application/json` is not taken here; it must be `application/problem+json` or `image/*` or `text/plain; version=2` or `text/*`
              rule /paths/~1/post/requestBody/content
              expected ["application/problem+json","image/*","text/plain; version=2","text/*"]
              actual "application/json"

        "#]],
    );
}

#[test]
fn forms() {
    check(
        &format!(
            "
          application/x-www-form-urlencoded:
            schema: {THING}
            encoding: {{tags: {{explode: false}}}}"
        ),
        r"
Content-Type: application/x-www-form-urlencoded

name=a+b&size=1&tags=a,b&more=%7B%22x%22%3A1%7D
--
Content-Type: application/x-www-form-urlencoded

size=x&tags=long,b&more[x]=y
--
Content-Type: application/x-www-form-urlencoded

name=a&more=7",
        expect![[r#"
            fine

            error body [required] 
              the body has no property `name`, which it must have
              rule /paths/~1/post/requestBody/content/application~1x-www-form-urlencoded/schema/required
              expected "name"
            error body [type] /more/x
              `more.x` must be an integer, but is the string "y"
              rule /paths/~1/post/requestBody/content/application~1x-www-form-urlencoded/schema/properties/more/properties/x/type
              expected "integer"
              actual "y"
            error body [type] /size
              `size` must be an integer, but is the string "x"
              rule /paths/~1/post/requestBody/content/application~1x-www-form-urlencoded/schema/properties/size/type
              expected "integer"
              actual "x"
            error body [maxLength] /tags/0
              `tags[0]` must have at most 3 characters, but has 4
              rule /paths/~1/post/requestBody/content/application~1x-www-form-urlencoded/schema/properties/tags/items/maxLength
              expected 3
              actual "long"

            error body [type] /more
              `more` must be an object, but is 7
              rule /paths/~1/post/requestBody/content/application~1x-www-form-urlencoded/schema/properties/more/type
              expected "object"
              actual 7

        "#]],
    );
}

#[test]
fn multipart() {
    check(
        "
          multipart/form-data:
            schema:
              type: object
              required: [file, meta]
              properties:
                file: {type: string, format: binary}
                meta: {type: object, properties: {n: {type: integer}}}
                ids: {type: array, items: {type: integer}}
            encoding:
              file:
                contentType: image/png, image/jpeg
                headers: {X-Size: {required: true, schema: {type: integer}}}",
        &r#"
Content-Type: multipart/form-data; boundary="b;x"

--b;x
Content-Disposition: form-data; name="file"; filename="a;name=b.png"
Content-Type: image/png
X-Size: 7

bytes
--b;x
Content-Disposition: form-data; name="meta"
Content-Type: application/json

{"n": 1}
--b;x
Content-Disposition: form-data; name="ids"

1
--b;x
Content-Disposition: form-data; name="ids"

2
--b;x--
----
Content-Type: multipart/form-data; boundary=b

preamble
--b
Content-Disposition: form-data; name="file"
Content-Type: image/gif
X-Size: big

x
--b
Content-Disposition: form-data; name="meta"

{"n": "x"}
--b--
----
Content-Type: multipart/form-data; boundary=b

--b
Content-Disposition: form-data; name="file"

x
----
Content-Type: multipart/form-data

--b
----
Content-Type: multipart/form-data; boundary=c

--b--
----
Content-Type: multipart/form-data; boundary=b

--b
Content-Disposition: form-data

x
--b--
"#
        .replace("\n----\n", "\n\u{0}\n")
        .replace("\r\n", "\n")
        .split("\n\u{0}\n")
        .map(|text| {
            let (head, body) = text.split_once("\n\n").unwrap();
            format!("{head}\n\n{}", body.replace('\n', "\r\n"))
        })
        .collect::<Vec<_>>()
        .join("\n--\n"),
        expect![[r#"
            fine

            error body [media-type] /file
              the part `file` must be of type `image/png, image/jpeg`, but is `image/gif`
              rule /paths/~1/post/requestBody/content/multipart~1form-data/encoding/file/contentType
              expected "image/png, image/jpeg"
              actual "image/gif"
            error body [type] /file/X-Size
              `file.X-Size` must be an integer, but is the string "big"
              rule /paths/~1/post/requestBody/content/multipart~1form-data/encoding/file/headers/X-Size/schema/type
              expected "integer"
              actual "big"
            error body [type] /meta/n
              `meta.n` must be an integer, but is the string "x"
              rule /paths/~1/post/requestBody/content/multipart~1form-data/schema/properties/meta/properties/n/type
              expected "integer"
              actual "x"

            error body [malformed] 
              the body ends before its closing `--b--`
              rule /paths/~1/post/requestBody/content/multipart~1form-data

            error body [malformed] 
              the header `Content-Type` names no boundary, so the parts cannot be told apart
              rule /paths/~1/post/requestBody/content/multipart~1form-data

            error body [malformed] 
              the body has no part: no line of it is `--c`
              rule /paths/~1/post/requestBody/content/multipart~1form-data

            error body [malformed] 
              a part has no name in its header `Content-Disposition`
              rule /paths/~1/post/requestBody/content/multipart~1form-data

        "#]],
    );
}

#[test]
fn texts() {
    check(
        "
          text/plain: {schema: {type: integer, minimum: 3}}",
        "
Content-Type: text/plain

7
--
Content-Type: text/plain

1
--
Content-Type: text/plain

",
        expect![[r#"
            fine

            error body [minimum] 
              the body must be 3 or more, but is 1
              rule /paths/~1/post/requestBody/content/text~1plain/schema/minimum
              expected 3
              actual 1

            error body [type] 
              the body must be an integer, but is the string ""
              rule /paths/~1/post/requestBody/content/text~1plain/schema/type
              expected "integer"
              actual ""

        "#]],
    );
}

#[test]
fn xml() {
    check(
        "
          application/xml:
            schema:
              type: object
              additionalProperties: false
              required: [id]
              properties:
                id: {type: integer, xml: {attribute: true}}
                name: {type: string, xml: {name: label, namespace: 'urn:x', prefix: x}}
                tags: {type: array, items: {type: string, maxLength: 3, xml: {name: tag}}, xml: {wrapped: true}}
                bare: {type: array, items: {type: integer}}",
        r#"
Content-Type: application/xml

<?xml version="1.0"?>
<thing id="1" xmlns:x="urn:x"><x:label>a &amp; b &#65;</x:label><tags><tag>a</tag><tag>b</tag></tags><bare>1</bare><bare>2</bare></thing>
--
Content-Type: application/xml

<thing id="x"><tags><tag>long</tag></tags><bare>b</bare><other/></thing>
--
Content-Type: application/xml

<thing><label></thing>
--
Content-Type: application/xml

<!DOCTYPE x [<!ENTITY a "b">]><thing>&a;</thing>
--
Content-Type: application/xml

<a/><b/>
--
Content-Type: application/xml

nothing"#,
        expect![[r#"
            fine

            error body [type] /id
              `id` must be an integer, but is the string "x"
              rule /paths/~1/post/requestBody/content/application~1xml/schema/properties/id/type
              expected "integer"
              actual "x"
            error body [maxLength] /tags/0
              `tags[0]` must have at most 3 characters, but has 4
              rule /paths/~1/post/requestBody/content/application~1xml/schema/properties/tags/items/maxLength
              expected 3
              actual "long"
            error body [type] /bare/0
              `bare[0]` must be an integer, but is the string "b"
              rule /paths/~1/post/requestBody/content/application~1xml/schema/properties/bare/items/type
              expected "integer"
              actual "b"
            error body [additionalProperties] /other
              `other` is not a property that may be here; there may be `id`, `name`, `tags` and `bare`
              rule /paths/~1/post/requestBody/content/application~1xml/schema/additionalProperties
              expected ["id","name","tags","bare"]
              actual ""

            error body [malformed] 
              the body is not XML: byte 14: ill-formed document: expected `</label>`, but `</thing>` was found
              rule /paths/~1/post/requestBody/content/application~1xml

            error body [malformed] 
              the body is not XML: byte 0: document types are not taken
              rule /paths/~1/post/requestBody/content/application~1xml

            error body [malformed] 
              the body is not XML: it must have exactly one root element
              rule /paths/~1/post/requestBody/content/application~1xml

            error body [malformed] 
              the body is not XML: it must have exactly one root element
              rule /paths/~1/post/requestBody/content/application~1xml

        "#]],
    );
}

#[test]
fn streams() {
    check(
        "
          application/jsonl: {itemSchema: {type: object, required: [id]}}
          application/x-ndjson: {schema: {type: array, items: {type: integer}}}
          text/event-stream: {itemSchema: {type: object, required: [data], properties: {data: {type: string, maxLength: 5}, retry: {type: integer}}}}",
        r#"
Content-Type: application/jsonl

{"id": 1}
{}

{"id": 2}
--
Content-Type: application/jsonl

{"id": 1}
{"id"
--
Content-Type: application/x-ndjson

1
"x"
--
Content-Type: text/event-stream

: hello
data: a
data: b

data: too long
retry: 10

event: x
"#,
        expect![[r#"
            error body [required] /1
              `body[1]` has no property `id`, which it must have
              rule /paths/~1/post/requestBody/content/application~1jsonl/itemSchema/required
              expected "id"

            error body [malformed] 
              the body is not JSON lines: line 2, column 5: EOF while parsing an object
              rule /paths/~1/post/requestBody/content/application~1jsonl

            error body [type] /1
              `body[1]` must be an integer, but is the string "x"
              rule /paths/~1/post/requestBody/content/application~1x-ndjson/schema/items/type
              expected "integer"
              actual "x"

            error body [maxLength] /1/data
              `body[1].data` must have at most 5 characters, but has 8
              rule /paths/~1/post/requestBody/content/text~1event-stream/itemSchema/properties/data/maxLength
              expected 5
              actual "too long"
            error body [required] /2
              `body[2]` has no property `data`, which it must have
              rule /paths/~1/post/requestBody/content/text~1event-stream/itemSchema/required
              expected "data"

        "#]],
    );
}

#[test]
fn a_body_that_nobody_asked_for() {
    let contract = contract(
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {/: {delete: {responses: {}}}}",
    );
    expect![[r#"
        warning body [undeclared-body] 
          a body came, but none is declared for this operation
          rule /paths/~1/delete
    "#]]
    .assert_eq(&ask(&contract, &request("DELETE /\n\nx")));
}
