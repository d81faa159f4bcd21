//! The one shape in which every failure is told.
//!
//! A failure travels through the layers as a typed value in the response's extensions;
//! [`request_id`](crate::request_id) writes its body last, because only there the id is known.

use std::borrow::Cow;

use axum::response::{IntoResponse, Response};
use fairlead_app::{AppError, ErrorKind};
use fairlead_core::{Diagnostic, Timestamp};
use http::{HeaderName, HeaderValue, StatusCode};
use serde::Serialize;
use utoipa::ToSchema;

/// One part of what is wrong.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ErrorDetail, examples(json!({
    "in": "body", "pointer": "/name", "message": "missing field `name`"
})))]
pub struct Detail {
    /// The part of the request: `path`, `query`, `header` or `body`.
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    pub part: Option<&'static str>,
    /// RFC 6901 pointer within that part, or within `file`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// What is wrong there.
    pub message: String,
    /// Stable code of the problem.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The file it is in, where the request named files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Line, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    pub line: Option<u32>,
    /// Column, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    pub column: Option<u32>,
}

/// A failure: what failed, on what, and what to do next.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Error, examples(json!({
    "error": "project_not_found",
    "message": "There is no project 0190163d-8694-739b-aea5-966c26f8ad91.",
    "details": null,
    "hint": "List the projects with GET /v1/projects.",
    "requestId": "0190163d-8694-739b-aea5-966c26f8ad92",
    "timestamp": "2026-01-31T12:00:00Z"
})))]
pub struct ErrorBody {
    /// Stable snake_case code to branch on.
    #[schema(value_type = String, pattern = "^[a-z][a-z0-9_]*$")]
    pub error: Cow<'static, str>,
    /// For a person.
    pub message: String,
    /// The parts of what is wrong, where there is more to say.
    #[schema(required = true)]
    pub details: Option<Vec<Detail>>,
    /// What to do about it.
    #[schema(required = true)]
    pub hint: Option<String>,
    /// The id of the request, also in the header `X-Request-Id` and in the log.
    pub request_id: String,
    /// When it failed.
    #[schema(value_type = String, format = DateTime)]
    pub timestamp: Timestamp,
}

/// A failure on its way to the caller.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiError {
    /// The status of the answer.
    pub status: StatusCode,
    /// Stable snake_case code.
    pub code: Cow<'static, str>,
    /// What failed, on what.
    pub message: String,
    /// The parts of what is wrong.
    pub details: Option<Vec<Detail>>,
    /// What to do about it.
    pub hint: Option<String>,
    /// A header that belongs to the answer, such as `Retry-After`.
    pub header: Option<Box<(HeaderName, HeaderValue)>>,
}

impl ApiError {
    /// A failure without details or hint; see the `with_…` methods.
    pub fn new(
        status: StatusCode,
        code: impl Into<Cow<'static, str>>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            status,
            code: code.into(),
            message: message.into(),
            details: None,
            hint: None,
            header: None,
        }
    }

    /// The same failure with what to do about it.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same failure with one more part of what is wrong.
    #[must_use]
    pub fn with_detail(mut self, detail: Detail) -> Self {
        self.details.get_or_insert_default().push(detail);
        self
    }

    /// The same failure with a header for the answer.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.header = Some(Box::new((name, value)));
        self
    }

    /// The body of the answer to the request of this id.
    pub(crate) fn into_body(self, request_id: &str) -> ErrorBody {
        ErrorBody {
            error: self.code,
            message: self.message,
            details: self.details,
            hint: self.hint,
            request_id: request_id.to_owned(),
            timestamp: Timestamp::now(),
        }
    }
}

impl ApiError {
    /// The failure of a use case whose input came in path and query: what is invalid there is
    /// malformed (400), not unprocessable content (422).
    pub fn of_query(failure: AppError) -> Self {
        let mut error = Self::from(failure);
        if error.status == StatusCode::UNPROCESSABLE_ENTITY {
            error.status = StatusCode::BAD_REQUEST;
        }
        error
    }
}

impl From<AppError> for ApiError {
    fn from(failure: AppError) -> Self {
        let status = match failure.kind {
            ErrorKind::NotFound => StatusCode::NOT_FOUND,
            ErrorKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            ErrorKind::Conflict => StatusCode::CONFLICT,
            ErrorKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            ErrorKind::Forbidden => StatusCode::FORBIDDEN,
            ErrorKind::Unavailable => StatusCode::FAILED_DEPENDENCY,
            ErrorKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        };
        if status.is_server_error() {
            // The log gets what lies beneath, the caller does not.
            let cause = failure.cause.as_deref().map(ToString::to_string);
            tracing::error!(code = failure.code, cause, "a use case failed");
        }
        let details: Vec<_> = failure.details.into_iter().map(Detail::from).collect();
        Self {
            status,
            code: failure.code.into(),
            message: failure.message,
            details: (!details.is_empty()).then_some(details),
            hint: failure.hint,
            header: None,
        }
    }
}

impl From<Diagnostic> for Detail {
    fn from(problem: Diagnostic) -> Self {
        Self {
            part: None,
            pointer: problem.pointer,
            message: problem.message,
            code: Some(problem.code.into_owned()),
            file: problem.file,
            line: problem.line,
            column: problem.column,
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        if let Some((name, value)) = self.header.as_deref() {
            response.headers_mut().insert(name, value.clone());
        }
        response.extensions_mut().insert(self);
        response
    }
}
