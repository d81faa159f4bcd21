//! Sums of failures that are alike, by hour and by day: same operation, same status, same kind of
//! error, same broken rule, told apart by partner. Few exchanges fail, so these are few.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::rollup::{DAY, HOUR, Sort};
use crate::error::StoreError;

/// The table, the index by which traces of one broken rule are listed, the words of the index of
/// words, and an index of durations that knows every filter: along it nothing is looked up that
/// does not fit.
pub(super) const LAYOUT: &str = "
CREATE VIRTUAL TABLE trace_words USING fts5vocab (trace_search, instance);
DROP INDEX traces_by_duration;
CREATE INDEX traces_by_duration ON traces (project, duration, started_at, status, operation,
    method, source, category, failed, environment, partner, mock);
CREATE INDEX traces_by_problem ON traces (project, problem, started_at) WHERE problem <> 0;
CREATE TABLE trace_failures (
    project INTEGER NOT NULL,
    span INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    operation INTEGER NOT NULL,
    status INTEGER NOT NULL,
    category INTEGER NOT NULL,
    problem INTEGER NOT NULL,
    partner INTEGER NOT NULL,
    count INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (project, span, started_at, operation, status, category, problem, partner)
) STRICT, WITHOUT ROWID;";

/// The place of one sum, in the order of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Place {
    project: i64,
    span: i64,
    start: i64,
    operation: i64,
    status: i64,
    category: i64,
    problem: i64,
    partner: i64,
}

/// How many, and when the first and the last of them began.
#[derive(Clone, Copy, Debug)]
struct Sum {
    count: i64,
    first_at: i64,
    last_at: i64,
}

/// Failures that one batch adds or takes away.
#[derive(Default)]
pub(super) struct Failures(HashMap<Place, Sum>);

impl Failures {
    /// Counts a trace of a project, if it failed.
    pub fn count(&mut self, project: i64, started_at: i64, sort: Sort) {
        if !sort.failed {
            return;
        }
        for span in [HOUR, DAY] {
            let place = Place {
                project,
                span,
                start: started_at.div_euclid(span) * span,
                operation: sort.operation,
                status: sort.status,
                category: sort.category,
                problem: sort.problem,
                partner: sort.partner,
            };
            let sum = self.0.entry(place).or_insert(Sum {
                count: 0,
                first_at: started_at,
                last_at: started_at,
            });
            sum.count += 1;
            sum.first_at = sum.first_at.min(started_at);
            sum.last_at = sum.last_at.max(started_at);
        }
    }

    /// Adds everything counted to what is kept.
    pub fn add(self, connection: &Connection) -> Result<(), StoreError> {
        let mut put = connection.prepare_cached(
            "INSERT INTO trace_failures VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
             ON CONFLICT DO UPDATE SET count = count + excluded.count,
                 first_at = min(first_at, excluded.first_at),
                 last_at = max(last_at, excluded.last_at)",
        )?;
        for (p, sum) in self.sorted() {
            put.execute(params![
                p.project,
                p.span,
                p.start,
                p.operation,
                p.status,
                p.category,
                p.problem,
                p.partner,
                sum.count,
                sum.first_at,
                sum.last_at
            ])?;
        }
        Ok(())
    }

    /// Takes everything counted away from what is kept. When the first and the last began stays: it
    /// was so, though that trace may be gone.
    pub fn subtract(self, connection: &Connection) -> Result<(), StoreError> {
        const PLACE: &str = "project = ?1 AND span = ?2 AND started_at = ?3 AND operation = ?4
            AND status = ?5 AND category = ?6 AND problem = ?7 AND partner = ?8";
        let mut lower = connection.prepare_cached(&format!(
            "UPDATE trace_failures SET count = count - ?9 WHERE {PLACE} RETURNING count"
        ))?;
        let mut remove =
            connection.prepare_cached(&format!("DELETE FROM trace_failures WHERE {PLACE}"))?;
        for (p, sum) in self.sorted() {
            let left: Option<i64> = lower
                .query_row(
                    params![
                        p.project,
                        p.span,
                        p.start,
                        p.operation,
                        p.status,
                        p.category,
                        p.problem,
                        p.partner,
                        sum.count
                    ],
                    |row| row.get(0),
                )
                .optional()?;
            if left.is_some_and(|left| left <= 0) {
                remove.execute(params![
                    p.project,
                    p.span,
                    p.start,
                    p.operation,
                    p.status,
                    p.category,
                    p.problem,
                    p.partner
                ])?;
            }
        }
        Ok(())
    }

    /// In the order of the table, so that its pages are visited once.
    fn sorted(self) -> Vec<(Place, Sum)> {
        let mut sums: Vec<_> = self.0.into_iter().collect();
        sums.sort_unstable_by_key(|(place, _)| *place);
        sums
    }
}
