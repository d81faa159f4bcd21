//! Secrets for the security schemes of a description: they go in and never come out.

use axum::response::NoContent;
use fairlead_app::{App, Credential, CredentialStatus};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    acting::Acting,
    error::ApiError,
    extract::{Json, Path},
    list::List,
    place::{InProject, OfCredential},
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_credentials))
        .routes(routes!(set_credential, delete_credential))
}

/// List credentials
///
/// Every security scheme of the active revision, and whether a credential is kept for it.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/credentials",
    tag = "credentials",
    params(InProject),
    responses((status = 200, description = "The schemes.", body = List<CredentialStatus>)),
)]
async fn list_credentials(
    Acting(app): Acting,
    Path(at): Path<InProject>,
) -> Result<axum::Json<List<CredentialStatus>>, ApiError> {
    let schemes = app.list_credentials(at.project_id).await?;
    Ok(axum::Json(List::whole(schemes)))
}

/// Keep a credential
///
/// In place of the one before. A key or token, or a name and a password.
#[utoipa::path(
    put,
    path = "/v1/projects/{projectId}/credentials/{scheme}",
    tag = "credentials",
    params(OfCredential),
    request_body(
        content = Credential,
        examples(
            ("value" = (summary = "A key or token", value = json!({ "value": "k-123" }))),
            ("basic" = (
                summary = "A name and a password",
                value = json!({ "username": "ada", "password": "correct horse" }),
            )),
        ),
    ),
    responses((status = 204, description = "The credential is kept.")),
)]
async fn set_credential(
    Acting(app): Acting,
    Path(at): Path<OfCredential>,
    Json(credential): Json<Credential>,
) -> Result<NoContent, ApiError> {
    app.set_credential(at.project_id, &at.scheme, credential)
        .await?;
    Ok(NoContent)
}

/// Forget a credential
#[utoipa::path(
    delete,
    path = "/v1/projects/{projectId}/credentials/{scheme}",
    tag = "credentials",
    params(OfCredential),
    responses((status = 204, description = "The credential is gone.")),
)]
async fn delete_credential(
    Acting(app): Acting,
    Path(at): Path<OfCredential>,
) -> Result<NoContent, ApiError> {
    app.delete_credential(at.project_id, &at.scheme).await?;
    Ok(NoContent)
}
