//! What the interface hears when the data folder could not be opened.

use axum::{Router, http::StatusCode, middleware};
use fairlead_api::{ApiError, request_id};
use fairlead_app::OpenError;

/// Answers everything with the reason, in the one shape of errors.
pub fn router(reason: &OpenError) -> Router {
    let error = ApiError::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "data_unavailable",
        reason.message.clone(),
    )
    .with_hint(reason.hint.clone());
    Router::new()
        .fallback(move || async move { error })
        .layer(middleware::from_fn(request_id::assign))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    use super::*;

    #[tokio::test]
    async fn the_page_hears_why_and_what_to_do() {
        let reason = OpenError {
            message: "the disk is full".to_owned(),
            hint: "Make room.".to_owned(),
        };
        let request = http::Request::get("/v1/projects")
            .body(Body::empty())
            .expect("a request");
        let Ok(response) = router(&reason).oneshot(request).await;
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        let bytes = response.into_body().collect().await.expect("a body");
        let body: serde_json::Value =
            serde_json::from_slice(&bytes.to_bytes()).expect("a JSON body");
        assert_eq!(body["error"], "data_unavailable");
        assert_eq!(body["message"], "the disk is full");
        assert_eq!(body["hint"], "Make room.");
        assert!(body["requestId"].is_string());
    }
}
