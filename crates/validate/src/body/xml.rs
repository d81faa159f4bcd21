//! XML: well-formed, and mapped to a value as the schema's `xml` says (OpenAPI 3.1.1, XML Object).

use fairlead_openapi::SchemaRef;
use quick_xml::{Reader, events::Event};
use serde_json::{Map, Value};

use super::Checking;
use crate::{
    parameter::{Shapes, read},
    report::Violation,
};

/// An element: its attributes, its elements, its text.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Element>,
    text: String,
}

/// Deepest nesting taken.
const DEPTH: usize = 128;

pub(super) fn check(body: &Checking<'_>) -> Result<Vec<Violation>, String> {
    let root = parse(body.bytes)?;
    let Some(schema) = &body.media_type.schema else {
        return Ok(Vec::new());
    };
    let shapes = Shapes::new(&body.contract.spec().documents);
    Ok(body.value(&value(shapes, schema, &root, DEPTH)))
}

fn parse(bytes: &[u8]) -> Result<Element, String> {
    let text = std::str::from_utf8(bytes).map_err(|e| format!("the body is not UTF-8: {e}"))?;
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = vec![Element::default()];
    loop {
        let at = reader.buffer_position();
        let bad = |why: String| format!("the body is not XML: byte {at}: {why}");
        match reader.read_event().map_err(|e| bad(e.to_string()))? {
            Event::Start(start) => {
                if open.len() > DEPTH {
                    return Err(bad(format!("nested deeper than {DEPTH}")));
                }
                open.push(element(&start).map_err(bad)?);
            }
            Event::Empty(start) => {
                let element = element(&start).map_err(bad)?;
                if let Some(parent) = open.last_mut() {
                    parent.children.push(element);
                }
            }
            Event::End(_) => {
                let Some(done) = open.pop() else {
                    return Err(bad("an end without a start".into()));
                };
                match open.last_mut() {
                    Some(parent) => parent.children.push(done),
                    None => return Err(bad("an end without a start".into())),
                }
            }
            Event::Text(text) => {
                append(&mut open, &text);
            }
            Event::CData(data) => append(&mut open, &data),
            Event::GeneralRef(name) => {
                let resolved = name.resolve_char_ref().map_err(|e| bad(e.to_string()))?;
                let text = match (&resolved, &*name) {
                    (Some(c), _) => c.to_string(),
                    (None, "amp") => "&".into(),
                    (None, "lt") => "<".into(),
                    (None, "gt") => ">".into(),
                    (None, "quot") => "\"".into(),
                    (None, "apos") => "'".into(),
                    _ => return Err(bad("an entity that is not declared".into())),
                };
                append(&mut open, &text);
            }
            Event::DocType(_) => return Err(bad("document types are not taken".into())),
            Event::Eof => break,
            _ => {}
        }
    }
    match (open.pop(), open.is_empty()) {
        (Some(mut top), true) if top.children.len() == 1 => Ok(top.children.remove(0)),
        (Some(_), true) => Err("the body is not XML: it must have exactly one root element".into()),
        _ => Err("the body is not XML: it ends before its elements do".into()),
    }
}

fn append(open: &mut [Element], text: &str) {
    if let Some(current) = open.last_mut() {
        current.text.push_str(text);
    }
}

fn element(start: &quick_xml::events::BytesStart<'_>) -> Result<Element, String> {
    let local = |name: &str| name.rsplit(':').next().unwrap_or_default().to_owned();
    let mut element = Element {
        name: local(start.name().as_ref()),
        ..Element::default()
    };
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|e| e.to_string())?;
        let value = attribute.value.into_owned();
        element
            .attributes
            .push((local(attribute.key.as_ref()), value));
    }
    Ok(element)
}

fn value(shapes: Shapes<'_>, schema: &SchemaRef, element: &Element, depth: usize) -> Value {
    let types = shapes.types(schema);
    if depth == 0 {
        return Value::Null;
    }
    if types.array
        && let Some(items) = shapes.items(schema)
    {
        return element
            .children
            .iter()
            .map(|child| value(shapes, &items, child, depth - 1))
            .collect();
    }
    let names = shapes.property_names(schema);
    if types.object || !names.is_empty() {
        return object(shapes, schema, element, &names, depth);
    }
    read::plain(shapes, schema, element.text.trim())
}

fn object(
    shapes: Shapes<'_>,
    schema: &SchemaRef,
    element: &Element,
    names: &[String],
    depth: usize,
) -> Value {
    let mut map = Map::new();
    for name in names {
        let Some(property) = shapes.property(schema, name) else {
            continue;
        };
        let xml = shapes.schema(&property).and_then(|s| s.get("xml"));
        let flag = |key: &str| xml.and_then(|x| x.get(key)).and_then(Value::as_bool) == Some(true);
        let xml_name = xml
            .and_then(|x| x.get("name"))
            .and_then(Value::as_str)
            .unwrap_or(name);
        if flag("attribute") {
            if let Some((_, text)) = element.attributes.iter().find(|(n, _)| n == xml_name) {
                map.insert(name.clone(), read::plain(shapes, &property, text));
            }
            continue;
        }
        let items = shapes
            .types(&property)
            .array
            .then(|| shapes.items(&property))
            .flatten();
        if let Some(items) = items.filter(|_| !flag("wrapped")) {
            let item_name = shapes
                .schema(&items)
                .and_then(|s| s.pointer("/xml/name"))
                .and_then(Value::as_str)
                .unwrap_or(xml_name);
            let found: Vec<Value> = element
                .children
                .iter()
                .filter(|c| c.name == item_name || c.name == xml_name)
                .map(|c| value(shapes, &items, c, depth - 1))
                .collect();
            if !found.is_empty() {
                map.insert(name.clone(), found.into());
            }
        } else if let Some(child) = element.children.iter().find(|c| c.name == xml_name) {
            map.insert(name.clone(), value(shapes, &property, child, depth - 1));
        }
    }
    Value::Object(map)
}
