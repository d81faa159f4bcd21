//! What a mock sends by itself: callbacks that the description declares, webhooks that the
//! behaviour file names, and nothing to where nobody allowed it.

use std::{
    path::Path,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use fairlead_core::{Headers, Request, Timestamp};
use fairlead_mock::{
    Behaviour, Decision, Mock, MockOptions, Served,
    behaviour::{Outside, Reading},
};
use fairlead_openapi::{FolderFetch, MemoryFetch};
use fairlead_validate::Contract;
use fairlead_webhooks::{Case, CatchOptions, Catcher, Caught, Scheme, Secret, Signing, Verdict};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tokio_util::sync::CancellationToken;

const ORDERS: &str = include_str!("callbacks/orders.yaml");
const SECRET: &str = "whsec_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";
/// 2026-01-02T03:04:05Z
const NOW: i64 = 1_767_323_045_000;

fn contract(text: &str) -> Arc<Contract> {
    let fetch = MemoryFetch::new([("api.yaml", text)]);
    let (_, spec, problems) = fairlead_openapi::read(&MemoryFetch::uri("api.yaml"), &fetch);
    let severe: Vec<String> = problems
        .iter()
        .filter(|p| p.severity == fairlead_core::Severity::Error)
        .map(ToString::to_string)
        .collect();
    assert_eq!(severe, [""; 0]);
    Arc::new(Contract::new(Arc::new(spec)))
}

fn mock(options: MockOptions) -> Mock {
    Mock::new(contract(ORDERS), options)
}

fn read(text: &str, inline: bool) -> Reading {
    let outside = Outside {
        bodies: &|_| Err("no such file".to_owned()),
        secrets: &|name| match name {
            "HOOK_SECRET" => Ok(SECRET.to_owned()),
            _ => Err("there is no such variable in the environment".to_owned()),
        },
        secrets_inline: inline,
    };
    Behaviour::read("b.yaml", text.as_bytes(), &contract(ORDERS), outside)
}

fn behaving(text: &str) -> Mock {
    let reading = read(text, true);
    let problems: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems, [""; 0]);
    let mock = mock(MockOptions::default());
    mock.set_behaviour(reading.behaviour.expect("no mistakes"));
    mock
}

fn order(mock: &Mock, body: &Value) -> Decision {
    let request = Request {
        method: "POST".to_owned(),
        path: "/orders".to_owned(),
        query: None,
        headers: Headers::from_iter([("content-type", "application/json")]),
        body: body.to_string().into(),
    };
    mock.decide(&request, Timestamp::from_millis(NOW))
}

fn told(decision: &Decision) -> String {
    decision.notes.join("\n")
}

fn body(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).expect("JSON")
}

#[test]
fn a_callback_tells_of_what_was_asked_and_answered() {
    let decision = order(
        &mock(MockOptions::default()),
        &json!({ "sku": "A-1", "amount": 7, "callbackUrl": "http://127.0.0.1:9/hook" }),
    );
    assert_eq!(decision.response.status, 201);
    let answer = body(&decision.response.body);
    let [call] = decision.calls.as_slice() else {
        panic!("one call: {:?}", decision.calls);
    };
    assert_eq!(
        call.url.as_str(),
        format!("http://127.0.0.1:9/hook/shipped?order={}", answer["id"])
    );
    assert_eq!(call.event.method, "POST");
    assert_eq!(
        call.event.headers.get("content-type"),
        Some("application/json")
    );
    assert!(call.report.is_valid(), "{:?}", call.report);
    assert_eq!(call.case, Case::Ok);
    let sent = body(&call.event.body);
    assert_eq!(sent["type"], "order.shipped");
    // The thing within the event is the one that was answered.
    assert_eq!(sent["data"]["id"], answer["id"]);
    assert_eq!(sent["data"]["status"], answer["status"]);
}

#[test]
fn every_call_has_an_id_of_its_own() {
    let mock = mock(MockOptions::default());
    let asked = json!({ "sku": "A", "amount": 1, "callbackUrl": "http://localhost:9" });
    let ids: Vec<String> = (0..3)
        .map(|_| order(&mock, &asked).calls[0].event.id.clone())
        .collect();
    assert!(ids[0] != ids[1] && ids[1] != ids[2], "{ids:?}");
    assert!(ids[0].starts_with("msg_"));
}

