//! Schemas that refer to themselves, and descriptions made to do harm.

use std::time::{Duration, Instant};

use fairlead_openapi::diff::Kind;

use super::{between, lines};

const TREE: &str = "openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /a: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Node'}}}}, responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Node'}}}}}}}
  /b: {get: {responses: {'200': {description: ok, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Leaf'}}}}}}}}
components:
  schemas:
    Node: {type: object, properties: {next: {$ref: '#/components/schemas/Node'}, leaves: {type: array, items: {$ref: '#/components/schemas/Leaf'}}}}
    Leaf: {type: object, properties: {size: {type: integer}, parent: {$ref: '#/components/schemas/Node'}}}
";

#[test]
fn what_is_inside_a_circle_is_found_from_every_operation_once() {
    let new = TREE.replace("size: {type: integer}", "size: {type: number}");
    assert_eq!(lines(&between(TREE, TREE)), "");
    assert_eq!(
        lines(&between(TREE, &new)),
        "fine request-type-widened POST /a: request body, `leaves[].size`: the type is wider, from `\"integer\"` to `\"number\"`\n\
         BREAK response-type-widened POST /a: response 200, `leaves[].size`: the type is wider, from `\"integer\"` to `\"number\"`\n\
         BREAK response-type-widened GET /b: response 200, `[].size`: the type is wider, from `\"integer\"` to `\"number\"`\n"
    );
}

/// One circle written as two schemas is the same circle.
#[test]
fn a_circle_of_another_length_is_the_same() {
    let new = TREE.replace(
        "Node: {type: object, properties: {next: {$ref: '#/components/schemas/Node'}",
        "Other: {type: object, properties: {next: {$ref: '#/components/schemas/Node'}, leaves: {type: array, items: {$ref: '#/components/schemas/Leaf'}}}}\n    Node: {type: object, properties: {next: {$ref: '#/components/schemas/Other'}",
    );
    let kinds: Vec<_> = between(TREE, &new).iter().map(|c| c.kind).collect();
    assert_eq!(kinds, [Kind::SchemaAdded]);
}

fn ends_soon(schemas: &str) {
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n  /a: {{post: {{requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/S0'}}}}}}}}}}}}\ncomponents:\n  schemas:\n{schemas}"
    );
    let started = Instant::now();
    assert_eq!(lines(&between(&text, &text)), "");
    let took = started.elapsed();
    assert!(took < Duration::from_secs(20), "{took:?}");
}

#[test]
fn hostile_descriptions_end() {
    let many = |count: usize, each: &dyn Fn(usize) -> String| -> String {
        (0..count)
            .map(|n| format!("    S{n}: {}\n", each(n)))
            .collect()
    };
    let to = |n: usize| format!("{{$ref: '#/components/schemas/S{n}'}}");
    // Two ways at every step.
    ends_soon(&many(60, &|n| {
        format!(
            "{{allOf: [{}, {}]}}",
            to((n + 1).min(59)),
            to((n + 2).min(59))
        )
    }));
    ends_soon(&many(3_000, &|n| {
        format!(
            "{{type: object, properties: {{a: {}}}}}",
            to((n + 1) % 3_000)
        )
    }));
    // Rules inside rules, far down.
    ends_soon(&many(3_000, &|n| {
        format!("{{not: {{properties: {{a: {}}}}}}}", to((n + 1) % 3_000))
    }));
    ends_soon(&many(3_000, &|n| {
        format!(
            "{{type: object, properties: {{a: {{oneOf: [{}, {{type: 'null'}}]}}}}}}",
            to((n + 1) % 3_000)
        )
    }));
    ends_soon(&many(2_000, &|n| {
        format!("{{oneOf: [{}, {{type: 'null'}}]}}", to((n + 1).min(1_999)))
    }));
    // Every schema an alternative of every other.
    let all: Vec<String> = (0..60).map(to).collect();
    ends_soon(&many(60, &|n| {
        format!(
            "{{type: object, properties: {{p{n}: {{oneOf: [{}]}}}}}}",
            all.join(", ")
        )
    }));
    // The same properties in ever other combinations.
    ends_soon(&many(40, &|n| {
        format!(
            "{{allOf: [{}, {{properties: {{a: {}, b: {}}}}}]}}",
            to((n + 1).min(39)),
            to((n + 7) % 40),
            to((n + 13) % 40)
        )
    }));
}
