//! Running mock servers.

use fairlead_core::{Diagnostic, Id, Timestamp};
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
    /// When it was made.
    pub created_at: Timestamp,
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
    /// Whether to start it at once.
    #[serde(default = "yes")]
    #[schema(default = true)]
    pub start: bool,
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
