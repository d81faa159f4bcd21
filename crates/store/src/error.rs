//! Why something could not be kept or read.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};

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
    /// The copy of a database is not good.
    #[error("the backup {0} is not good and does not count")]
    Backup(PathBuf),
    /// The work itself failed; what it had changed is undone.
    #[error("a part of the store failed")]
    Panicked,
    /// The store is closed.
    #[error("the store is closed")]
    Closed,
}

impl StoreError {
    /// What to do about it, where that is known.
    pub fn hint(&self) -> Option<&'static str> {
        use rusqlite::ErrorCode;
        let rights = "Make the data folder writable for you, or name another with --data.";
        let full = "The disk is full: free some space and try again.";
        match self {
            Self::Sqlite(error) => match error.sqlite_error_code()? {
                ErrorCode::DiskFull => Some(full),
                ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied => {
                    Some(rights)
                }
                ErrorCode::SystemIoFailure => {
                    Some("Look whether the disk is full, over its quota or failing, and try again.")
                }
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
                    Some("Another program holds the database: close it and try again.")
                }
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
                    Some("Start Fairlead again: it restores the last good backup.")
                }
                _ => None,
            },
            Self::File { source, .. } => match source.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                    Some(full)
                }
                _ => Some(rights),
            },
            Self::Backup(_) => Some("Look whether the disk is full or failing, and try again."),
            Self::Newer { .. } => {
                Some("Use the newer version, or name another folder with --data.")
            }
            Self::Row(_) | Self::Panicked | Self::Closed => None,
        }
    }

    pub(crate) fn file(path: &Path, source: std::io::Error) -> Self {
        Self::File {
            path: path.to_owned(),
            source,
        }
    }
}
