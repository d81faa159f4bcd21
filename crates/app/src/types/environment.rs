//! Environments: where requests of a project go, and what they carry there.

use fairlead_core::{Id, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{EnvironmentAuth, EnvironmentSecret, Field, whole};

/// What an environment is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EnvironmentType {
    /// The project's mock.
    Mock,
    /// A server to try things on.
    Sandbox,
    /// A server for acceptance by users.
    Uat,
    /// The real thing.
    Production,
}

/// A name that stands for a value: `{{name}}` in addresses, headers, queries and bodies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EnvironmentVariable {
    /// The name, without braces.
    #[schema(min_length = 1, max_length = 200, example = "tenant")]
    pub name: String,
    /// What it stands for; empty where it is secret.
    #[serde(default)]
    #[schema(max_length = 10_000)]
    pub value: String,
    /// Whether the vault keeps its value, as the secret `variable.` and its name.
    #[serde(default)]
    #[schema(default = false)]
    pub secret: bool,
}

/// How an environment is set up: everything but its secrets. It is written as a whole.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewEnvironment {
    /// What it is called; no two of a project are called the same.
    #[schema(min_length = 1, max_length = 200, example = "Partner sandbox")]
    pub name: String,
    /// What it is for.
    #[serde(rename = "type")]
    pub kind: EnvironmentType,
    /// What comes before the path of an operation; none where it is the project's mock.
    #[serde(default)]
    #[schema(max_length = 2000, example = "https://sandbox.example.com/v1")]
    pub base_url: Option<String>,
    /// Header fields that every request carries, unless it has one of that name itself.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub headers: Vec<Field>,
    /// How requests show who is calling.
    #[serde(default)]
    pub auth: EnvironmentAuth,
    /// Variables; the nearest counts: the environment's before the project's.
    #[serde(default)]
    #[schema(max_items = 500)]
    pub variables: Vec<EnvironmentVariable>,
    /// The proxy that requests go through, such as `http://proxy.example.com:8080`.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub proxy_url: Option<String>,
    /// The name for the proxy, where it wants one; its secret is `proxyPassword`.
    #[serde(default)]
    #[schema(max_length = 1000)]
    pub proxy_username: Option<String>,
    /// The certificate that the client shows (mutual TLS), in PEM, with those between it and its
    /// root; its secret is `clientKey`, the private key in PEM.
    #[serde(default)]
    #[schema(max_length = 200_000)]
    pub client_certificate: Option<String>,
    /// Certificates in PEM that are trusted besides those of the system.
    #[serde(default)]
    #[schema(max_length = 200_000)]
    pub ca_certificate: Option<String>,
    /// How long an exchange may take, in milliseconds; 30,000 where left out.
    #[serde(default, deserialize_with = "whole::option")]
    #[schema(minimum = 1, maximum = 120_000)]
    pub timeout_ms: Option<u64>,
    /// How long connecting may take, in milliseconds; as long as the exchange where left out.
    #[serde(default, deserialize_with = "whole::option")]
    #[schema(minimum = 1, maximum = 120_000)]
    pub connect_timeout_ms: Option<u64>,
    /// Whether requests go there unless a person chooses another; one of a project at most.
    #[serde(default)]
    #[schema(default = false)]
    pub is_default: bool,
    /// Whether requests may go there at all.
    #[serde(default = "yes")]
    #[schema(default = true)]
    pub is_active: bool,
    /// Whether partners may use it.
    #[serde(default)]
    #[schema(default = false)]
    pub partner_enabled: bool,
    /// Whether only safe methods may go there until it is unlocked; left out, so it is for
    /// `PRODUCTION`.
    #[serde(default)]
    pub read_only: Option<bool>,
    /// Its place among the environments of the project; the last where left out.
    #[serde(default, deserialize_with = "whole::option")]
    #[schema(maximum = 1_000_000)]
    pub position: Option<u32>,
}

fn yes() -> bool {
    true
}

/// An environment: where requests go, and what they carry there.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Environment {
    /// Its id.
    pub id: Id,
    /// Its project.
    pub project_id: Id,
    /// What it is called.
    pub name: String,
    /// What it is for.
    #[serde(rename = "type")]
    pub kind: EnvironmentType,
    /// What comes before the path of an operation; none where it is the project's mock.
    #[schema(required = true)]
    pub base_url: Option<String>,
    /// Header fields that every request carries, unless it has one of that name itself.
    pub headers: Vec<Field>,
    /// How requests show who is calling.
    pub auth: EnvironmentAuth,
    /// Variables.
    pub variables: Vec<EnvironmentVariable>,
    /// The proxy that requests go through.
    #[schema(required = true)]
    pub proxy_url: Option<String>,
    /// The name for the proxy, where it wants one.
    #[schema(required = true)]
    pub proxy_username: Option<String>,
    /// The certificate that the client shows, in PEM.
    #[schema(required = true)]
    pub client_certificate: Option<String>,
    /// Certificates in PEM that are trusted besides those of the system.
    #[schema(required = true)]
    pub ca_certificate: Option<String>,
    /// How long an exchange may take, in milliseconds.
    #[schema(required = true)]
    pub timeout_ms: Option<u64>,
    /// How long connecting may take, in milliseconds.
    #[schema(required = true)]
    pub connect_timeout_ms: Option<u64>,
    /// Whether requests go there unless a person chooses another.
    pub is_default: bool,
    /// Whether requests may go there at all.
    pub is_active: bool,
    /// Whether partners may use it.
    pub partner_enabled: bool,
    /// Whether only safe methods may go there until it is unlocked.
    pub read_only: bool,
    /// Until when it is unlocked, where it is.
    #[schema(required = true)]
    pub unlocked_until: Option<Timestamp>,
    /// Its place among the environments of the project.
    pub position: u32,
    /// The secrets it takes, and whether they are set.
    pub secrets: Vec<EnvironmentSecret>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}
