//! Forgetting traces: the oldest kept first, so that what stays is still one chain.

use fairlead_core::{Id, Timestamp};
use rusqlite::{Connection, params};

use super::{
    chain::{self, ChainKey},
    combination::Combinations,
    failure::Failures,
    rollup::{Sort, Sums},
    search, text,
};
use crate::{error::StoreError, value};

/// What of a project is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    /// How many traces at most.
    pub most: u64,
    /// Those that began before are forgotten.
    pub since: Option<Timestamp>,
    /// How many bytes they may take on the disk, about; none for any number.
    pub bytes: Option<u64>,
}

/// Forgets all traces of a project: how many there were.
pub fn delete_all(
    connection: &Connection,
    key: &ChainKey,
    project: Id,
) -> Result<usize, StoreError> {
    let Some(number) = text::find(connection, &project.to_string())? else {
        return Ok(0);
    };
    let mut statement = connection.prepare_cached("SELECT n FROM traces WHERE project = ?1")?;
    let gone: Vec<i64> = statement
        .query_map([number], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    search::forget(connection, &gone)?;
    connection.execute(
        "DELETE FROM trace_details WHERE n IN (SELECT n FROM traces WHERE project = ?1)",
        [number],
    )?;
    connection.execute("DELETE FROM traces WHERE project = ?1", [number])?;
    connection.execute("DELETE FROM trace_sums WHERE project = ?1", [number])?;
    connection.execute("DELETE FROM trace_failures WHERE project = ?1", [number])?;
    if let Some((mut link, _)) = chain::link(connection, number)? {
        (link.kept, link.anchor_n, link.anchor) = (0, link.head_n, link.head);
        chain::keep(connection, Some(key), number, &link)?;
    }
    Ok(gone.len())
}

/// Forgets what is beyond a limit, the oldest kept first, at most `part` of them at once, so that
/// no writer waits long: how many there were. By age it stops at the first that is young enough.
pub fn prune(
    connection: &Connection,
    key: &ChainKey,
    project: Id,
    keep: Keep,
    part: usize,
) -> Result<usize, StoreError> {
    let Some(number) = text::find(connection, &project.to_string())? else {
        return Ok(0);
    };
    let Some((mut link, _)) = chain::link(connection, number)? else {
        return Ok(0);
    };
    let mut over = (link.kept - value::count(keep.most)).max(0);
    let mut heavy = match keep.bytes {
        None => 0,
        Some(bytes) => (bytes_of(connection, number)? - value::count(bytes)).max(0),
    };
    let since = keep.since.map_or(i64::MIN, Timestamp::as_millis);
    let mut find = connection.prepare_cached(
        "SELECT n, started_at, duration, operation, method, source, status, category, problem, failed,
         environment, partner, mock, mac,
         (SELECT length(packed) FROM trace_details d WHERE d.n = traces.n) AS size
         FROM traces NOT INDEXED WHERE project = ?1 AND n > ?2 ORDER BY n LIMIT ?3",
    )?;
    // Unsealed ones lie before the anchor, sealed ones behind it.
    let first: i64 = if over > 0 || heavy > 0 || keep.since.is_some() {
        0
    } else {
        return Ok(0);
    };
    let mut rows = find.query(params![number, first, value::count(part as u64)])?;
    let (mut sums, mut failures) = (Sums::default(), Failures::default());
    let mut combinations = Combinations::default();
    let mut gone = Vec::new();
    while let Some(row) = rows.next()? {
        let started_at: i64 = row.get("started_at")?;
        if over == 0 && heavy <= 0 && started_at >= since {
            break;
        }
        let mut sort = Sort::read(row)?;
        combinations.tell(connection, &mut sort)?;
        let micros = u64::try_from(row.get::<_, i64>("duration")?).unwrap_or(0);
        sums.count(number, started_at, sort, micros);
        failures.count(number, started_at, sort);
        let n: i64 = row.get("n")?;
        if let Some(mac) = row.get::<_, Option<chain::Code>>("mac")? {
            (link.anchor_n, link.anchor) = (n, mac);
        }
        over = (over - 1).max(0);
        heavy -= row.get::<_, Option<i64>>("size")?.unwrap_or(0);
        gone.push(n);
    }
    if gone.is_empty() {
        return Ok(0);
    }
    sums.subtract(connection)?;
    failures.subtract(connection)?;
    search::forget(connection, &gone)?;
    let mut details = connection.prepare_cached("DELETE FROM trace_details WHERE n = ?1")?;
    let mut traces = connection.prepare_cached("DELETE FROM traces WHERE n = ?1")?;
    for n in &gone {
        details.execute([n])?;
        traces.execute([n])?;
    }
    link.kept -= value::count(gone.len() as u64);
    chain::keep(connection, Some(key), number, &link)?;
    Ok(gone.len())
}

/// About how many bytes the details of a project have: as many as its part of all traces.
fn bytes_of(connection: &Connection, project: i64) -> Result<i64, StoreError> {
    let pages: i64 = connection.pragma_query_value(None, "page_count", |row| row.get(0))?;
    let free: i64 = connection.pragma_query_value(None, "freelist_count", |row| row.get(0))?;
    let size: i64 = connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
    let mut statement = connection.prepare_cached(
        "SELECT (SELECT kept FROM trace_chains WHERE project = ?1), sum(kept) FROM trace_chains",
    )?;
    let (own, all): (Option<i64>, Option<i64>) =
        statement.query_row([project], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (own, all) = (own.unwrap_or(0), all.unwrap_or(0).max(1));
    let used = i128::from((pages - free) * size) * i128::from(own) / i128::from(all);
    Ok(i64::try_from(used).unwrap_or(i64::MAX))
}
