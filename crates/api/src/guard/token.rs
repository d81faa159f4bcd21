//! The token of one launch: in the URL that was printed, then in a cookie; or as a bearer token.

use std::{fmt, sync::Arc};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use subtle::ConstantTimeEq;

use super::Guard;
use crate::error::ApiError;

/// What the name of the cookie begins with that carries the token once the printed URL was opened.
/// The port follows: cookies are shared by all ports of a host (RFC 6265 §8.5).
pub const COOKIE: &str = "fairlead_session_";
/// The query parameter of the printed URL.
const PARAMETER: &str = "token";
/// Paths that answer without a token, for whatever watches the process.
const OPEN: &[&str] = &["/v1/health", "/v1/ready"];

/// A secret of 256 random bits, made anew at each launch.
#[derive(Clone)]
pub struct Token(Arc<str>);

impl Token {
    /// A new token from the system's randomness.
    pub fn generate() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        Ok(Self(BASE64_URL_SAFE_NO_PAD.encode(bytes).into()))
    }

    /// The token as it stands in a URL. To be shown to the person who launched, nowhere else.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    fn is(&self, given: &str) -> bool {
        self.0.as_bytes().ct_eq(given.as_bytes()).into()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Layer: 401 for a request without the token; sets the cookie where the URL carries it.
pub async fn check(
    State(guard): State<Guard>,
    request: Request,
    next: Next,
) -> Result<Response, Response> {
    let (method, uri) = (request.method(), request.uri());
    if OPEN.contains(&uri.path()) {
        return Ok(next.run(request).await);
    }
    let in_query = is_page(method, uri).then(|| given_in_query(uri)).flatten();
    if in_query.is_some_and(|given| guard.token.is(given)) {
        return redirect(uri, &guard).map_err(IntoResponse::into_response);
    }
    if is_authorised(request.headers(), &guard) {
        Ok(next.run(request).await)
    } else if is_page(method, uri) && wants_html(request.headers()) {
        Err((StatusCode::UNAUTHORIZED, Html(LOCKED)).into_response())
    } else {
        Err(refuse().into_response())
    }
}

fn refuse() -> ApiError {
    ApiError::new(
        StatusCode::UNAUTHORIZED,
        "token_required",
        "This server wants the token of this launch.",
    )
    .with_hint(
        "Open the address that `fairlead serve` printed, or send its token as \
         `Authorization: Bearer …`.",
    )
    .with_header(
        header::WWW_AUTHENTICATE,
        HeaderValue::from_static("Bearer realm=\"fairlead\""),
    )
}

/// The page shown to a person who comes without the token.
const LOCKED: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
    <title>Fairlead</title><main><h1>This launch of Fairlead is locked</h1>\
    <p>Open the address that <code>fairlead serve</code> printed in the terminal. \
    It carries a token that changes at each launch.</p></main></html>";

/// A page of the UI, which is everything that is not the API.
fn is_page(method: &Method, uri: &Uri) -> bool {
    method == Method::GET && uri.path() != "/v1" && !uri.path().starts_with("/v1/")
}

fn wants_html(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

fn given_in_query(uri: &Uri) -> Option<&str> {
    pairs(uri).find_map(|pair| pair.strip_prefix(PARAMETER)?.strip_prefix('='))
}

fn pairs(uri: &Uri) -> impl Iterator<Item = &str> {
    uri.query().unwrap_or_default().split('&')
}

fn is_authorised(headers: &HeaderMap, guard: &Guard) -> bool {
    let name = guard.cookie();
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, given)| given.trim());
    let cookie = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().strip_prefix(name.as_str())?.strip_prefix('='));
    bearer
        .into_iter()
        .chain(cookie)
        .any(|given| guard.token.is(given))
}

/// To the same page without the token, so that it stays out of history, bookmarks and referrers.
fn redirect(uri: &Uri, guard: &Guard) -> Result<Response, ApiError> {
    let rest: Vec<_> = pairs(uri)
        .filter(|pair| pair.split('=').next() != Some(PARAMETER) && !pair.is_empty())
        .collect();
    // One leading slash only: `//host` would lead to another site.
    let path = format!("/{}", uri.path().trim_start_matches(['/', '\\']));
    let target = if rest.is_empty() {
        path
    } else {
        format!("{path}?{}", rest.join("&"))
    };
    let cookie = format!(
        "{}={}; HttpOnly; SameSite=Strict; Path=/",
        guard.cookie(),
        guard.token.reveal()
    );
    let (Ok(target), Ok(cookie)) = (
        HeaderValue::from_str(&target),
        HeaderValue::from_str(&cookie),
    ) else {
        return Err(refuse());
    };
    let headers = [
        (header::LOCATION, target),
        (header::SET_COOKIE, cookie),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}
