//! What holds for any two descriptions.

use std::cell::Cell;

use fairlead_openapi::{
    SchemaRef, Spec, diff,
    diff::{Change, Class},
    sample::{Direction, Options, generate},
};
use proptest::{
    prelude::*,
    sample::subsequence,
    test_runner::{RngAlgorithm, TestRng, TestRunner},
};
use serde_json::{Map, Value, json};

use super::lines;
use crate::show;

fn number() -> impl Strategy<Value = Value> {
    (-3_i64..4).prop_map(Value::from)
}

fn count() -> impl Strategy<Value = Value> {
    (0_i64..4).prop_map(Value::from)
}

/// Keywords and values, some of them left out.
fn keywords(
    kind: &'static str,
    all: Vec<(&'static str, BoxedStrategy<Value>)>,
) -> BoxedStrategy<Value> {
    let each: Vec<_> = all
        .into_iter()
        .map(|(name, value)| proptest::option::weighted(0.4, value).prop_map(move |v| (name, v)))
        .collect();
    (each, prop_oneof![4 => Just(false), 1 => Just(true)])
        .prop_map(move |(given, is_nullable)| {
            let mut map = Map::new();
            map.insert(
                "type".into(),
                if is_nullable {
                    json!([kind, "null"])
                } else {
                    json!(kind)
                },
            );
            for (name, value) in given {
                if let Some(value) = value {
                    map.insert(name.into(), value);
                }
            }
            Value::Object(map)
        })
        .boxed()
}

fn one_of(values: &[Value]) -> BoxedStrategy<Value> {
    proptest::sample::select(values.to_vec()).boxed()
}

fn leaf() -> BoxedStrategy<Value> {
    prop_oneof![
        keywords(
            "string",
            vec![
                ("minLength", count().boxed()),
                ("maxLength", (3_i64..6).prop_map(Value::from).boxed()),
                (
                    "format",
                    one_of(&[json!("uuid"), json!("date"), json!("password")])
                ),
                ("pattern", one_of(&[json!("^a"), json!("b$")])),
                ("description", one_of(&[json!("A"), json!("B")])),
            ]
        ),
        keywords(
            "integer",
            vec![
                ("minimum", number().boxed()),
                ("exclusiveMaximum", (4_i64..7).prop_map(Value::from).boxed()),
                ("multipleOf", one_of(&[json!(1), json!(2), json!(3)])),
            ]
        ),
        keywords(
            "number",
            vec![
                ("exclusiveMinimum", number().boxed()),
                ("maximum", (4_i64..7).prop_map(Value::from).boxed()),
            ]
        ),
        Just(json!({"type": "boolean"})),
        Just(json!({})),
        subsequence(vec![json!("x"), json!("y"), json!(1), Value::Null], 1..4)
            .prop_map(|values| json!({"enum": values})),
        one_of(&[json!("x"), json!(1)]).prop_map(|value| json!({"const": value})),
        one_of(&[json!("A"), json!("B")]).prop_map(|name| {
            json!({"$ref": format!("#/components/schemas/{}", name.as_str().unwrap())})
        }),
    ]
    .boxed()
}

const NAMES: [&str; 3] = ["a", "b", "c"];

fn object(inner: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    let others = prop_oneof![
        3 => Just(None),
        1 => Just(Some(json!(true))),
        2 => Just(Some(json!(false))),
        1 => inner.clone().prop_map(Some),
    ];
    (
        proptest::collection::vec(proptest::option::of(inner), 3),
        subsequence(NAMES.to_vec(), 0..3),
        others,
        prop_oneof![4 => Just("object"), 1 => Just("")],
    )
        .prop_map(|(properties, mut required, others, kind)| {
            let named: Map<String, Value> = NAMES
                .iter()
                .zip(properties)
                .filter_map(|(name, schema)| Some(((*name).to_owned(), schema?)))
                .collect();
            // Neither side sends what its description does not name.
            required.retain(|name| named.contains_key(*name));
            let mut schema = json!({"properties": named, "required": required});
            if !kind.is_empty() {
                schema["type"] = kind.into();
            }
            if let Some(others) = others {
                schema["additionalProperties"] = others;
            }
            schema
        })
        .boxed()
}

fn schema() -> BoxedStrategy<Value> {
    leaf()
        .prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                4 => object(inner.clone()),
                1 => (inner.clone(), count(), any::<bool>()).prop_map(|(items, least, unique)| {
                    json!({"type": "array", "items": items, "minItems": least, "uniqueItems": unique})
                }),
                1 => (inner.clone(), inner.clone()).prop_map(|(a, b)| json!({"allOf": [a, b]})),
                1 => (inner.clone(), inner.clone()).prop_map(|(a, b)| json!({"anyOf": [a, b]})),
                1 => inner.clone().prop_map(|a| json!({"anyOf": [a, {"type": "null"}]})),
                // Apart by type, so that exactly one fits.
                1 => object(inner.clone()).prop_map(|mut a| {
                    a["type"] = json!("object");
                    json!({"oneOf": [a, {"type": "string"}]})
                }),
                1 => inner.prop_map(|a| json!({"not": {"const": 2}, "allOf": [a]})),
            ]
        })
        .boxed()
}

