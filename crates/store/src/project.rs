//! Projects.

use fairlead_core::{Id, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{error::StoreError, migrate::Migration, value};

pub(crate) const TABLE: Migration = "
CREATE TABLE projects (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;";

/// One project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectRow {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it or a part of it last changed.
    pub updated_at: Timestamp,
}

/// Adds a project.
pub fn insert(connection: &Connection, row: &ProjectRow) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO projects (id, name, description, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![row.id.to_string(), row.name, row.description, row.created_at.as_millis(), row.updated_at.as_millis()],
    )?;
    Ok(())
}

/// Every project, the one that changed last first.
pub fn list(connection: &Connection) -> Result<Vec<ProjectRow>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT * FROM projects ORDER BY updated_at DESC, id")?;
    let rows = statement.query_map([], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One project.
pub fn get(connection: &Connection, id: Id) -> Result<Option<ProjectRow>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT * FROM projects WHERE id = ?1")?;
    Ok(statement.query_row([id.to_string()], read).optional()?)
}

/// Changes name and description: whether there is such a project.
pub fn update(
    connection: &Connection,
    id: Id,
    name: &str,
    description: &str,
) -> Result<bool, StoreError> {
    let changed = connection.execute(
        "UPDATE projects SET name = ?2, description = ?3, updated_at = ?4 WHERE id = ?1",
        params![
            id.to_string(),
            name,
            description,
            Timestamp::now().as_millis()
        ],
    )?;
    Ok(changed > 0)
}

/// Says that a part of a project has changed.
pub fn touch(connection: &Connection, id: Id) -> Result<(), StoreError> {
    connection.execute(
        "UPDATE projects SET updated_at = ?2 WHERE id = ?1",
        params![id.to_string(), Timestamp::now().as_millis()],
    )?;
    Ok(())
}

/// Removes a project with all its parts: whether there was one.
pub fn delete(connection: &Connection, id: Id) -> Result<bool, StoreError> {
    Ok(connection.execute("DELETE FROM projects WHERE id = ?1", [id.to_string()])? > 0)
}

fn read(row: &Row<'_>) -> rusqlite::Result<ProjectRow> {
    Ok(ProjectRow {
        id: value::id(row, "id")?,
        name: row.get("name")?,
        description: row.get("description")?,
        created_at: value::time(row, "created_at")?,
        updated_at: value::time(row, "updated_at")?,
    })
}
