//! WebSockets of the playground against real servers.

mod tunnels;

use std::time::Duration;

use fairlead_app::{
    App, BytesEncoding, Draft, ErrorCategory, OpenSocket, SendMessage, SocketDirection, SocketKind,
    SocketMessage, SocketProgress, SocketSetup, SocketState, Target, TraceDetail,
};
use fairlead_core::Id;
use futures::{SinkExt, StreamExt};
use serde_json::json;
use tokio::net::TcpListener;
use tokio_tungstenite::tungstenite::{
    Message,
    handshake::server::{Request, Response},
    http::HeaderValue,
    protocol::{CloseFrame, frame::coding::CloseCode},
};

use crate::{
    connections::{acceptor, authority, params},
    server::{free_port, ok, serve},
    support::{API, Opened, import, open, opened, traces, until, upload},
};

/// A description whose only operation switches to WebSocket.
const LIVE: &str = r#"
openapi: 3.1.0
info: { title: Pier, version: "1" }
components: { securitySchemes: { key: { type: apiKey, in: query, name: key } } }
paths:
  /live/{pier}:
    get:
      operationId: live
      security: [{ key: [] }]
      parameters:
        - { name: pier, in: path, required: true, schema: { type: string } }
      responses:
        "101": { description: Switching }
"#;

struct Case {
    it: Opened,
    project: Id,
    id: Id,
}

async fn case(api: &str) -> Case {
    let it = opened().await;
    let import = import(&it.app, upload(api)).await.unwrap();
    Case {
        project: import.project.id,
        it,
        id: Id::new(),
    }
}

fn draft(url: &str, subprotocols: &[&str]) -> OpenSocket {
    OpenSocket {
        draft: Draft {
            socket: Some(SocketSetup {
                subprotocols: subprotocols.iter().map(|s| (*s).to_owned()).collect(),
            }),
            ..Draft::of_address("GET", url)
        },
        timeout_ms: Some(20_000),
    }
}

impl Case {
    fn app(&self) -> &App {
        &self.it.app
    }

    async fn opens(&self, open: OpenSocket) -> SocketProgress {
        self.app()
            .open_socket(self.project, self.id, open)
            .await
            .unwrap();
        self.when("it is open or over", |p| p.state != SocketState::Connecting)
            .await
    }

    async fn when(&self, what: &str, fits: impl Fn(&SocketProgress) -> bool) -> SocketProgress {
        until(what, || async {
            let progress = self.app().socket_progress(self.project, self.id, 0, None);
            progress.await.ok().filter(|p| fits(p))
        })
        .await
    }

    async fn ended(&self) -> (SocketProgress, TraceDetail) {
        let ended = self
            .when("it is over", |p| p.state == SocketState::Closed)
            .await;
        let trace = ended.trace_id.expect("a trace");
        let detail = self.app().trace(self.project, trace).await.unwrap();
        (ended, detail)
    }

    async fn send(&self, message: SendMessage) -> SocketMessage {
        let sent = self.app().send_message(self.project, self.id, message);
        sent.await.unwrap()
    }

    async fn close(&self, code: u16, reason: &str) {
        let closed = self.app().close_socket(self.project, self.id, code, reason);
        closed.await.unwrap();
    }
}

fn text(text: &str) -> SendMessage {
    SendMessage::Text { text: text.into() }
}

fn lines(detail: &TraceDetail) -> Vec<SocketMessage> {
    let body = detail.response.as_ref().unwrap().body.as_ref().unwrap();
    assert_eq!(body.content_type.as_deref(), Some("application/x-ndjson"));
    let lines = body.text.as_ref().unwrap().lines();
    lines.map(|l| serde_json::from_str(l).unwrap()).collect()
}

