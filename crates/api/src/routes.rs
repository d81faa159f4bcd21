//! Every route, one file per subject.

pub mod catchers;
pub mod credentials;
pub mod environments;
pub mod events;
pub mod mocks;
pub mod oauth;
pub mod operations;
pub mod partners;
pub mod playground;
pub mod projects;
pub mod requests;
pub mod sockets;
pub mod specs;
pub mod system;
pub mod test_profile;
pub mod traces;
pub mod variables;
pub mod webhooks;

use fairlead_app::App;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::document::Api;

/// The routes with what they declare.
pub(crate) fn all() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Api::openapi())
        .merge(projects::routes())
        .merge(specs::routes())
        .merge(operations::routes())
        .merge(mocks::routes())
        .merge(webhooks::routes())
        .merge(catchers::routes())
        .merge(playground::routes())
        .merge(sockets::routes())
        .merge(requests::routes())
        .merge(credentials::routes())
        .merge(environments::routes())
        .merge(oauth::routes())
        .merge(variables::routes())
        .merge(partners::routes())
        .merge(test_profile::routes())
        .merge(traces::routes())
        .merge(events::routes())
        .merge(system::routes())
}

/// What the routes declare.
pub(crate) fn declared() -> utoipa::openapi::OpenApi {
    all().into_openapi()
}
