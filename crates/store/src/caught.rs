//! What catchers have caught, beside the traces: the last of each catcher.

use fairlead_core::Id;
use rusqlite::{Connection, OptionalExtension, params};

use crate::{error::StoreError, migrate::Migration, value};

pub(crate) const TABLE: Migration = "
CREATE TABLE caught (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL,
    catcher_id TEXT NOT NULL,
    summary TEXT NOT NULL,
    detail BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX caught_by_catcher ON caught (catcher_id, id);
CREATE INDEX caught_by_project ON caught (project_id);";

/// How hard details are compressed.
const LEVEL: i32 = 1;

/// One delivery; summary and detail are JSON that the application reads and writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaughtRow {
    /// Its id; ids sort by time.
    pub id: Id,
    /// The project.
    pub project_id: Id,
    /// Who caught it.
    pub catcher_id: Id,
    /// What a list says of it.
    pub summary: String,
    /// Everything.
    pub detail: String,
}

/// Adds deliveries, and forgets the oldest of each catcher beyond `most`.
pub fn insert(connection: &Connection, rows: &[CaughtRow], most: usize) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO caught (id, project_id, catcher_id, summary, detail)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    let mut catchers: Vec<Id> = Vec::new();
    for row in rows {
        let packed = zstd::encode_all(row.detail.as_bytes(), LEVEL)
            .map_err(|e| StoreError::Row(e.to_string()))?;
        statement.execute(params![
            row.id.to_string(),
            row.project_id.to_string(),
            row.catcher_id.to_string(),
            row.summary,
            packed
        ])?;
        if !catchers.contains(&row.catcher_id) {
            catchers.push(row.catcher_id);
        }
    }
    let mut statement = connection.prepare_cached(
        "DELETE FROM caught WHERE catcher_id = ?1 AND id NOT IN
         (SELECT id FROM caught WHERE catcher_id = ?1 ORDER BY id DESC LIMIT ?2)",
    )?;
    for catcher in catchers {
        statement.execute(params![catcher.to_string(), value::count(most as u64)])?;
    }
    Ok(())
}

/// The summaries of a catcher's deliveries, newest first.
pub fn list(connection: &Connection, project: Id, catcher: Id) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT summary FROM caught WHERE project_id = ?1 AND catcher_id = ?2 ORDER BY id DESC",
    )?;
    let rows = statement.query_map([project.to_string(), catcher.to_string()], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many deliveries there are of a catcher.
pub fn count(connection: &Connection, catcher: Id) -> Result<u64, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT count(*) FROM caught WHERE catcher_id = ?1")?;
    let found: i64 = statement.query_row([catcher.to_string()], |row| row.get(0))?;
    Ok(u64::try_from(found).unwrap_or(0))
}

/// The detail of one delivery.
pub fn detail(
    connection: &Connection,
    project: Id,
    catcher: Id,
    id: Id,
) -> Result<Option<String>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT detail FROM caught WHERE project_id = ?1 AND catcher_id = ?2 AND id = ?3",
    )?;
    let packed: Option<Vec<u8>> = statement
        .query_row(
            [project.to_string(), catcher.to_string(), id.to_string()],
            |row| row.get(0),
        )
        .optional()?;
    packed
        .map(|packed| {
            let bytes =
                zstd::decode_all(packed.as_slice()).map_err(|e| StoreError::Row(e.to_string()))?;
            String::from_utf8(bytes).map_err(|e| StoreError::Row(e.to_string()))
        })
        .transpose()
}

/// Forgets what a catcher has caught.
pub fn delete_of(connection: &Connection, catcher: Id) -> Result<usize, StoreError> {
    Ok(connection.execute(
        "DELETE FROM caught WHERE catcher_id = ?1",
        [catcher.to_string()],
    )?)
}

/// Forgets what all catchers of a project have caught.
pub fn delete_all(connection: &Connection, project: Id) -> Result<usize, StoreError> {
    Ok(connection.execute(
        "DELETE FROM caught WHERE project_id = ?1",
        [project.to_string()],
    )?)
}
