//! Saved requests: kept, imported, exported, made into code.

use axum::extract::DefaultBodyLimit;
use axum::response::NoContent;
use fairlead_app::Language;
use fairlead_app::{
    App, DraftToCode, ExportRequests, ExportedRequests, ImportRequests, ImportedRequests,
    LinkRequestFolder, NewSavedRequest, RequestCode, RequestFolder, SavedRequestDetail,
    SavedRequestPatch, SavedRequestSummary,
};
use fairlead_core::limits::API_BODY_BYTES;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    acting::Acting,
    created::Created,
    error::ApiError,
    extract::{Json, Path, Query},
    list::List,
    place::{InProject, OfRequest},
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_requests, create_request))
        .routes(routes!(get_request, update_request, delete_request))
        .routes(routes!(import_requests))
        .routes(routes!(export_requests))
        .routes(routes!(
            get_request_folder,
            link_request_folder,
            unlink_request_folder
        ))
        .routes(routes!(get_request_code))
        .routes(routes!(make_draft_code))
        .layer(DefaultBodyLimit::max(API_BODY_BYTES))
}

/// List saved requests
///
/// In order, all in one page.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/requests",
    tag = "requests",
    params(InProject),
    responses((status = 200, description = "The saved requests.", body = List<SavedRequestSummary>)),
)]
async fn list_requests(
    Acting(app): Acting,
    Path(at): Path<InProject>,
) -> Result<axum::Json<List<SavedRequestSummary>>, ApiError> {
    Ok(axum::Json(List::whole(
        app.list_requests(at.project_id).await?,
    )))
}

/// Save a request
///
/// Credentials in it go into the vault, and `{{variables}}` take their place.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/requests",
    tag = "requests",
    params(InProject),
    request_body(content = NewSavedRequest, example = json!({
        "name": "All ships",
        "request": { "method": "GET", "url": "{{baseUrl}}/ships" },
    })),
    responses(
        (
            status = 201,
            description = "The saved request.",
            body = SavedRequestDetail,
            headers(("Location" = String, description = "Path of the saved request.")),
        ),
        (status = 409, description = "A draft needs a description, and the project has none yet."),
    ),
)]
async fn create_request(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Json(new): Json<NewSavedRequest>,
) -> Result<Created<SavedRequestDetail>, ApiError> {
    let made = app.create_request(at.project_id, new).await?;
    let location = format!(
        "/v1/projects/{}/requests/{}",
        at.project_id, made.summary.id
    );
    Ok(Created(location, made))
}

/// Get a saved request
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/requests/{requestId}",
    tag = "requests",
    params(OfRequest),
    responses((status = 200, description = "The saved request.", body = SavedRequestDetail)),
)]
async fn get_request(
    Acting(app): Acting,
    Path(at): Path<OfRequest>,
) -> Result<axum::Json<SavedRequestDetail>, ApiError> {
    Ok(axum::Json(
        app.saved_request(at.project_id, at.request_id).await?,
    ))
}

/// Change or move a saved request
///
/// What the body leaves out, or gives as null, stays as it is.
#[utoipa::path(
    patch,
    path = "/v1/projects/{projectId}/requests/{requestId}",
    tag = "requests",
    params(OfRequest),
    request_body(content = SavedRequestPatch, example = json!({ "name": "Every ship", "folder": ["Ships"] })),
    responses(
        (status = 200, description = "The saved request as it is now.", body = SavedRequestDetail),
        (status = 409, description = "A draft needs a description, and the project has none yet."),
    ),
)]
async fn update_request(
    Acting(app): Acting,
    Path(at): Path<OfRequest>,
    Json(patch): Json<SavedRequestPatch>,
) -> Result<axum::Json<SavedRequestDetail>, ApiError> {
    let changed = app
        .update_request(at.project_id, at.request_id, patch)
        .await?;
    Ok(axum::Json(changed))
}

/// Delete a saved request
#[utoipa::path(
    delete,
    path = "/v1/projects/{projectId}/requests/{requestId}",
    tag = "requests",
    params(OfRequest),
    responses((status = 204, description = "The saved request is gone.")),
)]
async fn delete_request(
    Acting(app): Acting,
    Path(at): Path<OfRequest>,
) -> Result<NoContent, ApiError> {
    app.delete_request(at.project_id, at.request_id).await?;
    Ok(NoContent)
}

