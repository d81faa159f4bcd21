//! One request of the page, answered by the router.

use axum::body::Body;
use bytes::Bytes;
use http::{HeaderMap, Method, Request, header::CONTENT_TYPE};
use http_body_util::BodyExt;
use tauri::{
    State,
    ipc::{InvokeBody, Request as Call, Response},
};
use tower::ServiceExt;

use super::{Carrier, CarrierError, wire};

/// Reads `x-method`, `x-path` (with query) and `x-headers` (JSON of `[name, value]`) and the raw
/// body of the call; answers as [`wire::encode`] writes it.
#[tauri::command]
pub async fn request(
    carrier: State<'_, Carrier>,
    request: Call<'_>,
) -> Result<Response, CarrierError> {
    let body = read_body(request.body())?;
    let request = read_request(request.headers(), body)?;
    let Ok(response) = carrier.router.clone().oneshot(request).await;
    let (head, body) = response.into_parts();
    let stream = head
        .headers
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"));
    if stream {
        return Err(CarrierError::Stream);
    }
    let body = body.collect().await.map_err(CarrierError::Answer)?;
    let bytes = wire::encode(head.status, &head.headers, &body.to_bytes());
    Ok(Response::new(bytes))
}

/// The bytes of a call.
pub fn read_body(body: &InvokeBody) -> Result<Bytes, CarrierError> {
    match body {
        InvokeBody::Raw(bytes) => Ok(Bytes::copy_from_slice(bytes)),
        // A call without a body arrives as JSON.
        InvokeBody::Json(value) if is_empty(value) => Ok(Bytes::new()),
        InvokeBody::Json(_) => Err(CarrierError::Body),
    }
}

fn is_empty(value: &serde_json::Value) -> bool {
    value.is_null() || value.as_object().is_some_and(serde_json::Map::is_empty)
}

fn read_request(call: &HeaderMap, body: Bytes) -> Result<Request<Body>, CarrierError> {
    let text = |name: &'static str| {
        call.get(name)
            .and_then(|value| value.to_str().ok())
            .ok_or(CarrierError::Header(name))
    };
    let headers: Vec<(String, String)> =
        serde_json::from_str(text("x-headers")?).map_err(|_| CarrierError::Header("x-headers"))?;
    build(text("x-method")?, text("x-path")?, &headers, body)
}

/// A request for the router.
pub fn build(
    method: &str,
    path: &str,
    headers: &[(String, String)],
    body: Bytes,
) -> Result<Request<Body>, CarrierError> {
    let method: Method = method
        .parse()
        .map_err(|_| CarrierError::Header("x-method"))?;
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    Ok(request.body(Body::from(body))?)
}
