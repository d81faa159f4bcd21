//! Variables of the workspace, of projects and of their partners; the values of secret ones are
//! sealed by the vault before they come here.

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

/// Where a variable holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// In every project.
    Workspace,
    /// In one project.
    Project(Id),
    /// In one project, for one partner.
    Partner {
        /// The project.
        project: Id,
        /// The partner.
        id: Id,
    },
}

impl Scope {
    /// The project that it belongs to.
    #[must_use]
    pub fn project(self) -> Option<Id> {
        match self {
            Self::Workspace => None,
            Self::Project(project) | Self::Partner { project, .. } => Some(project),
        }
    }

    fn key(self) -> String {
        match self {
            Self::Workspace => "workspace".to_owned(),
            Self::Project(id) => id.to_string(),
            Self::Partner { id, .. } => format!("partner:{id}"),
        }
    }
}

impl From<Option<Id>> for Scope {
    fn from(project: Option<Id>) -> Self {
        project.map_or(Self::Workspace, Self::Project)
    }
}

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

/// Sets a variable of a scope.
pub fn put(
    connection: &Connection,
    scope: Scope,
    name: &str,
    value: &str,
    sealed: Option<&[u8]>,
) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO variables (scope, project_id, name, value, sealed, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (scope, name) DO UPDATE SET value = ?4, sealed = ?5, updated_at = ?6",
        params![
            scope.key(),
            scope.project().map(|id| id.to_string()),
            name,
            value,
            sealed,
            Timestamp::now().as_millis()
        ],
    )?;
    Ok(())
}

/// The variables of a scope, by name.
pub fn list(connection: &Connection, scope: Scope) -> Result<Vec<VariableRow>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT * FROM variables WHERE scope = ?1 ORDER BY name")?;
    let rows = statement.query_map([scope.key()], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Removes a variable: whether there was one.
pub fn delete(connection: &Connection, scope: Scope, name: &str) -> Result<bool, StoreError> {
    let removed = connection.execute(
        "DELETE FROM variables WHERE scope = ?1 AND name = ?2",
        [scope.key().as_str(), name],
    )?;
    Ok(removed > 0)
}

/// Removes every variable of a scope.
pub fn delete_all(connection: &Connection, scope: Scope) -> Result<(), StoreError> {
    connection.execute("DELETE FROM variables WHERE scope = ?1", [scope.key()])?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<VariableRow> {
    Ok(VariableRow {
        name: row.get("name")?,
        value: row.get("value")?,
        sealed: row.get("sealed")?,
        updated_at: value::time(row, "updated_at")?,
    })
}
