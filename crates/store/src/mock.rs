//! Mocks: how they are set up, and whether they should run.

use fairlead_core::{Id, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{error::StoreError, migrate::Migration, value};

pub(crate) const TABLE: Migration = "
CREATE TABLE mocks (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    port INTEGER NOT NULL,
    last_port INTEGER,
    seed INTEGER NOT NULL,
    wanted INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;";

pub(crate) const STATE_AND_BEHAVIOUR: Migration = "
ALTER TABLE mocks ADD COLUMN stateful INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mocks ADD COLUMN behaviour TEXT NOT NULL DEFAULT '';";

pub(crate) const STRICT_AUTH: Migration =
    "ALTER TABLE mocks ADD COLUMN strict_auth INTEGER NOT NULL DEFAULT 0;";

/// One mock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MockRow {
    /// Its id.
    pub id: Id,
    /// Its project.
    pub project_id: Id,
    /// The port it is to have; 0 for any.
    pub port: u16,
    /// The port it had last.
    pub last_port: Option<u16>,
    /// The seed of its answers.
    pub seed: u64,
    /// Whether it keeps what clients make and change.
    pub stateful: bool,
    /// Whether only tokens of its own sign-in provider are taken.
    pub strict_auth: bool,
    /// Its behaviour file; empty where there is none.
    pub behaviour: String,
    /// Whether it should run.
    pub wanted: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Adds a mock, or writes all of it anew.
pub fn put(connection: &Connection, row: &MockRow) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO mocks (id, project_id, port, last_port, seed, wanted, stateful, behaviour, created_at, strict_auth)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT (id) DO UPDATE SET
             port = ?3, last_port = ?4, seed = ?5, wanted = ?6, stateful = ?7, behaviour = ?8,
             strict_auth = ?10",
        params![
            row.id.to_string(),
            row.project_id.to_string(),
            row.port,
            row.last_port,
            value::count(row.seed),
            row.wanted,
            row.stateful,
            row.behaviour,
            row.created_at.as_millis(),
            row.strict_auth
        ],
    )?;
    Ok(())
}

/// Writes a mock anew: whether there is still such a one.
pub fn update(connection: &Connection, row: &MockRow) -> Result<bool, StoreError> {
    let changed = connection.execute(
        "UPDATE mocks SET
             port = ?3, last_port = ?4, seed = ?5, wanted = ?6, stateful = ?7, behaviour = ?8,
             strict_auth = ?9
         WHERE id = ?1 AND project_id = ?2",
        params![
            row.id.to_string(),
            row.project_id.to_string(),
            row.port,
            row.last_port,
            value::count(row.seed),
            row.wanted,
            row.stateful,
            row.behaviour,
            row.strict_auth
        ],
    )?;
    Ok(changed > 0)
}

/// A project's mocks, oldest first; every project's without a project.
pub fn list(connection: &Connection, project: Option<Id>) -> Result<Vec<MockRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT * FROM mocks WHERE ?1 IS NULL OR project_id = ?1 ORDER BY created_at, id",
    )?;
    let rows = statement.query_map([project.map(|p| p.to_string())], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One mock.
pub fn get(connection: &Connection, project: Id, id: Id) -> Result<Option<MockRow>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT * FROM mocks WHERE project_id = ?1 AND id = ?2")?;
    Ok(statement
        .query_row([project.to_string(), id.to_string()], read)
        .optional()?)
}

/// Removes a mock: whether there was one.
pub fn delete(connection: &Connection, project: Id, id: Id) -> Result<bool, StoreError> {
    let removed = connection.execute(
        "DELETE FROM mocks WHERE project_id = ?1 AND id = ?2",
        [project.to_string(), id.to_string()],
    )?;
    Ok(removed > 0)
}

fn read(row: &Row<'_>) -> rusqlite::Result<MockRow> {
    let seed: i64 = row.get("seed")?;
    Ok(MockRow {
        id: value::id(row, "id")?,
        project_id: value::id(row, "project_id")?,
        port: row.get("port")?,
        last_port: row.get("last_port")?,
        seed: u64::try_from(seed).unwrap_or(0),
        stateful: row.get("stateful")?,
        strict_auth: row.get("strict_auth")?,
        behaviour: row.get("behaviour")?,
        wanted: row.get("wanted")?,
        created_at: value::time(row, "created_at")?,
    })
}
