//! Failures that are alike.

use fairlead_core::Id;
use fairlead_store::trace;

use super::{
    analytics::{period, span},
    rows::{category, to_store},
};
use crate::{App, AppError, FailurePattern, TraceFilter, TraceInterval, TracePatterns};

/// Patterns that are told.
const TOP: usize = 10;

impl App {
    /// The failures that fit a filter, by what they have in common.
    pub async fn trace_patterns(
        &self,
        project: Id,
        filter: TraceFilter,
        interval: TraceInterval,
    ) -> Result<TracePatterns, AppError> {
        self.project_row(project).await?;
        let (from, to) = period(&filter)?;
        let filter = to_store(self.seen_traces(filter));
        let span = span(interval);
        let found = self
            .store()
            .read_traces(move |c| trace::patterns(c, project, &filter, (from, to), span, TOP))
            .await?;
        let items = found.top.into_iter().map(|pattern| FailurePattern {
            operation_id: pattern.operation_id,
            status: pattern.status,
            category: pattern.category.and_then(|word| category(&word)),
            problem: pattern.problem,
            count: pattern.count,
            partners: pattern.partners,
            first_at: pattern.seen.map(|seen| seen.0),
            last_at: pattern.seen.map(|seen| seen.1),
            series: pattern.series,
        });
        Ok(TracePatterns {
            from: found.starts.first().copied().unwrap_or(from),
            to,
            interval,
            newest_only: found.newest,
            failed: found.failed,
            patterns: found.kinds,
            items: items.collect(),
        })
    }
}
