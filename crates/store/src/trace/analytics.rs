//! Figures over a stretch of time, from the sums by day and by hour.

use std::collections::{BTreeMap, HashMap};

use fairlead_core::{Id, Timestamp};
use rusqlite::{Connection, OptionalExtension, params, params_from_iter, types::Value};

use super::{
    filter::{Filter, Terms, terms},
    rollup::{BY_PARTNER, DAY, HOUR},
    sketch::Sketch,
    text::Texts,
};
use crate::error::StoreError;

/// How long one point of a series is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// An hour.
    Hour,
    /// A day, in UTC.
    Day,
}

impl Span {
    /// In milliseconds.
    pub fn millis(self) -> i64 {
        match self {
            Self::Hour => HOUR,
            Self::Day => DAY,
        }
    }
}

/// Figures of some traces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// How many there were.
    pub count: u64,
    /// How many of them failed.
    pub failed: u64,
    /// How long all took together, in microseconds.
    pub micros: u64,
    /// How long each took.
    pub sketch: Sketch,
}

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

/// Failures that are alike: same operation, same status, same kind of error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfPattern {
    /// The operation; none for traces of none.
    pub operation_id: Option<String>,
    /// The status; none where no answer came.
    pub status: Option<u16>,
    /// The kind of error; none where only the contract was broken.
    pub category: Option<String>,
    /// How many.
    pub count: u64,
    /// How many partners had them.
    pub partners: u64,
    /// How many in each point of the series.
    pub series: Vec<u64>,
}

/// Figures of one partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfPartner {
    /// The partner.
    pub partner_id: Id,
    /// Its figures.
    pub figures: Figures,
    /// When its newest trace of all began.
    pub last_at: Timestamp,
    /// Whether that one failed.
    pub last_failed: bool,
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
    /// Failures that are alike, the most frequent first.
    pub patterns: Vec<OfPattern>,
    /// By partner, the most frequent first.
    pub partners: Vec<OfPartner>,
    /// By hour of the week, each hour that has some.
    pub heat: Vec<Heat>,
}

/// Most points of a series.
const POINTS: i64 = 2_000;

/// Figures of the traces that fit a filter and began in a stretch of time, which counts by whole
/// hours or days. `offset` is how many milliseconds the heat map's clock is before UTC's. Text, run
/// and duration of the filter are not looked at, and only the first of environment, partner
/// and mock. Partners are told of all traces or of one partner.
pub fn analytics(
    connection: &Connection,
    project: Id,
    filter: &Filter,
    (from, to): (Timestamp, Timestamp),
    span: Span,
    offset: i64,
) -> Result<Analytics, StoreError> {
    let size = span.millis();
    let to = to.as_millis();
    let first = from
        .as_millis()
        .max(to.saturating_sub(POINTS * size))
        .div_euclid(size)
        * size;
    let mut found = Analytics::default();
    let mut start = first;
    while start < to {
        found.series.push(Point {
            start: Timestamp::from_millis(start),
            figures: Figures::default(),
        });
        start += size;
    }
    let Some(terms) = terms(connection, project, filter)? else {
        return Ok(found);
    };
    let mut gathering = Gathering::default();
    let times = (first, to);
    gathering.read(connection, &terms, terms.kind(), times, size, &mut found)?;
    if terms.kinds() == 0 {
        gathering.read(connection, &terms, BY_PARTNER, times, size, &mut found)?;
    }
    gathering.finish(connection, &terms, &mut found)?;
    found.heat = heat(connection, &terms, (first, to), offset)?;
    Ok(found)
}

/// Operation, status and category of failures that are alike.
type Alike = (i64, i64, i64);

/// Sums as they are gathered, by numbers of texts.
#[derive(Default)]
struct Gathering {
    operations: HashMap<i64, Figures>,
    patterns: HashMap<Alike, (u64, BTreeMap<usize, u64>)>,
    partners: HashMap<i64, Figures>,
    /// Partners that had the failures of a pattern.
    had: HashMap<Alike, Vec<i64>>,
}

impl Figures {
    fn add(&mut self, count: u64, failed: bool, micros: u64, sketch: &[u8]) {
        self.count += count;
        self.failed += if failed { count } else { 0 };
        self.micros += micros;
        self.sketch.merge_bytes(sketch);
    }

    /// How long one took in the middle of all, in microseconds.
    pub fn mean(&self) -> u64 {
        self.micros.checked_div(self.count).unwrap_or(0)
    }
}

