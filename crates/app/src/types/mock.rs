//! Running mock servers.

use fairlead_core::{Diagnostic, Id, Timestamp};
use fairlead_mock::About;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::whole;

/// A mock server of a project's description.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Mock {
    /// Its id.
    pub id: Id,
    /// Its project.
    pub project_id: Id,
    /// The revision it answers from.
    pub spec_id: Id,
    /// How it is.
    pub state: MockState,
    /// Where it answers, while it runs.
    #[schema(required = true)]
    pub url: Option<String>,
    /// The port it has, or had last.
    #[schema(required = true)]
    pub port: Option<u16>,
    /// The same seed gives the same answers.
    #[schema(minimum = 0)]
    pub seed: u64,
    /// Whether it keeps what clients make, change and take away.
    pub stateful: bool,
    /// Whether only tokens of its own sign-in provider are taken, and for their scopes only.
    pub strict_auth: bool,
    /// Hosts besides this machine that callbacks may go to, each a host, or a host and a port as in
    /// `hooks.example.com:8443`. A request says where its callbacks go, and so leads a mock to this
    /// machine only unless a host is named here.
    pub callbacks_to: Vec<String>,
    /// Where one signs in, while it runs and where the description declares OAuth 2 or OpenID
    /// Connect.
    #[schema(required = true)]
    pub provider: Option<MockProvider>,
    /// Why it failed.
    #[schema(required = true)]
    pub error: Option<String>,
    /// Since when it runs.
    #[schema(required = true)]
    pub started_at: Option<Timestamp>,
    /// How many requests it has answered since it started.
    pub requests: u64,
    /// When it answered last.
    #[schema(required = true)]
    pub last_request_at: Option<Timestamp>,
    /// The API that it stands before, where it is a proxy.
    #[schema(required = true)]
    pub proxy: Option<ProxySetup>,
    /// Whether what it keeps is there again when it starts again.
    pub keep_state: bool,
    /// Size of the items that it keeps, in bytes.
    pub state_bytes: u64,
    /// Days without a request after which it goes; 0 for never.
    #[schema(minimum = 0, maximum = 3_650)]
    pub keep_days: u16,
    /// When it goes, unless it is used: set once that is near.
    #[schema(required = true)]
    pub goes_at: Option<Timestamp>,
    /// How it was when it was looked at last; null while it does not run.
    #[schema(required = true)]
    pub health: Option<MockHealth>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Where one signs in at a mock, and as what.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MockProvider {
    /// Who gives the tokens.
    pub issuer: String,
    /// Everything about it for programs (OpenID Connect Discovery).
    pub discovery_url: String,
    /// Where people allow things; null where no declared flow asks them.
    #[schema(required = true)]
    pub authorization_url: Option<String>,
    /// Where clients get tokens.
    pub token_url: String,
    /// Where devices begin; null where that flow is not declared.
    #[schema(required = true)]
    pub device_url: Option<String>,
    /// The public keys of its tokens.
    pub jwks_url: String,
    /// Who somebody is.
    pub userinfo_url: String,
    /// What a token is good for.
    pub introspection_url: String,
    /// Where tokens are given back.
    pub revocation_url: String,
    /// The grants that are offered, such as `authorization_code`.
    pub grants: Vec<String>,
    /// The declared scopes.
    pub scopes: Vec<String>,
    /// The clients of the behaviour file; null where it lists none: any client and secret will do.
    #[schema(required = true)]
    pub clients: Option<Vec<ProviderClient>>,
    /// Whether only its tokens are taken, as things are now.
    pub enforced: bool,
}

/// A client that a mock's sign-in provider knows.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProviderClient {
    /// Its `client_id`.
    pub id: String,
    /// Whether it has no secret, and has to use PKCE.
    pub public: bool,
}

impl MockProvider {
    pub(crate) fn new(about: About, enforced: bool) -> Self {
        let clients = about.clients.map(|clients| {
            let told = clients.into_iter();
            told.map(|(id, public)| ProviderClient { id, public })
                .collect()
        });
        Self {
            issuer: about.issuer,
            discovery_url: about.discovery_url,
            authorization_url: about.authorization_url,
            token_url: about.token_url,
            device_url: about.device_url,
            jwks_url: about.jwks_url,
            userinfo_url: about.userinfo_url,
            introspection_url: about.introspection_url,
            revocation_url: about.revocation_url,
            grants: about.grants,
            scopes: about.scopes,
            clients,
            enforced,
        }
    }
}

/// How a mock is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum MockState {
    /// It does not run.
    Stopped,
    /// It is about to answer.
    Starting,
    /// It answers.
    Running,
    /// It could not start or has ended by itself.
    Failed,
}

/// How a running mock was when it was looked at last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MockHealth {
    /// What was found.
    pub status: HealthStatus,
    /// When it was looked at.
    #[schema(required = true)]
    pub checked_at: Option<Timestamp>,
    /// How long it took to answer, in microseconds.
    #[schema(required = true)]
    pub answered_in_micros: Option<u64>,
    /// How often it was started again because it did not answer.
    pub restarts: u32,
    /// When it is tried again, where it could not be started.
    #[schema(required = true)]
    pub retry_at: Option<Timestamp>,
}

/// What was found of a mock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum HealthStatus {
    /// It answers.
    Healthy,
    /// It did not answer in time once, or answers again after a restart.
    Degraded,
    /// It does not answer.
    Down,
}

