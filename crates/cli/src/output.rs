//! What the command says: answers on standard output, everything else on standard error.

use std::io::{self, Write};

use serde::Serialize;

/// How a command that ran to its end went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Exit code 0.
    Well,
    /// A problem of severity error, or a breaking change, was found: exit code 1.
    Problems,
}

/// A command that could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The words of the command line do not fit: exit code 2.
    #[error("{message}")]
    Usage {
        /// What does not fit.
        message: String,
        /// What to do.
        hint: String,
    },
    /// Something outside failed: exit code 3.
    #[error("{message}")]
    Failed {
        /// What failed, on what.
        message: String,
        /// What to do.
        hint: Option<String>,
    },
    /// Standard output went away or a file could not be written: exit code 3.
    #[error("cannot write the answer: {0}")]
    Output(#[from] io::Error),
}

impl Failure {
    /// A failure with what to do about it.
    pub fn failed(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Failed {
            message: message.into(),
            hint: Some(hint.into()),
        }
    }

    /// The words of the command line do not fit.
    pub fn usage(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Usage {
            message: message.into(),
            hint: hint.into(),
        }
    }

    /// The exit code.
    pub fn code(&self) -> u8 {
        match self {
            Self::Usage { .. } => 2,
            Self::Failed { .. } | Self::Output(_) => 3,
        }
    }

    /// What to do.
    pub fn hint(&self) -> Option<&str> {
        match self {
            Self::Usage { hint, .. } => Some(hint),
            Self::Failed { hint, .. } => hint.as_deref(),
            Self::Output(_) => None,
        }
    }
}

/// Says on standard error what went wrong and what to do. A closed pipe is not worth words.
pub fn complain(failure: &Failure) {
    if matches!(failure, Failure::Output(error) if error.kind() == io::ErrorKind::BrokenPipe) {
        return;
    }
    let mut err = io::stderr().lock();
    // Standard error is the last resort: where it fails too, nothing is left to tell.
    let _ = writeln!(err, "error: {failure}");
    if let Some(hint) = failure.hint() {
        let _ = writeln!(err, "hint: {hint}");
    }
}

/// One line on standard output.
pub fn say(line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

/// A value as indented JSON on standard output.
pub fn say_json(value: &impl Serialize) -> io::Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, value)?;
    writeln!(out)
}

/// One line on standard error: a log entry or a remark beside the answer.
pub fn note(line: &str) {
    // A log that cannot be written must not stop the work.
    let _ = writeln!(io::stderr().lock(), "{line}");
}
