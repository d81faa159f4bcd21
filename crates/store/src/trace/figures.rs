//! Counts and times of some traces, and the stretches of time that series are cut into.

use fairlead_core::Timestamp;
use rusqlite::types::Value;

use super::{
    rollup::{DAY, HOUR, TOTAL},
    sketch::Sketch,
};

/// How long one point of a series is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// An hour.
    Hour,
    /// A day, in UTC.
    Day,
}

/// Most points of a series.
const POINTS: i64 = 2_000;

impl Span {
    /// In milliseconds.
    pub fn millis(self) -> i64 {
        match self {
            Self::Hour => HOUR,
            Self::Day => DAY,
        }
    }

    /// When the point ends that a time is in, or that ends then.
    pub(super) fn end(self, to: i64) -> i64 {
        let size = self.millis();
        to.saturating_add(size - 1).div_euclid(size) * size
    }

    /// When each point of a series over a stretch of time begins; the first ones are left out
    /// where there are too many.
    pub fn points(self, (from, to): (Timestamp, Timestamp)) -> Vec<Timestamp> {
        let (size, to) = (self.millis(), to.as_millis());
        let from = from.as_millis().max(to.saturating_sub(POINTS * size));
        let first = from.div_euclid(size) * size;
        let starts = (0..).map(|place| first + place * size);
        let starts = starts.take_while(|start| *start < to);
        starts.map(Timestamp::from_millis).collect()
    }
}

/// SQL over the sums of a project's stretch of time, and its values: a step to each hour or day that
/// has any, so that what else is asked for leads on within it.
pub(super) fn within(
    project: i64,
    (from, to): (i64, i64),
    size: i64,
) -> (&'static str, [Value; 5]) {
    (
        " AND started_at IN (SELECT started_at FROM trace_sums WHERE project = ? AND span = ?
         AND kind = ? AND started_at >= ? AND started_at < ?)",
        [project, size, TOTAL, from, to].map(Value::from),
    )
}

/// Figures of some traces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// How many there were.
    pub count: u64,
    /// How many of them failed.
    pub failed: u64,
    /// How long all took together, in microseconds.
    pub micros: u64,
    /// How long each took.
    pub sketch: Sketch,
}

impl Figures {
    pub(super) fn add(&mut self, count: u64, failed: bool, micros: u64, sketch: &[u8]) {
        self.count += count;
        self.failed += if failed { count } else { 0 };
        self.micros += micros;
        self.sketch.merge_bytes(sketch);
    }

    pub(super) fn count_one(&mut self, failed: bool, micros: u64) {
        self.count += 1;
        self.failed += u64::from(failed);
        self.micros += micros;
        self.sketch.add(micros);
    }

    /// How long one took in the middle of all, in microseconds.
    pub fn mean(&self) -> u64 {
        self.micros.checked_div(self.count).unwrap_or(0)
    }
}
