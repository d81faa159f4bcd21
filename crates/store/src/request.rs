//! Saved requests, and the folders they lie in. Their documents hold no credentials.

use fairlead_core::{Id, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{error::StoreError, migrate::Migration, value};

pub(crate) const TABLE: Migration = "
CREATE TABLE requests (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    folder TEXT NOT NULL,
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    method TEXT NOT NULL,
    url TEXT NOT NULL,
    operation_id TEXT,
    document TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX requests_of_project ON requests (project_id, position);
CREATE TABLE request_folders (
    project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    position INTEGER NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (project_id, path)
) STRICT;";

/// One saved request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestRow {
    /// Its id.
    pub id: Id,
    /// Its project.
    pub project_id: Id,
    /// The names of the folders around it, as a JSON list.
    pub folder: String,
    /// What it is called.
    pub name: String,
    /// Its place among all requests of the project.
    pub position: i64,
    /// The method.
    pub method: String,
    /// The address, variables and all.
    pub url: String,
    /// The operation it calls.
    pub operation_id: Option<String>,
    /// The whole of it, as JSON.
    pub document: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// What a folder says for the requests in it; the collection itself has the path `[]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderRow {
    /// The names from the outermost folder to this one, as a JSON list.
    pub path: String,
    /// Its place among all folders of the project.
    pub position: i64,
    /// What it says, as JSON.
    pub document: String,
}

/// Adds a request, or writes all of it anew.
pub fn put(connection: &Connection, row: &RequestRow) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO requests (id, project_id, folder, name, position, method, url, operation_id,
             document, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
         ON CONFLICT (id) DO UPDATE SET
             folder = ?3, name = ?4, position = ?5, method = ?6, url = ?7, operation_id = ?8,
             document = ?9, updated_at = ?11",
        params![
            row.id.to_string(),
            row.project_id.to_string(),
            row.folder,
            row.name,
            row.position,
            row.method,
            row.url,
            row.operation_id,
            row.document,
            row.created_at.as_millis(),
            row.updated_at.as_millis()
        ],
    )?;
    Ok(())
}

/// A project's requests, in order.
pub fn list(connection: &Connection, project: Id) -> Result<Vec<RequestRow>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT * FROM requests WHERE project_id = ?1 ORDER BY position, id")?;
    let rows = statement.query_map([project.to_string()], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One request.
pub fn get(connection: &Connection, project: Id, id: Id) -> Result<Option<RequestRow>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT * FROM requests WHERE project_id = ?1 AND id = ?2")?;
    Ok(statement
        .query_row([project.to_string(), id.to_string()], read)
        .optional()?)
}

/// How many requests a project has.
pub fn count(connection: &Connection, project: Id) -> Result<u64, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT COUNT(*) FROM requests WHERE project_id = ?1")?;
    let count: i64 = statement.query_row([project.to_string()], |row| row.get(0))?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// Removes a request: whether there was one.
pub fn delete(connection: &Connection, project: Id, id: Id) -> Result<bool, StoreError> {
    let removed = connection.execute(
        "DELETE FROM requests WHERE project_id = ?1 AND id = ?2",
        [project.to_string(), id.to_string()],
    )?;
    Ok(removed > 0)
}

/// Adds what a folder says, or writes it anew.
pub fn put_folder(connection: &Connection, project: Id, row: &FolderRow) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO request_folders (project_id, path, position, document) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (project_id, path) DO UPDATE SET position = ?3, document = ?4",
        params![project.to_string(), row.path, row.position, row.document],
    )?;
    Ok(())
}

/// What a project's folders say, in order.
pub fn folders(connection: &Connection, project: Id) -> Result<Vec<FolderRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT * FROM request_folders WHERE project_id = ?1 ORDER BY position, path",
    )?;
    let rows = statement.query_map([project.to_string()], |row| {
        Ok(FolderRow {
            path: row.get("path")?,
            position: row.get("position")?,
            document: row.get("document")?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<RequestRow> {
    Ok(RequestRow {
        id: value::id(row, "id")?,
        project_id: value::id(row, "project_id")?,
        folder: row.get("folder")?,
        name: row.get("name")?,
        position: row.get("position")?,
        method: row.get("method")?,
        url: row.get("url")?,
        operation_id: row.get("operation_id")?,
        document: row.get("document")?,
        created_at: value::time(row, "created_at")?,
        updated_at: value::time(row, "updated_at")?,
    })
}
