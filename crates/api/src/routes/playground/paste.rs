//! Commands and calls that are pasted where an address belongs.

use fairlead_app::{App, PastedRequests, PastedText};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    acting::Acting,
    error::ApiError,
    extract::{Json, Path},
    place::InProject,
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(paste_requests))
}

/// Read a pasted request
///
/// Nothing is sent, and no request is kept. Credentials in the text go into the vault; the drafts
/// hold `{{name}}` in their place.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/playground/paste",
    tag = "playground",
    params(InProject),
    request_body(
        content = PastedText,
        example = json!({ "text": "curl https://api.example.com/ships -H 'Accept: application/json'" }),
    ),
    responses((status = 200, description = "The requests of the text.", body = PastedRequests)),
)]
async fn paste_requests(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Json(pasted): Json<PastedText>,
) -> Result<axum::Json<PastedRequests>, ApiError> {
    let read = app.paste_requests(at.project_id, pasted.text).await?;
    Ok(axum::Json(read))
}
