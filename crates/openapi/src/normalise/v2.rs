//! Bodies as 2.0 writes them: `in: body`, `in: formData`, `consumes`, `produces`.

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::{Reader, parameter, texts};
use crate::{
    Documents,
    files::At,
    model::{Encoding, Example, Location, MediaType, RequestBody, SchemaRef},
    pointer,
};

const URLENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";
const JSON: &str = "application/json";

/// The body that body or form parameters make; `written` are all parameters, `$ref`s followed,
/// the path item's first.
pub(super) fn request_body<'a>(
    reader: &mut Reader<'a, '_>,
    operation: &At<'a>,
    written: &[At<'a>],
    id: &str,
) -> Option<RequestBody> {
    let consumes = types(reader, operation, "consumes");
    if let Some(body) = written.iter().rev().find(|p| p.text("in") == Some("body")) {
        return Some(from_body(reader, body, consumes));
    }
    let mut fields: IndexMap<String, At<'a>> = IndexMap::new();
    for at in written.iter().filter(|p| p.text("in") == Some("formData")) {
        if let Some(name) = reader.words(at, "name") {
            fields.insert(name, at.clone());
        }
    }
    (!fields.is_empty()).then(|| from_form(reader, operation, &fields, consumes, id))
}

fn from_body<'a>(reader: &Reader<'a, '_>, at: &At<'a>, mut consumes: Vec<String>) -> RequestBody {
    if consumes.is_empty() {
        consumes.push(JSON.to_owned());
    }
    let schema = at.get("schema").filter(|s| s.value.is_object());
    // `x-examples` by media type is what most tools of 2.0 use.
    let by_type = at.get("x-examples").or_else(|| at.get("x-example"));
    let content = consumes
        .into_iter()
        .map(|media_type| {
            let example = by_type.as_ref().and_then(|e| e.get(&media_type));
            MediaType {
                place: reader.place(at),
                schema: schema.as_ref().map(|s| reader.schema_ref(s)),
                item_schema: None,
                examples: example.iter().map(|e| unnamed(reader, e)).collect(),
                encoding: IndexMap::new(),
                media_type,
            }
        })
        .collect();
    RequestBody {
        place: reader.place(at),
        description: reader.words(at, "description"),
        required: at.flag("required").unwrap_or(false),
        content,
    }
}

fn from_form<'a>(
    reader: &mut Reader<'a, '_>,
    operation: &At<'a>,
    fields: &IndexMap<String, At<'a>>,
    consumes: Vec<String>,
    id: &str,
) -> RequestBody {
    let has_file = fields.values().any(|at| at.text("type") == Some("file"));
    let mut types: Vec<String> = consumes
        .into_iter()
        .filter(|t| t == MULTIPART || (t == URLENCODED && !has_file))
        .collect();
    if types.is_empty() {
        types.push(if has_file { MULTIPART } else { URLENCODED }.to_owned());
    }
    let mut properties = serde_json::Map::new();
    let mut required = Vec::new();
    let mut encoding = IndexMap::new();
    for (name, at) in fields {
        let place = reader.schema_ref(at);
        let reference = format!(
            "{}#{}",
            place.document,
            pointer::to_fragment(&place.pointer)
        );
        properties.insert(name.clone(), json!({ "$ref": reference }));
        if at.flag("required") == Some(true) {
            required.push(Value::String(name.clone()));
        }
        let (style, explode) = parameter::collection(at, Location::Query);
        if at.text("type") == Some("array") {
            encoding.insert(
                name.clone(),
                Encoding {
                    content_type: None,
                    headers: Vec::new(),
                    style: Some(style),
                    explode: Some(explode),
                    allow_reserved: false,
                },
            );
        }
    }
    let is_required = !required.is_empty();
    let mut schema = json!({ "type": "object", "properties": properties });
    if is_required {
        schema["required"] = Value::Array(required);
    }
    reader.synthetic.insert(id.to_owned(), schema);
    let document = Documents::synthetic();
    let schema = SchemaRef {
        document,
        pointer: format!("/{id}"),
    };
    let place = reader.place(operation);
    RequestBody {
        description: None,
        required: is_required,
        content: types
            .into_iter()
            .map(|media_type| MediaType {
                media_type,
                place: place.clone(),
                schema: Some(schema.clone()),
                item_schema: None,
                examples: Vec::new(),
                encoding: encoding.clone(),
            })
            .collect(),
        place,
    }
}

/// What a response carries: its schema in every type that the operation produces, and the types
/// that only an example names.
pub(super) fn response_content<'a>(
    reader: &Reader<'a, '_>,
    operation: &At<'a>,
    at: &At<'a>,
) -> Vec<MediaType> {
    let schema = at.get("schema").filter(|s| s.value.is_object());
    let examples = at.entries_of("examples");
    let mut types = if schema.is_some() {
        types(reader, operation, "produces")
    } else {
        Vec::new()
    };
    for (name, _) in &examples {
        if name.contains('/') && !types.contains(name) {
            types.push((*name).clone());
        }
    }
    if types.is_empty() && schema.is_some() {
        types.push(JSON.to_owned());
    }
    types
        .into_iter()
        .filter(|_| reader.has_room(1))
        .map(|media_type| {
            let example = examples.iter().find(|(name, _)| **name == media_type);
            MediaType {
                place: reader.place(at),
                schema: schema.as_ref().map(|s| reader.schema_ref(s)),
                item_schema: None,
                examples: example
                    .iter()
                    .filter(|(_, value)| reader.has_room(super::size(value.value)))
                    .map(|(_, value)| unnamed(reader, value))
                    .collect(),
                encoding: IndexMap::new(),
                media_type,
            }
        })
        .collect()
}

fn unnamed(reader: &Reader<'_, '_>, at: &At<'_>) -> Example {
    Example {
        name: None,
        summary: None,
        value: at.value.clone(),
        place: reader.place(at),
    }
}

/// `consumes` or `produces` of the operation, else of the description.
fn types<'a>(reader: &Reader<'a, '_>, operation: &At<'a>, key: &str) -> Vec<String> {
    texts(
        operation
            .value
            .get(key)
            .or_else(|| reader.top.value.get(key)),
    )
}
