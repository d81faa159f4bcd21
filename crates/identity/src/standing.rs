//! What a token that somebody shows is good for.

use fairlead_core::Timestamp;

use crate::kept::{Kept, key};

/// What a token is good for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It was given by this provider and holds.
    Good {
        /// Which client it was given to.
        client: String,
        /// What it allows.
        scopes: Vec<String>,
    },
    /// It held until its time was over.
    Expired,
    /// It was taken back.
    Revoked,
    /// This provider did not give it, or has forgotten it.
    Unknown,
}

/// What a token is good for.
pub fn of(kept: &Kept, token: &str, now: Timestamp) -> Standing {
    match kept.access.get(&key(token)) {
        None => Standing::Unknown,
        Some(access) if access.revoked => Standing::Revoked,
        Some(access) if access.expires <= now => Standing::Expired,
        Some(access) => Standing::Good {
            client: access.grant.client.clone(),
            scopes: access.scopes.clone(),
        },
    }
}
