//! Why a use case could not be done.

use fairlead_core::Diagnostic;

/// What kind of failure it is: a carrier maps it to its own codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// There is no such thing.
    NotFound,
    /// What was given does not make sense.
    Invalid,
    /// It does not go together with how things are now.
    Conflict,
    /// It is larger than the limit.
    TooLarge,
    /// It is not allowed.
    Forbidden,
    /// Something outside did not answer or refused.
    Unavailable,
    /// A fault of ours, the disk's or the system's.
    Internal,
}

/// A use case that could not be done: what failed, on what, and what to do next.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct AppError {
    /// What kind of failure.
    pub kind: ErrorKind,
    /// Stable snake_case code.
    pub code: &'static str,
    /// What failed, on what.
    pub message: String,
    /// What to do next.
    pub hint: Option<String>,
    /// The parts of what is wrong, where there is more to say.
    pub details: Vec<Diagnostic>,
    /// What lies beneath; for the log, not for the person.
    #[source]
    pub cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl AppError {
    /// A failure without hint, details or cause; see the `with_…` methods.
    pub fn new(kind: ErrorKind, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            kind,
            code,
            message: message.into(),
            hint: None,
            details: Vec::new(),
            cause: None,
        }
    }

    /// There is no such thing.
    pub fn not_found(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::NotFound, code, message)
    }

    /// What was given does not make sense.
    pub fn invalid(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Invalid, code, message)
    }

    /// It does not go together with how things are now.
    pub fn conflict(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Conflict, code, message)
    }

    /// The same failure with what to do next.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same failure with the parts of what is wrong.
    #[must_use]
    pub fn with_details(mut self, details: Vec<Diagnostic>) -> Self {
        self.details = details;
        self
    }

    /// The same failure with what lies beneath.
    #[must_use]
    pub fn because(mut self, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.cause = Some(cause.into());
        self
    }
}

impl From<fairlead_store::StoreError> for AppError {
    fn from(error: fairlead_store::StoreError) -> Self {
        let hint = error.hint();
        let failure = Self::new(ErrorKind::Internal, "storage_failed", error.to_string());
        match hint {
            Some(hint) => failure.with_hint(hint).because(error),
            None => failure.because(error),
        }
    }
}