impl Gathering {
    fn read(
        &mut self,
        connection: &Connection,
        terms: &Terms,
        kind: i64,
        (from, to): (i64, i64),
        size: i64,
        found: &mut Analytics,
    ) -> Result<(), StoreError> {
        let (condition, of_terms) = terms.sums_sql(kind, "");
        let mut statement = connection.prepare_cached(&format!(
            "SELECT started_at, operation, status, category, failed, value, count, micros, sketch
             FROM trace_sums WHERE project = ? AND span = ? AND started_at >= ?
             AND started_at < ?{condition}"
        ))?;
        let mut values = vec![
            Value::from(terms.project),
            size.into(),
            from.into(),
            to.into(),
        ];
        values.extend(of_terms);
        let mut rows = statement.query(params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            let start: i64 = row.get(0)?;
            let place = usize::try_from((start - from) / size).unwrap_or(0);
            let (operation, status, category): (i64, i64, i64) =
                (row.get(1)?, row.get(2)?, row.get(3)?);
            let (failed, partner): (bool, i64) = (row.get(4)?, row.get(5)?);
            let count = u64::try_from(row.get::<_, i64>(6)?).unwrap_or(0);
            let micros = u64::try_from(row.get::<_, i64>(7)?).unwrap_or(0);
            let sketch = row.get_ref(8)?.as_blob().unwrap_or_default();
            if kind == BY_PARTNER {
                let of_partner = self.partners.entry(partner).or_default();
                of_partner.add(count, failed, micros, sketch);
                let had = self.had.entry((operation, status, category)).or_default();
                if failed && !had.contains(&partner) {
                    had.push(partner);
                }
            }
            if kind != terms.kind() {
                continue;
            }
            if let Some(point) = found.series.get_mut(place) {
                point.figures.add(count, failed, micros, sketch);
            }
            let of_operation = self.operations.entry(operation).or_default();
            of_operation.add(count, failed, micros, sketch);
            if failed {
                let pattern = self
                    .patterns
                    .entry((operation, status, category))
                    .or_default();
                pattern.0 += count;
                *pattern.1.entry(place).or_default() += count;
            }
        }
        Ok(())
    }

    fn finish(
        self,
        connection: &Connection,
        terms: &Terms,
        found: &mut Analytics,
    ) -> Result<(), StoreError> {
        let mut texts = Texts::default();
        for (operation, figures) in self.operations {
            found.all.count += figures.count;
            found.all.failed += figures.failed;
            found.all.micros += figures.micros;
            found.all.sketch.merge(&figures.sketch);
            let operation_id = texts.get(connection, operation)?;
            found.operations.push(OfOperation {
                operation_id,
                figures,
            });
        }
        for ((operation, status, category), (count, places)) in self.patterns {
            let mut series = vec![0; found.series.len()];
            for (place, count) in places {
                if let Some(point) = series.get_mut(place) {
                    *point = count;
                }
            }
            found.patterns.push(OfPattern {
                operation_id: texts.get(connection, operation)?,
                status: u16::try_from(status).ok().filter(|status| *status != 0),
                category: texts.get(connection, category)?,
                count,
                partners: self
                    .had
                    .get(&(operation, status, category))
                    .map_or(0, |had| had.len() as u64),
                series,
            });
        }
        let mut newest = connection.prepare_cached(
            "SELECT started_at, failed FROM traces INDEXED BY traces_by_partner
             WHERE project = ?1 AND partner = ?2 AND partner <> 0
             ORDER BY started_at DESC, n DESC LIMIT 1",
        )?;
        for (partner, figures) in self.partners {
            let last: Option<(i64, bool)> = newest
                .query_row(params![terms.project, partner], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .optional()?;
            let id = texts.get(connection, partner)?;
            let id = id.and_then(|id| id.parse().ok());
            if let (Some(partner_id), Some((at, last_failed))) = (id, last) {
                found.partners.push(OfPartner {
                    partner_id,
                    figures,
                    last_at: Timestamp::from_millis(at),
                    last_failed,
                });
            }
        }
        let most = |figures: &Figures| std::cmp::Reverse(figures.count);
        found
            .operations
            .sort_by_key(|o| (most(&o.figures), o.operation_id.clone()));
        found.patterns.sort_by_key(|p| {
            let name = (p.operation_id.clone(), p.status, p.category.clone());
            (std::cmp::Reverse(p.count), name)
        });
        found
            .partners
            .sort_by_key(|p| (most(&p.figures), p.partner_id));
        Ok(())
    }
}

fn heat(
    connection: &Connection,
    terms: &Terms,
    (from, to): (i64, i64),
    offset: i64,
) -> Result<Vec<Heat>, StoreError> {
    let (condition, of_terms) = terms.sums_sql(terms.kind(), "");
    let mut statement = connection.prepare_cached(&format!(
        "SELECT started_at, sum(count), sum(count * failed) FROM trace_sums
         WHERE project = ? AND span = ? AND started_at >= ? AND started_at < ?{condition}
         GROUP BY started_at"
    ))?;
    let mut values = vec![
        Value::from(terms.project),
        HOUR.into(),
        from.into(),
        to.into(),
    ];
    values.extend(of_terms);
    let mut rows = statement.query(params_from_iter(values))?;
    let mut sums: BTreeMap<(u8, u8), (u64, u64)> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let at = row.get::<_, i64>(0)?.saturating_add(offset);
        // The first of January 1970 was a Thursday.
        let weekday = (at.div_euclid(DAY) + 3).rem_euclid(7);
        let hour = at.rem_euclid(DAY) / HOUR;
        let place = (
            u8::try_from(weekday).unwrap_or(0),
            u8::try_from(hour).unwrap_or(0),
        );
        let sum = sums.entry(place).or_default();
        sum.0 += u64::try_from(row.get::<_, i64>(1)?).unwrap_or(0);
        sum.1 += u64::try_from(row.get::<_, i64>(2)?).unwrap_or(0);
    }
    let heat = |((weekday, hour), (count, failed))| Heat {
        weekday,
        hour,
        count,
        failed,
    };
    Ok(sums.into_iter().map(heat).collect())
}
