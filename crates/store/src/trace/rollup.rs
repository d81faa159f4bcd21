//! Sums by hour and by day, kept with the traces in the same transaction, so that counts and
//! figures over a month read thousands of rows and not millions.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::sketch::Sketch;
use crate::{error::StoreError, value};

/// An hour in milliseconds.
pub const HOUR: i64 = 3_600_000;
/// A day in milliseconds.
pub const DAY: i64 = 24 * HOUR;

/// What the sums tell apart; numbers of texts, except for the status and whether it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sort {
    pub operation: i64,
    pub method: i64,
    pub source: i64,
    pub status: i64,
    pub category: i64,
    pub failed: bool,
    pub environment: i64,
    pub partner: i64,
    pub mock: i64,
}

/// Sums that one batch adds or takes away.
#[derive(Default)]
pub struct Sums(HashMap<(i64, i64, i64, Sort), (u64, u64, Sketch)>);

impl Sums {
    /// Counts a trace of a project.
    pub fn count(&mut self, project: i64, started_at: i64, sort: Sort, micros: u64) {
        for span in [HOUR, DAY] {
            let start = started_at.div_euclid(span) * span;
            let sum = self.0.entry((project, span, start, sort)).or_default();
            sum.0 += 1;
            sum.1 += micros;
            sum.2.add(micros);
        }
    }

    /// Adds everything counted to what is kept.
    pub fn add(self, connection: &Connection) -> Result<(), StoreError> {
        self.bring(connection, true)
    }

    /// Takes everything counted away from what is kept.
    pub fn subtract(self, connection: &Connection) -> Result<(), StoreError> {
        self.bring(connection, false)
    }

    fn bring(self, connection: &Connection, adding: bool) -> Result<(), StoreError> {
        const PLACE: &str = "project = ?1 AND span = ?2 AND started_at = ?3 AND operation = ?4
            AND method = ?5 AND source = ?6 AND status = ?7 AND category = ?8 AND failed = ?9
            AND environment = ?10 AND partner = ?11 AND mock = ?12";
        let mut find = connection.prepare_cached(&format!(
            "SELECT count, micros, sketch FROM trace_sums WHERE {PLACE}"
        ))?;
        let mut put = connection.prepare_cached(
            "INSERT OR REPLACE INTO trace_sums
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        )?;
        let mut remove =
            connection.prepare_cached(&format!("DELETE FROM trace_sums WHERE {PLACE}"))?;
        for ((project, span, start, s), (count, micros, sketch)) in self.0 {
            let (count, micros) = (value::count(count), value::count(micros));
            let place = params![
                project,
                span,
                start,
                s.operation,
                s.method,
                s.source,
                s.status,
                s.category,
                s.failed,
                s.environment,
                s.partner,
                s.mock
            ];
            let there: Option<(i64, i64, Vec<u8>)> = find
                .query_row(place, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                .optional()?;
            let mut kept = Sketch::default();
            let (mut all, mut time) = (0, 0);
            if let Some((count, micros, bytes)) = there {
                (all, time) = (count, micros);
                kept.merge_bytes(&bytes);
            }
            if adding {
                (all, time) = (all + count, time.saturating_add(micros));
                kept.merge(&sketch);
            } else {
                (all, time) = (all - count, time - micros);
                kept.subtract(&sketch);
            }
            if all <= 0 {
                remove.execute(place)?;
                continue;
            }
            put.execute(params![
                project,
                span,
                start,
                s.operation,
                s.method,
                s.source,
                s.status,
                s.category,
                s.failed,
                s.environment,
                s.partner,
                s.mock,
                all,
                time,
                kept.to_bytes()
            ])?;
        }
        Ok(())
    }
}
