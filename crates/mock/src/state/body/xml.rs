//! XML: elements to values, as the schema's `xml` says (OpenAPI 3.1.1, XML Object).

use fairlead_openapi::SchemaRef;
use fairlead_validate::{
    Contract,
    parameter::{Shapes, read},
};
use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};
use serde_json::{Map, Value};

/// Deepest nesting taken.
const DEPTH: usize = 64;

/// An element with its attributes and what is in it.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    inner: Vec<Element>,
    text: String,
}

/// The value of a document, as far as the schema knows its elements.
pub fn read(contract: &Contract, schema: &SchemaRef, bytes: &[u8]) -> Option<Value> {
    let root = parse(std::str::from_utf8(bytes).ok()?)?;
    let shapes = Shapes::new(&contract.spec().documents);
    Some(value(contract, shapes, schema, &root))
}

fn parse(text: &str) -> Option<Element> {
    let mut reader = Reader::from_str(text);
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) if open.len() <= DEPTH => open.push(element(&start)),
            Event::Start(_) => return None,
            Event::Empty(start) => open.last_mut()?.inner.push(element(&start)),
            Event::End(_) => {
                let done = open.pop()?;
                open.last_mut()?.inner.push(done);
            }
            Event::Text(text) => open.last_mut()?.text.push_str(&text),
            Event::CData(data) => open.last_mut()?.text.push_str(&data),
            Event::GeneralRef(name) => {
                let resolved = name.resolve_char_ref().ok()?;
                let character = match (&resolved, &*name) {
                    (Some(c), _) => *c,
                    (None, "amp") => '&',
                    (None, "lt") => '<',
                    (None, "gt") => '>',
                    (None, "quot") => '"',
                    (None, "apos") => '\'',
                    _ => return None,
                };
                open.last_mut()?.text.push(character);
            }
            Event::Eof => return open.pop()?.inner.pop(),
            _ => {}
        }
    }
}

fn element(start: &BytesStart<'_>) -> Element {
    let local = |name: &str| name.rsplit(':').next().unwrap_or_default().to_owned();
    let attributes = start.attributes().flatten().filter_map(|attribute| {
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
        Some((local(attribute.key.as_ref()), value.into_owned()))
    });
    Element {
        name: local(start.name().as_ref()),
        attributes: attributes.collect(),
        ..Element::default()
    }
}

fn value(contract: &Contract, shapes: Shapes<'_>, at: &SchemaRef, element: &Element) -> Value {
    let shape = contract.shape(at);
    if shape.is_array()
        && let Some(items) = shapes.items(at)
    {
        let inner = element.inner.iter();
        return inner.map(|e| value(contract, shapes, &items, e)).collect();
    }
    if !shape.is_object() {
        return read::plain(&shape, element.text.trim());
    }
    let hint = |at: &SchemaRef, key: &str| shapes.xml(at).and_then(|x| x.get(key)).cloned();
    let name_of = |at: &SchemaRef| hint(at, "name").and_then(|n| n.as_str().map(str::to_owned));
    let mut map = Map::new();
    for name in shapes.property_names(at) {
        let Some(property) = shapes.property(at, &name) else {
            continue;
        };
        let own = name_of(&property).unwrap_or_else(|| name.clone());
        if hint(&property, "attribute") == Some(Value::Bool(true)) {
            let found = element.attributes.iter().find(|(n, _)| *n == own);
            let text = found.map(|(_, text)| read::plain(&contract.shape(&property), text));
            map.extend(text.map(|text| (name, text)));
            continue;
        }
        let wrapped = hint(&property, "wrapped") == Some(Value::Bool(true));
        let items = contract
            .shape(&property)
            .is_array()
            .then(|| shapes.items(&property));
        let found: Option<Value> = match items.flatten().filter(|_| !wrapped) {
            Some(items) => {
                let item = name_of(&items).unwrap_or_else(|| own.clone());
                let same = element
                    .inner
                    .iter()
                    .filter(|e| e.name == item || e.name == own);
                let all: Vec<Value> = same.map(|e| value(contract, shapes, &items, e)).collect();
                (!all.is_empty()).then(|| all.into())
            }
            None => {
                let one = element.inner.iter().find(|e| e.name == own);
                one.map(|e| value(contract, shapes, &property, e))
            }
        };
        map.extend(found.map(|value| (name, value)));
    }
    Value::Object(map)
}
