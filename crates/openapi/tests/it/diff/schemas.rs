//! Every kind of change of a schema, in requests and responses, there and back.

use fairlead_openapi::diff::{Kind, Side};

use super::{between, lines, with_schema};

/// Kind, old schema, new schema.
const CASES: &[(&str, &str, &str)] = &[
    ("type-narrowed", "{type: number}", "{type: integer}"),
    ("type-narrowed", "{}", "{type: string}"),
    (
        "type-narrowed",
        "{type: [string, integer, 'null']}",
        "{type: string}",
    ),
    ("type-narrowed", "true", "false"),
    ("type-changed", "{type: string}", "{type: integer}"),
    (
        "type-changed",
        "{type: [string, boolean]}",
        "{type: [string, integer]}",
    ),
    (
        "type-stated",
        "{properties: {a: {}}}",
        "{type: object, properties: {a: {}}}",
    ),
    (
        "null-forbidden",
        "{type: [string, 'null']}",
        "{type: string}",
    ),
    (
        "null-forbidden",
        "{anyOf: [{type: string}, {type: 'null'}]}",
        "{type: string}",
    ),
    (
        "null-forbidden",
        "{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}, {type: 'null'}]}",
        "{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}",
    ),
    (
        "enum-added",
        "{type: string}",
        "{type: string, enum: [a, b]}",
    ),
    ("enum-added", "{}", "{const: 1}"),
    ("enum-value-removed", "{enum: [a, b]}", "{enum: [a]}"),
    ("enum-value-removed", "{enum: [a, b]}", "{const: b}"),
    ("enum-value-removed", "{enum: [1, 2.0]}", "{enum: [1.0]}"),
    (
        "format-added",
        "{type: string}",
        "{type: string, format: date}",
    ),
    (
        "format-narrowed",
        "{type: integer, format: int64}",
        "{type: integer, format: int32}",
    ),
    (
        "format-narrowed",
        "{type: string, format: uri-reference}",
        "{type: string, format: uri}",
    ),
    (
        "format-changed",
        "{type: string, format: date}",
        "{type: string, format: date-time}",
    ),
    (
        "format-hint-changed",
        "{type: string}",
        "{type: string, format: password}",
    ),
    (
        "encoding-changed",
        "{type: string}",
        "{type: string, contentEncoding: base64}",
    ),
    (
        "default-changed",
        "{type: integer, default: 1}",
        "{type: integer, default: 2}",
    ),
    (
        "minimum-raised",
        "{type: integer}",
        "{type: integer, minimum: 0}",
    ),
    (
        "minimum-raised",
        "{type: number, minimum: 1}",
        "{type: number, exclusiveMinimum: 1}",
    ),
    (
        "maximum-lowered",
        "{type: number, maximum: 10}",
        "{type: number, maximum: 9.5}",
    ),
    (
        "maximum-lowered",
        "{type: integer, maximum: 10}",
        "{type: integer, exclusiveMaximum: 10}",
    ),
    (
        "multiple-of-narrowed",
        "{type: integer, multipleOf: 2}",
        "{type: integer, multipleOf: 4}",
    ),
    (
        "multiple-of-narrowed",
        "{type: number}",
        "{type: number, multipleOf: 0.01}",
    ),
    (
        "multiple-of-changed",
        "{type: integer, multipleOf: 2}",
        "{type: integer, multipleOf: 3}",
    ),
    (
        "min-length-raised",
        "{type: string, minLength: 1}",
        "{type: string, minLength: 2}",
    ),
    (
        "max-length-lowered",
        "{type: string}",
        "{type: string, maxLength: 2}",
    ),
    (
        "pattern-added",
        "{type: string}",
        "{type: string, pattern: a}",
    ),
    (
        "pattern-changed",
        "{type: string, pattern: a}",
        "{type: string, pattern: b}",
    ),
    (
        "min-items-raised",
        "{type: array}",
        "{type: array, minItems: 1}",
    ),
    (
        "max-items-lowered",
        "{type: array, maxItems: 3}",
        "{type: array, maxItems: 2}",
    ),
    (
        "unique-items-demanded",
        "{type: array}",
        "{type: array, uniqueItems: true}",
    ),
    (
        "type-changed",
        "{type: array, items: {type: string}}",
        "{type: array, items: {type: integer}}",
    ),
    (
        "type-narrowed",
        "{type: array}",
        "{type: array, items: {type: integer}}",
    ),
    (
        "type-changed",
        "{type: array, prefixItems: [{type: string}]}",
        "{type: array, prefixItems: [{type: integer}]}",
    ),
    (
        "property-removed",
        "{type: object, properties: {a: {}, b: {}}}",
        "{type: object, properties: {a: {}}}",
    ),
    (
        "required-property-removed",
        "{type: object, required: [b], properties: {a: {}, b: {}}}",
        "{type: object, properties: {a: {}}}",
    ),
    (
        "required-property-added",
        "{type: object, properties: {a: {}}}",
        "{type: object, required: [b], properties: {a: {}, b: {}}}",
    ),
    (
        "property-added",
        "{type: object, properties: {a: {}}}",
        "{type: object, properties: {a: {}, b: {}}}",
    ),
    (
        "property-removed-from-closed-object",
        "{type: object, properties: {a: {}, b: {}}, additionalProperties: false}",
        "{type: object, properties: {a: {}}, additionalProperties: false}",
    ),
    (
        "required-property-added-to-closed-object",
        "{type: object, properties: {a: {}}, additionalProperties: false}",
        "{type: object, required: [b], properties: {a: {}, b: {}}, additionalProperties: false}",
    ),
    (
        "required-property-removed-from-closed-object",
        "{type: object, required: [b], properties: {a: {}, b: {}}, unevaluatedProperties: false}",
        "{type: object, properties: {a: {}}, unevaluatedProperties: false}",
    ),
    (
        "property-became-required",
        "{type: object, properties: {a: {}}}",
        "{type: object, required: [a], properties: {a: {}}}",
    ),
    (
        "required-property-added",
        "{type: object}",
        "{type: object, required: [a]}",
    ),
    (
        "type-narrowed",
        "{type: object, properties: {a: {type: number}}}",
        "{type: object, properties: {a: {type: integer}}}",
    ),
    (
        "min-properties-raised",
        "{type: object}",
        "{type: object, minProperties: 1}",
    ),
    (
        "max-properties-lowered",
        "{type: object, maxProperties: 2}",
        "{type: object, maxProperties: 1}",
    ),
    (
        "additional-properties-closed",
        "{type: object, properties: {a: {}}}",
        "{type: object, properties: {a: {}}, additionalProperties: false}",
    ),
    (
        "type-narrowed",
        "{type: object}",
        "{type: object, additionalProperties: {type: string}}",
    ),
    (
        "pattern-property-added",
        "{type: object}",
        "{type: object, patternProperties: {'^x-': {type: string}}}",
    ),
    (
        "type-changed",
        "{type: object, patternProperties: {'^x-': {type: integer}}}",
        "{type: object, patternProperties: {'^x-': {type: string}}}",
    ),
    (
        "alternative-removed",
        "{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}, {$ref: '#/components/schemas/Cow'}]}",
        "{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}",
    ),
    (
        "alternative-removed",
        "{anyOf: [{type: string}, {type: integer}]}",
        "{type: string}",
    ),
    (
        "overlapping-alternative-added",
        "{oneOf: [{$ref: '#/components/schemas/Open'}, {type: string}]}",
        "{oneOf: [{$ref: '#/components/schemas/Open'}, {type: string}, {$ref: '#/components/schemas/Wide'}]}",
    ),
    (
        "alternatives-made-exclusive",
        "{anyOf: [{$ref: '#/components/schemas/Open'}, {$ref: '#/components/schemas/Wide'}]}",
        "{oneOf: [{$ref: '#/components/schemas/Open'}, {$ref: '#/components/schemas/Wide'}]}",
    ),
    (
        "alternatives-introduced",
        "{type: object, properties: {a: {}, b: {}}}",
        "{type: object, properties: {a: {}, b: {}}, anyOf: [{required: [a]}, {required: [b]}]}",
    ),
    (
        "discriminator-added",
        "{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}",
        "{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind}}",
    ),
    (
        "discriminator-changed",
        "{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: type}}",
        "{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind}}",
    ),
    (
        "discriminator-changed",
        "{type: object, discriminator: {propertyName: kind, mapping: {a: '#/components/schemas/Cat'}}}",
        "{type: object, discriminator: {propertyName: kind, mapping: {a: '#/components/schemas/Dog'}}}",
    ),
    (
        "discriminator-value-removed",
        "{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind, mapping: {c: '#/components/schemas/Cat', k: '#/components/schemas/Cat', d: '#/components/schemas/Dog'}}}",
        "{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind, mapping: {c: '#/components/schemas/Cat', d: '#/components/schemas/Dog'}}}",
    ),
    (
        "discriminator-value-removed",
        "{type: object, discriminator: {propertyName: kind, mapping: {a: '#/components/schemas/Cat'}}}",
        "{type: object, discriminator: {propertyName: kind}}",
    ),
    (
        "rule-added",
        "{type: string}",
        "{type: string, not: {const: a}}",
    ),
    (
        "rule-changed",
        "{type: string, not: {const: b}}",
        "{type: string, not: {const: a}}",
    ),
    (
        "rule-changed",
        "{not: {$ref: '#/components/schemas/Cat'}}",
        "{not: {$ref: '#/components/schemas/Dog'}}",
    ),
    (
        "rule-added",
        "{type: object, properties: {a: {}, b: {}}}",
        "{type: object, properties: {a: {}, b: {}}, dependentRequired: {a: [b]}}",
    ),
    (
        "deprecated",
        "{type: string}",
        "{type: string, deprecated: true}",
    ),
    (
        "description-changed",
        "{type: string, description: A}",
        "{type: string, description: B}",
    ),
    (
        "title-changed",
        "{type: string}",
        "{type: string, title: B}",
    ),
    (
        "examples-changed",
        "{type: string, examples: [a]}",
        "{type: string, examples: [b]}",
    ),
];

