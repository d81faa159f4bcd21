//! What the paths of the API name.

use fairlead_app::Scope;
use fairlead_core::Id;
use serde::Deserialize;
use utoipa::IntoParams;

/// Something of a project.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct InProject {
    /// Id of the project.
    pub project_id: Id,
}

/// Something of a revision.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct InSpec {
    /// Id of the project.
    pub project_id: Id,
    /// Id of the revision.
    pub spec_id: Id,
}

/// A named schema of a revision.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct OfSchema {
    /// Id of the project.
    pub project_id: Id,
    /// Id of the revision.
    pub spec_id: Id,
    /// Name of the schema.
    #[param(min_length = 1, example = "Pet")]
    pub name: String,
}

/// An operation of a project.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct OfOperation {
    /// Id of the project.
    pub project_id: Id,
    /// Id of the operation, as the list gives it.
    #[param(min_length = 1)]
    pub operation_id: String,
}

/// A mock of a project.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct OfMock {
    /// Id of the project.
    pub project_id: Id,
    /// Id of the mock.
    pub mock_id: Id,
}

/// A saved request of a project.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct OfRequest {
    /// Id of the project.
    pub project_id: Id,
    /// Id of the saved request.
    pub request_id: Id,
}

/// A catcher of a project.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct OfCatcher {
    /// Id of the project.
    pub project_id: Id,
    /// Id of the catcher.
    pub catcher_id: Id,
}

/// A delivery that a catcher has caught.
#[expect(clippy::struct_field_names, reason = "the names are those of the path")]
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct OfCaught {
    /// Id of the project.
    pub project_id: Id,
    /// Id of the catcher.
    pub catcher_id: Id,
    /// Id of the delivery.
    pub delivery_id: Id,
}

/// A trace of a project.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct OfTrace {
    /// Id of the project.
    pub project_id: Id,
    /// Id of the trace.
    pub trace_id: Id,
}

/// An exchange of the playground.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct OfExchange {
    /// Id of the project.
    pub project_id: Id,
    /// Id of the exchange, which you choose.
    pub exchange_id: Id,
}

/// A WebSocket of the playground.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct OfSocket {
    /// Id of the project.
    pub project_id: Id,
    /// Id of the WebSocket, which you choose.
    pub socket_id: Id,
}

/// A saved view of a project's traces.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct OfTraceView {
    /// Id of the project.
    pub project_id: Id,
    /// Name of the view.
    #[param(min_length = 1, max_length = 100, example = "Failures of today")]
    pub view_name: String,
}

/// A credential of a project.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct OfCredential {
    /// Id of the project.
    pub project_id: Id,
    /// Name of the security scheme in the description.
    #[param(min_length = 1, example = "api_key")]
    pub scheme: String,
}

/// An environment of a project.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct OfEnvironment {
    /// Id of the project.
    pub project_id: Id,
    /// Id of the environment.
    pub environment_id: Id,
}

/// A secret of an environment.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct OfEnvironmentSecret {
    /// Id of the project.
    pub project_id: Id,
    /// Id of the environment.
    pub environment_id: Id,
    /// What the secret is for, as the environment names it.
    #[param(min_length = 1, example = "apiKey")]
    pub name: String,
}

/// A variable of the workspace.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct OfVariable {
    /// Name of the variable, without braces.
    #[param(min_length = 1, max_length = 200, example = "tenant")]
    pub name: String,
}

/// A variable of a project.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct OfProjectVariable {
    /// Id of the project.
    pub project_id: Id,
    /// Name of the variable, without braces.
    #[param(min_length = 1, max_length = 200, example = "tenant")]
    pub name: String,
}

/// A partner of a project.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct OfPartner {
    /// Id of the project.
    pub project_id: Id,
    /// Id of the partner.
    pub partner_id: Id,
}

impl OfPartner {
    /// Where variables of the partner hold.
    pub fn scope(self) -> Scope {
        Scope::Partner {
            project: self.project_id,
            id: self.partner_id,
        }
    }
}

/// A variable of a partner.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct OfPartnerVariable {
    /// Id of the project.
    pub project_id: Id,
    /// Id of the partner.
    pub partner_id: Id,
    /// Name of the variable.
    #[param(min_length = 1, max_length = 200, example = "account")]
    pub name: String,
}

impl OfPartnerVariable {
    /// Where variables of the partner hold.
    pub fn scope(&self) -> Scope {
        Scope::Partner {
            project: self.project_id,
            id: self.partner_id,
        }
    }
}
