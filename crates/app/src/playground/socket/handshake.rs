//! Opening a WebSocket over HTTP (RFC 6455 §4.1), by the same client as other requests: its
//! proxy, certificates and times hold here too.

use std::time::{Duration, Instant};

use base64::{Engine, prelude::BASE64_STANDARD};
use fairlead_core::{Headers, Response, limits};
use futures::StreamExt;
use reqwest::Upgraded;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use super::super::{
    build::{Built, bad_field},
    prepare::Prepared,
    send::{explain, late, millis, network, origin},
};
use super::tunnel::Tunnel;
use crate::{AppError, ErrorCategory, Timing, TraceError, traces};

/// Header fields that the opening sets itself.
const OWN: [&str; 3] = [
    "sec-websocket-key",
    "sec-websocket-version",
    "sec-websocket-extensions",
];

/// What came of an opening.
pub struct Opening {
    /// The answer; its body only where the connection was not opened.
    pub response: Option<Response>,
    pub timing: Timing,
    pub outcome: Result<Opened, TraceError>,
}

/// A connection that was opened.
pub struct Opened {
    pub stream: Upgraded,
    pub subprotocol: Option<String>,
}

impl Opening {
    /// One that a person has given up.
    pub fn given_up(began: Instant) -> Self {
        Self {
            response: None,
            timing: Timing {
                total_ms: millis(began),
                ..Timing::default()
            },
            outcome: Err(given_up()),
        }
    }
}

/// Why there is nothing where a person has given up.
pub fn given_up() -> TraceError {
    network("The connection was given up before it was open.".into())
}

/// Adds the header fields that ask for a WebSocket.
///
/// # Errors
/// A header field or subprotocol that cannot be sent.
pub fn ask(prepared: &mut Prepared) -> Result<(), AppError> {
    let Prepared { built, socket, .. } = prepared;
    let taken = OWN
        .iter()
        .find(|name| built.request.headers.get(name).is_some());
    if let Some(name) = taken {
        let why = bad_field(name, format!("`{name}` is set by Fairlead"));
        return Err(
            AppError::invalid("unsendable_request", why.to_string()).with_hint("Leave it out.")
        );
    }
    let names = socket.iter().flat_map(|socket| &socket.subprotocols);
    let names = names.map(|name| name.trim());
    let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    for (at, name) in names.iter().enumerate() {
        let is_token = http::Method::from_bytes(name.as_bytes()).is_ok();
        if !is_token || names[..at].contains(name) {
            let message = format!("`{name}` is no name of a subprotocol, or is there twice");
            return Err(AppError::invalid("unsendable_request", message)
                .with_hint("Subprotocols are words without spaces or commas, each once."));
        }
    }
    let mut nonce = [0; 16];
    getrandom::fill(&mut nonce).map_err(|e| {
        AppError::new(
            crate::ErrorKind::Internal,
            "internal",
            "The system gives no random numbers.",
        )
        .because(e)
    })?;
    let headers = &mut built.request.headers;
    headers.append("connection", "Upgrade");
    headers.append("upgrade", "websocket");
    headers.append("sec-websocket-version", "13");
    headers.append("sec-websocket-key", BASE64_STANDARD.encode(nonce));
    if !names.is_empty() {
        headers.append("sec-websocket-protocol", names.join(", "));
    }
    Ok(())
}

/// What opens connections: a client, and before it a tunnel where it needs one.
pub struct Opener {
    pub client: reqwest::Client,
    pub tunnel: Option<Tunnel>,
}

/// Opens the connection.
pub async fn open(opener: &Opener, built: &Built, allowed: Duration) -> Opening {
    let began = Instant::now();
    let mut response = None;
    let mut timing = Timing::default();
    let opening = opened(opener, built, &mut response, &mut timing, began);
    let outcome = match tokio::time::timeout(allowed, opening).await {
        Ok(outcome) => outcome,
        Err(_) => Err(late(allowed)),
    };
    timing.total_ms = millis(began);
    Opening {
        response,
        timing,
        outcome,
    }
}

