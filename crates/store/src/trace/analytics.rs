//! Figures over a stretch of time, from the sums by day and by hour.

use std::collections::{BTreeMap, HashMap};

use fairlead_core::{Id, Timestamp};
use rusqlite::{Connection, params_from_iter, types::Value};

use super::{
    each::each,
    figures::{Figures, Span, within},
    filter::Filter,
    rollup::{self, DAY, HOUR},
    term::Term,
    terms::{Terms, terms},
    text::Texts,
};
use crate::error::StoreError;

/// Figures of one hour or day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// When it began.
    pub start: Timestamp,
    /// Its figures.
    pub figures: Figures,
}

/// Figures of one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfOperation {
    /// The operation; none for traces of none.
    pub operation_id: Option<String>,
    /// Its figures.
    pub figures: Figures,
}

/// Traces by hour of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heat {
    /// 0 for Monday.
    pub weekday: u8,
    /// 0 to 23.
    pub hour: u8,
    /// How many.
    pub count: u64,
    /// How many of them failed.
    pub failed: u64,
}

/// Figures over a stretch of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Analytics {
    /// Of all.
    pub all: Figures,
    /// Over time, without gaps.
    pub series: Vec<Point>,
    /// By operation, the most frequent first.
    pub operations: Vec<OfOperation>,
    /// By hour of the week, each hour that has some.
    pub heat: Vec<Heat>,
    /// Where not all that fit were looked at: of how many of the newest these are.
    pub newest: Option<u64>,
}

/// Figures of the traces that fit a filter and began in a stretch of time, which counts by whole
/// hours or days. `offset` is how many milliseconds the heat map's clock is before UTC's. What no
/// sums tell apart (text, run, problem, duration) is counted from the traces themselves.
pub fn analytics(
    connection: &Connection,
    project: Id,
    filter: &Filter,
    times: (Timestamp, Timestamp),
    span: Span,
    offset: i64,
) -> Result<Analytics, StoreError> {
    let point = |start| Point {
        start,
        figures: Figures::default(),
    };
    let mut found = Analytics {
        series: span.points(times).into_iter().map(point).collect(),
        ..Analytics::default()
    };
    let first = found.series.first().map(|point| point.start);
    let (Some(first), Some(terms)) = (first, terms(connection, project, filter)?) else {
        return Ok(found);
    };
    let (from, to) = (first.as_millis(), times.1.as_millis());
    let mut operations = HashMap::new();
    if filter.text.is_none() && terms.summed() {
        let size = span.millis();
        operations = read(connection, &terms, (from, to), size, &mut found)?;
        found.heat = heat(connection, &terms, (from, to), offset)?;
    } else {
        let to = span.end(to);
        let mut hours = BTreeMap::new();
        let text = filter.text.as_deref();
        found.newest = each(connection, &terms, text, (from, to), |one| {
            let place = usize::try_from((one.started_at - from) / span.millis()).unwrap_or(0);
            if let Some(point) = found.series.get_mut(place) {
                point.figures.count_one(one.failed, one.micros);
            }
            let of_operation: &mut Figures = operations.entry(one.operation).or_default();
            of_operation.count_one(one.failed, one.micros);
            let hour: &mut (u64, u64) = hours
                .entry(hour_of_week(one.started_at, offset))
                .or_default();
            hour.0 += 1;
            hour.1 += u64::from(one.failed);
        })?;
        found.heat = to_heat(hours);
    }
    tell_operations(connection, operations, &mut found)?;
    Ok(found)
}

