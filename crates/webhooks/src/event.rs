//! Something that happened, on its way to who wants to know.

use bytes::Bytes;
use fairlead_core::{Headers, Id};

use crate::Scheme;

/// Something that happened, on its way to who wants to know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    /// Its id: the same at every attempt to deliver it. Holds no full stop.
    pub id: String,
    /// Name of the webhook or callback.
    pub name: String,
    /// Method in upper case; `POST` most of the time.
    pub method: String,
    /// Header fields besides those of the signature, `content-type` among them.
    pub headers: Headers,
    /// The payload.
    pub body: Bytes,
}

/// A new id from the current time and the system's randomness.
#[must_use]
pub fn fresh_id(scheme: Option<&Scheme>) -> String {
    let id = Id::new().to_string().replace('-', "");
    // A UUID is 128 bits in hexadecimal digits.
    event_id(scheme, u128::from_str_radix(&id, 16).unwrap_or_default())
}

/// An id from random bits, as the scheme writes it: a UUID for GitHub, `msg_…` otherwise.
#[must_use]
pub fn event_id(scheme: Option<&Scheme>, bits: u128) -> String {
    if scheme != Some(&Scheme::Github) {
        return format!("msg_{bits:032x}");
    }
    // Version 4 and its variant (RFC 9562 §5.4).
    let bits = bits & !(0xF << 76) & !(0x3 << 62) | (0x4 << 76) | (0x2 << 62);
    let hex = format!("{bits:032x}");
    [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ]
    .join("-")
}
