//! Whether an environment can be reached.

use fairlead_core::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// What a test of a connection looks at, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum ConnectionStepName {
    /// Whether the name of the host has addresses.
    Dns,
    /// Whether something listens there.
    Tcp,
    /// Whether it is who it says, by its certificate.
    Tls,
    /// Whether it speaks HTTP.
    Http,
    /// Whether it takes the credentials.
    Auth,
}

/// How a step of a test went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum ConnectionVerdict {
    /// It is well.
    Passed,
    /// It works, but not as it should.
    Warning,
    /// It does not work.
    Failed,
    /// There was nothing to test, or a step before failed.
    Skipped,
}

/// One step of a test.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionStep {
    /// Which.
    pub name: ConnectionStepName,
    /// How it went.
    pub verdict: ConnectionVerdict,
    /// How long it took, in milliseconds.
    #[schema(required = true)]
    pub duration_ms: Option<f64>,
    /// What was found.
    pub message: String,
    /// What to do about it.
    #[schema(required = true)]
    pub hint: Option<String>,
    /// The certificate that the server showed.
    #[schema(required = true)]
    pub certificate: Option<ServerCertificate>,
}

/// The certificate of a server.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ServerCertificate {
    /// Whose it is.
    pub subject: String,
    /// Who says so.
    pub issuer: String,
    /// Names that it holds for.
    pub names: Vec<String>,
    /// From when it holds.
    pub not_before: Timestamp,
    /// Until when it holds.
    pub not_after: Timestamp,
    /// The version of TLS that was agreed on, such as `TLSv1.3`.
    #[schema(required = true)]
    pub protocol: Option<String>,
}

/// Whether an environment can be reached, step by step.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionTest {
    /// Whether no step failed.
    pub ok: bool,
    /// The address that was tested.
    pub url: String,
    /// Every step, in order.
    pub steps: Vec<ConnectionStep>,
}
