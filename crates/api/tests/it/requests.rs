//! Saved requests over the API: every answer is held against the API's own document on the way.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::support::Api;

const KEY: &str = "key-that-nobody-may-see-77";

const SHIPS: &str = r"
openapi: 3.1.0
info: { title: Ships, version: '1' }
paths:
  /ships/{id}:
    get:
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: api_key, in: query, schema: { type: string } }
      responses: { '200': { description: One, content: { application/json: { schema: { type: object } } } } }
";

async fn project(api: &Api) -> String {
    let source = json!({ "kind": "upload", "files": [{ "name": "ships.yaml", "text": SHIPS }] });
    let body = json!({ "source": source, "startMock": true });
    let import = api.put("POST", "/v1/imports", &body).await.json();
    let id = import["project"]["id"].as_str().unwrap();
    format!("/v1/projects/{id}")
}

fn upload(text: &str, dry_run: bool) -> Value {
    let files = [json!({ "name": "paste", "text": text })];
    let source = json!({ "kind": "upload", "files": files });
    json!({ "source": source, "dryRun": dry_run, "keepSecrets": true })
}

#[tokio::test]
async fn an_import_is_looked_at_then_kept_and_its_key_is_sent_but_never_shown() {
    let api = Api::open().await;
    let base = project(&api).await;
    let import = format!("{base}/requests/import");
    let command = format!("curl 'http://h/ships/7?api_key={KEY}'\ncurl http://h/else");
    let looked = api
        .put("POST", &import, &upload(&command, true))
        .await
        .json();
    assert_eq!(
        (&looked["requests"], &looked["matched"]),
        (&json!(2), &json!(1))
    );
    assert_eq!(looked["items"][0]["id"], Value::Null);
    let list = format!("{base}/requests");
    assert_eq!(api.get(&list).await.json()["total"], 0);

    let kept = api
        .put("POST", &import, &upload(&command, false))
        .await
        .json();
    assert_eq!(kept["secrets"][0]["name"], "api_key");
    let id = kept["items"][0]["id"].as_str().unwrap().to_owned();
    let one = api.get(&format!("{list}/{id}")).await;
    let whole = one.json();
    assert_eq!(whole["draft"]["pathParams"], json!({ "id": "7" }));
    assert_eq!(whole["draft"]["query"][0]["value"], "{{api_key}}");
    let sent = api
        .put("POST", &format!("{base}/playground/send"), &whole["draft"])
        .await;
    assert_eq!(sent.json()["response"]["status"], 200);
    for answer in [&one, &sent] {
        assert!(!String::from_utf8_lossy(&answer.body).contains(KEY));
    }
    let code = api
        .get(&format!("{list}/{id}/code?language=python"))
        .await
        .json();
    assert!(
        code["code"]
            .as_str()
            .unwrap()
            .contains("os.environ[\"API_KEY\"]")
    );

    // The same again has another value under the same name: both are kept.
    let other = command.replace(KEY, "another-key-of-another-one");
    let again = api
        .put("POST", &import, &upload(&other, false))
        .await
        .json();
    assert_eq!(again["secrets"][0]["name"], "api_key_2");
}

