//! Traces: kept exchanges, in a database of their own, laid out for millions of them.

mod analytics;
mod chain;
mod combination;
mod count;
mod detail;
mod each;
mod failure;
mod figures;
mod filter;
mod forget;
mod insert;
mod page;
mod partners;
mod patterns;
mod plan;
mod reading;
mod rollup;
mod row;
mod schema;
mod search;
mod sketch;
mod term;
mod terms;
mod text;
mod under_way;

use fairlead_core::{Id, Timestamp};

pub use analytics::{Analytics, Heat, OfOperation, Point, analytics};
pub use chain::{Broken, ChainKey, Walk, verify};
pub(crate) use combination::tell_combinations;
pub use count::{Count, Facet, Facets, count, count_all, facets};
pub use detail::{detail, newest, of_proxy};
pub use figures::{Figures, Span};
pub use filter::{Filter, SortBy};
pub use forget::{Keep, delete_all, prune};
pub use insert::insert;
pub use page::{Page, Place, neighbours, page};
pub use partners::{Last, LastFailure, OfPartner, last_of_partners, partners};
pub use patterns::{Pattern, Patterns, patterns};
pub use row::one;
pub(crate) use schema::{TABLE, lay_out, tell_failures};
pub use search::index;
pub use sketch::Sketch;
pub(crate) use under_way::UNDER_WAY;
pub use under_way::{end_under_way, put_under_way, under_way};

/// One trace without its detail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceRow {
    /// Its id.
    pub id: Id,
    /// Its project.
    pub project_id: Id,
    /// Who began it.
    pub source: String,
    /// The operation, where one was found.
    pub operation_id: Option<String>,
    /// The method.
    pub method: String,
    /// The path with the query.
    pub path: String,
    /// The path as the description writes it, such as `/berths/{id}`.
    pub path_template: Option<String>,
    /// The whole URL.
    pub url: String,
    /// The status, where an answer came; never 0.
    pub status: Option<u16>,
    /// When it began.
    pub started_at: Timestamp,
    /// How long it took, in microseconds.
    pub duration_micros: u64,
    /// Whether the request kept the contract.
    pub request_valid: bool,
    /// Whether the response kept the contract.
    pub response_valid: Option<bool>,
    /// How many rules were broken.
    pub violation_count: u32,
    /// What kind of error.
    pub error_category: Option<String>,
    /// The rule of the contract that was broken first, such as `request/body/required`.
    pub problem: Option<String>,
    /// The mock that answered.
    pub mock_id: Option<Id>,
    /// The environment it was sent to.
    pub environment_id: Option<Id>,
    /// The partner who sent it.
    pub partner_id: Option<Id>,
    /// The run of tests or of an agent it is part of.
    pub run_id: Option<Id>,
    /// Size of the request's body, in bytes.
    pub request_bytes: u64,
    /// Size of the response's body, in bytes.
    pub response_bytes: u64,
}

impl TraceRow {
    /// Whether it has an error category or broke the contract.
    pub fn failed(&self) -> bool {
        self.error_category.is_some() || !self.request_valid || self.response_valid == Some(false)
    }
}
