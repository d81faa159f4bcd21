//! Variables of the workspace and of projects.

use axum::response::NoContent;
use fairlead_app::{App, NewVariable, Variable};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    acting::Acting,
    error::ApiError,
    extract::{Json, Path},
    list::List,
    place::{InProject, OfProjectVariable, OfVariable},
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_workspace_variables))
        .routes(routes!(set_workspace_variable, delete_workspace_variable))
        .routes(routes!(list_project_variables))
        .routes(routes!(set_project_variable, delete_project_variable))
}

/// List the variables of the workspace
///
/// They hold in every project, unless the project or the environment has one of that name.
#[utoipa::path(
    get,
    path = "/v1/variables",
    tag = "environments",
    responses((status = 200, description = "The variables.", body = List<Variable>)),
)]
async fn list_workspace_variables(
    Acting(app): Acting,
) -> Result<axum::Json<List<Variable>>, ApiError> {
    Ok(axum::Json(List::whole(app.list_variables(None).await?)))
}

/// Set a variable of the workspace
#[utoipa::path(
    put,
    path = "/v1/variables/{name}",
    tag = "environments",
    params(OfVariable),
    request_body(content = NewVariable, example = json!({ "value": "north" })),
    responses(
        (status = 200, description = "The variable.", body = Variable),
        (status = 409, description = "There are too many."),
    ),
)]
async fn set_workspace_variable(
    Acting(app): Acting,
    Path(at): Path<OfVariable>,
    Json(new): Json<NewVariable>,
) -> Result<axum::Json<Variable>, ApiError> {
    Ok(axum::Json(app.set_variable(None, &at.name, new).await?))
}

/// Remove a variable of the workspace
#[utoipa::path(
    delete,
    path = "/v1/variables/{name}",
    tag = "environments",
    params(OfVariable),
    responses((status = 204, description = "The variable is gone.")),
)]
async fn delete_workspace_variable(
    Acting(app): Acting,
    Path(at): Path<OfVariable>,
) -> Result<NoContent, ApiError> {
    app.delete_variable(None, &at.name).await?;
    Ok(NoContent)
}

/// List the variables of a project
///
/// They come before those of the workspace, and after those of an environment.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/variables",
    tag = "environments",
    params(InProject),
    responses((status = 200, description = "The variables.", body = List<Variable>)),
)]
async fn list_project_variables(
    Acting(app): Acting,
    Path(at): Path<InProject>,
) -> Result<axum::Json<List<Variable>>, ApiError> {
    let all = app.list_variables(Some(at.project_id)).await?;
    Ok(axum::Json(List::whole(all)))
}

/// Set a variable of a project
#[utoipa::path(
    put,
    path = "/v1/projects/{projectId}/variables/{name}",
    tag = "environments",
    params(OfProjectVariable),
    request_body(content = NewVariable, example = json!({ "value": "north" })),
    responses(
        (status = 200, description = "The variable.", body = Variable),
        (status = 409, description = "There are too many."),
    ),
)]
async fn set_project_variable(
    Acting(app): Acting,
    Path(at): Path<OfProjectVariable>,
    Json(new): Json<NewVariable>,
) -> Result<axum::Json<Variable>, ApiError> {
    let set = app.set_variable(Some(at.project_id), &at.name, new).await?;
    Ok(axum::Json(set))
}

/// Remove a variable of a project
#[utoipa::path(
    delete,
    path = "/v1/projects/{projectId}/variables/{name}",
    tag = "environments",
    params(OfProjectVariable),
    responses((status = 204, description = "The variable is gone.")),
)]
async fn delete_project_variable(
    Acting(app): Acting,
    Path(at): Path<OfProjectVariable>,
) -> Result<NoContent, ApiError> {
    app.delete_variable(Some(at.project_id), &at.name).await?;
    Ok(NoContent)
}
