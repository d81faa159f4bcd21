//! What goes through, what is said about it, and what answers where the API does not.

use fairlead_core::Timestamp;
use fairlead_mock::Decision;
use fairlead_proxy::{Proxy, ProxyError, ProxyOptions, SOURCE_HEADER, VIOLATIONS_HEADER};

use crate::world::{mock, proxy, request};

async fn ask(proxy: &Proxy, method: &str, path: &str, body: &str) -> Decision {
    let now = Timestamp::from_millis(0);
    proxy.answer(&request(method, path, body), now).await
}

fn header<'a>(decision: &'a Decision, name: &str) -> Option<&'a str> {
    decision.response.headers.get(name)
}

#[tokio::test]
async fn an_answer_that_keeps_the_contract_goes_through_as_it_is() {
    let proxy = proxy(|_| {}).await;
    let decision = ask(&proxy, "GET", "/ships/7", "").await;
    assert_eq!(decision.response.status, 200);
    assert_eq!(&decision.response.body[..], br#"{"name":"Ship 7"}"#);
    assert!(decision.operation.is_some());
    assert!(decision.response_report.as_ref().unwrap().is_valid());
    assert_eq!(header(&decision, VIOLATIONS_HEADER), None);
    assert_eq!(header(&decision, SOURCE_HEADER), None);
}

#[tokio::test]
async fn both_directions_are_held_against_the_contract() {
    let proxy = proxy(|_| {}).await;
    let decision = ask(&proxy, "GET", "/ships/13", "").await;
    assert_eq!(decision.response.status, 200);
    let said = header(&decision, VIOLATIONS_HEADER).unwrap();
    assert!(said.contains(r#""direction":"response""#), "{said}");
    assert!(said.contains("name"), "{said}");
    assert!(!decision.response_report.unwrap().is_valid());

    let decision = ask(&proxy, "POST", "/ships", r#"{"name":7}"#).await;
    assert_eq!(decision.response.status, 201);
    let said = header(&decision, VIOLATIONS_HEADER).unwrap();
    assert!(said.contains(r#""direction":"request""#), "{said}");
    assert!(said.contains(r#""pointer":"/name""#), "{said}");
}

#[tokio::test]
async fn what_breaks_the_contract_is_refused_where_that_is_wished() {
    let proxy = proxy(|o| o.enforce = true).await;
    let decision = ask(&proxy, "GET", "/ships/13", "").await;
    assert_eq!(decision.response.status, 502);
    let decision = ask(&proxy, "POST", "/ships", r#"{"name":7}"#).await;
    assert_eq!(decision.response.status, 422);
    let decision = ask(&proxy, "GET", "/nowhere", "").await;
    assert_eq!(decision.response.status, 404);
    let decision = ask(&proxy, "GET", "/ships/7", "").await;
    assert_eq!(decision.response.status, 200);
}

#[tokio::test]
async fn the_mock_answers_for_what_is_not_built_and_what_is_down() {
    let proxy = proxy(|o| {
        o.mock_on_error = true;
        o.mocked = ["later".to_owned()].into();
    })
    .await;
    for path in ["/later", "/down"] {
        let decision = ask(&proxy, "GET", path, "").await;
        assert_eq!(decision.response.status, 200, "{path}");
        assert_eq!(header(&decision, SOURCE_HEADER), Some("mock"), "{path}");
    }
}

#[tokio::test]
async fn without_a_fallback_failures_are_told() {
    let down = proxy(|_| {}).await;
    assert_eq!(ask(&down, "GET", "/down", "").await.response.status, 503);
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = nobody.local_addr().unwrap();
    drop(nobody);
    let gone = proxy(|o| o.upstream = format!("http://{address}").parse().ok()).await;
    let decision = ask(&gone, "GET", "/ships/7", "").await;
    assert_eq!(decision.response.status, 502);
    let said = String::from_utf8_lossy(&decision.response.body).into_owned();
    assert!(said.contains("cannot be reached"), "{said}");
    assert!(said.contains(&address.to_string()), "{said}");
}

#[tokio::test]
async fn header_fields_of_one_connection_stay_behind() {
    let proxy = proxy(|_| {}).await;
    let mut asked = request("GET", "/echo", "");
    for (name, value) in [
        ("host", "localhost:4010"),
        ("connection", "keep-alive, x-hop"),
        ("x-hop", "1"),
        ("te", "trailers"),
        ("x-mine", "yes"),
        ("authorization", "Bearer t"),
    ] {
        asked.headers.append(name, value);
    }
    let decision = proxy.answer(&asked, Timestamp::from_millis(0)).await;
    let got = header(&decision, "x-got").unwrap();
    assert!(got.contains("x-mine: yes"), "{got}");
    assert!(got.contains("authorization: Bearer t"), "{got}");
    for gone in ["x-hop", "te:", "localhost:4010"] {
        assert!(!got.contains(gone), "{gone} in {got}");
    }
}

#[tokio::test]
async fn a_proxy_needs_something_to_answer_from() {
    let none = Proxy::new(mock(), ProxyOptions::default());
    assert!(matches!(none, Err(ProxyError::NoSource)));
    let odd = ProxyOptions {
        upstream: "ftp://example.com".parse().ok(),
        ..ProxyOptions::default()
    };
    assert!(matches!(
        Proxy::new(mock(), odd),
        Err(ProxyError::Upstream(_))
    ));
}

#[tokio::test]
async fn only_names_of_this_machine_lead_through() {
    let proxy = proxy(|o| o.local = true).await;
    for (host, status) in [
        ("localhost:4010", 200),
        ("127.0.0.1:4010", 200),
        ("[::1]:4010", 200),
        ("evil.example:4010", 421),
        ("127.0.0.1.evil.example", 421),
    ] {
        let mut asked = request("GET", "/ships/7", "");
        asked.headers.append("host", host);
        let decision = proxy.answer(&asked, Timestamp::from_millis(0)).await;
        assert_eq!(decision.response.status, status, "{host}");
    }
}