#[test]
fn a_request_does_not_lead_the_mock_into_the_network() {
    let asked = |url: &str| json!({ "sku": "A", "amount": 1, "callbackUrl": url });
    let closed = mock(MockOptions::default());
    for url in [
        "http://example.com",
        "http://10.0.0.7:80",
        "http://169.254.169.254",
    ] {
        let decision = order(&closed, &asked(url));
        assert_eq!(decision.response.status, 201);
        assert!(decision.calls.is_empty(), "{url}");
        assert!(
            told(&decision).contains("--callbacks-to"),
            "{}",
            told(&decision)
        );
    }
    let decision = order(&closed, &asked("file:///etc/passwd?x="));
    assert!(
        told(&decision).contains("no http or https URL"),
        "{}",
        told(&decision)
    );
    let decision = order(&closed, &json!({ "sku": "A", "amount": 1 }));
    assert!(
        told(&decision).contains("`$request.body#/callbackUrl` is not there"),
        "{}",
        told(&decision)
    );
    let open = mock(MockOptions {
        callbacks_to: vec!["example.com".to_owned()],
        ..MockOptions::default()
    });
    assert_eq!(order(&open, &asked("http://example.com")).calls.len(), 1);
}

#[test]
fn what_was_refused_is_not_called_back() {
    let mock = mock(MockOptions::default());
    let decision = order(
        &mock,
        &json!({ "sku": 5, "callbackUrl": "http://localhost:9" }),
    );
    assert_eq!(decision.response.status, 422);
    assert!(decision.calls.is_empty());
}

#[test]
fn the_behaviour_file_says_which_webhooks_follow_and_how() {
    let mock = behaving(
        "webhooks:
  target: http://127.0.0.1:9/all
  signing: { scheme: standard, secretEnv: HOOK_SECRET }
  retries: 1
  retryScale: 0
  delay: 20ms
  on:
    - match: { operation: createOrder }
      webhook: stock.low
      times: 1
      case: tampered
    - match: { operation: createOrder, body: { /sku: B } }
      webhook: orderShipped
      target: http://127.0.0.1:9/instead
      delay: 5ms
",
    );
    let first = order(
        &mock,
        &json!({ "sku": "A", "amount": 1, "callbackUrl": "http://localhost:1" }),
    );
    let seen = |decision: &Decision| -> Vec<(String, String, Case, u128)> {
        let calls = decision.calls.iter();
        calls
            .map(|c| {
                let (name, url) = (c.event.name.clone(), c.url.to_string());
                (name, url, c.case, c.delay.as_millis())
            })
            .collect()
    };
    let [callback, webhook] = seen(&first).try_into().expect("two calls");
    assert_eq!(callback.0, "orderShipped");
    assert!(callback.1.starts_with("http://localhost:1/shipped"));
    assert_eq!((callback.2, callback.3), (Case::Ok, 20));
    assert_eq!(
        webhook,
        (
            "stock.low".to_owned(),
            "http://127.0.0.1:9/all".to_owned(),
            Case::Tampered,
            20
        )
    );
    let of_stock = &first.calls[1];
    assert_eq!(
        body(&of_stock.event.body)["sku"],
        body(&first.response.body)["sku"],
        "names that are the same tell the same"
    );
    assert_eq!(of_stock.retries.most, 1);
    assert_eq!(
        of_stock.signing.as_ref().map(|s| &s.scheme),
        Some(&Scheme::Standard)
    );
    // Once only; and the callback of this one goes where the file says.
    let second = order(
        &mock,
        &json!({ "sku": "B", "amount": 1, "callbackUrl": "http://example.com" }),
    );
    let [callback] = seen(&second).try_into().expect("one call");
    assert_eq!(
        (callback.1.as_str(), callback.3),
        ("http://127.0.0.1:9/instead", 5)
    );
}

