//! Check a request while it is written, and send it.

mod cookies;
mod paste;

use std::collections::BTreeMap;

use axum::extract::DefaultBodyLimit;
use fairlead_app::{
    App, BasicLogin, Draft, DraftBody, DraftCheck, ExchangeProgress, Field, FreeCall, SendDraft,
    Target, TraceDetail, whole,
};
use fairlead_core::{Id, limits::BODY_BYTES};
use http::StatusCode;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    acting::Acting,
    error::ApiError,
    extract::{Json, Path, Query},
    place::{InProject, OfExchange},
};

/// A body of the largest size, escaped or in base64, and the rest of the draft.
const DRAFT_BYTES: usize = 2 * BODY_BYTES;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(validate_draft))
        .routes(routes!(send_draft))
        .merge(cookies::routes())
        .merge(paste::routes())
        .routes(routes!(start_exchange, exchange_progress, cancel_exchange))
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
        (status = 409, description = "The project has no description yet, and the draft is not free."),
    ),
)]
async fn validate_draft(
    Acting(app): Acting,
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
    /// The operation it calls; empty where `free` says what is called.
    #[serde(default)]
    operation_id: String,
    /// What is called, where that is no operation of the description.
    #[serde(default)]
    pub(crate) free: Option<FreeCall>,
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
    pub(crate) body: Option<DraftBody>,
    /// Whether to add the credentials that the vault has for this operation.
    #[serde(default = "yes")]
    #[schema(default = true)]
    use_credentials: bool,
    /// A name and password of its own; a header field `Authorization` that is written goes instead.
    #[serde(default)]
    basic: Option<BasicLogin>,
    /// How long it may take, in milliseconds; 30,000 where left out.
    #[serde(default, deserialize_with = "whole::option")]
    #[schema(minimum = 1, maximum = 120_000)]
    pub(crate) timeout_ms: Option<u64>,
    /// Whether redirects are followed (at most ten).
    #[serde(default)]
    #[schema(default = false)]
    follow_redirects: bool,
    /// How often it is sent again after no answer, or one that asks for it (429, 502, 503, 504).
    /// A method that is not idempotent is sent again only where nothing can have been done.
    #[serde(default, deserialize_with = "whole::option")]
    #[schema(minimum = 0, maximum = 10)]
    pub(crate) retries: Option<u64>,
    /// Whether cookies that answers from there have set go along, and those of this one are kept.
    #[serde(default)]
    #[schema(default = false)]
    use_cookies: bool,
    /// The run it is part of: one id for all that is sent together, by which their traces are found.
    #[serde(default)]
    run_id: Option<Id>,
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
                free: sending.free,
                socket: None,
                target: sending.target,
                path_params: sending.path_params,
                query: sending.query,
                headers: sending.headers,
                cookies: sending.cookies,
                body: sending.body,
                use_credentials: sending.use_credentials,
                basic: sending.basic,
            },
            timeout_ms: sending.timeout_ms,
            follow_redirects: sending.follow_redirects,
            retries: sending
                .retries
                .and_then(|n| u8::try_from(n).ok())
                .unwrap_or(0),
            use_cookies: sending.use_cookies,
            run_id: sending.run_id,
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
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Json(sending): Json<Sending>,
) -> Result<axum::Json<TraceDetail>, ApiError> {
    Ok(axum::Json(
        app.send_draft(at.project_id, sending.into()).await?,
    ))
}

/// Begin to send a draft
///
/// Under an id that you choose: what comes of it is asked for with it while it comes. It ends when
/// nobody has asked for a minute, and leaves a trace.
#[utoipa::path(
    put,
    path = "/v1/projects/{projectId}/playground/exchanges/{exchangeId}",
    tag = "playground",
    params(OfExchange),
    request_body(
        content = Sending,
        example = json!({ "operationId": "op_1f0c", "timeoutMs": 5000, "retries": 2 }),
    ),
    responses(
        (status = 202, description = "It is on its way."),
        (status = 409, description = "The id is taken, the project has no description yet, or no mock runs."),
    ),
)]
async fn start_exchange(
    Acting(app): Acting,
    Path(at): Path<OfExchange>,
    Json(sending): Json<Sending>,
) -> Result<StatusCode, ApiError> {
    app.start_exchange(at.project_id, at.exchange_id, sending.into())
        .await?;
    Ok(StatusCode::ACCEPTED)
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ProgressQuery {
    /// Bytes of a stream's text that are known already: `next` of the answer before.
    #[serde(default)]
    #[param(minimum = 0, default = 0)]
    after: usize,
    /// The version that is known already: the answer waits for another, up to 15 s.
    #[param(minimum = 0)]
    version: Option<u64>,
}

/// Get the progress of an exchange
///
/// The head of the answer, how much of it has come, and of a stream its text so far.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/playground/exchanges/{exchangeId}",
    tag = "playground",
    params(OfExchange, ProgressQuery),
    responses((status = 200, description = "How far it is.", body = ExchangeProgress)),
)]
async fn exchange_progress(
    Acting(app): Acting,
    Path(at): Path<OfExchange>,
    Query(query): Query<ProgressQuery>,
) -> Result<axum::Json<ExchangeProgress>, ApiError> {
    let progress = app.exchange_progress(at.project_id, at.exchange_id, query.after, query.version);
    Ok(axum::Json(progress.await?))
}

/// Cancel an exchange
///
/// What has come of it is kept as a trace.
#[utoipa::path(
    delete,
    path = "/v1/projects/{projectId}/playground/exchanges/{exchangeId}",
    tag = "playground",
    params(OfExchange),
    responses((status = 204, description = "It ends.")),
)]
async fn cancel_exchange(
    Acting(app): Acting,
    Path(at): Path<OfExchange>,
) -> Result<StatusCode, ApiError> {
    app.cancel_exchange(at.project_id, at.exchange_id)?;
    Ok(StatusCode::NO_CONTENT)
}
