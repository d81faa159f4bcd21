//! What the tests of an integration have to show.

use fairlead_app::{App, NewTestProfile, TestProfileView};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    acting::Acting,
    error::ApiError,
    extract::{Json, Path},
    place::InProject,
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get_test_profile, set_test_profile))
}

/// Get the test profile
///
/// For each group of operations, how much each kind of test counts, and whether the description
/// says that the API does such a thing.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/test-profile",
    tag = "partners",
    params(InProject),
    responses(
        (status = 200, description = "The profile.", body = TestProfileView),
        (status = 409, description = "The project has no description yet."),
    ),
)]
async fn get_test_profile(
    Acting(app): Acting,
    Path(at): Path<InProject>,
) -> Result<axum::Json<TestProfileView>, ApiError> {
    Ok(axum::Json(app.test_profile(at.project_id).await?))
}

/// Set the test profile
///
/// All of it is written anew; what is left out is `AUTO`. It goes to partners with their bundles.
#[utoipa::path(
    put,
    path = "/v1/projects/{projectId}/test-profile",
    tag = "partners",
    params(InProject),
    request_body(
        content = NewTestProfile,
        example = json!({ "groups": { "payments": { "IDEMPOTENCY": "REQUIRED" } } }),
    ),
    responses(
        (status = 200, description = "The profile as it is now.", body = TestProfileView),
        (status = 409, description = "The project has no description yet."),
    ),
)]
async fn set_test_profile(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Json(new): Json<NewTestProfile>,
) -> Result<axum::Json<TestProfileView>, ApiError> {
    let set = app.set_test_profile(at.project_id, new).await?;
    Ok(axum::Json(set))
}
