//! What is made up for a schema keeps it: a mock that answers with success keeps its word.

use std::sync::Arc;

use arbitrary::{Result, Unstructured};
use fairlead_core::{Request, Timestamp};
use fairlead_mock::{Mock, MockOptions};
use fairlead_validate::Contract;
use serde_json::{Map, Value, json};

const DEPTH: usize = 3;
const FORMATS: &[&str] = &["date-time", "date", "email", "uuid", "uri", "ipv4", "int32"];
const PATTERNS: &[&str] = &["^[a-z]{3}$", "^\\d+-\\d+$", "x", "^(a|b)+$", "^\\p{Lu}"];
const NAMES: &[&str] = &["id", "name", "email", "createdAt", "n"];

/// A schema from bytes that has a value: no two keywords of it contradict each other.
fn schema(u: &mut Unstructured<'_>, depth: usize) -> Result<Value> {
    if depth == 0 {
        return Ok(json!({ "type": "string" }));
    }
    Ok(match u.int_in_range(0..=8)? {
        0 => text(u)?,
        1 => number(u, "integer")?,
        2 => number(u, "number")?,
        3 => json!({ "type": "boolean" }),
        4 => list(u, depth)?,
        5 => json!({ "enum": [u.arbitrary::<i8>()?, "a", null, true, { "b": [1] }] }),
        6 => {
            // Of different types, so that never both fit.
            let keyword = *u.choose(&["oneOf", "anyOf"])?;
            json!({ keyword: [text(u)?, number(u, "integer")?, list(u, depth)?] })
        }
        7 => {
            let one = object(u, depth, &NAMES[..2], true)?;
            let other = object(u, depth, &NAMES[2..], true)?;
            json!({ "allOf": [one, other] })
        }
        _ => {
            let open = u.arbitrary()?;
            object(u, depth, NAMES, open)?
        }
    })
}

fn text(u: &mut Unstructured<'_>) -> Result<Value> {
    Ok(match u.int_in_range(0..=3)? {
        0 => json!({ "type": "string", "pattern": u.choose(PATTERNS)? }),
        1 => json!({ "type": "string", "format": u.choose(FORMATS)? }),
        2 => json!({ "type": ["string", "null"], "maxLength": u.int_in_range(0..=40)? }),
        _ => {
            let least = u.int_in_range(0..=30)?;
            json!({ "type": "string", "minLength": least, "maxLength": least + u.int_in_range(0..=9)? })
        }
    })
}

fn number(u: &mut Unstructured<'_>, kind: &str) -> Result<Value> {
    let step = u.int_in_range(1..=9_i64)?;
    let least = i64::from(u.arbitrary::<i32>()?);
    // Between the two there is a multiple, also where both ends are left out.
    let most = least + 2 * step + u.int_in_range(0..=100)?;
    let (lower, upper) = if u.arbitrary()? {
        ("minimum", "maximum")
    } else {
        ("exclusiveMinimum", "exclusiveMaximum")
    };
    let mut schema = json!({ "type": kind, "multipleOf": step });
    if u.arbitrary()? {
        schema[lower] = least.into();
    }
    if u.arbitrary()? {
        schema[upper] = most.into();
    }
    Ok(schema)
}

fn list(u: &mut Unstructured<'_>, depth: usize) -> Result<Value> {
    let least = u.int_in_range(0..=4)?;
    let most = least + u.int_in_range(0..=3)?;
    let unique: bool = u.arbitrary()?;
    // Of some kinds there are too few for many different ones.
    let items = if unique {
        json!({ "type": "integer" })
    } else {
        schema(u, depth - 1)?
    };
    Ok(json!({
        "type": "array", "items": items, "minItems": least, "maxItems": most,
        "uniqueItems": unique,
    }))
}

fn object(u: &mut Unstructured<'_>, depth: usize, names: &[&str], open: bool) -> Result<Value> {
    let mut properties = Map::new();
    for name in names {
        if u.arbitrary()? {
            properties.insert((*name).to_owned(), schema(u, depth - 1)?);
        }
    }
    let required: Vec<String> = properties
        .keys()
        .filter(|_| u.arbitrary().unwrap_or(false))
        .cloned()
        .collect();
    let mut schema = json!({ "type": "object", "properties": properties, "required": required });
    if !open {
        schema["additionalProperties"] = false.into();
    }
    Ok(schema)
}

/// Mocks an operation whose answer has a schema made of the bytes.
pub fn run(data: &[u8]) {
    let Ok(schema) = schema(&mut Unstructured::new(data), DEPTH) else {
        return;
    };
    let description = json!({
        "openapi": "3.1.0",
        "info": { "title": "Made up", "version": "1" },
        "paths": { "/x": { "get": { "responses": { "200": {
            "description": "X",
            "content": { "application/json": { "schema": schema } },
        } } } } },
    });
    let spec = crate::read(&description.to_string());
    let contract = Arc::new(Contract::new(Arc::new(spec)));
    let seed = data.len() as u64;
    let options = MockOptions {
        seed,
        ..MockOptions::default()
    };
    let mock = Mock::new(Arc::clone(&contract), options);
    let request = Request {
        method: "GET".into(),
        path: "/x".into(),
        ..Request::default()
    };
    let now = Timestamp::from_millis(0);
    let answer = mock.decide(&request, now).response;
    let again = mock.decide(&request, now).response;
    assert_eq!(answer, again, "the same seed, the same answer");
    let operation = &contract.spec().operations[0];
    let report = contract.check_response(operation, "GET", &answer);
    assert!(
        report.is_valid(),
        "{schema} gave {:?}: {:?}",
        answer.body,
        report.violations
    );
}
