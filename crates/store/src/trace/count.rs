//! How many traces a filter fits, and how many each choice would leave.

use std::collections::HashMap;

use fairlead_core::Id;
use rusqlite::{Connection, params_from_iter, types::Value};

use super::{
    combination,
    figures::within,
    filter::Filter,
    plan::{along_durations, conditions, days, few_slow, narrowest},
    rollup::{self, BY_ENVIRONMENT, BY_MOCK, BY_PARTNER, DAY, HOUR, TOGETHER},
    search,
    term::Term,
    terms::{Terms, terms},
    text::Texts,
};
use crate::error::StoreError;

/// As far as is counted where the sums do not know.
const COUNTED: usize = 10_000;

/// A number of traces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// How many, or at least how many.
    pub number: u64,
    /// Whether there are no more.
    pub exact: bool,
}

/// One choice of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// What to filter by; none for traces without one.
    pub value: Option<String>,
    /// How many traces that would leave.
    pub count: u64,
}

/// The choices of each facet, by its name, the most frequent first.
pub type Facets = Vec<(&'static str, Vec<Facet>)>;

/// How many traces there are of all projects.
pub fn count_all(connection: &Connection) -> Result<u64, StoreError> {
    let sql = "SELECT coalesce(sum(kept), 0) FROM trace_chains";
    let found: i64 = connection.query_row(sql, [], |row| row.get(0))?;
    Ok(u64::try_from(found).unwrap_or(0))
}

/// How many traces a filter fits: exact where the sums know what it asks for.
pub fn count(connection: &Connection, project: Id, filter: &Filter) -> Result<Count, StoreError> {
    let Some(terms) = terms(connection, project, filter)? else {
        return Ok(Count {
            number: 0,
            exact: true,
        });
    };
    if filter.text.is_none() && terms.summed() {
        let number = parts(&terms).into_iter().try_fold(0, |sum, part| {
            of_part(connection, &terms, part).map(|found| sum + found)
        })?;
        let number = u64::try_from(number).unwrap_or(0);
        return Ok(Count {
            number,
            exact: true,
        });
    }
    let found = numbers(connection, &terms, filter.text.as_deref(), COUNTED + 1)?;
    Ok(Count {
        number: found.min(COUNTED) as u64,
        exact: found <= COUNTED,
    })
}

/// A stretch of time that one table counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Whole days or hours, the end not included.
    Sums(i64, i64, i64),
    /// A piece of an hour.
    Rows(i64, i64),
}

/// The stretches that make up the times of a filter.
fn parts(terms: &Terms) -> Vec<Part> {
    if terms.from.is_none() && terms.to.is_none() {
        return vec![Part::Sums(DAY, i64::MIN, i64::MAX)];
    }
    let up = |time: i64, span: i64| {
        time.checked_add(span - 1)
            .map_or(i64::MAX, |time| time.div_euclid(span) * span)
    };
    let down = |time: i64, span: i64| time.div_euclid(span) * span;
    let from = terms.from.unwrap_or(i64::MIN);
    let to = terms.to.unwrap_or(i64::MAX);
    let edge = |time: i64, f: &dyn Fn(i64, i64) -> i64, span: i64| match time {
        i64::MIN | i64::MAX => time,
        time => f(time, span),
    };
    if from >= to {
        return Vec::new();
    }
    let (hour, last_hour) = (edge(from, &up, HOUR), edge(to, &down, HOUR));
    if hour >= last_hour {
        return vec![Part::Rows(from, to)];
    }
    let (day, last_day) = (edge(from, &up, DAY), edge(to, &down, DAY));
    let mut parts = vec![Part::Rows(from, hour)];
    if day < last_day {
        parts.extend([
            Part::Sums(HOUR, hour, day),
            Part::Sums(DAY, day, last_day),
            Part::Sums(HOUR, last_day, last_hour),
        ]);
    } else {
        parts.push(Part::Sums(HOUR, hour, last_hour));
    }
    parts.push(Part::Rows(last_hour, to));
    parts.retain(|part| match part {
        Part::Sums(_, from, to) | Part::Rows(from, to) => from < to,
    });
    parts
}

fn of_part(connection: &Connection, terms: &Terms, part: Part) -> Result<i64, StoreError> {
    let (condition, of_terms) = match part {
        Part::Sums(..) => terms
            .alone_sql("")
            .unwrap_or_else(|| terms.sums_sql(terms.kind(), "")),
        Part::Rows(..) => Terms::sql(terms.each.iter()),
    };
    let (sql, mut values) = match part {
        Part::Sums(span, from, to) => {
            let (times, of_times) = within(terms.project, (from, to), span);
            let sql = format!(
                "SELECT coalesce(sum(count), 0) FROM trace_sums WHERE project = ? AND span = ?
                 {times}{condition}"
            );
            let mut values = vec![Value::from(terms.project), span.into()];
            values.extend(of_times);
            (sql, values)
        }
        Part::Rows(from, to) => (
            format!(
                "SELECT count(*) FROM traces INDEXED BY traces_by_time WHERE project = ?
                 AND started_at >= ? AND started_at < ?{condition}"
            ),
            vec![Value::from(terms.project), from.into(), to.into()],
        ),
    };
    values.extend(of_terms);
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_row(params_from_iter(values), |row| row.get(0))?)
}

