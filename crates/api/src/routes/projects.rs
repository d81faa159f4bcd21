//! Projects, and the import that makes one in a single step.

use axum::{extract::DefaultBodyLimit, response::NoContent};
use fairlead_app::{App, Import, NewImport, NewProject, Project, ProjectPatch};
use fairlead_core::limits::API_BODY_BYTES;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    acting::Acting,
    created::Created,
    error::ApiError,
    extract::{Json, Path},
    list::List,
    place::InProject,
};

pub(super) fn routes() -> OpenApiRouter<App> {
    let imports = OpenApiRouter::new()
        .routes(routes!(import))
        .layer(DefaultBodyLimit::max(API_BODY_BYTES));
    OpenApiRouter::new()
        .routes(routes!(list_projects, create_project))
        .routes(routes!(get_project, update_project, delete_project))
        .merge(imports)
}

/// List projects
///
/// Every project with its active revision and its mocks, the last changed first.
#[utoipa::path(
    get,
    path = "/v1/projects",
    tag = "projects",
    responses((status = 200, description = "The projects.", body = List<Project>)),
)]
async fn list_projects(Acting(app): Acting) -> Result<axum::Json<List<Project>>, ApiError> {
    Ok(axum::Json(List::whole(app.list_projects().await?)))
}

/// Create a project
///
/// An empty project, to import a description into.
#[utoipa::path(
    post,
    path = "/v1/projects",
    tag = "projects",
    request_body(
        content = NewProject,
        example = json!({ "name": "Harbour", "description": "Berths and cranes" }),
    ),
    responses((
        status = 201,
        description = "The new project.",
        body = Project,
        headers(("Location" = String, description = "Path of the new project.")),
    )),
)]
async fn create_project(
    Acting(app): Acting,
    Json(new): Json<NewProject>,
) -> Result<Created<Project>, ApiError> {
    let project = app.create_project(new).await?;
    let location = format!("/v1/projects/{}", project.id);
    Ok(Created(location, project))
}

/// Get a project
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}",
    tag = "projects",
    params(InProject),
    responses((status = 200, description = "The project.", body = Project)),
)]
async fn get_project(
    Acting(app): Acting,
    Path(at): Path<InProject>,
) -> Result<axum::Json<Project>, ApiError> {
    Ok(axum::Json(app.project(at.project_id).await?))
}

/// Change a project
///
/// What the body leaves out, or gives as null, stays as it is.
#[utoipa::path(
    patch,
    path = "/v1/projects/{projectId}",
    tag = "projects",
    params(InProject),
    request_body(content = ProjectPatch, example = json!({ "name": "Harbour, second quay" })),
    responses((status = 200, description = "The project as it is now.", body = Project)),
)]
async fn update_project(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Json(patch): Json<ProjectPatch>,
) -> Result<axum::Json<Project>, ApiError> {
    Ok(axum::Json(app.update_project(at.project_id, patch).await?))
}

/// Delete a project
///
/// With its revisions, mocks, credentials and traces. Running mocks stop.
#[utoipa::path(
    delete,
    path = "/v1/projects/{projectId}",
    tag = "projects",
    params(InProject),
    responses((status = 204, description = "The project is gone.")),
)]
async fn delete_project(
    Acting(app): Acting,
    Path(at): Path<InProject>,
) -> Result<NoContent, ApiError> {
    app.delete_project(at.project_id).await?;
    Ok(NoContent)
}

/// Import a description
///
/// One step from a file, a path, a URL or the bundled sample to a project with a running mock.
/// With `projectId` it becomes the active revision of that project. A description with faults is
/// imported as far as it can be understood; the faults are its problems.
#[utoipa::path(
    post,
    path = "/v1/imports",
    tag = "projects",
    request_body(
        content = NewImport,
        examples(
            ("sample" = (
                summary = "The description that comes with Fairlead",
                value = json!({ "source": { "kind": "sample" } }),
            )),
            ("url" = (
                summary = "A document on the web, without a mock",
                value = json!({
                    "source": { "kind": "url", "url": "https://api.example.com/openapi.json" },
                    "startMock": false,
                }),
            )),
            ("upload" = (
                summary = "A file",
                value = json!({
                    "source": { "kind": "upload", "files": [{
                        "name": "hello.yaml",
                        "text": "openapi: 3.1.0\ninfo: {title: Hello, version: '1'}\npaths: {}\n",
                    }] },
                    "name": "Hello",
                }),
            )),
        ),
    ),
    responses(
        (
            status = 201,
            description = "What the import has made.",
            body = Import,
            headers(("Location" = String, description = "Path of the project.")),
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
async fn import(
    Acting(app): Acting,
    Json(new): Json<NewImport>,
) -> Result<Created<Import>, ApiError> {
    let import = app.import(new).await?;
    let location = format!("/v1/projects/{}", import.project.id);
    Ok(Created(location, import))
}
