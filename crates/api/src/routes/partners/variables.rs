//! Variables that are a partner's alone.

use axum::response::NoContent;
use fairlead_app::{NewVariable, Variable};

use crate::{
    acting::Acting,
    error::ApiError,
    extract::{Json, Path},
    list::List,
    place::{OfPartner, OfPartnerVariable},
};

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
pub(super) async fn list_partner_variables(
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
pub(super) async fn set_partner_variable(
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
pub(super) async fn delete_partner_variable(
    Acting(app): Acting,
    Path(at): Path<OfPartnerVariable>,
) -> Result<NoContent, ApiError> {
    app.delete_variable(at.scope(), &at.name).await?;
    Ok(NoContent)
}
