//! Figures of traces over time.

use fairlead_core::{Id, Timestamp};
use fairlead_store::trace::{self, Figures, Span};

use super::to_store;
use crate::{
    App, AppError, OperationFigures, TraceAnalytics, TraceFigures, TraceFilter, TraceInterval,
    TraceLatency, TracePoint, WeekHour,
};

/// How long the figures go back where nobody says: 30 days, in milliseconds.
const BACK: i64 = 30 * 86_400_000;
/// Operations that are told.
const GROUPS: usize = 500;

impl App {
    /// Figures of the traces that fit a filter; `offset_minutes` is how far the clock of the week's
    /// hours is before UTC's.
    pub async fn trace_analytics(
        &self,
        project: Id,
        filter: TraceFilter,
        interval: TraceInterval,
        offset_minutes: i64,
    ) -> Result<TraceAnalytics, AppError> {
        self.project_row(project).await?;
        let (from, to) = period(&filter)?;
        let filter = to_store(self.seen_traces(filter));
        let span = span(interval);
        let offset = offset_minutes.clamp(-1_440, 1_440) * 60_000;
        let found = self
            .store()
            .read_traces(move |c| trace::analytics(c, project, &filter, (from, to), span, offset))
            .await?;
        Ok(TraceAnalytics {
            from: found.series.first().map_or(from, |point| point.start),
            to,
            interval,
            newest_only: found.newest,
            all: figures(&found.all),
            series: found
                .series
                .iter()
                .map(|point| TracePoint {
                    start: point.start,
                    figures: figures(&point.figures),
                })
                .collect(),
            operations: found
                .operations
                .into_iter()
                .take(GROUPS)
                .map(|of| OperationFigures {
                    figures: figures(&of.figures),
                    operation_id: of.operation_id,
                })
                .collect(),
            heat: found
                .heat
                .into_iter()
                .map(|hour| WeekHour {
                    weekday: hour.weekday,
                    hour: hour.hour,
                    count: hour.count,
                    failed: hour.failed,
                })
                .collect(),
        })
    }
}

/// The stretch of time that a filter names: 30 days up to now where it does not.
pub(super) fn period(filter: &TraceFilter) -> Result<(Timestamp, Timestamp), AppError> {
    let to = filter.to.unwrap_or_else(Timestamp::now);
    let from = filter
        .from
        .unwrap_or_else(|| Timestamp::from_millis(to.as_millis().saturating_sub(BACK)));
    if from >= to {
        let message = "from: the beginning is not before the end";
        return Err(AppError::invalid("invalid_query", message));
    }
    Ok((from, to))
}

pub(super) fn span(interval: TraceInterval) -> Span {
    match interval {
        TraceInterval::Hour => Span::Hour,
        TraceInterval::Day => Span::Day,
    }
}

pub(super) fn figures(found: &Figures) -> TraceFigures {
    #[allow(clippy::cast_precision_loss)] // microseconds of one exchange are far below 2^52
    let ms = |micros: u64| micros as f64 / 1_000.0;
    let part = |part: f64| ms(found.sketch.quantile(part).unwrap_or(0));
    TraceFigures {
        count: found.count,
        failed: found.failed,
        latency: TraceLatency {
            mean_ms: ms(found.mean()),
            p50_ms: part(0.5),
            p90_ms: part(0.9),
            p95_ms: part(0.95),
            p99_ms: part(0.99),
        },
    }
}
