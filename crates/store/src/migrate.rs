//! Forward-only, numbered changes of the tables; `user_version` says how many have been made.

use std::path::Path;

use rusqlite::Connection;

use crate::{backup, error::StoreError};

/// One change as SQL, which is run in a transaction.
pub type Migration = &'static str;

/// One change of any kind.
#[derive(Clone, Copy)]
pub enum Step {
    /// SQL.
    Sql(Migration),
    /// What takes more than SQL.
    Code(fn(&Connection) -> Result<(), StoreError>),
}

/// Makes the changes that are missing, each in a transaction, after a checked backup of what
/// there is.
pub fn run(
    connection: &mut Connection,
    path: &Path,
    backups: &Path,
    migrations: &[Step],
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
        match migration {
            Step::Sql(sql) => transaction.execute_batch(sql)?,
            Step::Code(change) => change(&transaction)?,
        }
        transaction.pragma_update(
            None,
            "user_version",
            i64::try_from(number + 1).unwrap_or(i64::MAX),
        )?;
        transaction.commit()?;
    }
    Ok(())
}
