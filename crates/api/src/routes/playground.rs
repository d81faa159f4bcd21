//! Check a request while it is written, and send it.

use std::collections::BTreeMap;

use axum::extract::{DefaultBodyLimit, State};
use fairlead_app::{
    App, Draft, DraftBody, DraftCheck, Field, SendDraft, Target, TraceDetail, whole,
};
use fairlead_core::limits::BODY_BYTES;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    error::ApiError,
    extract::{Json, Path},
    place::InProject,
};

/// A body of the largest size, escaped or in base64, and the rest of the draft.
const DRAFT_BYTES: usize = 2 * BODY_BYTES;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(validate_draft))
        .routes(routes!(send_draft))
        .layer(DefaultBodyLimit::max(DRAFT_BYTES))
}

/// Check a draft
///
/// What is wrong with it, where in its body, and what would be sent. Nothing is sent.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/playground/validate",
    tag = "playground",
    params(InProject),
    request_body(content = Draft, example = json!({ "operationId": "op_1f0c" })),
    responses(
        (status = 200, description = "What was found.", body = DraftCheck),
        (status = 409, description = "The project has no description yet."),
    ),
)]
async fn validate_draft(
    State(app): State<App>,
    Path(at): Path<InProject>,
    Json(draft): Json<Draft>,
) -> Result<axum::Json<DraftCheck>, ApiError> {
    Ok(axum::Json(app.check_draft(at.project_id, draft).await?))
}

/// A draft to send, and how.
//
// The fields of `Draft` once more: a flattened struct cannot refuse unknown fields.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = SendDraft)]
pub(crate) struct Sending {
    /// The operation it calls.
    operation_id: String,
    /// Where it goes.
    #[serde(default)]
    target: Target,
    /// Values of the path template, by name.
    #[serde(default)]
    path_params: BTreeMap<String, String>,
    /// The query, in order; a name may come again.
    #[serde(default)]
    #[schema(max_items = 1000)]
    query: Vec<Field>,
    /// Header fields, in order.
    #[serde(default)]
    #[schema(max_items = 1000)]
    headers: Vec<Field>,
    /// Cookies, in order.
    #[serde(default)]
    #[schema(max_items = 1000)]
    cookies: Vec<Field>,
    /// The body.
    #[serde(default)]
    body: Option<DraftBody>,
    /// Whether to add the credentials that the vault has for this operation.
    #[serde(default = "yes")]
    #[schema(default = true)]
    use_credentials: bool,
    /// How long it may take, in milliseconds; 30,000 where left out.
    #[serde(default, deserialize_with = "whole::option")]
    #[schema(minimum = 1, maximum = 120_000)]
    pub(crate) timeout_ms: Option<u64>,
    /// Whether redirects are followed (at most ten).
    #[serde(default)]
    #[schema(default = false)]
    follow_redirects: bool,
}

fn yes() -> bool {
    true
}

impl Sending {
    pub(crate) fn fields(&self) -> [(&'static str, &[Field]); 3] {
        [
            ("query", &self.query),
            ("headers", &self.headers),
            ("cookies", &self.cookies),
        ]
    }
}

impl From<Sending> for SendDraft {
    fn from(sending: Sending) -> Self {
        Self {
            draft: Draft {
                operation_id: sending.operation_id,
                target: sending.target,
                path_params: sending.path_params,
                query: sending.query,
                headers: sending.headers,
                cookies: sending.cookies,
                body: sending.body,
                use_credentials: sending.use_credentials,
            },
            timeout_ms: sending.timeout_ms,
            follow_redirects: sending.follow_redirects,
        }
    }
}

/// Send a draft
///
/// Sends it even where it breaks the contract, and keeps the exchange as a trace. Where no answer
/// comes, the trace has no `response` but an `error`; that is no failure of this operation.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/playground/send",
    tag = "playground",
    params(InProject),
    request_body(
        content = Sending,
        example = json!({ "operationId": "op_1f0c", "timeoutMs": 5000 }),
    ),
    responses(
        (status = 200, description = "The exchange.", body = TraceDetail),
        (status = 409, description = "The project has no description yet, or no mock runs."),
    ),
)]
async fn send_draft(
    State(app): State<App>,
    Path(at): Path<InProject>,
    Json(sending): Json<Sending>,
) -> Result<axum::Json<TraceDetail>, ApiError> {
    Ok(axum::Json(
        app.send_draft(at.project_id, sending.into()).await?,
    ))
}
