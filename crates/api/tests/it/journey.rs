//! From a description to a kept exchange, over the API alone.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::support::Api;

/// A small description with everything that a journey needs.
const HELLO: &str = r"
openapi: 3.1.0
info: { title: Hello, version: '1.2' }
servers: [{ url: https://hello.example }]
paths:
  /greetings/{name}:
    post:
      operationId: greet
      tags: [greetings]
      security: [{ key: [] }]
      parameters:
        - { name: name, in: path, required: true, schema: { type: string, minLength: 1 } }
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Greeting' }
            examples: { plain: { value: { text: Good morning } } }
      responses:
        '201':
          description: Greeted.
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Greeting' }
components:
  schemas:
    Greeting:
      type: object
      required: [text]
      properties: { text: { type: string, minLength: 3 } }
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
";

fn upload(text: &str) -> Value {
    json!({ "kind": "upload", "files": [{ "name": "hello.yaml", "text": text }] })
}

async fn import(api: &Api) -> Value {
    let body = json!({ "source": upload(HELLO), "name": "Greeter" });
    let answer = api.put("POST", "/v1/imports", &body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.json());
    let import = answer.json();
    let path = format!("/v1/projects/{}", import["project"]["id"].as_str().unwrap());
    assert_eq!(answer.headers["location"], path.as_str());
    import
}

fn path_of(import: &Value) -> String {
    format!("/v1/projects/{}", import["project"]["id"].as_str().unwrap())
}

async fn greet(api: &Api, project: &str) -> String {
    let answer = api.get(&format!("{project}/operations?q=greet")).await;
    let operations = answer.json();
    assert_eq!(operations["total"], 1, "{operations}");
    operations["items"][0]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_project_is_made_changed_and_deleted() {
    let api = Api::open().await;
    let made = api
        .put("POST", "/v1/projects", &json!({ "name": "Harbour" }))
        .await;
    assert_eq!(made.status, StatusCode::CREATED);
    let path = made.headers["location"].to_str().unwrap().to_owned();
    let changed = api
        .put("PATCH", &path, &json!({ "description": "Cranes" }))
        .await;
    assert_eq!(changed.status, StatusCode::OK);
    assert_eq!(changed.json()["name"], "Harbour");
    assert_eq!(api.get(&path).await.json()["description"], "Cranes");
    assert_eq!(api.get("/v1/projects").await.json()["total"], 1);
    assert_eq!(api.delete(&path).await.status, StatusCode::NO_CONTENT);
    let gone = api.get(&path).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    assert!(!gone.code().is_empty());
}

#[tokio::test]
async fn an_import_gives_a_project_a_revision_and_a_running_mock() {
    let api = Api::open().await;
    let import = import(&api).await;
    assert_eq!(import["project"]["name"], "Greeter");
    assert_eq!(import["spec"]["title"], "Hello");
    assert_eq!(import["spec"]["operationCount"], 1);
    assert_eq!(import["mock"]["state"], "running");
    let spec = format!(
        "{}/specs/{}",
        path_of(&import),
        import["spec"]["id"].as_str().unwrap()
    );
    assert_eq!(
        api.get(&format!("{spec}/files")).await.json()["items"][0]["name"],
        "hello.yaml"
    );
    let text = api
        .get(&format!("{spec}/files/content?name=hello.yaml"))
        .await;
    assert_eq!(text.body, HELLO.as_bytes());
    let missing = api
        .get(&format!("{spec}/files/content?name=other.yaml"))
        .await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert_eq!(api.get(&format!("{spec}/schemas")).await.json()["total"], 1);
    assert_eq!(
        api.get(&format!("{spec}/schemas/Greeting")).await.json()["schema"]["required"][0],
        "text"
    );
    assert_eq!(
        api.get(&format!("{spec}/problems")).await.status,
        StatusCode::OK
    );
    api.app.shutdown().await;
}

#[tokio::test]
async fn a_draft_is_checked_sent_and_kept() {
    let api = Api::open().await;
    let import = import(&api).await;
    let project = path_of(&import);
    let operation = greet(&api, &project).await;
    let detail = api.get(&format!("{project}/operations/{operation}")).await;
    assert_eq!(detail.status, StatusCode::OK, "{}", detail.json());

    let set = api
        .put(
            "PUT",
            &format!("{project}/credentials/key"),
            &json!({ "value": "very-secret" }),
        )
        .await;
    assert_eq!(set.status, StatusCode::NO_CONTENT);

    let sample = api
        .get(&format!("{project}/operations/{operation}/sample"))
        .await;
    let mut draft = sample.json();
    assert!(
        draft["body"]["text"]
            .as_str()
            .unwrap()
            .contains("Good morning"),
        "{draft}"
    );
    draft["pathParams"]["name"] = json!("ada/byron");

    draft["body"]["text"] = json!("{\n  \"text\": 1\n}");
    let check = api
        .put("POST", &format!("{project}/playground/validate"), &draft)
        .await;
    let found = check.json();
    assert_eq!(found["valid"], false, "{found}");
    assert_eq!(found["markers"][0]["line"], 2, "{found}");
    assert!(!check.json().to_string().contains("very-secret"));

    draft["body"]["text"] = json!("{\"text\": \"Hello\"}");
    let sent = api
        .put("POST", &format!("{project}/playground/send"), &draft)
        .await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.json());
    let trace = sent.json();
    assert_eq!(trace["status"], 201, "{trace}");
    assert_eq!(trace["requestReport"]["valid"], true, "{trace}");
    assert_eq!(trace["responseReport"]["valid"], true, "{trace}");
    assert!(!trace.to_string().contains("very-secret"), "{trace}");

    let list = api
        .get(&format!("{project}/traces?status=2xx&method=post"))
        .await
        .json();
    assert_eq!(list["total"], 1, "{list}");
    let id = list["items"][0]["id"].as_str().unwrap();
    assert_eq!(
        api.get(&format!("{project}/traces/{id}")).await.json()["id"],
        id
    );
    let bad = api.get(&format!("{project}/traces?cursor=bad")).await;
    assert_eq!(bad.status, StatusCode::BAD_REQUEST);
    assert_eq!(bad.code(), "invalid_cursor");
    let emptied = api.delete(&format!("{project}/traces")).await;
    assert_eq!(emptied.status, StatusCode::NO_CONTENT);
    assert_eq!(
        api.get(&format!("{project}/traces")).await.json()["total"],
        0
    );
    let forgotten = api.delete(&format!("{project}/credentials/key")).await;
    assert_eq!(forgotten.status, StatusCode::NO_CONTENT);
    api.app.shutdown().await;
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told_in_the_trace() {
    let api = Api::open().await;
    let import = import(&api).await;
    let project = path_of(&import);
    let operation = greet(&api, &project).await;
    // A port that was free a moment ago, so that nothing listens there.
    let port = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let draft = json!({
        "operationId": operation,
        "target": { "kind": "url", "baseUrl": format!("http://127.0.0.1:{port}") },
        "pathParams": { "name": "ada" },
        "body": { "contentType": "application/json", "text": "{\"text\": \"Hello\"}" },
        "timeoutMs": 2000,
    });
    let sent = api
        .put("POST", &format!("{project}/playground/send"), &draft)
        .await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.json());
    let trace = sent.json();
    assert_eq!(trace["response"], Value::Null);
    assert_eq!(trace["error"]["category"], "NETWORK", "{trace}");
    api.app.shutdown().await;
}

#[tokio::test]
async fn mocks_start_stop_and_change() {
    let api = Api::open().await;
    let import = import(&api).await;
    let mocks = format!("{}/mocks", path_of(&import));
    let mock = format!("{mocks}/{}", import["mock"]["id"].as_str().unwrap());
    let stopped = api
        .put("POST", &format!("{mock}/stop"), &Value::Null)
        .await
        .json();
    assert_eq!(stopped["state"], "stopped");
    let started = api
        .put("POST", &format!("{mock}/start"), &Value::Null)
        .await
        .json();
    assert_eq!(started["state"], "running", "{started}");
    let changed = api
        .put("PATCH", &mock, &json!({ "seed": 7.0 }))
        .await
        .json();
    assert_eq!(changed["seed"], 7);
    let again = api
        .put("POST", &format!("{mock}/restart"), &Value::Null)
        .await
        .json();
    assert_eq!(again["state"], "running", "{again}");
    let second = api.put("POST", &mocks, &json!({ "start": false })).await;
    assert_eq!(second.status, StatusCode::CREATED);
    assert_eq!(second.json()["state"], "stopped");
    assert_eq!(api.get(&mocks).await.json()["total"], 2);
    assert_eq!(api.delete(&mock).await.status, StatusCode::NO_CONTENT);
    api.app.shutdown().await;
}

#[tokio::test]
async fn a_new_revision_becomes_active_and_the_old_one_can_again() {
    let api = Api::open().await;
    let import = import(&api).await;
    let specs = format!("{}/specs", path_of(&import));
    let next = HELLO.replace("'1.2'", "'1.3'");
    let added = api
        .put("POST", &specs, &json!({ "source": upload(&next) }))
        .await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.json());
    assert_eq!(added.json()["active"], true);
    assert_eq!(added.json()["revision"], 2);
    let first = format!("{specs}/{}", import["spec"]["id"].as_str().unwrap());
    let activated = api
        .put("POST", &format!("{first}/activate"), &Value::Null)
        .await;
    assert_eq!(activated.json()["active"], true);
    assert_eq!(api.get(&specs).await.json()["total"], 2);
    let second = format!("{specs}/{}", added.json()["id"].as_str().unwrap());
    assert_eq!(api.delete(&second).await.status, StatusCode::NO_CONTENT);
    api.app.shutdown().await;
}

#[tokio::test]
async fn the_document_of_this_api_imports_without_a_problem() {
    let api = Api::open().await;
    let document = api.get("/v1/openapi.json").await;
    let text = String::from_utf8(document.body.to_vec()).unwrap();
    let source = json!({ "kind": "upload", "files": [{ "name": "openapi.json", "text": text }] });
    let answer = api
        .put("POST", "/v1/imports", &json!({ "source": source }))
        .await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.json());
    let import = answer.json();
    assert_eq!(import["spec"]["title"], "Fairlead");
    let none = json!({ "error": 0, "warning": 0, "info": 0, "hint": 0 });
    assert_eq!(import["spec"]["problems"], none);
    assert_eq!(import["mock"]["state"], "running");
    api.app.shutdown().await;
}

