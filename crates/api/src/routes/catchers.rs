//! Catchers of webhooks, and what they have caught.

use axum::response::NoContent;
use fairlead_app::{App, Catcher, CatcherSettings, Caught, CaughtDetail, NewCatcher, NewSecret};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    acting::Acting,
    created::Created,
    error::ApiError,
    extract::{Json, Path},
    list::List,
    place::{InProject, OfCatcher, OfCaught},
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_catchers, create_catcher))
        .routes(routes!(get_catcher, update_catcher, delete_catcher))
        .routes(routes!(start_catcher))
        .routes(routes!(stop_catcher))
        .routes(routes!(set_catcher_secret, delete_catcher_secret))
        .routes(routes!(list_deliveries, delete_deliveries))
        .routes(routes!(get_delivery))
}

/// List catchers
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/catchers",
    tag = "catchers",
    params(InProject),
    responses((status = 200, description = "The catchers of the project.", body = List<Catcher>)),
)]
async fn list_catchers(
    Acting(app): Acting,
    Path(at): Path<InProject>,
) -> Result<axum::Json<List<Catcher>>, ApiError> {
    let catchers = app.list_catchers(at.project_id).await?;
    Ok(axum::Json(List::whole(catchers)))
}

/// Create a catcher
///
/// It listens on loopback at once.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/catchers",
    tag = "catchers",
    params(InProject),
    request_body(content = NewCatcher, example = json!({ "port": 0, "settings": { "scheme": "standard" } })),
    responses(
        (
            status = 201,
            description = "The new catcher.",
            body = Catcher,
            headers(("Location" = String, description = "Path of the new catcher.")),
        ),
        (status = 409, description = "The port is taken, or there are too many catchers."),
    ),
)]
async fn create_catcher(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Json(new): Json<NewCatcher>,
) -> Result<Created<Catcher>, ApiError> {
    let catcher = app.create_catcher(at.project_id, new).await?;
    let location = format!("/v1/projects/{}/catchers/{}", at.project_id, catcher.id);
    Ok(Created(location, catcher))
}

/// Get a catcher
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/catchers/{catcherId}",
    tag = "catchers",
    params(OfCatcher),
    responses((status = 200, description = "The catcher.", body = Catcher)),
)]
async fn get_catcher(
    Acting(app): Acting,
    Path(at): Path<OfCatcher>,
) -> Result<axum::Json<Catcher>, ApiError> {
    Ok(axum::Json(app.catcher(at.project_id, at.catcher_id).await?))
}

/// Change how a catcher receives
///
/// What the body leaves out becomes what it is by default. The secret stays. A catcher that runs
/// starts again.
#[utoipa::path(
    put,
    path = "/v1/projects/{projectId}/catchers/{catcherId}",
    tag = "catchers",
    params(OfCatcher),
    request_body(content = CatcherSettings, example = json!({ "scheme": "github", "failFirst": 2 })),
    responses(
        (status = 200, description = "The catcher as it is now.", body = Catcher),
        (status = 409, description = "The catcher cannot start again as things are."),
    ),
)]
async fn update_catcher(
    Acting(app): Acting,
    Path(at): Path<OfCatcher>,
    Json(settings): Json<CatcherSettings>,
) -> Result<axum::Json<Catcher>, ApiError> {
    let catcher = app
        .update_catcher(at.project_id, at.catcher_id, settings)
        .await?;
    Ok(axum::Json(catcher))
}

/// Delete a catcher
///
/// What it has caught is gone too.
#[utoipa::path(
    delete,
    path = "/v1/projects/{projectId}/catchers/{catcherId}",
    tag = "catchers",
    params(OfCatcher),
    responses((status = 204, description = "The catcher is gone.")),
)]
async fn delete_catcher(
    Acting(app): Acting,
    Path(at): Path<OfCatcher>,
) -> Result<NoContent, ApiError> {
    app.delete_catcher(at.project_id, at.catcher_id).await?;
    Ok(NoContent)
}

