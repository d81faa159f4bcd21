//! Which traces there are: filters, pages, choices, and how long they are kept.

use fairlead_core::{Id, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ErrorCategory, Trace, TraceSource};

/// Which traces to list.
#[derive(Clone, Debug, Default)]
pub struct TraceFilter {
    /// Only this method.
    pub method: Option<String>,
    /// Only these statuses, both ends included.
    pub status: Option<(u16, u16)>,
    /// Only from there.
    pub source: Option<TraceSource>,
    /// Only this operation.
    pub operation_id: Option<String>,
    /// Only of this mock.
    pub mock_id: Option<Id>,
    /// Only those with an error category or a broken contract.
    pub errors: bool,
    /// Only sent to this environment.
    pub environment_id: Option<Id>,
    /// Only of this partner.
    pub partner_id: Option<Id>,
    /// Only of this run.
    pub run_id: Option<Id>,
    /// Only with this error category.
    pub category: Option<ErrorCategory>,
    /// Only those that broke this rule of the contract first.
    pub problem: Option<String>,
    /// Only those that took so long or longer, in milliseconds.
    pub slower_ms: Option<f64>,
    /// Only those that took less, in milliseconds.
    pub faster_ms: Option<f64>,
    /// Only those with all these words in the URL or a body; the last may be the beginning of one.
    pub text: Option<String>,
    /// Only those that began then or later.
    pub from: Option<Timestamp>,
    /// Only those that began before.
    pub to: Option<Timestamp>,
    /// What they are sorted by.
    pub sort: TraceSort,
    /// The smallest first.
    pub ascending: bool,
}

/// What traces are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum TraceSort {
    /// When they began.
    #[default]
    Started,
    /// How long they took.
    Duration,
    /// The status; those without an answer come first.
    Status,
}

/// One page of traces.
#[derive(Clone, Debug)]
pub struct TracePage {
    /// The traces.
    pub items: Vec<Trace>,
    /// Where the next page begins; `None` on the last one.
    pub next_cursor: Option<String>,
    /// How many the filter fits, or at least how many.
    pub total: u64,
    /// Whether there are no more than `total`.
    pub total_is_exact: bool,
}

/// How many traces each choice of a filter would leave beside the other filters, the most frequent
/// first.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TraceFacets {
    /// By operation.
    pub operations: Vec<TraceFacet>,
    /// By method.
    pub methods: Vec<TraceFacet>,
    /// By who began it.
    pub sources: Vec<TraceFacet>,
    /// By status.
    pub statuses: Vec<TraceFacet>,
    /// By error category.
    pub categories: Vec<TraceFacet>,
    /// By environment.
    pub environments: Vec<TraceFacet>,
    /// By partner.
    pub partners: Vec<TraceFacet>,
    /// By mock.
    pub mocks: Vec<TraceFacet>,
}

/// One choice of a filter.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TraceFacet {
    /// What to filter by; null for traces without one.
    #[schema(required = true)]
    pub value: Option<String>,
    /// How many traces that would leave.
    pub count: u64,
}

/// Whether the seal on a project's traces holds.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TraceSeal {
    /// Whether every sealed trace is as it was kept, and none is missing.
    pub holds: bool,
    /// How many traces hold, up to the first that does not.
    pub sealed: u64,
    /// How many were kept by an older version, without a seal.
    pub unsealed: u64,
    /// The first trace that is not as it was kept, or before which one is missing.
    #[schema(required = true)]
    pub broken_at: Option<Id>,
    /// What is wrong.
    #[schema(required = true)]
    pub reason: Option<String>,
}

/// How long traces of a project are kept; what is beyond any of these goes, the oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TraceRetention {
    /// How many traces.
    #[schema(minimum = 1, maximum = 5_000_000)]
    pub traces: u64,
    /// How many days.
    #[schema(minimum = 1, maximum = 3650)]
    pub days: u64,
    /// How many megabytes (1024 × 1024 bytes) on the disk, about.
    #[schema(minimum = 1, maximum = 20480)]
    pub megabytes: u64,
}
