//! XML: well-formed, and mapped to a value as the schema's `xml` says (OpenAPI 3.1.1, XML Object).

use fairlead_openapi::SchemaRef;
use quick_xml::{Reader, XmlVersion, events::Event};
use serde_json::{Map, Value};

use super::Checking;
use crate::{
    contract::Contract,
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
    Ok(value(body)?.map_or_else(Vec::new, |value| body.value(&value)))
}

/// The value of a document; none where no schema says what its elements are.
pub(super) fn value(body: &Checking<'_>) -> Result<Option<Value>, String> {
    let root = parse(body.bytes)?;
    let Some(schema) = &body.media_type.schema else {
        return Ok(None);
    };
    let mapping = Mapping {
        contract: body.contract,
        shapes: Shapes::new(&body.contract.spec().documents),
    };
    Ok(Some(mapping.value(schema, &root, DEPTH)))
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
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|e| e.to_string())?
            .into_owned();
        element
            .attributes
            .push((local(attribute.key.as_ref()), value));
    }
    Ok(element)
}

/// How elements become values.
struct Mapping<'a> {
    contract: &'a Contract,
    shapes: Shapes<'a>,
}

impl Mapping<'_> {
    fn value(&self, schema: &SchemaRef, element: &Element, depth: usize) -> Value {
        if depth == 0 {
            return Value::Null;
        }
        let is_nil = |(name, value): &(String, String)| name == "nil" && value == "true";
        if element.attributes.iter().any(is_nil) {
            return Value::Null;
        }
        let shape = self.contract.shape(schema);
        if shape.is_array()
            && let Some(items) = self.shapes.items(schema)
        {
            return element
                .children
                .iter()
                .map(|child| self.value(&items, child, depth - 1))
                .collect();
        }
        if shape.is_object() {
            return self.object(schema, element, depth);
        }
        read::plain(&shape, element.text.trim())
    }

    fn object(&self, schema: &SchemaRef, element: &Element, depth: usize) -> Value {
        let mut map = Map::new();
        let mut known: Vec<String> = Vec::new();
        for name in self.shapes.property_names(schema) {
            let Some(property) = self.shapes.property(schema, &name) else {
                continue;
            };
            let xml_name = self.name(&property).unwrap_or_else(|| name.clone());
            let value = if self.flag(&property, "attribute") {
                let mut attributes = element.attributes.iter();
                let own = attributes.find(|(n, _)| *n == xml_name);
                own.map(|(_, text)| read::plain(&self.contract.shape(&property), text))
            } else {
                self.property(&property, &xml_name, element, depth, &mut known)
            };
            known.push(xml_name);
            map.extend(value.map(|value| (name, value)));
        }
        for child in &element.children {
            // What is not declared is there all the same.
            if !known.contains(&child.name) && !map.contains_key(&child.name) {
                let value = match self.shapes.property(schema, &child.name) {
                    Some(property) => self.value(&property, child, depth - 1),
                    None => Value::from(child.text.trim()),
                };
                map.insert(child.name.clone(), value);
            }
        }
        Value::Object(map)
    }

    fn property(
        &self,
        property: &SchemaRef,
        xml_name: &str,
        element: &Element,
        depth: usize,
        known: &mut Vec<String>,
    ) -> Option<Value> {
        let is_list = self.contract.shape(property).is_array();
        let items = is_list.then(|| self.shapes.items(property)).flatten();
        if let Some(items) = items.filter(|_| !self.flag(property, "wrapped")) {
            let item_name = self.name(&items).unwrap_or_else(|| xml_name.to_owned());
            let found: Vec<Value> = element
                .children
                .iter()
                .filter(|c| c.name == item_name || c.name == xml_name)
                .map(|c| self.value(&items, c, depth - 1))
                .collect();
            known.push(item_name);
            return (!found.is_empty()).then(|| found.into());
        }
        let child = element.children.iter().find(|c| c.name == xml_name)?;
        Some(self.value(property, child, depth - 1))
    }

    fn name(&self, schema: &SchemaRef) -> Option<String> {
        let xml = self.shapes.xml(schema)?;
        xml.get("name").and_then(Value::as_str).map(str::to_owned)
    }

    fn flag(&self, schema: &SchemaRef, key: &str) -> bool {
        let xml = self.shapes.xml(schema);
        xml.and_then(|x| x.get(key)) == Some(&Value::Bool(true))
    }
}
