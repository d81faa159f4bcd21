//! A mock that keeps what clients make: over its own socket and over the API.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::support::Api;

const SHIPS: &str = r"
openapi: 3.1.0
info: { title: Ships, version: '1' }
paths:
  /ships:
    get:
      responses:
        '200':
          description: All
          content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Ship' } } } }
    post:
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Ship' } } } }
      responses:
        '201': { description: Made, content: { application/json: { schema: { $ref: '#/components/schemas/Ship' } } } }
  /ships/{id}:
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      responses:
        '200': { description: One, content: { application/json: { schema: { $ref: '#/components/schemas/Ship' } } } }
        '404': { description: None }
components:
  schemas:
    Ship:
      type: object
      required: [name]
      properties: { id: { type: integer, readOnly: true }, name: { type: string } }
";

#[tokio::test]
async fn what_clients_make_is_kept_put_away_and_put_back() {
    let api = Api::open().await;
    let source = json!({ "kind": "upload", "files": [{ "name": "ships.yaml", "text": SHIPS }] });
    let import = api
        .put("POST", "/v1/imports", &json!({ "source": source }))
        .await
        .json();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let project = text(&import["project"]["id"]);
    let mock = format!(
        "/v1/projects/{project}/mocks/{}",
        text(&import["mock"]["id"])
    );

    let without = api.get(&format!("{mock}/state")).await;
    assert_eq!(
        (without.status, without.code().as_str()),
        (StatusCode::CONFLICT, "mock_stateless")
    );
    let changed = api.put("PATCH", &mock, &json!({ "stateful": true })).await;
    assert_eq!(changed.status, StatusCode::OK, "{}", changed.json());
    assert_eq!(changed.json()["stateful"], true);
    let ships = format!("{}/ships", text(&changed.json()["url"]));

    let client = reqwest::Client::new();
    let made = client
        .post(&ships)
        .header("content-type", "application/json")
        .body(json!({ "name": "Solveig" }).to_string())
        .send()
        .await
        .unwrap();
    assert_eq!(made.status().as_u16(), 201);
    let made: Value = serde_json::from_slice(&made.bytes().await.unwrap()).unwrap();
    let one = format!("{ships}/{}", made["id"]);
    let found = client.get(&one).send().await.unwrap().bytes().await;
    let found: Value = serde_json::from_slice(&found.unwrap()).unwrap();
    assert_eq!(found["name"], "Solveig");

    let snapshot = api.get(&format!("{mock}/state")).await;
    assert_eq!(snapshot.status, StatusCode::OK);
    let reset = api.delete(&format!("{mock}/state")).await;
    assert_eq!(reset.status, StatusCode::NO_CONTENT);
    assert_eq!(
        client.get(&one).send().await.unwrap().status().as_u16(),
        404
    );
    let back = api
        .put("PUT", &format!("{mock}/state"), &snapshot.json())
        .await;
    assert_eq!(back.status, StatusCode::NO_CONTENT);
    assert_eq!(
        client.get(&one).send().await.unwrap().status().as_u16(),
        200
    );

    let wrong = json!({ "version": 99, "collections": [] });
    let refused = api.put("PUT", &format!("{mock}/state"), &wrong).await;
    assert_eq!(refused.code(), "unusable_snapshot");
    api.put("POST", &format!("{mock}/stop"), &json!({})).await;
    assert_eq!(
        api.get(&format!("{mock}/state")).await.code(),
        "mock_not_running"
    );
}
