//! Environments of a project: where requests go, and what they carry there.

use axum::response::NoContent;
use fairlead_app::{
    App, BundlePassphrase, ClientIdentity, ConnectionTest, Environment, EnvironmentsBundle,
    EnvironmentsFile, ImportEnvironments, ImportedEnvironments, NewEnvironment,
    NewEnvironmentSecret,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    acting::Acting,
    created::Created,
    error::ApiError,
    extract::{Json, Path},
    list::List,
    place::{InProject, OfEnvironment, OfEnvironmentSecret},
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_environments, create_environment))
        .routes(routes!(
            get_environment,
            update_environment,
            delete_environment
        ))
        .routes(routes!(export_environments, export_environments_bundle))
        .routes(routes!(import_environments))
        .routes(routes!(set_default_environment))
        .routes(routes!(test_environment))
        .routes(routes!(unlock_environment, lock_environment))
        .routes(routes!(set_environment_secret, delete_environment_secret))
        .routes(routes!(set_client_certificate))
}

/// List environments
///
/// In their order. The project's mock is always there besides them.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/environments",
    tag = "environments",
    params(InProject),
    responses((status = 200, description = "The environments.", body = List<Environment>)),
)]
async fn list_environments(
    Acting(app): Acting,
    Path(at): Path<InProject>,
) -> Result<axum::Json<List<Environment>>, ApiError> {
    let environments = app.list_environments(at.project_id).await?;
    Ok(axum::Json(List::whole(environments)))
}

/// Add an environment
///
/// Its secrets are set one by one afterwards.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/environments",
    tag = "environments",
    params(InProject),
    request_body(
        content = NewEnvironment,
        example = json!({
            "name": "Sandbox", "type": "SANDBOX", "baseUrl": "https://sandbox.example.com/v1",
            "auth": { "kind": "apiKey", "place": "header", "name": "X-API-Key" },
        }),
    ),
    responses(
        (status = 201, description = "The environment.", body = Environment,
            headers(("Location" = String, description = "Path of the environment."))),
        (status = 409, description = "There is one of that name, or too many."),
    ),
)]
async fn create_environment(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Json(new): Json<NewEnvironment>,
) -> Result<Created<Environment>, ApiError> {
    let made = app.create_environment(at.project_id, new).await?;
    let path = format!("/v1/projects/{}/environments/{}", at.project_id, made.id);
    Ok(Created(path, made))
}

/// Export environments
///
/// All of the project and its variables, without secrets.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/environments/export",
    tag = "environments",
    params(InProject),
    responses((status = 200, description = "The file.", body = EnvironmentsFile)),
)]
async fn export_environments(
    Acting(app): Acting,
    Path(at): Path<InProject>,
) -> Result<axum::Json<EnvironmentsFile>, ApiError> {
    Ok(axum::Json(app.export_environments(at.project_id).await?))
}

/// Export environments with their secrets
///
/// Encrypted with a passphrase (the format `age`). Sign-ins stay here.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/environments/export",
    tag = "environments",
    params(InProject),
    request_body(
        content = BundlePassphrase,
        example = json!({ "passphrase": "four words that rhyme" }),
    ),
    responses((status = 200, description = "The bundle.", body = EnvironmentsBundle)),
)]
async fn export_environments_bundle(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Json(with): Json<BundlePassphrase>,
) -> Result<axum::Json<EnvironmentsBundle>, ApiError> {
    let made = app.export_bundle(at.project_id, with.passphrase).await?;
    Ok(axum::Json(made))
}

/// Import environments
///
/// From a file or a bundle that an export has made.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/environments/import",
    tag = "environments",
    params(InProject),
    request_body(
        content = ImportEnvironments,
        example = json!({ "file": { "fairleadEnvironments": 1, "environments": [] } }),
    ),
    responses((status = 200, description = "What was done.", body = ImportedEnvironments)),
)]
async fn import_environments(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Json(from): Json<ImportEnvironments>,
) -> Result<axum::Json<ImportedEnvironments>, ApiError> {
    let done = app.import_environments(at.project_id, from).await?;
    Ok(axum::Json(done))
}

/// Get an environment
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/environments/{environmentId}",
    tag = "environments",
    params(OfEnvironment),
    responses((status = 200, description = "The environment.", body = Environment)),
)]
async fn get_environment(
    Acting(app): Acting,
    Path(at): Path<OfEnvironment>,
) -> Result<axum::Json<Environment>, ApiError> {
    let found = app.environment(at.project_id, at.environment_id).await?;
    Ok(axum::Json(found))
}

/// Set up an environment anew
///
/// As a whole: what is left out gets its default. Secrets that it still takes stay; it is locked
/// again.
#[utoipa::path(
    put,
    path = "/v1/projects/{projectId}/environments/{environmentId}",
    tag = "environments",
    params(OfEnvironment),
    request_body(content = NewEnvironment, example = json!({ "name": "Mine", "type": "MOCK" })),
    responses(
        (status = 200, description = "The environment as it is now.", body = Environment),
        (status = 409, description = "There is one of that name."),
    ),
)]
async fn update_environment(
    Acting(app): Acting,
    Path(at): Path<OfEnvironment>,
    Json(new): Json<NewEnvironment>,
) -> Result<axum::Json<Environment>, ApiError> {
    let changed = app
        .update_environment(at.project_id, at.environment_id, new)
        .await?;
    Ok(axum::Json(changed))
}

