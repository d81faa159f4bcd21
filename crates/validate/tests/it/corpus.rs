//! Every real description in `../shared/data/specs`: each schema that messages are checked under
//! can be compiled.

use std::{sync::Arc, time::Instant};

use fairlead_openapi::{FolderFetch, Operation, SchemaRef, read};
use fairlead_validate::{Contract, Direction};
use serde_json::{Value, json};

use crate::support::shared;

#[test]
fn every_schema_is_usable() {
    let Some(folder) = shared("specs") else {
        return;
    };
    let expected = std::fs::read_to_string(folder.join("EXPECT.json")).unwrap();
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let mut unusable = Vec::new();
    for name in expected.as_object().unwrap().keys() {
        let (fetch, root) = FolderFetch::around(&folder.join(name)).unwrap();
        let (_, spec, _) = read(&root, &fetch);
        let contract = Contract::new(Arc::new(spec));
        let started = Instant::now();
        let mut count = 0;
        for operation in &contract.spec().operations {
            for (schema, direction) in schemas(operation) {
                count += 1;
                for violation in contract.check_value(schema, direction, &json!({"a": [1]})) {
                    if violation.keyword == "schema-unusable" {
                        unusable.push(format!("{name} {}", violation.message));
                    }
                }
            }
        }
        println!("{name}: {count} schemas in {:?}", started.elapsed());
    }
    assert!(unusable.is_empty(), "{}", unusable.join("\n"));
}

fn schemas(operation: &Operation) -> Vec<(&SchemaRef, Direction)> {
    let (request, response) = (Direction::Request, Direction::Response);
    let mut found: Vec<(&SchemaRef, Direction)> = Vec::new();
    for parameter in &operation.parameters {
        found.extend(parameter.schema.iter().map(|s| (s, request)));
    }
    if let Some(body) = &operation.request_body {
        let content = body.content.iter();
        found.extend(content.flat_map(|c| &c.schema).map(|s| (s, request)));
    }
    for declared in &operation.responses {
        let headers = declared.headers.iter().flat_map(|h| &h.schema);
        let content = declared.content.iter().flat_map(|c| &c.schema);
        found.extend(headers.chain(content).map(|s| (s, response)));
    }
    found
}
