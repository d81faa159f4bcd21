//! Every change of shared data as a named mutator with its arguments, for sync to send.

use fairlead_core::Timestamp;
use rusqlite::{Connection, params};

use crate::{error::StoreError, migrate::Migration};

pub const TABLE: Migration = "
CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    mutator TEXT NOT NULL,
    arguments TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;";

pub fn append(
    connection: &Connection,
    mutator: &str,
    arguments: &serde_json::Value,
) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO outbox (mutator, arguments, at) VALUES (?1, ?2, ?3)",
        params![mutator, arguments.to_string(), Timestamp::now().as_millis()],
    )?;
    Ok(())
}
