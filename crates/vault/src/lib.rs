//! Keeps secrets: a key in the OS keychain, or in a file only its owner can read, seals values
//! with AES-256-GCM. The place a value belongs to is bound into it, so that a sealed value moved
//! elsewhere does not open. Does not know who asks.

mod key;

use std::path::Path;

use aes_gcm::{
    Aes256Gcm, Nonce,
    aead::{Aead, Generate, KeyInit, Payload},
};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

/// Version of the sealed form, its first byte.
const VERSION: u8 = 1;
/// Bytes of a nonce (NIST SP 800-38D §8.2).
const NONCE: usize = 12;

/// Where the key is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyPlace {
    /// The keychain of the operating system.
    Keychain,
    /// A file of mode 0600 in the data folder.
    File,
}

/// Why a secret could not be kept or given.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The key's file could not be read or written.
    #[error("the vault's key {path}: {source}")]
    KeyFile {
        /// Which file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The key is not what was written.
    #[error("the vault's key in {0} is damaged: it must be 32 bytes in base64")]
    KeyDamaged(String),
    /// The keychain holds the key and does not give it.
    #[error("the keychain does not give the vault's key: {0}; unlock it and start again")]
    KeychainLocked(String),
    /// The value is damaged, was sealed by another key, or belongs elsewhere.
    #[error(
        "a secret cannot be opened: it is damaged, or was sealed with another key or for another place"
    )]
    NotOpened,
    /// The system gives no randomness.
    #[error("the system gives no randomness: {0}")]
    NoRandomness(String),
}

/// Seals and opens secrets.
pub struct Vault {
    cipher: Aes256Gcm,
    place: KeyPlace,
}

impl Vault {
    /// Opens the vault of a data folder; makes its key when there is none. Blocks.
    ///
    /// # Errors
    /// Where there is a key that cannot be had.
    pub fn open(folder: &Path, in_file: bool) -> Result<Self, VaultError> {
        let (key, place) = key::find_or_make(folder, in_file)?;
        let cipher = Aes256Gcm::new_from_slice(key.as_slice())
            .map_err(|_| VaultError::KeyDamaged(folder.display().to_string()))?;
        Ok(Self { cipher, place })
    }

    /// Where the key is kept.
    pub fn key_place(&self) -> KeyPlace {
        self.place
    }

    /// Seals a secret for a place, such as `[project, "credential", scheme]`.
    ///
    /// # Errors
    /// Where the system gives no randomness.
    pub fn seal(
        &self,
        place: &[impl AsRef<str>],
        secret: &SecretString,
    ) -> Result<Vec<u8>, VaultError> {
        let nonce = Nonce::try_generate().map_err(|e| VaultError::NoRandomness(e.to_string()))?;
        let aad = bind(place);
        let payload = Payload {
            msg: secret.expose_secret().as_bytes(),
            aad: &aad,
        };
        let sealed = self
            .cipher
            .encrypt(&nonce, payload)
            .map_err(|_| VaultError::NotOpened)?;
        let mut out = Vec::with_capacity(1 + NONCE + sealed.len());
        out.push(VERSION);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        Ok(out)
    }

    /// Opens what was sealed for this place.
    ///
    /// # Errors
    /// Where the value is damaged, or was sealed with another key or for another place.
    pub fn open_secret(
        &self,
        place: &[impl AsRef<str>],
        sealed: &[u8],
    ) -> Result<SecretString, VaultError> {
        let rest = sealed
            .strip_prefix(&[VERSION])
            .ok_or(VaultError::NotOpened)?;
        let (nonce, text) = rest.split_at_checked(NONCE).ok_or(VaultError::NotOpened)?;
        let nonce = Nonce::try_from(nonce).map_err(|_| VaultError::NotOpened)?;
        let aad = bind(place);
        let opened = self
            .cipher
            .decrypt(
                &nonce,
                Payload {
                    msg: text,
                    aad: &aad,
                },
            )
            .map_err(|_| VaultError::NotOpened)?;
        let opened = Zeroizing::new(opened);
        let text = std::str::from_utf8(&opened).map_err(|_| VaultError::NotOpened)?;
        Ok(SecretString::from(text.to_owned()))
    }
}

/// The place as bytes; lengths keep `["ab", "c"]` and `["a", "bc"]` apart.
fn bind(place: &[impl AsRef<str>]) -> Vec<u8> {
    let mut out = Vec::new();
    for part in place.iter().map(AsRef::as_ref) {
        out.extend_from_slice(&(part.len() as u64).to_be_bytes());
        out.extend_from_slice(part.as_bytes());
    }
    out
}
