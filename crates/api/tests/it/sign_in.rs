//! The sign-in provider of a mock: told over the API, its tokens enforced, its secrets masked.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::support::Api;

const SHIPS: &str = r"
openapi: 3.1.0
info: { title: Ships, version: '1' }
security: [{ sign-in: [read] }]
paths:
  /ships:
    get:
      responses: { '200': { description: All } }
components:
  securitySchemes:
    sign-in:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: https://id.example.com/token, scopes: { read: Read } }
";

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

#[tokio::test]
async fn a_mock_tells_where_to_sign_in_and_takes_only_its_own_tokens() {
    let api = Api::open().await;
    let source = json!({ "kind": "upload", "files": [{ "name": "ships.yaml", "text": SHIPS }] });
    let import = api
        .put("POST", "/v1/imports", &json!({ "source": source }))
        .await
        .json();
    let project = text(&import["project"]["id"]);
    let mock = format!(
        "/v1/projects/{project}/mocks/{}",
        text(&import["mock"]["id"])
    );
    let told = api.get(&mock).await.json();
    let origin = text(&told["url"]);
    let provider = &told["provider"];
    assert_eq!(provider["issuer"], origin.as_str());
    assert_eq!(provider["tokenUrl"], format!("{origin}/token"));
    assert_eq!(provider["authorizationUrl"], Value::Null);
    assert_eq!(provider["grants"], json!(["client_credentials"]));
    assert_eq!(provider["clients"], Value::Null);
    assert_eq!(provider["enforced"], false);

    let strict = api
        .put("PATCH", &mock, &json!({ "strictAuth": true }))
        .await;
    assert_eq!(strict.status, StatusCode::OK, "{}", strict.json());
    let told = strict.json();
    assert_eq!(
        (&told["strictAuth"], &told["provider"]["enforced"]),
        (&true.into(), &true.into())
    );
    let file = "provider: {clients: [{id: shop, secret: hush-hush-hush}]}";
    let kept = api
        .put(
            "PUT",
            &format!("{mock}/behaviour"),
            &json!({ "text": file }),
        )
        .await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.json());
    let told = api.get(&mock).await.json();
    assert_eq!(
        told["provider"]["clients"],
        json!([{ "id": "shop", "public": false }])
    );
    assert!(!told.to_string().contains("hush"));

    let origin = text(&told["url"]);
    let client = reqwest::Client::new();
    let call = async |token: &str| {
        let request = client.get(format!("{origin}/ships")).bearer_auth(token);
        request.send().await.unwrap().status().as_u16()
    };
    assert_eq!(call("made-up").await, 401);
    let tokens = client
        .post(format!("{origin}/token"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body("grant_type=client_credentials&client_id=shop&client_secret=hush-hush-hush")
        .send()
        .await
        .unwrap();
    let tokens: Value = serde_json::from_slice(&tokens.bytes().await.unwrap()).unwrap();
    let token = text(&tokens["access_token"]);
    assert_eq!(call(&token).await, 200);

    // What the exchange was recorded as holds neither the secret nor the token.
    let list = format!("/v1/projects/{project}/traces?limit=50");
    let mut seen = Vec::new();
    for _ in 0..200 {
        seen = api.get(&list).await.json()["items"]
            .as_array()
            .unwrap()
            .clone();
        if seen.len() >= 3 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    assert_eq!(seen.len(), 3);
    let mut bodies = 0;
    for trace in seen {
        let path = format!("/v1/projects/{project}/traces/{}", text(&trace["id"]));
        let whole = api.get(&path).await.json().to_string();
        assert!(
            !whole.contains("hush-hush") && !whole.contains(&token),
            "{whole}"
        );
        bodies += usize::from(whole.contains("client_credentials"));
    }
    assert_eq!(bodies, 1, "the exchange itself is there");
}
