//! Keeps what the program has to remember in SQLite.
//!
//! Knows tables, migrations and backups; knows no use case.

/// Why something could not be kept or read.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct StoreError {
    message: String,
}

impl StoreError {
    /// What to do about it, where that is known.
    pub fn hint(&self) -> Option<&'static str> {
        None
    }
}
