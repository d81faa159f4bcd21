//! Environments over the API: every answer is held against the API's own document on the way.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::support::Api;

const KEY: &str = "key-that-nobody-may-see-88";

const SHIPS: &str = r"
openapi: 3.1.0
info: { title: Ships, version: '1' }
paths:
  /ships:
    get: { operationId: list, responses: { '200': { description: All } } }
    delete: { operationId: clear, responses: { '204': { description: Gone } } }
";

async fn project(api: &Api) -> String {
    let source = json!({ "kind": "upload", "files": [{ "name": "ships.yaml", "text": SHIPS }] });
    let body = json!({ "source": source, "startMock": true });
    let import = api.put("POST", "/v1/imports", &body).await.json();
    format!("/v1/projects/{}", import["project"]["id"].as_str().unwrap())
}

async fn operation(api: &Api, base: &str, method: &str) -> String {
    let all = api.get(&format!("{base}/operations")).await.json();
    let mut items = all["items"].as_array().unwrap().iter();
    let found = items.find(|o| o["method"] == method).unwrap();
    found["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_environment_is_made_used_changed_and_removed() {
    let api = Api::open().await;
    let base = project(&api).await;
    let all = format!("{base}/environments");
    assert_eq!(api.get(&all).await.json()["total"], 0);
    let new = json!({
        "name": "Mine", "type": "MOCK", "isDefault": true, "readOnly": true,
        "auth": { "kind": "apiKey", "place": "header", "name": "X-Key" },
    });
    let made = api.put("POST", &all, &new).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let path = made.headers["location"].to_str().unwrap().to_owned();
    let id = made.json()["id"].clone();
    let secret = format!("{path}/secrets/apiKey");
    let kept = api.put("PUT", &secret, &json!({ "value": KEY })).await;
    assert_eq!(kept.json()["secrets"][0]["set"], true);

    let send = format!("{base}/playground/send");
    let draft = |operation: &str| json!({ "operationId": operation, "target": { "kind": "environment", "id": id } });
    let get = draft(&operation(&api, &base, "GET").await);
    let sent = api.put("POST", &send, &get).await;
    assert_eq!(sent.json()["response"]["status"], 200);
    let code = format!("{base}/requests/code");
    let code = api
        .put("POST", &code, &json!({ "draft": get, "language": "curl" }))
        .await;
    let delete = draft(&operation(&api, &base, "DELETE").await);
    let refused = api.put("POST", &send, &delete).await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (StatusCode::CONFLICT, "environment_read_only")
    );
    let open = api
        .put("POST", &format!("{path}/unlock"), &Value::Null)
        .await;
    assert!(open.json()["unlockedUntil"].is_string());
    let sent = api.put("POST", &send, &delete).await.json();
    assert_eq!(sent["response"]["status"], 204);
    let locked = api.delete(&format!("{path}/unlock")).await.json();
    assert_eq!(locked["unlockedUntil"], Value::Null);

    let changed = json!({ "name": "Open", "type": "SANDBOX", "baseUrl": "https://a.example" });
    let changed = api.put("PUT", &path, &changed).await.json();
    assert_eq!(
        (&changed["name"], &changed["secrets"]),
        (&json!("Open"), &json!([]))
    );
    assert_eq!(changed["isDefault"], false);
    let default = api
        .put("POST", &format!("{path}/default"), &Value::Null)
        .await;
    assert_eq!(default.json()["isDefault"], true);
    for answer in [&kept, &open, &code, &default, &api.get(&path).await] {
        assert!(!String::from_utf8_lossy(&answer.body).contains(KEY));
    }
    assert_eq!(api.delete(&path).await.status, StatusCode::NO_CONTENT);
    assert_eq!(api.get(&path).await.code(), "environment_not_found");
    api.app.shutdown().await;
}

