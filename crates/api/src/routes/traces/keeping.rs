//! How traces are kept: seal, retention, saved views.

use axum::{Json, response::NoContent};
use fairlead_app::{TraceRetention, TraceSeal, TraceView};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    acting::Acting,
    error::{ApiError, Detail},
    extract::{Json as Sent, Path},
    limits::{Limited, at_most},
    list::List,
    place::{InProject, OfTraceView},
};

/// Verify the seal of traces
///
/// Walks along all traces of the project: each is sealed behind the one before it with a key from
/// the vault.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/traces/seal",
    tag = "traces",
    params(InProject),
    responses((status = 200, description = "Whether it holds.", body = TraceSeal)),
)]
pub(super) async fn verify_traces(
    Acting(app): Acting,
    Path(at): Path<InProject>,
) -> Result<Json<TraceSeal>, ApiError> {
    Ok(Json(app.verify_traces(at.project_id).await?))
}

/// Get how long traces are kept
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/traces/retention",
    tag = "traces",
    params(InProject),
    responses((status = 200, description = "How long.", body = TraceRetention)),
)]
pub(super) async fn get_trace_retention(
    Acting(app): Acting,
    Path(at): Path<InProject>,
) -> Result<Json<TraceRetention>, ApiError> {
    Ok(Json(app.trace_retention(at.project_id).await?))
}

/// Set how long traces are kept
///
/// What is beyond is forgotten before this answers.
#[utoipa::path(
    put,
    path = "/v1/projects/{projectId}/traces/retention",
    tag = "traces",
    params(InProject),
    request_body = TraceRetention,
    responses((status = 200, description = "How long.", body = TraceRetention)),
)]
pub(super) async fn set_trace_retention(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Sent(body): Sent<TraceRetention>,
) -> Result<Json<TraceRetention>, ApiError> {
    Ok(Json(app.set_trace_retention(at.project_id, body).await?))
}

/// List saved views of traces
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/traces/views",
    tag = "traces",
    params(InProject),
    responses((status = 200, description = "The views.", body = List<TraceView>)),
)]
pub(super) async fn list_trace_views(
    Acting(app): Acting,
    Path(at): Path<InProject>,
) -> Result<Json<List<TraceView>>, ApiError> {
    Ok(Json(List::whole(
        app.list_trace_views(at.project_id).await?,
    )))
}

/// The filters of a view.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ViewFilters {
    /// The query of the list, such as `status=4xx&errors=true`.
    #[schema(max_length = 2000)]
    query: String,
}

impl Limited for ViewFilters {
    fn broken(&self) -> Vec<Detail> {
        at_most("/query", &self.query, 2_000).into_iter().collect()
    }
}

/// Save a view of traces
#[utoipa::path(
    put,
    path = "/v1/projects/{projectId}/traces/views/{viewName}",
    tag = "traces",
    params(OfTraceView),
    request_body = ViewFilters,
    responses((status = 200, description = "The view.", body = TraceView)),
)]
pub(super) async fn put_trace_view(
    Acting(app): Acting,
    Path(at): Path<OfTraceView>,
    Sent(body): Sent<ViewFilters>,
) -> Result<Json<TraceView>, ApiError> {
    let view = TraceView {
        name: at.view_name,
        query: body.query,
    };
    Ok(Json(app.put_trace_view(at.project_id, view).await?))
}

/// Delete a saved view of traces
#[utoipa::path(
    delete,
    path = "/v1/projects/{projectId}/traces/views/{viewName}",
    tag = "traces",
    params(OfTraceView),
    responses((status = 204, description = "The view is gone.")),
)]
pub(super) async fn delete_trace_view(
    Acting(app): Acting,
    Path(at): Path<OfTraceView>,
) -> Result<NoContent, ApiError> {
    app.delete_trace_view(at.project_id, &at.view_name).await?;
    Ok(NoContent)
}
