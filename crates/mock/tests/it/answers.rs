//! What is answered to which request.

use std::sync::Arc;

use fairlead_core::{Headers, Request, Timestamp};
use fairlead_mock::{Decision, Mock, MockOptions};
use fairlead_openapi::MemoryFetch;
use fairlead_validate::Contract;

fn harbour() -> Mock {
    mock(fairlead_openapi::SAMPLE)
}

fn mock(text: &str) -> Mock {
    let fetch = MemoryFetch::new([("api.yaml", text)]);
    let (_, spec, _) = fairlead_openapi::read(&MemoryFetch::uri("api.yaml"), &fetch);
    Mock::new(
        Arc::new(Contract::new(Arc::new(spec))),
        MockOptions::default(),
    )
}

fn ask(mock: &Mock, method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Decision {
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query.to_owned())),
        None => (target, None),
    };
    let mut all = Headers::from_iter([("x-harbour-key", "k")]);
    headers.iter().for_each(|(n, v)| all.set(n, *v));
    mock.decide(
        &Request {
            method: method.into(),
            path: path.into(),
            query,
            headers: all,
            body: body.to_owned().into(),
        },
        Timestamp::from_millis(0),
    )
}

fn text(decision: &Decision) -> String {
    String::from_utf8_lossy(&decision.response.body).into_owned()
}

#[test]
fn examples_come_first_and_can_be_chosen() {
    let mock = harbour();
    assert!(text(&ask(&mock, "GET", "/status", &[], "")).contains("\"open\""));
    let stormy = ask(&mock, "GET", "/status", &[("prefer", "example=stormy")], "");
    assert!(text(&stormy).contains("Storm from the west"));
    let none = ask(&mock, "GET", "/status", &[("prefer", "example=foggy")], "");
    assert_eq!(none.response.status, 404);
    assert!(text(&none).contains("open, stormy"), "{}", text(&none));
}

#[test]
fn made_up_answers_are_asked_for_with_dynamic() {
    let mock = harbour();
    let made = ask(&mock, "GET", "/status", &[("prefer", "dynamic=true")], "");
    assert_eq!(made.response.status, 200);
    assert_ne!(text(&made), text(&ask(&mock, "GET", "/status", &[], "")));
}

#[test]
fn a_status_can_be_chosen_if_it_is_declared() {
    let mock = harbour();
    let missing = ask(&mock, "GET", "/berths/A-01", &[("prefer", "code=404")], "");
    assert_eq!(missing.response.status, 404);
    assert!(text(&missing).contains("There is no berth A-99."));
    let never = ask(&mock, "GET", "/berths/A-01", &[("prefer", "code=418")], "");
    assert!(text(&never).contains("not declared"), "{}", text(&never));
}

#[test]
fn the_same_request_gets_the_same_answer_and_another_gets_another() {
    let mock = harbour();
    let one = text(&ask(&mock, "GET", "/berths?limit=2", &[], ""));
    assert_eq!(one, text(&ask(&mock, "GET", "/berths?limit=2", &[], "")));
    assert_ne!(one, text(&ask(&mock, "GET", "/berths?limit=3", &[], "")));
}

#[test]
fn declared_headers_are_there() {
    let page = ask(&harbour(), "GET", "/berths", &[], "");
    let left: u32 = page
        .response
        .headers
        .get("ratelimit-remaining")
        .and_then(|v| v.parse().ok())
        .expect("a number");
    assert!(left <= 600);
}

#[test]
fn the_media_type_is_negotiated_with_quality() {
    let mock = harbour();
    let kind = |accept: &str| {
        let decision = ask(&mock, "GET", "/piers", &[("accept", accept)], "");
        (
            decision.response.status,
            decision
                .response
                .headers
                .get("content-type")
                .map(str::to_owned),
        )
    };
    assert_eq!(kind("text/csv"), (200, Some("text/csv".into())));
    assert_eq!(
        kind("text/*;q=0.2, application/json;q=0.1"),
        (200, Some("text/csv".into()))
    );
    assert_eq!(
        kind("application/json;q=0, */*"),
        (200, Some("text/csv".into()))
    );
    assert_eq!(kind("image/png").0, 406);
}

#[test]
fn a_broken_request_is_told_in_the_documents_own_shape() {
    let told = ask(&harbour(), "GET", "/berths?limit=0", &[], "");
    assert_eq!(told.response.status, 422);
    let body: serde_json::Value = serde_json::from_slice(&told.response.body).expect("JSON");
    assert_eq!(body["status"], 422, "{body}");
    assert!(!told.request_report.is_valid());
}

#[test]
fn without_a_declared_refusal_there_is_a_problem_with_every_error() {
    let mock = mock(
        "openapi: 3.0.0\ninfo: {title: T, version: '1'}\npaths:\n  /a:\n    get:\n      parameters:\n        - {name: n, in: query, required: true, schema: {type: integer}}\n      responses: {'200': {description: ok}}\n",
    );
    let told = ask(&mock, "GET", "/a?n=x", &[], "");
    assert_eq!(told.response.status, 422);
    assert_eq!(
        told.response.headers.get("content-type"),
        Some("application/problem+json")
    );
    let body: serde_json::Value = serde_json::from_slice(&told.response.body).expect("JSON");
    assert_eq!(body["errors"][0]["in"], "query");
    assert_eq!(body["errors"][0]["pointer"], "/n");
    assert!(
        body["errors"][0]["schemaPointer"]
            .as_str()
            .is_some_and(|p| p.starts_with("/paths/~1a/get/parameters/0"))
    );
}

#[test]
fn head_has_no_body_and_options_names_the_methods() {
    let mock = harbour();
    let head = ask(&mock, "HEAD", "/status", &[], "");
    assert_eq!((head.response.status, head.response.body.len()), (200, 0));
    let options = ask(
        &mock,
        "OPTIONS",
        "/bookings",
        &[
            ("origin", "http://a.example"),
            ("access-control-request-method", "POST"),
        ],
        "",
    );
    assert_eq!(options.response.status, 204);
    assert!(
        options
            .response
            .headers
            .get("access-control-allow-methods")
            .is_some_and(|m| m.contains("POST"))
    );
    assert_eq!(
        options.response.headers.get("access-control-allow-origin"),
        Some("http://a.example")
    );
}
