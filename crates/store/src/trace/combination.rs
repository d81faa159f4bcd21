//! What traces have of environment, partner and mock together, by a number: few combinations in
//! practice, since what a partner sends goes to the same few places.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};

use super::rollup::{Sort, Sums};
use crate::error::StoreError;

const LAYOUT: &str = "
CREATE TABLE trace_combinations (
    id INTEGER PRIMARY KEY,
    environment INTEGER NOT NULL,
    partner INTEGER NOT NULL,
    mock INTEGER NOT NULL,
    UNIQUE (environment, partner, mock)
) STRICT;";

/// Sums that are gathered before they are kept, when those of a layout without them are made.
const PART: usize = 50_000;

/// The numbers of combinations, remembered while one batch is written.
#[derive(Default)]
pub struct Combinations(HashMap<[i64; 3], i64>);

impl Combinations {
    /// Says which combination of environment, partner and mock a trace has; one that is new is
    /// kept. Fewer than two of them are none.
    pub fn tell(&mut self, connection: &Connection, sort: &mut Sort) -> Result<(), StoreError> {
        let of = [sort.environment, sort.partner, sort.mock];
        if of.iter().filter(|number| **number != 0).count() < 2 {
            return Ok(());
        }
        if let Some(number) = self.0.get(&of) {
            sort.together = *number;
            return Ok(());
        }
        let found: Option<i64> = connection
            .prepare_cached(
                "SELECT id FROM trace_combinations
                 WHERE environment = ?1 AND partner = ?2 AND mock = ?3",
            )?
            .query_row(of, |row| row.get(0))
            .optional()?;
        let number = match found {
            Some(number) => number,
            None => connection
                .prepare_cached(
                    "INSERT INTO trace_combinations (environment, partner, mock)
                     VALUES (?1, ?2, ?3)",
                )?
                .insert(of)?,
        };
        self.0.insert(of, number);
        sort.together = number;
        Ok(())
    }
}

/// What a combination has of one of the three; 0 for none.
pub fn part(connection: &Connection, facet: &str, number: i64) -> Result<i64, StoreError> {
    let sql = format!("SELECT {facet} FROM trace_combinations WHERE id = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_row([number], |row| row.get(0));
    Ok(found.optional()?.unwrap_or(0))
}

/// Adds the sums by combination, counted from the traces that are there.
pub(crate) fn tell_combinations(connection: &Connection) -> Result<(), StoreError> {
    connection.execute_batch(LAYOUT)?;
    let mut statement = connection.prepare(
        "SELECT project, started_at, duration, operation, method, source, status, category,
         problem, failed, environment, partner, mock FROM traces
         WHERE (environment <> 0) + (partner <> 0) + (mock <> 0) > 1
         ORDER BY project, started_at",
    )?;
    let mut rows = statement.query([])?;
    let (mut sums, mut combinations) = (Sums::default(), Combinations::default());
    while let Some(row) = rows.next()? {
        let mut sort = Sort::read(row)?;
        combinations.tell(connection, &mut sort)?;
        let micros = u64::try_from(row.get::<_, i64>("duration")?).unwrap_or(0);
        sums.count_together(row.get("project")?, row.get("started_at")?, sort, micros);
        if sums.places() >= PART {
            std::mem::take(&mut sums).add(connection)?;
        }
    }
    sums.add(connection)
}
