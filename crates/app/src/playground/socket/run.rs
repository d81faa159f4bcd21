//! The messages of an open WebSocket, both ways, until it ends.

use std::time::Duration;

use fairlead_core::limits;
use futures::{Sink, SinkExt, Stream, StreamExt};
use reqwest::Upgraded;
use tokio::sync::mpsc;
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Error, Message,
        error::{CapacityError, ProtocolError},
        protocol::{CloseFrame, Role, WebSocketConfig, frame::coding::CloseCode},
    },
};
use tokio_util::sync::CancellationToken;

use super::{Outgoing, Socket, close, message, not_open};
use crate::{
    AppError, ErrorCategory, ErrorKind, SocketDirection, SocketMessage, SocketState, TraceError,
};

/// Carries messages until one side has closed, the connection breaks, or it is cancelled.
pub async fn run(socket: &Socket, stream: Upgraded, outgoing: mpsc::Receiver<Outgoing>) {
    let config = WebSocketConfig::default()
        .max_message_size(Some(limits::SOCKET_MESSAGE_BYTES))
        .max_frame_size(Some(limits::SOCKET_MESSAGE_BYTES));
    let stream = WebSocketStream::from_raw_socket(stream, Role::Client, Some(config)).await;
    let (sink, stream) = stream.split();
    let over = CancellationToken::new();
    // The two sides wait for each other nowhere: a server that does not read can still be heard.
    tokio::join!(
        async {
            read(socket, stream, &over).await;
            over.cancel();
        },
        write(socket, sink, outgoing, &over),
    );
    if socket.state() == SocketState::Open {
        socket.closes(close::BROKEN, "", SocketDirection::Received);
    }
}

async fn read(
    socket: &Socket,
    mut stream: impl Stream<Item = Result<Message, Error>> + Unpin,
    over: &CancellationToken,
) {
    loop {
        let is_closing = socket.state() == SocketState::Closing;
        let next = tokio::select! {
            next = stream.next() => next,
            () = over.cancelled() => return,
            // The server has said the last word and ought to hang up (RFC 6455 §7.1.1).
            () = tokio::time::sleep(limits::SOCKET_CLOSE_TIME), if is_closing => return,
        };
        match next {
            None => return,
            Some(Ok(message)) => came(socket, &message),
            Some(Err(error)) => {
                if socket.state() == SocketState::Open {
                    socket.fails(explain(&error));
                }
                return;
            }
        }
    }
}

fn came(socket: &Socket, message: &Message) {
    let Some(shown) = message::shown(message, SocketDirection::Received, &socket.redactor) else {
        return;
    };
    socket.keep(shown);
    if let Message::Close(frame) = message {
        let code = frame.as_ref().map_or(close::NONE, |f| f.code.into());
        let reason = frame.as_ref().map_or("", |f| f.reason.as_str());
        socket.closes(code, reason, SocketDirection::Received);
    }
}

async fn write(
    socket: &Socket,
    mut sink: impl Sink<Message, Error = Error> + Unpin,
    mut outgoing: mpsc::Receiver<Outgoing>,
    over: &CancellationToken,
) {
    loop {
        let next = tokio::select! {
            next = outgoing.recv() => next,
            () = socket.cancel.cancelled() => Some(Outgoing::Close(going_away())),
            () = over.cancelled() => return,
        };
        match next {
            None => return,
            Some(Outgoing::Message(message, told)) => {
                let sent = send(socket, &mut sink, message, over).await;
                let failed = sent.is_err();
                // Who asked may have gone away.
                let _ = told.send(sent);
                if failed {
                    over.cancel();
                    return;
                }
            }
            Some(Outgoing::Close(frame)) => {
                let (code, reason) = (frame.code.into(), frame.reason.as_str().to_owned());
                let message = Message::Close(Some(frame));
                socket.closes(code, &reason, SocketDirection::Sent);
                let _ = send(socket, &mut sink, message, over).await;
                // The other side answers with a close of its own, if it is well.
                let answered = over.cancelled();
                let _ = tokio::time::timeout(limits::SOCKET_CLOSE_TIME, answered).await;
                over.cancel();
                return;
            }
        }
    }
}

/// Hands a message over, and keeps it.
async fn send(
    socket: &Socket,
    sink: &mut (impl Sink<Message, Error = Error> + Unpin),
    message: Message,
    over: &CancellationToken,
) -> Result<SocketMessage, AppError> {
    let shown = message::shown(&message, SocketDirection::Sent, &socket.redactor);
    let allowed: Duration = limits::SOCKET_SEND_TIME;
    let sent = tokio::select! {
        sent = tokio::time::timeout(allowed, sink.send(message)) => sent,
        () = over.cancelled() => return Err(not_open(SocketState::Closed)),
    };
    let why = match sent {
        Ok(Ok(())) => match shown {
            Some(shown) => return Ok(socket.keep(shown)),
            None => return Err(not_open(socket.state())),
        },
        Ok(Err(error)) => explain(&error),
        Err(_) => TraceError {
            category: ErrorCategory::Timeout,
            message: format!(
                "The server took no message for {} s. It may be too busy to read.",
                allowed.as_secs()
            ),
        },
    };
    let error = AppError::new(ErrorKind::Unavailable, "not_sent", why.message.clone())
        .with_hint("Connect again. The server may have had the message all the same.");
    socket.fails(why);
    Err(error)
}

fn going_away() -> CloseFrame {
    CloseFrame {
        code: CloseCode::Away,
        reason: "".into(),
    }
}

/// Why a connection broke off.
fn explain(error: &Error) -> TraceError {
    let message = match error {
        Error::Capacity(CapacityError::MessageTooLong { size, .. }) => format!(
            "A message of {size} bytes came; {} are the most that are taken. Ask for less at once.",
            limits::SOCKET_MESSAGE_BYTES
        ),
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => {
            "The connection broke off: the server hung up without a close.".into()
        }
        Error::Protocol(why) => {
            format!("The server broke the rules of WebSocket: {why}. The connection was ended.")
        }
        Error::Utf8(_) => {
            "A text message came that is no UTF-8 (RFC 6455 §8.1). The connection was ended.".into()
        }
        other => format!("The connection broke off: {other}."),
    };
    TraceError {
        category: ErrorCategory::Network,
        message,
    }
}
