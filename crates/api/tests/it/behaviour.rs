//! The behaviour file of a mock, over the API.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::support::Api;

async fn mock(api: &Api) -> (String, String) {
    let source = json!({ "source": { "kind": "sample" } });
    let import = api.put("POST", "/v1/imports", &source).await.json();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let path = format!(
        "/v1/projects/{}/mocks/{}",
        text(&import["project"]["id"]),
        text(&import["mock"]["id"])
    );
    (path, text(&import["mock"]["url"]))
}

async fn status(url: &str) -> u16 {
    let answer = reqwest::get(format!("{url}/status")).await.unwrap();
    answer.status().as_u16()
}

#[tokio::test]
async fn it_holds_at_once_and_after_a_restart() {
    let api = Api::open().await;
    let (mock, url) = mock(&api).await;
    assert_eq!(status(&url).await, 200);
    let kept = api.get(&format!("{mock}/behaviour")).await.json();
    assert_eq!(kept, json!({ "text": "", "problems": [] }));

    let down =
        json!({ "text": "rules:\n  - when: { path: /status }\n    answer: { status: 503 }\n" });
    let saved = api.put("PUT", &format!("{mock}/behaviour"), &down).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.json());
    assert_eq!(status(&url).await, 503);
    api.put("POST", &format!("{mock}/restart"), &json!({}))
        .await;
    assert_eq!(status(&url).await, 503);
    api.put("PUT", &format!("{mock}/behaviour"), &json!({ "text": "" }))
        .await;
    assert_eq!(status(&url).await, 200);
}

#[tokio::test]
async fn one_with_errors_is_refused_with_their_lines_and_the_one_before_stays() {
    let api = Api::open().await;
    let (mock, url) = mock(&api).await;
    let wrong = json!({ "text": "latency: 1ms\nrulse: []\n" });
    let checked = api
        .put("POST", &format!("{mock}/behaviour/check"), &wrong)
        .await;
    assert_eq!(checked.status, StatusCode::OK);
    let problem = &checked.json()["problems"][0];
    assert_eq!(problem["line"], 2, "{problem}");
    let refused = api.put("PUT", &format!("{mock}/behaviour"), &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.code(), "unusable_behaviour");
    assert_eq!(refused.json()["details"][0]["line"], 2);
    let kept = api.get(&format!("{mock}/behaviour")).await.json();
    assert_eq!(kept["text"], "");
    assert_eq!(status(&url).await, 200);
}

/// The newest trace of the mock's project, once it is kept, with its explanation.
async fn newest(api: &Api, mock: &str, count: usize) -> (Value, Value) {
    let project = mock.split_once("/mocks").unwrap().0;
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    let list = loop {
        let list = api.get(&format!("{project}/traces")).await.json();
        if list["items"].as_array().unwrap().len() == count {
            break list;
        }
        assert!(std::time::Instant::now() < deadline, "{list}");
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    };
    let at = format!(
        "{project}/traces/{}",
        list["items"][0]["id"].as_str().unwrap()
    );
    let explained = api.get(&format!("{at}/explanation")).await.json();
    (api.get(&at).await.json(), explained)
}

#[tokio::test]
async fn what_is_late_or_broken_on_purpose_says_so_in_its_trace() {
    let api = Api::open().await;
    let (mock, url) = mock(&api).await;
    let set = async |text: &str| {
        let text = json!({ "text": text });
        let saved = api.put("PUT", &format!("{mock}/behaviour"), &text).await;
        assert_eq!(saved.status, StatusCode::OK, "{}", saved.json());
    };
    set("latency: 120ms\n").await;
    assert_eq!(status(&url).await, 200);
    let (trace, _) = newest(&api, &mock, 1).await;
    let timing = &trace["timing"];
    let part = |name: &str| timing[name].as_f64().unwrap();
    assert!(part("holdMs") >= 120.0, "{timing}");
    let sum = part("receiveMs") + part("decideMs") + part("holdMs");
    assert!(sum <= part("totalMs") + 0.01, "{timing}");
    assert_eq!(
        (&timing["askMs"], &timing["sendMs"]),
        (&json!(null), &json!(null))
    );
    assert_eq!(trace["fault"], json!(null));

    set("rules: [{fault: drop, then: pass}]\n").await;
    assert!(reqwest::get(format!("{url}/status")).await.is_err());
    let (trace, explained) = newest(&api, &mock, 2).await;
    assert_eq!(
        (&trace["fault"], &trace["status"]),
        (&json!("drop"), &json!(null))
    );
    assert_eq!(trace["errorCategory"], "NETWORK");
    let finding = &explained["findings"][0];
    assert_eq!(finding["rule"], "broken-on-purpose", "{explained}");
}
