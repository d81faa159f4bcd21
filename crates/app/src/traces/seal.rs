//! The seal on traces: its key, and looking whether it holds.

use base64::{Engine, prelude::BASE64_STANDARD};
use fairlead_core::Id;
use fairlead_store::{
    Store,
    trace::{self, ChainKey},
};
use fairlead_vault::Vault;
use secrecy::{ExposeSecret, SecretString};

use crate::{App, AppError, TraceSeal};

/// The setting that holds the sealed key.
const SETTING: &str = "trace-seal";
/// Where in the vault the key belongs.
const PLACE: [&str; 2] = ["traces", "seal"];

/// The key that seals traces: the one the vault has sealed, or a new one.
pub async fn key(store: &Store, vault: &Vault) -> Result<ChainKey, String> {
    let kept = store.read(|c| fairlead_store::setting::get(c, SETTING));
    let kept = kept.await.map_err(|e| e.to_string())?;
    if let Some(kept) = kept {
        match open(vault, &kept) {
            Some(key) => return Ok(ChainKey::new(&key)),
            // Looking at old traces will say that their seal does not hold.
            None => {
                tracing::error!("the key that seals traces cannot be opened; a new one is made");
            }
        }
    }
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(|e| e.to_string())?;
    let text = SecretString::from(BASE64_STANDARD.encode(key));
    let sealed = vault.seal(&PLACE, &text).map_err(|e| e.to_string())?;
    let sealed = BASE64_STANDARD.encode(sealed);
    let write = store.write(move |c| fairlead_store::setting::put(c, SETTING, &sealed));
    write.await.map_err(|e| e.to_string())?;
    Ok(ChainKey::new(&key))
}

fn open(vault: &Vault, kept: &str) -> Option<[u8; 32]> {
    let sealed = BASE64_STANDARD.decode(kept).ok()?;
    let text = vault.open_secret(&PLACE, &sealed).ok()?;
    let key = BASE64_STANDARD.decode(text.expose_secret()).ok()?;
    key.try_into().ok()
}

impl App {
    /// Looks whether every trace of a project is as it was kept.
    pub async fn verify_traces(&self, project: Id) -> Result<TraceSeal, AppError> {
        self.project_row(project).await?;
        let key = self.inner.trace_key.clone();
        let walk = self
            .store()
            .read_traces(move |c| trace::verify(c, &key, project))
            .await?;
        let (broken_at, reason) = match walk.broken {
            None => (None, None),
            Some(broken) => (broken.id, Some(broken.why.to_owned())),
        };
        Ok(TraceSeal {
            holds: reason.is_none(),
            sealed: walk.sealed,
            unsealed: walk.unsealed,
            broken_at,
            reason,
        })
    }
}
