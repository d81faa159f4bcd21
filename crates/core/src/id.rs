//! Identifiers: UUID version 7 (RFC 9562 §5.7), so that ids sort by creation time.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The id of a stored thing. Sorts by the moment it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(value_type = String, format = "uuid"))]
pub struct Id(uuid::Uuid);

impl Id {
    /// A new id from the current time and the system's randomness.
    #[must_use]
    #[allow(clippy::new_without_default)] // a default that differs at each call would surprise
    pub fn new() -> Self {
        Self(uuid::Uuid::now_v7())
    }

    /// Its 16 bytes, in the order of the text.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// The id of these bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(uuid::Uuid::from_bytes(bytes))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The text is not a UUID.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not an id: expected a UUID such as 0190163d-8694-739b-aea5-966c26f8ad91")]
pub struct InvalidId(String);

impl FromStr for Id {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        uuid::Uuid::parse_str(text)
            .map(Self)
            .map_err(|_| InvalidId(text.to_owned()))
    }
}
