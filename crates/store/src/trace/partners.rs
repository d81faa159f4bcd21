//! What each partner does: how much, how well, when last, and what failed last.

use std::collections::HashMap;

use fairlead_core::{Id, Timestamp, limits::PARTNERS};
use rusqlite::{Connection, OptionalExtension, params};

use super::{
    figures::{Figures, Span},
    rollup,
    text::{self, Texts},
};
use crate::error::StoreError;

/// The newest traces of a partner whose failures are told.
const NEWEST: i64 = 30;
/// Kinds of failures that are told of a partner.
const KINDS: usize = 3;

/// The newest trace of a partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Last {
    /// The partner.
    pub partner_id: Id,
    /// When it began.
    pub at: Timestamp,
    /// Whether it failed.
    pub failed: bool,
}

/// What a partner does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfPartner {
    /// Its newest trace of all.
    pub last: Last,
    /// Its figures in the time asked for.
    pub figures: Figures,
    /// How many traces in each point of the series, and how many of them failed.
    pub series: Vec<(u64, u64)>,
    /// What failed among its newest traces, the newest first.
    pub failures: Vec<LastFailure>,
}

/// Failures of a partner that are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastFailure {
    /// The newest of them.
    pub trace_id: Id,
    /// When that began.
    pub at: Timestamp,
    /// The operation, where one was found.
    pub operation_id: Option<String>,
    /// The status; none where no answer came.
    pub status: Option<u16>,
    /// The kind of error; none where only the contract was broken.
    pub category: Option<String>,
    /// The rule of the contract that was broken first.
    pub problem: Option<String>,
    /// How many of the newest traces failed like this.
    pub count: u64,
}

/// The newest trace of every partner that has any, as far as [`PARTNERS`] goes.
pub fn last_of_partners(connection: &Connection, project: Id) -> Result<Vec<Last>, StoreError> {
    let Some(project) = text::find(connection, &project.to_string())? else {
        return Ok(Vec::new());
    };
    let found = newest(connection, project)?;
    Ok(found.into_iter().map(|(_, last)| last).collect())
}

/// What the partners do that have any traces, those heard of last first. The sums count by whole
/// hours or days.
pub fn partners(
    connection: &Connection,
    project: Id,
    times: (Timestamp, Timestamp),
    span: Span,
) -> Result<Vec<OfPartner>, StoreError> {
    let Some(project) = text::find(connection, &project.to_string())? else {
        return Ok(Vec::new());
    };
    let starts = span.points(times);
    let mut found = Vec::new();
    let mut places = HashMap::new();
    for (number, last) in newest(connection, project)? {
        places.insert(number, found.len());
        found.push(OfPartner {
            last,
            figures: Figures::default(),
            series: vec![(0, 0); starts.len()],
            failures: failures(connection, project, number)?,
        });
    }
    let mut statement = connection.prepare_cached(
        "SELECT value, started_at, failed, count, micros, sketch FROM trace_sums
         WHERE project = ?1 AND span = ?2 AND kind = ?3 AND started_at >= ?4 AND started_at < ?5",
    )?;
    let first = starts.first().map_or(0, |start| start.as_millis());
    let (size, to) = (span.millis(), times.1.as_millis());
    let kind = rollup::alone("partner");
    let mut rows = statement.query(params![project, size, kind, first, to])?;
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        let Some(of) = places.get(&number).and_then(|place| found.get_mut(*place)) else {
            continue;
        };
        let place = (row.get::<_, i64>(1)? - first) / size;
        let failed: bool = row.get(2)?;
        let count = u64::try_from(row.get::<_, i64>(3)?).unwrap_or(0);
        let micros = u64::try_from(row.get::<_, i64>(4)?).unwrap_or(0);
        let sketch = row.get_ref(5)?.as_blob().unwrap_or_default();
        of.figures.add(count, failed, micros, sketch);
        let place = usize::try_from(place).unwrap_or(usize::MAX);
        if let Some(point) = of.series.get_mut(place) {
            point.0 += count;
            point.1 += if failed { count } else { 0 };
        }
    }
    found.sort_by_key(|of| (std::cmp::Reverse(of.last.at), of.last.partner_id));
    Ok(found)
}

/// The newest trace of every partner, with the partner's number: one step along the index each.
fn newest(connection: &Connection, project: i64) -> Result<Vec<(i64, Last)>, StoreError> {
    let mut next = connection.prepare_cached(
        "SELECT partner FROM traces INDEXED BY traces_by_partner
         WHERE project = ?1 AND partner <> 0 AND partner > ?2 ORDER BY partner LIMIT 1",
    )?;
    let mut newest = connection.prepare_cached(
        "SELECT started_at, failed FROM traces INDEXED BY traces_by_partner
         WHERE project = ?1 AND partner = ?2 AND partner <> 0
         ORDER BY started_at DESC, n DESC LIMIT 1",
    )?;
    let (mut texts, mut found, mut before) = (Texts::default(), Vec::new(), 0_i64);
    while found.len() < PARTNERS {
        let partner: Option<i64> = next
            .query_row(params![project, before], |row| row.get(0))
            .optional()?;
        let Some(partner) = partner else { break };
        before = partner;
        let id = texts.get(connection, partner)?;
        let Some(partner_id) = id.and_then(|id| id.parse().ok()) else {
            continue;
        };
        let last = newest.query_row(params![project, partner], |row| {
            Ok(Last {
                partner_id,
                at: Timestamp::from_millis(row.get(0)?),
                failed: row.get(1)?,
            })
        })?;
        found.push((partner, last));
    }
    Ok(found)
}

/// What failed among the newest traces of a partner.
fn failures(
    connection: &Connection,
    project: i64,
    partner: i64,
) -> Result<Vec<LastFailure>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id, started_at, operation, status, category, problem, failed FROM traces
         INDEXED BY traces_by_partner WHERE project = ?1 AND partner = ?2 AND partner <> 0
         ORDER BY started_at DESC, n DESC LIMIT ?3",
    )?;
    let mut rows = statement.query(params![project, partner, NEWEST])?;
    let mut texts = Texts::default();
    let mut places: HashMap<[i64; 4], usize> = HashMap::new();
    let mut found: Vec<LastFailure> = Vec::new();
    while let Some(row) = rows.next()? {
        if !row.get::<_, bool>("failed")? {
            continue;
        }
        let [operation, status, category, problem] = [
            row.get("operation")?,
            row.get("status")?,
            row.get("category")?,
            row.get("problem")?,
        ];
        let place = *places
            .entry([operation, status, category, problem])
            .or_insert(found.len());
        if let Some(known) = found.get_mut(place) {
            known.count += 1;
            continue;
        }
        found.push(LastFailure {
            trace_id: Id::from_bytes(row.get("id")?),
            at: Timestamp::from_millis(row.get("started_at")?),
            operation_id: texts.get(connection, operation)?,
            status: u16::try_from(status).ok().filter(|status| *status != 0),
            category: texts.get(connection, category)?,
            problem: texts.get(connection, problem)?,
            count: 1,
        });
    }
    found.truncate(KINDS);
    Ok(found)
}
