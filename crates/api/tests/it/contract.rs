//! Every answer of the test-suite is held against `docs/openapi.json` by Fairlead's own engine.

use std::sync::{Arc, LazyLock};

use fairlead_core::{Headers, Response};
use fairlead_openapi::{MemoryFetch, read};
use fairlead_validate::{Contract, Route};
use url::Url;

use crate::support::Answer;

static CONTRACT: LazyLock<Contract> = LazyLock::new(|| {
    let root = Url::parse("file:///openapi.json").unwrap();
    let fetch = MemoryFetch::new([("openapi.json", fairlead_api::document::text())]);
    let (_, spec, problems) = read(&root, &fetch);
    assert!(problems.is_empty(), "{problems:#?}");
    Contract::new(Arc::new(spec))
});

/// Fails the test where the answer breaks the contract. Unknown routes and methods have none.
pub fn hold(method: &str, path: &str, answer: &Answer) {
    let Route::Found { operation, .. } = CONTRACT.route(method, path) else {
        assert!(
            matches!(answer.status.as_u16(), 404 | 405),
            "{method} {path}"
        );
        return;
    };
    let operation = &CONTRACT.spec().operations[operation];
    let response = Response {
        status: answer.status.as_u16(),
        headers: answer
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.to_str().unwrap()))
            .collect::<Headers>(),
        body: answer.body.clone(),
    };
    let report = CONTRACT.check_response(operation, method, &response);
    assert!(
        report.violations.is_empty(),
        "{method} {path} {}: {:#?}\n{}",
        answer.status,
        report.violations,
        String::from_utf8_lossy(&answer.body),
    );
}
