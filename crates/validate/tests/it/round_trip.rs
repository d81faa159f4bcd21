//! Reading what was written gives the value again, for every style that can carry it.

use fairlead_openapi::{Location, Parameter, Place, SchemaRef, Style};
use fairlead_validate::{
    Contract,
    parameter::{
        query,
        read::{self, Pairs, Reading},
        write,
    },
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::support::contract;

/// Kinds of values that a text can carry, as named schemas.
const SCHEMAS: &str = "openapi: 3.1.0
info: {title: T, version: '1'}
paths: {}
components:
  schemas:
    Text: {type: string}
    Whole: {type: integer}
    Real: {type: number}
    Flag: {type: boolean}
    Maybe: {type: [integer, 'null']}
    Texts: {type: array, items: {type: string}}
    Wholes: {type: array, items: {type: integer}}
    Flags: {type: array, items: {type: boolean}}
    Thing: {type: object, properties: {name: {type: string}, size: {type: integer}, is new: {type: boolean}}}
    Open: {type: object, additionalProperties: {type: string}}
";

/// How a parameter travels: location, style, exploded or not.
const WAYS: &[(Location, Style, bool)] = &[
    (Location::Path, Style::Simple, false),
    (Location::Path, Style::Simple, true),
    (Location::Path, Style::Label, false),
    (Location::Path, Style::Label, true),
    (Location::Path, Style::Matrix, false),
    (Location::Path, Style::Matrix, true),
    (Location::Header, Style::Simple, false),
    (Location::Header, Style::Simple, true),
    (Location::Query, Style::Form, false),
    (Location::Query, Style::Form, true),
    (Location::Query, Style::SpaceDelimited, false),
    (Location::Query, Style::SpaceDelimited, true),
    (Location::Query, Style::PipeDelimited, false),
    (Location::Query, Style::PipeDelimited, true),
    (Location::Query, Style::TabDelimited, false),
    (Location::Query, Style::DeepObject, true),
    (Location::Cookie, Style::Form, false),
    (Location::Cookie, Style::Form, true),
    (Location::Cookie, Style::Cookie, false),
    (Location::Cookie, Style::Cookie, true),
];

fn parameter((location, style, explode): (Location, Style, bool), schema: SchemaRef) -> Parameter {
    Parameter {
        name: "colour".into(),
        location,
        place: Place {
            document: schema.document.clone(),
            pointer: String::new(),
        },
        description: None,
        required: true,
        deprecated: false,
        style,
        explode,
        allow_reserved: false,
        allow_empty: false,
        schema: Some(schema),
        content: None,
        examples: Vec::new(),
    }
}

fn there_and_back(contract: &Contract, parameter: &Parameter, value: &Value) -> Option<Value> {
    let shape = contract.shape(parameter.schema.as_ref().unwrap());
    let strict = Reading::Strict;
    match parameter.location {
        Location::Query | Location::Querystring => {
            let sent = write::query(parameter, value);
            let pairs = Pairs {
                pairs: &query::raw_pairs(&sent),
                claimed: &["colour"],
            };
            read::from_pairs(&shape, parameter, pairs, strict)
        }
        Location::Cookie => {
            let sent = write::cookies(parameter, value);
            let line: Vec<String> = sent.iter().map(|(n, v)| format!("{n}={v}")).collect();
            let headers = [("cookie", line.join("; "))].into_iter().collect();
            let pairs = Pairs {
                pairs: &query::raw_cookies(&headers),
                claimed: &["colour"],
            };
            read::from_pairs(&shape, parameter, pairs, strict)
        }
        _ => {
            let sent = write::encoded(parameter, value);
            Some(read::text(&shape, parameter, &sent, strict))
        }
    }
}

/// Whether the style can carry the value at all.
fn is_carried(parameter: &Parameter, value: &Value) -> bool {
    let (style, location) = (parameter.style, parameter.location);
    let is_plain = |text: &str| match (location, style) {
        // Nothing is encoded in these, so a delimiter cannot be told from data.
        (Location::Header, _) => {
            text.trim() == text && !text.contains([',', '=']) && !text.contains(char::is_control)
        }
        (Location::Cookie, Style::Cookie) => {
            text.trim() == text && !text.contains([',', ';', '=', '"'])
        }
        // Their delimiters are percent-encoded as well.
        (_, Style::SpaceDelimited) => !text.contains(' '),
        (_, Style::PipeDelimited) => !text.contains('|'),
        (_, Style::TabDelimited) => !text.contains('\t'),
        (_, Style::DeepObject) => !text.contains(['[', ']']),
        _ => true,
    };
    let is_delimited = matches!(
        style,
        Style::SpaceDelimited | Style::PipeDelimited | Style::TabDelimited
    );
    let fits = |value: &Value| value.as_str().is_none_or(is_plain);
    match value {
        Value::Array(items) => {
            // An empty list, or one of a single empty text, looks like nothing.
            let is_seen = items.iter().any(|i| i != "");
            style != Style::DeepObject && is_seen && items.iter().all(fits)
        }
        Value::Object(map) => {
            let is_table = style == Style::DeepObject || !(is_delimited && parameter.explode);
            is_table && !map.is_empty() && map.iter().all(|(k, v)| is_plain(k) && fits(v))
        }
        scalar => style != Style::DeepObject && (is_delimited || fits(scalar)),
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{0,6}",
        "[ -~]{1,8}",
        "\\PC{1,6}",
        Just("a,b;c=d&e.f|g h+%20".to_owned()),
    ]
}

fn value(kind: &'static str) -> BoxedStrategy<Value> {
    let real = (-100_000_i32..100_000).prop_map(|n| json!(f64::from(n) / 8.0));
    match kind {
        "Text" => text().prop_map(Value::from).boxed(),
        "Whole" => any::<i64>().prop_map(Value::from).boxed(),
        "Real" => real.boxed(),
        "Flag" => any::<bool>().prop_map(Value::from).boxed(),
        "Maybe" => proptest::option::of(any::<i64>())
            .prop_map(|n| json!(n))
            .boxed(),
        "Texts" => proptest::collection::vec(text(), 0..4)
            .prop_map(|v| json!(v))
            .boxed(),
        "Wholes" => proptest::collection::vec(any::<i64>(), 0..4)
            .prop_map(|v| json!(v))
            .boxed(),
        "Flags" => proptest::collection::vec(any::<bool>(), 0..4)
            .prop_map(|v| json!(v))
            .boxed(),
        "Thing" => (text(), any::<i64>(), any::<bool>())
            .prop_map(|(name, size, new)| json!({"name": name, "size": size, "is new": new}))
            .boxed(),
        _ => proptest::collection::btree_map("[a-z][a-zé]{0,4}", text(), 1..4)
            .prop_map(|map| {
                Value::Object(
                    map.into_iter()
                        .map(|(k, v)| (k, v.into()))
                        .collect::<Map<_, _>>(),
                )
            })
            .boxed(),
    }
}

fn case() -> impl Strategy<Value = (usize, &'static str, Value)> {
    let kinds = [
        "Text", "Whole", "Real", "Flag", "Maybe", "Texts", "Wholes", "Flags", "Thing", "Open",
    ];
    (0..WAYS.len(), proptest::sample::select(kinds.to_vec()))
        .prop_flat_map(|(way, kind)| (Just(way), Just(kind), value(kind)))
}

#[test]
fn read_is_the_inverse_of_write() {
    let contract = contract(SCHEMAS);
    let carried = std::cell::Cell::new(0);
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 6_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    runner
        .run(&case(), |(way, kind, value)| {
            let parameter = parameter(WAYS[way], contract.spec().schemas[kind].clone());
            if !is_carried(&parameter, &value) {
                return Ok(());
            }
            carried.set(carried.get() + 1);
            let back = there_and_back(&contract, &parameter, &value);
            prop_assert_eq!(back, Some(value), "{:?} {}", WAYS[way], kind);
            Ok(())
        })
        .unwrap();
    println!("{} of 6000 values carried", carried.get());
    assert!(carried.get() > 3_000);
}
