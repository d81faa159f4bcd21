//! What traces say together: facets, figures, failures that are alike, partners, comparison and
//! explanation.

use axum::Json;
use fairlead_app::{
    TraceAnalytics, TraceComparison, TraceExplanation, TraceFacets, TracePartners, TracePatterns,
};
use fairlead_core::Id;
use serde::Deserialize;
use utoipa::IntoParams;

use super::query::TraceQuery;
use crate::{
    acting::Acting,
    error::ApiError,
    extract::{Path, Query},
    place::{InProject, OfTrace},
};

/// Count traces by choice
///
/// How many traces each choice of a filter would leave beside the other filters. Times count by
/// whole hours; words, runs, broken rules and durations are not looked at.
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
/// Over time, by operation and by hour of the week, with percentiles of how long they took. 30 days
/// up to now where `from` and `to` do not say otherwise. Days are those of UTC. Every filter counts;
/// with words, a run, a broken rule or a duration the traces are looked at one by one, at most the
/// newest 100,000 of them, which `newestOnly` then says.
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

/// Get failures that are alike
///
/// Failures of the same operation with the same status, kind of error and broken rule, the ten most
/// frequent first: how many, to how many partners, when first and last, and over time. 30 days up to
/// now where `from` and `to` do not say otherwise. Every filter counts; with words, a run, a duration
/// or a broken rule beside others the traces are looked at one by one, at most the newest 100,000 of
/// them, which `newestOnly` then says.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/traces/patterns",
    tag = "traces",
    params(InProject, TraceQuery),
    responses((status = 200, description = "The failures.", body = TracePatterns)),
)]
pub(super) async fn get_trace_patterns(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Query(query): Query<TraceQuery>,
) -> Result<Json<TracePatterns>, ApiError> {
    let interval = query.interval.unwrap_or_default();
    let filter = query.into_filter()?;
    let found = app
        .trace_patterns(at.project_id, filter, interval)
        .await
        .map_err(ApiError::of_query)?;
    Ok(Json(found))
}

/// Get what partners do
///
/// How much each partner of the project sends and how well that goes, who is active, idle (nothing
/// for 24 hours), stuck (nothing for 24 hours after a failure) or has not begun, and what failed last. Of the
/// filters only times and partner are looked at.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/traces/partners",
    tag = "traces",
    params(InProject, TraceQuery),
    responses((status = 200, description = "The partners.", body = TracePartners)),
)]
pub(super) async fn get_trace_partners(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Query(query): Query<TraceQuery>,
) -> Result<Json<TracePartners>, ApiError> {
    let interval = query.interval.unwrap_or_default();
    let filter = query.into_filter()?;
    let found = app
        .trace_partners(at.project_id, filter, interval)
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
