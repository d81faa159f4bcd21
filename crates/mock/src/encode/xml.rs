//! Values as XML, as the schema's `xml` says (OpenAPI 3.1.1, XML Object).

use fairlead_openapi::SchemaRef;
use fairlead_validate::parameter::{Shapes, write};
use serde_json::Value;

/// A whole document.
pub fn write(shapes: Shapes<'_>, schema: Option<&SchemaRef>, value: &Value) -> String {
    let fallback = schema
        .and_then(|s| shapes.root_name(s))
        .unwrap_or_else(|| "root".to_owned());
    let name = schema
        .and_then(|s| hint(shapes, s, "name"))
        .unwrap_or(fallback);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    element(shapes, schema, &name, value, &mut out);
    out
}

fn element(
    shapes: Shapes<'_>,
    schema: Option<&SchemaRef>,
    name: &str,
    value: &Value,
    out: &mut String,
) {
    match value {
        Value::Object(map) => {
            let mut attributes = String::new();
            let mut inside = String::new();
            for (key, value) in map {
                let property = schema.and_then(|s| shapes.property(s, key));
                let of = property.as_ref();
                let name = of
                    .and_then(|p| hint(shapes, p, "name"))
                    .unwrap_or_else(|| key.clone());
                if of.is_some_and(|p| flag(shapes, p, "attribute")) {
                    attributes.push_str(&format!(" {name}=\"{}\"", escape(&write::scalar(value))));
                } else if let Value::Array(items) = value {
                    let item = of.and_then(|p| shapes.items(p));
                    let wrapped = of.is_some_and(|p| flag(shapes, p, "wrapped"));
                    let item_name = item
                        .as_ref()
                        .and_then(|i| hint(shapes, i, "name"))
                        .unwrap_or_else(|| name.clone());
                    let mut listed = String::new();
                    items
                        .iter()
                        .for_each(|i| element(shapes, item.as_ref(), &item_name, i, &mut listed));
                    inside.push_str(&if wrapped {
                        format!("<{name}>{listed}</{name}>")
                    } else {
                        listed
                    });
                } else {
                    element(shapes, of, &name, value, &mut inside);
                }
            }
            out.push_str(&format!("<{name}{attributes}>{inside}</{name}>"));
        }
        Value::Array(items) => {
            let item = schema.and_then(|s| shapes.items(s));
            let item_name = item
                .as_ref()
                .and_then(|i| hint(shapes, i, "name").or_else(|| shapes.root_name(i)))
                .unwrap_or_else(|| "item".to_owned());
            out.push_str(&format!("<{name}>"));
            items
                .iter()
                .for_each(|i| element(shapes, item.as_ref(), &item_name, i, out));
            out.push_str(&format!("</{name}>"));
        }
        other => out.push_str(&format!(
            "<{name}>{}</{name}>",
            escape(&write::scalar(other))
        )),
    }
}

fn hint(shapes: Shapes<'_>, schema: &SchemaRef, key: &str) -> Option<String> {
    shapes.xml(schema)?.get(key)?.as_str().map(str::to_owned)
}

fn flag(shapes: Shapes<'_>, schema: &SchemaRef, key: &str) -> bool {
    shapes
        .xml(schema)
        .and_then(|x| x.get(key))
        .and_then(Value::as_bool)
        == Some(true)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
