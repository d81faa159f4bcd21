//! What an API can do, what changed between two revisions, and overlays.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::support::Api;

const SHIPS: &str = r"
openapi: 3.1.0
info: { title: Ships, version: '1' }
paths:
  /ships:
    get:
      parameters:
        - { name: limit, in: query, schema: { type: integer } }
        - { name: cursor, in: query, schema: { type: string } }
      responses:
        '200':
          description: Ships
          content:
            application/json:
              schema:
                type: object
                properties:
                  items: { type: array, items: { type: object } }
                  next_cursor: { type: string }
  /docks:
    get: { responses: { '204': { description: Docks } } }
";

fn upload(text: &str) -> Value {
    json!({ "kind": "upload", "files": [{ "name": "ships.yaml", "text": text }] })
}

async fn made(api: &Api) -> String {
    let made = api
        .put("POST", "/v1/projects", &json!({ "name": "Ships" }))
        .await;
    made.headers["location"].to_str().unwrap().to_owned()
}

async fn added(api: &Api, project: &str, body: &Value) -> String {
    let added = api.put("POST", &format!("{project}/specs"), body).await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.json());
    added.headers["location"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_revision_is_compared_with_the_one_before() {
    let api = Api::open().await;
    let project = made(&api).await;
    let first = added(&api, &project, &json!({ "source": upload(SHIPS) })).await;
    let none = api.get(&format!("{first}/changes")).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    assert_eq!(none.code(), "no_earlier_revision");

    let overlay = "overlay: 1.0.0\nactions:\n- { target: \"$.paths['/docks']\", remove: true }\n";
    let body = json!({
        "source": upload(SHIPS),
        "overlays": [{ "name": "less.yaml", "text": overlay }],
    });
    let second = added(&api, &project, &body).await;
    let changes = api.get(&format!("{second}/changes")).await.json();
    assert_eq!(changes["breaking"], 1, "{changes}");
    let change = &changes["items"][0];
    assert_eq!(change["class"], "breaking");
    assert_eq!(change["operation"]["path"], "/docks");
    assert_eq!(change["old"]["file"], "ships.yaml");
    assert!(
        change["old"]["line"].as_u64().is_some_and(|line| line > 20),
        "{change}"
    );
    let id = second.rsplit('/').next().unwrap();
    let same = api
        .get(&format!("{second}/changes?since={id}"))
        .await
        .json();
    assert_eq!(same["items"], json!([]));
}

#[tokio::test]
async fn what_is_no_overlay_is_refused_and_nothing_is_kept() {
    let api = Api::open().await;
    let project = made(&api).await;
    let body = json!({
        "source": upload(SHIPS),
        "overlays": [{ "name": "ships.yaml", "text": SHIPS }],
    });
    let refused = api.put("POST", &format!("{project}/specs"), &body).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.code(), "unusable_overlay");
    let specs = api.get(&format!("{project}/specs")).await.json();
    assert_eq!(specs["items"], json!([]));
}

#[tokio::test]
async fn capabilities_are_told_with_their_evidence() {
    let api = Api::open().await;
    let project = made(&api).await;
    let spec = added(&api, &project, &json!({ "source": upload(SHIPS) })).await;
    let found = api.get(&format!("{spec}/capabilities")).await.json();
    let paging = found["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|c| c["kind"] == "pagination");
    let paging = paging.unwrap_or_else(|| panic!("no pagination in {found}"));
    assert_eq!(paging["style"], "cursor");
    let evidence = &paging["signals"][0]["evidence"][0];
    assert_eq!(evidence["place"]["file"], "ships.yaml");
    assert!(evidence["place"]["line"].is_u64(), "{evidence}");
}
