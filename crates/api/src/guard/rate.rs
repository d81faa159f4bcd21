//! A limit on requests, generous enough for a person with many windows and a test-suite: it stops a
//! runaway loop, not a user.

use std::{num::NonZeroU32, sync::Arc};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use governor::{
    DefaultDirectRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
};
use http::{HeaderValue, StatusCode, header};

use crate::error::ApiError;

/// Requests per second that the process takes for long.
const PER_SECOND: NonZeroU32 = NonZeroU32::new(500).expect("500 is not zero");
/// Requests that it takes at once.
const AT_ONCE: NonZeroU32 = NonZeroU32::new(2_000).expect("2000 is not zero");

/// How many requests are still free.
#[derive(Clone)]
pub struct Rate(Arc<DefaultDirectRateLimiter>);

impl Default for Rate {
    fn default() -> Self {
        Self::new(PER_SECOND, AT_ONCE)
    }
}

impl Rate {
    /// A limit of so many requests per second, and so many at once.
    pub fn new(per_second: NonZeroU32, at_once: NonZeroU32) -> Self {
        let quota = Quota::per_second(per_second).allow_burst(at_once);
        Self(Arc::new(RateLimiter::direct(quota)))
    }
}

/// Layer: 429 with `Retry-After` (seconds) for a request too many.
pub async fn limit(
    State(rate): State<Rate>,
    request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    let Err(denied) = rate.0.check() else {
        return Ok(next.run(request).await);
    };
    let seconds = denied
        .wait_time_from(DefaultClock::default().now())
        .as_secs()
        + 1;
    Err(ApiError::new(
        StatusCode::TOO_MANY_REQUESTS,
        "too_many_requests",
        "More requests arrive than this server takes.",
    )
    .with_hint(format!("Try again in {seconds} s."))
    .with_header(header::RETRY_AFTER, HeaderValue::from(seconds)))
}
