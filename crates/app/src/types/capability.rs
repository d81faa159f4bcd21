//! What an API can do, and by what one sees it.

use serde::Serialize;
use utoipa::ToSchema;

use super::{NamedOperation, SpecPlace};

/// Something an API can do.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Capability {
    /// What it is, such as `pagination`.
    pub kind: String,
    /// In which way, where there are several, such as `cursor`.
    #[schema(required = true)]
    pub style: Option<String>,
    /// How likely: one minus the chance that every signal misleads.
    #[schema(minimum = 0.0, maximum = 1.0)]
    pub confidence: f64,
    /// How many operations, webhooks and callbacks show it.
    pub operations: usize,
    /// What speaks for it, strongest first.
    pub signals: Vec<CapabilitySignal>,
}

/// One thing that speaks for a capability.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CapabilitySignal {
    /// Its stable name.
    pub signal: String,
    /// What it is, in words.
    pub words: String,
    /// How much it says by itself.
    #[schema(minimum = 0.0, maximum = 1.0)]
    pub weight: f64,
    /// At how many places.
    pub count: usize,
    /// The first of them.
    pub evidence: Vec<CapabilityEvidence>,
}

/// One place that shows a signal.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CapabilityEvidence {
    /// Where.
    pub place: SpecPlace,
    /// What stands there.
    pub what: String,
    /// The operation it belongs to.
    #[schema(required = true)]
    pub operation: Option<NamedOperation>,
}
