//! WebSockets of the playground while they last.

use fairlead_core::{Id, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Draft, NameValue, TraceError};

/// A WebSocket to open.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpenSocket {
    /// The request that opens it; `socket` is there.
    pub draft: Draft,
    /// How long it may take to open, in milliseconds; 30,000 where left out.
    #[serde(default, deserialize_with = "super::whole::option")]
    #[schema(minimum = 1, maximum = 120_000)]
    pub timeout_ms: Option<u64>,
}

/// How far a WebSocket is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum SocketState {
    /// It is being opened.
    #[default]
    Connecting,
    /// Messages can be sent.
    Open,
    /// One side has closed it, and waits for the other.
    Closing,
    /// It is over, and kept as a trace.
    Closed,
}

/// Which way a message went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum SocketDirection {
    /// To the server.
    Sent,
    /// From the server.
    Received,
}

/// What a message is (RFC 6455 §5.6 and §5.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum SocketKind {
    /// Text in UTF-8.
    Text,
    /// Bytes.
    Binary,
    /// Asks whether the other side is there.
    Ping,
    /// Says that this side is there.
    Pong,
    /// Ends the connection.
    Close,
}

/// A message of a WebSocket; secrets are masked.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SocketMessage {
    /// Counts from 1.
    pub number: u64,
    /// When it was sent or came.
    pub at: Timestamp,
    /// Which way it went.
    pub direction: SocketDirection,
    /// What it is.
    pub kind: SocketKind,
    /// Its size, in bytes.
    pub bytes: u64,
    /// What it says, where it is a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What it says in base64, where it is no text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base64: Option<String>,
    /// Whether only its beginning is here.
    #[serde(default)]
    #[schema(required = true)]
    pub truncated: bool,
    /// Of a close, why (RFC 6455 §7.4.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<u16>,
}

/// How many messages went one way.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SocketCount {
    /// How many.
    pub messages: u64,
    /// Their sizes together, in bytes.
    pub bytes: u64,
}

/// How a WebSocket ended.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SocketClose {
    /// The code; 1005 where none was given, 1006 where the connection broke off.
    pub code: u16,
    /// What that code means (RFC 6455 §7.4.1).
    pub meaning: String,
    /// The reason that was given.
    pub reason: String,
    /// Who closed it first: `sent` for this side.
    pub by: SocketDirection,
}

/// What has come of a WebSocket so far.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SocketProgress {
    /// Grows with every change.
    pub version: u64,
    /// How far it is.
    pub state: SocketState,
    /// The status of the answer: 101 where it was opened.
    #[schema(required = true)]
    pub status: Option<u16>,
    /// The header fields of the answer; credentials are masked.
    pub headers: Vec<NameValue>,
    /// The subprotocol that the server has chosen.
    #[schema(required = true)]
    pub subprotocol: Option<String>,
    /// Messages behind `after`, in order.
    pub messages: Vec<SocketMessage>,
    /// The next `after`.
    pub next: u64,
    /// The number of the oldest message that can be asked for.
    pub first: u64,
    /// What was sent.
    pub sent: SocketCount,
    /// What came.
    pub received: SocketCount,
    /// How it ended.
    #[schema(required = true)]
    pub close: Option<SocketClose>,
    /// Why it was not opened, or broke off.
    #[schema(required = true)]
    pub error: Option<TraceError>,
    /// The trace, once it is over.
    #[schema(required = true)]
    pub trace_id: Option<Id>,
}

/// A message to send.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "camelCase", deny_unknown_fields)]
pub enum SendMessage {
    /// A text.
    Text {
        /// What it says.
        text: String,
    },
    /// A text that has to be JSON.
    Json {
        /// What it says.
        text: String,
    },
    /// Bytes.
    Binary {
        /// The bytes as a text; white space does not count.
        data: String,
        /// What that text is written in.
        #[serde(default)]
        encoding: BytesEncoding,
    },
    /// A ping; the server answers with a pong that says the same.
    Ping {
        /// What it says: at most 125 bytes.
        #[serde(default)]
        text: String,
    },
}

/// How bytes are written as a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum BytesEncoding {
    /// RFC 4648 §4.
    #[default]
    Base64,
    /// Two digits a byte.
    Hex,
}
