//! Credentials, sealed by the vault before they come here.

use fairlead_core::{Id, Timestamp};
use rusqlite::{Connection, params};

use crate::{error::StoreError, migrate::Migration, value};

pub(crate) const TABLE: Migration = "
CREATE TABLE credentials (
    project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    scheme TEXT NOT NULL,
    sealed BLOB NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (project_id, scheme)
) STRICT;";

/// One sealed credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialRow {
    /// Name of the security scheme.
    pub scheme: String,
    /// What the vault made of it.
    pub sealed: Vec<u8>,
    /// When it was set.
    pub updated_at: Timestamp,
}

/// Keeps a credential, in place of the one before.
pub fn put(
    connection: &Connection,
    project: Id,
    scheme: &str,
    sealed: &[u8],
) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO credentials (project_id, scheme, sealed, updated_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (project_id, scheme) DO UPDATE SET sealed = ?3, updated_at = ?4",
        params![
            project.to_string(),
            scheme,
            sealed,
            Timestamp::now().as_millis()
        ],
    )?;
    Ok(())
}

/// A project's credentials.
pub fn list(connection: &Connection, project: Id) -> Result<Vec<CredentialRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT scheme, sealed, updated_at FROM credentials WHERE project_id = ?1 ORDER BY scheme",
    )?;
    let rows = statement.query_map([project.to_string()], |row| {
        Ok(CredentialRow {
            scheme: row.get("scheme")?,
            sealed: row.get("sealed")?,
            updated_at: value::time(row, "updated_at")?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Forgets a credential: whether there was one.
pub fn delete(connection: &Connection, project: Id, scheme: &str) -> Result<bool, StoreError> {
    let removed = connection.execute(
        "DELETE FROM credentials WHERE project_id = ?1 AND scheme = ?2",
        [&project.to_string(), scheme],
    )?;
    Ok(removed > 0)
}
