//! The answer to a request that has made something.

use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use serde::Serialize;

/// 201 with the path of the new thing, and the thing.
pub struct Created<T>(pub String, pub T);

impl<T: Serialize> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        let location = [(header::LOCATION, self.0)];
        (StatusCode::CREATED, location, axum::Json(self.1)).into_response()
    }
}