#[tokio::test]
async fn what_is_not_there_is_404() {
    let api = Api::open().await;
    let import = import(&api).await;
    let project = path_of(&import);
    let nobody = "0190163d-8694-739b-aea5-966c26f8ad91";
    for path in [
        format!("/v1/projects/{nobody}"),
        format!("/v1/projects/{nobody}/specs"),
        format!("/v1/projects/{nobody}/operations"),
        format!("/v1/projects/{nobody}/mocks"),
        format!("/v1/projects/{nobody}/traces"),
        format!("/v1/projects/{nobody}/credentials"),
        format!("{project}/specs/{nobody}"),
        format!("{project}/specs/{nobody}/problems"),
        format!("{project}/operations/op_nothing"),
        format!("{project}/operations/op_nothing/sample"),
        format!("{project}/operations?specId={nobody}"),
        format!("{project}/mocks/{nobody}"),
        format!("{project}/traces/{nobody}"),
    ] {
        let answer = api.get(&path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_ne!(answer.code(), "unknown_route", "{path}");
    }
    api.app.shutdown().await;
}

#[tokio::test]
async fn the_system_tells_how_it_is() {
    let api = Api::open().await;
    assert_eq!(api.get("/v1/health").await.json()["status"], "ok");
    assert_eq!(api.get("/v1/ready").await.json()["status"], "ready");
    assert!(api.get("/v1/doctor").await.json()["checks"].is_array());
    let metrics = api.get("/v1/metrics").await;
    let text = String::from_utf8(metrics.body.to_vec()).unwrap();
    let counted =
        "fairlead_http_requests_total{method=\"GET\",route=\"/v1/health\",status=\"200\"} 1\n";
    assert!(text.contains(counted), "{text}");
    assert!(text.contains("# TYPE fairlead_http_request_duration_seconds histogram\n"));
    assert!(text.contains("fairlead_mocks_running 0\n"));
}
