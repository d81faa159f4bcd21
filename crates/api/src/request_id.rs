//! Every request has an id: the caller's where it is sane, else a new one. It is on each answer,
//! in every failure and in the log.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::{IntoResponse, Response},
};
use fairlead_core::Id;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use tracing::{Instrument, error_span};

use crate::error::ApiError;

/// The header that carries the id, both ways.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The longest id taken from a caller.
const LONGEST: usize = 128;

/// The id of a request, in its extensions.
#[derive(Clone, Debug)]
pub struct RequestId(HeaderValue);

impl RequestId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        self.0.to_str().unwrap_or_default()
    }

    fn of(headers: &HeaderMap) -> Self {
        let named = headers
            .get(HEADER)
            .filter(|value| is_sane(value.as_bytes()));
        Self(named.cloned().unwrap_or_else(|| {
            HeaderValue::from_str(&Id::new().to_string())
                .unwrap_or_else(|_| HeaderValue::from_static("unknown"))
        }))
    }
}

/// Letters, digits, `-`, `_`, `.`: nothing that could forge a line of a log or a header.
fn is_sane(id: &[u8]) -> bool {
    (1..=LONGEST).contains(&id.len())
        && id
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(b))
}

/// Layer: gives the request its id and a tracing span, and the answer the id and, where it is a
/// failure, its body. Laid twice (carrier and router), the outer one decides the id.
pub async fn assign(mut request: Request, next: Next) -> Response {
    if request.extensions().get::<RequestId>().is_some() {
        return next.run(request).await;
    }
    let id = RequestId::of(request.headers());
    request.extensions_mut().insert(id.clone());
    // The path without its query: a query may carry the launch token. The span is of the highest
    // level, so that whatever is told of a request carries its id.
    let span = error_span!(
        "request",
        id = id.as_str(),
        method = %request.method(),
        route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str),
        path = request.uri().path(),
    );
    let started = Instant::now();
    let response = next.run(request).instrument(span.clone()).await;
    let response = finish(response, &id);
    span.in_scope(|| {
        let status = response.status().as_u16();
        let millis = started.elapsed().as_secs_f64() * 1000.0;
        if response.status().is_server_error() {
            tracing::warn!(status, millis, "answered");
        } else {
            tracing::info!(status, millis, "answered");
        }
    });
    response
}

fn finish(mut response: Response, id: &RequestId) -> Response {
    if let Some(failure) = response.extensions_mut().remove::<ApiError>() {
        // Not the message: it may quote the body.
        tracing::debug!(error = %failure.code, "refused");
        let kept = response.headers().clone();
        let status = response.status();
        response = (status, axum::Json(failure.into_body(id.as_str()))).into_response();
        for (name, value) in kept {
            if let Some(name) = name.filter(|n| n != header::CONTENT_LENGTH) {
                response.headers_mut().insert(name, value);
            }
        }
    }
    response.headers_mut().insert(HEADER, id.0.clone());
    response
}
