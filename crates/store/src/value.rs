//! Ids and times as SQLite keeps them.

use fairlead_core::{Id, Timestamp};
use rusqlite::{Row, types::Type};

/// An id from a text column.
pub fn id(row: &Row<'_>, column: &str) -> rusqlite::Result<Id> {
    let text: String = row.get(column)?;
    text.parse()
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, Box::new(e)))
}

/// An id from a text column that may be null.
pub fn optional_id(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Id>> {
    let text: Option<String> = row.get(column)?;
    text.map(|t| t.parse())
        .transpose()
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, Box::new(e)))
}

/// A time from a column of milliseconds.
pub fn time(row: &Row<'_>, column: &str) -> rusqlite::Result<Timestamp> {
    row.get(column).map(Timestamp::from_millis)
}

/// A time from a column of milliseconds that may be null.
pub fn optional_time(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Timestamp>> {
    let millis: Option<i64> = row.get(column)?;
    Ok(millis.map(Timestamp::from_millis))
}

/// A size or count for a column; what does not fit is as large as fits.
pub fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
