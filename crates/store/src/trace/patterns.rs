//! Failures that are alike, and how often, when and to how many partners they came.

use std::collections::{BTreeMap, HashMap, HashSet};

use fairlead_core::{Id, Timestamp};
use rusqlite::{Connection, params_from_iter, types::Value};

use super::{
    figures::Span,
    filter::Filter,
    terms::{Terms, terms},
    text::Texts,
};
use crate::error::StoreError;

/// Failures of the same operation with the same status, kind of error and broken rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The operation; none for traces of none.
    pub operation_id: Option<String>,
    /// The status; none where no answer came.
    pub status: Option<u16>,
    /// The kind of error; none where only the contract was broken.
    pub category: Option<String>,
    /// The rule of the contract that was broken first, where one was and the sums tell.
    pub problem: Option<String>,
    /// How many.
    pub count: u64,
    /// How many partners had them; none where the sums cannot say so.
    pub partners: Option<u64>,
    /// When the first and the last of them in this time began; none where the sums cannot say so.
    pub seen: Option<(Timestamp, Timestamp)>,
    /// How many in each point of the series.
    pub series: Vec<u64>,
}

/// The most frequent failures over a stretch of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patterns {
    /// When each point of the series begins.
    pub starts: Vec<Timestamp>,
    /// How many traces failed.
    pub failed: u64,
    /// How many patterns those make.
    pub kinds: u64,
    /// The most frequent of them.
    pub top: Vec<Pattern>,
}

/// Operation, status, category and problem of failures that are alike.
type Alike = (i64, i64, i64, i64);

/// Failures that are alike, as they are gathered.
#[derive(Default)]
struct Gathered {
    count: u64,
    partners: HashSet<i64>,
    seen: Option<(i64, i64)>,
    places: BTreeMap<usize, u64>,
}

/// The failures that fit a filter and began in a stretch of time, which counts by whole hours or
/// days: the most frequent `most` kinds of them. Text, run and duration of the filter are not
/// looked at. Beside a choice of environment, mock, source or method, partners and broken rules
/// are not told apart, and only the first of environment, partner and mock is looked at.
pub fn patterns(
    connection: &Connection,
    project: Id,
    filter: &Filter,
    times: (Timestamp, Timestamp),
    span: Span,
    most: usize,
) -> Result<Patterns, StoreError> {
    let mut found = Patterns {
        starts: span.points(times),
        ..Patterns::default()
    };
    let first = found.starts.first().copied();
    let (Some(first), Some(terms)) = (first, terms(connection, project, filter)?) else {
        return Ok(found);
    };
    let apart = terms
        .each
        .iter()
        .all(|term| !matches!(term.facet, "environment" | "mock" | "source" | "method"));
    let (sql, of_terms) = if apart {
        of_failures(&terms)
    } else {
        of_sums(&terms)
    };
    let mut values = vec![
        Value::from(terms.project),
        span.millis().into(),
        first.as_millis().into(),
        times.1.as_millis().into(),
    ];
    values.extend(of_terms);
    let mut gathered: HashMap<Alike, Gathered> = HashMap::new();
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        let alike = (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
        let place = (row.get::<_, i64>(0)? - first.as_millis()) / span.millis();
        let partner: i64 = row.get(5)?;
        let count = u64::try_from(row.get::<_, i64>(6)?).unwrap_or(0);
        let sum = gathered.entry(alike).or_default();
        sum.count += count;
        *sum.places
            .entry(usize::try_from(place).unwrap_or(0))
            .or_default() += count;
        if partner != 0 {
            sum.partners.insert(partner);
        }
        if apart {
            let (from, to): (i64, i64) = (row.get(7)?, row.get(8)?);
            let seen = sum.seen.get_or_insert((from, to));
            *seen = (seen.0.min(from), seen.1.max(to));
        }
    }
    found.failed = gathered.values().map(|sum| sum.count).sum();
    found.kinds = gathered.len() as u64;
    let mut sorted: Vec<_> = gathered.into_iter().collect();
    sorted.sort_unstable_by_key(|(alike, sum)| (std::cmp::Reverse(sum.count), *alike));
    let mut texts = Texts::default();
    for ((operation, status, category, problem), sum) in sorted.into_iter().take(most) {
        let mut series = vec![0; found.starts.len()];
        for (place, count) in sum.places {
            if let Some(point) = series.get_mut(place) {
                *point = count;
            }
        }
        let time = Timestamp::from_millis;
        found.top.push(Pattern {
            operation_id: texts.get(connection, operation)?,
            status: u16::try_from(status).ok().filter(|status| *status != 0),
            category: texts.get(connection, category)?,
            problem: texts.get(connection, problem)?,
            count: sum.count,
            partners: apart.then_some(sum.partners.len() as u64),
            seen: sum.seen.map(|(first, last)| (time(first), time(last))),
            series,
        });
    }
    Ok(found)
}

fn of_failures(terms: &Terms) -> (String, Vec<Value>) {
    let unknown = |facet| matches!(facet, "failed" | "run" | "duration");
    let known = terms.each.iter().filter(|term| !unknown(term.facet));
    let (condition, values) = Terms::sql(known);
    let sql = format!(
        "SELECT started_at, operation, status, category, problem, partner, count, first_at, last_at
         FROM trace_failures WHERE project = ? AND span = ? AND started_at >= ?
         AND started_at < ?{condition}"
    );
    (sql, values)
}

fn of_sums(terms: &Terms) -> (String, Vec<Value>) {
    let (condition, values) = terms.sums_sql(terms.kind(), "");
    let sql = format!(
        "SELECT started_at, operation, status, category, 0, 0, count FROM trace_sums
         WHERE project = ? AND span = ? AND started_at >= ? AND started_at < ?{condition}
         AND failed = 1"
    );
    (sql, values)
}
