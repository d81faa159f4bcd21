//! Webhooks over the API: sent by hand, caught, kept without their secrets.

use std::time::{Duration, Instant};

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::support::Api;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

async fn harbour(api: &Api) -> String {
    let import = api
        .put(
            "POST",
            "/v1/imports",
            &json!({ "source": { "kind": "sample" }, "startMock": true }),
        )
        .await;
    assert_eq!(import.status, StatusCode::CREATED, "{}", import.json());
    format!("/v1/projects/{}", text(&import.json()["project"]["id"]))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

async fn caught(api: &Api, catcher: &str, count: usize) -> Vec<Value> {
    let began = Instant::now();
    loop {
        let list = api.get(&format!("{catcher}/deliveries")).await.json();
        let items = list["items"].as_array().unwrap().clone();
        if items.len() >= count {
            return items;
        }
        assert!(began.elapsed() < Duration::from_mins(1), "{items:?}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn what_is_sent_is_caught_and_every_case_is_told() {
    let api = Api::open().await;
    let project = harbour(&api).await;
    let declared = api.get(&format!("{project}/webhooks")).await.json();
    let names: Vec<&Value> = declared["items"].as_array().unwrap().iter().collect();
    assert_eq!(names[0]["name"], "bookingChanged");
    assert_eq!(names[0]["callbackOf"], Value::Null);
    assert_eq!(names[1]["callbackOf"], "POST /bookings");

    let made = api
        .put(
            "POST",
            &format!("{project}/catchers"),
            &json!({ "settings": { "scheme": "standard" }, "secret": SECRET }),
        )
        .await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.json());
    let catcher = format!("{project}/catchers/{}", text(&made.json()["id"]));
    assert_eq!(made.headers["location"], catcher.as_str());
    let made = made.json();
    assert_eq!(
        (&made["state"], &made["secretSet"]),
        (&json!("running"), &json!(true))
    );
    assert!(!made.to_string().contains("whsec_"));

    let cases = json!([
        "ok",
        "tampered",
        "wrongSecret",
        "replayed",
        "tooOld",
        "tooNew",
        "duplicate",
        "reordered",
        "missingSignature",
        "unsigned"
    ]);
    let sent = api
        .put(
            "POST",
            &format!("{project}/webhooks/send"),
            &json!({
                "webhook": "bookingChanged",
                "url": format!("{}/hooks", text(&made["url"])),
                "scheme": "standard",
                "catcherId": made["id"],
                "cases": cases,
            }),
        )
        .await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.json());
    let results = sent.json()["results"].as_array().unwrap().clone();
    assert_eq!(results.len(), 10);
    for result in &results {
        assert_eq!(result["passed"], true, "{result}");
    }
    let items = caught(&api, &catcher, 13).await;
    let kinds: Vec<String> = items
        .iter()
        .map(|item| text(&item["verdict"]["kind"]))
        .collect();
    assert_eq!(
        kinds.iter().filter(|kind| *kind == "valid").count(),
        7,
        "{kinds:?}"
    );
    // Newest first.
    assert_eq!(kinds[0], "missingHeader");
    let oldest = &items[items.len() - 1];
    assert_eq!(oldest["webhook"]["name"], "bookingChanged");
    assert_eq!(oldest["payloadValid"], true);
    assert_eq!(oldest["good"], true);
    let whole = api
        .get(&format!("{catcher}/deliveries/{}", text(&oldest["id"])))
        .await
        .json();
    assert_eq!(whole["violations"], json!([]));
    assert!(text(&whole["body"]["text"]).contains("booking"));
    let names: Vec<&Value> = whole["headers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|h| &h["name"])
        .collect();
    assert!(names.contains(&&json!("webhook-signature")), "{names:?}");

    // Each delivery is a trace of its own kind.
    let traces = api
        .get(&format!("{project}/traces?source=webhook"))
        .await
        .json();
    assert_eq!(traces["total"], 13);
    let first = api
        .get(&format!(
            "{project}/traces/{}",
            text(&results[0]["attempts"][0]["traceId"])
        ))
        .await
        .json();
    assert_eq!(
        (&first["source"], &first["status"]),
        (&json!("webhook"), &json!(204))
    );

    let cleared = api.delete(&format!("{catcher}/deliveries")).await;
    assert_eq!(cleared.status, StatusCode::NO_CONTENT);
    assert_eq!(api.get(&catcher).await.json()["caught"], 0);
    assert_eq!(api.delete(&catcher).await.status, StatusCode::NO_CONTENT);
    assert_eq!(api.get(&catcher).await.code(), "catcher_not_found");
}

#[tokio::test]
async fn a_catcher_is_stopped_started_and_changed() {
    let api = Api::open().await;
    let project = harbour(&api).await;
    let made = api
        .put(
            "POST",
            &format!("{project}/catchers"),
            &json!({ "settings": { "failFirst": 1 } }),
        )
        .await
        .json();
    let catcher = format!("{project}/catchers/{}", text(&made["id"]));
    let url = text(&made["url"]);
    let client = reqwest::Client::new();
    let hit = |key: &'static str| {
        let request = client
            .post(&url)
            .header("x-github-delivery", "7")
            .body("{}");
        let request = request.header("x-api-key", key);
        async move { request.send().await.map(|answer| answer.status().as_u16()) }
    };
    assert_eq!(hit("k-123456").await.unwrap(), 503);
    assert_eq!(hit("k-123456").await.unwrap(), 204);
    let items = caught(&api, &catcher, 2).await;
    assert_eq!(
        (&items[0]["attempt"], &items[0]["verdict"]),
        (&json!(2), &Value::Null)
    );
    let whole = api
        .get(&format!("{catcher}/deliveries/{}", text(&items[0]["id"])))
        .await;
    assert!(
        !String::from_utf8_lossy(&whole.body).contains("k-123456"),
        "keys are masked"
    );

    let stopped = api
        .put("POST", &format!("{catcher}/stop"), &json!({}))
        .await
        .json();
    assert_eq!(
        (&stopped["state"], &stopped["url"]),
        (&json!("stopped"), &Value::Null)
    );
    assert!(hit("k").await.is_err());
    let started = api
        .put("POST", &format!("{catcher}/start"), &json!({}))
        .await
        .json();
    assert_eq!(
        started["url"].as_str(),
        Some(url.as_str()),
        "on the same port"
    );

    let wrong = json!({ "scheme": { "generic": { "header": "no name" } } });
    assert_eq!(
        api.put("PUT", &catcher, &wrong).await.code(),
        "invalid_catcher"
    );
    let changed = api
        .put(
            "PUT",
            &catcher,
            &json!({ "scheme": "github", "status": 200 }),
        )
        .await
        .json();
    assert_eq!(changed["settings"]["scheme"], "github");
    assert_eq!(changed["settings"]["failFirst"], 0);
    // Without a secret nothing can be checked; with one, what is not signed is refused.
    assert_eq!(hit("k").await.unwrap(), 200);
    let secret = json!({ "secret": "It's a Secret to Everybody" });
    let set = api
        .put("PUT", &format!("{catcher}/secret"), &secret)
        .await
        .json();
    assert_eq!(set["secretSet"], true);
    assert_eq!(hit("k").await.unwrap(), 401);
    assert_eq!(
        api.delete(&format!("{catcher}/secret")).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(hit("k").await.unwrap(), 200);

    // What a delivery carries of a secret that is known is masked.
    api.put("PUT", &format!("{catcher}/secret"), &secret).await;
    let leak = client
        .post(&url)
        .body(r#"{"note":"It's a Secret to Everybody"}"#);
    assert_eq!(leak.send().await.unwrap().status().as_u16(), 401);
    let items = caught(&api, &catcher, 6).await;
    let whole = api
        .get(&format!("{catcher}/deliveries/{}", text(&items[0]["id"])))
        .await
        .json();
    assert!(
        !whole.to_string().contains("Secret to Everybody"),
        "{whole}"
    );
}

#[tokio::test]
async fn what_cannot_be_sent_is_told() {
    let api = Api::open().await;
    let project = harbour(&api).await;
    let send = |change: Value| {
        let mut body = json!({ "webhook": "bookingChanged", "url": "http://127.0.0.1:1/" });
        for (key, value) in change.as_object().unwrap() {
            body[key] = value.clone();
        }
        let (api, path) = (&api, format!("{project}/webhooks/send"));
        async move { api.put("POST", &path, &body).await }
    };
    assert_eq!(
        send(json!({ "webhook": "nothing" })).await.code(),
        "unknown_webhook"
    );
    assert_eq!(
        send(json!({ "url": "file:///etc/passwd" })).await.code(),
        "invalid_url"
    );
    assert_eq!(
        send(json!({ "cases": [] })).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        send(json!({ "scheme": "github" })).await.code(),
        "secret_missing"
    );
    let bad = json!({ "scheme": "standard", "secret": "not base64!" });
    assert_eq!(send(bad).await.code(), "invalid_secret");
    let nobody = send(json!({})).await.json();
    assert_eq!(nobody["results"][0]["passed"], false);
    let wrong = text(&nobody["results"][0]["wrong"]);
    assert!(wrong.contains("cannot be reached"), "{wrong}");
}

#[tokio::test]
async fn a_callback_of_a_mock_is_a_trace_and_its_behaviour_takes_secrets_from_the_vault() {
    let api = Api::open().await;
    let project = harbour(&api).await;
    let mock = api.get(&format!("{project}/mocks")).await.json()["items"][0].clone();
    let path = format!("{project}/mocks/{}/behaviour", text(&mock["id"]));
    let set = |text: &str| {
        let (api, path, body) = (&api, path.clone(), json!({ "text": text }));
        async move { api.put("PUT", &path, &body).await }
    };
    let inline = "webhooks: { signing: { scheme: github, secret: s3cret-value } }";
    assert_eq!(set(inline).await.code(), "unusable_behaviour");
    let named = "webhooks: { signing: { scheme: standard, secretEnv: hooks } }";
    assert_eq!(set(named).await.code(), "unusable_behaviour");
    api.put(
        "PUT",
        &format!("{project}/credentials/hooks"),
        &json!({ "value": SECRET }),
    )
    .await;
    let kept = set(named).await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.json());

    let made = api
        .put(
            "POST",
            &format!("{project}/catchers"),
            &json!({ "settings": { "scheme": "standard" }, "secret": SECRET }),
        )
        .await
        .json();
    let catcher = format!("{project}/catchers/{}", text(&made["id"]));
    let booking = json!({
        "berthId": "A-12",
        "ship": { "kind": "yacht", "name": "Fram", "lengthMetres": 39 },
        "arrival": "2026-05-01",
        "departure": "2026-05-03",
        "skipper": { "name": "Ada", "email": "ada@example.com" },
        "notifyUrl": made["url"],
    });
    let answer = reqwest::Client::new()
        .post(format!("{}/bookings", text(&mock["url"])))
        .header("content-type", "application/json")
        .header("x-harbour-key", "k")
        .header("idempotency-key", "0190163d-8694-739b-aea5-966c26f8ad91")
        .body(booking.to_string())
        .send()
        .await
        .unwrap();
    assert!(answer.status().is_success());
    let items = caught(&api, &catcher, 1).await;
    assert_eq!(items[0]["verdict"]["kind"], "valid");
    assert_eq!(items[0]["good"], true);
    let began = Instant::now();
    loop {
        let traces = api
            .get(&format!("{project}/traces?source=webhook"))
            .await
            .json();
        if let Some(trace) = traces["items"].get(0) {
            assert_eq!(trace["status"], 204);
            assert_eq!(trace["mockId"], mock["id"]);
            assert!(text(&trace["operationId"]).starts_with("cb_"));
            break;
        }
        assert!(began.elapsed() < Duration::from_mins(1));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_running_mock_signs_with_the_secret_that_the_vault_has_now() {
    let api = Api::open().await;
    let project = harbour(&api).await;
    let mock = api.get(&format!("{project}/mocks")).await.json()["items"][0].clone();
    let at = format!("{project}/mocks/{}", text(&mock["id"]));
    let other = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let key = |value: &'static str| {
        let (api, path) = (&api, format!("{project}/credentials/hooks"));
        async move { api.put("PUT", &path, &json!({ "value": value })).await }
    };
    key(other).await;
    let behaviour =
        json!({ "text": "webhooks: { signing: { scheme: standard, secretEnv: hooks } }" });
    let kept = api.put("PUT", &format!("{at}/behaviour"), &behaviour).await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.json());
    let settings = json!({ "settings": { "scheme": "standard" }, "secret": SECRET });
    let made = api
        .put("POST", &format!("{project}/catchers"), &settings)
        .await
        .json();
    let catcher = format!("{project}/catchers/{}", text(&made["id"]));
    let book = |key: &'static str| {
        let booking = json!({
            "berthId": "A-12",
            "ship": { "kind": "yacht", "name": "Fram", "lengthMetres": 39 },
            "arrival": "2026-05-01",
            "departure": "2026-05-03",
            "skipper": { "name": "Ada", "email": "ada@example.com" },
            "notifyUrl": made["url"],
        });
        let sent = reqwest::Client::new()
            .post(format!("{}/bookings", text(&mock["url"])))
            .header("content-type", "application/json")
            .header("x-harbour-key", "k")
            .header("idempotency-key", key)
            .body(booking.to_string())
            .send();
        async move { assert!(sent.await.unwrap().status().is_success()) }
    };
    let started = api.get(&at).await.json()["startedAt"].clone();
    book("0190163d-8694-739b-aea5-966c26f8ad91").await;
    let first = caught(&api, &catcher, 1).await;
    assert_ne!(first[0]["verdict"]["kind"], "valid", "another secret");
    let set = key(SECRET).await;
    assert!(set.status.is_success());
    book("0190163d-8694-739b-aea5-966c26f8ad92").await;
    let began = Instant::now();
    loop {
        let items = caught(&api, &catcher, 2).await;
        if items.iter().any(|one| one["verdict"]["kind"] == "valid") {
            break;
        }
        assert!(began.elapsed() < Duration::from_mins(1), "{items:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(api.get(&at).await.json()["startedAt"], started, "it ran on");
    let gone = api.delete(&format!("{project}/credentials/hooks")).await;
    assert!(gone.status.is_success());
    assert_eq!(api.get(&at).await.json()["state"], "running");
}

#[tokio::test]
async fn callbacks_leave_this_machine_only_for_hosts_that_are_named() {
    let api = Api::open().await;
    let project = harbour(&api).await;
    let mock = api.get(&format!("{project}/mocks")).await.json()["items"][0].clone();
    assert_eq!(mock["callbacksTo"], json!([]));
    let at = format!("{project}/mocks/{}", text(&mock["id"]));
    let named =
        json!({ "callbacksTo": ["Hooks.Example.com", "hooks.example.com", "10.0.0.7:8443"] });
    let told = api.put("PATCH", &at, &named).await.json();
    let hosts = json!(["hooks.example.com", "10.0.0.7:8443"]);
    assert_eq!(told["callbacksTo"], hosts);
    // What is not said stays.
    let told = api.put("PATCH", &at, &json!({ "seed": 2 })).await.json();
    assert_eq!(told["callbacksTo"], hosts);
    let url = json!({ "callbacksTo": ["https://hooks.example.com/x"] });
    assert_eq!(api.put("PATCH", &at, &url).await.code(), "invalid_host");
    let made = json!({ "callbacksTo": ["hooks.example.com"], "start": false });
    let made = api.put("POST", &format!("{project}/mocks"), &made).await;
    assert_eq!(made.json()["callbacksTo"], json!(["hooks.example.com"]));
    let many = json!({ "callbacksTo": vec!["a.example"; 101] });
    let many = api.put("PATCH", &at, &many).await;
    assert_eq!(many.status, StatusCode::UNPROCESSABLE_ENTITY);
}
