//! The calls that a description declares.

use axum::Json;
use fairlead_app::{App, Draft, Operation, OperationDetail, OperationFilter, SampleChoice};
use fairlead_core::Id;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    acting::Acting,
    error::ApiError,
    extract::{Path, Query},
    list::List,
    place::{InProject, OfOperation},
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_operations))
        .routes(routes!(get_operation))
        .routes(routes!(get_operation_sample))
        .routes(routes!(get_body_schema))
}

/// Which operations.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct OperationQuery {
    /// Only those with this text in method, path, operationId or summary.
    #[param(example = "berth")]
    q: Option<String>,
    /// Only those with this tag.
    tag: Option<String>,
    /// Of this revision; of the active one where left out.
    spec_id: Option<Id>,
}

/// List operations
///
/// In the order of the description, webhooks last. All in one page.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/operations",
    tag = "operations",
    params(InProject, OperationQuery),
    responses((status = 200, description = "The operations.", body = List<Operation>)),
)]
async fn list_operations(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Query(query): Query<OperationQuery>,
) -> Result<Json<List<Operation>>, ApiError> {
    let filter = OperationFilter {
        spec_id: query.spec_id,
        q: query.q,
        tag: query.tag,
    };
    let operations = app
        .list_operations(at.project_id, filter)
        .await
        .map_err(ApiError::of_query)?;
    Ok(Json(List::whole(operations)))
}

/// Of which revision.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RevisionChoice {
    /// Of this revision; of the active one where left out.
    spec_id: Option<Id>,
}

/// Get an operation
///
/// Whole: parameters, bodies and answers with their schemas. References between schemas are
/// `#/schemas/NAME`, and `schemas` holds every schema that can be reached.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/operations/{operationId}",
    tag = "operations",
    params(OfOperation, RevisionChoice),
    responses((status = 200, description = "The operation.", body = OperationDetail)),
)]
async fn get_operation(
    Acting(app): Acting,
    Path(at): Path<OfOperation>,
    Query(choice): Query<RevisionChoice>,
) -> Result<Json<OperationDetail>, ApiError> {
    let operation = app
        .operation(at.project_id, choice.spec_id, &at.operation_id)
        .await
        .map_err(ApiError::of_query)?;
    Ok(Json(operation))
}

/// How to fill the draft.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SampleQuery {
    /// Another seed gives other generated values.
    #[param(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    seed: Option<u64>,
    /// Which of the media types of the body.
    #[param(example = "application/json")]
    media_type: Option<String>,
    /// Which of the examples, by name.
    example: Option<String>,
}

/// Draft a request
///
/// A request to the operation, filled from its examples and otherwise from its schemas.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/operations/{operationId}/sample",
    tag = "operations",
    params(OfOperation, SampleQuery),
    responses((status = 200, description = "The draft.", body = Draft)),
)]
async fn get_operation_sample(
    Acting(app): Acting,
    Path(at): Path<OfOperation>,
    Query(query): Query<SampleQuery>,
) -> Result<Json<Draft>, ApiError> {
    let choice = SampleChoice {
        seed: query.seed,
        media_type: query.media_type,
        example: query.example,
    };
    let draft = app
        .operation_sample(at.project_id, &at.operation_id, choice)
        .await
        .map_err(ApiError::of_query)?;
    Ok(Json(draft))
}

/// Which body.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct BodyQuery {
    /// Which of the media types of the body.
    #[serde(default = "json")]
    #[param(default = "application/json")]
    media_type: String,
}

fn json() -> String {
    "application/json".to_owned()
}

/// Get the schema of a request body
///
/// One JSON Schema with all that it refers to, for editors that complete and explain: what a
/// request should not have is marked `doNotSuggest`. The contract itself is checked with more than
/// this says.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/operations/{operationId}/body-schema",
    tag = "operations",
    params(OfOperation, BodyQuery),
    responses((status = 200, description = "The schema.", body = serde_json::Value)),
)]
async fn get_body_schema(
    Acting(app): Acting,
    Path(at): Path<OfOperation>,
    Query(query): Query<BodyQuery>,
) -> Result<Json<serde_json::Value>, ApiError> {
    let schema = app
        .body_schema(at.project_id, &at.operation_id, &query.media_type)
        .await
        .map_err(ApiError::of_query)?;
    Ok(Json(schema))
}
