//! What the machine gives without any of what traces need: one table with no index.

use std::{path::Path, time::Instant};

use rusqlite::{Connection, OpenFlags, params};

use crate::{BATCH, Failure, ms};

/// Rows that are put in.
const ROWS: usize = 500_000;

/// Rows of so many bytes that SQLite takes in a second, in batches as large as ours.
pub fn insert(folder: &Path, bytes: usize) -> Result<f64, Failure> {
    let path = folder.join("peer.db");
    remove(folder);
    let mut connection = Connection::open(&path)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.execute_batch("CREATE TABLE rows (n INTEGER PRIMARY KEY, packed BLOB NOT NULL)")?;
    let packed: Vec<u8> = (0..bytes).map(|_| fastrand::u8(..)).collect();
    let begun = Instant::now();
    for _ in 0..ROWS / BATCH {
        let transaction = connection.transaction()?;
        {
            let mut put = transaction.prepare_cached("INSERT INTO rows (packed) VALUES (?1)")?;
            for _ in 0..BATCH {
                put.execute(params![packed])?;
            }
        }
        transaction.commit()?;
    }
    let took = begun.elapsed();
    drop(connection);
    remove(folder);
    Ok(ROWS as f64 / took.as_secs_f64())
}

fn remove(folder: &Path) {
    for file in ["peer.db", "peer.db-wal", "peer.db-shm"] {
        // Usually there is none.
        let _ = std::fs::remove_file(folder.join(file));
    }
}

/// How long SQLite takes to look at every row of the table of traces, in milliseconds.
pub fn scan(folder: &Path) -> Result<f64, Failure> {
    let path = folder.join("traces.db");
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let begun = Instant::now();
    let sql = "SELECT count(*), sum(duration) FROM traces NOT INDEXED";
    let _: (i64, i64) = connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(ms(begun.elapsed()))
}