fn kind(name: &str) -> Kind {
    *Kind::ALL
        .iter()
        .find(|k| k.name() == name)
        .unwrap_or_else(|| panic!("no kind {name}"))
}

/// That exactly the one change is found.
fn is_found(wanted: Kind, side: Side, old: &str, new: &str) {
    let changes = between(old, new);
    let found: Vec<Kind> = changes.iter().map(|c| c.kind).collect();
    assert_eq!(
        found,
        [wanted],
        "{side:?}\n{old}\n{new}\n{}",
        lines(&changes)
    );
    assert_eq!(changes[0].side, Some(side));
    assert_eq!(changes[0].code, wanted.code(Some(side)));
    assert_eq!(changes[0].class, wanted.class(Some(side)));
    for spot in [&changes[0].old, &changes[0].new].into_iter().flatten() {
        assert!(spot.line.is_some() && spot.file.is_some(), "{spot:?}");
    }
}

#[test]
fn each_kind_on_each_side_there_and_back() {
    for (name, old, new) in CASES {
        let kind = kind(name);
        for (side, is_request) in [(Side::Request, true), (Side::Response, false)] {
            let (old, new) = (with_schema(old, is_request), with_schema(new, is_request));
            is_found(kind, side, &old, &new);
            is_found(kind.inverse(), side, &new, &old);
        }
    }
}

