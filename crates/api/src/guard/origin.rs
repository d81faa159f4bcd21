//! A request that a browser sends for a page names the page's origin, and it must be ours. Other
//! ports of loopback (a mock that answers HTML, say) are the same *site* but another origin, so
//! that cookies alone do not keep them out.

use axum::{extract::Request, middleware::Next, response::Response};
use http::{HeaderMap, Method, StatusCode, header};

use super::host::authority;
use crate::error::ApiError;

/// Layer: 403 for a request on behalf of another origin. Runs inside [`host`](super::host).
pub async fn check(request: Request, next: Next) -> Result<Response, ApiError> {
    if is_same_origin(&request) {
        Ok(next.run(request).await)
    } else {
        Err(ApiError::new(
            StatusCode::FORBIDDEN,
            "foreign_origin",
            "A page of another origin may not use this API.",
        )
        .with_hint("Open Fairlead's own page, or call without an Origin header."))
    }
}

fn is_same_origin(request: &Request) -> bool {
    let headers = request.headers();
    let site = text(headers, "sec-fetch-site");
    let mut origins = headers.get_all(header::ORIGIN).iter();
    match (origins.next(), origins.next()) {
        (Some(origin), None) => {
            let host = authority(headers, request.uri()).unwrap_or_default();
            match origin.to_str() {
                // With `Referrer-Policy: no-referrer` a browser may hide the origin of its own page.
                Ok("null") => site == Some("same-origin"),
                Ok(origin) => origin
                    .strip_prefix("http://")
                    .is_some_and(|o| o.eq_ignore_ascii_case(host)),
                Err(_) => false,
            }
        }
        (None, _) => match site {
            None | Some("same-origin" | "none") => true,
            // Following a link to the page itself is harmless; the API is for our page only.
            Some(_) => {
                request.method() == Method::GET
                    && text(headers, "sec-fetch-mode") == Some("navigate")
                    && !request.uri().path().starts_with("/v1")
            }
        },
        (Some(_), Some(_)) => false,
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).map(|value| value.to_str().unwrap_or("?"))
}
