//! Exchanges that have begun and not ended: what of them is known, until they are traces.

use fairlead_core::Id;
use rusqlite::{Connection, params};

use super::detail::unpack;
use crate::{error::StoreError, migrate::Migration};

pub(crate) const UNDER_WAY: Migration = "
CREATE TABLE traces_under_way (id BLOB PRIMARY KEY NOT NULL, packed BLOB NOT NULL) STRICT;";

/// How hard details are compressed.
const LEVEL: i32 = 1;

/// Keeps what is known of an exchange by now, in place of what was known before; `detail` is JSON
/// that the application reads and writes.
pub fn put_under_way(connection: &Connection, id: Id, detail: &str) -> Result<(), StoreError> {
    let packed =
        zstd::encode_all(detail.as_bytes(), LEVEL).map_err(|e| StoreError::Row(e.to_string()))?;
    connection
        .prepare_cached("INSERT OR REPLACE INTO traces_under_way (id, packed) VALUES (?1, ?2)")?
        .execute(params![id.as_bytes(), packed])?;
    Ok(())
}

/// Forgets one that has ended; to be called where its trace is added.
pub fn end_under_way(connection: &Connection, id: Id) -> Result<(), StoreError> {
    connection
        .prepare_cached("DELETE FROM traces_under_way WHERE id = ?1")?
        .execute([id.as_bytes()])?;
    Ok(())
}

/// Every one that has not ended, in the order they began: its id, and its detail where that can be
/// read.
pub fn under_way(connection: &Connection) -> Result<Vec<(Id, Option<String>)>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT id, packed FROM traces_under_way ORDER BY id")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?)))?;
    rows.map(|row| {
        let (id, packed) = row?;
        Ok((Id::from_bytes(id), unpack(&packed).ok()))
    })
    .collect()
}
