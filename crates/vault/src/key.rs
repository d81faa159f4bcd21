//! The key: in the keychain where there is one that works, else in a file.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use base64::{Engine, prelude::BASE64_STANDARD};
use fairlead_core::Id;
use zeroize::Zeroizing;

use crate::{KeyPlace, VaultError};

const SERVICE: &str = "fairlead";
const BYTES: usize = 32;

type Key = Zeroizing<Vec<u8>>;

/// The folder's key: a file if there is one, else the keychain, else a new file.
pub fn find_or_make(folder: &Path, in_file: bool) -> Result<(Key, KeyPlace), VaultError> {
    let file = folder.join("vault.key");
    if file.exists() {
        return Ok((read_file(&file)?, KeyPlace::File));
    }
    // The keychain holds a key by the name of the folder's vault, which a small file keeps.
    let name_file = folder.join("vault.id");
    if let Ok(name) = fs::read_to_string(&name_file) {
        let key = from_keychain(name.trim())?;
        return Ok((key, KeyPlace::Keychain));
    }
    let key = new_key()?;
    let name = Id::new().to_string();
    if !in_file && to_keychain(&name, &key) {
        write_private(&name_file, name.as_bytes())?;
        return Ok((key, KeyPlace::Keychain));
    }
    write_private(&file, BASE64_STANDARD.encode(key.as_slice()).as_bytes())?;
    tracing::warn!(
        file = %file.display(),
        "there is no keychain: the vault's key is in a file that only you can read"
    );
    Ok((key, KeyPlace::File))
}

fn new_key() -> Result<Key, VaultError> {
    let mut key = Zeroizing::new(vec![0; BYTES]);
    getrandom::fill(&mut key).map_err(|e| VaultError::NoRandomness(e.to_string()))?;
    Ok(key)
}

fn read_file(file: &Path) -> Result<Key, VaultError> {
    let text = Zeroizing::new(fs::read_to_string(file).map_err(|e| at(file, e))?);
    decode(&text).ok_or_else(|| VaultError::KeyDamaged(file.display().to_string()))
}

fn decode(text: &str) -> Option<Key> {
    let key = Zeroizing::new(BASE64_STANDARD.decode(text.trim()).ok()?);
    (key.len() == BYTES).then_some(key)
}

fn from_keychain(name: &str) -> Result<Key, VaultError> {
    let text = keyring::Entry::new(SERVICE, name)
        .and_then(|entry| entry.get_password())
        .map_err(|e| VaultError::KeychainLocked(e.to_string()))?;
    decode(&Zeroizing::new(text)).ok_or_else(|| VaultError::KeyDamaged("the keychain".into()))
}

/// Whether the keychain took the key and gives it back.
fn to_keychain(name: &str, key: &Key) -> bool {
    let text = Zeroizing::new(BASE64_STANDARD.encode(key.as_slice()));
    let kept = keyring::Entry::new(SERVICE, name).and_then(|entry| {
        entry.set_password(&text)?;
        entry.get_password()
    });
    match kept {
        Ok(given) => Zeroizing::new(given).as_str() == text.as_str(),
        Err(error) => {
            tracing::info!(%error, "no keychain");
            false
        }
    }
}

fn write_private(file: &PathBuf, bytes: &[u8]) -> Result<(), VaultError> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let write = || -> std::io::Result<()> {
        let mut file = options.open(file)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|e| at(file, e))
}

fn at(file: &Path, source: std::io::Error) -> VaultError {
    VaultError::KeyFile {
        path: file.display().to_string(),
        source,
    }
}
