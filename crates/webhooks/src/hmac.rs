//! Keyed hashes (RFC 2104) and how they are written.

use base64::{Engine, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Sha256, Sha512};

use crate::{Algorithm, Encoding};

/// The HMAC of the parts, one behind the other.
pub fn of(algorithm: Algorithm, key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    match algorithm {
        Algorithm::HmacSha256 => {
            made::<Hmac<Sha256>>(key, parts).map(|mac| mac.finalize().into_bytes().to_vec())
        }
        Algorithm::HmacSha512 => {
            made::<Hmac<Sha512>>(key, parts).map(|mac| mac.finalize().into_bytes().to_vec())
        }
    }
    .unwrap_or_default()
}

/// Whether a tag is the HMAC of the parts. Takes the same time wherever the two differ.
pub fn is(algorithm: Algorithm, key: &[u8], parts: &[&[u8]], tag: &[u8]) -> bool {
    match algorithm {
        Algorithm::HmacSha256 => {
            made::<Hmac<Sha256>>(key, parts).is_some_and(|mac| mac.verify_slice(tag).is_ok())
        }
        Algorithm::HmacSha512 => {
            made::<Hmac<Sha512>>(key, parts).is_some_and(|mac| mac.verify_slice(tag).is_ok())
        }
    }
}

/// HMAC takes keys of any length, so there always is one; a tag of nothing would be refused.
fn made<M: Mac + KeyInit>(key: &[u8], parts: &[&[u8]]) -> Option<M> {
    let mut mac = <M as KeyInit>::new_from_slice(key).ok()?;
    for part in parts {
        mac.update(part);
    }
    Some(mac)
}

/// Bytes as text.
pub fn write(encoding: Encoding, bytes: &[u8]) -> String {
    use std::fmt::Write as _;

    match encoding {
        Encoding::Base64 => BASE64_STANDARD.encode(bytes),
        Encoding::Hex => bytes.iter().fold(String::new(), |mut text, byte| {
            // Writing to a String does not fail.
            let _ = write!(text, "{byte:02x}");
            text
        }),
    }
}

/// Text as bytes; `None` where it is not written so.
pub fn read(encoding: Encoding, text: &str) -> Option<Vec<u8>> {
    match encoding {
        Encoding::Base64 => BASE64_STANDARD.decode(text).ok(),
        Encoding::Hex => {
            let digit = |byte: u8| char::from(byte).to_digit(16);
            let pairs = text.as_bytes().chunks(2);
            pairs
                .map(|pair| match pair {
                    [high, low] => u8::try_from(digit(*high)? * 16 + digit(*low)?).ok(),
                    _ => None,
                })
                .collect()
        }
    }
}