#[test]
fn mistakes_of_the_file_are_told_at_their_place() {
    let told = |text: &str, inline| {
        let problems = read(text, inline).problems;
        let all = problems.iter().map(ToString::to_string);
        all.collect::<Vec<_>>().join("\n")
    };
    for (text, words) in [
        (
            "webhooks: { target: nowhere }",
            "`nowhere` is no http or https URL",
        ),
        (
            "webhooks: { signing: { scheme: standard } }",
            "give either `secret` or `secretEnv`",
        ),
        (
            "webhooks: { signing: { scheme: github, secretEnv: NONE } }",
            "`NONE`: there is no such variable",
        ),
        (
            "webhooks: { signing: { scheme: standard, secret: 'not base64!' } }",
            "`whsec_` and base64",
        ),
        (
            "webhooks: { signing: { scheme: { generic: { header: X, signs: '{id}{body}' } }, secret: s } }",
            "`idHeader`",
        ),
        (
            "webhooks: { on: [{ webhook: stock.low }] }",
            "a webhook has to go somewhere",
        ),
        (
            "webhooks: { target: 'http://localhost', on: [{ webhook: stock.lo }] }",
            "there is stock.low, orderShipped",
        ),
        ("webhooks: { retries: 10 }", "at most 9"),
        ("webhooks: { delay: 2h }", "an hour"),
        (
            "webhooks: { on: [{ webhook: stock.low, case: lost }] }",
            "there is no `lost`",
        ),
    ] {
        let found = told(text, true);
        assert!(found.contains(words), "{text}\n{found}");
        assert!(found.contains("b.yaml:1"), "{found}");
    }
    let inline = "webhooks: { signing: { scheme: github, secret: s3cret } }";
    assert_eq!(told(inline, true), "");
    let refused = told(inline, false);
    assert!(
        refused.contains("`secretEnv`") && !refused.contains("s3cret"),
        "{refused}"
    );
    let shown = format!("{:?}", read(inline, true).behaviour);
    assert!(!shown.contains("s3cret"), "{shown}");
}

struct Listening {
    port: u16,
    cancel: CancellationToken,
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}

async fn listen(
    handler: Arc<impl fairlead_mock::Handler>,
    sink: impl Fn(Served) + Send + Sync + 'static,
) -> Listening {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let cancel = CancellationToken::new();
    let serving = fairlead_mock::serve(listener, handler, Arc::new(sink), cancel.clone());
    tokio::spawn(serving);
    Listening { port, cancel }
}

