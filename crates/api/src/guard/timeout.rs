//! A limit on the time until an answer begins, the arrival of the request's body included. Streams
//! of events begin at once and may last.

use std::time::Duration;

use axum::{extract::Request, middleware::Next, response::Response};
use http::StatusCode;

use crate::error::ApiError;

/// Longer than the longest request of the playground and the longest import.
pub const LONGEST: Duration = Duration::from_mins(3);

/// Layer: 504 for a request that takes too long.
pub async fn limit(request: Request, next: Next) -> Result<Response, ApiError> {
    tokio::time::timeout(LONGEST, next.run(request))
        .await
        .map_err(|_| {
            ApiError::new(
                StatusCode::GATEWAY_TIMEOUT,
                "timeout",
                format!("The answer took longer than {} s.", LONGEST.as_secs()),
            )
            .with_hint("Try again; if it keeps happening, look into the log.")
        })
}
