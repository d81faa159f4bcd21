//! What a mock keeps, kept while it does not run: sealed, in a file of the data folder.
//!
//! Clients may send anything to a mock, passwords too: the file opens with the vault's key only.

use std::{fs, io, path::PathBuf, sync::Arc};

use fairlead_core::Id;
use secrecy::{ExposeSecret, SecretString};

use crate::{App, off_thread};

/// The folder of such files in the data folder.
const FOLDER: &str = "mock-state";

impl App {
    /// Writes what a mock keeps now. That it could not is told in the log.
    pub(super) async fn save_state(&self, id: Id, mock: &Arc<fairlead_mock::Mock>) {
        let version = mock.state_version();
        let (mock, app) = (Arc::clone(mock), self.clone());
        let saved = off_thread(move || {
            let text = SecretString::from(mock.snapshot().to_string());
            let sealed = app.inner.vault.seal(&place(id), &text)?;
            let file = app.state_file(id);
            Ok::<(), Box<dyn std::error::Error + Send + Sync>>(write(&file, &sealed)?)
        })
        .await;
        match saved {
            Ok(Ok(())) => self.note_saved(id, version).await,
            Ok(Err(error)) => tracing::error!(%error, mock = %id, "a mock's state is not saved"),
            Err(error) => tracing::error!(%error, mock = %id, "a mock's state is not saved"),
        }
    }

    /// Gives a mock what it kept when it ran last. Where that does not fit any more, it begins
    /// anew and the file stays until it is written over.
    pub(super) async fn bring_back_state(&self, id: Id, mock: &Arc<fairlead_mock::Mock>) {
        let (mock, app) = (Arc::clone(mock), self.clone());
        let brought = off_thread(move || {
            let sealed = match fs::read(app.state_file(id)) {
                Ok(sealed) => sealed,
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
                Err(error) => return Err(error.to_string()),
            };
            let opened = app.inner.vault.open_secret(&place(id), &sealed);
            let text = opened.map_err(|e| e.to_string())?;
            let value = serde_json::from_str(text.expose_secret()).map_err(|e| e.to_string())?;
            mock.restore(value).map_err(|e| e.to_string())
        })
        .await;
        if let Err(error) | Ok(Err(error)) = brought.map_err(|e| e.to_string()) {
            tracing::warn!(%error, mock = %id, "a mock begins without the state it had");
        }
    }

    /// Removes what a mock kept.
    pub(crate) async fn forget_state(&self, id: Id) {
        let file = self.state_file(id);
        let removed = off_thread(move || match fs::remove_file(file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        })
        .await;
        if let Ok(Err(error)) = removed {
            tracing::error!(%error, mock = %id, "a mock's state could not be removed");
        }
    }

    fn state_file(&self, id: Id) -> PathBuf {
        let folder = self.inner.settings.data_dir.join(FOLDER);
        folder.join(format!("{id}.sealed"))
    }
}

fn place(id: Id) -> [String; 2] {
    [id.to_string(), "mock-state".to_owned()]
}

/// Writes a file that is either the one before or this one, whole.
fn write(file: &PathBuf, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let part = file.with_extension("part");
    fs::write(&part, bytes)?;
    fs::File::open(&part)?.sync_all()?;
    fs::rename(&part, file)
}
