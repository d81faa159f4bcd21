//! Every real description with state: every operation answers validly, and what is made is
//! there, can be changed, and is gone when it is taken away.

use std::{path::Path, sync::Arc};

use fairlead_core::{Request, Response, Timestamp};
use fairlead_mock::{Mock, MockOptions};
use fairlead_openapi::{FolderFetch, Operation};
use fairlead_validate::Contract;
use serde_json::Value;

use crate::corpus;

const SEEDS: u64 = 5;

#[test]
fn real_descriptions_keep_their_word_with_state() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/specs");
    let Ok(expected) = std::fs::read_to_string(folder.join("EXPECT.json")) else {
        println!("skipped: no ../shared/data/specs");
        return;
    };
    let expected: Value = serde_json::from_str(&expected).expect("JSON");
    let names: Vec<&String> = expected.as_object().expect("an object").keys().collect();
    let half = |which: usize| {
        let mut found = Vec::new();
        let mut walked = 0;
        for name in names.iter().skip(which).step_by(2) {
            let (fetch, root) = FolderFetch::around(&folder.join(name)).expect("a file");
            let (_, spec, _) = fairlead_openapi::read(&root, &fetch);
            let contract = Arc::new(Contract::new(Arc::new(spec)));
            let mut walk = Walk {
                name,
                contract,
                found: Vec::new(),
                walked: 0,
            };
            for seed in 0..SEEDS {
                walk.every_operation(seed);
                walk.every_collection(seed);
            }
            found.extend(walk.found);
            walked += walk.walked;
        }
        (found, walked)
    };
    let (found, walked) = std::thread::scope(|scope| {
        let workers = [scope.spawn(|| half(0)), scope.spawn(|| half(1))];
        let [first, second] = workers.map(|w| w.join().expect("no panic"));
        ([first.0, second.0].concat(), first.1 + second.1)
    });
    println!("{walked} steps walked");
    assert!(walked > 1_000, "only {walked} steps were walked");
    assert!(
        found.is_empty(),
        "{} broken:\n{}",
        found.len(),
        found.join("\n")
    );
}

struct Walk<'a> {
    name: &'a str,
    contract: Arc<Contract>,
    found: Vec<String>,
    walked: usize,
}