async fn until<T>(mut found: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = found() {
            return found;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "it did not come");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_catcher_on_a_socket_gets_it_signed_after_the_answer() {
    let caught: Arc<Mutex<Vec<Caught>>> = Arc::default();
    let signing = Signing {
        scheme: Scheme::Standard,
        secret: Secret::new(SECRET),
    };
    let options = CatchOptions {
        signing: Some(signing),
        contract: Some(contract(ORDERS)),
        fail_first: 1,
        ..CatchOptions::default()
    };
    let kept = Arc::clone(&caught);
    let catcher = Catcher::new(options, move |c| kept.lock().expect("whole").push(c));
    let catching = listen(Arc::new(catcher.expect("the secret fits")), |_| {}).await;

    let mock = behaving(
        "webhooks: { signing: { scheme: standard, secretEnv: HOOK_SECRET }, retryScale: 0.001 }",
    );
    let served: Arc<Mutex<Vec<Served>>> = Arc::default();
    let kept = Arc::clone(&served);
    let mocking = listen(Arc::new(mock), move |s| kept.lock().expect("whole").push(s)).await;

    let hook = format!("http://127.0.0.1:{}/hook", catching.port);
    let asked = json!({ "sku": "A", "amount": 1, "callbackUrl": hook }).to_string();
    let mut stream = TcpStream::connect(("127.0.0.1", mocking.port))
        .await
        .expect("it listens");
    let head = format!(
        "POST /orders HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{asked}",
        asked.len()
    );
    stream.write_all(head.as_bytes()).await.expect("it reads");
    let mut answer = String::new();
    stream
        .read_to_string(&mut answer)
        .await
        .expect("it answers");
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");

    let all = until(|| {
        let caught = caught.lock().expect("whole");
        (caught.len() == 2).then(|| caught.clone())
    })
    .await;
    assert_eq!(all.iter().map(|c| c.status).collect::<Vec<_>>(), [503, 204]);
    for caught in &all {
        assert_eq!(caught.verdict, Some(Verdict::Valid));
        assert!(caught.report.is_valid(), "{:?}", caught.report);
        assert_eq!(
            caught.matched.as_ref().map(|m| m.name.as_str()),
            Some("orderShipped")
        );
        assert_eq!(caught.request.path, "/hook/shipped");
    }
    // The mock's own record: the request, then each attempt.
    let told = until(|| {
        let served = served.lock().expect("whole");
        (served.len() == 3).then(|| served.clone())
    })
    .await;
    assert!(told[0].called.is_none());
    let attempts: Vec<(u32, Option<u16>, bool)> = told[1..]
        .iter()
        .map(|s| {
            let called = s.called.as_ref().expect("a callback");
            let status = s.exchange.response.as_ref().map(|r| r.status);
            (called.attempt, status, called.again_in.is_some())
        })
        .collect();
    assert_eq!(attempts, [(1, Some(503), true), (2, Some(204), false)]);
    assert!(
        told[1]
            .operation
            .as_ref()
            .is_some_and(|id| id.starts_with("cb_"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_at_the_other_end_is_told_and_costs_the_answer_nothing() {
    let served: Arc<Mutex<Vec<Served>>> = Arc::default();
    let kept = Arc::clone(&served);
    let mock = behaving("webhooks: { retries: 0 }");
    let mocking = listen(Arc::new(mock), move |s| kept.lock().expect("whole").push(s)).await;
    let asked = json!({ "sku": "A", "amount": 1, "callbackUrl": "http://127.0.0.1:1" }).to_string();
    let mut stream = TcpStream::connect(("127.0.0.1", mocking.port))
        .await
        .expect("it listens");
    let head = format!(
        "POST /orders HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{asked}",
        asked.len()
    );
    stream.write_all(head.as_bytes()).await.expect("it reads");
    let mut first = [0; 12];
    stream.read_exact(&mut first).await.expect("it answers");
    assert_eq!(&first, b"HTTP/1.1 201");
    let called = until(|| {
        let served = served.lock().expect("whole");
        served.iter().find_map(|s| s.called.clone())
    })
    .await;
    assert!(
        called
            .error
            .is_some_and(|e| e.contains("cannot be reached"))
    );
}

#[test]
fn webhooks_of_older_documents_are_known_too() {
    let text = r#"
openapi: 3.0.3
info: {title: Old, version: '1'}
paths:
  /things: {get: {responses: {'200': {description: ok}}}}
x-webhooks:
  thingMade:
    post:
      requestBody:
        content: {application/json: {schema: {type: object, required: [id], properties: {id: {type: integer, nullable: true}}}}}
      responses: {'200': {description: ok}}
"#;
    let mock = Mock::new(contract(text), MockOptions::default());
    let spec = Arc::clone(mock.contract().spec());
    let found = spec.find_outgoing("thingMade").expect("it is there");
    let told = json!({ "id": 12, "name": "x" });
    let told = told.as_object().expect("an object");
    let made = mock.compose(found.operation, found.name, "msg_1".to_owned(), told, 1);
    assert_eq!(body(&made.event.body), json!({ "id": 12 }));
    assert!(made.report.is_valid());
}

#[test]
fn webhooks_of_real_descriptions_keep_their_own_word() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/specs");
    let Ok(expected) = std::fs::read_to_string(folder.join("EXPECT.json")) else {
        println!("skipped: no ../shared/data/specs");
        return;
    };
    let mut made = 0;
    let expected: Value = serde_json::from_str(&expected).expect("JSON");
    for name in expected.as_object().expect("an object").keys() {
        let text = std::fs::read_to_string(folder.join(name)).expect("a file");
        if !["webhooks", "callbacks"]
            .iter()
            .any(|key| text.contains(key))
        {
            continue;
        }
        let (fetch, root) = FolderFetch::around(&folder.join(name)).expect("a file");
        let (_, spec, _) = fairlead_openapi::read(&root, &fetch);
        let mock = Mock::new(
            Arc::new(Contract::new(Arc::new(spec))),
            MockOptions::default(),
        );
        let spec = Arc::clone(mock.contract().spec());
        for outgoing in spec.outgoing() {
            for seed in 0..5 {
                let none = serde_json::Map::new();
                let composed = mock.compose(
                    outgoing.operation,
                    outgoing.name,
                    "msg_1".to_owned(),
                    &none,
                    seed,
                );
                assert!(
                    composed.report.is_valid(),
                    "{name}: {}: {:#?}",
                    outgoing.name,
                    composed.report.violations
                );
                made += 1;
            }
        }
    }
    assert!(
        made > 0,
        "some of the descriptions have webhooks or callbacks"
    );
}
