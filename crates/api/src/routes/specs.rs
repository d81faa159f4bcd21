//! Revisions of a project's description, what is in them and what is wrong with them.

use axum::{
    extract::DefaultBodyLimit,
    response::{IntoResponse, NoContent, Response},
};
use fairlead_app::{
    App, Capability, NewSpec, SchemaDetail, SchemaSummary, SpecChanges, SpecFile, SpecRevision,
};
use fairlead_core::{Diagnostic, Id, limits::API_BODY_BYTES};
use http::header;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    acting::Acting,
    created::Created,
    error::ApiError,
    extract::{Json, Path, Query},
    list::List,
    place::{InProject, InSpec, OfSchema},
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_specs, add_spec))
        .layer(DefaultBodyLimit::max(API_BODY_BYTES))
        .routes(routes!(get_spec, delete_spec))
        .routes(routes!(activate_spec))
        .routes(routes!(list_spec_problems))
        .routes(routes!(get_spec_changes))
        .routes(routes!(list_capabilities))
        .routes(routes!(list_spec_files))
        .routes(routes!(get_spec_file))
        .routes(routes!(list_schemas))
        .routes(routes!(get_schema))
}

/// List the revisions of a project's description
///
/// The newest first.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/specs",
    tag = "specs",
    params(InProject),
    responses((status = 200, description = "The revisions.", body = List<SpecRevision>)),
)]
async fn list_specs(
    Acting(app): Acting,
    Path(at): Path<InProject>,
) -> Result<axum::Json<List<SpecRevision>>, ApiError> {
    let revisions = app.list_specs(at.project_id).await?;
    Ok(axum::Json(List::whole(revisions)))
}

/// Import a new revision
///
/// It becomes the active one, and the mocks of the project follow it.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/specs",
    tag = "specs",
    params(InProject),
    request_body(content = NewSpec, example = json!({ "source": { "kind": "sample" } })),
    responses(
        (
            status = 201,
            description = "The new revision.",
            body = SpecRevision,
            headers(("Location" = String, description = "Path of the new revision.")),
        ),
        (
            status = 404,
            description = "There is no such project, or no such file under the path of the source.",
        ),
        (
            status = 403,
            description = "The source may not be read: a private address without \
                `allowPrivate`, say. Or, over TCP: Host or Origin is foreign.",
        ),
        (
            status = 424,
            description = "The document at the URL could not be fetched; `message` says why.",
        ),
    ),
)]
async fn add_spec(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Json(new): Json<NewSpec>,
) -> Result<Created<SpecRevision>, ApiError> {
    let revision = app.add_spec(at.project_id, new).await?;
    let location = format!("/v1/projects/{}/specs/{}", at.project_id, revision.id);
    Ok(Created(location, revision))
}

/// Get a revision
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/specs/{specId}",
    tag = "specs",
    params(InSpec),
    responses((status = 200, description = "The revision.", body = SpecRevision)),
)]
async fn get_spec(
    Acting(app): Acting,
    Path(at): Path<InSpec>,
) -> Result<axum::Json<SpecRevision>, ApiError> {
    Ok(axum::Json(app.spec(at.project_id, at.spec_id).await?))
}

/// Delete a revision
///
/// The active one cannot be deleted while there are others.
#[utoipa::path(
    delete,
    path = "/v1/projects/{projectId}/specs/{specId}",
    tag = "specs",
    params(InSpec),
    responses(
        (status = 204, description = "The revision is gone."),
        (status = 409, description = "The revision is in use."),
    ),
)]
async fn delete_spec(Acting(app): Acting, Path(at): Path<InSpec>) -> Result<NoContent, ApiError> {
    app.delete_spec(at.project_id, at.spec_id).await?;
    Ok(NoContent)
}

/// Make a revision the active one
///
/// The mocks of the project follow it.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/specs/{specId}/activate",
    tag = "specs",
    params(InSpec),
    responses((status = 200, description = "The revision, now active.", body = SpecRevision)),
)]
async fn activate_spec(
    Acting(app): Acting,
    Path(at): Path<InSpec>,
) -> Result<axum::Json<SpecRevision>, ApiError> {
    let revision = app.activate_spec(at.project_id, at.spec_id).await?;
    Ok(axum::Json(revision))
}

