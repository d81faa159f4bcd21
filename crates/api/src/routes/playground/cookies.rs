//! Cookies that answers of the playground have set.

use axum::response::NoContent;
use fairlead_app::{App, KeptCookie};
use fairlead_core::Id;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    acting::Acting,
    error::ApiError,
    extract::{Path, Query},
    list::List,
    place::InProject,
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_cookies, forget_cookies))
}

/// List cookies
///
/// Those that answers have set and that go along with requests to the same place, without their
/// values. They live as long as the program.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/playground/cookies",
    tag = "playground",
    params(InProject),
    responses((status = 200, description = "The cookies.", body = List<KeptCookie>)),
)]
async fn list_cookies(
    Acting(app): Acting,
    Path(at): Path<InProject>,
) -> Result<axum::Json<List<KeptCookie>>, ApiError> {
    Ok(axum::Json(List::whole(
        app.list_cookies(at.project_id).await?,
    )))
}

/// Whose cookies.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CookiesOf {
    /// The environment; what goes elsewhere where left out.
    #[serde(default)]
    environment_id: Option<Id>,
}

/// Forget cookies
///
/// Of an environment, or of what goes elsewhere: the mock and other addresses.
#[utoipa::path(
    delete,
    path = "/v1/projects/{projectId}/playground/cookies",
    tag = "playground",
    params(InProject, CookiesOf),
    responses((status = 204, description = "They are forgotten.")),
)]
async fn forget_cookies(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Query(of): Query<CookiesOf>,
) -> Result<NoContent, ApiError> {
    app.forget_cookies(at.project_id, of.environment_id).await?;
    Ok(NoContent)
}