/// Start a catcher
///
/// A catcher that runs goes on running.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/catchers/{catcherId}/start",
    tag = "catchers",
    params(OfCatcher),
    responses(
        (status = 200, description = "The catcher as it is now.", body = Catcher),
        (status = 409, description = "The catcher cannot start as things are."),
    ),
)]
async fn start_catcher(
    Acting(app): Acting,
    Path(at): Path<OfCatcher>,
) -> Result<axum::Json<Catcher>, ApiError> {
    let catcher = app.start_catcher(at.project_id, at.catcher_id).await?;
    Ok(axum::Json(catcher))
}

/// Stop a catcher
///
/// What it has caught stays.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/catchers/{catcherId}/stop",
    tag = "catchers",
    params(OfCatcher),
    responses((status = 200, description = "The catcher as it is now.", body = Catcher)),
)]
async fn stop_catcher(
    Acting(app): Acting,
    Path(at): Path<OfCatcher>,
) -> Result<axum::Json<Catcher>, ApiError> {
    let catcher = app.stop_catcher(at.project_id, at.catcher_id).await?;
    Ok(axum::Json(catcher))
}

/// Keep the secret of a catcher
///
/// In place of the one before. It goes into the vault and never comes out.
#[utoipa::path(
    put,
    path = "/v1/projects/{projectId}/catchers/{catcherId}/secret",
    tag = "catchers",
    params(OfCatcher),
    request_body(content = NewSecret, example = json!({ "secret": "It's a Secret to Everybody" })),
    responses(
        (status = 200, description = "The catcher as it is now.", body = Catcher),
        (status = 409, description = "The catcher cannot start again as things are."),
    ),
)]
async fn set_catcher_secret(
    Acting(app): Acting,
    Path(at): Path<OfCatcher>,
    Json(new): Json<NewSecret>,
) -> Result<axum::Json<Catcher>, ApiError> {
    let catcher = app
        .set_catcher_secret(at.project_id, at.catcher_id, new.secret)
        .await?;
    Ok(axum::Json(catcher))
}

/// Forget the secret of a catcher
///
/// Signatures are not checked without one.
#[utoipa::path(
    delete,
    path = "/v1/projects/{projectId}/catchers/{catcherId}/secret",
    tag = "catchers",
    params(OfCatcher),
    responses(
        (status = 204, description = "The secret is gone."),
        (status = 409, description = "The catcher cannot start again as things are."),
    ),
)]
async fn delete_catcher_secret(
    Acting(app): Acting,
    Path(at): Path<OfCatcher>,
) -> Result<NoContent, ApiError> {
    app.delete_catcher_secret(at.project_id, at.catcher_id)
        .await?;
    Ok(NoContent)
}

/// List what a catcher has caught
///
/// The last 500 deliveries, newest first.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/catchers/{catcherId}/deliveries",
    tag = "catchers",
    params(OfCatcher),
    responses((status = 200, description = "The deliveries.", body = List<Caught>)),
)]
async fn list_deliveries(
    Acting(app): Acting,
    Path(at): Path<OfCatcher>,
) -> Result<axum::Json<List<Caught>>, ApiError> {
    let caught = app.list_caught(at.project_id, at.catcher_id).await?;
    Ok(axum::Json(List::whole(caught)))
}

/// Forget what a catcher has caught
#[utoipa::path(
    delete,
    path = "/v1/projects/{projectId}/catchers/{catcherId}/deliveries",
    tag = "catchers",
    params(OfCatcher),
    responses((status = 204, description = "Nothing is kept any more.")),
)]
async fn delete_deliveries(
    Acting(app): Acting,
    Path(at): Path<OfCatcher>,
) -> Result<NoContent, ApiError> {
    app.forget_caught(at.project_id, at.catcher_id).await?;
    Ok(NoContent)
}

/// Get a delivery
///
/// With its headers and its body; secrets are masked.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/catchers/{catcherId}/deliveries/{deliveryId}",
    tag = "catchers",
    params(OfCaught),
    responses((status = 200, description = "The delivery.", body = CaughtDetail)),
)]
async fn get_delivery(
    Acting(app): Acting,
    Path(at): Path<OfCaught>,
) -> Result<axum::Json<CaughtDetail>, ApiError> {
    let caught = app
        .caught(at.project_id, at.catcher_id, at.delivery_id)
        .await?;
    Ok(axum::Json(caught))
}
