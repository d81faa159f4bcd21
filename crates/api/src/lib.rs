//! The REST API: one axum router over the use cases of `fairlead_app`, and its OpenAPI document.
//!
//! Knows HTTP; knows nothing of Tauri, and of sockets only the one in the data folder ([`local`]). [`router`] is carried over Tauri IPC
//! as it is; over TCP [`guard::protect`] belongs around it. [`logging`], [`crash`] and
//! [`data_dir`] are what both carriers set up alike.

mod acting;
mod attachment;
pub mod crash;
mod created;
pub mod data_dir;
pub mod document;
pub mod error;
mod extract;
pub mod guard;
mod limits;
mod list;
pub mod local;
pub mod logging;
mod metrics;
pub mod panic;
mod permissions;
mod place;
pub mod request_id;
mod routes;

use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Request},
    middleware,
};
use fairlead_app::App;
use http::{Method, StatusCode, Uri};

pub use error::{ApiError, ErrorBody};
pub use routes::events::{Closing, Message, messages};

/// Largest body where an operation does not say otherwise, in bytes.
const BODY_BYTES: usize = 1024 * 1024;

/// The whole API over these use cases.
pub fn router(app: App) -> Router {
    let metrics = metrics::Metrics::default();
    let (router, _) = routes::all().split_for_parts();
    // The last layer is the outermost.
    router
        .route_layer(middleware::from_fn_with_state(app.clone(), acting::check))
        .fallback(async |request: Request| not_found(request.uri()))
        .method_not_allowed_fallback(async |request: Request| method_not_allowed(request.method()))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(panic::layer())
        .layer(middleware::from_fn_with_state(
            metrics.clone(),
            metrics::observe,
        ))
        .layer(Extension(metrics))
        .layer(middleware::from_fn(request_id::assign))
        .with_state(app)
}

/// The refusal of a path that nothing answers.
pub fn not_found(uri: &Uri) -> ApiError {
    ApiError::new(
        StatusCode::NOT_FOUND,
        "unknown_route",
        format!("Nothing answers under {}.", uri.path()),
    )
    .with_hint("GET /v1/openapi.json describes what there is.")
}

/// The refusal of a method; the router adds `Allow`.
pub fn method_not_allowed(method: &Method) -> ApiError {
    ApiError::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method_not_allowed",
        format!("{method} is not allowed here."),
    )
    .with_hint("The header Allow names what is.")
}