/// Places of schemas in a schema, by pointer.
fn places(schema: &Value, at: &str, into: &mut Vec<String>) {
    into.push(at.to_owned());
    let mut inner = |keyword: &str, value: &Value| {
        places(value, &format!("{at}/{keyword}"), into);
    };
    for keyword in ["items", "additionalProperties"] {
        if let Some(value) = schema.get(keyword).filter(|v| v.is_object()) {
            inner(keyword, value);
        }
    }
    for keyword in ["allOf", "anyOf", "oneOf"] {
        for (index, value) in schema
            .get(keyword)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .enumerate()
        {
            inner(&format!("{keyword}/{index}"), value);
        }
    }
    for (name, value) in schema
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        inner(&format!("properties/{name}"), value);
    }
}

/// A schema, and another that is it with a part replaced or a keyword changed.
fn pair() -> impl Strategy<Value = (Value, Value)> {
    (schema(), leaf(), any::<prop::sample::Index>(), 0..5).prop_map(|(old, other, at, how)| {
        let mut all = Vec::new();
        places(&old, "", &mut all);
        let place = &all[at.index(all.len())];
        let mut new = old.clone();
        let part = new.pointer_mut(place).unwrap();
        match (how, part) {
            // Half of a schema from elsewhere.
            (0, Value::Object(map)) => {
                for (keyword, value) in other.as_object().unwrap() {
                    if keyword != "type" && keyword != "$ref" {
                        map.insert(keyword.clone(), value.clone());
                    }
                }
            }
            (1, Value::Object(map)) if !map.is_empty() => {
                let keyword = map.keys().nth(at.index(map.len())).unwrap().clone();
                if keyword == "properties" {
                    map.remove("required");
                }
                map.remove(&keyword);
            }
            (2, Value::Object(map)) => {
                for keyword in ["minLength", "minimum", "minItems", "exclusiveMinimum"] {
                    if let Some(value) = map.get_mut(keyword) {
                        *value = json!(value.as_i64().unwrap() + 1);
                    }
                }
                if let Some(Value::Array(names)) = map.get_mut("required") {
                    names.pop();
                }
            }
            (3, part) => *part = json!({"anyOf": [part.clone(), other]}),
            (_, part) => *part = other,
        }
        (old, new)
    })
}

fn description(body: &Value, a: &Value, b: &Value) -> Spec {
    let content = json!({"application/json": {"schema": body}});
    let text = json!({
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {
            "/request": {"post": {"requestBody": {"content": content}}},
            "/response": {"get": {"responses": {"200": {"description": "ok", "content": content}}}},
        },
        "components": {"schemas": {"A": a, "B": b}},
    });
    show::one(&text.to_string()).1
}

fn runner(cases: u32) -> TestRunner {
    let config = ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    // The same cases each time. `FAIRLEAD_SEED` looks further.
    let seed = std::env::var("FAIRLEAD_SEED")
        .ok()
        .and_then(|s| s.parse().ok());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed.unwrap_or(1); 32]);
    TestRunner::new_with_rng(config, rng)
}

type Row = (String, Option<String>, Option<String>, Option<String>);

/// What a change is and where, told so that it can be turned round.
fn row(change: &Change, is_turned: bool) -> Row {
    let kind = if is_turned {
        change.kind.inverse()
    } else {
        change.kind
    };
    let at = change
        .operation
        .as_ref()
        .map(|o| format!("{} {}", o.method, o.path));
    let spot = |spot: &Option<fairlead_openapi::Spot>| spot.as_ref().map(|s| s.pointer.clone());
    let (old, new) = (spot(&change.old), spot(&change.new));
    let (old, new) = if is_turned { (new, old) } else { (old, new) };
    (kind.code(change.side).to_string(), at, old, new)
}

