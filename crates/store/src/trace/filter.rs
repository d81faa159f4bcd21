//! Which traces, as a person asks for them.

use fairlead_core::{Id, Timestamp};

/// What a list is sorted by; what is equal there is in order of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortBy {
    /// When they began.
    #[default]
    Started,
    /// How long they took.
    Duration,
    /// The status; those without an answer come first.
    Status,
}

/// Which traces to list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only this method.
    pub method: Option<String>,
    /// Only these statuses, both ends included.
    pub status: Option<(u16, u16)>,
    /// Only from there.
    pub source: Option<String>,
    /// Only this operation.
    pub operation_id: Option<String>,
    /// Only of this mock.
    pub mock_id: Option<Id>,
    /// Only sent to this environment.
    pub environment_id: Option<Id>,
    /// Only of this partner.
    pub partner_id: Option<Id>,
    /// Only of this run.
    pub run_id: Option<Id>,
    /// Only with this error category.
    pub category: Option<String>,
    /// Only those that broke this rule of the contract first.
    pub problem: Option<String>,
    /// Only those with an error category or a broken contract.
    pub errors: bool,
    /// Only those with all these words in the URL or a body; the last word may be the beginning
    /// of one. Such a list is in the order the traces were kept, whatever else is asked for.
    pub text: Option<String>,
    /// Only those that took so long or longer, in microseconds.
    pub slower: Option<u64>,
    /// Only those that took less, in microseconds.
    pub faster: Option<u64>,
    /// Only those that began then or later.
    pub from: Option<Timestamp>,
    /// Only those that began before.
    pub to: Option<Timestamp>,
    /// What they are sorted by.
    pub sort: SortBy,
    /// The smallest first.
    pub ascending: bool,
}
