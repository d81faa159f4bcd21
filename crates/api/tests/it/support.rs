//! The router over a fresh data folder, and what tests say to it.

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use fairlead_app::{App, Settings};
use http_body_util::BodyExt;
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt;

use crate::contract;

/// The API over a data folder of its own.
pub struct Api {
    pub app: App,
    pub router: Router,
    _folder: TempDir,
}

/// An answer, read whole.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: bytes::Bytes,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|failure| panic!("{failure}: {}", String::from_utf8_lossy(&self.body)))
    }

    /// The code of a failure, whose shape is checked on the way.
    pub fn code(&self) -> String {
        let body = self.json();
        assert_eq!(
            body["requestId"],
            self.headers["x-request-id"].to_str().unwrap()
        );
        assert!(
            body["message"].as_str().is_some_and(|m| !m.is_empty()),
            "{body}"
        );
        assert!(
            body["timestamp"].as_str().is_some_and(|t| t.ends_with('Z')),
            "{body}"
        );
        let keys: Vec<_> = body
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!(
            keys,
            [
                "error",
                "message",
                "details",
                "hint",
                "requestId",
                "timestamp"
            ]
        );
        body["error"].as_str().unwrap().to_owned()
    }
}

impl Api {
    pub async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = Settings::new(folder.path());
        settings.key_in_file = true;
        let app = App::open(settings).await.unwrap();
        Self {
            router: fairlead_api::router(app.clone()),
            app,
            _folder: folder,
        }
    }

    /// Sends a request and holds its answer against the API's own document.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let method = request.method().to_string();
        let path = request.uri().path().to_owned();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let answer = Answer {
            status: head.status,
            headers: head.headers,
            body: body.collect().await.unwrap().to_bytes(),
        };
        assert!(answer.headers.contains_key("x-request-id"));
        contract::hold(&method, &path, &answer);
        answer
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(request("GET", path).body(Body::empty()).unwrap())
            .await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(request("DELETE", path).body(Body::empty()).unwrap())
            .await
    }

    /// Sends a JSON body.
    pub async fn put(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.text(method, path, &body.to_string()).await
    }

    /// Sends a body that is said to be JSON.
    pub async fn text(&self, method: &str, path: &str, body: &str) -> Answer {
        let request = request(method, path)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_owned()))
            .unwrap();
        self.send(request).await
    }
}

/// A request without a body yet.
pub fn request(method: &str, path: &str) -> axum::http::request::Builder {
    Request::builder().method(method).uri(path)
}
