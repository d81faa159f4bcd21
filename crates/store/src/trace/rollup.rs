//! Sums by hour and by day, kept with the traces in the same transaction, so that counts and
//! figures over a month read thousands of rows and not millions.
//!
//! Environment, partner and mock are told apart one at a time, each in sums of its own
//! kind: all three at once would make nearly as many sums as there are traces.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::sketch::Sketch;
use crate::{error::StoreError, value};

/// An hour in milliseconds.
pub const HOUR: i64 = 3_600_000;
/// A day in milliseconds.
pub const DAY: i64 = 24 * HOUR;

/// Sums by nothing more; every trace is in these.
pub const OF_ALL: i64 = 0;
/// Sums by environment.
pub const BY_ENVIRONMENT: i64 = 1;
/// Sums by partner.
pub const BY_PARTNER: i64 = 2;
/// Sums by mock.
pub const BY_MOCK: i64 = 3;
/// Sums by partner that tell nothing else apart but whether it failed: a few a day.
pub const OF_PARTNER: i64 = 4;

/// What the sums tell apart; numbers of texts, except for the status and whether it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sort {
    pub operation: i64,
    pub method: i64,
    pub source: i64,
    pub status: i64,
    pub category: i64,
    /// The rule that was broken; not told apart by the sums, but by those of failures.
    pub problem: i64,
    pub failed: bool,
    pub environment: i64,
    pub partner: i64,
    pub mock: i64,
}

/// The place of one sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Place {
    project: i64,
    span: i64,
    kind: i64,
    start: i64,
    value: i64,
    operation: i64,
    method: i64,
    source: i64,
    status: i64,
    category: i64,
    failed: bool,
}

impl Place {
    fn of_partner(project: i64, span: i64, start: i64, partner: i64, failed: bool) -> Self {
        Self {
            project,
            span,
            kind: OF_PARTNER,
            start,
            value: partner,
            operation: 0,
            method: 0,
            source: 0,
            status: 0,
            category: 0,
            failed,
        }
    }
}

/// Sums that one batch adds or takes away.
#[derive(Default)]
pub struct Sums(HashMap<Place, (u64, u64, Sketch)>);

impl Sums {
    /// Counts a trace of a project.
    pub fn count(&mut self, project: i64, started_at: i64, sort: Sort, micros: u64) {
        let kinds = [
            (OF_ALL, 0),
            (BY_ENVIRONMENT, sort.environment),
            (BY_PARTNER, sort.partner),
            (BY_MOCK, sort.mock),
        ];
        for (kind, value) in kinds
            .into_iter()
            .filter(|(kind, value)| *kind == OF_ALL || *value != 0)
        {
            for span in [HOUR, DAY] {
                let place = Place {
                    project,
                    span,
                    kind,
                    start: started_at.div_euclid(span) * span,
                    value,
                    operation: sort.operation,
                    method: sort.method,
                    source: sort.source,
                    status: sort.status,
                    category: sort.category,
                    failed: sort.failed,
                };
                self.put(place, 1, micros).add(micros);
            }
        }
        if sort.partner != 0 {
            for span in [HOUR, DAY] {
                let start = started_at.div_euclid(span) * span;
                let place = Place::of_partner(project, span, start, sort.partner, sort.failed);
                self.put(place, 1, micros).add(micros);
            }
        }
    }

    fn put(&mut self, place: Place, count: u64, micros: u64) -> &mut Sketch {
        let sum = self.0.entry(place).or_default();
        sum.0 += count;
        sum.1 += micros;
        &mut sum.2
    }

    /// The sums of partners alone, gathered from those that tell more apart.
    pub fn of_partners(connection: &Connection) -> Result<Self, StoreError> {
        let mut found = Self::default();
        let mut statement = connection.prepare(
            "SELECT project, span, started_at, value, failed, count, micros, sketch
             FROM trace_sums WHERE kind = ?1",
        )?;
        let mut rows = statement.query([BY_PARTNER])?;
        while let Some(row) = rows.next()? {
            let place = Place::of_partner(
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
            );
            let number =
                |of| Ok::<_, StoreError>(u64::try_from(row.get::<_, i64>(of)?).unwrap_or(0));
            let sketch = row.get_ref(7)?.as_blob().unwrap_or_default();
            found.put(place, number(5)?, number(6)?).merge_bytes(sketch);
        }
        Ok(found)
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
        const PLACE: &str = "project = ?1 AND span = ?2 AND kind = ?3 AND started_at = ?4
            AND value = ?5 AND operation = ?6 AND method = ?7 AND source = ?8 AND status = ?9
            AND category = ?10 AND failed = ?11";
        let mut find = connection.prepare_cached(&format!(
            "SELECT count, micros, sketch FROM trace_sums WHERE {PLACE}"
        ))?;
        let mut put = connection.prepare_cached(
            "INSERT OR REPLACE INTO trace_sums
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        )?;
        let mut remove =
            connection.prepare_cached(&format!("DELETE FROM trace_sums WHERE {PLACE}"))?;
        // In the order of the table, so that its pages are visited once.
        let mut sums: Vec<_> = self.0.into_iter().collect();
        sums.sort_unstable_by_key(|(p, _)| {
            (
                p.project,
                p.span,
                p.kind,
                p.start,
                p.value,
                p.operation,
                p.status,
            )
        });
        for (p, (count, micros, sketch)) in sums {
            let (count, micros) = (value::count(count), value::count(micros));
            let place = params![
                p.project,
                p.span,
                p.kind,
                p.start,
                p.value,
                p.operation,
                p.method,
                p.source,
                p.status,
                p.category,
                p.failed
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
                p.project,
                p.span,
                p.kind,
                p.start,
                p.value,
                p.operation,
                p.method,
                p.source,
                p.status,
                p.category,
                p.failed,
                all,
                time,
                kept.to_bytes()
            ])?;
        }
        Ok(())
    }
}
