//! What traces say together: facets, figures, comparison, explanation, export, seal, retention and
//! saved views.

use axum::{
    Json,
    body::Body,
    response::{IntoResponse, NoContent, Response},
};
use fairlead_app::{
    TraceAnalytics, TraceComparison, TraceExplanation, TraceFacets, TraceFormat, TraceRetention,
    TraceSeal, TraceView,
};
use fairlead_core::Id;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::query::TraceQuery;
use crate::{
    acting::Acting,
    error::{ApiError, Detail},
    extract::{Json as Sent, Path, Query},
    limits::{Limited, at_most},
    list::List,
    place::{InProject, OfTrace, OfTraceView},
};

/// Count traces by choice
///
/// How many traces each choice of a filter would leave beside the other filters. Times count by
/// whole hours; words, runs and durations are not looked at.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/traces/facets",
    tag = "traces",
    params(InProject, TraceQuery),
    responses((status = 200, description = "The choices.", body = TraceFacets)),
)]
pub(super) async fn get_trace_facets(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Query(query): Query<TraceQuery>,
) -> Result<Json<TraceFacets>, ApiError> {
    let filter = query.into_filter()?;
    Ok(Json(app.trace_facets(at.project_id, filter).await?))
}

/// Get figures of traces
///
/// Over time, by operation, by partner and by hour of the week, with percentiles of how long they
/// took and failures that are alike. 30 days up to now where `from` and `to` do not say otherwise.
/// Days are those of UTC. Words, runs and durations are not looked at.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/traces/analytics",
    tag = "traces",
    params(InProject, TraceQuery),
    responses((status = 200, description = "The figures.", body = TraceAnalytics)),
)]
pub(super) async fn get_trace_analytics(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Query(query): Query<TraceQuery>,
) -> Result<Json<TraceAnalytics>, ApiError> {
    let (interval, offset) = (query.interval.unwrap_or_default(), query.minutes()?);
    let filter = query.into_filter()?;
    let found = app
        .trace_analytics(at.project_id, filter, interval, offset)
        .await
        .map_err(ApiError::of_query)?;
    Ok(Json(found))
}

/// Which two traces.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Pair {
    /// Id of the first.
    left: Id,
    /// Id of the second.
    right: Id,
}

/// Compare two traces
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/traces/compare",
    tag = "traces",
    params(InProject, Pair),
    responses((status = 200, description = "Both, and where they differ.", body = TraceComparison)),
)]
pub(super) async fn compare_traces(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Query(pair): Query<Pair>,
) -> Result<Json<TraceComparison>, ApiError> {
    let found = app.compare_traces(at.project_id, pair.left, pair.right);
    Ok(Json(found.await?))
}

/// Explain a trace
///
/// By rules, not by a model: the same trace is always explained the same way. Each finding has what
/// shows it and what to do next.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/traces/{traceId}/explanation",
    tag = "traces",
    params(OfTrace),
    responses((status = 200, description = "The explanation.", body = TraceExplanation)),
)]
pub(super) async fn explain_trace(
    Acting(app): Acting,
    Path(at): Path<OfTrace>,
) -> Result<Json<TraceExplanation>, ApiError> {
    Ok(Json(app.explain_trace(at.project_id, at.trace_id).await?))
}

/// Export traces
///
/// Those that the filters fit, in the order of the list, at most a million. Credentials are masked.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/traces/export",
    tag = "traces",
    params(InProject, TraceQuery),
    responses((
        status = 200,
        description = "The traces.",
        content(
            (String = "text/csv"),
            (String = "application/x-ndjson"),
            (Object = "application/json"),
        ),
    )),
)]
pub(super) async fn export_traces(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Query(query): Query<TraceQuery>,
) -> Result<Response, ApiError> {
    let format = query.format.unwrap_or(TraceFormat::Ndjson);
    let filter = query.into_filter()?;
    let (kind, name) = match format {
        TraceFormat::Csv => ("text/csv; charset=utf-8", "traces.csv"),
        TraceFormat::Ndjson => ("application/x-ndjson", "traces.ndjson"),
        TraceFormat::Har => ("application/json", "traces.har"),
    };
    let parts = app
        .export_traces(at.project_id, filter, format)
        .await
        .map_err(ApiError::of_query)?;
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    Ok((headers, Body::from_stream(parts)).into_response())
}

/// Download the body of an answer
///
/// Whole where it is small, or where the playground has received it a short while ago; credentials
/// are masked.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/traces/{traceId}/body",
    tag = "traces",
    params(OfTrace),
    responses((
        status = 200,
        description = "The body. Its media type is that of the answer in the trace.",
        body = Vec<u8>,
        content_type = "application/octet-stream",
    )),
)]
pub(super) async fn download_body(
    Acting(app): Acting,
    Path(at): Path<OfTrace>,
) -> Result<Response, ApiError> {
    let (_, body) = app.answer_body(at.project_id, at.trace_id).await?;
    // Never by its own media type: a page from elsewhere must not run as one of ours.
    let headers = [
        (CONTENT_TYPE, "application/octet-stream"),
        (CONTENT_DISPOSITION, "attachment; filename=\"body\""),
    ];
    Ok((headers, body).into_response())
}

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
