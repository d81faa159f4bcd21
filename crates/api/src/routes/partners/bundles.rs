//! Bundles: made for a partner, opened, and results on their way back.

use axum::response::Response;
use bytes::Bytes;
use fairlead_app::{NewResults, OpenBundle, OpenedBundle};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    acting::Acting,
    attachment::attachment,
    error::ApiError,
    extract::{Json, Path, Query},
    place::{InProject, OfPartner},
};

/// The media type of a bundle.
const BUNDLE: &str = "application/vnd.fairlead.bundle+zip";

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
pub(super) async fn make_bundle(
    Acting(app): Acting,
    Path(at): Path<OfPartner>,
) -> Result<Response, ApiError> {
    let (name, bytes) = app.make_bundle(at.project_id, at.partner_id).await?;
    Ok(attachment(BUNDLE, &name, bytes))
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
pub(super) async fn make_results(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Json(new): Json<NewResults>,
) -> Result<Response, ApiError> {
    let (name, bytes) = app.make_results(at.project_id, new).await?;
    Ok(attachment(BUNDLE, &name, bytes))
}

/// How to open a bundle.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Opening {
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
        content(
            (Vec<u8> = "application/vnd.fairlead.bundle+zip"),
            (Vec<u8> = "application/octet-stream"),
        ),
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
pub(super) async fn open_bundle(
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
