//! The use cases of Fairlead: what a person or a program can do with it, whatever the carrier.
//!
//! Composes the engines, the store and the vault; knows no HTTP route and no window.

mod auth;
mod contracts;
mod credentials;
mod environments;
mod error;
pub mod events;
mod health;
mod mocks;
mod open;
mod operations;
mod outgoing;
mod partners;
mod playground;
mod projects;
mod recorder;
mod requests;
mod roles;
mod secrets;
mod settings;
mod sources;
mod specs;
mod test_profile;
mod traces;
pub mod types;
mod upkeep;
mod variables;
mod webhooks;

use std::{
    collections::HashMap,
    fs::File,
    sync::{Arc, Mutex},
    time::Instant,
};

use fairlead_core::Id;
use fairlead_store::Store;
use fairlead_vault::Vault;

pub use credentials::{Credential, CredentialStatus};
pub use error::{AppError, ErrorKind};
pub use events::{Event, EventKind, StreamItem, Topic};
pub use fairlead_requests::Language;
pub use fairlead_store::variable::Scope;
pub use health::{Check, FAULTS, Figures, Health, Readiness};
pub use open::OpenError;
pub use operations::{OperationFilter, SampleChoice};
pub use partners::OpenBundle;
pub use requests::disk::{gather_files, write_files};
pub use roles::{Actor, Permission, Role};
pub use secrets::mask_known;
pub use settings::Settings;
pub use sources::fetch;
pub use traces::TraceFormat;
pub use types::*;

/// Everything that runs behind one data folder, and who acts on it. Cheap to clone.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
    actor: Actor,
}

struct Inner {
    settings: Settings,
    store: Arc<Store>,
    vault: Vault,
    bus: events::Bus,
    contracts: contracts::Cache,
    mocks: tokio::sync::Mutex<HashMap<Id, mocks::Running>>,
    catchers: tokio::sync::Mutex<HashMap<Id, webhooks::Running>>,
    /// Held while a mock or a catcher starts.
    launching: tokio::sync::Mutex<()>,
    recorder: recorder::Recorder,
    /// Seals traces.
    trace_key: fairlead_store::trace::ChainKey,
    senders: playground::Senders,
    /// Exchanges of the playground while they last.
    exchanges: playground::Exchanges,
    jars: playground::Jars,
    /// WebSockets of the playground while they last.
    sockets: playground::Sockets,
    /// Read-only environments that are unlocked for now.
    unlocked: environments::Unlocked,
    oauth: environments::OAuth,
    /// Projects that are spaces of somebody else.
    opened: partners::Opened,
    /// Folders that hold saved requests.
    links: requests::folder::Links,
    /// Mocks that were running when all were paused.
    paused: Mutex<Vec<(Id, Id)>>,
    background: tokio_util::sync::CancellationToken,
    started: Instant,
    /// Held while the folder is open, so that no second program writes to it.
    _lock: File,
}

impl App {
    /// The program as what runs by itself in it sees it.
    fn own(inner: Arc<Inner>) -> Self {
        Self {
            inner,
            actor: Actor::OWNER,
        }
    }

    /// A setting of a carrier, such as whether a hint has been shown.
    pub async fn setting(&self, name: &str) -> Result<Option<String>, AppError> {
        let name = name.to_owned();
        Ok(self
            .inner
            .store
            .read(move |c| fairlead_store::setting::get(c, &name))
            .await?)
    }

    /// Keeps a setting of a carrier.
    pub async fn set_setting(&self, name: &str, value: &str) -> Result<(), AppError> {
        let (name, value) = (name.to_owned(), value.to_owned());
        Ok(self
            .inner
            .store
            .write(move |c| fairlead_store::setting::put(c, &name, &value))
            .await?)
    }

    fn store(&self) -> &Arc<Store> {
        &self.inner.store
    }
}

/// Runs on a thread that may be busy for a while.
async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, AppError> {
    tokio::task::spawn_blocking(work).await.map_err(|e| {
        AppError::new(
            ErrorKind::Internal,
            "internal",
            "A part of the program failed.",
        )
        .because(e)
    })
}
