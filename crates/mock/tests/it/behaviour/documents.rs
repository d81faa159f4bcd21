//! The JSON Schema and the worked example say what the types read.

use expect_test::expect_file;
use fairlead_openapi::parse_text;
use jsonschema::Validator;
use serde_json::Value;

use super::{contract, read};

/// The worked example's description and behaviour file, from `docs/behaviour.md`.
fn example() -> (String, String) {
    let document = include_str!("../../../../../docs/behaviour.md");
    let mut blocks = document.split("```yaml\n").skip(1).map(|after| {
        let end = after.find("```").expect("every block ends");
        after[..end].to_owned()
    });
    let description = blocks.next().expect("a description");
    let behaviour = blocks
        .find(|block| block.contains("rules:"))
        .expect("a behaviour");
    (description, behaviour)
}

fn value(text: &str) -> Value {
    parse_text("a.yaml", text.as_bytes()).value.expect("YAML")
}

fn validator() -> Validator {
    jsonschema::draft202012::new(&fairlead_mock::behaviour::schema()).expect("a schema")
}

#[test]
fn the_committed_schema_is_that_of_the_types() {
    let mut text = serde_json::to_string_pretty(&fairlead_mock::behaviour::schema()).expect("JSON");
    text.push('\n');
    // With UPDATE_EXPECT=1 it is written anew.
    expect_file!["../../../behaviour.schema.json"].assert_eq(&text);
}

#[test]
fn every_key_is_described() {
    fn look(schema: &Value, at: &str, silent: &mut Vec<String>) {
        match schema {
            Value::Object(map) => {
                for (key, inner) in map {
                    let at = format!("{at}/{key}");
                    if at.ends_with("/properties") {
                        for (name, property) in inner.as_object().into_iter().flatten() {
                            if property.get("description").is_none() {
                                silent.push(format!("{at}/{name}"));
                            }
                        }
                    }
                    look(inner, &at, silent);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| look(item, at, silent)),
            _ => {}
        }
    }
    let mut silent = Vec::new();
    look(&fairlead_mock::behaviour::schema(), "", &mut silent);
    assert_eq!(silent, [""; 0]);
}

#[test]
fn the_worked_example_is_right() {
    let (description, behaviour) = example();
    let reading = read(&contract(&description), &behaviour);
    let problems: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems, [""; 0]);
    let errors: Vec<String> = validator()
        .iter_errors(&value(&behaviour))
        .map(|e| e.to_string())
        .collect();
    assert_eq!(errors, [""; 0]);
}

#[test]
fn schema_and_types_agree() {
    let payments = contract(super::PAYMENTS);
    let validator = validator();
    for (text, is_right) in [
        ("latency: 1.5s", true),
        ("latency: {p50: 1s, p99.9: 2s}", true),
        ("latency: 5", false),
        ("latency: {q50: 1s}", false),
        (
            "rules: [{when: {query: {a: 1, b: null, c: {gt: 2}}}, then: pass}]",
            true,
        ),
        (
            "rules: [{when: [{method: GET}, {method: [PUT, POST]}], then: pass}]",
            true,
        ),
        ("rules: [{when: {body: {a: 1}}, then: pass}]", false),
        ("rules: [{when: {a: 1}, then: pass}]", false),
        ("rules: [{then: stop}]", false),
        (
            "rules: [{answer: {status: 200, headers: {a: [b, c]}, body: [{a: 1}]}}]",
            true,
        ),
        (
            "faults: [{fault: {status: 503}, share: 0.5}, {fault: slowBody, share: 1}]",
            true,
        ),
        ("faults: [{fault: slowbody, share: 1}]", false),
        ("faults: [{fault: drop, share: 1.5}]", false),
        ("faults: [{fault: drop}]", false),
        ("quotas: [{limit: 1, per: 1m, by: ip, burst: 2}]", true),
        ("quotas: [{limit: 0, per: 1m}]", false),
        (
            "scenarios: [{steps: [{status: 503, times: 2}, {pass: true}], repeat: true}]",
            true,
        ),
        ("scenarios: [{steps: []}]", false),
        (
            "idempotency: {header: A, keep: 1h, required: true, match: {method: PUT}}",
            true,
        ),
        ("idempotency: true", false),
        ("other: 1", false),
    ] {
        assert_eq!(validator.is_valid(&value(text)), is_right, "schema: {text}");
        assert_eq!(
            read(&payments, text).behaviour.is_some(),
            is_right,
            "types: {text}"
        );
    }
}
