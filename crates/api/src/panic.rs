//! A panic in a handler is a bug of ours; its caller gets a 500 in the one shape and the rest goes on.

use std::any::Any;

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use tower_http::catch_panic::CatchPanicLayer;

use crate::error::ApiError;

/// Layer: turns a panic into a failure and logs it.
pub fn layer() -> CatchPanicLayer<fn(Box<dyn Any + Send + 'static>) -> Response> {
    CatchPanicLayer::custom(answer as fn(_) -> _)
}

fn answer(_: Box<dyn Any + Send + 'static>) -> Response {
    // What panicked, and where, was told by `crash`; here is the id of the request.
    tracing::error!("a handler panicked");
    ApiError::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "internal",
        "Something went wrong inside Fairlead.",
    )
    .with_hint("The log has more under this request id; please report it.")
    .into_response()
}
