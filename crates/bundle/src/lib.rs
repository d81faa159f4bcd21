//! Signed files (`.fairlead`) that go from a vendor to a partner and back.
//!
//! A bundle is a ZIP archive. Its first file, `manifest.jws`, is a JSON Web Signature in compact
//! form (RFC 7515 §7.1, algorithm `Ed25519` of RFC 9864) over the manifest, which names every
//! other file with its length and SHA-256; the public key is in the signature's header (`jwk`,
//! RFC 8037). So what is read is what was signed, whole. Whether the signer is who they say is for
//! the reader to judge, by the key's fingerprint.
//!
//! Knows the container; not what is in the files, and no store.

mod archive;
mod manifest;
mod signature;

use std::collections::BTreeMap;

pub use archive::{read, write};
pub use manifest::{About, Kind, Manifest, Party};
pub use signature::{PublicKey, SigningKey};

/// The media type of a bundle.
pub const MEDIA_TYPE: &str = "application/vnd.fairlead.bundle+zip";
/// How names of bundles end.
pub const ENDING: &str = ".fairlead";

/// A bundle whose signature holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// What it is, from whom, for whom.
    pub about: About,
    /// Who signed it.
    pub signer: PublicKey,
    /// Its files by path, with `/` between folders.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// Why a bundle cannot be read or written.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BundleError {
    /// It is no ZIP archive, or a damaged one.
    #[error("this file is damaged, or no bundle ({0})")]
    NoArchive(String),
    /// The archive has no manifest.
    #[error("this archive is no bundle: it has no `manifest.jws`")]
    NoManifest,
    /// The signature or the manifest is not written as it has to be.
    #[error("the bundle's manifest cannot be read: {0}")]
    Manifest(String),
    /// A newer program has written it.
    #[error("the bundle has version {found}; this program reads version {known}")]
    Version {
        /// What it says.
        found: u32,
        /// What is known here.
        known: u32,
    },
    /// The signature does not hold.
    #[error("the bundle's signature does not hold: it was changed after it was signed")]
    Forged,
    /// A file is not what was signed.
    #[error("`{0}` is not the file that was signed")]
    Changed(String),
    /// A file that was signed is not there.
    #[error("`{0}` is missing from the bundle")]
    Missing(String),
    /// A file is there that nobody signed.
    #[error("`{0}` is in the bundle and was not signed")]
    Foreign(String),
    /// A path leads out of the bundle, or is none.
    #[error("`{0}` is no path within a bundle")]
    Path(String),
    /// It is larger than what is read.
    #[error("the bundle holds more than {0}")]
    TooLarge(String),
    /// A signing key is no key.
    #[error("the signing key cannot be read")]
    Key,
}
