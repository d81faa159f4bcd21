//! Every operation of every real description answers, and the answer keeps its own contract.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use fairlead_core::{Headers, Request, Timestamp};
use fairlead_mock::{Mock, MockOptions};
use fairlead_openapi::{
    FolderFetch, Location, MediaType, MemoryFetch, Operation, SecurityKind, Spec, StatusKey,
    sample::{self, Direction, Options},
};
use fairlead_validate::{Contract, Direction as Way, media, parameter::write};
use serde_json::Value;

/// What cannot be answered as declared, and why. Each is a fault of the description.
const KNOWN: &[(&str, &str, &str)] = &[];

/// Seeds tried per operation: few while working, `cargo xtask test` asks for more.
fn seeds() -> u64 {
    std::env::var("FAIRLEAD_SEEDS")
        .ok()
        .and_then(|s| s.parse().ok())
        .unwrap_or(10)
}

#[test]
fn the_bundled_sample_keeps_its_word() {
    let fetch = MemoryFetch::new([("harbour.yaml", fairlead_openapi::SAMPLE)]);
    let (_, spec, _) = fairlead_openapi::read(&MemoryFetch::uri("harbour.yaml"), &fetch);
    assert_eq!(broken("harbour", spec, 25), Vec::<String>::new());
}

#[test]
fn real_descriptions_keep_their_word() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/specs");
    let Ok(expected) = std::fs::read_to_string(folder.join("EXPECT.json")) else {
        println!("skipped: no ../shared/data/specs");
        return;
    };
    let expected: Value = serde_json::from_str(&expected).expect("JSON");
    let names: Vec<&String> = expected.as_object().expect("an object").keys().collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut found = Vec::new();
        while let Some(name) = names.get(next.fetch_add(1, Ordering::Relaxed)) {
            let (fetch, root) = FolderFetch::around(&folder.join(name)).expect("a file");
            let (_, spec, _) = fairlead_openapi::read(&root, &fetch);
            found.extend(broken(name, spec, seeds()));
        }
        found
    };
    let mut found = std::thread::scope(|scope| {
        let workers = [scope.spawn(work), scope.spawn(work)];
        workers.map(|w| w.join().expect("no panic")).concat()
    });
    found.retain(|line| {
        !KNOWN
            .iter()
            .any(|(file, operation, _)| line.starts_with(&format!("{file} {operation} ")))
    });
    assert!(
        found.is_empty(),
        "{} broken:\n{}",
        found.len(),
        found.join("\n")
    );
}

fn broken(name: &str, spec: Spec, seeds: u64) -> Vec<String> {
    let contract = Arc::new(Contract::new(Arc::new(spec)));
    let mut found = Vec::new();
    for operation in &contract.spec().operations {
        let method = &operation.method;
        for seed in 0..seeds {
            let mock = Mock::new(
                Arc::clone(&contract),
                MockOptions {
                    seed,
                    ..MockOptions::default()
                },
            );
            let request = request(&contract, operation, seed);
            let decision = mock.decide(&request, Timestamp::from_millis(0));
            let line =
                |what: &str| format!("{name} {method} {} (seed {seed}): {what}", operation.path);
            if decision.operation.as_deref() != Some(operation.id.as_str()) {
                // Paths that differ in their variables' names alone lead to the first of them.
                let first = decision
                    .operation
                    .and_then(|id| contract.spec().operation(&id).map(|o| o.path.clone()));
                if first
                    .as_ref()
                    .is_none_or(|f| shape(f) != shape(&operation.path))
                {
                    found.push(line(&format!("led to {first:?}")));
                }
                continue;
            }
            let status = decision.response.status;
            if status >= 500 && operation.response_for(status).is_none() {
                found.push(line(&format!("failed with {status}")));
                continue;
            }
            if status >= 400 && can_succeed(operation) {
                let body = String::from_utf8_lossy(&decision.response.body);
                let said: String = body.chars().take(300).collect();
                found.push(line(&format!("refused with {status} {said}")));
                continue;
            }
            if operation.response_for(status).is_none() {
                // Refused as no response is declared for; that is for the validator's tests.
                continue;
            }
            let report = contract.check_response(operation, method, &decision.response);
            if !report.is_valid() {
                let first = report
                    .violations
                    .first()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                found.push(line(&format!("{status} {first}")));
            }
        }
    }
    found
}