/// Import a collection of requests
///
/// Of Postman, Insomnia, Bruno, OpenCollection, HAR, curl commands, or Fairlead's own files. With
/// `dryRun` nothing is kept.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/requests/import",
    tag = "requests",
    params(InProject),
    request_body(content = ImportRequests, example = json!({
        "source": { "kind": "upload", "files": [{ "name": "paste", "text": "curl https://api.example.com/ships" }] },
        "dryRun": true,
    })),
    responses(
        (status = 200, description = "What was found.", body = ImportedRequests),
        (status = 409, description = "The project has too many saved requests already."),
    ),
)]
async fn import_requests(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Json(import): Json<ImportRequests>,
) -> Result<axum::Json<ImportedRequests>, ApiError> {
    Ok(axum::Json(
        app.import_requests(at.project_id, import).await?,
    ))
}

/// Export the saved requests as files
///
/// They are in the answer, and written into a folder of this machine where one is named.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/requests/export",
    tag = "requests",
    params(InProject),
    request_body(content = ExportRequests, example = json!({})),
    responses(
        (status = 200, description = "The files.", body = ExportedRequests),
        (status = 409, description = "A file is there that differs."),
    ),
)]
async fn export_requests(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Json(export): Json<ExportRequests>,
) -> Result<axum::Json<ExportedRequests>, ApiError> {
    Ok(axum::Json(
        app.export_requests(at.project_id, export).await?,
    ))
}

/// Get the folder of the saved requests
///
/// The folder in which they are kept as files, and how it stands; with `path` null where there is
/// none.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/requests/folder",
    tag = "requests",
    params(InProject),
    responses((status = 200, description = "The folder.", body = RequestFolder)),
)]
async fn get_request_folder(
    Acting(app): Acting,
    Path(at): Path<InProject>,
) -> Result<axum::Json<RequestFolder>, ApiError> {
    Ok(axum::Json(app.request_folder(at.project_id).await?))
}

/// Keep the saved requests in a folder
///
/// Both sides are brought together, and follow each other from then on. What differs under one
/// name is kept twice. The folder that the project has already is looked through anew, and its
/// conflicts count as seen.
#[utoipa::path(
    put,
    path = "/v1/projects/{projectId}/requests/folder",
    tag = "requests",
    params(InProject),
    request_body(content = LinkRequestFolder, example = json!({ "path": "/home/ada/harbour/requests" })),
    responses(
        (status = 200, description = "The folder, after the first look.", body = RequestFolder),
        (status = 409, description = "Another project keeps its saved requests there."),
    ),
)]
async fn link_request_folder(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Json(wanted): Json<LinkRequestFolder>,
) -> Result<axum::Json<RequestFolder>, ApiError> {
    let linked = app.link_request_folder(at.project_id, wanted).await?;
    Ok(axum::Json(linked))
}

/// Keep the saved requests in no folder
///
/// Its files stay, and so do the saved requests.
#[utoipa::path(
    delete,
    path = "/v1/projects/{projectId}/requests/folder",
    tag = "requests",
    params(InProject),
    responses((status = 204, description = "There is no folder any more.")),
)]
async fn unlink_request_folder(
    Acting(app): Acting,
    Path(at): Path<InProject>,
) -> Result<NoContent, ApiError> {
    app.unlink_request_folder(at.project_id).await?;
    Ok(NoContent)
}

/// In which language.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CodeQuery {
    /// The language of the code.
    #[param(example = "python")]
    language: Language,
}

/// Get a saved request as code
///
/// Credentials and other variables are environment variables in it.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/requests/{requestId}/code",
    tag = "requests",
    params(OfRequest, CodeQuery),
    responses((status = 200, description = "The code.", body = RequestCode)),
)]
async fn get_request_code(
    Acting(app): Acting,
    Path(at): Path<OfRequest>,
    Query(query): Query<CodeQuery>,
) -> Result<axum::Json<RequestCode>, ApiError> {
    let code = app
        .request_code(at.project_id, at.request_id, query.language)
        .await?;
    Ok(axum::Json(code))
}

/// Make code of a draft
///
/// Nothing is sent or kept. Credentials are environment variables in the code.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/playground/code",
    tag = "playground",
    params(InProject),
    request_body(
        content = DraftToCode,
        example = json!({ "draft": { "operationId": "op_1f0c" }, "language": "python" }),
    ),
    responses(
        (status = 200, description = "The code.", body = RequestCode),
        (status = 409, description = "The project has no description yet."),
    ),
)]
async fn make_draft_code(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Json(wanted): Json<DraftToCode>,
) -> Result<axum::Json<RequestCode>, ApiError> {
    let code = app
        .draft_code(at.project_id, wanted.draft, wanted.language)
        .await?;
    Ok(axum::Json(code))
}
