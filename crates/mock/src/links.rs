//! What may be asked next (OpenAPI 3.1.1, Link Object): links with the values of a real exchange,
//! and answers whose values the links can be followed with.

use fairlead_core::{Request, Response, Timestamp};
use fairlead_openapi::{
    Link, Location, Operation, Parameter, ResponseSpec, SchemaRef,
    expression::{self, Expression, Source},
};
use fairlead_validate::{
    Direction,
    parameter::{
        Shapes,
        read::{self, Reading},
        write,
    },
};
use serde::Serialize;
use serde_json::Value;

use crate::{
    Decision, Mock,
    known::{Exchanged, Known},
    prefer::{self, Preference},
};

/// The header that tells links to who asks for them with `Prefer: links=true`.
const HEADER: &str = "fairlead-links";
/// Most bytes of that header: proxies and clients take no longer ones.
const LONGEST: usize = 7 * 1024;

/// A link, filled in from an exchange: a request that may be made next.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Followed {
    /// Its key under `links`.
    pub name: String,
    /// Id of the operation.
    pub operation: String,
    /// Method in upper case.
    pub method: String,
    /// Path and query, percent-encoded. A variable without a value stays in its braces.
    pub target: String,
    /// Header fields and their values.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, String)>,
    /// The body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// Required parameters that the link gives no value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
}

impl Mock {
    /// The links that an answer's response declares, filled in from the exchange. A link to an
    /// operation that is not in the description is left out.
    #[must_use]
    pub fn follow_links(
        &self,
        operation: &Operation,
        request: &Request,
        path_values: &[(String, String)],
        response: &Response,
        now: Timestamp,
    ) -> Vec<Followed> {
        let Some(declared) = operation.response_for(response.status) else {
            return Vec::new();
        };
        let exchange = (operation, request, path_values);
        let known = Known::new(&self.contract, exchange, response, now);
        let spec = self.contract.spec();
        let links = declared.links.iter();
        links
            .filter_map(|link| Some(fill(link, spec.linked(link)?, &known)))
            .collect()
    }

    /// Tells the links of a decision to a caller that wants to know.
    pub(crate) fn tell_links(
        &self,
        decision: &mut Decision,
        exchange: Exchanged<'_>,
        now: Timestamp,
    ) {
        let (operation, request, path_values) = exchange;
        if request.headers.get("prefer").is_none() || !prefer::read(&request.headers).links {
            return;
        }
        decision.links =
            self.follow_links(operation, request, path_values, &decision.response, now);
        let text = serde_json::to_string(&decision.links).unwrap_or_default();
        let headers = &mut decision.response.headers;
        if text.len() <= LONGEST {
            headers.set(HEADER, ascii(&text));
            headers.append("preference-applied", "links=true");
        } else {
            let why = format!("the links are longer than {LONGEST} bytes, so they are not told");
            decision.notes.push(why);
        }
    }

    /// Gives a made-up body values that its links can be followed with: of an item that is kept,
    /// else such as the target's parameter takes; each as far as the body's schema lets it stand.
    pub(crate) fn join_links(
        &self,
        declared: &ResponseSpec,
        schema: &SchemaRef,
        body: &mut Value,
        seed: u64,
    ) {
        for link in &declared.links {
            let Some(target) = self.contract.spec().linked(link) else {
                continue;
            };
            for (name, pointer) in pointers(link) {
                let Some(parameter) = parameter(target, name) else {
                    continue;
                };
                let Some(before) = body.pointer(pointer).filter(|v| !v.is_null()).cloned() else {
                    continue;
                };
                let Some(value) = self.follows(target, parameter, &before, seed) else {
                    continue;
                };
                set(body, pointer, value);
                if !self.contract.is_valid(schema, Direction::Response, body) {
                    set(body, pointer, before);
                }
            }
        }
    }