pub fn can_succeed(operation: &Operation) -> bool {
    operation
        .responses
        .iter()
        .any(|r| matches!(r.status, StatusKey::Code(200..=299)))
}

pub fn shape(path: &str) -> String {
    let mut inside = false;
    path.chars()
        .filter(|c| {
            inside = (inside || *c == '{') && *c != '}';
            !inside
        })
        .collect()
}

/// A request that keeps the contract, as far as it can be made.
pub fn request(contract: &Contract, operation: &Operation, seed: u64) -> Request {
    let documents = &contract.spec().documents;
    let make = |schema: &fairlead_openapi::SchemaRef| {
        let mut last = Value::Null;
        for attempt in 0..30 {
            let options = Options {
                direction: Direction::Request,
                seed: seed * 1_000 + attempt,
                examples: attempt == 0,
                minimal: attempt > 20,
            };
            last = sample::generate(documents, schema, options);
            if contract.is_valid(schema, Way::Request, &last) {
                break;
            }
        }
        last
    };
    let mut path = operation.path.clone();
    let mut query = Vec::new();
    let mut headers = Headers::default();
    for parameter in operation.parameters.iter().filter(|p| p.required) {
        let value = parameter.schema.as_ref().map_or(Value::from("x"), make);
        match parameter.location {
            Location::Path => {
                let text = write::text(parameter, &value);
                let text = text.replace(['/', '?', '#', ' '], "_");
                let text = if text.is_empty() {
                    "x".to_owned()
                } else {
                    text
                };
                path = path.replace(&format!("{{{}}}", parameter.name), &text);
            }
            Location::Query => {
                for (name, value) in write::pairs(parameter, &value) {
                    let encode = |t: &str| {
                        t.replace('%', "%25")
                            .replace('&', "%26")
                            .replace('#', "%23")
                            .replace('+', "%2B")
                            .replace(' ', "%20")
                    };
                    query.push(format!("{}={}", encode(&name), encode(&value)));
                }
            }
            Location::Header => {
                headers.append(parameter.name.clone(), write::text(parameter, &value));
            }
            _ => {}
        }
    }
    for need in operation
        .security
        .iter()
        .flatten()
        .next()
        .into_iter()
        .flatten()
    {
        match contract
            .spec()
            .security_schemes
            .get(&need.scheme)
            .map(|s| &s.kind)
        {
            Some(SecurityKind::ApiKey {
                location: Location::Header,
                name,
            }) => headers.append(name.clone(), "key"),
            Some(SecurityKind::ApiKey {
                location: Location::Cookie,
                name,
            }) => headers.append("cookie", format!("{name}=key")),
            Some(SecurityKind::ApiKey { name, .. }) => query.push(format!("{name}=key")),
            Some(SecurityKind::Basic) => headers.append("authorization", "Basic YTpi"),
            Some(SecurityKind::Http(name)) => headers.append("authorization", format!("{name} x")),
            _ => headers.append("authorization", "Bearer token"),
        }
    }
    let mut body = bytes::Bytes::new();
    if let Some(content) = operation
        .request_body
        .as_ref()
        .and_then(|b| easiest(&b.content))
    {
        let value = content.schema.as_ref().map_or(Value::from("x"), make);
        let (bytes, content_type) = fairlead_mock::encode::encode(
            contract,
            content,
            &content.media_type.replace('*', "x"),
            &value,
        );
        body = bytes;
        headers.append("content-type", content_type);
    }
    Request {
        method: operation.method.clone(),
        path,
        query: (!query.is_empty()).then(|| query.join("&")),
        headers,
        body,
    }
}

fn easiest(content: &[MediaType]) -> Option<&MediaType> {
    content
        .iter()
        .min_by_key(|c| u8::from(media::kind(&c.media_type) != media::Kind::Json))
}
