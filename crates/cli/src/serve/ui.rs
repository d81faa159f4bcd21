//! The pages of the UI: embedded files, and the one page for every address of the router in it.

use axum::{
    extract::Request,
    response::{Html, IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};

use super::assets::{self, Asset};

/// The page of the single-page UI.
const PAGE: &str = "index.html";

/// What is shown where the UI was not built into this program.
const ABSENT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
    <title>Fairlead</title><main><h1>The UI is not built in</h1>\
    <p>This program was compiled before <code>ui/dist</code> existed. Run \
    <code>cargo xtask run</code> in the repository. The API answers under \
    <code>/v1</code>.</p></main></html>";

/// Answers whatever the API does not.
pub async fn answer(request: Request) -> Response {
    let path = request.uri().path();
    if path == "/v1" || path.starts_with("/v1/") {
        return fairlead_api::not_found(request.uri()).into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return fairlead_api::method_not_allowed(request.method())
            .with_header(header::ALLOW, HeaderValue::from_static("GET,HEAD"))
            .into_response();
    }
    let name = path.trim_start_matches('/');
    let is_file = name.rsplit('/').next().is_some_and(|n| n.contains('.'));
    match assets::find(name) {
        Some(asset) => send(asset, request.headers()),
        None if is_file => fairlead_api::not_found(request.uri()).into_response(),
        None => match assets::find(PAGE) {
            Some(page) => send(page, request.headers()),
            None => Html(ABSENT).into_response(),
        },
    }
}

fn send(asset: &Asset, asked: &HeaderMap) -> Response {
    let caching = if asset.hashed {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let headers = [
        (header::ETAG, asset.etag),
        (header::CACHE_CONTROL, caching),
        (header::CONTENT_TYPE, media_type(asset.path)),
    ];
    if is_known(asked, asset.etag) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, asset.bytes).into_response()
}

/// Whether the caller holds this content already (RFC 9110 §13.1.2, weak comparison).
fn is_known(asked: &HeaderMap, etag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    asked
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|tag| tag.trim() == "*" || opaque(tag) == opaque(etag))
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "ttf" => "font/ttf",
        "wasm" => "application/wasm",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