/// Echoes texts and bytes; says what it was asked for first. `bye` is answered with a close.
async fn echo() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut asked = String::new();
                #[expect(clippy::result_large_err, reason = "the library asks for it")]
                let look = |request: &Request, mut response: Response| {
                    asked = format!("{} {:?}", request.uri(), request.headers().get("x-pier"));
                    if request.headers().contains_key("sec-websocket-protocol") {
                        let chosen = HeaderValue::from_static("pier.v2");
                        response
                            .headers_mut()
                            .insert("sec-websocket-protocol", chosen);
                    }
                    Ok(response)
                };
                let Ok(mut socket) = tokio_tungstenite::accept_hdr_async(stream, look).await else {
                    return;
                };
                let _ = socket.send(Message::text(asked)).await;
                while let Some(Ok(message)) = socket.next().await {
                    match message {
                        Message::Text(text) if text.as_str() == "bye" => {
                            let close = CloseFrame {
                                code: CloseCode::Policy,
                                reason: "no more".into(),
                            };
                            let _ = socket.close(Some(close)).await;
                        }
                        Message::Text(text) if text.as_str() == "drop" => return,
                        Message::Text(_) | Message::Binary(_) => {
                            let _ = socket.send(message).await;
                        }
                        _ => {}
                    }
                }
            });
        }
    });
    port
}

#[tokio::test]
async fn messages_go_both_ways_and_are_one_trace() {
    let case = case(API).await;
    let port = echo().await;
    let open = case
        .opens(draft(
            &format!("ws://127.0.0.1:{port}/live?a=1"),
            &["pier.v1", "pier.v2"],
        ))
        .await;
    assert_eq!(open.state, SocketState::Open, "{:?}", open.error);
    assert_eq!(
        (open.status, open.subprotocol.as_deref()),
        (Some(101), Some("pier.v2"))
    );
    let sent = case.send(text("ahoy")).await;
    assert_eq!(
        (sent.kind, sent.direction),
        (SocketKind::Text, SocketDirection::Sent)
    );
    case.send(SendMessage::Binary {
        data: "00ff".into(),
        encoding: BytesEncoding::Hex,
    })
    .await;
    case.send(SendMessage::Ping {
        text: "there?".into(),
    })
    .await;
    let now = case.when("all came back", |p| p.messages.len() >= 7).await;
    let came = |kind| {
        let mut all = now.messages.iter();
        all.any(|m| m.kind == kind && m.direction == SocketDirection::Received)
    };
    assert!(came(SocketKind::Text) && came(SocketKind::Binary) && came(SocketKind::Pong));
    assert!(
        now.messages[0]
            .text
            .as_ref()
            .unwrap()
            .starts_with("/live?a=1")
    );
    // Behind the last one nothing is told again.
    let behind = case
        .app()
        .socket_progress(case.project, case.id, now.next, None);
    assert!(behind.await.unwrap().messages.is_empty());
    case.close(3001, "done").await;
    let (ended, detail) = case.ended().await;
    let close = ended.close.unwrap();
    assert_eq!((close.code, close.reason.as_str()), (3001, "done"));
    assert_eq!(close.by, SocketDirection::Sent);
    assert_eq!(
        (detail.trace.status, detail.error.is_none()),
        (Some(101), true)
    );
    assert!(
        detail.trace.url.starts_with("ws://"),
        "{}",
        detail.trace.url
    );
    assert!(detail.timing.connect_ms.is_some());
    let kept = lines(&detail);
    assert_eq!(kept.len(), ended.messages.len());
    assert_eq!(kept.last().unwrap().kind, SocketKind::Close);
    assert_eq!(traces(case.app(), case.project).await.total, 1);
    let error = case.app().send_message(case.project, case.id, text("late"));
    assert_eq!(error.await.unwrap_err().code, "socket_not_open");
    case.it.app.shutdown().await;
}

#[tokio::test]
async fn the_server_may_close_and_may_hang_up() {
    for (word, code, error) in [("bye", 1008, false), ("drop", 1006, true)] {
        let case = case(API).await;
        let port = echo().await;
        case.opens(draft(&format!("ws://127.0.0.1:{port}/"), &[]))
            .await;
        case.send(text(word)).await;
        let (ended, detail) = case.ended().await;
        let close = ended.close.unwrap();
        assert_eq!((close.code, close.by), (code, SocketDirection::Received));
        assert!(!close.meaning.is_empty());
        assert_eq!(detail.error.is_some(), error, "{:?}", detail.error);
        assert!(
            lines(&detail)
                .iter()
                .any(|m| m.text.as_deref() == Some(word))
        );
        case.it.app.shutdown().await;
    }
}