fn read(
    connection: &Connection,
    terms: &Terms,
    (from, to): (i64, i64),
    size: i64,
    found: &mut Analytics,
) -> Result<HashMap<i64, Figures>, StoreError> {
    // Where no more than the operation is asked for, the sums of operations alone are enough.
    let of_operations = rollup::alone("operation").filter(|_| {
        let more = |term: &&Term| term.summed && !["operation", "failed"].contains(&term.facet);
        !terms.each.iter().any(|term| more(&term))
    });
    let (column, (condition, of_terms)) = match of_operations {
        Some(kind) => ("value", terms.sums_by("operation", kind)),
        None => ("operation", terms.sums_sql(terms.kind(), "")),
    };
    let (times, of_times) = within(terms.project, (from, to), size);
    let mut statement = connection.prepare_cached(&format!(
        "SELECT started_at, {column}, failed, count, micros, sketch
         FROM trace_sums WHERE project = ? AND span = ?{times}{condition}"
    ))?;
    let mut values = vec![Value::from(terms.project), size.into()];
    values.extend(of_times);
    values.extend(of_terms);
    let mut operations: HashMap<i64, Figures> = HashMap::new();
    let mut rows = statement.query(params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        let start: i64 = row.get(0)?;
        let place = usize::try_from((start - from) / size).unwrap_or(0);
        let failed: bool = row.get(2)?;
        let count = u64::try_from(row.get::<_, i64>(3)?).unwrap_or(0);
        let micros = u64::try_from(row.get::<_, i64>(4)?).unwrap_or(0);
        let sketch = row.get_ref(5)?.as_blob().unwrap_or_default();
        if let Some(point) = found.series.get_mut(place) {
            point.figures.add(count, failed, micros, sketch);
        }
        let of_operation = operations.entry(row.get(1)?).or_default();
        of_operation.add(count, failed, micros, sketch);
    }
    Ok(operations)
}

/// Figures by operation, and of all of them together.
fn tell_operations(
    connection: &Connection,
    operations: HashMap<i64, Figures>,
    found: &mut Analytics,
) -> Result<(), StoreError> {
    let mut texts = Texts::default();
    for (operation, figures) in operations {
        found.all.count += figures.count;
        found.all.failed += figures.failed;
        found.all.micros += figures.micros;
        found.all.sketch.merge(&figures.sketch);
        found.operations.push(OfOperation {
            operation_id: texts.get(connection, operation)?,
            figures,
        });
    }
    found
        .operations
        .sort_by_key(|o| (std::cmp::Reverse(o.figures.count), o.operation_id.clone()));
    Ok(())
}

fn heat(
    connection: &Connection,
    terms: &Terms,
    (from, to): (i64, i64),
    offset: i64,
) -> Result<Vec<Heat>, StoreError> {
    let (condition, of_terms) = terms
        .alone_sql("")
        .unwrap_or_else(|| terms.sums_sql(terms.kind(), ""));
    let (times, of_times) = within(terms.project, (from, to), HOUR);
    let mut statement = connection.prepare_cached(&format!(
        "SELECT started_at, sum(count), sum(count * failed) FROM trace_sums
         WHERE project = ? AND span = ?{times}{condition} GROUP BY started_at"
    ))?;
    let mut values = vec![Value::from(terms.project), HOUR.into()];
    values.extend(of_times);
    values.extend(of_terms);
    let mut rows = statement.query(params_from_iter(values))?;
    let mut sums: BTreeMap<(u8, u8), (u64, u64)> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let sum = sums.entry(hour_of_week(row.get(0)?, offset)).or_default();
        sum.0 += u64::try_from(row.get::<_, i64>(1)?).unwrap_or(0);
        sum.1 += u64::try_from(row.get::<_, i64>(2)?).unwrap_or(0);
    }
    Ok(to_heat(sums))
}

/// The day of the week (0 for Monday) and the hour, by a clock so many milliseconds before UTC's.
fn hour_of_week(at: i64, offset: i64) -> (u8, u8) {
    let at = at.saturating_add(offset);
    // The first of January 1970 was a Thursday.
    let weekday = (at.div_euclid(DAY) + 3).rem_euclid(7);
    let hour = at.rem_euclid(DAY) / HOUR;
    (
        u8::try_from(weekday).unwrap_or(0),
        u8::try_from(hour).unwrap_or(0),
    )
}

fn to_heat(sums: BTreeMap<(u8, u8), (u64, u64)>) -> Vec<Heat> {
    let heat = |((weekday, hour), (count, failed))| Heat {
        weekday,
        hour,
        count,
        failed,
    };
    sums.into_iter().map(heat).collect()
}
