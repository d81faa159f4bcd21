//! What was sent and answered.

mod export;
mod keeping;
mod query;
mod report;

use axum::{Json, response::NoContent};
use fairlead_app::{App, Trace, TraceDetail};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    acting::Acting,
    error::ApiError,
    extract::{Path, Query},
    place::{InProject, OfTrace},
};
use query::TraceQuery;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_traces, delete_traces))
        .routes(routes!(report::get_trace_facets))
        .routes(routes!(report::get_trace_analytics))
        .routes(routes!(report::get_trace_patterns))
        .routes(routes!(report::get_trace_partners))
        .routes(routes!(report::compare_traces))
        .routes(routes!(export::export_traces))
        .routes(routes!(export::download_body))
        .routes(routes!(export::query_body))
        .routes(routes!(keeping::verify_traces))
        .routes(routes!(
            keeping::get_trace_retention,
            keeping::set_trace_retention
        ))
        .routes(routes!(keeping::list_trace_views))
        .routes(routes!(keeping::put_trace_view, keeping::delete_trace_view))
        .routes(routes!(get_trace))
        .routes(routes!(report::explain_trace))
}

/// A page of traces.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TraceList {
    /// What is on it.
    items: Vec<Trace>,
    /// Where the next page begins, for the parameter `cursor`; null on the last page.
    #[schema(required = true)]
    next_cursor: Option<String>,
    /// How many the filters fit, or at least how many.
    total: u64,
    /// Whether there are no more than `total`.
    total_is_exact: bool,
}

/// List traces
///
/// A page at a time.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/traces",
    tag = "traces",
    params(InProject, TraceQuery),
    responses((status = 200, description = "A page of traces.", body = TraceList)),
)]
async fn list_traces(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Query(mut query): Query<TraceQuery>,
) -> Result<Json<TraceList>, ApiError> {
    let rows = query.rows()?;
    let cursor = query.cursor.take();
    let page = app
        .list_traces(at.project_id, query.into_filter()?, rows, cursor.as_deref())
        .await
        .map_err(ApiError::of_query)?;
    Ok(Json(TraceList {
        items: page.items,
        next_cursor: page.next_cursor,
        total: page.total,
        total_is_exact: page.total_is_exact,
    }))
}

/// Get a trace
///
/// Whole, with headers, bodies, timing and what validation found. Credentials are masked.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/traces/{traceId}",
    tag = "traces",
    params(OfTrace),
    responses((status = 200, description = "The trace.", body = TraceDetail)),
)]
async fn get_trace(
    Acting(app): Acting,
    Path(at): Path<OfTrace>,
) -> Result<Json<TraceDetail>, ApiError> {
    Ok(Json(app.trace(at.project_id, at.trace_id).await?))
}

/// Delete all traces of a project
#[utoipa::path(
    delete,
    path = "/v1/projects/{projectId}/traces",
    tag = "traces",
    params(InProject),
    responses((status = 204, description = "The traces are gone.")),
)]
async fn delete_traces(
    Acting(app): Acting,
    Path(at): Path<InProject>,
) -> Result<NoContent, ApiError> {
    app.delete_traces(at.project_id).await?;
    Ok(NoContent)
}
