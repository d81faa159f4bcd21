//! The request that a webhook or a callback is: its body is made as answers are, and tells of what
//! has happened where names are the same.

use bytes::Bytes;
use fairlead_core::{Headers, Request};
use fairlead_openapi::{Location, MediaType, Operation, SchemaRef};
use fairlead_validate::{
    Direction, Report,
    media::{self, Kind},
    parameter::write,
};
use fairlead_webhooks::Event;
use serde_json::{Map, Value};

use crate::{Mock, encode, prefer::Preference};

/// How deep in a body the thing is looked for that it tells of.
const DEPTH: usize = 3;

/// A webhook or callback, ready to be signed and sent.
#[derive(Clone, Debug)]
pub struct Composed {
    /// What is sent.
    pub event: Event,
    /// Query of the declared parameters, without `?`; empty where there is none.
    pub query: String,
    /// What is wrong with it by its own description.
    pub report: Report,
}

impl Mock {
    /// The event that an operation among webhooks or callbacks describes. `told` is what it is to
    /// tell of, by name; the same seed makes up the same rest.
    #[must_use]
    pub fn compose(
        &self,
        operation: &Operation,
        name: &str,
        id: String,
        told: &Map<String, Value>,
        seed: u64,
    ) -> Composed {
        let seed = seed ^ self.options.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut headers = Headers::default();
        let mut query = Vec::new();
        for parameter in &operation.parameters {
            let name = parameter.name.to_ascii_lowercase();
            match parameter.location {
                Location::Header if name != "content-type" => {
                    let text = self.header(parameter, seed);
                    headers.0.extend(text.map(|text| (name, text)));
                }
                Location::Query if parameter.required => {
                    let schema = parameter.schema.as_ref();
                    let example = parameter.examples.first().map(|e| e.value.clone());
                    let made_up = || Some(self.sample(schema?, seed, &Preference::default()));
                    let value = example.or_else(made_up);
                    query.extend(value.map(|value| write::query(parameter, &value)));
                }
                _ => {}
            }
        }
        let body = self.payload(operation, told, seed);
        let (body, content_type) = body.unwrap_or_default();
        if !content_type.is_empty() {
            headers.set("content-type", content_type);
        }
        let event = Event {
            id,
            name: name.to_owned(),
            method: operation.method.clone(),
            headers,
            body,
        };
        let query = query.join("&");
        let request = Request {
            method: event.method.clone(),
            path: "/".to_owned(),
            query: (!query.is_empty()).then(|| query.clone()),
            headers: event.headers.clone(),
            body: event.body.clone(),
        };
        Composed {
            report: self.contract.check_outgoing(operation, &request),
            event,
            query,
        }
    }

    fn payload(
        &self,
        operation: &Operation,
        told: &Map<String, Value>,
        seed: u64,
    ) -> Option<(Bytes, String)> {
        let content = &operation.request_body.as_ref()?.content;
        let is_json = |c: &&MediaType| media::kind(&c.media_type) == Kind::Json;
        let declared = content.iter().find(is_json).or(content.first())?;
        // Without a named example there is none that could be missing.
        let mut value = self
            .body(declared, &Preference::default(), &[], seed)
            .ok()?;
        if let Some(schema) = &declared.schema {
            self.tell_within(schema, &mut value, told);
        }
        let media_type = match declared.media_type.as_str() {
            "*/*" | "application/*" => "application/json",
            other => other,
        };
        Some(encode::encode(&self.contract, declared, media_type, &value))
    }

    /// Puts what is told into the object of a body that has most of its names, field by field, as
    /// far as the schema of the whole lets it stand.
    fn tell_within(&self, schema: &SchemaRef, body: &mut Value, told: &Map<String, Value>) {
        let Some((_, at)) = best(body, told, "", DEPTH) else {
            return;
        };
        let Some(Value::Object(fields)) = body.pointer(&at) else {
            return;
        };
        let names: Vec<String> = fields.keys().cloned().collect();
        for name in names {
            let Some(value) = value_for(&name, told) else {
                continue;
            };
            let pointer = fairlead_openapi::pointer::join(&at, &name);
            let Some(place) = body.pointer_mut(&pointer) else {
                continue;
            };
            let before = std::mem::replace(place, value.clone());
            if !self.contract.is_valid(schema, Direction::Response, body)
                && let Some(place) = body.pointer_mut(&pointer)
            {
                *place = before;
            }
        }
    }
}

/// The object with most of the names, the outermost of these, and how many it has.
fn best(
    value: &Value,
    told: &Map<String, Value>,
    at: &str,
    depth: usize,
) -> Option<(usize, String)> {
    let fields = value.as_object()?;
    let own = fields
        .keys()
        .filter(|n| value_for(n, told).is_some())
        .count();
    let mut found = (own > 0).then(|| (own, at.to_owned()));
    if depth > 0 {
        for (name, inner) in fields {
            let at = fairlead_openapi::pointer::join(at, name);
            let within = best(inner, told, &at, depth - 1);
            if within.as_ref().map(|w| w.0) > found.as_ref().map(|f| f.0) {
                found = within;
            }
        }
    }
    found
}

/// What is told under a name, or under the same name in another way of writing it.
fn value_for<'v>(name: &str, told: &'v Map<String, Value>) -> Option<&'v Value> {
    let fold = |name: &str| name.to_ascii_lowercase().replace(['_', '-'], "");
    told.get(name).or_else(|| {
        let folded = fold(name);
        let found = told.iter().find(|(n, _)| fold(n) == folded);
        found.map(|(_, value)| value)
    })
}