/// How a mock stands before a real API.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProxySetup {
    /// Where the API is; a path in it comes before the path of each request.
    #[schema(format = "uri", min_length = 1, max_length = 2_000)]
    pub upstream: String,
    /// Whether the mock answers where the API cannot be reached, or fails with 502, 503 or 504.
    #[serde(default)]
    #[schema(default = false)]
    pub mock_on_error: bool,
    /// Operations that are not built yet, by `operationId` or as `GET /path`: the mock answers.
    #[serde(default)]
    #[schema(max_items = 2_000)]
    pub mocked: Vec<String>,
    /// Whether what breaks the contract is refused: a request with 422, an answer with 502.
    #[serde(default)]
    #[schema(default = false)]
    pub enforce: bool,
    /// Whether what the API has answered before is answered again, from the traces, without it.
    #[serde(default)]
    #[schema(default = false)]
    pub replay: bool,
}

/// What to do with several mocks.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MockAction {
    /// What to do.
    pub action: MockDeed,
    /// With which; all of the project where it is left out.
    #[serde(default)]
    #[schema(max_items = 500)]
    pub mock_ids: Option<Vec<Id>>,
    /// Only with those that nobody has asked for so many days.
    #[serde(default, deserialize_with = "whole::option")]
    #[schema(minimum = 0, maximum = 3_650)]
    pub unused_days: Option<u16>,
}

/// What can be done with several mocks at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum MockDeed {
    /// Start those that do not run.
    Start,
    /// Stop those that run.
    Stop,
    /// Stop and start again those that run.
    Restart,
    /// Stop and remove.
    Delete,
}

/// What came of it, one mock each.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MockOutcome {
    /// Which mock.
    pub mock_id: Id,
    /// Why it could not be done; null where it was.
    #[schema(required = true)]
    pub error: Option<String>,
}

/// What a new mock is made of.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewMock {
    /// The port to answer on; 0 takes any that is free.
    #[serde(default, deserialize_with = "whole::number")]
    #[schema(default = 0, minimum = 0, maximum = 65535)]
    pub port: u16,
    /// The same seed gives the same answers.
    #[serde(default = "one", deserialize_with = "whole::number")]
    #[schema(default = 1, minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub seed: u64,
    /// Whether it keeps what clients make, change and take away.
    #[serde(default)]
    #[schema(default = false)]
    pub stateful: bool,
    /// The API to stand before, for a proxy.
    #[serde(default)]
    pub proxy: Option<ProxySetup>,
    /// Whether what it keeps is there again when it starts again.
    #[serde(default)]
    #[schema(default = false)]
    pub keep_state: bool,
    /// Days without a request after which it goes; 0 for never.
    #[serde(default = "week", deserialize_with = "whole::number")]
    #[schema(default = 7, minimum = 0, maximum = 3_650)]
    pub keep_days: u16,
    /// Whether only tokens of its own sign-in provider are taken, and for their scopes only.
    #[serde(default)]
    #[schema(default = false)]
    pub strict_auth: bool,
    /// Hosts besides this machine that callbacks may go to, each a host, or a host and a port as in
    /// `hooks.example.com:8443`. A request says where its callbacks go, and so leads a mock to this
    /// machine only unless a host is named here.
    #[serde(default)]
    #[schema(default = json!([]), max_items = 100)]
    pub callbacks_to: Vec<String>,
    /// Whether to start it at once.
    #[serde(default = "yes")]
    #[schema(default = true)]
    pub start: bool,
}

impl Default for NewMock {
    fn default() -> Self {
        Self {
            port: 0,
            seed: one(),
            stateful: false,
            proxy: None,
            keep_state: false,
            keep_days: week(),
            strict_auth: false,
            callbacks_to: Vec::new(),
            start: true,
        }
    }
}

fn week() -> u16 {
    7
}

fn one() -> u64 {
    1
}

fn yes() -> bool {
    true
}

/// What to change of a mock; what is left out stays. A running mock starts again.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MockPatch {
    /// The port to answer on; 0 takes any that is free.
    #[serde(default, deserialize_with = "whole::option")]
    #[schema(minimum = 0, maximum = 65535)]
    pub port: Option<u16>,
    /// The same seed gives the same answers.
    #[serde(default, deserialize_with = "whole::option")]
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub seed: Option<u64>,
    /// Whether it keeps what clients make, change and take away.
    pub stateful: Option<bool>,
    /// Whether what it keeps is there again when it starts again.
    pub keep_state: Option<bool>,
    /// Days without a request after which it goes; 0 for never.
    #[serde(default, deserialize_with = "whole::option")]
    #[schema(minimum = 0, maximum = 3_650)]
    pub keep_days: Option<u16>,
    /// Whether only tokens of its own sign-in provider are taken, and for their scopes only.
    pub strict_auth: Option<bool>,
    /// Hosts besides this machine that callbacks may go to, each a host, or a host and a port as in
    /// `hooks.example.com:8443`. A request says where its callbacks go, and so leads a mock to this
    /// machine only unless a host is named here.
    #[schema(max_items = 100)]
    pub callbacks_to: Option<Vec<String>>,
}

/// Everything that a stateful mock keeps, to be put back later.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MockSnapshot {
    /// The version of what follows.
    #[serde(deserialize_with = "whole::number")]
    #[schema(minimum = 0, maximum = 4_294_967_295_i64)]
    pub version: u32,
    /// Each collection with its path and its items.
    pub collections: Vec<Value>,
}

/// The behaviour file of a mock: what it does beyond what its description says.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MockBehaviour {
    /// The file, YAML or JSON; empty where there is none.
    pub text: String,
    /// What is wrong with it.
    pub problems: Vec<Diagnostic>,
}

/// A behaviour file.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewBehaviour {
    /// The file, YAML or JSON; empty for none.
    #[schema(max_length = 100_000)]
    pub text: String,
}
