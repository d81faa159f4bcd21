//! The use cases of Fairlead: what a person or a program can do with it, whatever the carrier.
//!
//! Composes the engines, the store and the vault; knows no HTTP route and no window.

mod credentials;
mod error;
pub mod events;
mod health;
mod mocks;
mod operations;
mod playground;
mod projects;
mod settings;
mod specs;
mod traces;
pub mod types;

use std::sync::Arc;

pub use credentials::{Credential, CredentialStatus};
pub use error::{AppError, ErrorKind};
pub use events::{Event, EventKind, StreamItem, Topic};
pub use health::{Check, Figures, Health, Readiness};
pub use operations::{OperationFilter, SampleChoice};
pub use settings::Settings;
pub use types::*;

/// Everything that runs behind one data folder. Cheap to clone.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    settings: Settings,
}

/// Why the data folder could not be opened.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct OpenError {
    /// What failed, on what.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl App {
    /// Opens the data folder and starts what ran when the program ended.
    pub async fn open(settings: Settings) -> Result<Self, OpenError> {
        Ok(Self {
            inner: Arc::new(Inner { settings }),
        })
    }

    /// Ends everything in good order.
    pub async fn shutdown(&self) {}

    /// A setting of a carrier, such as whether a hint has been shown.
    pub async fn setting(&self, name: &str) -> Result<Option<String>, AppError> {
        let _ = (name, &self.inner.settings);
        Ok(None)
    }

    /// Keeps a setting of a carrier.
    pub async fn set_setting(&self, name: &str, value: &str) -> Result<(), AppError> {
        let _ = (name, value);
        Ok(())
    }
}
