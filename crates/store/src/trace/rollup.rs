//! Sums by hour and by day, kept with the traces in the same transaction, so that counts and
//! figures over a month read thousands of rows and not millions.
//!
//! Environment, partner and mock are told apart one at a time, each in sums of its own kind, and
//! once more together, for traces that have at least two of them. Further kinds tell one thing
//! apart, for the many questions that ask for no more.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row, params};

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
/// Sums that tell nothing apart but whether it failed.
pub const TOTAL: i64 = 4;
/// Sums by what a trace has of environment, partner and mock, where that is more than one of them;
/// their value is the number of the combination.
pub const TOGETHER: i64 = 14;

/// Sums that tell one thing apart, beside whether it failed: few, so that what asks for no more
/// than that one thing is quick.
const ALONE: [(&str, i64); 10] = [
    ("operation", 5),
    ("method", 6),
    ("source", 7),
    ("status", 8),
    ("category", 9),
    ("environment", 10),
    ("partner", 11),
    ("mock", 12),
    ("problem", 13),
    ("together", 15),
];

/// The kind of sums that tells only this apart.
pub fn alone(facet: &str) -> Option<i64> {
    let found = ALONE.iter().find(|(name, _)| *name == facet);
    found.map(|(_, kind)| *kind)
}

/// What the sums tell apart; numbers of texts, except for the status and whether it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sort {
    pub operation: i64,
    pub method: i64,
    pub source: i64,
    pub status: i64,
    pub category: i64,
    /// The rule that was broken; the sums tell it apart alone, those of failures with the rest.
    pub problem: i64,
    pub failed: bool,
    pub environment: i64,
    pub partner: i64,
    pub mock: i64,
    /// The number of the combination of the last three; 0 for fewer than two of them.
    pub together: i64,
}

impl Sort {
    /// Of a row of traces; which combination it has is told by the combinations.
    pub fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            operation: row.get("operation")?,
            method: row.get("method")?,
            source: row.get("source")?,
            status: row.get("status")?,
            category: row.get("category")?,
            problem: row.get("problem")?,
            failed: row.get("failed")?,
            environment: row.get("environment")?,
            partner: row.get("partner")?,
            mock: row.get("mock")?,
            together: 0,
        })
    }
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
    /// The places of sums that tell fewer things apart, which what is here counts in too.
    fn rough(self) -> impl Iterator<Item = Self> {
        let values = match self.kind {
            OF_ALL => vec![
                (Some(TOTAL), 0),
                (alone("operation"), self.operation),
                (alone("method"), self.method),
                (alone("source"), self.source),
                (alone("status"), self.status),
                (alone("category"), self.category),
            ],
            BY_ENVIRONMENT => vec![(alone("environment"), self.value)],
            BY_PARTNER => vec![(alone("partner"), self.value)],
            BY_MOCK => vec![(alone("mock"), self.value)],
            TOGETHER => vec![(alone("together"), self.value)],
            _ => Vec::new(),
        };
        values
            .into_iter()
            .filter_map(move |(kind, value)| Some(self.alone(kind?, value)))
    }

    fn alone(self, kind: i64, value: i64) -> Self {
        Self {
            kind,
            value,
            operation: 0,
            method: 0,
            source: 0,
            status: 0,
            category: 0,
            ..self
        }
    }
}

/// Sums that one batch adds or takes away.
#[derive(Default)]
pub struct Sums(HashMap<Place, (u64, u64, Sketch)>);

impl Sums {
    /// Counts a trace of a project.
    pub fn count(&mut self, project: i64, started_at: i64, sort: Sort, micros: u64) {
        self.count_in((OF_ALL, 0), (project, started_at), sort, micros);
        let kinds = [
            (BY_ENVIRONMENT, sort.environment),
            (BY_PARTNER, sort.partner),
            (BY_MOCK, sort.mock),
        ];
        for of in kinds.into_iter().filter(|(_, value)| *value != 0) {
            self.count_in(of, (project, started_at), sort, micros);
        }
        self.count_together(project, started_at, sort, micros);
    }

    /// Counts it in those sums only that tell environment, partner and mock apart together.
    pub fn count_together(&mut self, project: i64, started_at: i64, sort: Sort, micros: u64) {
        if sort.together != 0 {
            let of = (TOGETHER, sort.together);
            self.count_in(of, (project, started_at), sort, micros);
        }
    }

    /// How many sums these are.
    pub fn places(&self) -> usize {
        self.0.len()
    }

    fn count_in(
        &mut self,
        (kind, value): (i64, i64),
        (project, started_at): (i64, i64),
        sort: Sort,
        micros: u64,
    ) {
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
            // The one thing that is told apart alone and by nothing else.
            if let (OF_ALL, Some(kind), 1..) = (kind, alone("problem"), sort.problem) {
                let place = place.alone(kind, sort.problem);
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

    /// The sums that tell fewer things apart, gathered from those that tell more.
    fn rough(&self) -> Self {
        let mut found = Self::default();
        for (place, (count, micros, sketch)) in &self.0 {
            for place in place.rough() {
                found.put(place, *count, *micros).merge(sketch);
            }
        }
        found
    }

    /// The same, from those that are kept: for a layout that does not have them yet.
    pub fn add_rough(connection: &Connection) -> Result<(), StoreError> {
        let mut found = Self::default();
        let mut statement = connection.prepare(
            "SELECT project, span, kind, started_at, value, operation, method, source, status,
             category, failed, count, micros, sketch FROM trace_sums WHERE kind < ?1",
        )?;
        let mut rows = statement.query([TOTAL])?;
        while let Some(row) = rows.next()? {
            let place = Place {
                project: row.get(0)?,
                span: row.get(1)?,
                kind: row.get(2)?,
                start: row.get(3)?,
                value: row.get(4)?,
                operation: row.get(5)?,
                method: row.get(6)?,
                source: row.get(7)?,
                status: row.get(8)?,
                category: row.get(9)?,
                failed: row.get(10)?,
            };
            let count = u64::try_from(row.get::<_, i64>(11)?).unwrap_or(0);
            let micros = u64::try_from(row.get::<_, i64>(12)?).unwrap_or(0);
            let sketch = row.get_ref(13)?.as_blob().unwrap_or_default();
            for place in place.rough() {
                found.put(place, count, micros).merge_bytes(sketch);
            }
        }
        found.bring(connection, true)
    }

    /// Adds everything counted to what is kept.
    pub fn add(self, connection: &Connection) -> Result<(), StoreError> {
        self.rough().bring(connection, true)?;
        self.bring(connection, true)
    }

    /// Takes everything counted away from what is kept.
    pub fn subtract(self, connection: &Connection) -> Result<(), StoreError> {
        self.rough().bring(connection, false)?;
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
