//! Which index finds a page soonest. SQLite cannot know: it has no figures of rows that come and
//! go all day, but the sums by day do.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params_from_iter, types::Value};

use super::{
    rollup::{DAY, TOTAL},
    terms::Terms,
};
use crate::error::StoreError;

/// So many rows are sorted for one page rather than walked past in the order of an index.
pub(super) const SORTED: i64 = 20_000;
/// So many entries of the index of durations are walked along for one page.
const SLOW: i64 = 100_000;

/// What the sums say of one day.
#[derive(Clone, Debug)]
pub struct OfDay {
    /// When it begins, in milliseconds.
    pub start: i64,
    /// How many traces fit every term that the sums know, or more.
    pub fit: i64,
    /// How many traces fit each such term alone; none for those the sums do not know.
    pub alone: Vec<Option<i64>>,
}

/// Every day within the filter's times that has traces that may fit, oldest first.
pub(super) fn days(connection: &Connection, terms: &Terms) -> Result<Vec<OfDay>, StoreError> {
    let mut alone = Vec::with_capacity(terms.each.len());
    for term in &terms.each {
        alone.push(match term.alone() {
            Some((kind, sql)) => Some(by_day(connection, terms, kind, &sql, &term.values)?),
            None => None,
        });
    }
    let total = by_day(connection, terms, TOTAL, "1 = 1", &[])?;
    let mut days: Vec<OfDay> = total
        .into_iter()
        .map(|(start, all)| {
            let of = |counts: &HashMap<i64, i64>| counts.get(&start).copied().unwrap_or(0);
            let alone: Vec<_> = alone.iter().map(|term| term.as_ref().map(of)).collect();
            let fit = alone.iter().flatten().copied().min().unwrap_or(all);
            OfDay { start, fit, alone }
        })
        .collect();
    days.retain(|day| day.fit > 0);
    days.sort_unstable_by_key(|day| day.start);
    if terms
        .each
        .iter()
        .filter(|term| term.known(terms.kind()))
        .count()
        > 1
    {
        let fit: HashMap<i64, i64> = together(connection, terms, &days, "started_at")?
            .into_iter()
            .collect();
        for day in &mut days {
            day.fit = day.fit.min(fit.get(&day.start).copied().unwrap_or(0));
        }
        days.retain(|day| day.fit > 0);
    }
    Ok(days)
}

/// The statuses of traces of these days that may fit, the lowest first.
pub(super) fn statuses(
    connection: &Connection,
    terms: &Terms,
    days: &[OfDay],
) -> Result<Vec<i64>, StoreError> {
    let mut found = together(connection, terms, days, "status")?;
    found.sort_unstable();
    Ok(found.into_iter().map(|(status, _)| status).collect())
}

/// How many traces of each day the sums of one kind count.
fn by_day(
    connection: &Connection,
    terms: &Terms,
    kind: i64,
    condition: &str,
    of_condition: &[Value],
) -> Result<HashMap<i64, i64>, StoreError> {
    let from = terms
        .from
        .map_or(i64::MIN, |from| from.div_euclid(DAY) * DAY);
    let mut values = vec![
        Value::from(terms.project),
        DAY.into(),
        kind.into(),
        from.into(),
        terms.to.unwrap_or(i64::MAX).into(),
    ];
    values.extend(of_condition.iter().cloned());
    let mut statement = connection.prepare_cached(&format!(
        "SELECT started_at, sum(count) FROM trace_sums
         WHERE project = ? AND span = ? AND kind = ? AND started_at >= ? AND started_at < ?
         AND {condition} GROUP BY started_at"
    ))?;
    let rows = statement.query_map(params_from_iter(values), |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many traces of these days fit all terms that one kind of sums knows, by a column: a step to
/// the place of each day in the table rather than along all of it.
fn together(
    connection: &Connection,
    terms: &Terms,
    days: &[OfDay],
    column: &str,
) -> Result<Vec<(i64, i64)>, StoreError> {
    let starts: Vec<String> = days.iter().map(|day| day.start.to_string()).collect();
    let kind = terms.kind();
    let (condition, of_terms) = terms.sums_sql(kind, "");
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {column}, sum(count) FROM trace_sums WHERE project = ? AND span = ?
         AND started_at IN (SELECT value FROM json_each(?)){condition} GROUP BY {column}"
    ))?;
    let mut values = vec![
        Value::from(terms.project),
        DAY.into(),
        format!("[{}]", starts.join(",")).into(),
    ];
    values.extend(of_terms);
    let rows = statement.query_map(params_from_iter(values), |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
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

/// How many traces a filter by duration leaves, where those are not too many to be walked along.
pub(super) fn few_slow(connection: &Connection, terms: &Terms) -> Result<Option<i64>, StoreError> {
    let spans = terms.each.iter().filter(|term| term.facet == "duration");
    let (sql, mut values) = Terms::sql(spans);
    if sql.is_empty() {
        return Ok(None);
    }
    values.insert(0, terms.project.into());
    let mut statement = connection.prepare_cached(&format!(
        "SELECT count(*) FROM (SELECT 1 FROM traces INDEXED BY traces_by_duration
         WHERE project = ?{sql} LIMIT {SLOW})"
    ))?;
    let found: i64 = statement.query_row(params_from_iter(values), |row| row.get(0))?;
    Ok(Some(found).filter(|found| *found < SLOW))
}

/// What walking past so many entries of the index of durations costs, in rows that are looked up:
/// it knows nearly every filter, so that what does not fit is not looked up.
pub(super) fn along_durations(terms: &Terms, entries: i64) -> i64 {
    let unknown = |facet| matches!(facet, "problem" | "run");
    if terms.each.iter().any(|term| unknown(term.facet)) {
        entries
    } else {
        entries / 10
    }
}

/// How many traces a project has.
pub(super) fn kept(connection: &Connection, terms: &Terms) -> Result<i64, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT kept FROM trace_chains WHERE project = ?1")?;
    let kept = statement.query_row([terms.project], |row| row.get(0));
    Ok(kept.optional()?.unwrap_or(0))
}