/// A server that answers a handshake like this; what of it is told.
async fn refused(answer: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> TraceDetail {
    let case = case(API).await;
    let server = serve(answer).await;
    let open = case
        .opens(draft(&format!("ws://127.0.0.1:{}/", server.port), &["a"]))
        .await;
    assert_ne!(open.state, SocketState::Open);
    let (ended, detail) = case.ended().await;
    let told = ended.error.unwrap();
    assert_eq!(told.message, detail.error.as_ref().unwrap().message);
    case.it.app.shutdown().await;
    detail
}

fn told(detail: &TraceDetail, category: ErrorCategory, words: &[&str]) {
    let error = detail.error.as_ref().expect("an error");
    assert_eq!(error.category, category, "{}", error.message);
    for word in words {
        assert!(
            error.message.contains(word),
            "`{word}` in: {}",
            error.message
        );
    }
}

#[tokio::test]
async fn a_refused_opening_says_why() {
    let no = b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 2\r\nconnection: close\r\n\r\nno";
    let detail = refused(move |_| no.to_vec()).await;
    told(
        &detail,
        ErrorCategory::Auth,
        &["401 Unauthorized", "credentials"],
    );
    assert_eq!(detail.trace.status, Some(401));
    assert!(
        detail.response.unwrap().body.is_some(),
        "its answer is kept"
    );

    let detail = refused(|_| ok("text/html", "<p>Hello</p>")).await;
    told(&detail, ErrorCategory::Network, &["200 OK", "no WebSocket"]);

    let wrong = "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: x\r\n\r\n";
    let detail = refused(move |_| wrong.as_bytes().to_vec()).await;
    told(&detail, ErrorCategory::Network, &["Sec-WebSocket-Accept"]);

    let case = case(API).await;
    let url = format!("ws://127.0.0.1:{}/", free_port().await);
    case.opens(draft(&url, &[])).await;
    let (_, detail) = case.ended().await;
    told(
        &detail,
        ErrorCategory::Network,
        &["cannot be reached", "refused"],
    );
    case.it.app.shutdown().await;
}

#[tokio::test]
async fn a_subprotocol_that_was_not_offered_is_no_agreement() {
    let case = case(API).await;
    let port = echo().await;
    case.opens(draft(&format!("ws://127.0.0.1:{port}/"), &["other"]))
        .await;
    let (_, detail) = case.ended().await;
    told(&detail, ErrorCategory::Network, &["`pier.v2`", "other"]);
    case.it.app.shutdown().await;
}

#[tokio::test]
async fn an_opening_has_its_time_and_can_be_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}/", listener.local_addr().unwrap());
    let late = case(API).await;
    let mut open = draft(&url, &[]);
    open.timeout_ms = Some(200);
    late.opens(open).await;
    told(&late.ended().await.1, ErrorCategory::Timeout, &["200 ms"]);
    late.it.app.shutdown().await;

    let given_up = case(API).await;
    let opening = given_up
        .app()
        .open_socket(given_up.project, given_up.id, draft(&url, &[]));
    opening.await.unwrap();
    given_up.close(1000, "").await;
    told(
        &given_up.ended().await.1,
        ErrorCategory::Network,
        &["given up"],
    );
    given_up.it.app.shutdown().await;
}

