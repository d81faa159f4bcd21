//! What stands between the router and TCP: only this machine, only this launch's own pages.
//!
//! A server on loopback is reachable by every page the person visits: by its name rebound to
//! 127.0.0.1 (DNS rebinding), by cross-site requests, and by other local programs. [`protect`]
//! answers each: the Host must be ours, an Origin must be ours, and a token of this launch is
//! wanted. The desktop needs none of it: its carrier is not TCP.

pub mod headers;
pub mod host;
pub mod origin;
pub mod rate;
pub mod timeout;
pub mod token;

use axum::{Router, middleware};
use tower_http::compression::{
    CompressionLayer, CompressionLevel, Predicate,
    predicate::{NotForContentType, SizeAbove},
};

pub use token::Token;

use crate::{panic, request_id};

/// What the guard of one launch knows.
#[derive(Clone, Debug)]
pub struct Guard {
    /// The port that is served.
    pub port: u16,
    /// The token of this launch.
    pub token: Token,
}

impl Guard {
    /// The name of this launch's cookie.
    fn cookie(&self) -> String {
        format!("{}{}", token::COOKIE, self.port)
    }
}

/// Lays the guard around a router that is about to be served on loopback.
pub fn protect(router: Router, guard: Guard) -> Router {
    let compressed = SizeAbove::new(1024)
        .and(NotForContentType::IMAGES)
        .and(NotForContentType::SSE)
        .and(NotForContentType::const_new("font/"));
    // The last layer is the outermost.
    router
        .layer(middleware::from_fn(timeout::limit))
        .layer(middleware::from_fn_with_state(guard.clone(), token::check))
        .layer(middleware::from_fn_with_state(
            rate::Rate::default(),
            rate::limit,
        ))
        .layer(middleware::from_fn(origin::check))
        .layer(middleware::from_fn_with_state(guard, host::check))
        .layer(panic::layer())
        .layer(middleware::from_fn(request_id::assign))
        .layer(
            CompressionLayer::new()
                .quality(CompressionLevel::Fastest)
                .compress_when(compressed),
        )
        .layer(middleware::from_fn(headers::add))
}
