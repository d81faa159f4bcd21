//! WebSockets through a proxy that knows nothing of WebSockets.

use base64::{Engine, prelude::BASE64_STANDARD};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

use super::*;

/// A proxy that makes tunnels and nothing else: to `to`, whatever it is asked for, for who knows
/// the name and password. Gives its port; what it was asked for goes to the channel.
async fn proxy(to: u16) -> (u16, tokio::sync::mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (told, asked) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let told = told.clone();
            tokio::spawn(async move {
                let mut stream = BufReader::new(stream);
                let mut head = String::new();
                while !head.ends_with("\r\n\r\n") {
                    if stream.read_line(&mut head).await.unwrap_or(0) == 0 {
                        return;
                    }
                }
                let expected = BASE64_STANDARD.encode("crane:rope");
                let answer = if !head.starts_with("CONNECT ") {
                    "405 Method Not Allowed"
                } else if !head.contains(&format!("Basic {expected}")) {
                    "407 Proxy Authentication Required"
                } else {
                    "200 Connection established"
                };
                told.send(head.lines().next().unwrap().to_owned()).unwrap();
                let head = format!("HTTP/1.1 {answer}\r\n");
                let end = if answer.starts_with("200") {
                    "\r\n"
                } else {
                    "content-length: 0\r\n\r\n"
                };
                let _ = stream.write_all((head + end).as_bytes()).await;
                if answer.starts_with("200") {
                    let mut there = TcpStream::connect(("127.0.0.1", to)).await.unwrap();
                    let _ = tokio::io::copy_bidirectional(&mut stream, &mut there).await;
                }
            });
        }
    });
    (port, asked)
}

/// A WebSocket at an address that only the proxy knows.
async fn before(case: &Case, proxy: u16, password: Option<&str>) -> OpenSocket {
    let setup = json!({
        "name": "Behind", "type": "SANDBOX", "baseUrl": "http://pier.invalid",
        "proxyUrl": format!("http://127.0.0.1:{proxy}"),
        "proxyUsername": password.map(|_| "crane"),
    });
    let new = serde_json::from_value(setup).unwrap();
    let app = case.app();
    let made = app.create_environment(case.project, new).await.unwrap();
    if let Some(password) = password {
        let secret = serde_json::from_value(json!({ "value": password })).unwrap();
        app.set_environment_secret(case.project, made.id, "proxyPassword", secret)
            .await
            .unwrap();
    }
    let mut open = draft("ws://pier.invalid/live?a=1", &[]);
    open.draft.target = Target::Environment { id: made.id };
    open
}

#[tokio::test]
async fn a_proxy_is_asked_for_a_way_and_not_for_a_page() {
    let case = case(API).await;
    let (proxy, mut asked) = proxy(echo().await).await;
    let opened = case.opens(before(&case, proxy, Some("rope")).await).await;
    assert_eq!(opened.state, SocketState::Open, "{:?}", opened.error);
    let line = asked.recv().await.unwrap();
    assert_eq!(line, "CONNECT pier.invalid:80 HTTP/1.1");
    case.send(text("ahoy")).await;
    let now = case.when("it came back", |p| p.messages.len() >= 3).await;
    let first = now.messages.iter().find_map(|m| m.text.as_deref());
    assert_eq!(first, Some("/live?a=1 None"));
    case.close(1000, "").await;
    let (_, detail) = case.ended().await;
    let said = serde_json::to_string(&detail).unwrap();
    assert!(
        !said.contains("rope") && !said.contains("roxy-authorization"),
        "{said}"
    );
}

#[tokio::test]
async fn a_proxy_that_refuses_is_told_apart_from_the_server() {
    let case = case(API).await;
    let (proxy, _asked) = proxy(1).await;
    let opened = case.opens(before(&case, proxy, None).await).await;
    let why = opened.error.expect("why").message;
    assert!(why.contains("The proxy 127.0.0.1:"), "{why}");
    assert!(why.contains("407 Proxy Authentication Required"), "{why}");
    assert!(why.contains("a name and a password"), "{why}");

    let case = self::case(API).await;
    let gone = free_port().await;
    let opened = case.opens(before(&case, gone, None).await).await;
    let why = opened.error.expect("why").message;
    assert!(why.contains("cannot be reached"), "{why}");
}