#[tokio::test]
async fn what_does_not_fit_is_refused_with_its_place() {
    let api = Api::open().await;
    let base = project(&api).await;
    let all = format!("{base}/environments");
    let cases = [
        (json!({ "name": "", "type": "MOCK" }), "/name"),
        (json!({ "name": "a", "type": "LIVE" }), "/type"),
        (
            json!({ "name": "a", "type": "SANDBOX", "baseUrl": "x" }),
            "/baseUrl",
        ),
        (
            json!({ "name": "a", "type": "MOCK", "timeoutMs": 0 }),
            "/timeoutMs",
        ),
        (
            json!({ "name": "a", "type": "MOCK", "auth": { "kind": "basic" } }),
            "/auth",
        ),
        (
            json!({ "name": "a", "type": "MOCK", "variables": [{ "name": "" }] }),
            "/variables/0/name",
        ),
    ];
    for (body, place) in cases {
        let answer = api.put("POST", &all, &body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert_eq!(answer.json()["details"][0]["pointer"], place, "{body}");
    }
    api.app.shutdown().await;
}

#[tokio::test]
async fn variables_travel_with_environments_and_secrets_only_behind_a_passphrase() {
    let api = Api::open().await;
    let base = project(&api).await;
    let workspace = json!({ "value": "north" });
    let set = api.put("PUT", "/v1/variables/tenant", &workspace).await;
    assert_eq!(set.json()["value"], "north");
    let mine = format!("{base}/variables");
    let hush = json!({ "value": KEY, "secret": true });
    let set = api.put("PUT", &format!("{mine}/hush"), &hush).await;
    assert_eq!(
        (&set.json()["secret"], &set.json()["value"]),
        (&json!(true), &json!(""))
    );
    assert_eq!(api.get("/v1/variables").await.json()["total"], 1);
    let listed = api.get(&mine).await;
    assert_eq!(listed.json()["items"][0]["name"], "hush");
    let bad = json!({ "value": "x" });
    let bad = api.put("PUT", &format!("{mine}/a%7Db"), &bad).await;
    assert_eq!(bad.code(), "invalid_variable");

    let all = format!("{base}/environments");
    let new = json!({ "name": "Signed", "type": "UAT", "baseUrl": "https://a.example",
        "proxyUrl": "http://proxy.example:8080", "proxyUsername": "crane",
        "auth": { "kind": "awsSigV4", "accessKeyId": "AKID", "region": "r", "service": "s" } });
    let made = api.put("POST", &all, &new).await.json();
    let id = made["id"].as_str().unwrap();
    for name in ["secretAccessKey", "proxyPassword"] {
        let path = format!("{all}/{id}/secrets/{name}");
        let set = api.put("PUT", &path, &json!({ "value": KEY })).await;
        assert_eq!(set.status, StatusCode::OK);
    }
    let export = format!("{all}/export");
    let file = api.get(&export).await;
    assert_eq!(file.json()["environments"][0]["auth"]["kind"], "awsSigV4");
    let passphrase = json!({ "passphrase": "four words that rhyme" });
    let bundle = api.put("POST", &export, &passphrase).await;
    assert!(
        bundle.json()["bundle"]
            .as_str()
            .unwrap()
            .contains("BEGIN AGE")
    );
    let weak = api
        .put("POST", &export, &json!({ "passphrase": "short" }))
        .await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    for answer in [&set, &listed, &file, &bundle] {
        assert!(!String::from_utf8_lossy(&answer.body).contains(KEY));
    }
    assert_eq!(
        api.delete(&format!("{all}/{id}")).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(
        api.delete(&format!("{mine}/hush")).await.status,
        StatusCode::NO_CONTENT
    );
    let import = format!("{all}/import");
    let mut body = passphrase;
    body["bundle"] = bundle.json()["bundle"].clone();
    let done = api.put("POST", &import, &body).await.json();
    assert_eq!(
        (&done["created"], &done["secrets"]),
        (&json!(["Signed"]), &json!(2))
    );
    let again = api
        .put("POST", &import, &json!({ "file": file.json() }))
        .await;
    assert_eq!(again.json()["kept"], json!(["Signed"]));
    let broken = json!({ "file": { "fairleadEnvironments": 1, "environments": [
        { "name": "", "type": "MOCK" } ] } });
    let broken = api.put("POST", &import, &broken).await.json();
    assert_eq!(broken["details"][0]["pointer"], "/file/environments/0/name");
    api.app.shutdown().await;
}

#[tokio::test]
async fn a_sign_in_begins_waits_and_is_cancelled() {
    let api = Api::open().await;
    let base = project(&api).await;
    let all = format!("{base}/environments");
    let new = json!({ "name": "Quay", "type": "UAT", "baseUrl": "https://a.example", "auth": {
        "kind": "oauth2", "grant": "authorizationCode", "clientId": "crane",
        "tokenUrl": "https://id.example/token" } });
    let missing = api.put("POST", &all, &new).await.json();
    assert_eq!(missing["details"][0]["pointer"], "/auth/authorizationUrl");
    let mut new = new;
    new["auth"]["authorizationUrl"] = "https://id.example/authorize?tenant=a".into();
    let made = api.put("POST", &all, &new).await.json();
    let oauth = format!("{all}/{}/oauth", made["id"].as_str().unwrap());
    assert_eq!(
        api.get(&format!("{oauth}/status")).await.json()["state"],
        "signedOut"
    );
    let begun = api
        .put("POST", &format!("{oauth}/authorize"), &Value::Null)
        .await;
    assert_eq!(begun.json()["state"], "waiting");
    let url = begun.json()["url"].as_str().unwrap().to_owned();
    assert!(
        url.starts_with("https://id.example/authorize?tenant=a&"),
        "{url}"
    );
    let wrong = api
        .put("POST", &format!("{oauth}/device"), &Value::Null)
        .await;
    assert_eq!(wrong.code(), "not_this_grant");
    let over = api
        .put("POST", &format!("{oauth}/revoke"), &Value::Null)
        .await;
    assert_eq!(over.json()["state"], "signedOut");
    api.app.shutdown().await;
}
