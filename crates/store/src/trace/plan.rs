//! Which index finds a page soonest. SQLite cannot know: it has no figures of rows that come and
//! go all day, but the sums by day do.

use std::collections::HashMap;

use rusqlite::{Connection, params_from_iter, types::Value};

use super::{failure, rollup::DAY, terms::Terms};
use crate::error::StoreError;

/// So many rows are sorted for one page rather than walked past in the order of an index.
pub(super) const SORTED: i64 = 20_000;

/// What the sums say of one day.
#[derive(Clone, Debug)]
pub struct OfDay {
    /// When it begins, in milliseconds.
    pub start: i64,
    /// How many traces fit every term that the sums know.
    pub fit: i64,
    /// How many traces fit each such term alone; none for those the sums do not know.
    pub alone: Vec<Option<i64>>,
}

/// Every day within the filter's times that has traces that may fit, oldest first.
pub(super) fn days(connection: &Connection, terms: &Terms) -> Result<Vec<OfDay>, StoreError> {
    let kind = terms.kind();
    let known: Vec<_> = terms.each.iter().filter(|t| t.known(kind)).collect();
    let mut values = Vec::new();
    let mut all = String::from("1 = 1");
    for term in &known {
        all.push_str(&format!(" AND {}", term.in_sums()));
        values.extend(term.values.iter().cloned());
    }
    let mut sql = format!("SELECT started_at, sum(iif({all}, count, 0))");
    for term in &known {
        sql.push_str(&format!(", sum(iif({}, count, 0))", term.in_sums()));
        values.extend(term.values.iter().cloned());
    }
    sql.push_str(
        " FROM trace_sums WHERE project = ? AND span = ? AND kind = ? AND started_at >= ? AND started_at < ?
          GROUP BY started_at ORDER BY started_at",
    );
    values.extend([
        Value::from(terms.project),
        DAY.into(),
        kind.into(),
        terms
            .from
            .map_or(i64::MIN, |from| from.div_euclid(DAY) * DAY)
            .into(),
        terms.to.unwrap_or(i64::MAX).into(),
    ]);
    let problems = match terms.each.iter().find(|term| term.facet == "problem") {
        None => HashMap::new(),
        Some(term) => failure::of_problem(connection, terms.project, &term.values[0])?,
    };
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_map(params_from_iter(values), |row| {
        let mut column = 1;
        let mut alone = Vec::with_capacity(terms.each.len());
        let start: i64 = row.get(0)?;
        for term in &terms.each {
            alone.push(if term.known(kind) {
                column += 1;
                Some(row.get(column)?)
            } else if term.facet == "problem" {
                Some(problems.get(&start).copied().unwrap_or(0))
            } else {
                None
            });
        }
        Ok(OfDay {
            start,
            fit: row.get(1)?,
            alone,
        })
    })?;
    let mut days = Vec::new();
    for day in found {
        let day: OfDay = day?;
        if day.fit > 0 {
            days.push(day);
        }
    }
    Ok(days)
}

/// The index of the term that the fewest traces of these days fit, and how many those are; the
/// index by time where no term has one.
pub(super) fn narrowest(terms: &Terms, days: &[OfDay]) -> (&'static str, i64) {
    let of_term = |place: usize| -> Option<i64> { days.iter().map(|day| day.alone[place]).sum() };
    terms
        .each
        .iter()
        .enumerate()
        .filter_map(|(place, term)| {
            // A run is always few; of what other sums tell apart nothing is known here.
            let unknown = if term.facet == "run" { 0 } else { i64::MAX };
            Some((term.index?, of_term(place).unwrap_or(unknown)))
        })
        .min_by_key(|(_, rows)| *rows)
        .unwrap_or(("traces_by_time", i64::MAX))
}

/// SQL of the project, every term and the times, and their values.
pub(super) fn conditions(terms: &Terms) -> (String, Vec<Value>) {
    let (sql, mut values) = Terms::sql(terms.each.iter());
    values.insert(0, terms.project.into());
    let mut condition = format!("project = ?{sql}");
    for (sql, time) in [
        (" AND started_at >= ?", terms.from),
        (" AND started_at < ?", terms.to),
    ] {
        if let Some(time) = time {
            condition.push_str(sql);
            values.push(time.into());
        }
    }
    (condition, values)
}

/// How many traces a filter by duration leaves, where those are few.
pub(super) fn few_slow(connection: &Connection, terms: &Terms) -> Result<Option<i64>, StoreError> {
    let spans = terms.each.iter().filter(|term| term.facet == "duration");
    let (sql, mut values) = Terms::sql(spans);
    if sql.is_empty() {
        return Ok(None);
    }
    values.insert(0, terms.project.into());
    let mut statement = connection.prepare_cached(&format!(
        "SELECT count(*) FROM (SELECT 1 FROM traces INDEXED BY traces_by_duration
         WHERE project = ?{sql} LIMIT {SORTED})"
    ))?;
    let found: i64 = statement.query_row(params_from_iter(values), |row| row.get(0))?;
    Ok(Some(found).filter(|found| *found < SORTED))
}
