//! What `diff` says of changes, held against what is checked: while nothing at an operation is
//! breaking, its old requests stay valid, and what it answers now was valid before.

use std::{collections::BTreeSet, sync::Arc};

use fairlead_core::{Headers, Request, Response};
use fairlead_openapi::{
    Location, Operation, SAMPLE, Spec, StatusKey, diff,
    diff::{Class, OperationKind},
    pointer,
    sample::{self, Options, generate},
};
use fairlead_validate::{Contract, Route, parameter::write};
use serde_json::{Value, json};

use crate::support::spec;

fn options(seed: u64, direction: sample::Direction) -> Options {
    Options {
        direction,
        seed,
        examples: false,
        minimal: seed == 0,
    }
}

/// A request that an operation should take.
fn request(spec: &Spec, operation: &Operation, seed: u64) -> Request {
    let mut path = operation.path.clone();
    let mut query: Vec<String> = Vec::new();
    let mut headers = Headers(vec![("X-Harbour-Key".into(), "k".into())]);
    for parameter in &operation.parameters {
        if seed == 0 && !parameter.required {
            continue;
        }
        let Some(schema) = &parameter.schema else {
            continue;
        };
        let options = options(seed, sample::Direction::Request);
        let value = generate(&spec.documents, schema, options);
        match parameter.location {
            Location::Path => {
                let name = format!("{{{}}}", parameter.name);
                path = path.replace(&name, &write::encoded(parameter, &value));
            }
            Location::Query => query.push(write::query(parameter, &value)),
            Location::Header => headers.append(&parameter.name, write::encoded(parameter, &value)),
            _ => {}
        }
    }
    let is_sent = |required: bool| required || seed > 0;
    let body = operation
        .request_body
        .iter()
        .filter(|b| is_sent(b.required))
        .flat_map(|b| &b.content)
        .find(|c| c.media_type.ends_with("json"));
    let body = body.map(|content| {
        headers.append("Content-Type", &content.media_type);
        let options = options(seed, sample::Direction::Request);
        let value = content
            .schema
            .as_ref()
            .map(|schema| generate(&spec.documents, schema, options));
        value.unwrap_or_default().to_string()
    });
    Request {
        method: operation.method.clone(),
        path,
        query: (!query.is_empty()).then(|| query.join("&")),
        headers,
        body: body.unwrap_or_default().into(),
    }
}

/// The answers an operation may give in JSON.
fn responses(spec: &Spec, operation: &Operation, seed: u64) -> Vec<Response> {
    let made = operation.responses.iter().filter_map(|declared| {
        let StatusKey::Code(status) = declared.status else {
            return None;
        };
        let options = options(seed, sample::Direction::Response);
        let value = |schema| generate(&spec.documents, schema, options);
        let mut headers = Headers::default();
        for header in &declared.headers {
            if let Some(schema) = header
                .schema
                .as_ref()
                .filter(|_| seed > 0 || header.required)
            {
                headers.append(&header.name, write::encoded(header, &value(schema)));
            }
        }
        let content = declared
            .content
            .iter()
            .find(|c| c.media_type.ends_with("json"));
        if content.is_none() && !declared.content.is_empty() {
            return None;
        }
        let body = content.map(|content| {
            headers.append("Content-Type", &content.media_type);
            content
                .schema
                .as_ref()
                .map(value)
                .unwrap_or_default()
                .to_string()
        });
        Some(Response {
            status,
            headers,
            body: body.unwrap_or_default().into(),
        })
    });
    made.collect()
}

fn takes(contract: &Contract, request: &Request) -> Result<(), String> {
    match contract.route(&request.method, &request.path) {
        Route::Found {
            operation,
            path_values,
            ..
        } => {
            let operation = &contract.spec().operations[operation];
            let report = contract.check_request(operation, request, &path_values);
            if report.is_valid() {
                Ok(())
            } else {
                Err(format!("{:?}", report.violations))
            }
        }
        other => Err(format!("{other:?}")),
    }
}

fn gives(contract: &Contract, operation: &Operation, response: &Response) -> Result<(), String> {
    let report = contract.check_response(operation, &operation.method, response);
    if report.is_valid() {
        Ok(())
    } else {
        Err(format!("{:?}", report.violations))
    }
}

/// Pointers of everything that paths and components hold.
fn places(value: &Value, at: &str, into: &mut Vec<String>) {
    let mut inner = |key: &str, value: &Value| {
        let at = pointer::join(at, key);
        places(value, &at, into);
        into.push(at);
    };
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| inner(key, value)),
        Value::Array(all) => {
            for (index, value) in all.iter().enumerate() {
                inner(&index.to_string(), value);
            }
        }
        _ => {}
    }
}

