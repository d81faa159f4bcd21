//! Sums that signatures are made of, and how they are written.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// HMAC with SHA-256 (RFC 2104); it takes a key of any length.
pub fn hmac_sha256(key: &[u8], text: &[u8]) -> Vec<u8> {
    let made = Hmac::<Sha256>::new_from_slice(key).map(|mut mac| {
        mac.update(text);
        mac.finalize().into_bytes().to_vec()
    });
    made.unwrap_or_default()
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
