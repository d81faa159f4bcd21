//! What traces say together: figures over time, differences of two, explanations, saved views.

use fairlead_core::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// How long one point of a series is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum TraceInterval {
    /// An hour.
    Hour,
    /// A day, in UTC.
    #[default]
    Day,
}

/// How long exchanges took, in milliseconds; right to about three in a hundred.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TraceLatency {
    /// On average.
    pub mean_ms: f64,
    /// Half took no longer.
    pub p50_ms: f64,
    /// 90 of 100 took no longer.
    pub p90_ms: f64,
    /// 95 of 100 took no longer.
    pub p95_ms: f64,
    /// 99 of 100 took no longer.
    pub p99_ms: f64,
}

/// Figures of some traces.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TraceFigures {
    /// How many there were.
    pub count: u64,
    /// How many of them had an error category or broke the contract.
    pub failed: u64,
    /// How long they took.
    pub latency: TraceLatency,
}

/// Figures of traces over a stretch of time.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TraceAnalytics {
    /// Where the first point of the series begins.
    pub from: Timestamp,
    /// Where the figures end.
    pub to: Timestamp,
    /// How long each point of the series is.
    pub interval: TraceInterval,
    /// Of how many traces these figures are where there are too many to look at each: the newest so
    /// many. Null where they are of all.
    #[schema(required = true)]
    pub newest_only: Option<u64>,
    /// Of all.
    pub all: TraceFigures,
    /// Over time, without gaps.
    pub series: Vec<TracePoint>,
    /// By operation, the most frequent first.
    pub operations: Vec<OperationFigures>,
    /// By hour of the week; hours without any are left out.
    pub heat: Vec<WeekHour>,
}

/// One point of a series.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TracePoint {
    /// When it begins.
    pub start: Timestamp,
    /// Its figures.
    #[serde(flatten)]
    pub figures: TraceFigures,
}

/// Figures of one operation.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OperationFigures {
    /// The operation; null for traces of none.
    #[schema(required = true)]
    pub operation_id: Option<String>,
    /// Its figures.
    #[serde(flatten)]
    pub figures: TraceFigures,
}

/// Traces of one hour of the week.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WeekHour {
    /// 0 for Monday to 6 for Sunday.
    pub weekday: u8,
    /// 0 to 23.
    pub hour: u8,
    /// How many.
    pub count: u64,
    /// How many of them failed.
    pub failed: u64,
}

/// How two traces differ.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TraceComparison {
    /// The first.
    pub left: super::TraceDetail,
    /// The second.
    pub right: super::TraceDetail,
    /// Every difference, at most 500.
    pub differences: Vec<TraceDifference>,
    /// Whether there are more.
    pub truncated: bool,
}

/// One difference of two traces.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TraceDifference {
    /// Which part of the exchange.
    pub part: TracePart,
    /// The name of the header, or the pointer (RFC 6901) within the body; empty for the whole part.
    pub at: String,
    /// What the first has; absent where it has nothing there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<Value>,
    /// What the second has; absent where it has nothing there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right: Option<Value>,
}

/// A part of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum TracePart {
    /// The method.
    Method,
    /// The URL.
    Url,
    /// A header field of the request.
    RequestHeader,
    /// The body of the request.
    RequestBody,
    /// The status.
    Status,
    /// A header field of the response.
    ResponseHeader,
    /// The body of the response.
    ResponseBody,
    /// A rule that only one of them breaks.
    Violation,
}

/// Why a trace ended as it did, as far as rules can say.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TraceExplanation {
    /// What happened, in one sentence.
    pub summary: String,
    /// What was found, the most telling first.
    pub findings: Vec<TraceFinding>,
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TraceFinding {
    /// The rule that found it; stays the same from version to version.
    pub rule: String,
    /// What is the matter.
    pub message: String,
    /// What shows it.
    pub evidence: Vec<String>,
    /// What to do next.
    pub next_step: String,
    /// Where in the program that is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<FindingPlace>,
    /// The rule's place in the description: a pointer with its file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema_pointer: Option<String>,
}

/// Where in the program something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum FindingPlace {
    /// Where credentials are set.
    Credentials,
    /// The playground, with this request.
    Playground,
    /// The mocks.
    Mocks,
    /// The description.
    Spec,
    /// The other traces of the operation.
    Traces,
}

/// A saved choice of filters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TraceView {
    /// What it is called; one of a project has a name.
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// The filters as the query of the list, such as `status=4xx&errors=true`.
    #[schema(max_length = 2000)]
    pub query: String,
}
