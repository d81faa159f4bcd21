//! Webhooks and callbacks of a project's description.

use fairlead_app::{App, SendWebhook, SentWebhook, Webhook};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    acting::Acting,
    error::ApiError,
    extract::{Json, Path},
    list::List,
    place::InProject,
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_webhooks))
        .routes(routes!(send_webhook))
}

/// List webhooks and callbacks
///
/// Those that the active revision declares; none where the project has no description yet.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/webhooks",
    tag = "webhooks",
    params(InProject),
    responses((status = 200, description = "The webhooks and callbacks.", body = List<Webhook>)),
)]
async fn list_webhooks(
    Acting(app): Acting,
    Path(at): Path<InProject>,
) -> Result<axum::Json<List<Webhook>>, ApiError> {
    let found = app.list_webhooks(at.project_id).await?;
    Ok(axum::Json(List::whole(found)))
}

/// Send a webhook
///
/// Its body is made up, as described. With several cases a receiver is tried: the answer says for
/// each whether it did what a right one does. Each delivery is a trace.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/webhooks/send",
    tag = "webhooks",
    params(InProject),
    request_body(
        content = SendWebhook,
        example = json!({
            "webhook": "bookingChanged",
            "url": "http://127.0.0.1:8080/hooks",
            "cases": ["ok"],
        }),
    ),
    responses(
        (status = 200, description = "What the receiver did.", body = SentWebhook),
        (status = 409, description = "The project has no description yet."),
    ),
)]
async fn send_webhook(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Json(wanted): Json<SendWebhook>,
) -> Result<axum::Json<SentWebhook>, ApiError> {
    Ok(axum::Json(app.send_webhook(at.project_id, wanted).await?))
}
