//! Which named examples a request matches: the answer's example `late` belongs to the parameters'
//! and the body's examples `late`.

use fairlead_core::{Request, Timestamp};
use fairlead_openapi::{Example, Location, MediaType, Operation};
use fairlead_validate::{Contract, Route, media::essence};
use serde_json::Value;

use crate::behaviour::{Asked, is_same};

/// A named example, and how well a request matches it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Match {
    /// Its name.
    pub name: String,
    /// How many parameters and bodies are as in the examples of that name.
    hits: usize,
    /// How many are not.
    misses: usize,
}

/// The examples of an answer that a request matches, best first; among equals, as written.
pub fn find(
    contract: &Contract,
    operation: &Operation,
    request: &Request,
    content: &MediaType,
) -> Vec<Match> {
    let names: Vec<&str> = named(&content.examples, &|name| told(operation, name)).collect();
    if names.is_empty() {
        return Vec::new();
    }
    let route = contract.route(&request.method, &request.path);
    let path_values = match route {
        Route::Found { path_values, .. } => path_values,
        Route::MethodNotAllowed { .. } | Route::NotFound => Vec::new(),
    };
    // Nothing that is looked at depends on when or from where the request came.
    let found = Some((operation, path_values.as_slice()));
    let asked = Asked::new(contract, request, found, Timestamp::from_millis(0), None, 0);
    let mut matches: Vec<Match> = names
        .iter()
        .map(|name| weigh(&asked, operation, name))
        .collect();
    matches.retain(|found| found.hits > 0);
    matches.sort_by_key(|found| (usize::MAX - found.hits, found.misses));
    matches
}

fn named<'a>(
    examples: &'a [Example],
    is_wanted: &dyn Fn(&str) -> bool,
) -> impl Iterator<Item = &'a str> {
    let names = examples.iter().filter_map(|e| e.name.as_deref());
    names.filter(|name| is_wanted(name))
}

/// Whether the operation says what a request of this name looks like.
fn told(operation: &Operation, name: &str) -> bool {
    let has = |examples: &[Example]| examples.iter().any(|e| e.name.as_deref() == Some(name));
    let bodies = operation.request_body.iter().flat_map(|body| &body.content);
    operation.parameters.iter().any(|p| has(&p.examples))
        || bodies.into_iter().any(|c| has(&c.examples))
}

fn weigh(asked: &Asked<'_>, operation: &Operation, name: &str) -> Match {
    let (mut hits, mut misses) = (0, 0);
    let mut count = |is_hit: bool| *(if is_hit { &mut hits } else { &mut misses }) += 1;
    let value = |examples: &'_ [Example]| -> Option<Value> {
        let example = examples.iter().find(|e| e.name.as_deref() == Some(name));
        example.map(|e| e.value.clone())
    };
    for parameter in &operation.parameters {
        if let Some(wanted) = value(&parameter.examples) {
            let sent = match parameter.location {
                Location::Path => asked.path_value(&parameter.name),
                Location::Query => asked.query_value(&parameter.name),
                Location::Header => asked.header_value(&parameter.name),
                Location::Cookie => asked.cookie_texts(&parameter.name).into_iter().next(),
                Location::Querystring => None,
            };
            count(sent.is_some_and(|sent| is_equal(&sent, &wanted)));
        }
    }
    let kind = asked.request.headers.get("content-type").map(essence);
    let bodies = operation.request_body.iter().flat_map(|body| &body.content);
    let content = bodies
        .into_iter()
        .find(|c| kind.as_deref() == Some(essence(&c.media_type).as_str()));
    if let Some(wanted) = content.and_then(|c| value(&c.examples)) {
        count(is_equal(asked.body(), &wanted));
    }
    Match {
        name: name.to_owned(),
        hits,
        misses,
    }
}

/// Whether what was sent is the example: member by member, numbers by what they are worth.
fn is_equal(sent: &Value, example: &Value) -> bool {
    match (sent, example) {
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_equal(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            let same = |(key, a): (&String, &Value)| b.get(key).is_some_and(|b| is_equal(a, b));
            a.len() == b.len() && a.iter().all(same)
        }
        _ => is_same(sent, example),
    }
}
