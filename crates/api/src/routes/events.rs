//! What changes, as it changes: server-sent events over TCP, the same messages as a stream for
//! other carriers.

use std::{convert::Infallible, time::Duration};

use axum::{
    Extension,
    response::sse::{self, KeepAlive, Sse},
};
use fairlead_app::{App, StreamItem};
use futures::{Stream, StreamExt};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use tokio_util::sync::CancellationToken;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    acting::Acting,
    error::{ApiError, Detail},
    extract::Query,
};

/// Pause after which a comment shows that the stream lives, below the patience of proxies.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// Pause after which a client that lost the stream should come back.
const RETRY: Duration = Duration::from_secs(1);
/// The header with which a browser resumes (HTML standard, server-sent events).
const LAST_EVENT_ID: &str = "last-event-id";

/// Ends the streams of a carrier that is about to close; laid into the router as an extension.
#[derive(Clone, Debug)]
pub struct Closing(pub CancellationToken);

/// One message of the stream, whatever carries it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its number, from which the stream can be resumed.
    pub seq: u64,
    /// Whether changes are missing before it, so that everything is to be read anew.
    pub reset: bool,
    /// The JSON object.
    pub data: String,
}

/// What has changed after event `after` and everything from now on; without a number only what
/// changes from now on.
pub fn messages(app: &App, after: Option<u64>) -> impl Stream<Item = Message> + Send + use<> {
    app.events_after(after).map(|item| match item {
        StreamItem::Event(event) => Message {
            seq: event.seq,
            reset: false,
            // Ids, numbers and words: nothing that JSON could refuse.
            data: serde_json::to_string(&event).unwrap_or_default(),
        },
        StreamItem::Reset { seq } => Message {
            seq,
            reset: true,
            data: serde_json::json!({ "seq": seq, "reset": true }).to_string(),
        },
    })
}

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(stream_events))
}

/// From where on.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct EventQuery {
    /// Number of the last event seen; without it only what changes from now on.
    #[param(minimum = 0)]
    after: Option<u64>,
}

/// Follow what changes
///
/// Server-sent events that never end. Each has its number as `id` and an `Event` as `data`; a
/// stream that broke is resumed with `after` or `Last-Event-ID`, the header first. Where events
/// in between are no longer kept, an event named `reset` comes first, with the data
/// `{"seq": N, "reset": true}`: read everything anew and go on from there.
#[utoipa::path(
    get,
    path = "/v1/events",
    tag = "events",
    params(
        EventQuery,
        (
            "Last-Event-ID" = Option<u64>,
            Header,
            description = "Number of the last event seen, as a browser sends it by itself.",
            minimum = 0,
        ),
    ),
    responses((
        status = 200,
        description = "The stream.",
        body = String,
        content_type = "text/event-stream",
    )),
)]
async fn stream_events(
    Acting(app): Acting,
    Query(query): Query<EventQuery>,
    closing: Option<Extension<Closing>>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<sse::Event, Infallible>>>, ApiError> {
    let after = last_seen(&headers)?.or(query.after);
    let opened = sse::Event::default().comment("open").retry(RETRY);
    let events = futures::stream::iter([opened])
        .chain(messages(&app, after).map(to_sse))
        .map(Ok);
    let ended = async move {
        match closing {
            Some(Extension(Closing(token))) => token.cancelled_owned().await,
            None => std::future::pending().await,
        }
    };
    let keep_alive = KeepAlive::new().interval(KEEP_ALIVE).text("alive");
    Ok(Sse::new(events.take_until(ended)).keep_alive(keep_alive))
}

fn to_sse(message: Message) -> sse::Event {
    let event = sse::Event::default()
        .id(message.seq.to_string())
        .data(message.data);
    if message.reset {
        event.event("reset")
    } else {
        event
    }
}

fn last_seen(headers: &HeaderMap) -> Result<Option<u64>, ApiError> {
    let Some(value) = headers.get(LAST_EVENT_ID) else {
        return Ok(None);
    };
    let number = value.to_str().ok().and_then(|text| text.parse().ok());
    number.map(Some).ok_or_else(|| {
        ApiError::new(
            StatusCode::BAD_REQUEST,
            "invalid_header",
            "Last-Event-ID is not the number of an event.",
        )
        .with_detail(Detail {
            part: Some("header"),
            pointer: Some("/Last-Event-ID".to_owned()),
            message: "expected a whole number".to_owned(),
            ..Detail::default()
        })
    })
}
