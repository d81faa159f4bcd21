//! Forward-only, numbered changes of the tables; `user_version` says how many have been made.

use std::path::Path;

use rusqlite::Connection;

use crate::{backup, error::StoreError};

/// One change: SQL that is run in a transaction.
pub type Migration = &'static str;

/// Makes the changes that are missing, each in a transaction, after a checked backup of what
/// there is.
pub fn run(
    connection: &mut Connection,
    path: &Path,
    backups: &Path,
    migrations: &[Migration],
) -> Result<(), StoreError> {
    let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let known = i64::try_from(migrations.len()).unwrap_or(i64::MAX);
    if found > known {
        return Err(StoreError::Newer {
            path: path.to_owned(),
            found,
            known,
        });
    }
    let done = usize::try_from(found).unwrap_or(0);
    if done > 0 && done < migrations.len() {
        backup::make(connection, path, backups)?;
    }
    for (number, migration) in migrations.iter().enumerate().skip(done) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(migration)?;
        transaction.pragma_update(
            None,
            "user_version",
            i64::try_from(number + 1).unwrap_or(i64::MAX),
        )?;
        transaction.commit()?;
    }
    Ok(())
}