/// Names of kinds that [`CASES`] has.
pub fn covered() -> Vec<Kind> {
    let told_apart = "alternatives-may-overlap";
    CASES
        .iter()
        .map(|(name, ..)| *name)
        .chain([told_apart])
        .flat_map(|name| [kind(name), kind(name).inverse()])
        .collect()
}

#[test]
fn another_way_of_writing_is_no_change() {
    let same = [
        (
            "{$ref: '#/components/schemas/Cat'}",
            "{type: object, required: [kind], properties: {kind: {const: cat}, lives: {type: integer}}}",
        ),
        (
            "{allOf: [{$ref: '#/components/schemas/Cat'}]}",
            "{$ref: '#/components/schemas/Cat'}",
        ),
        (
            "{allOf: [{type: object, properties: {a: {type: string}}}, {required: [a]}]}",
            "{type: object, required: [a], properties: {a: {type: string}}}",
        ),
        (
            "{anyOf: [{type: string}, {type: 'null'}]}",
            "{type: [string, 'null']}",
        ),
        (
            "{oneOf: [{type: integer, minimum: 1}]}",
            "{type: integer, minimum: 1}",
        ),
        ("{enum: [a]}", "{const: a}"),
        ("{type: string, enum: [a, b]}", "{enum: [b, a]}"),
        (
            "{type: integer, exclusiveMinimum: 0}",
            "{type: integer, minimum: 1}",
        ),
        ("{type: string, minLength: 0}", "{type: string}"),
        (
            "{type: object, required: [a, b]}",
            "{type: object, required: [b, a]}",
        ),
        (
            "{type: object, additionalProperties: true}",
            "{type: object}",
        ),
        ("{type: object, additionalProperties: {}}", "{type: object}"),
        ("{type: array, items: {}}", "{type: array}"),
        ("{type: [string, integer]}", "{type: [integer, string]}"),
        (
            "{anyOf: [{type: string}, {type: integer}]}",
            "{anyOf: [{type: integer}, {type: string}]}",
        ),
        (
            "{not: {$ref: '#/components/schemas/Cat'}}",
            "{not: {type: object, required: [kind], properties: {kind: {const: cat}, lives: {type: integer}}}}",
        ),
        (
            "{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}",
            "{anyOf: [{$ref: '#/components/schemas/Dog'}, {$ref: '#/components/schemas/Cat'}]}",
        ),
        (
            "{type: string, minLength: 2, allOf: [{minLength: 1}]}",
            "{type: string, minLength: 2}",
        ),
        ("{type: string, nullable: false}", "{type: string}"),
    ];
    for (old, new) in same {
        for is_request in [true, false] {
            let changes = between(&with_schema(old, is_request), &with_schema(new, is_request));
            assert_eq!(lines(&changes), "", "{old} | {new}");
        }
    }
}

