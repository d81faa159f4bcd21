//! Ed25519 keys, and the JSON Web Signature (RFC 7515) that they make.

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::BundleError;

/// The type that the header names, so that a signature made for something else is none of these.
const TYPE: &str = "fairlead-bundle+json";
/// RFC 9864 §2.2.
const ALGORITHM: &str = "Ed25519";

/// A key that signs.
pub struct SigningKey(Ed25519KeyPair);

impl SigningKey {
    /// The key of a secret seed.
    ///
    /// # Errors
    /// Where it is none.
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, BundleError> {
        Ed25519KeyPair::from_seed_unchecked(seed)
            .map(Self)
            .map_err(|_| BundleError::Key)
    }

    /// What others know it by.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        let mut bytes = [0; 32];
        let own = self.0.public_key().as_ref();
        // An Ed25519 key has 32 bytes (RFC 8032 §5.1.5).
        for (to, from) in bytes.iter_mut().zip(own) {
            *to = *from;
        }
        PublicKey(bytes)
    }

    /// A signature in compact form over a text.
    pub(crate) fn sign(&self, payload: &[u8]) -> Result<String, BundleError> {
        let header = Header {
            alg: ALGORITHM.into(),
            typ: TYPE.into(),
            jwk: Jwk {
                kty: "OKP".into(),
                crv: "Ed25519".into(),
                x: BASE64_URL_SAFE_NO_PAD.encode(self.public().0),
            },
        };
        let header = serde_json::to_vec(&header).map_err(written)?;
        let header = BASE64_URL_SAFE_NO_PAD.encode(header);
        let signed = format!("{header}.{}", BASE64_URL_SAFE_NO_PAD.encode(payload));
        let signature = self.0.sign(signed.as_bytes());
        let signature = BASE64_URL_SAFE_NO_PAD.encode(signature);
        Ok(format!("{signed}.{signature}"))
    }
}

/// A key that others sign with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// The key as text: 43 letters of base64url.
    #[must_use]
    pub fn to_text(self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.0)
    }

    /// A key from its text.
    ///
    /// # Errors
    /// Where it is none.
    pub fn from_text(text: &str) -> Result<Self, BundleError> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text);
        let bytes = bytes.ok().and_then(|bytes| bytes.try_into().ok());
        bytes.map(Self).ok_or(BundleError::Key)
    }

    /// What two people compare: the first 20 hexadecimal digits of its SHA-256, in fours.
    #[must_use]
    pub fn fingerprint(self) -> String {
        let hash = Sha256::digest(self.0);
        let pairs: Vec<String> = hash
            .chunks(2)
            .take(5)
            .map(|pair| pair.iter().map(|byte| format!("{byte:02X}")).collect())
            .collect();
        pairs.join(" ")
    }
}

#[derive(Serialize, Deserialize)]
struct Header {
    alg: String,
    typ: String,
    jwk: Jwk,
}

#[derive(Serialize, Deserialize)]
struct Jwk {
    kty: String,
    crv: String,
    x: String,
}

/// What a signature in compact form was made over, and by whom.
pub fn verify(text: &str) -> Result<(Vec<u8>, PublicKey), BundleError> {
    let wrong = |what: &str| BundleError::Manifest(what.to_owned());
    let text = text.trim();
    let (signed, signature) = text.rsplit_once('.').ok_or_else(|| wrong("no signature"))?;
    let (header, payload) = signed.split_once('.').ok_or_else(|| wrong("no header"))?;
    let decode = |part: &str| {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(part);
        bytes.map_err(|_| wrong("it is no base64url"))
    };
    let header: Header =
        serde_json::from_slice(&decode(header)?).map_err(|e| wrong(&e.to_string()))?;
    if header.alg != ALGORITHM || header.typ != TYPE || header.jwk.crv != "Ed25519" {
        return Err(wrong("it is signed in a way that is not known here"));
    }
    let key = PublicKey::from_text(&header.jwk.x).map_err(|_| wrong("its key is none"))?;
    UnparsedPublicKey::new(&ED25519, key.0)
        .verify(signed.as_bytes(), &decode(signature)?)
        .map_err(|_| BundleError::Forged)?;
    Ok((decode(payload)?, key))
}

/// What cannot be written down.
pub fn written(error: serde_json::Error) -> BundleError {
    BundleError::Manifest(error.to_string())
}
