//! Corrections of what the derived schemas leave out.

use serde_json::{Value, json};

/// Enums whose variants refuse unknown fields; the derive says so of structs only.
const STRICT: &[&str] = &["Source", "Target", "Credential", "SignatureScheme"];

/// Corrects the named schemas.
pub fn correct(document: &mut Value) {
    let schemas = &mut document["components"]["schemas"];
    for name in STRICT {
        let variants = schemas[name]["oneOf"].as_array_mut();
        let variants = variants.into_iter().flatten();
        for variant in variants.filter(|variant| variant["type"] == "object") {
            variant["additionalProperties"] = json!(false);
        }
    }
    // The derive writes the items of a generic list out instead of referring to them.
    for (name, list) in schemas.as_object_mut().into_iter().flatten() {
        if let Some(item) = name.strip_prefix("List_") {
            let description = list["properties"]["items"]["items"]["description"].take();
            list["properties"]["items"] = json!({
                "type": "array",
                "items": { "$ref": format!("#/components/schemas/{item}") },
                "description": description,
            });
        }
    }
}

/// Corrects the schemas within one operation.
pub fn correct_operation(operation: &mut Value) {
    // A parameter that is optional is left out, never null.
    let parameters = operation
        .get_mut("parameters")
        .and_then(Value::as_array_mut);
    for parameter in parameters.into_iter().flatten() {
        let kinds = parameter["schema"]["type"].as_array();
        if let Some(kind) = kinds.and_then(|kinds| kinds.iter().find(|kind| *kind != "null")) {
            parameter["schema"]["type"] = kind.clone();
        }
    }
    // What a stream carries (JSON Schema 2020-12 §8.4).
    let stream = operation.pointer_mut("/responses/200/content/text~1event-stream/schema");
    if let Some(schema) = stream {
        schema["contentMediaType"] = json!("application/json");
        schema["contentSchema"] = json!({ "$ref": "#/components/schemas/Event" });
    }
}