fn is_turned_round(there: &[Change], back: &[Change]) -> bool {
    let mut a: Vec<Row> = there.iter().map(|c| row(c, true)).collect();
    let mut b: Vec<Row> = back.iter().map(|c| row(c, false)).collect();
    a.sort();
    b.sort();
    a == b
}

#[test]
fn a_description_is_the_same_as_itself() {
    runner(400)
        .run(&(schema(), schema(), schema()), |(body, a, b)| {
            let (old, new) = (description(&body, &a, &b), description(&body, &a, &b));
            prop_assert_eq!(lines(&diff(&old, &new)), "");
            Ok(())
        })
        .unwrap();
}

#[test]
fn exchanging_old_and_new_turns_every_change_round() {
    runner(1_500)
        .run(&(pair(), pair(), schema()), |((x, y), (a, c), b)| {
            let (old, new) = (description(&x, &a, &b), description(&y, &c, &b));
            let (there, back) = (diff(&old, &new), diff(&new, &old));
            prop_assert!(
                is_turned_round(&there, &back),
                "{} {}\n{} {}\n{}\n{}",
                x,
                a,
                y,
                c,
                lines(&there),
                lines(&back)
            );
            Ok(())
        })
        .unwrap();
}

fn at(spec: &Spec) -> SchemaRef {
    let body = spec.operations[0].request_body.as_ref().unwrap();
    body.content[0].schema.clone().unwrap()
}

fn validator(spec: &Spec) -> Option<jsonschema::Validator> {
    let at = at(spec);
    let mut registry = jsonschema::Registry::new().draft(jsonschema::Draft::Draft202012);
    for (uri, value) in &spec.documents.uniform {
        let resource = jsonschema::Draft::Draft202012.create_resource_ref(value);
        registry = registry.add(uri.as_str(), resource).unwrap();
    }
    let registry = registry.prepare().unwrap();
    jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .should_validate_formats(true)
        .with_registry(&registry)
        .build(&json!({"$ref": format!("{}#{}", at.document, at.pointer)}))
        .ok()
}

/// Values of a description that are valid in it, and whether another takes them as well.
fn survives(from: &Spec, to: &Spec, direction: Direction, tried: &Cell<usize>) -> Option<Value> {
    let (from_rules, to_rules) = (validator(from)?, validator(to)?);
    (0..12_u64)
        .map(|seed| {
            let options = Options {
                direction,
                seed,
                examples: false,
                minimal: seed % 3 == 0,
            };
            generate(&from.documents, &at(from), options)
        })
        .filter(|value| from_rules.is_valid(value))
        .inspect(|_| tried.set(tried.get() + 1))
        .find(|value| !to_rules.is_valid(value))
}

/// The proof of the classes: where nothing breaks for requests, what was valid stays valid; where
/// nothing breaks for responses, what comes now was valid before.
#[test]
fn what_does_not_break_keeps_messages_valid() {
    let (tried, fine) = (Cell::new(0), Cell::new(0));
    runner(2_500)
        .run(&(pair(), schema(), schema()), |((x, y), a, b)| {
            let (old, new) = (description(&x, &a, &b), description(&y, &a, &b));
            let changes = diff(&old, &new);
            let breaks = |path: &str| {
                changes.iter().any(|c| {
                    c.class == Class::Breaking
                        && c.operation.as_ref().is_some_and(|o| o.path == path)
                })
            };
            if !breaks("/request") {
                fine.set(fine.get() + 1);
                let lost = survives(&old, &new, Direction::Request, &tried);
                prop_assert!(
                    lost.is_none(),
                    "request {:?}\n{} {} {}\n{}\n{}",
                    lost,
                    x,
                    a,
                    b,
                    y,
                    lines(&changes)
                );
            }
            if !breaks("/response") {
                fine.set(fine.get() + 1);
                let lost = survives(&new, &old, Direction::Response, &tried);
                prop_assert!(
                    lost.is_none(),
                    "response {:?}\n{} {} {}\n{}\n{}",
                    lost,
                    x,
                    a,
                    b,
                    y,
                    lines(&changes)
                );
            }
            Ok(())
        })
        .unwrap();
    println!(
        "{} comparisons without a break, {} values",
        fine.get(),
        tried.get()
    );
    assert!(
        fine.get() > 800 && tried.get() > 4_000,
        "{} {}",
        fine.get(),
        tried.get()
    );
}
