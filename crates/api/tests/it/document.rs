//! The OpenAPI document: committed, complete, clean.

use std::collections::BTreeSet;

use fairlead_api::document;
use serde_json::Value;

fn operations() -> impl Iterator<Item = (String, &'static Value)> {
    let paths = document::document()["paths"].as_object().unwrap();
    paths.iter().flat_map(|(path, item)| {
        item.as_object()
            .unwrap()
            .iter()
            .map(move |(method, operation)| (format!("{method} {path}"), operation))
    })
}

#[test]
fn the_committed_document_is_the_generated_one() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
    let committed = std::fs::read_to_string(file).unwrap_or_default();
    assert!(
        committed == document::text(),
        "docs/openapi.json has drifted from the handlers: run `cargo xtask codegen`"
    );
}

#[test]
fn every_operation_is_named_described_and_tagged() {
    let mut ids = BTreeSet::new();
    let declared: BTreeSet<_> = document::document()["tags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tag| tag["name"].as_str().unwrap())
        .collect();
    for (place, operation) in operations() {
        let id = operation["operationId"].as_str().unwrap();
        assert!(ids.insert(id), "{id} is used twice");
        assert!(id.chars().all(|c| c.is_ascii_alphanumeric()), "{id}");
        assert!(
            operation["summary"].as_str().is_some_and(|s| !s.is_empty()),
            "{place}"
        );
        let tags = operation["tags"].as_array().unwrap();
        assert_eq!(tags.len(), 1, "{place}");
        assert!(declared.contains(tags[0].as_str().unwrap()), "{place}");
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            assert!(parameter["description"].is_string(), "{place} {parameter}");
        }
    }
    assert!(ids.len() >= 40, "{}", ids.len());
}

#[test]
fn every_failure_has_the_one_shape() {
    let document = document::document();
    let shape = "#/components/schemas/Error";
    for (place, operation) in operations() {
        for (status, answer) in operation["responses"].as_object().unwrap() {
            let answer = match answer["$ref"].as_str() {
                Some(target) => document.pointer(target.trim_start_matches('#')).unwrap(),
                None => answer,
            };
            assert!(
                answer["headers"]["X-Request-Id"].is_object(),
                "{place} {status}"
            );
            let not_ready = place.ends_with("/ready") && status == "503";
            if status.starts_with(['4', '5']) && !not_ready {
                let schema = &answer["content"]["application/json"]["schema"]["$ref"];
                assert_eq!(schema, shape, "{place} {status}");
            }
        }
    }
}

#[test]
fn names_are_those_of_json() {
    fn look(value: &Value, place: &str) {
        match value {
            Value::Object(map) => {
                for name in map
                    .get("properties")
                    .and_then(Value::as_object)
                    .into_iter()
                    .flatten()
                {
                    assert!(!name.0.contains('_'), "{place}: {}", name.0);
                }
                for (key, value) in map {
                    look(value, &format!("{place}/{key}"));
                }
            }
            Value::Array(items) => items.iter().for_each(|item| look(item, place)),
            _ => {}
        }
    }
    look(&document::document()["components"]["schemas"], "");
}
