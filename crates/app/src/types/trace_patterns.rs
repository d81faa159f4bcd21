//! Where integrations fail: failures that are alike, and what each partner does.

use fairlead_core::{Id, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use super::{ErrorCategory, TraceFigures, TraceInterval};

/// Failures over a stretch of time, by what they have in common.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TracePatterns {
    /// Where the first point of each series begins.
    pub from: Timestamp,
    /// Where the last one ends.
    pub to: Timestamp,
    /// How long each point of a series is.
    pub interval: TraceInterval,
    /// Of how many traces these figures are where there are too many to look at each: the newest so
    /// many. Null where they are of all.
    #[schema(required = true)]
    pub newest_only: Option<u64>,
    /// How many traces failed.
    pub failed: u64,
    /// How many patterns those make.
    pub patterns: u64,
    /// The ten most frequent of them.
    pub items: Vec<FailurePattern>,
}

/// Failures that are alike: same operation, status, kind of error and broken rule.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FailurePattern {
    /// The operation; null for traces of none.
    #[schema(required = true)]
    pub operation_id: Option<String>,
    /// The status; null where no answer came.
    #[schema(required = true)]
    pub status: Option<u16>,
    /// The kind of error; null where only the contract was broken.
    #[schema(required = true)]
    pub category: Option<ErrorCategory>,
    /// The rule of the contract that was broken first, such as `request/body/required`; null where
    /// none was, and where the kept sums do not tell: beside a filter by environment, mock, source or
    /// method, without one by words, run, broken rule or duration.
    #[schema(required = true)]
    pub problem: Option<String>,
    /// How many.
    pub count: u64,
    /// How many partners had them; null where the kept sums do not tell, like `problem`.
    #[schema(required = true)]
    pub partners: Option<u64>,
    /// When the first of them in this time began; null like `partners`.
    #[schema(required = true)]
    pub first_at: Option<Timestamp>,
    /// When the last of them in this time began; null like `partners`.
    #[schema(required = true)]
    pub last_at: Option<Timestamp>,
    /// How many in each point of the series.
    pub series: Vec<u64>,
}

/// What partners do over a stretch of time.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TracePartners {
    /// Where the first point of each series begins.
    pub from: Timestamp,
    /// Where the last one ends.
    pub to: Timestamp,
    /// How long each point of a series is.
    pub interval: TraceInterval,
    /// The partners: those that are stuck first, then those heard of last.
    pub items: Vec<PartnerActivity>,
}

/// What a partner does.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PartnerActivity {
    /// The partner.
    pub partner_id: Id,
    /// What it is called; null where it was removed.
    #[schema(required = true)]
    pub name: Option<String>,
    /// Its figures in this time.
    #[serde(flatten)]
    pub figures: TraceFigures,
    /// When its newest trace of all began; null where it has none.
    #[schema(required = true)]
    pub last_at: Option<Timestamp>,
    /// Whether it goes on.
    pub state: PartnerState,
    /// How many traces in each point of the series.
    pub series: Vec<PartnerPoint>,
    /// What failed among its 30 newest traces, the newest first, at most three kinds.
    pub failures: Vec<PartnerFailure>,
}

/// Traces of a partner in one point of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PartnerPoint {
    /// How many.
    pub count: u64,
    /// How many of them failed.
    pub failed: u64,
}

/// Failures of a partner that are alike.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PartnerFailure {
    /// The newest of them.
    pub trace_id: Id,
    /// When that began.
    pub at: Timestamp,
    /// The operation; null for traces of none.
    #[schema(required = true)]
    pub operation_id: Option<String>,
    /// The status; null where no answer came.
    #[schema(required = true)]
    pub status: Option<u16>,
    /// The kind of error; null where only the contract was broken.
    #[schema(required = true)]
    pub category: Option<ErrorCategory>,
    /// The rule of the contract that was broken first.
    #[schema(required = true)]
    pub problem: Option<String>,
    /// How many of its newest traces failed like this.
    pub count: u64,
}

/// Whether a partner goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum PartnerState {
    /// Nothing for 24 hours after a failure.
    Stuck,
    /// It has sent something in the last 24 hours.
    Active,
    /// Nothing for 24 hours; what it sent last was well.
    Idle,
    /// It has never sent anything.
    NotBegun,
}
