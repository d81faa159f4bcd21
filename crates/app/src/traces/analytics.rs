//! Figures of traces over time.

use fairlead_core::{Id, Timestamp};
use fairlead_store::trace::{self, Figures, Span};

use super::to_store;
use crate::{
    App, AppError, FailurePattern, OperationFigures, PartnerActivity, PartnerState, TraceAnalytics,
    TraceFigures, TraceFilter, TraceInterval, TraceLatency, TracePoint, WeekHour,
};

/// How long the figures go back where nobody says: 30 days, in milliseconds.
const BACK: i64 = 30 * 86_400_000;
/// After so long without a trace a partner is no longer active, in milliseconds.
const SILENCE: i64 = 86_400_000;
/// Failures that are told.
const PATTERNS: usize = 50;
/// Operations and partners that are told.
const GROUPS: usize = 500;

impl App {
    /// Figures of the traces that fit a filter. Its words, run and durations are not looked at;
    /// `offset_minutes` is how far the clock of the week's hours is before UTC's.
    pub async fn trace_analytics(
        &self,
        project: Id,
        filter: TraceFilter,
        interval: TraceInterval,
        offset_minutes: i64,
    ) -> Result<TraceAnalytics, AppError> {
        self.project_row(project).await?;
        let now = Timestamp::now();
        let to = filter.to.unwrap_or(now);
        let from = filter
            .from
            .unwrap_or_else(|| Timestamp::from_millis(to.as_millis().saturating_sub(BACK)));
        if from >= to {
            return Err(AppError::invalid(
                "invalid_query",
                "from: the beginning is not before the end",
            ));
        }
        let chosen = [
            filter.environment_id.is_some(),
            filter.partner_id.is_some(),
            filter.mock_id.is_some(),
        ];
        if chosen.into_iter().filter(|chosen| *chosen).count() > 1 {
            return Err(AppError::invalid(
                "invalid_query",
                "environmentId, partnerId, mockId: figures are kept for one of them at a time",
            )
            .with_hint("Leave all but one of these filters out."));
        }
        let filter = to_store(self.seen_traces(filter));
        let span = match interval {
            TraceInterval::Hour => Span::Hour,
            TraceInterval::Day => Span::Day,
        };
        let offset = offset_minutes.clamp(-1_440, 1_440) * 60_000;
        let found = self
            .store()
            .read_traces(move |c| trace::analytics(c, project, &filter, (from, to), span, offset))
            .await?;
        Ok(TraceAnalytics {
            from: found.series.first().map_or(from, |point| point.start),
            to,
            interval,
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
            patterns: found
                .patterns
                .into_iter()
                .take(PATTERNS)
                .map(|pattern| FailurePattern {
                    operation_id: pattern.operation_id,
                    status: pattern.status,
                    category: pattern.category,
                    count: pattern.count,
                    partners: pattern.partners,
                    series: pattern.series,
                })
                .collect(),
            partners: found
                .partners
                .into_iter()
                .take(GROUPS)
                .map(|of| PartnerActivity {
                    partner_id: of.partner_id,
                    figures: figures(&of.figures),
                    last_at: of.last_at,
                    state: state(of.last_at, of.last_failed, now),
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

fn state(last_at: Timestamp, last_failed: bool, now: Timestamp) -> PartnerState {
    let silent = now.as_millis().saturating_sub(last_at.as_millis()) >= SILENCE;
    match (silent, last_failed) {
        (false, _) => PartnerState::Active,
        (true, false) => PartnerState::Idle,
        (true, true) => PartnerState::Stuck,
    }
}

fn figures(found: &Figures) -> TraceFigures {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_fell_silent_after_a_failure_is_stuck() {
        let now = Timestamp::from_millis(10 * SILENCE);
        let ago = |millis| Timestamp::from_millis(10 * SILENCE - millis);
        assert_eq!(state(ago(SILENCE), true, now), PartnerState::Stuck);
        assert_eq!(state(ago(SILENCE), false, now), PartnerState::Idle);
        assert_eq!(state(ago(SILENCE - 1), true, now), PartnerState::Active);
    }
}
