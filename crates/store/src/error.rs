//! Why something could not be kept or read.

use std::path::{Path, PathBuf};

/// Why something could not be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite said no.
    #[error("the database failed: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// What was read is not what was written.
    #[error("a row of the database cannot be read: {0}")]
    Row(String),
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The database is of a newer program.
    #[error(
        "{path} was written by a newer version of Fairlead (format {found}, this one knows {known})"
    )]
    Newer {
        /// Which.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The newest format this program knows.
        known: i64,
    },
    /// The store is closed.
    #[error("the store is closed")]
    Closed,
}

impl StoreError {
    /// What to do about it, where that is known.
    pub fn hint(&self) -> Option<&'static str> {
        use rusqlite::ErrorCode;
        match self {
            Self::Sqlite(error) => match error.sqlite_error_code()? {
                ErrorCode::DiskFull => Some("The disk is full: free some space and try again."),
                ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied => {
                    Some("Make the data folder writable for you, or name another with --data.")
                }
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
                    Some("Another program holds the database: close it and try again.")
                }
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
                    Some("Start Fairlead again: it restores the last good backup.")
                }
                _ => None,
            },
            Self::File { .. } => {
                Some("Make the data folder writable for you, or name another with --data.")
            }
            Self::Newer { .. } => {
                Some("Use the newer version, or name another folder with --data.")
            }
            Self::Row(_) | Self::Closed => None,
        }
    }

    pub(crate) fn file(path: &Path, source: std::io::Error) -> Self {
        Self::File {
            path: path.to_owned(),
            source,
        }
    }
}