/// The two directions know different properties.
#[test]
fn properties_of_the_other_direction_do_not_count() {
    let old = "{type: object, properties: {a: {type: string}}}";
    let read_only = "{type: object, required: [id], properties: {a: {type: string}, id: {type: string, readOnly: true}}}";
    let codes = |old: &str, new: &str, is_request: bool| -> Vec<String> {
        between(&with_schema(old, is_request), &with_schema(new, is_request))
            .iter()
            .map(|c| c.code.to_string())
            .collect()
    };
    assert!(codes(old, read_only, true).is_empty());
    assert_eq!(
        codes(old, read_only, false),
        ["response-required-property-added"]
    );
    let settable = read_only.replace(", readOnly: true", "");
    assert_eq!(
        codes(&settable, read_only, true),
        ["request-required-property-removed"]
    );
    assert!(codes(&settable, read_only, false).is_empty());
    let secret = "{type: object, properties: {a: {type: string}, pin: {allOf: [{type: string, writeOnly: true}]}}}";
    assert_eq!(codes(old, secret, true), ["request-property-added"]);
    assert!(codes(old, secret, false).is_empty());
    // An answer must not have it, so that it is new there when it may.
    let open = secret.replace(", writeOnly: true", "");
    assert_eq!(
        codes(secret, &open, false),
        ["response-property-added-to-closed-object"]
    );
    assert!(codes(secret, &open, true).is_empty());
}

/// A new property is judged against what was said of all others.
#[test]
fn a_property_that_had_a_rule_before_it_had_a_name() {
    let old = with_schema(
        "{type: object, additionalProperties: {type: integer}}",
        true,
    );
    let new = with_schema(
        "{type: object, additionalProperties: {type: integer}, properties: {a: {type: string}}}",
        true,
    );
    let changes = between(&old, &new);
    assert_eq!(
        lines(&changes),
        "fine request-property-added POST /a: request body: the property `a` is new\n\
         BREAK request-type-changed POST /a: request body, `a`: the type is another, from `\"integer\"` to `\"string\"`\n"
    );
}

#[test]
fn messages_name_path_and_values() {
    let old = with_schema(
        "{type: object, properties: {pets: {type: array, items: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}}}}",
        false,
    );
    let new = old.replace(
        "lives: {type: integer}",
        "lives: {type: integer, maximum: 9, description: How many}",
    );
    let changes = between(&old, &new);
    assert_eq!(
        lines(&changes),
        "words response-description-changed POST /a: response 200, `pets[] (Cat).lives`: `description` is new: `\"How many\"`\n\
         fine response-maximum-lowered POST /a: response 200, `pets[] (Cat).lives`: there is a largest number now: `9`\n"
    );
    let (was, is) = (
        changes[1].old.as_ref().unwrap(),
        changes[1].new.as_ref().unwrap(),
    );
    assert_eq!(was.pointer, "/components/schemas/Cat/properties/lives");
    assert_eq!(
        is.pointer,
        "/components/schemas/Cat/properties/lives/maximum"
    );
    assert_eq!(
        (was.file.as_deref(), was.line),
        (Some("old.yaml"), Some(10))
    );
    assert_eq!((is.file.as_deref(), is.line), (Some("new.yaml"), Some(10)));
}

/// Two branches that could be told apart before: what fits both is refused now.
#[test]
fn alternatives_that_begin_to_overlap() {
    let old = "{oneOf: [{title: A, type: object, required: [t], properties: {t: {const: 1}}}, {title: B, type: object, required: [t], properties: {t: {const: 2}}}]}";
    let new = old.replace("const: 2", "enum: [1, 2]");
    let (old, new) = (with_schema(old, true), with_schema(&new, true));
    assert_eq!(
        lines(&between(&old, &new)),
        "BREAK request-alternatives-may-overlap POST /a: request body: a value may fit both `A` and `B` now, and is then refused\n\
         fine request-enum-value-added POST /a: request body, `(B).t`: the value `1` is new\n"
    );
    assert_eq!(
        lines(&between(&new, &old)),
        "fine request-alternatives-made-distinct POST /a: request body: no value fits both `A` and `B` any more\n\
         BREAK request-enum-value-removed POST /a: request body, `(B).t`: the value `1` is no longer taken\n"
    );
}
