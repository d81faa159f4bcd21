//! Failures that are alike, and how often, when and to how many partners they came.

use std::collections::{BTreeMap, HashMap, HashSet};

use fairlead_core::{Id, Timestamp};
use rusqlite::{Connection, params_from_iter, types::Value};

use super::{
    each::each,
    figures::{Span, within},
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
    /// Where not all that fit were looked at: of how many of the newest these are.
    pub newest: Option<u64>,
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
/// days: the most frequent `most` kinds of them. What no sums tell apart (text, run, duration, a
/// broken rule beside others) is counted from the traces themselves. Else, beside a choice of
/// environment, mock, source or method, partners and broken rules are not told apart.
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
    let (from, to) = (first.as_millis(), times.1.as_millis());
    let is = |facets: &[&str]| terms.each.iter().any(|term| facets.contains(&term.facet));
    let has_text = filter.text.is_some();
    let in_failures =
        !has_text && !is(&["environment", "mock", "source", "method", "run", "duration"]);
    let apart = in_failures || has_text || !terms.summed();
    let mut gathered: HashMap<Alike, Gathered> = HashMap::new();
    let mut gather = |at: i64, alike, partner, count, seen: Option<(i64, i64)>| {
        let place = usize::try_from((at - from) / span.millis()).unwrap_or(0);
        let sum: &mut Gathered = gathered.entry(alike).or_default();
        sum.count += count;
        *sum.places.entry(place).or_default() += count;
        if partner != 0 {
            sum.partners.insert(partner);
        }
        if let Some((first, last)) = seen {
            let known = sum.seen.get_or_insert((first, last));
            *known = (known.0.min(first), known.1.max(last));
        }
    };
    if apart && !in_failures {
        let (text, to) = (filter.text.as_deref(), span.end(to));
        found.newest = each(connection, &terms, text, (from, to), |one| {
            if one.failed {
                let alike = (one.operation, one.status, one.category, one.problem);
                let at = one.started_at;
                gather(at, alike, one.partner, 1, Some((at, at)));
            }
        })?;
    } else {
        let (sql, more) = if in_failures {
            of_failures(&terms, (from, to))
        } else {
            of_sums(&terms, (from, to), span)
        };
        let mut values = vec![Value::from(terms.project), span.millis().into()];
        values.extend(more);
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            let alike = (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
            let count = u64::try_from(row.get::<_, i64>(6)?).unwrap_or(0);
            let seen = if in_failures {
                Some((row.get(7)?, row.get(8)?))
            } else {
                None
            };
            gather(row.get(0)?, alike, row.get(5)?, count, seen);
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

fn of_failures(terms: &Terms, (from, to): (i64, i64)) -> (String, Vec<Value>) {
    let known = terms.each.iter().filter(|term| term.facet != "failed");
    let (condition, of_terms) = Terms::sql(known);
    let sql = format!(
        "SELECT started_at, operation, status, category, problem, partner, count, first_at, last_at
         FROM trace_failures WHERE project = ? AND span = ? AND started_at >= ?
         AND started_at < ?{condition}"
    );
    let mut values = vec![Value::from(from), to.into()];
    values.extend(of_terms);
    (sql, values)
}

fn of_sums(terms: &Terms, times: (i64, i64), span: Span) -> (String, Vec<Value>) {
    let (condition, of_terms) = terms.sums_sql(terms.kind(), "");
    let (within, of_times) = within(terms.project, times, span.millis());
    let sql = format!(
        "SELECT started_at, operation, status, category, 0, 0, count FROM trace_sums
         WHERE project = ? AND span = ?{within}{condition} AND failed = 1"
    );
    let mut values = Vec::from(of_times);
    values.extend(of_terms);
    (sql, values)
}
