//! The key that this workspace signs bundles with.

use base64::{Engine, prelude::BASE64_STANDARD};
use fairlead_bundle::SigningKey;
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::{App, AppError, ErrorKind, credentials::vault_failed};

/// The setting that holds the sealed key.
const SETTING: &str = "bundle-key";
/// Where in the vault the key belongs.
const PLACE: [&str; 2] = ["bundles", "key"];

impl App {
    /// The key that bundles are signed with: the one that the vault has sealed, or a new one.
    ///
    /// # Errors
    /// Where the vault does not open the key. A new one takes its place only when a person says
    /// so: partners would not know it.
    pub(super) async fn signing_key(&self) -> Result<SigningKey, AppError> {
        if let Some(kept) = self.setting(SETTING).await? {
            return self.open_key(&kept);
        }
        let mut seed = Zeroizing::new([0; 32]);
        getrandom::fill(seed.as_mut()).map_err(|e| internal(&e))?;
        let text = SecretString::from(BASE64_STANDARD.encode(*seed));
        let sealed = self.inner.vault.seal(&PLACE, &text).map_err(vault_failed)?;
        let sealed = BASE64_STANDARD.encode(sealed);
        // Two who ask at the same time get the same key.
        let kept = self
            .store()
            .write(move |c| {
                if let Some(kept) = fairlead_store::setting::get(c, SETTING)? {
                    return Ok(kept);
                }
                fairlead_store::setting::put(c, SETTING, &sealed)?;
                Ok(sealed)
            })
            .await?;
        self.open_key(&kept)
    }

    fn open_key(&self, kept: &str) -> Result<SigningKey, AppError> {
        let sealed = BASE64_STANDARD.decode(kept).map_err(|e| internal(&e))?;
        let text = self.inner.vault.open_secret(&PLACE, &sealed);
        let text = text.map_err(|error| {
            vault_failed(error).with_hint(
                "The key that bundles are signed with was sealed by another vault. Restore the \
                 vault's key, or remove the setting `bundle-key`: partners then see a new \
                 fingerprint.",
            )
        })?;
        let seed = BASE64_STANDARD
            .decode(text.expose_secret())
            .map(Zeroizing::new)
            .map_err(|e| internal(&e))?;
        let seed: Option<&[u8; 32]> = seed.as_slice().try_into().ok();
        let seed = seed.ok_or_else(|| internal(&"it does not have 32 bytes"))?;
        SigningKey::from_seed(seed).map_err(|e| internal(&e))
    }
}

fn internal(why: &dyn std::fmt::Display) -> AppError {
    let message = format!("The key that bundles are signed with cannot be used: {why}");
    AppError::new(ErrorKind::Internal, "internal", message)
}
