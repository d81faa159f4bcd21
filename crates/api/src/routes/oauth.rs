//! Signing in to environments with OAuth 2.

use fairlead_app::{App, Discovered, NewDiscovery, SignIn};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::acting::Acting;
use crate::{
    error::ApiError,
    extract::{Json, Path},
    place::{InProject, OfEnvironment},
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(get_sign_in))
        .routes(routes!(begin_sign_in))
        .routes(routes!(begin_device_sign_in))
        .routes(routes!(sign_out))
        .routes(routes!(discover_provider))
}

/// Look how far a sign-in is
///
/// Tokens are never shown.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/environments/{environmentId}/oauth/status",
    tag = "environments",
    params(OfEnvironment),
    responses((status = 200, description = "How far it is.", body = SignIn)),
)]
async fn get_sign_in(
    Acting(app): Acting,
    Path(at): Path<OfEnvironment>,
) -> Result<axum::Json<SignIn>, ApiError> {
    let told = app.sign_in_status(at.project_id, at.environment_id).await?;
    Ok(axum::Json(told))
}

/// Sign in with a browser
///
/// The answer names the page to open. The browser comes back to a port of this machine that is
/// open for 10 minutes; the status says when it has.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/environments/{environmentId}/oauth/authorize",
    tag = "environments",
    params(OfEnvironment),
    responses(
        (status = 200, description = "It waits for a person.", body = SignIn),
        (status = 409, description = "The environment has another grant, or is switched off."),
        (status = 424, description = "The environment describes no provider that can be used."),
    ),
)]
async fn begin_sign_in(
    Acting(app): Acting,
    Path(at): Path<OfEnvironment>,
) -> Result<axum::Json<SignIn>, ApiError> {
    let told = app.begin_sign_in(at.project_id, at.environment_id).await?;
    Ok(axum::Json(told))
}

/// Sign in on another device
///
/// The answer names a page and the code to type there.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/environments/{environmentId}/oauth/device",
    tag = "environments",
    params(OfEnvironment),
    responses(
        (status = 200, description = "It waits for a person.", body = SignIn),
        (status = 409, description = "The environment has another grant, or is switched off."),
        (status = 424, description = "The provider cannot be reached, or refuses."),
    ),
)]
async fn begin_device_sign_in(
    Acting(app): Acting,
    Path(at): Path<OfEnvironment>,
) -> Result<axum::Json<SignIn>, ApiError> {
    let told = app.begin_device(at.project_id, at.environment_id).await?;
    Ok(axum::Json(told))
}

/// Sign out
///
/// Ends a sign-in that waits, takes the tokens back at the provider where it has an address for
/// that, and forgets them.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/environments/{environmentId}/oauth/revoke",
    tag = "environments",
    params(OfEnvironment),
    responses((status = 200, description = "How it is now.", body = SignIn)),
)]
async fn sign_out(
    Acting(app): Acting,
    Path(at): Path<OfEnvironment>,
) -> Result<axum::Json<SignIn>, ApiError> {
    let told = app.sign_out(at.project_id, at.environment_id).await?;
    Ok(axum::Json(told))
}

/// Ask an issuer for its addresses
///
/// From the metadata that it publishes (OpenID Connect Discovery, RFC 8414). Nothing is kept.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/oauth/discover",
    tag = "environments",
    params(InProject),
    request_body(
        content = NewDiscovery,
        example = json!({ "issuer": "https://login.example.com/tenant" }),
    ),
    responses(
        (status = 200, description = "What it says.", body = Discovered),
        (status = 409, description = "The environment is switched off."),
        (status = 422, description = "It is no issuer, or what it says is for another one."),
        (status = 424, description = "It cannot be reached, or says nothing of use."),
    ),
)]
async fn discover_provider(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Json(new): Json<NewDiscovery>,
) -> Result<axum::Json<Discovered>, ApiError> {
    Ok(axum::Json(app.discover(at.project_id, new).await?))
}
