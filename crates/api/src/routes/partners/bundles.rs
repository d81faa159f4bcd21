//! Bundles: made for a partner, opened, and results on their way back.

use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use fairlead_app::{NewResults, OpenBundle, OpenedBundle};
use http::header;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    acting::Acting,
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
pub(super) async fn make_results(
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
