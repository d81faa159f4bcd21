//! Partners of a project.

use axum::{
    extract::DefaultBodyLimit,
    response::{IntoResponse, NoContent, Response},
};
use bytes::Bytes;
use fairlead_app::{
    App, NewPartner, NewPartnerSpace, NewResults, NewVariable, OpenBundle, OpenedBundle, Partner,
    PartnerSpace, SpaceContents, Variable,
};
use fairlead_core::limits::BUNDLE_BYTES;
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
    place::{InProject, OfPartner, OfPartnerVariable},
};

/// The media type of a bundle.
const BUNDLE: &str = "application/vnd.fairlead.bundle+zip";

pub(super) fn routes() -> OpenApiRouter<App> {
    let opening = OpenApiRouter::new()
        .routes(routes!(open_bundle))
        .layer(DefaultBodyLimit::max(BUNDLE_BYTES));
    OpenApiRouter::new()
        .routes(routes!(list_partners, create_partner))
        .routes(routes!(get_partner, update_partner, delete_partner))
        .routes(routes!(get_partner_space, set_partner_space))
        .routes(routes!(get_partner_contents))
        .routes(routes!(make_bundle))
        .routes(routes!(make_results))
        .routes(routes!(list_partner_variables))
        .routes(routes!(set_partner_variable, delete_partner_variable))
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

/// Make a bundle for a partner
///
/// One signed file that the partner opens offline: description, notes, environments without
/// secrets, variables, templates. See `docs/partners.md`.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/partners/{partnerId}/bundle",
    tag = "partners",
    params(OfPartner),
    responses((
        status = 200,
        description = "The file; `Content-Disposition` has a name for it.",
        body = Vec<u8>,
        content_type = "application/vnd.fairlead.bundle+zip",
    )),
)]
async fn make_bundle(Acting(app): Acting, Path(at): Path<OfPartner>) -> Result<Response, ApiError> {
    let (name, bytes) = app.make_bundle(at.project_id, at.partner_id).await?;
    Ok(file(&name, bytes))
}

/// Make results for a vendor
///
/// Of a project that was opened from a bundle: one signed file with its traces, for whoever made
/// the space.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/results",
    tag = "partners",
    params(InProject),
    request_body(content = NewResults, example = json!({ "note": "Refunds answer 409." })),
    responses(
        (
            status = 200,
            description = "The file; `Content-Disposition` has a name for it.",
            body = Vec<u8>,
            content_type = "application/vnd.fairlead.bundle+zip",
        ),
        (status = 409, description = "The project is nobody's partner space."),
    ),
)]
async fn make_results(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Json(new): Json<NewResults>,
) -> Result<Response, ApiError> {
    let (name, bytes) = app.make_results(at.project_id, new).await?;
    Ok(file(&name, bytes))
}

/// How to open a bundle.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Opening {
    /// Say what would come of it, and keep nothing.
    #[serde(default)]
    #[param(default = false)]
    dry_run: bool,
    /// Take it though it is signed with another key than before.
    #[serde(default)]
    #[param(default = false)]
    trust_new_key: bool,
    /// Absolute path of the file on this machine; the body is not read then.
    #[param(min_length = 1, max_length = 4096)]
    path: Option<String>,
}

/// Open a bundle
///
/// A vendor's space becomes a project, or brings the one that it has become up to date; a
/// partner's results come among the traces of the project that they are about.
#[utoipa::path(
    post,
    path = "/v1/bundles",
    tag = "partners",
    params(Opening),
    request_body(
        content = Vec<u8>,
        content_type = "application/vnd.fairlead.bundle+zip",
        description = "The file, up to 256 MiB.",
    ),
    responses(
        (status = 200, description = "What is in it, and what came of it.", body = OpenedBundle),
        (
            status = 409,
            description = "It is signed with another key than before, or is about nothing here.",
        ),
        (status = 422, description = "It is no bundle, or its signature does not hold."),
    ),
)]
async fn open_bundle(
    Acting(app): Acting,
    Query(how): Query<Opening>,
    body: Bytes,
) -> Result<axum::Json<OpenedBundle>, ApiError> {
    let opening = OpenBundle {
        dry_run: how.dry_run,
        trust_new_key: how.trust_new_key,
    };
    let opened = match how.path {
        Some(path) => app.open_bundle_file(path, opening).await?,
        None => app.open_bundle(body, opening).await?,
    };
    Ok(axum::Json(opened))
}

/// List a partner's variables
///
/// In the requests of that partner they come before all others.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/partners/{partnerId}/variables",
    tag = "partners",
    params(OfPartner),
    responses((status = 200, description = "The variables.", body = List<Variable>)),
)]
async fn list_partner_variables(
    Acting(app): Acting,
    Path(at): Path<OfPartner>,
) -> Result<axum::Json<List<Variable>>, ApiError> {
    let all = app.list_variables(at.scope()).await?;
    Ok(axum::Json(List::whole(all)))
}

/// Set a partner's variable
#[utoipa::path(
    put,
    path = "/v1/projects/{projectId}/partners/{partnerId}/variables/{name}",
    tag = "partners",
    params(OfPartnerVariable),
    request_body(content = NewVariable, example = json!({ "value": "acct_42" })),
    responses(
        (status = 200, description = "The variable.", body = Variable),
        (status = 409, description = "There are too many."),
    ),
)]
async fn set_partner_variable(
    Acting(app): Acting,
    Path(at): Path<OfPartnerVariable>,
    Json(new): Json<NewVariable>,
) -> Result<axum::Json<Variable>, ApiError> {
    let set = app.set_variable(at.scope(), &at.name, new).await?;
    Ok(axum::Json(set))
}

/// Remove a partner's variable
#[utoipa::path(
    delete,
    path = "/v1/projects/{projectId}/partners/{partnerId}/variables/{name}",
    tag = "partners",
    params(OfPartnerVariable),
    responses((status = 204, description = "The variable is gone.")),
)]
async fn delete_partner_variable(
    Acting(app): Acting,
    Path(at): Path<OfPartnerVariable>,
) -> Result<NoContent, ApiError> {
    app.delete_variable(at.scope(), &at.name).await?;
    Ok(NoContent)
}

fn file(name: &str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, BUNDLE.to_owned()),
        (header::CONTENT_DISPOSITION, disposition(name)),
    ];
    (headers, bytes).into_response()
}

/// RFC 6266 with the name in UTF-8 (RFC 8187), and a plain one beside it.
fn disposition(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii() { c } else { '_' })
        .collect();
    let encoded = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC);
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}
