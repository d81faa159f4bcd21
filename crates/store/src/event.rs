//! Numbered events; the newest are kept so that a client can go on where it was.

use rusqlite::{Connection, params};

use crate::{error::StoreError, migrate::Migration, value};

pub(crate) const TABLE: Migration = "
CREATE TABLE events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    body TEXT NOT NULL
) STRICT;";

/// How many are kept.
const KEPT: i64 = 10_000;

/// Adds an event, which the application has written as JSON: its number.
pub fn append(connection: &Connection, body: &str) -> Result<u64, StoreError> {
    connection
        .prepare_cached("INSERT INTO events (body) VALUES (?1)")?
        .execute([body])?;
    let seq = connection.last_insert_rowid();
    if seq % 500 == 0 {
        connection.execute("DELETE FROM events WHERE seq <= ?1", [seq - KEPT])?;
    }
    Ok(u64::try_from(seq).unwrap_or(0))
}

/// The events after a number, oldest first.
pub fn after(connection: &Connection, seq: u64) -> Result<Vec<(u64, String)>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT seq, body FROM events WHERE seq > ?1 ORDER BY seq")?;
    let rows = statement.query_map(params![value::count(seq)], |row| {
        let seq: i64 = row.get(0)?;
        Ok((u64::try_from(seq).unwrap_or(0), row.get(1)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The numbers of the first and the last event that are kept.
pub fn bounds(connection: &Connection) -> Result<(u64, u64), StoreError> {
    Ok(connection.query_row(
        "SELECT coalesce(min(seq), 0), coalesce(max(seq), 0) FROM events",
        [],
        |row| {
            let (first, last): (i64, i64) = (row.get(0)?, row.get(1)?);
            Ok((
                u64::try_from(first).unwrap_or(0),
                u64::try_from(last).unwrap_or(0),
            ))
        },
    )?)
}