/// List what is wrong with a revision
///
/// Each problem with file, line, column and JSON pointer where they are known.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/specs/{specId}/problems",
    tag = "specs",
    params(InSpec),
    responses((status = 200, description = "The problems.", body = List<Diagnostic>)),
)]
async fn list_spec_problems(
    Acting(app): Acting,
    Path(at): Path<InSpec>,
) -> Result<axum::Json<List<Diagnostic>>, ApiError> {
    let problems = app.spec_problems(at.project_id, at.spec_id).await?;
    Ok(axum::Json(List::whole(problems)))
}

/// Which revision to compare with.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Since {
    /// The older revision; the one before where left out.
    since: Option<Id>,
}

/// Compare a revision with an older one
///
/// Each difference with what it means for a client that was written against the older one.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/specs/{specId}/changes",
    tag = "specs",
    params(InSpec, Since),
    responses((status = 200, description = "The differences.", body = SpecChanges)),
)]
async fn get_spec_changes(
    Acting(app): Acting,
    Path(at): Path<InSpec>,
    Query(compared): Query<Since>,
) -> Result<axum::Json<SpecChanges>, ApiError> {
    let changes = app
        .spec_changes(at.project_id, at.spec_id, compared.since)
        .await?;
    Ok(axum::Json(changes))
}

/// List what the API can do
///
/// Authentication, pagination, idempotency and so on, each with what in the description speaks
/// for it.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/specs/{specId}/capabilities",
    tag = "specs",
    params(InSpec),
    responses((status = 200, description = "The capabilities.", body = List<Capability>)),
)]
async fn list_capabilities(
    Acting(app): Acting,
    Path(at): Path<InSpec>,
) -> Result<axum::Json<List<Capability>>, ApiError> {
    let capabilities = app.spec_capabilities(at.project_id, at.spec_id).await?;
    Ok(axum::Json(List::whole(capabilities)))
}

/// List the files of a revision
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/specs/{specId}/files",
    tag = "specs",
    params(InSpec),
    responses((status = 200, description = "The files.", body = List<SpecFile>)),
)]
async fn list_spec_files(
    Acting(app): Acting,
    Path(at): Path<InSpec>,
) -> Result<axum::Json<List<SpecFile>>, ApiError> {
    let files = app.spec_files(at.project_id, at.spec_id).await?;
    Ok(axum::Json(List::whole(files)))
}

/// Which file.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FileChoice {
    /// Name of the file, as the list gives it.
    #[param(min_length = 1, example = "openapi.yaml")]
    name: String,
}

/// Read a file of a revision
///
/// As it was imported.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/specs/{specId}/files/content",
    tag = "specs",
    params(InSpec, FileChoice),
    responses((
        status = 200,
        description = "The text of the file.",
        body = String,
        content_type = "text/plain",
    )),
)]
async fn get_spec_file(
    Acting(app): Acting,
    Path(at): Path<InSpec>,
    Query(file): Query<FileChoice>,
) -> Result<Response, ApiError> {
    let text = app
        .spec_file_text(at.project_id, at.spec_id, &file.name)
        .await
        .map_err(ApiError::of_query)?;
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    Ok((kind, text).into_response())
}

/// List the named schemas of a revision
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/specs/{specId}/schemas",
    tag = "specs",
    params(InSpec),
    responses((status = 200, description = "The schemas.", body = List<SchemaSummary>)),
)]
async fn list_schemas(
    Acting(app): Acting,
    Path(at): Path<InSpec>,
) -> Result<axum::Json<List<SchemaSummary>>, ApiError> {
    let schemas = app.spec_schemas(at.project_id, at.spec_id).await?;
    Ok(axum::Json(List::whole(schemas)))
}

/// Get a named schema
///
/// As written, with every named schema that can be reached from it.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/specs/{specId}/schemas/{name}",
    tag = "specs",
    params(OfSchema),
    responses((status = 200, description = "The schema.", body = SchemaDetail)),
)]
async fn get_schema(
    Acting(app): Acting,
    Path(at): Path<OfSchema>,
) -> Result<axum::Json<SchemaDetail>, ApiError> {
    let schema = app.spec_schema(at.project_id, at.spec_id, &at.name).await?;
    Ok(axum::Json(schema))
}