    /// Another value for a link's parameter, where the one that is there leads nowhere.
    fn follows(
        &self,
        target: &Operation,
        parameter: &Parameter,
        before: &Value,
        seed: u64,
    ) -> Option<Value> {
        let schema = parameter.schema.as_ref()?;
        if let Some(state) = &self.state
            && let Some(ids) = state.ids(self, target, &parameter.name)
            && !ids.is_empty()
        {
            if ids.contains(&write::scalar(before)) {
                return None;
            }
            let nth = usize::try_from(seed).unwrap_or(0) % ids.len();
            let text = ids.get(nth)?;
            let number = before
                .is_number()
                .then(|| text.parse::<i64>().ok())
                .flatten();
            return Some(number.map_or_else(|| Value::from(text.as_str()), Value::from));
        }
        let text = write::scalar(before);
        let shape = Shapes::new(&self.contract.spec().documents).shape(schema);
        // The value as the target would read it from its path or query.
        let value = read::text(&shape, parameter, &text, Reading::Strict);
        let is_fine = self.contract.is_valid(schema, Direction::Request, &value);
        (!is_fine).then(|| self.sample(schema, seed, &Preference::default()))
    }
}

/// Parameters of a link that are values of the answer's body, and where these are.
pub fn pointers(link: &Link) -> impl Iterator<Item = (&str, &str)> {
    link.parameters.iter().filter_map(|(name, value)| {
        let text = value.as_str()?;
        let inside = text.strip_prefix('{').and_then(|t| t.strip_suffix('}'));
        match inside.unwrap_or(text).parse() {
            Ok(Expression::Response(Source::Body(_))) => {
                let (_, pointer) = inside.unwrap_or(text).split_once('#')?;
                Some((name.as_str(), pointer))
            }
            _ => None,
        }
    })
}

/// The parameter that a link means by a name, such as `id` or `path.id`.
pub fn parameter<'a>(operation: &'a Operation, name: &str) -> Option<&'a Parameter> {
    let all = &operation.parameters;
    let plain = all.iter().find(|p| p.name == name);
    plain.or_else(|| {
        let (location, name) = name.split_once('.')?;
        let is_it = |p: &&Parameter| p.name == name && word(p.location) == location;
        all.iter().find(is_it)
    })
}

fn word(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query | Location::Querystring => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    }
}

fn fill(link: &Link, target: &Operation, known: &Known<'_>) -> Followed {
    let mut followed = Followed {
        name: link.name.clone(),
        operation: target.id.clone(),
        method: target.method.clone(),
        target: target.path.clone(),
        headers: Vec::new(),
        body: None,
        missing: Vec::new(),
    };
    let mut query = Vec::new();
    for declared in &target.parameters {
        let given = link
            .parameters
            .iter()
            .find(|(name, _)| parameter(target, name).is_some_and(|p| std::ptr::eq(p, declared)));
        let value = given.and_then(|(_, value)| expression::resolve(value, |e| known.value(e)));
        let Some(value) = value else {
            if declared.required {
                followed.missing.push(declared.name.clone());
            }
            continue;
        };
        match declared.location {
            Location::Path => {
                let place = format!("{{{}}}", declared.name);
                let text = write::encoded(declared, &value);
                followed.target = followed.target.replace(&place, &text);
            }
            Location::Query | Location::Querystring => query.push(write::query(declared, &value)),
            Location::Header => followed
                .headers
                .push((declared.name.clone(), write::text(declared, &value))),
            Location::Cookie => {
                let pairs = write::cookies(declared, &value);
                let texts = pairs.iter().map(|(name, value)| format!("{name}={value}"));
                let text = texts.collect::<Vec<_>>().join("; ");
                followed.headers.push(("cookie".to_owned(), text));
            }
        }
    }
    if !query.is_empty() {
        followed.target = format!("{}?{}", followed.target, query.join("&"));
    }
    let body = link.request_body.as_ref();
    followed.body = body.and_then(|body| expression::resolve(body, |e| known.value(e)));
    followed
}

fn set(body: &mut Value, pointer: &str, value: Value) {
    if let Some(place) = body.pointer_mut(pointer) {
        *place = value;
    }
}

/// JSON with every character beyond ASCII escaped, as a header field may hold it.
fn ascii(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_ascii() {
            text.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                text.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    text
}
