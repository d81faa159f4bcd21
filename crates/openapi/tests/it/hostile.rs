//! Descriptions made to do harm: they end, soon and without a panic.

use std::time::{Duration, Instant};

use fairlead_openapi::{MemoryFetch, read};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::show;

/// Generous: what it must rule out takes hours.
const SOON: Duration = Duration::from_mins(3);

fn ends_soon(text: String) -> Vec<String> {
    let started = Instant::now();
    let fetch = MemoryFetch::new([("api.json", text.into_bytes())]);
    let (_, _, problems) = read(&MemoryFetch::uri("api.json"), &fetch);
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
    problems.iter().map(|p| p.code.to_string()).collect()
}

#[test]
fn many_paths_that_share_one_large_path_item() {
    let parameters: Vec<String> = (0..1000)
        .map(|n| format!("{{\"name\":\"p{n}\",\"in\":\"query\",\"schema\":{{}}}}"))
        .collect();
    let paths: Vec<String> = (0..20_000)
        .map(|n| format!("\"/p{n}\":{{\"$ref\":\"#/components/pathItems/P\"}}"))
        .collect();
    let codes = ends_soon(format!(
        "{{\"openapi\":\"3.1.0\",\"info\":{{\"title\":\"\",\"version\":\"\"}},\"paths\":{{{}}},\"components\":{{\"pathItems\":{{\"P\":{{\"parameters\":[{}],\"get\":{{}}}}}}}}}}",
        paths.join(","),
        parameters.join(",")
    ));
    assert!(codes.contains(&"too-many-parts".to_owned()));
}

#[test]
fn long_chains_and_circles_of_references() {
    let chain: Vec<String> = (0..50_000)
        .map(|n| {
            format!(
                "\"S{n}\":{{\"$ref\":\"#/components/schemas/S{}\"}}",
                (n + 1) % 50_000
            )
        })
        .collect();
    let codes = ends_soon(format!(
        "{{\"openapi\":\"3.0.0\",\"info\":{{\"title\":\"\",\"version\":\"\"}},\"paths\":{{}},\"components\":{{\"schemas\":{{{}}}}}}}",
        chain.join(",")
    ));
    assert_eq!(codes, ["schema-cycle"]);
}

#[test]
fn many_broken_patterns_names_and_problems() {
    let patterns: Vec<String> = (0..20_000).map(|n| format!("\"({n}\":{{}}")).collect();
    let names: Vec<String> = (0..20_000)
        .map(|n| {
            format!(
                "\"N{n}\":{{\"$id\":\"urn:n{n}\",\"$ref\":\"urn:n{}\"}}",
                n / 2
            )
        })
        .collect();
    let codes = ends_soon(format!(
        "{{\"openapi\":\"3.1.0\",\"info\":{{\"title\":\"\",\"version\":\"\"}},\"components\":{{\"schemas\":{{\"A\":{{\"patternProperties\":{{{}}}}},{}}}}}}}",
        patterns.join(","),
        names.join(",")
    ));
    assert!(codes.len() <= 1001, "{}", codes.len());
}

#[test]
fn a_schema_as_deep_as_is_read() {
    let deep = format!("{}{{}}{}", "{\"not\":".repeat(240), "}".repeat(240));
    let codes = ends_soon(format!(
        "{{\"openapi\":\"3.1.0\",\"info\":{{\"title\":\"\",\"version\":\"\"}},\"components\":{{\"schemas\":{{\"A\":{deep}}}}}}}"
    ));
    assert!(codes.is_empty(), "{codes:?}");
}

const SEED: &str = include_str!("../../sample/harbour.yaml");

/// Puts another value in place of the `n`th node, counted in document order.
fn replace(value: &mut Value, n: &mut usize, with: &Value) -> bool {
    if *n == 0 {
        *value = with.clone();
        return true;
    }
    *n -= 1;
    match value {
        Value::Array(items) => items.iter_mut().any(|item| replace(item, n, with)),
        Value::Object(map) => map.values_mut().any(|item| replace(item, n, with)),
        _ => false,
    }
}

fn odd() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!(null)),
        Just(json!(true)),
        Just(json!(-1.5)),
        Just(json!("")),
        Just(json!("{a}/{b")),
        Just(json!([])),
        Just(json!({})),
        Just(json!([null, {"$ref": "#/paths"}])),
        Just(json!({"$ref": "#"})),
        Just(json!({"$ref": ""})),
        Just(json!({"$ref": "#/components/schemas/Berth/properties"})),
        Just(json!({"$ref": "other.yaml"})),
        Just(json!({"$ref": {"$ref": 1}})),
        Just(json!({"$id": "#", "$anchor": 7, "allOf": [{"$ref": "#"}]})),
        Just(json!({"": {"x-": [1]}, "/": "~", "200": {}})),
    ]
}

/// The bundled sample, written as each version in turn.
fn sample(version: &str) -> Value {
    let mut value = fairlead_openapi::parse_text("a.yaml", SEED.as_bytes())
        .value
        .unwrap();
    let root = value.as_object_mut().unwrap();
    root.remove("openapi");
    let key = if version == "2.0" {
        "swagger"
    } else {
        "openapi"
    };
    if version == "2.0" {
        let schemas = root["components"]["schemas"].clone();
        root.insert("definitions".to_owned(), schemas);
    }
    root.insert(key.to_owned(), json!(version));
    value
}

fn reads_and_compiles(value: &Value) {
    let (_, spec, problems) = show::one(&value.to_string());
    assert!(
        problems
            .iter()
            .all(|p| p.file.is_some() && p.pointer.is_some())
    );
    for at in spec.schemas.values() {
        assert!(spec.documents.schema(at).is_some());
    }
    crate::corpus::compile_all("sample", &spec);
}

#[test]
fn what_a_validator_would_follow_or_refuse_is_left_out() {
    // The root is no schema, and what it refers to is not there.
    reads_and_compiles(&json!({"$ref": "other.yaml"}));
    // The whole description as a schema: its map of schemas is one, too.
    let mut value = sample("2.0");
    value["definitions"] = json!({"$ref": "#"});
    reads_and_compiles(&value);
    // A header of 2.0 is its own schema.
    value["definitions"] = json!({});
    value["paths"] = json!({"/a": {"get": {"responses": {"200": {"description": "", "headers": {
        "X-A": {"$ref": {"$ref": 1}, "type": "string"},
    }}}}}});
    reads_and_compiles(&value);
}

proptest! {
    /// The bundled sample with any node made into something else: never a panic.
    #[test]
    fn misshapen_descriptions_are_read_as_far_as_they_go(
        at in 0_usize..1500,
        with in odd(),
        version in prop_oneof![Just("2.0"), Just("3.0.3"), Just("3.1.0"), Just("3.2.0")],
    ) {
        let mut value = sample(version);
        replace(&mut value, &mut at.clone(), &with);
        reads_and_compiles(&value);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// The bundled sample with a line replaced, dropped or cut: never a panic.
    #[test]
    fn damaged_descriptions_are_read_as_far_as_they_go(
        at in 0..SEED.lines().count(),
        with in prop_oneof![
            Just(String::new()), Just("  - []".to_owned()), Just("      $ref: '#/'".to_owned()),
            Just("    type: 7".to_owned()), Just("  x: {y: [null]}".to_owned()), "[ -~]{0,30}",
        ],
        cut in any::<bool>(),
    ) {
        let mut lines: Vec<&str> = SEED.lines().collect();
        lines[at] = &with;
        if cut {
            lines.truncate(at + 1);
        }
        let _ = show::one(&lines.join("\n"));
    }
}
