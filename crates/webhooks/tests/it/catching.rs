//! What a catcher makes of what comes.

use std::sync::{Arc, Mutex};

use fairlead_core::{Request, Timestamp};
use fairlead_openapi::MemoryFetch;
use fairlead_validate::Contract;
use fairlead_webhooks::{CatchOptions, Catcher, Caught, Scheme, Verdict};

use crate::world::{NOW, event, request, signing};

const SHOP: &str = r"
openapi: 3.1.0
info: {title: Shop, version: '1'}
paths:
  /orders:
    post:
      responses: {'201': {description: made}}
      callbacks:
        shipped:
          '{$request.body#/url}':
            post:
              requestBody:
                content: {application/json: {schema: {type: object, required: [parcel], properties: {parcel: {type: string}}}}}
              responses: {'204': {description: ok}}
webhooks:
  order.paid:
    post:
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [id, amount]
              properties:
                id: {type: string, readOnly: true}
                amount: {type: integer}
      responses: {'204': {description: ok}}
";

fn shop() -> Arc<Contract> {
    let fetch = MemoryFetch::new([("api.yaml", SHOP)]);
    let (_, spec, problems) = fairlead_openapi::read(&MemoryFetch::uri("api.yaml"), &fetch);
    assert!(
        problems
            .iter()
            .all(|p| p.severity < fairlead_core::Severity::Error),
        "{problems:?}"
    );
    Arc::new(Contract::new(Arc::new(spec)))
}

/// Receives requests one after the other, and gives what was made of each.
fn catch(options: CatchOptions, requests: &[Request]) -> Vec<Caught> {
    let caught = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&caught);
    let catcher = Catcher::new(options, move |c| kept.lock().expect("whole").push(c))
        .expect("the secret fits");
    for request in requests {
        let response = catcher.receive(request, Timestamp::from_millis(NOW));
        let last = caught
            .lock()
            .expect("whole")
            .last()
            .map(|c: &Caught| c.status);
        assert_eq!(last, Some(response.status));
    }
    let all = caught.lock().expect("whole");
    all.clone()
}

fn posted(path: &str, body: &'static str) -> Request {
    Request {
        method: "POST".to_owned(),
        path: path.to_owned(),
        headers: [("content-type", "application/json")].into_iter().collect(),
        body: body.into(),
        ..Request::default()
    }
}

#[test]
fn a_payload_is_held_against_the_webhook_that_it_is() {
    let with = |webhook: Option<&str>| CatchOptions {
        contract: Some(shop()),
        webhook: webhook.map(str::to_owned),
        ..CatchOptions::default()
    };
    let found = |webhook, path, body| {
        let caught = catch(with(webhook), &[posted(path, body)]).remove(0);
        let name = caught.matched.map(|m| m.name);
        (name.unwrap_or_default(), caught.report.is_valid())
    };
    let paid = r#"{"id":"o1","amount":3}"#;
    let yes = |name: &str| (name.to_owned(), true);
    let no = |name: &str| (name.to_owned(), false);
    // By its name in the path, in the event, or because it alone fits.
    assert_eq!(found(None, "/hooks/order-paid", paid), yes("order.paid"));
    assert_eq!(found(None, "/hooks/order-paid", "{}"), no("order.paid"));
    assert_eq!(
        found(None, "/", r#"{"type":"orderPaid","id":"o1","amount":3}"#),
        yes("order.paid")
    );
    assert_eq!(found(None, "/", paid), yes("order.paid"));
    assert_eq!(found(None, "/", r#"{"parcel":"p"}"#), yes("shipped"));
    assert_eq!(found(None, "/", "{}"), (String::new(), true));
    // By name, whatever it looks like.
    assert_eq!(found(Some("shipped"), "/", paid), no("shipped"));
    // What a server sends has its `readOnly` values.
    assert_eq!(
        found(Some("order.paid"), "/", r#"{"amount":3}"#),
        no("order.paid")
    );
}

#[test]
fn the_same_delivery_is_known_again() {
    let signing = signing(Scheme::Standard);
    let one = request(&signing, &event("msg_1", "{}"), NOW);
    let two = request(&signing, &event("msg_2", "{}"), NOW);
    let options = CatchOptions {
        signing: Some(signing),
        ..CatchOptions::default()
    };
    let caught = catch(options, &[one.clone(), two, one]);
    let seen: Vec<(u32, bool)> = caught.iter().map(|c| (c.attempt, c.duplicate)).collect();
    assert_eq!(seen, [(1, false), (1, false), (2, true)]);
}

#[test]
fn who_cannot_prove_it_does_not_shut_out_who_can() {
    let signing = signing(Scheme::Standard);
    let good = request(&signing, &event("msg_1", "{}"), NOW);
    let mut forged = good.clone();
    forged.body = "[]".into();
    let options = CatchOptions {
        signing: Some(signing),
        ..CatchOptions::default()
    };
    let caught = catch(options, &[forged, good]);
    assert_eq!(caught[0].status, 401);
    assert_eq!(
        caught[0].verdict,
        Some(Verdict::WrongSignature { near: None })
    );
    assert!(!caught[0].is_good());
    assert_eq!((caught[1].status, caught[1].duplicate), (204, false));
}

#[test]
fn it_fails_as_often_as_it_is_told_for_each_delivery() {
    let signing = signing(Scheme::Github);
    let one = request(&signing, &event("1", "{}"), NOW);
    let two = request(&signing, &event("2", "{}"), NOW);
    let options = CatchOptions {
        fail_first: 2,
        status: 200,
        ..CatchOptions::default()
    };
    let caught = catch(options, &[one.clone(), two, one.clone(), one.clone(), one]);
    let seen: Vec<(u16, bool)> = caught.iter().map(|c| (c.status, c.duplicate)).collect();
    assert_eq!(
        seen,
        [
            (503, false),
            (503, false),
            (503, false),
            (200, false),
            (200, true)
        ]
    );
    assert_eq!(
        caught[0]
            .detected
            .as_ref()
            .and_then(|d| d.scheme.as_deref()),
        Some("GitHub")
    );
    assert_eq!(caught[0].event.as_deref(), Some("order.paid"));
    assert_eq!(caught[0].verdict, None);
}