/// Remove an environment
///
/// Its secrets go with it.
#[utoipa::path(
    delete,
    path = "/v1/projects/{projectId}/environments/{environmentId}",
    tag = "environments",
    params(OfEnvironment),
    responses((status = 204, description = "The environment is gone.")),
)]
async fn delete_environment(
    Acting(app): Acting,
    Path(at): Path<OfEnvironment>,
) -> Result<NoContent, ApiError> {
    app.delete_environment(at.project_id, at.environment_id)
        .await?;
    Ok(NoContent)
}

/// Make an environment the default
///
/// In place of the one before.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/environments/{environmentId}/default",
    tag = "environments",
    params(OfEnvironment),
    responses((status = 200, description = "The environment as it is now.", body = Environment)),
)]
async fn set_default_environment(
    Acting(app): Acting,
    Path(at): Path<OfEnvironment>,
) -> Result<axum::Json<Environment>, ApiError> {
    let changed = app
        .set_default_environment(at.project_id, at.environment_id)
        .await?;
    Ok(axum::Json(changed))
}

/// Test the connection to an environment
///
/// From the ground up: name, socket, certificate, HTTP, credentials; each step says what it found
/// and what to do. That a step fails is no failure of this operation.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/environments/{environmentId}/test",
    tag = "environments",
    params(OfEnvironment),
    responses(
        (status = 200, description = "What was found.", body = ConnectionTest),
        (status = 409, description = "The environment is switched off, or no mock runs."),
    ),
)]
async fn test_environment(
    Acting(app): Acting,
    Path(at): Path<OfEnvironment>,
) -> Result<axum::Json<ConnectionTest>, ApiError> {
    let found = app
        .test_environment(at.project_id, at.environment_id)
        .await?;
    Ok(axum::Json(found))
}

/// Unlock a read-only environment
///
/// Every method may go there for 15 minutes, or until the program ends.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/environments/{environmentId}/unlock",
    tag = "environments",
    params(OfEnvironment),
    responses((status = 200, description = "The environment as it is now.", body = Environment)),
)]
async fn unlock_environment(
    Acting(app): Acting,
    Path(at): Path<OfEnvironment>,
) -> Result<axum::Json<Environment>, ApiError> {
    let changed = app
        .unlock_environment(at.project_id, at.environment_id)
        .await?;
    Ok(axum::Json(changed))
}

/// Lock an environment again
#[utoipa::path(
    delete,
    path = "/v1/projects/{projectId}/environments/{environmentId}/unlock",
    tag = "environments",
    params(OfEnvironment),
    responses((status = 200, description = "The environment as it is now.", body = Environment)),
)]
async fn lock_environment(
    Acting(app): Acting,
    Path(at): Path<OfEnvironment>,
) -> Result<axum::Json<Environment>, ApiError> {
    let changed = app
        .lock_environment(at.project_id, at.environment_id)
        .await?;
    Ok(axum::Json(changed))
}

/// Set a secret of an environment
///
/// In place of the one before; when there first was one stays known.
#[utoipa::path(
    put,
    path = "/v1/projects/{projectId}/environments/{environmentId}/secrets/{name}",
    tag = "environments",
    params(OfEnvironmentSecret),
    request_body(content = NewEnvironmentSecret, example = json!({ "value": "k-123" })),
    responses((status = 200, description = "The environment as it is now.", body = Environment)),
)]
async fn set_environment_secret(
    Acting(app): Acting,
    Path(at): Path<OfEnvironmentSecret>,
    Json(secret): Json<NewEnvironmentSecret>,
) -> Result<axum::Json<Environment>, ApiError> {
    let changed = app
        .set_environment_secret(at.project_id, at.environment_id, &at.name, secret)
        .await?;
    Ok(axum::Json(changed))
}

/// Forget a secret of an environment
#[utoipa::path(
    delete,
    path = "/v1/projects/{projectId}/environments/{environmentId}/secrets/{name}",
    tag = "environments",
    params(OfEnvironmentSecret),
    responses((status = 204, description = "The secret is gone.")),
)]
async fn delete_environment_secret(
    Acting(app): Acting,
    Path(at): Path<OfEnvironmentSecret>,
) -> Result<NoContent, ApiError> {
    app.delete_environment_secret(at.project_id, at.environment_id, &at.name)
        .await?;
    Ok(NoContent)
}

/// Take a client's certificate and key from a file
///
/// From PKCS#12 (`.p12`, `.pfx`), in place of those before: the certificate becomes part of the
/// environment, with those between it and its root; the key goes into the vault, as the secret
/// `clientKey`. The password is kept nowhere.
#[utoipa::path(
    put,
    path = "/v1/projects/{projectId}/environments/{environmentId}/client-certificate",
    tag = "environments",
    params(OfEnvironment),
    request_body(
        content = ClientIdentity,
        example = json!({ "pkcs12": "MIIJ…", "password": "as it was exported" }),
    ),
    responses(
        (status = 200, description = "The environment as it is now.", body = Environment),
        (status = 422, description = "The file is no PKCS#12, has no key or no certificate for it, \
            or the password does not open it; `error` says which."),
    ),
)]
async fn set_client_certificate(
    Acting(app): Acting,
    Path(at): Path<OfEnvironment>,
    Json(from): Json<ClientIdentity>,
) -> Result<axum::Json<Environment>, ApiError> {
    let changed = app
        .set_client_identity(at.project_id, at.environment_id, from)
        .await?;
    Ok(axum::Json(changed))
}