#[tokio::test]
async fn an_operation_that_switches_is_a_socket_with_the_credentials_of_its_environment() {
    let case = case(LIVE).await;
    let (app, project) = (case.app(), case.project);
    let operation = app
        .list_operations(project, fairlead_app::OperationFilter::default())
        .await
        .unwrap()
        .remove(0);
    let sample = app
        .operation_sample(
            project,
            &operation.id,
            fairlead_app::SampleChoice::default(),
        )
        .await
        .unwrap();
    assert!(sample.socket.is_some());
    let port = echo().await;
    let environment = json!({
        "name": "Pier", "type": "SANDBOX", "baseUrl": format!("http://127.0.0.1:{port}/v1"),
        "auth": { "kind": "apiKey", "place": "header", "name": "X-Pier" },
        "readOnly": true,
    });
    let made = serde_json::from_value(environment).unwrap();
    let environment = app.create_environment(project, made).await.unwrap();
    let secret = serde_json::from_value(json!({ "value": "c4n4ry-Sw0rdf1sh" })).unwrap();
    app.set_environment_secret(project, environment.id, "apiKey", secret)
        .await
        .unwrap();
    let mut open = OpenSocket {
        draft: Draft {
            target: Target::Environment { id: environment.id },
            ..sample
        },
        timeout_ms: None,
    };
    open.draft.path_params.insert("pier".into(), "7".into());
    // What a WebSocket may do nobody knows: a read-only environment takes none.
    let locked = app.open_socket(project, case.id, open.clone()).await;
    assert_eq!(locked.unwrap_err().code, "environment_read_only");
    app.unlock_environment(project, environment.id)
        .await
        .unwrap();
    let now = case.opens(open).await;
    assert_eq!(now.state, SocketState::Open, "{:?}", now.error);
    let now = case.when("it came", |p| !p.messages.is_empty()).await;
    let said = now.messages[0].text.as_ref().unwrap();
    assert!(said.starts_with("/v1/live/7 Some("), "{said}");
    assert!(!said.contains("c4n4ry"), "{said}");
    case.send(text("my c4n4ry-Sw0rdf1sh")).await;
    case.close(1000, "").await;
    let (_, detail) = case.ended().await;
    let all = serde_json::to_string(&detail).unwrap();
    assert!(!all.contains("c4n4ry"), "{all}");
    assert_eq!(detail.trace.operation_id, Some(operation.id));
    assert_eq!(detail.trace.environment_id, Some(environment.id));
    case.it.app.shutdown().await;
}

#[tokio::test]
async fn encryption_is_that_of_the_environment() {
    let case = case(API).await;
    let (app, project) = (case.app(), case.project);
    let (issuer, clients) = (authority(), authority());
    let acceptor = acceptor(&issuer, params("localhost"), Some(&clients));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // Who does not trust it hangs up, and who is not trusted too.
            let Ok(stream) = acceptor.accept(stream).await else {
                continue;
            };
            let mut socket = tokio_tungstenite::accept_async(stream).await.unwrap();
            let _ = socket.send(Message::text("in secret")).await;
            let _ = socket.next().await;
        }
    });
    let key = rcgen::KeyPair::generate().unwrap();
    let own = params("client").signed_by(&key, &clients).unwrap();
    let base = format!("https://localhost:{port}");
    let trusting = json!({
        "name": "Trusting", "type": "SANDBOX", "baseUrl": base,
        "caCertificate": issuer.pem(), "clientCertificate": own.pem(),
    });
    let plain = json!({ "name": "Plain", "type": "SANDBOX", "baseUrl": base });
    for (setup, trusts) in [(trusting, true), (plain, false)] {
        let new = serde_json::from_value(setup).unwrap();
        let environment = app.create_environment(project, new).await.unwrap().id;
        if trusts {
            let secret = serde_json::from_value(json!({ "value": key.serialize_pem() })).unwrap();
            app.set_environment_secret(project, environment, "clientKey", secret)
                .await
                .unwrap();
        }
        let mut open = draft("{{baseUrl}}/live", &[]);
        open.draft.target = Target::Environment { id: environment };
        let case = Case {
            id: Id::new(),
            it: Opened {
                app: app.clone(),
                folder: tempfile::tempdir().unwrap(),
            },
            project,
        };
        let now = case.opens(open).await;
        if trusts {
            assert_eq!(now.state, SocketState::Open, "{:?}", now.error);
            case.when("it came", |p| !p.messages.is_empty()).await;
            case.close(1000, "").await;
        } else {
            told(
                &case.ended().await.1,
                ErrorCategory::Network,
                &["certificate"],
            );
        }
    }
    case.it.app.shutdown().await;
}

