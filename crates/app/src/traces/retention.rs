//! How long traces are kept: by number, age and size, of each project.

use fairlead_core::{Id, Timestamp, limits};
use fairlead_store::trace::{self, Keep};

use crate::{App, AppError, EventKind, Topic, TraceRetention};

/// Traces that are forgotten in one transaction.
const PART: usize = 1_000;
/// A day in milliseconds.
const DAY: i64 = 86_400_000;

impl Default for TraceRetention {
    fn default() -> Self {
        Self {
            traces: limits::TRACES_KEPT,
            days: limits::TRACE_DAYS,
            megabytes: limits::TRACE_MEGABYTES,
        }
    }
}

impl App {
    /// How long traces of a project are kept.
    pub async fn trace_retention(&self, project: Id) -> Result<TraceRetention, AppError> {
        self.project_row(project).await?;
        let kept = self.setting(&setting(project)).await?;
        Ok(kept
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default())
    }

    /// Says how long traces of a project are kept; what is beyond goes soon after.
    pub async fn set_trace_retention(
        &self,
        project: Id,
        retention: TraceRetention,
    ) -> Result<TraceRetention, AppError> {
        self.project_row(project).await?;
        let bounds = [
            ("traces", retention.traces, limits::TRACES_KEPT),
            ("days", retention.days, limits::TRACE_DAYS_MAX),
            ("megabytes", retention.megabytes, limits::TRACE_MEGABYTES),
        ];
        for (name, value, most) in bounds {
            if !(1..=most).contains(&value) {
                let message = format!("{name}: {value} is not between 1 and {most}.");
                return Err(AppError::invalid("invalid_retention", message));
            }
        }
        let text = serde_json::to_string(&retention)
            .map_err(|e| AppError::invalid("invalid_retention", e.to_string()))?;
        self.set_setting(&setting(project), &text).await?;
        self.forget_old_traces(project).await?;
        Ok(retention)
    }

    /// Forgets what is beyond a project's retention, a part at a time: how many there were.
    pub(crate) async fn forget_old_traces(&self, project: Id) -> Result<usize, AppError> {
        let retention = self.trace_retention(project).await?;
        let days = i64::try_from(retention.days).unwrap_or(i64::MAX);
        let age = days.saturating_mul(DAY);
        let since = Timestamp::now().as_millis().saturating_sub(age);
        let keep = Keep {
            most: retention.traces,
            since: Some(Timestamp::from_millis(since)),
            bytes: Some(retention.megabytes.saturating_mul(1024 * 1024)),
        };
        let mut removed = 0;
        while !self.inner.background.is_cancelled() {
            let key = self.inner.trace_key.clone();
            let gone = self
                .store()
                .write_traces(move |c| trace::prune(c, &key, project, keep, PART))
                .await?;
            if gone == 0 {
                break;
            }
            removed += gone;
        }
        if removed > 0 {
            self.publish(Topic::Trace, EventKind::Deleted, Some(project), None)
                .await;
        }
        Ok(removed)
    }
}

fn setting(project: Id) -> String {
    format!("trace-retention:{project}")
}
