//! Traces and bodies as files.

use axum::{body::Body, response::Response};
use fairlead_app::{BodyMatches, TraceFormat};
use serde::Deserialize;
use utoipa::IntoParams;

use super::query::TraceQuery;
use crate::{
    acting::Acting,
    attachment::{attachment, unnamed},
    error::ApiError,
    extract::{Path, Query},
    place::{InProject, OfTrace},
};

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
    Ok(attachment(kind, name, Body::from_stream(parts)))
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
    Ok(unnamed("application/octet-stream", body))
}

/// A query into a body.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct BodyQuery {
    /// A query of JSONPath (RFC 9535).
    #[param(min_length = 1, max_length = 1000, example = "$.items[*].id")]
    path: String,
}

/// Query the body of an answer
///
/// The parts of a JSON body that a query of JSONPath picks, at most 1,000; credentials are masked.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/traces/{traceId}/body/query",
    tag = "traces",
    params(OfTrace, BodyQuery),
    responses((status = 200, description = "The parts.", body = BodyMatches)),
)]
pub(super) async fn query_body(
    Acting(app): Acting,
    Path(at): Path<OfTrace>,
    Query(query): Query<BodyQuery>,
) -> Result<axum::Json<BodyMatches>, ApiError> {
    let picked = app
        .pick_from_answer(at.project_id, at.trace_id, &query.path)
        .await
        .map_err(ApiError::of_query)?;
    Ok(axum::Json(picked))
}