#[tokio::test]
async fn an_endless_stream_stays_within_bounds() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let mut socket = tokio_tungstenite::accept_async(stream).await.unwrap();
        let part = "x".repeat(1_000);
        while socket.send(Message::text(part.clone())).await.is_ok() {}
    });
    let case = case(API).await;
    case.opens(draft(&url, &[])).await;
    let many = |p: &SocketProgress| p.received.messages > 12_000;
    let now = case.when("more came than is kept", many).await;
    assert!(now.first > 1 && now.messages.len() <= 1_000);
    // It can still be written to.
    case.send(text("ahoy")).await;
    case.close(1000, "").await;
    let (_, detail) = case.ended().await;
    let body = detail.response.as_ref().unwrap().body.as_ref().unwrap();
    assert!(body.truncated && body.text.as_ref().unwrap().len() <= 256 * 1024);
    let kept = lines(&detail);
    assert!(
        kept.iter().any(|m| m.text.as_deref() == Some("ahoy")),
        "what was sent has room"
    );
    case.it.app.shutdown().await;
}

#[tokio::test]
async fn what_was_sent_before_a_kill_is_a_trace_after_it() {
    let case = case(API).await;
    let port = echo().await;
    case.opens(draft(&format!("ws://127.0.0.1:{port}/"), &[]))
        .await;
    case.send(text("ahoy")).await;
    let folder = case.it.folder.path().join("sockets");
    let file = std::fs::read_dir(&folder)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    // What lies on the disk once a message counts as sent, with a line that broke off.
    let left = std::fs::read_to_string(&file).unwrap() + "{\"number\":9";
    case.it.app.shutdown().await;
    assert!(!file.exists(), "the trace is kept");
    let project = case.project;
    drop(case.it.app);

    std::fs::write(&file, &left).unwrap();
    let app = open(case.it.folder.path()).await;
    assert_eq!(traces(&app, project).await.total, 1, "it is not kept twice");
    assert!(!file.exists());
    app.delete_traces(project).await.unwrap();
    app.shutdown().await;
    drop(app);

    std::fs::write(&file, &left).unwrap();
    let app = open(case.it.folder.path()).await;
    let id = traces(&app, project).await.items[0].id;
    let detail = app.trace(project, id).await.unwrap();
    told(&detail, ErrorCategory::Network, &["Fairlead ended"]);
    assert!(
        lines(&detail)
            .iter()
            .any(|m| m.text.as_deref() == Some("ahoy"))
    );
    assert!(!file.exists());
    app.shutdown().await;
}

#[tokio::test]
async fn what_is_no_message_is_not_sent() {
    let case = case(API).await;
    let port = echo().await;
    let url = format!("ws://127.0.0.1:{port}/");
    let http = draft(&url.replace("ws:", "ftp:"), &[]);
    let mut own = draft(&url, &[]);
    own.draft.headers.push(fairlead_app::Field {
        name: "Sec-WebSocket-Key".into(),
        value: "x".into(),
        enabled: true,
    });
    for open in [http, draft(&url, &["a b"]), draft(&url, &["a", "a"]), own] {
        let opening = case.app().open_socket(case.project, case.id, open).await;
        let error = opening.unwrap_err();
        assert!(error.hint.is_some(), "{error}");
    }
    case.opens(draft(&url, &[])).await;
    let json = SendMessage::Json { text: "{".into() };
    let sent = case.app().send_message(case.project, case.id, json);
    assert_eq!(sent.await.unwrap_err().code, "invalid_message");
    let closed = case.app().close_socket(case.project, case.id, 1006, "");
    assert_eq!(closed.await.unwrap_err().code, "invalid_close_code");
    let again = case
        .app()
        .open_socket(case.project, case.id, draft(&url, &[]));
    assert_eq!(again.await.unwrap_err().code, "socket_refused");
    tokio::time::timeout(Duration::from_secs(20), case.it.app.shutdown())
        .await
        .expect("an open socket holds nothing up");
}
