//! A description, an API that mostly keeps it, and a proxy between them.

use std::{collections::BTreeSet, net::SocketAddr, sync::Arc};

use axum::{
    Json, Router,
    body::Bytes,
    http::{HeaderMap, StatusCode, header},
    response::IntoResponse,
    routing::{any, get, post},
};
use fairlead_core::Request;
use fairlead_mock::{Mock, MockOptions};
use fairlead_openapi::MemoryFetch;
use fairlead_proxy::{Proxy, ProxyOptions};
use fairlead_validate::Contract;
use serde_json::json;
use tokio::net::TcpListener;
use url::Url;

const SPEC: &str = r#"
openapi: 3.1.0
info: { title: Ships, version: "1" }
paths:
  /ships/{id}:
    get:
      operationId: getShip
      parameters:
        - { name: id, in: path, required: true, schema: { type: integer } }
      responses:
        "200":
          description: A ship
          content:
            application/json:
              schema:
                type: object
                required: [name]
                properties: { name: { type: string } }
  /ships:
    post:
      operationId: addShip
      requestBody:
        required: true
        content:
          application/json:
            schema: { type: object, required: [name], properties: { name: { type: string } } }
      responses:
        "201": { description: Taken }
  /later:
    get:
      operationId: later
      responses:
        "200": { description: To come, content: { text/plain: { schema: { type: string } } } }
  /echo:
    get: { operationId: echo, responses: { "200": { description: What came } } }
  /down:
    get:
      operationId: down
      responses: { "200": { description: Up, content: { text/plain: { schema: { type: string } } } } }
"#;

/// The mock of the description.
pub fn mock() -> Arc<Mock> {
    let fetch = MemoryFetch::new([("ships.yaml", SPEC)]);
    let (_, spec, problems) = fairlead_openapi::read(&MemoryFetch::uri("ships.yaml"), &fetch);
    assert!(problems.is_empty(), "{problems:?}");
    let contract = Arc::new(Contract::new(Arc::new(spec)));
    Arc::new(Mock::new(contract, MockOptions::default()))
}

/// A proxy before the API, with what is to be different.
pub async fn proxy(change: impl FnOnce(&mut ProxyOptions)) -> Proxy {
    let mut options = ProxyOptions {
        upstream: Some(upstream().await),
        mocked: BTreeSet::new(),
        ..ProxyOptions::default()
    };
    change(&mut options);
    Proxy::new(mock(), options).unwrap()
}

/// A real server with faults: ship 13 has no name, `/down` is not up.
pub async fn upstream() -> Url {
    let ship = |axum::extract::Path(id): axum::extract::Path<u32>| async move {
        Json(if id == 13 {
            json!({ "nam": "typo" })
        } else {
            json!({ "name": format!("Ship {id}") })
        })
    };
    let echo = |headers: HeaderMap, body: Bytes| async move {
        let all: Vec<String> = headers
            .iter()
            .map(|(n, v)| format!("{n}: {}", v.to_str().unwrap_or("?")))
            .collect();
        let length = body.len();
        ([("x-got", all.join("; "))], format!("{length}")).into_response()
    };
    let app = Router::new()
        .route("/v1/ships/{id}", get(ship))
        .route("/v1/ships", post(|| async { StatusCode::CREATED }))
        .route("/v1/echo", any(echo))
        .route(
            "/v1/down",
            get(|| async {
                (
                    StatusCode::SERVICE_UNAVAILABLE,
                    [(header::RETRY_AFTER, "5")],
                    "no",
                )
            }),
        );
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0)))
        .await
        .unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    format!("http://{address}/v1").parse().unwrap()
}

pub fn request(method: &str, path: &str, body: &str) -> Request {
    let mut request = Request {
        method: method.into(),
        path: path.into(),
        body: body.to_owned().into(),
        ..Request::default()
    };
    if !body.is_empty() {
        request.headers.append("content-type", "application/json");
    }
    request
}
