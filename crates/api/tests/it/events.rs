//! The stream of changes, followed, lost and resumed.

use std::time::Duration;

use axum::{
    Router,
    body::{Body, BodyDataStream},
    http::StatusCode,
    response::Response,
};
use futures::StreamExt;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::support::{Api, request};

/// Far longer than any message takes; a stream that is silent so long is broken.
const PATIENCE: Duration = Duration::from_secs(20);

struct Stream {
    body: BodyDataStream,
    buffer: String,
}

impl Stream {
    async fn open(router: &Router, path: &str, last: Option<u64>) -> Self {
        let mut builder = request("GET", path);
        if let Some(last) = last {
            builder = builder.header("last-event-id", last);
        }
        let request = builder.body(Body::empty()).unwrap();
        let response: Response = router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self {
            body: response.into_body().into_data_stream(),
            buffer: String::new(),
        }
    }

    /// The next message: its name where it has one, its id and its data. `None` at the end.
    async fn next(&mut self) -> Option<(Option<String>, u64, Value)> {
        // Around it all, since comments keep the stream from being silent.
        let message = tokio::time::timeout(PATIENCE, self.read());
        message.await.expect("no message came")
    }

    async fn read(&mut self) -> Option<(Option<String>, u64, Value)> {
        loop {
            while let Some((message, rest)) = self.buffer.split_once("\n\n") {
                let (message, rest) = (message.to_owned(), rest.to_owned());
                self.buffer = rest;
                let field = |name: &str| {
                    let mut lines = message.lines();
                    lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
                };
                if let (Some(id), Some(data)) = (field("id"), field("data")) {
                    let name = field("event").map(str::to_owned);
                    let data = serde_json::from_str(data).unwrap();
                    return Some((name, id.parse().unwrap(), data));
                }
            }
            let bytes = self.body.next().await?;
            self.buffer
                .push_str(std::str::from_utf8(&bytes.unwrap()).unwrap());
        }
    }
}

async fn make(api: &Api, name: &str) -> String {
    let answer = api
        .put("POST", "/v1/projects", &json!({ "name": name }))
        .await;
    answer.json()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_change_arrives_and_a_lost_stream_resumes() {
    let api = Api::open().await;
    let mut live = Stream::open(&api.router, "/v1/events", None).await;
    let first = make(&api, "first").await;
    let (name, seq, event) = live.next().await.unwrap();
    assert_eq!(name, None);
    assert_eq!(event["seq"], seq);
    assert_eq!(event["topic"], "project");
    assert_eq!(event["kind"], "created");
    assert_eq!(event["projectId"], first.as_str());
    drop(live);

    let second = make(&api, "second").await;
    let mut resumed = Stream::open(&api.router, &format!("/v1/events?after={seq}"), None).await;
    let (_, next, event) = resumed.next().await.unwrap();
    assert!(next > seq);
    assert_eq!(event["subjectId"], second.as_str());

    // The header is what the browser saw last; the address is what the page knew first.
    let mut again = Stream::open(&api.router, "/v1/events?after=0", Some(seq)).await;
    assert_eq!(again.next().await.unwrap().1, next);
}

#[tokio::test]
async fn a_number_from_the_future_resets() {
    let api = Api::open().await;
    make(&api, "only").await;
    let mut stream = Stream::open(&api.router, "/v1/events?after=999999", None).await;
    let (name, seq, data) = stream.next().await.unwrap();
    assert_eq!(name.as_deref(), Some("reset"));
    assert_eq!(data, json!({ "seq": seq, "reset": true }));
}

#[tokio::test]
async fn a_closing_carrier_ends_the_stream() {
    let api = Api::open().await;
    let token = CancellationToken::new();
    let closing = fairlead_api::Closing(token.clone());
    let router = api.router.clone().layer(axum::Extension(closing));
    let mut stream = Stream::open(&router, "/v1/events", None).await;
    token.cancel();
    assert_eq!(stream.next().await, None);
}

#[tokio::test]
async fn other_carriers_get_the_same_messages() {
    let api = Api::open().await;
    let mut messages = Box::pin(fairlead_api::messages(&api.app, None));
    let id = make(&api, "one").await;
    let message = tokio::time::timeout(PATIENCE, messages.next())
        .await
        .unwrap()
        .unwrap();
    let data: Value = serde_json::from_str(&message.data).unwrap();
    assert!(!message.reset);
    assert_eq!(data["subjectId"], id.as_str());
    assert_eq!(data["seq"], message.seq);
}