impl Walk<'_> {
    fn mock(&self, seed: u64) -> Mock {
        let options = MockOptions {
            seed,
            stateful: true,
            ..MockOptions::default()
        };
        Mock::new(Arc::clone(&self.contract), options)
    }

    fn every_operation(&mut self, seed: u64) {
        let contract = Arc::clone(&self.contract);
        let mock = self.mock(seed);
        for operation in &contract.spec().operations {
            let request = corpus::request(&contract, operation, seed);
            self.ask(&mock, operation, &request);
        }
    }

    /// The answer, which has to be valid where its status is declared.
    fn ask(&mut self, mock: &Mock, operation: &Operation, request: &Request) -> Option<Response> {
        let decision = mock.decide(request, Timestamp::from_millis(0));
        if decision.operation.as_deref() != Some(operation.id.as_str()) {
            return None;
        }
        let response = decision.response;
        let mut complain = |what: &str| {
            self.found.push(format!(
                "{} {} {}: {} {what}",
                self.name,
                operation.method,
                request.target(),
                response.status
            ));
        };
        let contract = &self.contract;
        if operation.response_for(response.status).is_some() {
            let report = contract.check_response(operation, &request.method, &response);
            if let Some(first) = report.violations.first().filter(|_| !report.is_valid()) {
                complain(&first.to_string());
            }
        } else if response.status >= 500 || response.status == 422 && corpus::can_succeed(operation)
        {
            complain(&String::from_utf8_lossy(&response.body));
        }
        Some(response)
    }

    fn every_collection(&mut self, seed: u64) {
        let contract = Arc::clone(&self.contract);
        let mock = self.mock(seed);
        for path in mock.collections() {
            let Some(all) = self.existing(&mock, &path, seed) else {
                continue;
            };
            self.collection(&contract, &mock, &path, &all, seed);
        }
        let snapshot = mock.snapshot();
        let again = self.mock(seed);
        match again.restore(snapshot.clone()) {
            Err(error) => self.found.push(format!("{}: {error}", self.name)),
            Ok(()) if again.snapshot() != snapshot => {
                self.found
                    .push(format!("{}: restored otherwise", self.name));
            }
            Ok(()) => {}
        }
    }

    /// The operation of a method at a path, whatever its variables are called.
    fn operation<'c>(contract: &'c Contract, method: &str, path: &str) -> Option<&'c Operation> {
        let shape =
            |path: &str| corpus::shape(path.trim_end_matches(".json").trim_end_matches('/'));
        let mut operations = contract.spec().operations.iter();
        operations.find(|o| o.method == method && shape(&o.path) == shape(path))
    }

    /// The path of a collection, below items that are there.
    fn existing(&mut self, mock: &Mock, path: &str, seed: u64) -> Option<String> {
        let contract = Arc::clone(&self.contract);
        let mut done = String::new();
        let mut template = String::new();
        for part in path.split('/').skip(1) {
            if part.starts_with('{') {
                let known = mock.collections().contains(&template);
                let id = if known {
                    let list = Self::operation(&contract, "GET", &template)
                        .or_else(|| Self::operation(&contract, "POST", &template))?;
                    let mut request = corpus::request(&contract, list, seed);
                    request.path.clone_from(&done);
                    if ending(list) == ".json" {
                        request.path.push_str(".json");
                    }
                    self.ask(mock, list, &request)?;
                    first_id(mock, &done)?
                } else {
                    "1".to_owned()
                };
                done.push_str(&format!("/{id}"));
            } else {
                done.push_str(&format!("/{part}"));
            }
            template.push_str(&format!("/{part}"));
        }
        Some(done)
    }

    fn collection(&mut self, contract: &Contract, mock: &Mock, path: &str, all: &str, seed: u64) {
        let of = |method: &str, path: &str| Self::operation(contract, method, path);
        let Some(create) = of("POST", path) else {
            return;
        };
        let mut request = corpus::request(contract, create, seed);
        request.path = format!("{all}{}", ending(create));
        let before = ids(mock, all);
        let Some(made) = self.ask(mock, create, &request) else {
            return;
        };
        self.walked += 1;
        if made.status >= 300 {
            return;
        }
        let after = ids(mock, all);
        let Some(id) = after.iter().find(|id| !before.contains(id)) else {
            return;
        };
        let item = format!("{path}/{{}}");
        let encoded = percent(id);
        let step = |walk: &mut Self, method: &str, path: &str, wanted: &[u16]| {
            let operation = of(method, path)?;
            let mut request = corpus::request(contract, operation, seed);
            request.path = if path == item {
                format!("{all}/{encoded}{}", ending(operation))
            } else {
                format!("{all}{}", ending(operation))
            };
            let response = walk.ask(mock, operation, &request)?;
            walk.walked += 1;
            // The path's own schema may not take the id that the item's schema takes.
            let odd = matches!(response.status, 400 | 401 | 422);
            if !odd && !wanted.is_empty() && !wanted.contains(&response.status) {
                walk.found.push(format!(
                    "{} {method} {}: {} instead of {wanted:?}",
                    walk.name, request.path, response.status
                ));
            }
            Some(response)
        };
        let fine = [200, 201, 202, 203, 204];
        step(self, "GET", &item, &fine);
        step(self, "PUT", &item, &fine);
        step(self, "PATCH", &item, &fine);
        step(self, "GET", &item, &fine);
        step(self, "GET", path, &fine);
        if step(self, "DELETE", &item, &fine).is_some_and(|r| r.status < 300) {
            step(self, "GET", &item, &[404, 410]);
        }
    }
}

/// What stands behind the last segment of a path.
fn ending(operation: &Operation) -> &'static str {
    match operation.path.strip_suffix(".json") {
        Some(_) => ".json",
        None => "",
    }
}

/// The path of a collection with the values on the way to it.
fn concrete(collection: &Value) -> String {
    let mut path = collection["path"].as_str().unwrap_or_default().to_owned();
    for value in collection["scope"].as_array().into_iter().flatten() {
        let (open, close) = (path.find('{').unwrap_or(0), path.find('}').unwrap_or(0));
        path.replace_range(open..=close, &percent(value.as_str().unwrap_or_default()));
    }
    path
}

fn ids(mock: &Mock, path: &str) -> Vec<String> {
    let snapshot = mock.snapshot();
    let collections = snapshot["collections"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let own = collections.iter().find(|c| concrete(c) == path);
    let items = own
        .and_then(|c| c["items"].as_array())
        .cloned()
        .unwrap_or_default();
    items
        .iter()
        .filter_map(|item| item["id"].as_str().map(str::to_owned))
        .collect()
}

fn first_id(mock: &Mock, path: &str) -> Option<String> {
    ids(mock, path).first().map(|id| percent(id))
}

fn percent(text: &str) -> String {
    text.bytes()
        .map(|b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(b).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}
