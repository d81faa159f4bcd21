//! The speed benchmark of the validator: values under a schema of a description, and the same
//! values under the same schema with the `jsonschema` crate called directly. Prints nanoseconds.
#![allow(clippy::print_stdout, reason = "its figures are its output")]

use std::{
    hint::black_box,
    sync::Arc,
    time::{Duration, Instant},
};

use fairlead_openapi::MemoryFetch;
use fairlead_validate::{Contract, Direction};
use serde_json::{Value, json};

/// Rounds of each, in turn, so that both meet the same disturbances; the best round counts.
const ROUNDS: usize = 60;
const ROUND: Duration = Duration::from_millis(20);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let schema = order();
    let description = json!({
        "openapi": "3.1.0", "info": { "title": "Orders", "version": "1" },
        "paths": { "/orders": { "post": {
            "requestBody": { "content": { "application/json": { "schema": schema } } },
            "responses": { "204": { "description": "taken" } },
        } } },
    });
    let fetch = MemoryFetch::new([("orders.json", description.to_string().as_str())]);
    let (_, spec, _) = fairlead_openapi::read(&MemoryFetch::uri("orders.json"), &fetch);
    let contract = Contract::new(Arc::new(spec));
    let content = contract.spec().operations.first();
    let content = content.and_then(|o| o.request_body.as_ref()?.content.first());
    let at = content.and_then(|c| c.schema.clone());
    let at = at.ok_or("the description has no body")?;
    let direct = jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .should_validate_formats(true)
        .build(&schema)?;

    let valid = json!({
        "id": "0190163d-8694-739b-aea5-966c26f8ad91", "email": "ada@example.com",
        "lines": (0..20).map(|n| json!({ "sku": format!("SKU-{n:04}"), "count": n + 1, "price": 9.5 }))
            .collect::<Vec<Value>>(),
        "state": "open", "placed": "2026-01-02T03:04:05Z",
    });
    let mut invalid = valid.clone();
    invalid["lines"][19]["count"] = json!(0);
    for (name, value) in [("valid", &valid), ("invalid", &invalid)] {
        assert_eq!(direct.is_valid(value), name == "valid");
        assert_eq!(
            contract.is_valid(&at, Direction::Request, value),
            name == "valid"
        );
        let (mut ours, mut peer) = (f64::MAX, f64::MAX);
        for _ in 0..ROUNDS {
            ours = ours.min(round(|| match name {
                // A valid body is all that `check_value` says nothing of.
                "valid" => contract
                    .check_value(&at, Direction::Request, black_box(value))
                    .is_empty(),
                _ => contract.is_valid(&at, Direction::Request, black_box(value)),
            }));
            peer = peer.min(round(|| direct.is_valid(black_box(value))));
        }
        println!("{name} ours {ours:.1}\n{name} peer {peer:.1}");
    }
    Ok(())
}

/// Nanoseconds of one call.
fn round(mut call: impl FnMut() -> bool) -> f64 {
    let began = Instant::now();
    let mut calls = 0_u32;
    while began.elapsed() < ROUND {
        for _ in 0..100 {
            black_box(call());
        }
        calls += 100;
    }
    began.elapsed().as_secs_f64() * 1e9 / f64::from(calls)
}

fn order() -> Value {
    json!({
        "type": "object", "required": ["id", "lines", "state"], "additionalProperties": false,
        "properties": {
            "id": { "type": "string", "format": "uuid" },
            "email": { "type": "string", "format": "email" },
            "state": { "enum": ["open", "paid", "shipped"] },
            "placed": { "type": "string", "format": "date-time" },
            "lines": { "type": "array", "minItems": 1, "items": {
                "type": "object", "required": ["sku", "count"],
                "properties": {
                    "sku": { "type": "string", "pattern": "^SKU-[0-9]{4}$" },
                    "count": { "type": "integer", "minimum": 1, "maximum": 1000 },
                    "price": { "type": "number", "exclusiveMinimum": 0 },
                },
            } },
        },
    })
}
