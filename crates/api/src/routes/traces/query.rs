//! Which traces: what list, facets, figures and export have in common.

use fairlead_app::{
    ErrorCategory, TraceFilter, TraceFormat, TraceInterval, TraceSort, TraceSource,
};
use fairlead_core::{
    Id, Timestamp,
    limits::{PAGE_ROWS, PAGE_ROWS_MAX},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::{error::ApiError, extract::invalid_query};

/// A day in milliseconds: nothing lasts longer.
const DAY: u32 = 86_400_000;

/// Which traces. Every question about traces takes all of these, so that the query of a list is
/// also that of its facets, figures and export; what a question has no use for it leaves alone.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(super) struct TraceQuery {
    /// Where the page begins: `nextCursor` of the page before.
    #[param(min_length = 1)]
    pub cursor: Option<String>,
    /// How many at most.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<usize>,
    /// Only this method.
    #[param(pattern = "^[A-Za-z]{1,20}$", example = "POST")]
    method: Option<String>,
    /// Only this status, or the statuses of this class.
    #[param(pattern = "^[1-5]([0-9][0-9]|[xX][xX])$", example = "4xx")]
    status: Option<String>,
    /// Only from there.
    source: Option<TraceSource>,
    /// Only with this error category.
    category: Option<ErrorCategory>,
    /// Only those that broke this rule of the contract first.
    #[param(example = "request/body/required")]
    problem: Option<String>,
    /// Only of this operation.
    operation_id: Option<String>,
    /// Only of this mock.
    mock_id: Option<Id>,
    /// Only sent to this environment.
    environment_id: Option<Id>,
    /// Only of this partner.
    partner_id: Option<Id>,
    /// Only of this run of tests or of an agent.
    run_id: Option<Id>,
    /// Only those with an error category or a broken contract.
    errors: Option<bool>,
    /// Only those with all these words in the URL or a body; the last may be the beginning of one.
    q: Option<String>,
    /// Only those that took so many milliseconds or longer.
    #[param(minimum = 0, maximum = 86_400_000)]
    slower_ms: Option<u32>,
    /// Only those that took less than so many milliseconds.
    #[param(minimum = 0, maximum = 86_400_000)]
    faster_ms: Option<u32>,
    /// Only those that began then or later.
    from: Option<Timestamp>,
    /// Only those that began before.
    to: Option<Timestamp>,
    /// What they are sorted by; with `q` only by when they began.
    #[param(inline)]
    sort: Option<TraceSort>,
    /// The largest first, or the smallest first.
    #[param(inline)]
    order: Option<Order>,
    /// Figures: how long each point of the series is.
    #[param(inline)]
    pub interval: Option<TraceInterval>,
    /// Figures: how many minutes the clock of the week's hours is before UTC's.
    #[param(minimum = -1440, maximum = 1440, example = 60)]
    offset: Option<i64>,
    /// Exports: the form; NDJSON where left out.
    #[param(inline)]
    pub format: Option<TraceFormat>,
}

/// In which order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Order {
    Desc,
    Asc,
}

impl TraceQuery {
    /// Minutes before UTC.
    pub fn minutes(&self) -> Result<i64, ApiError> {
        let minutes = self.offset.unwrap_or(0);
        if (-1_440..=1_440).contains(&minutes) {
            Ok(minutes)
        } else {
            Err(invalid_query("offset: expected minutes from -1440 to 1440"))
        }
    }

    pub fn rows(&self) -> Result<usize, ApiError> {
        let rows = self.limit.unwrap_or(PAGE_ROWS);
        if (1..=PAGE_ROWS_MAX).contains(&rows) {
            Ok(rows)
        } else {
            let wanted = format!("limit: {rows} is not between 1 and {PAGE_ROWS_MAX}");
            Err(invalid_query(&wanted))
        }
    }

    pub fn into_filter(self) -> Result<TraceFilter, ApiError> {
        // Wrong is wrong, also where this question has no use for it.
        self.minutes()?;
        self.rows()?;
        if self.cursor.as_deref() == Some("") {
            return Err(invalid_query("cursor: it is empty"));
        }
        let is_method = |m: &str| (1..=20).contains(&m.len()) && is_alphabetic(m);
        if self.method.as_deref().is_some_and(|m| !is_method(m)) {
            return Err(invalid_query("method: expected a method such as POST"));
        }
        let durations = [("slowerMs", self.slower_ms), ("fasterMs", self.faster_ms)];
        let beyond = |(_, millis): &(&str, Option<u32>)| millis.is_some_and(|ms| ms > DAY);
        if let Some((name, _)) = durations.into_iter().find(beyond) {
            let wanted = format!("{name}: expected milliseconds from 0 to {DAY}");
            return Err(invalid_query(&wanted));
        }
        Ok(TraceFilter {
            method: self.method.map(|method| method.to_ascii_uppercase()),
            status: self.status.as_deref().map(statuses).transpose()?,
            source: self.source,
            operation_id: self.operation_id,
            mock_id: self.mock_id,
            environment_id: self.environment_id,
            partner_id: self.partner_id,
            run_id: self.run_id,
            category: self.category,
            problem: self.problem,
            slower_ms: self.slower_ms.map(f64::from),
            faster_ms: self.faster_ms.map(f64::from),
            sort: self.sort.unwrap_or_default(),
            errors: self.errors.unwrap_or_default(),
            text: self.q,
            from: self.from,
            to: self.to,
            ascending: self.order == Some(Order::Asc),
        })
    }
}

fn is_alphabetic(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphabetic())
}

/// The statuses that `404` or `4xx` means, both ends included.
fn statuses(text: &str) -> Result<(u16, u16), ApiError> {
    let range = match text.as_bytes() {
        [class @ b'1'..=b'5', b'x' | b'X', b'x' | b'X'] => {
            let from = u16::from(class - b'0') * 100;
            Some((from, from + 99))
        }
        [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9'] => text.parse().ok().map(|status| (status, status)),
        _ => None,
    };
    range.ok_or_else(|| invalid_query("status: expected a status such as 404 or 4xx"))
}
