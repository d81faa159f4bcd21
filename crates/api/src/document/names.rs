//! Names of the document in the style of the document, not of Rust.

use serde_json::{Map, Value};

/// Renames generic schemas: `List_Project` becomes `ProjectList`, with every reference to it.
pub fn tidy(document: &mut Value) {
    let Some(schemas) = document["components"]["schemas"].as_object_mut() else {
        return;
    };
    let renamed: Map<_, _> = std::mem::take(schemas)
        .into_iter()
        .map(|(name, schema)| (plain(&name), schema))
        .collect();
    *schemas = renamed;
    schemas.sort_keys();
    rename_references(document);
}

fn rename_references(value: &mut Value) {
    match value {
        Value::Object(map) => {
            if let Some(Value::String(target)) = map.get_mut("$ref")
                && let Some(name) = target.strip_prefix("#/components/schemas/")
            {
                *target = format!("#/components/schemas/{}", plain(name));
            }
            map.values_mut().for_each(rename_references);
        }
        Value::Array(items) => items.iter_mut().for_each(rename_references),
        _ => {}
    }
}

fn plain(name: &str) -> String {
    name.rsplit('_').collect()
}

/// `list_projects`, the handler's name, becomes the operationId `listProjects`.
pub fn name_operation(operation: &mut Value) {
    let Some(name) = operation["operationId"].as_str() else {
        return;
    };
    let mut words = name.split('_');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let (first, rest) = word.split_at(word.len().min(1));
        camel.push_str(&first.to_ascii_uppercase());
        camel.push_str(rest);
    }
    operation["operationId"] = Value::from(camel);
}