/// What is counted by choice, and the kind of sums that tells it apart where not all do.
const FACETS: [(&str, Option<i64>); 8] = [
    ("operation", None),
    ("method", None),
    ("source", None),
    ("status", None),
    ("category", None),
    ("environment", Some(BY_ENVIRONMENT)),
    ("partner", Some(BY_PARTNER)),
    ("mock", Some(BY_MOCK)),
];

/// How many traces each choice of each facet would leave beside the other filters, from the sums:
/// times count by whole hours, and text, run and duration not at all.
pub fn facets(connection: &Connection, project: Id, filter: &Filter) -> Result<Facets, StoreError> {
    let mut counted: Vec<HashMap<i64, u64>> = vec![HashMap::new(); FACETS.len()];
    if let Some(terms) = terms(connection, project, filter)? {
        let mut rough = terms.clone();
        rough.from = terms.from.map(|from| from.div_euclid(HOUR) * HOUR);
        rough.to = terms
            .to
            .map(|to| to.saturating_add(HOUR - 1).div_euclid(HOUR) * HOUR);
        for part in parts(&rough) {
            if let Part::Sums(span, from, to) = part {
                of_choices(connection, &rough, (span, from, to), &mut counted)?;
            }
        }
    }
    let mut texts = Texts::default();
    let mut facets = Vec::new();
    for ((name, _), counts) in FACETS.into_iter().zip(counted) {
        let mut choices = Vec::with_capacity(counts.len());
        for (number, count) in counts {
            let value = match (name, number) {
                ("status", 0) => None,
                ("status", status) => Some(status.to_string()),
                (_, number) => texts.get(connection, number)?,
            };
            choices.push(Facet { value, count });
        }
        choices.sort_by(|a, b| (b.count, &a.value).cmp(&(a.count, &b.value)));
        facets.push((name, choices));
    }
    Ok(facets)
}

fn of_choices(
    connection: &Connection,
    terms: &Terms,
    (span, from, to): (i64, i64, i64),
    counted: &mut [HashMap<i64, u64>],
) -> Result<(), StoreError> {
    for ((name, kind), counts) in FACETS.into_iter().zip(counted) {
        // Beside the other filters: a facet does not narrow itself.
        let others = |term: &&Term| term.summed && term.facet != name && term.facet != "failed";
        let alone = rollup::alone(name).filter(|_| !terms.each.iter().any(|term| others(&term)));
        let beside = |term: &Term| term.kind.is_some() && term.facet != name;
        let kind = match kind {
            Some(_) if terms.each.iter().any(beside) => Some(TOGETHER),
            kind => kind,
        };
        let column = if kind.is_some() || alone.is_some() {
            "value"
        } else {
            name
        };
        let (condition, of_terms) = match alone {
            // A term of the facet itself is left out.
            Some(alone) => terms.sums_by("", alone),
            None => terms.sums_sql(kind.unwrap_or(terms.kind()), name),
        };
        let (times, of_times) = within(terms.project, (from, to), span);
        let sql = format!(
            "SELECT {column}, sum(count) FROM trace_sums WHERE project = ? AND span = ?
             {times}{condition} GROUP BY {column}"
        );
        let mut values = vec![Value::from(terms.project), span.into()];
        values.extend(of_times);
        values.extend(of_terms);
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            let (mut choice, count): (i64, i64) = (row.get(0)?, row.get(1)?);
            if kind == Some(TOGETHER) {
                choice = combination::part(connection, name, choice)?;
                // Of the three it has the other two.
                if choice == 0 {
                    continue;
                }
            }
            *counts.entry(choice).or_default() += u64::try_from(count).unwrap_or(0);
        }
    }
    Ok(())
}

/// How many traces fit, where the sums do not know: counted up to a limit.
fn numbers(
    connection: &Connection,
    terms: &Terms,
    text: Option<&str>,
    limit: usize,
) -> Result<usize, StoreError> {
    if let Some(text) = text {
        return Ok(search::find(connection, terms, text, None, false, limit)?.len());
    }
    let days = days(connection, terms)?;
    let (mut index, rows) = narrowest(terms, &days);
    let slow = few_slow(connection, terms)?;
    if slow.is_some_and(|slow| along_durations(terms, slow) < rows) {
        index = "traces_by_duration";
    }
    let (condition, mut values) = conditions(terms);
    values.push(crate::value::count(limit as u64).into());
    let mut statement = connection.prepare_cached(&format!(
        "SELECT count(*) FROM (SELECT 1 FROM traces INDEXED BY {index} WHERE {condition} LIMIT ?)"
    ))?;
    let found: i64 = statement.query_row(params_from_iter(values), |row| row.get(0))?;
    Ok(usize::try_from(found).unwrap_or(0))
}
