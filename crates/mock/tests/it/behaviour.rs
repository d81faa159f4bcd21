//! The behaviour file: each of its parts on a small description.

mod credentials;
mod documents;
mod faults;
mod files;
mod follow;
mod idempotency;
mod latency;
mod order;
mod quotas;
mod rules;
mod scenarios;
mod templates;

use std::{net::IpAddr, sync::Arc};

use fairlead_core::{Headers, Request, Timestamp};
use fairlead_mock::{
    Behaviour, Decision, Mock, MockOptions,
    behaviour::{Outside, Reading},
};
use fairlead_openapi::MemoryFetch;
use fairlead_validate::Contract;
use serde_json::Value;

/// Payments, under `/v1`: two errors declared in the document's own shape.
const PAYMENTS: &str = include_str!("behaviour/payments.yaml");

fn contract(description: &str) -> Arc<Contract> {
    let fetch = MemoryFetch::new([("api.yaml", description)]);
    let (_, spec, _) = fairlead_openapi::read(&MemoryFetch::uri("api.yaml"), &fetch);
    assert!(
        !spec.operations.is_empty(),
        "the description has operations"
    );
    Arc::new(Contract::new(Arc::new(spec)))
}

fn read(contract: &Contract, text: &str) -> Reading {
    let bodies = |name: &str| match name {
        "bodies/payment.json" => {
            Ok(br#"{"id": "{{ request.path.id }}", "state": "late", "amount": 1}"#.to_vec())
        }
        "bodies/hello.txt" => Ok(b"Hello {{ request.query.name ?? \"you\" }}".to_vec()),
        "bodies/broken.json" => Ok(b"{".to_vec()),
        _ => Err("no such file".to_owned()),
    };
    let outside = Outside {
        bodies: &bodies,
        secrets: &|name| match name {
            "HOOK_SECRET" => Ok("whsec_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=".to_owned()),
            _ => Err("there is no such variable in the environment".to_owned()),
        },
        secrets_inline: true,
    };
    Behaviour::read("api.behaviour.yaml", text.as_bytes(), contract, outside)
}

/// A mock of a description that behaves as a file says.
fn behaving(description: &str, text: &str) -> Mock {
    let contract = contract(description);
    let reading = read(&contract, text);
    let problems: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems, [""; 0]);
    let mock = Mock::new(contract, MockOptions::default());
    mock.set_behaviour(reading.behaviour.expect("a behaviour without mistakes"));
    mock
}

fn payments(text: &str) -> Mock {
    behaving(PAYMENTS, text)
}

/// A request in one line, such as `GET /payments?limit=2`, and more.
#[derive(Clone, Default)]
struct Ask<'a> {
    line: &'a str,
    headers: &'a [(&'a str, &'a str)],
    body: &'a str,
    at: i64,
    from: Option<IpAddr>,
}

impl Ask<'_> {
    fn of(&self, mock: &Mock) -> Decision {
        let (method, target) = self.line.split_once(' ').expect("a method and a target");
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query.to_owned())),
            None => (target, None),
        };
        let mut headers: Headers = self.headers.iter().copied().collect();
        if !self.body.is_empty() && headers.get("content-type").is_none() {
            headers.append("content-type", "application/json");
        }
        let request = Request {
            method: method.into(),
            path: path.into(),
            query,
            headers,
            body: self.body.to_owned().into(),
        };
        mock.decide_from(&request, Timestamp::from_millis(self.at), self.from)
    }
}

fn ask(mock: &Mock, line: &str) -> Decision {
    Ask {
        line,
        ..Ask::default()
    }
    .of(mock)
}

fn status(mock: &Mock, line: &str) -> u16 {
    ask(mock, line).response.status
}

fn text(decision: &Decision) -> String {
    String::from_utf8_lossy(&decision.response.body).into_owned()
}

fn json(decision: &Decision) -> Value {
    serde_json::from_slice(&decision.response.body)
        .unwrap_or_else(|e| panic!("{e}: {}", text(decision)))
}

fn header<'a>(decision: &'a Decision, name: &str) -> Option<&'a str> {
    decision.response.headers.get(name)
}