/// The document with one place changed, in one of a few ways.
fn changed(document: &Value, at: &str, way: usize) -> Option<Value> {
    let mut document = document.clone();
    let (around, key) = at.rsplit_once('/')?;
    let key = pointer::unescape(key).into_owned();
    if way == 0 {
        match document.pointer_mut(around)? {
            Value::Object(map) => drop(map.shift_remove(&key)),
            Value::Array(all) => drop(all.remove(key.parse().ok()?)),
            _ => return None,
        }
        return Some(document);
    }
    let value = document.pointer_mut(at)?;
    *value = match (way, &*value) {
        (1, Value::Bool(b)) => json!(!b),
        (1, Value::Number(n)) => json!(n.as_f64()? + 1.0),
        (2, Value::Number(n)) => json!((n.as_f64()? - 1.0).max(0.0)),
        (1, Value::String(text)) => match text.as_str() {
            "string" => json!("integer"),
            "integer" => json!("number"),
            "query" => json!("header"),
            _ => json!(format!("{text}x")),
        },
        (1, Value::Object(map)) => {
            let mut map = map.clone();
            let added = json!({"required": true, "minLength": 1, "additionalProperties": false});
            for (keyword, value) in added.as_object()? {
                map.entry(keyword).or_insert_with(|| value.clone());
            }
            map.into()
        }
        (2, Value::Object(map)) => {
            let mut map = map.clone();
            map.insert("type".into(), json!(["string", "null", "object"]));
            map.into()
        }
        (1, Value::Array(all)) => all.iter().chain([&json!("more")]).cloned().collect(),
        _ => return None,
    };
    Some(document)
}

#[test]
fn what_is_not_breaking_leaves_messages_valid() {
    let old = Arc::new(spec(&[("api.yaml", SAMPLE)]));
    let document = old.documents.original.values().next().unwrap();
    let old_contract = Contract::new(Arc::clone(&old));
    let requests: Vec<(&Operation, Request)> = old
        .operations
        .iter()
        .flat_map(|o| (0..8).map(move |seed| (o, seed)))
        .map(|(o, seed)| (o, request(&old, o, seed)))
        .filter(|(_, request)| takes(&old_contract, request).is_ok())
        .collect();
    let tried: BTreeSet<&str> = requests.iter().map(|(o, _)| o.id.as_str()).collect();
    assert!(tried.len() >= 9, "{} operations", tried.len());

    let mut all = Vec::new();
    places(document, "", &mut all);
    all.retain(|at| at.starts_with("/paths") || at.starts_with("/components"));
    let (mut kept, mut asked, mut answered) = (0, 0, 0);
    for (index, at) in all.iter().enumerate() {
        let Some(mutant) = changed(document, at, index % 3) else {
            continue;
        };
        let new = Arc::new(spec(&[("api.yaml", &mutant.to_string())]));
        let changes = diff(&old, &new);
        let new_contract = Contract::new(Arc::clone(&new));
        for operation in &old.operations {
            let own = || {
                changes.iter().filter(|c| {
                    c.operation.as_ref().is_some_and(|o| {
                        o.kind == OperationKind::Operation
                            && o.old_id.as_ref() == Some(&operation.id)
                    })
                })
            };
            if own().next().is_none() || own().any(|c| c.class == Class::Breaking) {
                continue;
            }
            kept += 1;
            let told = || {
                own()
                    .map(|c| format!("{} {}\n", c.code, c.message))
                    .collect::<String>()
            };
            for (_, request) in requests.iter().filter(|(o, _)| o.id == operation.id) {
                asked += 1;
                let taken = takes(&new_contract, request);
                assert_eq!(taken, Ok(()), "{at}\n{request:?}\n{}", told());
            }
            let id = own().find_map(|c| c.operation.as_ref()?.new_id.clone());
            let Some(is) = id.and_then(|id| new.operation(&id)) else {
                continue;
            };
            for response in (0..4).flat_map(|seed| responses(&new, is, seed)) {
                if gives(&new_contract, is, &response).is_ok() {
                    answered += 1;
                    let given = gives(&old_contract, operation, &response);
                    assert_eq!(given, Ok(()), "{at}\n{response:?}\n{}", told());
                }
            }
        }
    }
    println!("{kept} changed operations, {asked} requests, {answered} responses");
    assert!(
        kept > 300 && asked > 2_000 && answered > 2_000,
        "{kept} {asked} {answered}"
    );
}
