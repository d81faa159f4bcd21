//! A receiver on a socket, and events for it.

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri},
};
use fairlead_core::{Request, Timestamp};
use fairlead_webhooks::{CatchOptions, Catcher, Caught, Event, Scheme, Secret, Signing};
use tokio::net::TcpListener;
use url::Url;

/// 2026-01-02T03:04:05Z
pub const NOW: i64 = 1_767_323_045_000;

pub fn signing(scheme: Scheme) -> Signing {
    Signing {
        secret: Secret::of_bytes(&scheme, &[7; 32]),
        scheme,
    }
}

pub fn event(id: &str, body: &'static str) -> Event {
    Event {
        id: id.to_owned(),
        name: "order.paid".to_owned(),
        method: "POST".to_owned(),
        headers: [("content-type", "application/json")].into_iter().collect(),
        body: Bytes::from_static(body.as_bytes()),
    }
}

/// An event as a request that was signed at a time.
pub fn request(signing: &Signing, event: &Event, at: i64) -> Request {
    let headers = fairlead_webhooks::sign(signing, event, Timestamp::from_millis(at))
        .expect("the secret fits");
    let mut request = Request {
        method: event.method.clone(),
        path: "/hook".to_owned(),
        query: None,
        headers: event.headers.clone(),
        body: event.body.clone(),
    };
    for (name, value) in headers.iter() {
        request.headers.append(name, value);
    }
    request
}

/// A catcher on a socket.
pub struct Receiver {
    pub url: Url,
    pub caught: Arc<Mutex<Vec<Caught>>>,
}

impl Receiver {
    pub fn statuses(&self) -> Vec<u16> {
        let caught = self.caught.lock().expect("whole");
        caught.iter().map(|c| c.status).collect()
    }
}

pub async fn catcher(options: CatchOptions) -> Receiver {
    let caught = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&caught);
    let catcher = Catcher::new(options, move |c| kept.lock().expect("whole").push(c));
    let catcher = Arc::new(catcher.expect("the secret fits"));
    let url = serve(move |request| {
        let response = catcher.receive(&request, Timestamp::now());
        response.status
    })
    .await;
    Receiver { url, caught }
}

/// A server that answers every request with a status.
pub async fn serve(answer: impl Fn(Request) -> u16 + Send + Sync + 'static) -> Url {
    type Answer = Arc<dyn Fn(Request) -> u16 + Send + Sync>;
    async fn handle(
        State(answer): State<Answer>,
        method: Method,
        uri: Uri,
        headers: HeaderMap,
        body: Bytes,
    ) -> (StatusCode, [(&'static str, &'static str); 1]) {
        let headers = headers.iter().map(|(n, v)| {
            let value = v.to_str().expect("a text");
            (n.as_str().to_owned(), value.to_owned())
        });
        let request = Request {
            method: method.to_string(),
            path: uri.path().to_owned(),
            query: uri.query().map(str::to_owned),
            headers: headers.collect(),
            body,
        };
        let status = StatusCode::from_u16(answer(request)).expect("a status");
        (status, [("location", "/elsewhere")])
    }
    let answer: Answer = Arc::new(answer);
    let router = Router::new().fallback(handle).with_state(answer);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://127.0.0.1:{port}/hook")
        .parse()
        .expect("a URL")
}
