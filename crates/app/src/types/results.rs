//! What a partner did, as it goes back to the vendor.

use fairlead_core::{Id, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a partner sends back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PartnerResults {
    /// What the partner says.
    pub note: String,
    /// When the first of the traces began.
    #[schema(required = true)]
    pub from: Option<Timestamp>,
    /// When the last began.
    #[schema(required = true)]
    pub to: Option<Timestamp>,
    /// How many traces.
    pub traces: u64,
    /// How many of them failed.
    pub failed: u64,
    /// By operation, the most failures first.
    pub operations: Vec<OperationResults>,
}

/// What a partner sent to one operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OperationResults {
    /// The method.
    pub method: String,
    /// The path, as the description writes it where it has it.
    pub path: String,
    /// How many traces.
    pub traces: u64,
    /// How many of them failed.
    pub failed: u64,
}

/// Traces of a partner that have been taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TakenResults {
    /// The partner here.
    pub partner_id: Id,
    /// How many traces are new here.
    pub added: u64,
    /// How many were here already.
    pub known: u64,
}

/// What to send back to a vendor.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewResults {
    /// What to say to them.
    #[serde(default)]
    #[schema(max_length = 10_000)]
    pub note: String,
    /// Traces from then on; all where left out.
    #[serde(default)]
    pub since: Option<Timestamp>,
}
