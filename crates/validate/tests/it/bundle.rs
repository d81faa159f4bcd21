//! A schema with all that it refers to.

use fairlead_validate::{Direction, bundle};
use serde_json::json;

use crate::support;

#[test]
fn what_it_refers_to_is_within_and_values_are_left_alone() {
    let contract = support::contract(
        r##"
openapi: 3.1.0
info: { title: T, version: "1" }
paths:
  /trees:
    post:
      requestBody:
        content:
          application/json:
            schema: { $ref: "#/components/schemas/Tree" }
      responses: { default: { description: D } }
components:
  schemas:
    Tree:
      type: object
      properties:
        id: { type: string, readOnly: true }
        $ref: { type: string, description: "A property of that name" }
        kind: { enum: [{ $ref: "no reference" }, oak] }
        children: { type: array, items: { $ref: "#/components/schemas/Tree" } }
"##,
    );
    let spec = contract.spec();
    let content = &spec.operations[0].request_body.as_ref().unwrap().content[0];
    let schema = content.schema.as_ref().unwrap();
    let bundled = bundle(&spec.documents, schema, Direction::Request);
    let text = bundled.to_string();
    assert!(!text.contains("components"), "{text}");
    let definitions = bundled["$defs"].as_object().unwrap();
    let tree = definitions
        .values()
        .find(|schema| schema.get("properties").is_some())
        .unwrap();
    assert_eq!(tree["properties"]["id"]["doNotSuggest"], json!(true));
    assert_eq!(tree["properties"]["$ref"]["type"], json!("string"));
    assert_eq!(
        tree["properties"]["kind"]["enum"][0],
        json!({ "$ref": "no reference" })
    );
    // It validates what the contract does.
    let validator = jsonschema::validator_for(&bundled).unwrap();
    assert!(validator.is_valid(&json!({ "children": [{ "children": [] }] })));
    assert!(!validator.is_valid(&json!({ "children": [{ "children": 1 }] })));
}
