//! Where the program tells what it does: readable on stderr, JSON in a file per day.
//!
//! Events carry the span of their request and thereby its id. Nothing here or above logs header
//! values or bodies.

use std::{
    io::IsTerminal,
    path::{Path, PathBuf},
};

use tracing_appender::{
    non_blocking::WorkerGuard,
    rolling::{RollingFileAppender, Rotation},
};
use tracing_subscriber::{EnvFilter, Layer, fmt, layer::SubscriberExt, util::SubscriberInitExt};

use crate::crash;

/// Log files kept, one per day.
const KEPT_DAYS: usize = 14;
/// The variable that says how much is told, as in `fairlead=debug,warn`.
pub const FILTER_VARIABLE: &str = "FAIRLEAD_LOG";
/// What the terminal tells where the variable says nothing.
const TERMINAL_FILTER: &str = "warn";
/// What the file tells where the variable says nothing.
// Every crate of the workspace begins so.
const FILE_FILTER: &str = "warn,fairlead=info";

/// What is logged where.
#[derive(Clone, Debug, Default)]
pub struct Logging {
    /// The folder of the log files, such as `DATA/logs`; `None` writes no file.
    pub folder: Option<PathBuf>,
    /// How much is told, in the syntax of `FAIRLEAD_LOG`; `None` for the defaults.
    pub filter: Option<String>,
}

/// Why logging cannot start.
#[derive(Debug, thiserror::Error)]
pub enum LoggingError {
    /// The filter cannot be read.
    #[error(
        "{FILTER_VARIABLE}=`{filter}` is no log filter: {reason}. \
         Use a level such as `info`, or `fairlead_app=debug,warn`"
    )]
    Filter {
        /// As given.
        filter: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The folder cannot be written.
    #[error("cannot write logs to {}: {reason}. Choose another data folder", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What failed.
        reason: String,
    },
    /// A log is already set up in this process.
    #[error("logging is already set up in this process")]
    Twice,
}

/// Keeps the log file's writer alive; dropping it writes what is left.
#[must_use = "logging to the file ends when this is dropped"]
#[derive(Debug)]
pub struct LogWriter {
    _file: Option<WorkerGuard>,
}

/// Sets up the log of this process, and what its panics leave.
pub fn start(logging: &Logging) -> Result<LogWriter, LoggingError> {
    let terminal = fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .with_filter(filter(logging, TERMINAL_FILTER)?);
    let (file, guard) = match &logging.folder {
        None => (None, None),
        Some(folder) => {
            let (writer, guard) = tracing_appender::non_blocking(appender(folder)?);
            let layer = fmt::layer()
                .json()
                .with_span_list(false)
                .with_writer(writer)
                .with_filter(filter(logging, FILE_FILTER)?);
            (Some(layer), Some(guard))
        }
    };
    tracing_subscriber::registry()
        .with(terminal)
        .with(file)
        .try_init()
        .map_err(|_| LoggingError::Twice)?;
    crash::tell(logging.folder.as_deref());
    Ok(LogWriter { _file: guard })
}

fn filter(logging: &Logging, default: &str) -> Result<EnvFilter, LoggingError> {
    let text = logging.filter.as_deref().unwrap_or(default);
    EnvFilter::builder()
        .parse(text)
        .map_err(|failure| LoggingError::Filter {
            filter: text.to_owned(),
            reason: failure.to_string(),
        })
}

fn appender(folder: &Path) -> Result<RollingFileAppender, LoggingError> {
    let refused = |reason: String| LoggingError::Folder {
        folder: folder.to_owned(),
        reason,
    };
    std::fs::create_dir_all(folder).map_err(|failure| refused(failure.to_string()))?;
    RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("fairlead")
        .filename_suffix("log")
        .max_log_files(KEPT_DAYS)
        .build(folder)
        .map_err(|failure| refused(failure.to_string()))
}
