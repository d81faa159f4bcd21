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
