//! Links of answers: told when asked for, and leading somewhere when they are followed.

use std::sync::Arc;

use fairlead_core::{Headers, Request, Timestamp};
use fairlead_mock::{Decision, Mock, MockOptions};
use fairlead_openapi::MemoryFetch;
use fairlead_validate::Contract;
use serde_json::{Value, json};

/// Customers and their orders; an order names its customer, and the checkout an order.
const SHOP: &str = r#"
openapi: 3.0.3
info: {title: Shop, version: '1'}
paths:
  /customers:
    get:
      responses: {'200': {description: ok, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Customer'}}}}}}
  /customers/{customerId}:
    get:
      operationId: getCustomer
      parameters: [{name: customerId, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Customer'}}}}, '404': {description: none}}
  /orders:
    post:
      requestBody: {content: {application/json: {schema: {type: object, properties: {note: {type: string}}}}}}
      responses:
        '201':
          description: made
          content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
          links: &links
            self: {operationId: getOrder, parameters: {path.orderId: $response.body#/id, verbose: true, X-Note: 'of {$request.body#/note}'}}
            customer: {operationId: getCustomer, parameters: {customerId: $response.body#/customerId}}
            nowhere: {operationId: notThere}
  /orders/{orderId}:
    get:
      operationId: getOrder
      parameters:
        - {name: orderId, in: path, required: true, schema: {type: integer}}
        - {name: verbose, in: query, schema: {type: boolean}}
        - {name: X-Note, in: header, schema: {type: string}}
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}, links: *links}, '404': {description: none}}
  /checkout:
    post:
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {type: object, required: [order, token], properties: {order: {type: integer}, token: {type: string}}}}}
          links:
            order: {operationId: getOrder, parameters: {orderId: $response.body#/order}}
            session: {operationId: getSession, parameters: {token: $response.body#/token}}
  /sessions/{token}:
    get:
      operationId: getSession
      parameters: [{name: token, in: path, required: true, schema: {type: string, pattern: '^tok_[a-z]{6}$'}}]
      responses: {'200': {description: ok}}
components:
  schemas:
    Customer: {type: object, required: [customerId], properties: {customerId: {type: string}, name: {type: string}}}
    Order: {type: object, required: [id, customerId], properties: {id: {type: integer}, customerId: {type: string}, note: {type: string}}}
"#;

fn mock(stateful: bool, seed: u64) -> Mock {
    let fetch = MemoryFetch::new([("api.yaml", SHOP)]);
    let (_, spec, _) = fairlead_openapi::read(&MemoryFetch::uri("api.yaml"), &fetch);
    let options = MockOptions {
        stateful,
        seed,
        ..MockOptions::default()
    };
    Mock::new(Arc::new(Contract::new(Arc::new(spec))), options)
}

fn ask(mock: &Mock, method: &str, target: &str, body: &str) -> Decision {
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query.to_owned())),
        None => (target, None),
    };
    let mut headers = Headers::from_iter([("prefer", "links=true")]);
    if !body.is_empty() {
        headers.append("content-type", "application/json");
    }
    let request = Request {
        method: method.to_owned(),
        path: path.to_owned(),
        query,
        headers,
        body: body.to_owned().into(),
    };
    mock.decide(&request, Timestamp::from_millis(0))
}

fn value(decision: &Decision) -> Value {
    serde_json::from_slice(&decision.response.body).expect("JSON")
}

/// Follows every link of an answer: name and status.
fn follow(mock: &Mock, decision: &Decision) -> Vec<(String, u16)> {
    let links = decision.links.iter();
    links
        .map(|link| {
            let status = ask(mock, &link.method, &link.target, "").response.status;
            (link.name.clone(), status)
        })
        .collect()
}

#[test]
fn links_are_told_to_who_asks() {
    let mock = mock(false, 1);
    let decision = ask(&mock, "POST", "/orders", r#"{"note":"Grüße"}"#);
    let answer = value(&decision);
    let headers = &decision.response.headers;
    assert_eq!(headers.get("preference-applied"), Some("links=true"));
    let text = headers.get("fairlead-links").expect("the header");
    assert!(text.is_ascii());
    let told: Value = serde_json::from_str(text).expect("JSON");
    let spec = mock.contract().spec();
    let id = |path: &str| {
        let found = spec.operations.iter().find(|o| o.path == path);
        found.expect("an operation").id.clone()
    };
    assert_eq!(
        told,
        json!([
            {
                "name": "self",
                "operation": id("/orders/{orderId}"),
                "method": "GET",
                "target": format!("/orders/{}?verbose=true", answer["id"]),
                "headers": [["X-Note", "of Grüße"]],
            },
            {
                "name": "customer",
                "operation": id("/customers/{customerId}"),
                "method": "GET",
                "target": format!("/customers/{}", answer["customerId"].as_str().expect("a text")),
            },
        ])
    );
}

#[test]
fn nobody_else_is_told() {
    let request = Request {
        method: "POST".to_owned(),
        path: "/checkout".to_owned(),
        ..Request::default()
    };
    let decision = mock(false, 1).decide(&request, Timestamp::from_millis(0));
    assert!(decision.links.is_empty());
    assert_eq!(decision.response.headers.get("fairlead-links"), None);
}

#[test]
fn what_is_made_up_can_be_followed() {
    for seed in 0..20 {
        let mock = mock(false, seed);
        let decision = ask(&mock, "POST", "/checkout", "");
        let statuses = follow(&mock, &decision);
        let wanted = [("order".to_owned(), 200), ("session".to_owned(), 200)];
        assert_eq!(statuses, wanted, "{}", value(&decision));
    }
}

#[test]
fn what_is_kept_is_found_again() {
    for seed in 0..20 {
        let mock = mock(true, seed);
        let wanted = [("self".to_owned(), 200), ("customer".to_owned(), 200)];
        // What a collection begins with, and what is made.
        let first = ask(&mock, "GET", "/orders/1", "");
        assert_eq!(first.response.status, 200);
        assert_eq!(follow(&mock, &first), wanted, "{}", value(&first));
        let made = ask(&mock, "POST", "/orders", "{}");
        assert_eq!(follow(&mock, &made), wanted, "{}", value(&made));
        // The order of a checkout, which keeps nothing itself, is one that is there.
        let checkout = ask(&mock, "POST", "/checkout", "");
        assert_eq!(
            follow(&mock, &checkout),
            [("order".to_owned(), 200), ("session".to_owned(), 200)]
        );
    }
}

#[test]
fn a_link_without_its_value_says_what_is_missing() {
    let mock = mock(true, 1);
    let spec = Arc::clone(mock.contract().spec());
    let checkout = spec.operations.iter().find(|o| o.path == "/checkout");
    let response = fairlead_core::Response {
        status: 200,
        body: r#"{"order":5}"#.into(),
        ..fairlead_core::Response::default()
    };
    let request = Request {
        method: "POST".to_owned(),
        path: "/checkout".to_owned(),
        ..Request::default()
    };
    let now = Timestamp::from_millis(0);
    let links = mock.follow_links(
        checkout.expect("it is there"),
        &request,
        &[],
        &response,
        now,
    );
    assert_eq!(links[0].target, "/orders/5");
    assert!(links[0].missing.is_empty());
    assert_eq!(links[1].target, "/sessions/{token}");
    assert_eq!(links[1].missing, ["token"]);
}
