//! What panics leave when secrets are in scope: the text of a crash is looked through as tables,
//! logs and exports are.

use std::{env, fs, path::Path, process::Command};

use axum::{body::Body, http::StatusCode};
use base64::{Engine, prelude::BASE64_STANDARD};
use fairlead_api::logging::{self, Logging};
use fairlead_core::{Headers, redact::MASK};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;
use tower::ServiceExt;

use crate::support::{Api, request};

/// Names the folder of logs to the child; without it the child's test has nothing to do.
const FOLDER: &str = "FAIRLEAD_TEST_CRASH";
/// In the vault: wherever it stands, it is masked.
const KEPT: &str = "c4n4ry+/=\"&~?%$ _9f3-kept";
/// Typed and nowhere kept: only its place tells that it is secret.
const TYPED: &str = "c4n4ry-9f3-typed";

const API: &str = r"
openapi: 3.1.0
info: { title: Pier, version: '1' }
components:
  securitySchemes: { pier: { type: apiKey, in: query, name: pier } }
paths:
  /berths:
    get:
      operationId: berths
      security: [{ pier: [] }]
      responses: { '200': { description: Fine } }
";

fn forms(secret: &str) -> Vec<String> {
    let json = serde_json::to_string(secret).unwrap();
    vec![
        secret.to_owned(),
        json[1..json.len() - 1].to_owned(),
        format!("{:?}", secret.as_bytes()),
        utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string(),
        url::form_urlencoded::byte_serialize(secret.as_bytes()).collect(),
        BASE64_STANDARD.encode(secret),
    ]
}

/// Panics on a thread of its own, as a part of the program that fails does.
fn fail(how: impl FnOnce() + Send + 'static) {
    let ended = std::thread::Builder::new()
        .name("failing".to_owned())
        .spawn(how)
        .unwrap();
    assert!(ended.join().is_err(), "nothing failed");
}

#[test]
fn no_crash_tells_a_secret_and_the_rest_goes_on() {
    let logs = tempfile::tempdir().unwrap();
    let output = Command::new(env::current_exe().unwrap())
        .args(["crash::fails_in_many_ways", "--exact", "--nocapture"])
        .env(FOLDER, logs.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    let faults = fs::read_to_string(logs.path().join(fairlead_app::FAULTS)).unwrap();
    let mut told = vec![("standard error".to_owned(), said)];
    for entry in fs::read_dir(logs.path()).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        told.push((name, fs::read_to_string(entry.path()).unwrap()));
    }
    assert!(told.len() > 2, "the log of the day is there too");
    for (place, text) in &told {
        for secret in [KEPT, TYPED] {
            for form in forms(secret) {
                assert!(!text.contains(&form), "{place} has `{form}`: {text}");
            }
        }
        assert!(
            !text.contains("c4n4ry"),
            "{place} has a part of one: {text}"
        );
    }
    // What helps to find the fault is there.
    assert_eq!(faults.matches("thread failing").count(), 10, "{faults}");
    for part in [
        "crash.rs:",
        "berths?pier=",
        "Request {",
        "invalid type: string",
        MASK,
    ] {
        assert!(faults.contains(part), "no `{part}` in {faults}");
    }
    assert!(faults.contains("fails_in_many_ways"), "no backtrace");
}

/// The child.
#[tokio::test(flavor = "multi_thread")]
async fn fails_in_many_ways() {
    let Some(logs) = env::var_os(FOLDER) else {
        return;
    };
    let _log = logging::start(&Logging {
        folder: Some(Path::new(&logs).to_owned()),
        filter: Some("debug".to_owned()),
    })
    .unwrap();
    let api = Api::open().await;
    let source = json!({ "kind": "upload", "files": [{ "name": "pier.yaml", "text": API }] });
    let import = api
        .put("POST", "/v1/imports", &json!({ "source": source }))
        .await
        .json();
    let project = format!("/v1/projects/{}", import["project"]["id"].as_str().unwrap());
    let key = format!("{project}/credentials/pier");
    let kept = api.put("PUT", &key, &json!({ "value": KEPT })).await;
    assert!(kept.status.is_success(), "{}", kept.json());
    let operations = api.get(&format!("{project}/operations")).await.json();
    let draft = json!({
        "operationId": operations["items"][0]["id"],
        "target": { "kind": "url", "baseUrl": "http://127.0.0.1:1" },
        "headers": [{ "name": "Authorization", "value": format!("Bearer {TYPED}"), "enabled": true }],
    });
    let sent = api
        .put("POST", &format!("{project}/playground/send"), &draft)
        .await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.json());

    for key in [KEPT, TYPED] {
        // A request that fails, whose error has its URL.
        let mut url = url::Url::parse("http://127.0.0.1:1/berths").unwrap();
        url.query_pairs_mut().append_pair("pier", key);
        let failed = reqwest::get(url).await.unwrap_err();
        fail(move || Err::<(), _>(failed).unwrap());
        // A request as it is sent, and as the engines see it.
        let bearer = format!("Bearer {}", key.replace('"', "'"));
        let wire = request("GET", "/berths")
            .header("Authorization", bearer)
            .body(Body::empty());
        let wire = wire.unwrap();
        fail(move || panic!("no answer to {wire:?}"));
        let headers: Headers = [("X-Api-Key", key), ("Accept", "*/*")]
            .into_iter()
            .collect();
        let plain = fairlead_core::Request {
            headers,
            ..fairlead_core::Request::default()
        };
        fail(move || panic!("no answer to {plain:?}"));
        // A draft with what a person has typed.
        let text = draft.to_string().replace(TYPED, &key.replace('"', "'"));
        let draft: fairlead_app::Draft = serde_json::from_str(&text).unwrap();
        fail(move || panic!("cannot be built: {draft:?}"));
    }
    // An error of a parser has the value; a cut within a letter has the text.
    let json = serde_json::to_string(KEPT).unwrap();
    let failed = serde_json::from_str::<u32>(&json).unwrap_err();
    fail(move || Err::<(), _>(failed).unwrap());
    let text = format!("ä{KEPT}");
    fail(move || assert_ne!(&text[..1], ""));

    // A handler that fails answers, and the next is answered too.
    let failing = axum::Router::new()
        .route(
            "/",
            axum::routing::get(|| async { panic!("with {KEPT}") as () }),
        )
        .layer(fairlead_api::panic::layer());
    let answer = failing.oneshot(request("GET", "/").body(Body::empty()).unwrap());
    assert_eq!(
        answer.await.unwrap().status(),
        StatusCode::INTERNAL_SERVER_ERROR
    );
    assert_eq!(api.get("/v1/health").await.status, StatusCode::OK);
}