#[tokio::test]
async fn requests_are_saved_moved_exported_and_deleted() {
    let api = Api::open().await;
    let base = project(&api).await;
    let list = format!("{base}/requests");
    let save = |name: &str| {
        json!({
            "name": name,
            "folder": ["Ships"],
            "request": {
                "method": "GET", "url": "{{baseUrl}}/ships/:id",
                "headers": [{ "name": "Authorization", "value": format!("Bearer {KEY}") }],
            },
        })
    };
    let mut ids = Vec::new();
    for name in ["one", "two"] {
        let made = api.put("POST", &list, &save(name)).await;
        assert_eq!(made.status, StatusCode::CREATED);
        assert!(!String::from_utf8_lossy(&made.body).contains(KEY));
        ids.push(made.json()["id"].as_str().unwrap().to_owned());
    }
    let patch = json!({ "before": ids[0], "name": "second" });
    let moved = api
        .put("PATCH", &format!("{list}/{}", ids[1]), &patch)
        .await;
    assert_eq!(moved.json()["name"], "second");
    let all = api.get(&list).await.json();
    let names: Vec<&Value> = all["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| &r["name"])
        .collect();
    assert_eq!(names, ["second", "one"]);

    let folder = tempfile::tempdir().unwrap();
    let export = json!({ "path": folder.path() });
    let written = api
        .put("POST", &format!("{list}/export"), &export)
        .await
        .json();
    assert_eq!(written["written"], 4);
    let file = folder.path().join("Ships/second.request.yaml");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("{{token") && !text.contains(KEY), "{text}");
    // A comment does not count as a difference, another method does.
    std::fs::write(&file, format!("# mine\n{text}")).unwrap();
    let again = api
        .put("POST", &format!("{list}/export"), &export)
        .await
        .json();
    assert_eq!(again["written"], 0);
    std::fs::write(&file, text.replace("GET", "PUT")).unwrap();
    let refused = api.put("POST", &format!("{list}/export"), &export).await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (StatusCode::CONFLICT, "cannot_write")
    );

    let path = format!("{list}/{}", ids[0]);
    assert_eq!(api.delete(&path).await.status, StatusCode::NO_CONTENT);
    assert_eq!(api.get(&path).await.code(), "request_not_found");
}

#[tokio::test]
async fn what_is_no_collection_is_refused_in_words() {
    let api = Api::open().await;
    let base = project(&api).await;
    let import = format!("{base}/requests/import");
    let refused = api.put("POST", &import, &upload("hello", true)).await;
    assert_eq!(refused.code(), "unusable_collection");
    let body = json!({ "source": { "kind": "path", "path": "relative" } });
    assert_eq!(
        api.put("POST", &import, &body).await.code(),
        "relative_path"
    );
    let nameless = json!({ "name": "", "request": { "method": "GET", "url": "x" } });
    let refused = api
        .put("POST", &format!("{base}/requests"), &nameless)
        .await;
    assert!(refused.status.is_client_error());
    let nothing = json!({ "name": "x" });
    let refused = api.put("POST", &format!("{base}/requests"), &nothing).await;
    assert_eq!(refused.code(), "no_request");
}

#[tokio::test]
async fn the_folder_of_the_requests_is_linked_told_and_let_go() {
    let api = Api::open().await;
    let base = project(&api).await;
    let at = format!("{base}/requests/folder");
    let none = api.get(&at).await.json();
    assert_eq!(
        (&none["path"], &none["state"]),
        (&Value::Null, &json!("unlinked"))
    );
    let relative = api.put("PUT", &at, &json!({ "path": "here" })).await;
    assert_eq!(relative.code(), "relative_path");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("A.request.yaml"),
        "url: http://h/a\nmethod: GET\n",
    )
    .unwrap();
    std::fs::write(
        folder.path().join("B.request.yaml"),
        "url: x\ncolour: red\n",
    )
    .unwrap();
    let linked = api
        .put("PUT", &at, &json!({ "path": folder.path() }))
        .await
        .json();
    assert_eq!(linked["state"], "synced", "{linked}");
    assert_eq!(linked["problems"][0]["file"], "B.request.yaml");
    assert_eq!(linked["problems"][0]["line"], 2);
    let all = api.get(&format!("{base}/requests")).await.json();
    assert_eq!(
        (&all["total"], &all["items"][0]["name"]),
        (&json!(1), &json!("A"))
    );
    assert_eq!(api.delete(&at).await.status, StatusCode::NO_CONTENT);
    assert_eq!(api.get(&at).await.json()["state"], "unlinked");
    assert!(folder.path().join("A.request.yaml").exists());
}
