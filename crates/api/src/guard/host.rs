//! The Host header must name this machine's loopback and the port served. A page whose DNS name was
//! rebound to 127.0.0.1 still sends its own name (DNS rebinding).

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, StatusCode, Uri, header};

use super::Guard;
use crate::error::ApiError;

/// The names of loopback that a person or a program may use.
const NAMES: &[&str] = &["127.0.0.1", "localhost", "[::1]"];

/// Layer: 403 for a request to another host.
pub async fn check(
    State(guard): State<Guard>,
    request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    match authority(request.headers(), request.uri()) {
        Some(host) if is_ours(host, guard.port) => Ok(next.run(request).await),
        _ => Err(ApiError::new(
            StatusCode::FORBIDDEN,
            "foreign_host",
            "This server answers only under its own loopback address.",
        )
        .with_hint(format!("Use http://127.0.0.1:{}/.", guard.port))),
    }
}

/// The one authority a request is for; `None` where there is none or more than one.
pub(super) fn authority<'a>(headers: &'a HeaderMap, uri: &'a Uri) -> Option<&'a str> {
    let mut fields = headers.get_all(header::HOST).iter();
    let in_header = fields
        .next()
        .map(|value| value.to_str().unwrap_or_default());
    let in_uri = uri.authority().map(http::uri::Authority::as_str);
    match (in_header, in_uri, fields.next()) {
        (Some(host), None, None) | (None, Some(host), None) => Some(host),
        (Some(host), Some(same), None) if host.eq_ignore_ascii_case(same) => Some(host),
        _ => None,
    }
}

fn is_ours(host: &str, port: u16) -> bool {
    let host = host.to_ascii_lowercase();
    NAMES.iter().any(|name| {
        host.strip_prefix(name)
            .is_some_and(|rest| rest == format!(":{port}") || (rest.is_empty() && port == 80))
    })
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn only_loopback_with_the_port_is_ours() {
        for host in ["127.0.0.1:7070", "LocalHost:7070", "[::1]:7070"] {
            assert!(is_ours(host, 7070), "{host}");
        }
        for host in [
            "",
            "127.0.0.1",
            "127.0.0.1:7071",
            "127.0.0.1.evil.test:7070",
            "evil.test:7070",
            "localhost.evil.test:7070",
            "localhost:70701",
            "user@localhost:7070",
        ] {
            assert!(!is_ours(host, 7070), "{host}");
        }
        assert!(is_ours("localhost", 80));
    }
}
