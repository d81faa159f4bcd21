//! Revisions of descriptions, with their files.

use fairlead_core::{Id, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{error::StoreError, migrate::Migration, value};

pub(crate) const TABLE: Migration = "
CREATE TABLE specs (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    active INTEGER NOT NULL,
    root TEXT NOT NULL,
    summary TEXT NOT NULL,
    problems TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (project_id, revision)
) STRICT;
CREATE TABLE spec_files (
    spec_id TEXT NOT NULL REFERENCES specs (id) ON DELETE CASCADE,
    uri TEXT NOT NULL,
    name TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (spec_id, uri)
) STRICT;";

/// How hard files are compressed: quick, and a tenth of the size.
const LEVEL: i32 = 3;

/// One revision. `summary` and `problems` are JSON that the application reads and writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecRow {
    /// Its id.
    pub id: Id,
    /// Its project.
    pub project_id: Id,
    /// Counted from 1.
    pub revision: u32,
    /// Whether it is the one in use.
    pub active: bool,
    /// URI of the file to begin with.
    pub root: String,
    /// What is in it.
    pub summary: String,
    /// What is wrong with it.
    pub problems: String,
    /// When it was imported.
    pub created_at: Timestamp,
}

/// One file of a revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRow {
    /// Its URI.
    pub uri: String,
    /// How to call it.
    pub name: String,
    /// What is in it.
    pub content: Vec<u8>,
}

/// The number that a project's next revision gets.
pub fn next_revision(connection: &Connection, project: Id) -> Result<u32, StoreError> {
    Ok(connection.query_row(
        "SELECT coalesce(max(revision), 0) + 1 FROM specs WHERE project_id = ?1",
        [project.to_string()],
        |row| row.get(0),
    )?)
}

/// Adds a revision with its files and makes it the one in use.
pub fn insert(connection: &Connection, row: &SpecRow, files: &[FileRow]) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO specs (id, project_id, revision, active, root, summary, problems, created_at)
         VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6, ?7)",
        params![
            row.id.to_string(),
            row.project_id.to_string(),
            row.revision,
            row.root,
            row.summary,
            row.problems,
            row.created_at.as_millis()
        ],
    )?;
    let mut statement = connection.prepare_cached(
        "INSERT INTO spec_files (spec_id, uri, name, bytes, content) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for file in files {
        let packed = zstd::encode_all(file.content.as_slice(), LEVEL)
            .map_err(|e| StoreError::Row(e.to_string()))?;
        statement.execute(params![
            row.id.to_string(),
            file.uri,
            file.name,
            value::count(file.content.len() as u64),
            packed
        ])?;
    }
    activate(connection, row.project_id, row.id)?;
    Ok(())
}

/// Makes a revision the one in use: whether there is such a one; without it nothing changes.
pub fn activate(connection: &Connection, project: Id, id: Id) -> Result<bool, StoreError> {
    let there = get(connection, project, id)?.is_some();
    if there {
        connection.execute(
            "UPDATE specs SET active = (id = ?2) WHERE project_id = ?1",
            [project.to_string(), id.to_string()],
        )?;
    }
    Ok(there)
}

/// A project's revisions, newest first.
pub fn list(connection: &Connection, project: Id) -> Result<Vec<SpecRow>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT * FROM specs WHERE project_id = ?1 ORDER BY revision DESC")?;
    let rows = statement.query_map([project.to_string()], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One revision.
pub fn get(connection: &Connection, project: Id, id: Id) -> Result<Option<SpecRow>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT * FROM specs WHERE project_id = ?1 AND id = ?2")?;
    Ok(statement
        .query_row([project.to_string(), id.to_string()], read)
        .optional()?)
}

/// The revision in use.
pub fn active(connection: &Connection, project: Id) -> Result<Option<SpecRow>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT * FROM specs WHERE project_id = ?1 AND active = 1")?;
    Ok(statement
        .query_row([project.to_string()], read)
        .optional()?)
}

/// Removes a revision; the newest of the others comes into use if it was the one: whether there
/// was such a one.
pub fn delete(connection: &Connection, project: Id, id: Id) -> Result<bool, StoreError> {
    let removed = connection.execute(
        "DELETE FROM specs WHERE project_id = ?1 AND id = ?2",
        [project.to_string(), id.to_string()],
    )? > 0;
    if removed && active(connection, project)?.is_none() {
        connection.execute(
            "UPDATE specs SET active = 1 WHERE project_id = ?1 AND revision =
             (SELECT max(revision) FROM specs WHERE project_id = ?1)",
            [project.to_string()],
        )?;
    }
    Ok(removed)
}

/// The files of a revision, in the order of their names.
pub fn files(connection: &Connection, id: Id) -> Result<Vec<FileRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT uri, name, content FROM spec_files WHERE spec_id = ?1 ORDER BY name",
    )?;
    let rows = statement.query_map([id.to_string()], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get::<_, Vec<u8>>(2)?))
    })?;
    rows.map(|row| {
        let (uri, name, packed) = row?;
        let content =
            zstd::decode_all(packed.as_slice()).map_err(|e| StoreError::Row(e.to_string()))?;
        Ok(FileRow { uri, name, content })
    })
    .collect()
}

fn read(row: &Row<'_>) -> rusqlite::Result<SpecRow> {
    Ok(SpecRow {
        id: value::id(row, "id")?,
        project_id: value::id(row, "project_id")?,
        revision: row.get("revision")?,
        active: row.get("active")?,
        root: row.get("root")?,
        summary: row.get("summary")?,
        problems: row.get("problems")?,
        created_at: value::time(row, "created_at")?,
    })
}
