//! Path, query and JSON body of a request, refused in the one error shape.

use axum::extract::{FromRequest, FromRequestParts, Request};
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header, request::Parts};
use serde::de::{DeserializeOwned, Error, IgnoredAny};

use crate::{
    error::{ApiError, Detail},
    limits::Limited,
};

/// JSON larger than this is read off the async threads, in bytes.
const PARSED_INLINE: usize = 256 * 1024;

/// Values from the path's template. Anything malformed is a 400.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        axum::extract::Path::from_request_parts(parts, state)
            .await
            .map(|axum::extract::Path(values)| Self(values))
            .map_err(|rejection| {
                let message = rejection.body_text();
                ApiError::new(
                    StatusCode::BAD_REQUEST,
                    "invalid_path",
                    format!("The path is malformed: {message}"),
                )
                .with_detail(Detail {
                    part: Some("path"),
                    message,
                    ..Detail::default()
                })
            })
    }
}

/// Values from the query. Anything malformed, unknown or given twice is a 400.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        axum::extract::Query::try_from_uri(&parts.uri)
            .map(|axum::extract::Query(values)| Self(values))
            .map_err(|rejection| {
                let text = rejection.body_text();
                let message = text
                    .strip_prefix("Failed to deserialize query string: ")
                    .unwrap_or(&text);
                invalid_query(message)
            })
    }
}

/// The refusal of a query.
pub fn invalid_query(message: &str) -> ApiError {
    ApiError::new(
        StatusCode::BAD_REQUEST,
        "invalid_query",
        format!("The query is malformed: {message}"),
    )
    .with_detail(Detail {
        part: Some("query"),
        message: message.to_owned(),
        ..Detail::default()
    })
    .with_hint("The parameters of each operation are described in GET /v1/openapi.json.")
}

/// A JSON body: 415 for another type, 413 where it is too large, 400 where it is no JSON (with line
/// and column), 422 where it is JSON of another shape (with a pointer).
pub struct Json<T>(pub T);

impl<T: DeserializeOwned + Limited + Send + 'static, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        require_json(request.headers())?;
        let body = Bytes::from_request(request, state)
            .await
            .map_err(|rejection| refuse_body(rejection.status(), &rejection.body_text()))?;
        if body.len() <= PARSED_INLINE {
            return parse(&body).map(Self);
        }
        tokio::task::spawn_blocking(move || parse(&body))
            .await
            .unwrap_or_else(|failure| {
                tracing::error!(%failure, "reading a body failed");
                Err(ApiError::new(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "internal",
                    "The body could not be read.",
                ))
            })
            .map(Self)
    }
}

fn require_json(headers: &HeaderMap) -> Result<(), ApiError> {
    let given = headers
        .get(header::CONTENT_TYPE)
        .map(|value| value.to_str().unwrap_or("?"));
    let essence = given.and_then(|g| g.split(';').next()).map(str::trim);
    if essence.is_some_and(|e| e.eq_ignore_ascii_case("application/json")) {
        return Ok(());
    }
    let found = given.map_or_else(|| "none".to_owned(), |g| format!("`{g}`"));
    Err(ApiError::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "unsupported_media_type",
        format!("The body must be JSON; its content type is {found}."),
    )
    .with_hint("Send the header `Content-Type: application/json`.")
    .with_header(
        header::ACCEPT,
        http::HeaderValue::from_static("application/json"),
    ))
}

fn refuse_body(status: StatusCode, message: &str) -> ApiError {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        ApiError::new(
            status,
            "body_too_large",
            "The body is larger than this operation takes.",
        )
        .with_hint("Import large descriptions by path or URL instead.")
    } else {
        ApiError::new(
            StatusCode::BAD_REQUEST,
            "unreadable_body",
            format!("The body did not arrive whole: {message}"),
        )
    }
}

/// Reads a whole JSON text.
fn parse<T: DeserializeOwned + Limited>(body: &[u8]) -> Result<T, ApiError> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let value: T = serde_path_to_error::deserialize(&mut reader).map_err(|failure| {
        let pointer = to_pointer(failure.path());
        // The first value that does not fit ends the reading: what follows may be no JSON.
        match serde_json::from_slice::<IgnoredAny>(body) {
            Ok(_) => refuse_json(failure.into_inner(), Some(pointer)),
            Err(malformed) => refuse_json(malformed, None),
        }
    })?;
    reader.end().map_err(|failure| refuse_json(failure, None))?;
    if body.trim_ascii_start().starts_with(b"[") {
        // serde would read the fields of a struct from an array, in order.
        let failure = serde_json::Error::custom("invalid type: sequence, expected an object");
        return Err(refuse_json(failure, Some(String::new())));
    }
    match value.broken() {
        broken if broken.is_empty() => Ok(value),
        broken => Err(refuse_limits(broken)),
    }
}

fn refuse_limits(broken: Vec<Detail>) -> ApiError {
    let said: Vec<_> = broken
        .iter()
        .map(|b| format!("{} {}", b.pointer.as_deref().unwrap_or_default(), b.message))
        .collect();
    let mut error = ApiError::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "invalid_body",
        format!("The body does not fit this operation: {}.", said.join("; ")),
    )
    .with_hint("The body is described in GET /v1/openapi.json.");
    error.details = Some(broken);
    error
}

fn refuse_json(failure: serde_json::Error, pointer: Option<String>) -> ApiError {
    let (line, column) = (failure.line(), failure.column());
    let text = failure.to_string();
    let message = text
        .rsplit_once(" at line ")
        .map_or(text.as_str(), |(message, _)| message)
        .to_owned();
    let wrong_shape = failure.is_data();
    let (line, column) = (line.max(1), column.max(1));
    let place = format!("line {line}, column {column}");
    let error = if wrong_shape {
        ApiError::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "invalid_body",
            format!("The body does not fit this operation ({place}): {message}."),
        )
        .with_hint("The body is described in GET /v1/openapi.json.")
    } else {
        ApiError::new(
            StatusCode::BAD_REQUEST,
            "malformed_json",
            format!("The body is no JSON ({place}): {message}."),
        )
    };
    error.with_detail(Detail {
        part: Some("body"),
        pointer: pointer.filter(|_| wrong_shape),
        message,
        line: u32::try_from(line).ok(),
        column: u32::try_from(column).ok(),
        ..Detail::default()
    })
}

/// The RFC 6901 pointer of a place in a deserialised value.
fn to_pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => {
                pointer.push('/');
                pointer.push_str(&index.to_string());
            }
            Segment::Map { key } => {
                pointer.push('/');
                pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
            }
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
}
