//! Schemas made uniform.

use expect_test::{Expect, expect};
use serde_json::Value;

use crate::show;

fn check(openapi: &str, schemas: &str, expected: Expect) {
    let indented = schemas.trim().replace('\n', "\n    ");
    let text = format!(
        "openapi: {openapi}\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n    {indented}\n"
    );
    let (sources, spec, problems) = show::one(&text);
    let uniform: &Value = &spec.documents.uniform[&sources.root];
    let mut out = String::new();
    for (name, schema) in uniform["components"]["schemas"].as_object().unwrap() {
        out.push_str(&format!("{name}: {schema}\n"));
    }
    expected.assert_eq(&(out + &show::codes(&problems)));
}

#[test]
fn nullable_becomes_a_type() {
    check(
        "3.0.3",
        "
A: {type: string, nullable: true}
B: {type: string, nullable: true, enum: [a]}
C: {nullable: true, allOf: [{$ref: '#/components/schemas/A'}]}
D: {type: string, nullable: false}
",
        expect![[r##"
            A: {"type":["string","null"],"nullable":true}
            B: {"type":["string","null"],"nullable":true,"enum":["a"]}
            C: {"nullable":true,"allOf":[{"$ref":"#/components/schemas/A"}]}
            D: {"type":"string","nullable":false}
            hint nullable-enum-without-null /components/schemas/B/enum :7
            hint nullable-without-type /components/schemas/C/nullable :8
        "##]],
    );
}

#[test]
fn broken_keywords_are_dropped() {
    check(
        "3.0.3",
        r"
A: {type: object, properties: {a: {type: string, required: true}, b: {type: any}}}
B: {type: string, pattern: '[a-'}
C: {type: number, minimum: '1', exclusiveMinimum: 3, multipleOf: 0}
D: {required: [], enum: [], allOf: []}
E: text
F: {items: true, additionalProperties: false}
G: {type: string, id: urn:x, maxLength: -1, pattern: '^(?!x)\d+$'}
",
        expect![[r#"
            A: {"type":"object","properties":{"a":{"type":"string"},"b":{}}}
            B: {"type":"string"}
            C: {"type":"number"}
            D: {"required":[]}
            E: {}
            F: {"additionalProperties":false}
            G: {"type":"string","pattern":"^(?!x)\\d+$"}
            warning schema-required-boolean /components/schemas/A/properties/a/required :6
            error schema-type-invalid /components/schemas/A/properties/b/type :6
            error pattern-invalid /components/schemas/B/pattern :7
            error schema-keyword-invalid /components/schemas/C/minimum :8
            warning schema-keyword-new /components/schemas/C/exclusiveMinimum :8
            error schema-keyword-invalid /components/schemas/C/multipleOf :8
            error schema-keyword-invalid /components/schemas/D/enum :9
            error schema-keyword-invalid /components/schemas/D/allOf :9
            error schema-invalid /components/schemas/E :10
            error schema-keyword-invalid /components/schemas/F/items :11
            error schema-keyword-invalid /components/schemas/G/maxLength :12
        "#]],
    );
}

#[test]
fn the_same_since_3_1() {
    check(
        "3.1.0",
        r"
A: {type: [string, 'null'], nullable: true}
B: {type: number, minimum: 3, exclusiveMinimum: true}
C: {items: [{type: string}], if: 1, patternProperties: {'(': {}, '^a': true}}
D: false
",
        expect![[r#"
            A: {"type":["string","null"],"nullable":true}
            B: {"type":"number","exclusiveMinimum":3}
            C: {"patternProperties":{"^a":true}}
            D: false
            warning nullable-unknown /components/schemas/A/nullable :6
            warning schema-keyword-old /components/schemas/B/exclusiveMinimum :7
            error schema-keyword-invalid /components/schemas/C/items :8
            error schema-keyword-invalid /components/schemas/C/if :8
            error pattern-invalid /components/schemas/C/patternProperties :8
        "#]],
    );
}

#[test]
fn names_of_schemas_become_places() {
    check(
        "3.1.0",
        r"
A: {$id: 'https://example.com/a', $defs: {X: {$anchor: x, type: string}}, properties: {x: {$ref: '#x'}, y: {$ref: '#/$defs/X'}}}
B: {$ref: 'https://example.com/a'}
C: {$ref: 'a#x'}
D: {$dynamicAnchor: node, properties: {next: {$dynamicRef: '#node'}}}
",
        expect![[r#"
            A: {"properties":{"x":{"$ref":"file:///api.yaml#/components/schemas/A/$defs/X"},"y":{"$ref":"file:///api.yaml#/components/schemas/A/$defs/X"}},"$defs":{"X":{"type":"string"}}}
            B: {"$ref":"file:///api.yaml#/components/schemas/A"}
            C: {}
            D: {"properties":{"next":{"$ref":"file:///api.yaml#/components/schemas/D"}}}
            error ref-file-missing /components/schemas/C/$ref :8
        "#]],
    );
}

#[test]
fn references_that_lead_nowhere_are_dropped() {
    check(
        "3.0.3",
        r"
A: {$ref: '#/components/schemas/Gone'}
B: {$ref: '#/components/schemas/B'}
C: {allOf: [{$ref: '#/components/schemas/D'}]}
D: {anyOf: [{type: string}, {$ref: '#/components/schemas/C'}]}
E: {properties: {e: {$ref: '#/components/schemas/E'}}}
F: {$ref: 7}
G: {$ref: '#/info/title'}
H: {$ref: '#/components/schemas/With space/properties/a{b}'}
With space: {properties: {'a{b}': {type: string}}}
I: {$ref: '#/components/schemas/J/properties/e'}
J: {$ref: '#/components/schemas/E'}
",
        expect![[r##"
            A: {}
            B: {}
            C: {"allOf":[{}]}
            D: {"anyOf":[{"type":"string"},{"$ref":"#/components/schemas/C"}]}
            E: {"properties":{"e":{"$ref":"#/components/schemas/E"}}}
            F: {}
            G: {}
            H: {"$ref":"file:///api.yaml#/components/schemas/With%20space/properties/a%7Bb%7D"}
            With space: {"properties":{"a{b}":{"type":"string"}}}
            I: {"$ref":"file:///api.yaml#/components/schemas/E/properties/e"}
            J: {"$ref":"#/components/schemas/E"}
            error ref-not-found /components/schemas/A/$ref :6
            error schema-cycle /components/schemas/B/$ref :7
            error schema-cycle /components/schemas/C/allOf/0/$ref :8
            error ref-invalid /components/schemas/F/$ref :11
            error ref-wrong-type /components/schemas/G/$ref :12
        "##]],
    );
}

#[test]
fn inline_schemas_of_2_0() {
    let (_, spec, problems) = show::one(
        "swagger: '2.0'\ninfo: {title: T, version: '1'}\npaths:\n  /a:\n    post:\n      parameters:\n        - {name: f, in: formData, type: file, required: true}\n        - {name: n, in: formData, type: integer, required: false}\n        - {name: q, in: query, type: string, required: true, x-nullable: true}\n      responses: {200: {description: ok, schema: {type: file}}}\n",
    );
    let post = &spec.operations[0];
    let mut out = show::codes(&problems);
    let form = post.request_body.as_ref().unwrap().content[0]
        .schema
        .clone()
        .unwrap();
    for at in [
        &form,
        post.parameters[0].schema.as_ref().unwrap(),
        post.responses[0].content[0].schema.as_ref().unwrap(),
    ] {
        out.push_str(&format!("{}\n", spec.documents.schema(at).unwrap()));
    }
    let file = "/paths/~1a/post/parameters/0";
    let root = spec
        .documents
        .uniform
        .keys()
        .find(|u| u.scheme() == "file")
        .unwrap();
    out.push_str(
        &spec.documents.uniform[root]
            .pointer(file)
            .unwrap()
            .to_string(),
    );
    expect![[r#"
        {"type":"object","properties":{"f":{"$ref":"file:///api.yaml#/paths/~1a/post/parameters/0"},"n":{"$ref":"file:///api.yaml#/paths/~1a/post/parameters/1"}},"required":["f"]}
        {"name":"q","in":"query","type":["string","null"],"x-nullable":true}
        {"type":"string","format":"binary"}
        {"name":"f","in":"formData","type":"string","format":"binary"}"#]].assert_eq(&out);
}
