//! Partners of a project, what the project shows to them, and spaces of others that are open here.

use fairlead_core::{Id, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{
    error::StoreError,
    migrate::Migration,
    value,
    variable::{self, Scope},
};

pub(crate) const TABLE: Migration = "
CREATE TABLE partners (
    id TEXT NOT NULL,
    project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    contact TEXT NOT NULL,
    note TEXT NOT NULL,
    signer TEXT,
    sent_at INTEGER,
    received_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (project_id, id),
    UNIQUE (project_id, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE partner_spaces (
    project_id TEXT PRIMARY KEY REFERENCES projects (id) ON DELETE CASCADE,
    setup TEXT NOT NULL,
    number INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE TABLE opened_spaces (
    project_id TEXT PRIMARY KEY REFERENCES projects (id) ON DELETE CASCADE,
    space_id TEXT NOT NULL,
    partner_id TEXT NOT NULL,
    signer TEXT NOT NULL,
    number INTEGER NOT NULL,
    detail TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    UNIQUE (space_id, partner_id)
) STRICT;";

/// One partner of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartnerRow {
    /// Its id.
    pub id: Id,
    /// Its project.
    pub project_id: Id,
    /// What it is called; no two of a project are called the same.
    pub name: String,
    /// Whom to write to.
    pub contact: String,
    /// What only the people of the project read.
    pub note: String,
    /// The public key that its results are signed with, once there were some.
    pub signer: Option<String>,
    /// When a bundle was last made for it.
    pub sent_at: Option<Timestamp>,
    /// When results of it last came.
    pub received_at: Option<Timestamp>,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// What a project shows to its partners.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpaceRow {
    /// JSON that the application reads and writes.
    pub setup: String,
    /// The number of the last bundle that was made of it; 0 before the first.
    pub number: u32,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// Somebody else's space, open here as a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedRow {
    /// The project that it became.
    pub project_id: Id,
    /// The project that it is there.
    pub space_id: Id,
    /// Who we are there.
    pub partner_id: Id,
    /// The public key that it is signed with.
    pub signer: String,
    /// The number of the bundle.
    pub number: u32,
    /// JSON that the application reads and writes.
    pub detail: String,
    /// When the bundle was opened.
    pub opened_at: Timestamp,
}

/// Adds a partner, or writes all of it anew.
pub fn put(connection: &Connection, row: &PartnerRow) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO partners (id, project_id, name, contact, note, signer, sent_at, received_at,
             created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT (project_id, id) DO UPDATE SET name = ?3, contact = ?4, note = ?5,
             signer = ?6, sent_at = ?7, received_at = ?8, updated_at = ?10",
        params![
            row.id.to_string(),
            row.project_id.to_string(),
            row.name,
            row.contact,
            row.note,
            row.signer,
            row.sent_at.map(Timestamp::as_millis),
            row.received_at.map(Timestamp::as_millis),
            row.created_at.as_millis(),
            row.updated_at.as_millis()
        ],
    )?;
    Ok(())
}

/// A project's partners, by name.
pub fn list(connection: &Connection, project: Id) -> Result<Vec<PartnerRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT * FROM partners WHERE project_id = ?1 ORDER BY name COLLATE NOCASE, id",
    )?;
    let rows = statement.query_map([project.to_string()], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One partner.
pub fn get(connection: &Connection, project: Id, id: Id) -> Result<Option<PartnerRow>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT * FROM partners WHERE project_id = ?1 AND id = ?2")?;
    Ok(statement
        .query_row([project.to_string(), id.to_string()], read)
        .optional()?)
}

/// Removes a partner and its variables: whether there was one. Its traces stay.
pub fn delete(connection: &Connection, project: Id, id: Id) -> Result<bool, StoreError> {
    variable::delete_all(connection, Scope::Partner { project, id })?;
    let removed = connection.execute(
        "DELETE FROM partners WHERE project_id = ?1 AND id = ?2",
        [project.to_string(), id.to_string()],
    )?;
    Ok(removed > 0)
}

/// What a project shows to its partners, once somebody has said so.
pub fn space(connection: &Connection, project: Id) -> Result<Option<SpaceRow>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT * FROM partner_spaces WHERE project_id = ?1")?;
    let read = |row: &Row<'_>| {
        Ok(SpaceRow {
            setup: row.get("setup")?,
            number: row.get("number")?,
            updated_at: value::time(row, "updated_at")?,
        })
    };
    Ok(statement
        .query_row([project.to_string()], read)
        .optional()?)
}

/// Says what a project shows to its partners.
pub fn put_space(connection: &Connection, project: Id, row: &SpaceRow) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO partner_spaces (project_id, setup, number, updated_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (project_id) DO UPDATE SET setup = ?2, number = ?3, updated_at = ?4",
        params![
            project.to_string(),
            row.setup,
            row.number,
            row.updated_at.as_millis()
        ],
    )?;
    Ok(())
}

/// The space that a project was opened from.
pub fn opened(connection: &Connection, project: Id) -> Result<Option<OpenedRow>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT * FROM opened_spaces WHERE project_id = ?1")?;
    Ok(statement
        .query_row([project.to_string()], read_opened)
        .optional()?)
}

/// The project that a space is open as for a partner.
pub fn opened_as(
    connection: &Connection,
    space: Id,
    partner: Id,
) -> Result<Option<OpenedRow>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT * FROM opened_spaces WHERE space_id = ?1 AND partner_id = ?2")?;
    Ok(statement
        .query_row([space.to_string(), partner.to_string()], read_opened)
        .optional()?)
}

/// Every project that is somebody else's space, and who we are in it.
pub fn all_opened(connection: &Connection) -> Result<Vec<(Id, Id)>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT * FROM opened_spaces")?;
    let rows = statement.query_map([], |row| {
        Ok((value::id(row, "project_id")?, value::id(row, "partner_id")?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Keeps that a space is open as a project.
pub fn put_opened(connection: &Connection, row: &OpenedRow) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO opened_spaces (project_id, space_id, partner_id, signer, number, detail,
             opened_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (project_id) DO UPDATE SET signer = ?4, number = ?5, detail = ?6,
             opened_at = ?7",
        params![
            row.project_id.to_string(),
            row.space_id.to_string(),
            row.partner_id.to_string(),
            row.signer,
            row.number,
            row.detail,
            row.opened_at.as_millis()
        ],
    )?;
    Ok(())
}

fn read_opened(row: &Row<'_>) -> rusqlite::Result<OpenedRow> {
    Ok(OpenedRow {
        project_id: value::id(row, "project_id")?,
        space_id: value::id(row, "space_id")?,
        partner_id: value::id(row, "partner_id")?,
        signer: row.get("signer")?,
        number: row.get("number")?,
        detail: row.get("detail")?,
        opened_at: value::time(row, "opened_at")?,
    })
}

fn read(row: &Row<'_>) -> rusqlite::Result<PartnerRow> {
    Ok(PartnerRow {
        id: value::id(row, "id")?,
        project_id: value::id(row, "project_id")?,
        name: row.get("name")?,
        contact: row.get("contact")?,
        note: row.get("note")?,
        signer: row.get("signer")?,
        sent_at: value::optional_time(row, "sent_at")?,
        received_at: value::optional_time(row, "received_at")?,
        created_at: value::time(row, "created_at")?,
        updated_at: value::time(row, "updated_at")?,
    })
}
