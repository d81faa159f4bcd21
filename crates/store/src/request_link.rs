//! Folders that hold a project's saved requests, and what was the same on both sides last.

use fairlead_core::{Id, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{error::StoreError, migrate::Migration, value};

pub(crate) const TABLE: Migration = "
CREATE TABLE request_links (
    project_id TEXT PRIMARY KEY REFERENCES projects (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    synced_at INTEGER,
    conflicts TEXT NOT NULL
) STRICT;
CREATE TABLE request_files (
    project_id TEXT NOT NULL REFERENCES request_links (project_id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    request_id TEXT,
    place TEXT NOT NULL,
    disk TEXT NOT NULL,
    own TEXT NOT NULL,
    PRIMARY KEY (project_id, path)
) STRICT;";

/// The folder of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkRow {
    /// Its project.
    pub project_id: Id,
    /// Absolute path of the folder.
    pub path: String,
    /// When both sides were the same last.
    pub synced_at: Option<Timestamp>,
    /// What has changed on both sides: JSON that the application reads and writes.
    pub conflicts: String,
}

/// A file of the folder as it was when both sides were the same last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRow {
    /// Its path below the folder, with `/`.
    pub path: String,
    /// The saved request in it; none of the files that say what a folder is.
    pub request_id: Option<Id>,
    /// The names of the folders around it and its own name, as a JSON list.
    pub place: String,
    /// Hash of the file.
    pub disk: String,
    /// Hash of what the store had.
    pub own: String,
}

/// Every link, or that of one project.
pub fn list(connection: &Connection, project: Option<Id>) -> Result<Vec<LinkRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT * FROM request_links WHERE ?1 IS NULL OR project_id = ?1 ORDER BY project_id",
    )?;
    let rows = statement.query_map([project.map(|p| p.to_string())], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The folder of a project.
pub fn get(connection: &Connection, project: Id) -> Result<Option<LinkRow>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT * FROM request_links WHERE project_id = ?1")?;
    Ok(statement
        .query_row([project.to_string()], read)
        .optional()?)
}

/// Links a project to a folder, or writes all of the link anew.
pub fn put(connection: &Connection, row: &LinkRow) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO request_links (project_id, path, synced_at, conflicts) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (project_id) DO UPDATE SET path = ?2, synced_at = ?3, conflicts = ?4",
        params![
            row.project_id.to_string(),
            row.path,
            row.synced_at.map(Timestamp::as_millis),
            row.conflicts
        ],
    )?;
    Ok(())
}

/// Removes a link and what is known of its files: whether there was one.
pub fn delete(connection: &Connection, project: Id) -> Result<bool, StoreError> {
    let removed = connection.execute(
        "DELETE FROM request_links WHERE project_id = ?1",
        [project.to_string()],
    )?;
    Ok(removed > 0)
}

/// The files of a project's folder as they were last.
pub fn files(connection: &Connection, project: Id) -> Result<Vec<FileRow>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT * FROM request_files WHERE project_id = ?1 ORDER BY path")?;
    let rows = statement.query_map([project.to_string()], |row| {
        Ok(FileRow {
            path: row.get("path")?,
            request_id: value::optional_id(row, "request_id")?,
            place: row.get("place")?,
            disk: row.get("disk")?,
            own: row.get("own")?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Puts these in the place of all files that were known.
pub fn set_files(
    connection: &Connection,
    project: Id,
    files: &[FileRow],
) -> Result<(), StoreError> {
    let project = project.to_string();
    connection.execute(
        "DELETE FROM request_files WHERE project_id = ?1",
        [&project],
    )?;
    let mut statement = connection.prepare_cached(
        "INSERT INTO request_files (project_id, path, request_id, place, disk, own)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for file in files {
        statement.execute(params![
            project,
            file.path,
            file.request_id.map(|id| id.to_string()),
            file.place,
            file.disk,
            file.own
        ])?;
    }
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<LinkRow> {
    Ok(LinkRow {
        project_id: value::id(row, "project_id")?,
        path: row.get("path")?,
        synced_at: value::optional_time(row, "synced_at")?,
        conflicts: row.get("conflicts")?,
    })
}
