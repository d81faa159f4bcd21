//! Partners of a project, and what they see of it.

mod bundles;
mod variables;

use axum::{extract::DefaultBodyLimit, response::NoContent};
use fairlead_app::{App, NewPartner, NewPartnerSpace, Partner, PartnerSpace, SpaceContents};
use fairlead_core::limits::BUNDLE_BYTES;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    acting::Acting,
    created::Created,
    error::ApiError,
    extract::{Json, Path},
    list::List,
    place::{InProject, OfPartner},
};

pub(super) fn routes() -> OpenApiRouter<App> {
    let opening = OpenApiRouter::new()
        .routes(routes!(bundles::open_bundle))
        .layer(DefaultBodyLimit::max(BUNDLE_BYTES));
    OpenApiRouter::new()
        .routes(routes!(list_partners, create_partner))
        .routes(routes!(get_partner, update_partner, delete_partner))
        .routes(routes!(get_partner_space, set_partner_space))
        .routes(routes!(get_partner_contents))
        .routes(routes!(bundles::make_bundle))
        .routes(routes!(bundles::make_results))
        .routes(routes!(variables::list_partner_variables))
        .routes(routes!(
            variables::set_partner_variable,
            variables::delete_partner_variable
        ))
        .merge(opening)
}

/// List partners
///
/// By name.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/partners",
    tag = "partners",
    params(InProject),
    responses((status = 200, description = "The partners.", body = List<Partner>)),
)]
async fn list_partners(
    Acting(app): Acting,
    Path(at): Path<InProject>,
) -> Result<axum::Json<List<Partner>>, ApiError> {
    let all = app.list_partners(at.project_id).await?;
    Ok(axum::Json(List::whole(all)))
}

/// Add a partner
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/partners",
    tag = "partners",
    params(InProject),
    request_body(content = NewPartner, example = json!({ "name": "Acme Payments" })),
    responses(
        (
            status = 201,
            description = "The new partner.",
            body = Partner,
            headers(("Location" = String, description = "Path of the new partner.")),
        ),
        (status = 409, description = "There is one of that name, or there are too many."),
    ),
)]
async fn create_partner(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Json(new): Json<NewPartner>,
) -> Result<Created<Partner>, ApiError> {
    let project = at.project_id;
    let partner = app.create_partner(project, new).await?;
    let location = format!("/v1/projects/{project}/partners/{}", partner.id);
    Ok(Created(location, partner))
}

/// Get a partner
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/partners/{partnerId}",
    tag = "partners",
    params(OfPartner),
    responses((status = 200, description = "The partner.", body = Partner)),
)]
async fn get_partner(
    Acting(app): Acting,
    Path(at): Path<OfPartner>,
) -> Result<axum::Json<Partner>, ApiError> {
    let partner = app.partner(at.project_id, at.partner_id).await?;
    Ok(axum::Json(partner))
}

/// Change a partner
///
/// All that is known of it is written anew.
#[utoipa::path(
    put,
    path = "/v1/projects/{projectId}/partners/{partnerId}",
    tag = "partners",
    params(OfPartner),
    request_body(content = NewPartner, example = json!({ "name": "Acme Payments Ltd" })),
    responses(
        (status = 200, description = "The partner as it is now.", body = Partner),
        (status = 409, description = "There is another one of that name."),
    ),
)]
async fn update_partner(
    Acting(app): Acting,
    Path(at): Path<OfPartner>,
    Json(new): Json<NewPartner>,
) -> Result<axum::Json<Partner>, ApiError> {
    let partner = app
        .update_partner(at.project_id, at.partner_id, new)
        .await?;
    Ok(axum::Json(partner))
}

/// Remove a partner
///
/// With its variables. Its traces stay.
#[utoipa::path(
    delete,
    path = "/v1/projects/{projectId}/partners/{partnerId}",
    tag = "partners",
    params(OfPartner),
    responses((status = 204, description = "The partner is gone.")),
)]
async fn delete_partner(
    Acting(app): Acting,
    Path(at): Path<OfPartner>,
) -> Result<NoContent, ApiError> {
    app.delete_partner(at.project_id, at.partner_id).await?;
    Ok(NoContent)
}

/// What partners see
///
/// Besides the environments that are open to partners: who we are to them, notes, templates.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/partner-space",
    tag = "partners",
    params(InProject),
    responses((status = 200, description = "What they see.", body = PartnerSpace)),
)]
async fn get_partner_space(
    Acting(app): Acting,
    Path(at): Path<InProject>,
) -> Result<axum::Json<PartnerSpace>, ApiError> {
    Ok(axum::Json(app.partner_space(at.project_id).await?))
}

/// Say what partners see
#[utoipa::path(
    put,
    path = "/v1/projects/{projectId}/partner-space",
    tag = "partners",
    params(InProject),
    request_body(
        content = NewPartnerSpace,
        example = json!({
            "vendor": "Harbour Authority",
            "notes": "Amounts are in **cents**. Sandbox is reset every night.",
            "requests": [],
        }),
    ),
    responses((status = 200, description = "What they see now.", body = PartnerSpace)),
)]
async fn set_partner_space(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Json(new): Json<NewPartnerSpace>,
) -> Result<axum::Json<PartnerSpace>, ApiError> {
    let space = app.set_partner_space(at.project_id, new).await?;
    Ok(axum::Json(space))
}

/// Everything one partner sees
///
/// What a bundle for it would hold.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/partners/{partnerId}/contents",
    tag = "partners",
    params(OfPartner),
    responses((status = 200, description = "All of it.", body = SpaceContents)),
)]
async fn get_partner_contents(
    Acting(app): Acting,
    Path(at): Path<OfPartner>,
) -> Result<axum::Json<SpaceContents>, ApiError> {
    let contents = app.partner_contents(at.project_id, at.partner_id).await?;
    Ok(axum::Json(contents))
}
