//! What a client sends, as a value.

use fairlead_core::Request;
use fairlead_openapi::{MediaType, Operation, SchemaRef};
use fairlead_validate::{Contract, decode_body, media};
use serde_json::{Map, Value};

use super::schema::Look;

/// Deepest nesting in which fields for one direction are looked for.
const DEPTH: usize = 8;

/// A body that was read.
#[derive(Debug)]
pub struct Sent<'a> {
    /// The entry of the description that it falls under.
    pub declared: &'a MediaType,
    /// Its value.
    pub value: Value,
    /// Whether it is a list of changes (RFC 6902).
    pub is_patch: bool,
}

/// Reads the body of a request that keeps its contract; `None` where there is none, or it is of
/// a kind that has no fields.
pub fn read<'a>(
    contract: &Contract,
    operation: &'a Operation,
    request: &Request,
) -> Option<Sent<'a>> {
    let content_type = request.headers.get("content-type")?;
    let content = &operation.request_body.as_ref()?.content;
    let declared = media::choose(content, content_type)?;
    if request.body.is_empty() {
        return None;
    }
    let value = decode_body(contract, declared, content_type, &request.body)?;
    Some(Sent {
        declared,
        value,
        is_patch: media::essence(content_type) == "application/json-patch+json",
    })
}

/// A sent object without the fields that are not the client's to set, and those that are never
/// shown (OpenAPI 3.1.1, `readOnly` and `writeOnly`).
pub fn own_fields(look: Look<'_>, schemas: &[&SchemaRef], value: &Value) -> Map<String, Value> {
    let mut value = value.clone();
    for schema in schemas {
        strip(look, schema, &mut value, DEPTH);
    }
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn strip(look: Look<'_>, at: &SchemaRef, value: &mut Value, depth: usize) {
    if depth == 0 {
        return;
    }
    match value {
        Value::Object(map) => map.retain(|name, inner| {
            let Some(property) = look.property(at, name) else {
                return true;
            };
            strip(look, &property, inner, depth - 1);
            !look.has_flag(&property, "readOnly") && !look.has_flag(&property, "writeOnly")
        }),
        Value::Array(items) => {
            if let Some(schema) = look.items(at) {
                items
                    .iter_mut()
                    .for_each(|item| strip(look, &schema, item, depth - 1));
            }
        }
        _ => {}
    }
}
