//! Who acts, and whether they may: looked at before every handler.

use axum::{
    extract::{FromRequestParts, MatchedPath, RawPathParams, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use fairlead_app::{Actor, App};
use fairlead_core::Id;
use http::{HeaderMap, StatusCode, request::Parts};

use crate::{error::ApiError, permissions};

/// The header field that names the partner as whom to look at a project.
pub const VIEW_AS: &str = "fairlead-view-as";

/// The program, for whoever has sent the request to act on.
pub struct Acting(pub App);

impl FromRequestParts<App> for Acting {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        // Nobody was asked who acts: a fault of ours, and no reason to act for the owner.
        let actor = parts.extensions.get().copied().ok_or_else(|| {
            let message = "It was not looked at who asks.";
            ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", message)
        })?;
        Ok(Self(app.acting_as(actor)))
    }
}

/// Refuses what whoever asks may not do.
pub async fn check(
    State(app): State<App>,
    path: RawPathParams,
    mut request: Request,
    next: Next,
) -> Response {
    let named = path.iter().find(|(name, _)| *name == "projectId");
    // A text that is no id is refused by the handler, which says so better.
    let project = named.and_then(|(_, text)| text.parse::<Id>().ok());
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or_else(String::new, |route| route.as_str().to_owned());
    let actor = match actor(&app, request.headers(), project).await {
        Ok(actor) => actor,
        Err(error) => return error.into_response(),
    };
    let needed = permissions::needed(request.method(), &route);
    if let Err(error) = app.acting_as(actor).allow(project, needed) {
        return ApiError::from(error).into_response();
    }
    request.extensions_mut().insert(actor);
    next.run(request).await
}

async fn actor(app: &App, headers: &HeaderMap, project: Option<Id>) -> Result<Actor, ApiError> {
    let Some(value) = headers.get(VIEW_AS) else {
        return Ok(Actor::OWNER);
    };
    let wrong = |status, code, message: &str| {
        ApiError::new(status, code, message)
            .with_hint("Fairlead-View-As names a partner of the project in the path, by id.")
    };
    let project = project.ok_or_else(|| {
        let message = "Here is no project to look at as a partner.";
        wrong(StatusCode::FORBIDDEN, "not_permitted", message)
    })?;
    let partner: Option<Id> = value.to_str().ok().and_then(|text| text.parse().ok());
    let partner = partner.ok_or_else(|| {
        let message = "Fairlead-View-As is not the id of a partner.";
        wrong(StatusCode::BAD_REQUEST, "invalid_header", message)
    })?;
    Ok(app.looking_as(project, partner).await?)
}
