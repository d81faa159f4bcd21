//! Signing keys and signed tokens (JWS Compact Serialization, RFC 7515 §7.1).

use std::{fmt, sync::OnceLock};

use aws_lc_rs::{
    rand::SystemRandom,
    rsa::KeySize,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
    },
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{refusal::Refusal, settings::Algorithm};

/// The keys of one provider. Each is drawn when it is first wanted and stays.
#[derive(Default)]
pub struct Keys {
    rsa: OnceLock<Option<Key>>,
    ec: OnceLock<Option<Key>>,
}

struct Key {
    pair: Pair,
    /// As a JSON Web Key (RFC 7517), with its thumbprint (RFC 7638) as `kid`.
    public: Value,
    id: String,
}

enum Pair {
    Rsa(Box<RsaKeyPair>),
    Ec(EcdsaKeyPair),
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys").finish_non_exhaustive()
    }
}

impl Keys {
    /// A signed token of some claims.
    ///
    /// # Errors
    /// Where there is no key to be had, or it does not sign: the machine's fault.
    pub fn sign(
        &self,
        algorithm: Algorithm,
        kind: &str,
        claims: &Value,
    ) -> Result<String, Refusal> {
        let key = self.key(algorithm)?;
        let header = json!({ "alg": algorithm.name(), "typ": kind, "kid": key.id });
        let mut token = format!(
            "{}.{}",
            encode(header.to_string()),
            encode(claims.to_string())
        );
        let signature = key
            .pair
            .sign(token.as_bytes())
            .ok_or_else(|| Refusal::ours("the token cannot be signed"))?;
        token.push('.');
        token.push_str(&encode(signature));
        Ok(token)
    }

    /// The public keys (RFC 7517 §5): that of the algorithm in use, and those that signed before.
    ///
    /// # Errors
    /// As [`Self::sign`].
    pub fn set(&self, algorithm: Algorithm) -> Result<Value, Refusal> {
        self.key(algorithm)?;
        let made = [&self.rsa, &self.ec].into_iter().filter_map(OnceLock::get);
        let keys: Vec<&Value> = made.flatten().map(|key| &key.public).collect();
        Ok(json!({ "keys": keys }))
    }

    fn key(&self, algorithm: Algorithm) -> Result<&Key, Refusal> {
        let key = match algorithm {
            Algorithm::Rs256 => self.rsa.get_or_init(Key::rsa),
            Algorithm::Es256 => self.ec.get_or_init(Key::ec),
        };
        key.as_ref()
            .ok_or_else(|| Refusal::ours("no signing key can be made"))
    }
}

impl Key {
    fn rsa() -> Option<Self> {
        let pair = RsaKeyPair::generate(KeySize::Rsa2048).ok()?;
        let public = pair.public_key();
        let (e, n) = (
            encode(public.exponent().big_endian_without_leading_zero()),
            encode(public.modulus().big_endian_without_leading_zero()),
        );
        let id = thumbprint(&json!({ "e": e, "kty": "RSA", "n": n }));
        let public =
            json!({ "kty": "RSA", "use": "sig", "alg": "RS256", "kid": id, "n": n, "e": e });
        Some(Self {
            pair: Pair::Rsa(Box::new(pair)),
            public,
            id,
        })
    }

    fn ec() -> Option<Self> {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).ok()?;
        // An uncompressed point: 4, then x and y (SEC 1 §2.3.3).
        let (x, y) = pair.public_key().as_ref().get(1..65)?.split_at(32);
        let (x, y) = (encode(x), encode(y));
        let id = thumbprint(&json!({ "crv": "P-256", "kty": "EC", "x": x, "y": y }));
        let public = json!({
            "kty": "EC", "use": "sig", "alg": "ES256", "kid": id, "crv": "P-256", "x": x, "y": y
        });
        Some(Self {
            pair: Pair::Ec(pair),
            public,
            id,
        })
    }
}

impl Pair {
    fn sign(&self, text: &[u8]) -> Option<Vec<u8>> {
        let chance = SystemRandom::new();
        match self {
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &chance, text, &mut signature)
                    .ok()?;
                Some(signature)
            }
            Self::Ec(pair) => Some(pair.sign(&chance, text).ok()?.as_ref().to_vec()),
        }
    }
}

/// Base64 for URLs, without padding (RFC 7515 §2).
fn encode(bytes: impl AsRef<[u8]>) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// RFC 7638 §3: the hash of the members that are needed, in the order of their names.
fn thumbprint(members: &Value) -> String {
    encode(Sha256::digest(members.to_string()))
}

/// `at_hash` (OpenID Connect Core §3.1.3.6): the left half of the hash.
pub fn half_hash(token: &str) -> String {
    encode(&Sha256::digest(token)[..16])
}
