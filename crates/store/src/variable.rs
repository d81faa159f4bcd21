//! Variables of the workspace and of projects; the values of secret ones are sealed by the vault
//! before they come here.

use fairlead_core::{Id, Timestamp};
use rusqlite::{Connection, Row, params};

use crate::{error::StoreError, migrate::Migration, value};

pub(crate) const TABLE: Migration = "
CREATE TABLE variables (
    scope TEXT NOT NULL,
    project_id TEXT REFERENCES projects (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    sealed BLOB,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (scope, name)
) STRICT;
CREATE INDEX variables_of_project ON variables (project_id);";

/// The scope of what belongs to no project.
const WORKSPACE: &str = "workspace";

/// One variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariableRow {
    /// Its name, without braces.
    pub name: String,
    /// What it stands for; empty where it is sealed.
    pub value: String,
    /// What the vault made of it, where it is secret.
    pub sealed: Option<Vec<u8>>,
    /// When it was set.
    pub updated_at: Timestamp,
}

/// Sets a variable of a project, or of the workspace.
pub fn put(
    connection: &Connection,
    project: Option<Id>,
    name: &str,
    value: &str,
    sealed: Option<&[u8]>,
) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO variables (scope, project_id, name, value, sealed, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (scope, name) DO UPDATE SET value = ?4, sealed = ?5, updated_at = ?6",
        params![
            scope(project),
            project.map(|id| id.to_string()),
            name,
            value,
            sealed,
            Timestamp::now().as_millis()
        ],
    )?;
    Ok(())
}

/// The variables of a project, or of the workspace, by name.
pub fn list(connection: &Connection, project: Option<Id>) -> Result<Vec<VariableRow>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT * FROM variables WHERE scope = ?1 ORDER BY name")?;
    let rows = statement.query_map([scope(project)], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Removes a variable: whether there was one.
pub fn delete(
    connection: &Connection,
    project: Option<Id>,
    name: &str,
) -> Result<bool, StoreError> {
    let removed = connection.execute(
        "DELETE FROM variables WHERE scope = ?1 AND name = ?2",
        [scope(project).as_str(), name],
    )?;
    Ok(removed > 0)
}

fn scope(project: Option<Id>) -> String {
    project.map_or_else(|| WORKSPACE.to_owned(), |id| id.to_string())
}

fn read(row: &Row<'_>) -> rusqlite::Result<VariableRow> {
    Ok(VariableRow {
        name: row.get("name")?,
        value: row.get("value")?,
        sealed: row.get("sealed")?,
        updated_at: value::time(row, "updated_at")?,
    })
}
