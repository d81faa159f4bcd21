//! Environments of a project, and their secrets, sealed by the vault before they come here.

use fairlead_core::{Id, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{error::StoreError, migrate::Migration, value};

pub(crate) const TABLE: Migration = "
CREATE TABLE environments (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    setup TEXT NOT NULL,
    is_default INTEGER NOT NULL,
    position INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (project_id, name)
) STRICT;
CREATE UNIQUE INDEX default_environment ON environments (project_id) WHERE is_default = 1;
CREATE TABLE environment_secrets (
    environment_id TEXT NOT NULL REFERENCES environments (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    sealed BLOB NOT NULL,
    first_set_at INTEGER NOT NULL,
    set_at INTEGER NOT NULL,
    set_by TEXT NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (environment_id, name)
) STRICT;";

/// One environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvironmentRow {
    /// Its id.
    pub id: Id,
    /// Its project.
    pub project_id: Id,
    /// What it is called; no two of a project are called the same.
    pub name: String,
    /// Everything else about it, as JSON that the application reads and writes. No secrets.
    pub setup: String,
    /// Whether requests go there unless somebody says otherwise; one of a project at most.
    pub is_default: bool,
    /// Its place among the environments of the project.
    pub position: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// One sealed secret of an environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretRow {
    /// What it is for, such as `password`.
    pub name: String,
    /// What the vault made of it.
    pub sealed: Vec<u8>,
    /// When there first was one.
    pub first_set_at: Timestamp,
    /// When this one was set.
    pub set_at: Timestamp,
    /// Who set it.
    pub set_by: String,
    /// When it last went into a request.
    pub used_at: Option<Timestamp>,
}

/// Adds an environment, or writes all of it anew. A new default takes the place of the one before.
pub fn put(connection: &Connection, row: &EnvironmentRow) -> Result<(), StoreError> {
    if row.is_default {
        connection.execute(
            "UPDATE environments SET is_default = 0 WHERE project_id = ?1 AND id <> ?2",
            [row.project_id.to_string(), row.id.to_string()],
        )?;
    }
    connection.execute(
        "INSERT INTO environments (id, project_id, name, setup, is_default, position, created_at,
             updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (id) DO UPDATE SET
             name = ?3, setup = ?4, is_default = ?5, position = ?6, updated_at = ?8",
        params![
            row.id.to_string(),
            row.project_id.to_string(),
            row.name,
            row.setup,
            row.is_default,
            row.position,
            row.created_at.as_millis(),
            row.updated_at.as_millis()
        ],
    )?;
    Ok(())
}

/// A project's environments, in order.
pub fn list(connection: &Connection, project: Id) -> Result<Vec<EnvironmentRow>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT * FROM environments WHERE project_id = ?1 ORDER BY position, id")?;
    let rows = statement.query_map([project.to_string()], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One environment.
pub fn get(
    connection: &Connection,
    project: Id,
    id: Id,
) -> Result<Option<EnvironmentRow>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT * FROM environments WHERE project_id = ?1 AND id = ?2")?;
    Ok(statement
        .query_row([project.to_string(), id.to_string()], read)
        .optional()?)
}

/// Removes an environment and its secrets: whether there was one.
pub fn delete(connection: &Connection, project: Id, id: Id) -> Result<bool, StoreError> {
    let removed = connection.execute(
        "DELETE FROM environments WHERE project_id = ?1 AND id = ?2",
        [project.to_string(), id.to_string()],
    )?;
    Ok(removed > 0)
}

/// Keeps a secret, in place of the one before: when there first was one stays known.
pub fn put_secret(
    connection: &Connection,
    environment: Id,
    name: &str,
    sealed: &[u8],
    set_by: &str,
) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO environment_secrets (environment_id, name, sealed, first_set_at, set_at, set_by)
         VALUES (?1, ?2, ?3, ?4, ?4, ?5)
         ON CONFLICT (environment_id, name) DO UPDATE SET
             sealed = ?3, set_at = ?4, set_by = ?5, used_at = NULL",
        params![
            environment.to_string(),
            name,
            sealed,
            Timestamp::now().as_millis(),
            set_by
        ],
    )?;
    Ok(())
}

/// The secrets of an environment, by name.
pub fn secrets(connection: &Connection, environment: Id) -> Result<Vec<SecretRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT * FROM environment_secrets WHERE environment_id = ?1 ORDER BY name",
    )?;
    let rows = statement.query_map([environment.to_string()], |row| {
        Ok(SecretRow {
            name: row.get("name")?,
            sealed: row.get("sealed")?,
            first_set_at: value::time(row, "first_set_at")?,
            set_at: value::time(row, "set_at")?,
            set_by: row.get("set_by")?,
            used_at: value::optional_time(row, "used_at")?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Keeps when these secrets went into a request.
pub fn use_secrets(
    connection: &Connection,
    environment: Id,
    names: &[String],
    at: Timestamp,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "UPDATE environment_secrets SET used_at = ?3 WHERE environment_id = ?1 AND name = ?2",
    )?;
    for name in names {
        statement.execute(params![environment.to_string(), name, at.as_millis()])?;
    }
    Ok(())
}

/// Forgets a secret: whether there was one.
pub fn delete_secret(
    connection: &Connection,
    environment: Id,
    name: &str,
) -> Result<bool, StoreError> {
    let removed = connection.execute(
        "DELETE FROM environment_secrets WHERE environment_id = ?1 AND name = ?2",
        [&environment.to_string(), name],
    )?;
    Ok(removed > 0)
}

fn read(row: &Row<'_>) -> rusqlite::Result<EnvironmentRow> {
    Ok(EnvironmentRow {
        id: value::id(row, "id")?,
        project_id: value::id(row, "project_id")?,
        name: row.get("name")?,
        setup: row.get("setup")?,
        is_default: row.get("is_default")?,
        position: row.get("position")?,
        created_at: value::time(row, "created_at")?,
        updated_at: value::time(row, "updated_at")?,
    })
}
