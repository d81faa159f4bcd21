//! Catchers of webhooks: how they are set up, and whether they should run.

use fairlead_core::{Id, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{error::StoreError, migrate::Migration, value};

pub(crate) const TABLE: Migration = "
CREATE TABLE catchers (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    port INTEGER NOT NULL,
    last_port INTEGER,
    settings TEXT NOT NULL,
    sealed BLOB,
    wanted INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;";

/// One catcher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatcherRow {
    /// Its id.
    pub id: Id,
    /// Its project.
    pub project_id: Id,
    /// The port it is to have; 0 for any.
    pub port: u16,
    /// The port it had last.
    pub last_port: Option<u16>,
    /// How it receives: JSON that the application reads and writes.
    pub settings: String,
    /// What the vault made of its secret.
    pub sealed: Option<Vec<u8>>,
    /// Whether it should run.
    pub wanted: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Adds a catcher.
pub fn insert(connection: &Connection, row: &CatcherRow) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO catchers (id, project_id, port, last_port, settings, sealed, wanted, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            row.id.to_string(),
            row.project_id.to_string(),
            row.port,
            row.last_port,
            row.settings,
            row.sealed,
            row.wanted,
            row.created_at.as_millis()
        ],
    )?;
    Ok(())
}

/// Writes a catcher anew: whether there is still such a one.
pub fn update(connection: &Connection, row: &CatcherRow) -> Result<bool, StoreError> {
    let changed = connection.execute(
        "UPDATE catchers SET port = ?3, last_port = ?4, settings = ?5, sealed = ?6, wanted = ?7
         WHERE id = ?1 AND project_id = ?2",
        params![
            row.id.to_string(),
            row.project_id.to_string(),
            row.port,
            row.last_port,
            row.settings,
            row.sealed,
            row.wanted
        ],
    )?;
    Ok(changed > 0)
}

/// A project's catchers, oldest first; every project's without a project.
pub fn list(connection: &Connection, project: Option<Id>) -> Result<Vec<CatcherRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT * FROM catchers WHERE ?1 IS NULL OR project_id = ?1 ORDER BY created_at, id",
    )?;
    let rows = statement.query_map([project.map(|p| p.to_string())], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One catcher.
pub fn get(connection: &Connection, project: Id, id: Id) -> Result<Option<CatcherRow>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT * FROM catchers WHERE project_id = ?1 AND id = ?2")?;
    Ok(statement
        .query_row([project.to_string(), id.to_string()], read)
        .optional()?)
}

/// Removes a catcher: whether there was one.
pub fn delete(connection: &Connection, project: Id, id: Id) -> Result<bool, StoreError> {
    let removed = connection.execute(
        "DELETE FROM catchers WHERE project_id = ?1 AND id = ?2",
        [project.to_string(), id.to_string()],
    )?;
    Ok(removed > 0)
}

fn read(row: &Row<'_>) -> rusqlite::Result<CatcherRow> {
    Ok(CatcherRow {
        id: value::id(row, "id")?,
        project_id: value::id(row, "project_id")?,
        port: row.get("port")?,
        last_port: row.get("last_port")?,
        settings: row.get("settings")?,
        sealed: row.get("sealed")?,
        wanted: row.get("wanted")?,
        created_at: value::time(row, "created_at")?,
    })
}
