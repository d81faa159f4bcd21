//! What sender and receiver share.

use std::fmt;

use base64::{
    Engine,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
    prelude::BASE64_STANDARD,
};
use secrecy::{ExposeSecret, SecretString, zeroize::Zeroizing};

use crate::Scheme;

/// What secrets of Standard Webhooks begin with.
const PREFIX: &str = "whsec_";
/// People lose the padding when they copy.
const FORGIVING: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A secret as a person writes it. What it says is never shown.
#[derive(Clone)]
pub struct Secret(SecretString);

/// Why a secret cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// There is nothing in it.
    #[error("the secret is empty; give the one that sender and receiver share")]
    Empty,
    /// It is none of Standard Webhooks.
    #[error(
        "a secret of Standard Webhooks is `whsec_` and base64; copy it whole, or choose another scheme"
    )]
    NotBase64,
}

impl Secret {
    /// A secret as it is written.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(SecretString::from(text.into()))
    }

    /// A secret made of random bytes, as the scheme writes it.
    #[must_use]
    pub fn of_bytes(scheme: &Scheme, bytes: &[u8; 32]) -> Self {
        let text = BASE64_STANDARD.encode(bytes);
        match scheme {
            Scheme::Standard | Scheme::StandardSha512 | Scheme::Stripe => {
                Self::new(format!("{PREFIX}{text}"))
            }
            Scheme::Github | Scheme::Generic(_) => Self::new(text),
        }
    }

    /// The key of the HMAC.
    ///
    /// # Errors
    /// Where the scheme cannot use the secret.
    pub fn key(&self, scheme: &Scheme) -> Result<Zeroizing<Vec<u8>>, SecretError> {
        match scheme {
            Scheme::Standard | Scheme::StandardSha512 => self.decoded(),
            Scheme::Stripe | Scheme::Github | Scheme::Generic(_) => self.plain(),
        }
    }

    /// The key that somebody uses who takes the secret for the other kind: as text where it is to
    /// be decoded, decoded where it is a text.
    pub(crate) fn mistaken_key(&self, scheme: &Scheme) -> Option<Zeroizing<Vec<u8>>> {
        match scheme {
            Scheme::Standard | Scheme::StandardSha512 => self.plain().ok(),
            Scheme::Stripe | Scheme::Github | Scheme::Generic(_) => self.decoded().ok(),
        }
    }

    /// The text, for who sends or keeps it.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    fn plain(&self) -> Result<Zeroizing<Vec<u8>>, SecretError> {
        let text = self.expose();
        if text.is_empty() {
            return Err(SecretError::Empty);
        }
        Ok(Zeroizing::new(text.as_bytes().to_vec()))
    }

    fn decoded(&self) -> Result<Zeroizing<Vec<u8>>, SecretError> {
        let text = self.expose().trim();
        let text = text.strip_prefix(PREFIX).unwrap_or(text);
        if text.is_empty() {
            return Err(SecretError::Empty);
        }
        FORGIVING
            .decode(text)
            .map(Zeroizing::new)
            .map_err(|_| SecretError::NotBase64)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}