async fn opened(
    opener: &Opener,
    built: &Built,
    kept: &mut Option<Response>,
    timing: &mut Timing,
    began: Instant,
) -> Result<Opened, TraceError> {
    let headers = &built.request.headers;
    let answer = if let Some(tunnel) = &opener.tunnel {
        tunnel.open(headers).await?
    } else {
        let mut request = opener.client.get(over_http(&built.url));
        for (name, value) in headers.iter() {
            request = request.header(name, value);
        }
        request.send().await.map_err(|e| explain(&e, &built.url))?
    };
    timing.first_byte_ms = Some(millis(began));
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = answer.headers().iter();
    let headers: Headers = headers.map(|(n, v)| (n.as_str(), text(v))).collect();
    let status = answer.status().as_u16();
    let response = kept.insert(Response {
        status,
        headers: headers.clone(),
        body: bytes::Bytes::new(),
    });
    if status != 101 {
        let error = refusal(status, &headers, &built.url);
        response.body = beginning(answer).await;
        return Err(error);
    }
    let subprotocol = agreed(&built.request.headers, &headers)
        .map_err(|why| network(format!("{} switched, but {why}.", origin(&built.url))))?;
    let stream = answer
        .upgrade()
        .await
        .map_err(|e| explain(&e, &built.url))?;
    Ok(Opened {
        stream,
        subprotocol,
    })
}

/// The address of a WebSocket as HTTP writes it.
pub fn over_http(url: &str) -> String {
    match url.strip_prefix("ws") {
        Some(rest) => format!("http{rest}"),
        None => url.to_owned(),
    }
}

/// Looks at what the server has agreed to; gives the subprotocol.
fn agreed(asked: &Headers, answer: &Headers) -> Result<Option<String>, String> {
    let is = |name: &str, wanted: &str| {
        let values = answer.get(name).unwrap_or_default().split(',');
        values
            .map(str::trim)
            .any(|v| v.eq_ignore_ascii_case(wanted))
    };
    if !is("upgrade", "websocket") || !is("connection", "upgrade") {
        return Err(
            "its answer does not say `Upgrade: websocket` and `Connection: Upgrade`".into(),
        );
    }
    let key = asked.get("sec-websocket-key").unwrap_or_default();
    let accept = answer.get("sec-websocket-accept").unwrap_or_default();
    if accept.trim() != derive_accept_key(key.as_bytes()) {
        return Err("`Sec-WebSocket-Accept` does not fit the key: it is no WebSocket server, or an answer that was kept from before".into());
    }
    if let Some(extension) = answer.get("sec-websocket-extensions") {
        return Err(format!(
            "it uses the extension `{extension}`, which was not offered"
        ));
    }
    let Some(chosen) = answer.get("sec-websocket-protocol").map(str::trim) else {
        return Ok(None);
    };
    let offered = asked.get("sec-websocket-protocol").unwrap_or_default();
    if !offered.split(',').any(|name| name.trim() == chosen) {
        let offered = if offered.is_empty() { "none" } else { offered };
        return Err(format!(
            "it chose the subprotocol `{chosen}`, which was not offered (offered: {offered}). Add it to the subprotocols"
        ));
    }
    Ok(Some(chosen.to_owned()))
}

/// Why a server that answers has not switched.
fn refusal(status: u16, headers: &Headers, url: &str) -> TraceError {
    let words = http::StatusCode::from_u16(status).ok();
    let words = words.and_then(|s| s.canonical_reason()).unwrap_or_default();
    let hint = match status {
        401 | 403 | 407 => "It wants other credentials: choose an environment that has them, or add them as a header or parameter.".to_owned(),
        404 | 410 => "There is no WebSocket at this address: look at its path.".to_owned(),
        426 => "It wants another version or protocol: look at its answer.".to_owned(),
        300..=399 => match headers.get("location") {
            Some(to) => format!("It redirects to {to}: open that address instead."),
            None => "It redirects somewhere else.".to_owned(),
        },
        400 => "It does not take the request: look at its answer, and at the subprotocols, the origin and the query.".to_owned(),
        200..=299 => "What answers at this address speaks HTTP and no WebSocket.".to_owned(),
        _ => "Look at its answer.".to_owned(),
    };
    TraceError {
        category: traces::category_of(status).unwrap_or(ErrorCategory::Network),
        message: format!(
            "{} answered {status} {words} instead of 101 Switching Protocols. {hint}",
            origin(url)
        ),
    }
}

/// The beginning of an answer, as much of it as a trace keeps.
async fn beginning(answer: reqwest::Response) -> bytes::Bytes {
    let mut body = bytes::BytesMut::new();
    let mut chunks = answer.bytes_stream();
    while let Some(Ok(chunk)) = chunks.next().await {
        body.extend_from_slice(&chunk);
        if body.len() > limits::TRACE_BODY_BYTES {
            break;
        }
    }
    body.freeze()
}
