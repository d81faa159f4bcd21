//! WebSockets of the playground.

use axum::extract::DefaultBodyLimit;
use fairlead_app::{App, OpenSocket, SendMessage, SocketMessage, SocketProgress};
use fairlead_core::limits::SOCKET_MESSAGE_BYTES;
use http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    acting::Acting,
    error::ApiError,
    extract::{Json, Path, Query},
    place::OfSocket,
};

/// A message of the largest size, escaped or as two digits a byte.
const MESSAGE_BYTES: usize = 2 * SOCKET_MESSAGE_BYTES + 64 * 1024;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(open_socket, socket_progress, close_socket))
        .routes(routes!(send_message))
        .layer(DefaultBodyLimit::max(MESSAGE_BYTES))
}

/// Open a WebSocket
///
/// Under an id that you choose: what comes of it is asked for with it. It ends when nobody has
/// asked for a minute. One that is over is one trace, with the messages as its body
/// (`application/x-ndjson`, one message a line).
#[utoipa::path(
    put,
    path = "/v1/projects/{projectId}/playground/sockets/{socketId}",
    tag = "playground",
    params(OfSocket),
    request_body(
        content = OpenSocket,
        example = json!({
            "draft": {
                "free": { "method": "GET", "url": "wss://pier.example/live" },
                "socket": { "subprotocols": ["chat"] }
            },
            "timeoutMs": 5000
        }),
    ),
    responses(
        (status = 202, description = "It is being opened."),
        (status = 409, description = "The id is taken, there are too many, the project has no description yet, or no mock runs."),
    ),
)]
async fn open_socket(
    Acting(app): Acting,
    Path(at): Path<OfSocket>,
    Json(open): Json<OpenSocket>,
) -> Result<StatusCode, ApiError> {
    app.open_socket(at.project_id, at.socket_id, open).await?;
    Ok(StatusCode::ACCEPTED)
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SocketQuery {
    /// The number of the last message that is known: `next` of the answer before.
    #[serde(default)]
    #[param(minimum = 0, default = 0)]
    after: u64,
    /// The version that is known already: the answer waits for another, up to 15 s.
    #[param(minimum = 0)]
    version: Option<u64>,
}

/// Get the messages of a WebSocket
///
/// How far it is, and the messages behind `after`. Of many only the newest are kept: `first` says
/// where they begin.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/playground/sockets/{socketId}",
    tag = "playground",
    params(OfSocket, SocketQuery),
    responses((status = 200, description = "How far it is.", body = SocketProgress)),
)]
async fn socket_progress(
    Acting(app): Acting,
    Path(at): Path<OfSocket>,
    Query(query): Query<SocketQuery>,
) -> Result<axum::Json<SocketProgress>, ApiError> {
    let progress = app.socket_progress(at.project_id, at.socket_id, query.after, query.version);
    Ok(axum::Json(progress.await?))
}

/// Send a message through a WebSocket
///
/// The answer comes once the message has been handed over.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/playground/sockets/{socketId}/messages",
    tag = "playground",
    params(OfSocket),
    request_body(
        content = SendMessage,
        example = json!({ "kind": "json", "text": "{\"ship\":\"Fram\"}" }),
    ),
    responses(
        (status = 200, description = "The message as it was sent; secrets are masked.", body = SocketMessage),
        (status = 409, description = "The connection is not open."),
    ),
)]
async fn send_message(
    Acting(app): Acting,
    Path(at): Path<OfSocket>,
    Json(message): Json<SendMessage>,
) -> Result<axum::Json<SocketMessage>, ApiError> {
    let sent = app.send_message(at.project_id, at.socket_id, message);
    Ok(axum::Json(sent.await?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CloseQuery {
    /// Why (RFC 6455 §7.4): 1000 to 1003, 1007 to 1011, or 3000 to 4999.
    #[serde(default = "normal")]
    #[param(minimum = 1000, maximum = 4999, default = 1000)]
    code: u16,
    /// Why, in words: at most 123 bytes.
    #[serde(default)]
    #[param(max_length = 123)]
    reason: String,
}

fn normal() -> u16 {
    1000
}

/// Close a WebSocket
///
/// What has gone through it is kept as a trace. One that is not open yet is given up.
#[utoipa::path(
    delete,
    path = "/v1/projects/{projectId}/playground/sockets/{socketId}",
    tag = "playground",
    params(OfSocket, CloseQuery),
    responses((status = 204, description = "It is being closed.")),
)]
async fn close_socket(
    Acting(app): Acting,
    Path(at): Path<OfSocket>,
    Query(query): Query<CloseQuery>,
) -> Result<StatusCode, ApiError> {
    app.close_socket(at.project_id, at.socket_id, query.code, &query.reason)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
