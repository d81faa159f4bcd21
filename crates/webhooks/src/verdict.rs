//! What a look at a signature says.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a look at a signature says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = SignatureVerdict))]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Verdict {
    /// The sender knows the secret, nobody changed the body, and it is of now.
    Valid,
    /// A header is not there.
    MissingHeader {
        /// Which.
        header: String,
    },
    /// A header is not written as the scheme wants it.
    Malformed {
        /// Which.
        header: String,
        /// What is wrong with it.
        why: String,
    },
    /// The body or the secret is another one.
    WrongSignature {
        /// What would make it right.
        near: Option<Near>,
    },
    /// The signature is right, and from too long ago.
    TooOld {
        /// How many seconds past what is tolerated.
        seconds: u64,
    },
    /// The signature is right, and from the future.
    TooNew {
        /// How many seconds past what is tolerated.
        seconds: u64,
    },
}

/// What would make a wrong signature right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = NearMiss))]
#[serde(rename_all = "camelCase")]
pub enum Near {
    /// The body without white space around it was signed.
    TrimmedBody,
    /// The JSON without white space was signed.
    CompactBody,
    /// The secret was taken as text instead of being decoded, or the other way round.
    OtherKey,
}

impl Verdict {
    /// Whether all is well.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        *self == Self::Valid
    }

    /// A word or two for a label.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::MissingHeader { .. } => "header missing",
            Self::Malformed { .. } => "malformed",
            Self::WrongSignature { .. } => "wrong signature",
            Self::TooOld { .. } => "too old",
            Self::TooNew { .. } => "too new",
        }
    }
}

impl fmt::Display for Verdict {
    /// What it is, and what to do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Valid => f.write_str("the signature is right"),
            Self::MissingHeader { header } => write!(
                f,
                "the header `{header}` is missing: see that the sender signs by this scheme, and that no proxy takes the header away"
            ),
            Self::Malformed { header, why } => {
                write!(f, "the header `{header}` cannot be read: {why}")
            }
            Self::WrongSignature { near: None } => f.write_str(
                "the signature is another one: compare the secrets on both sides, and sign the very bytes of the body that are sent",
            ),
            Self::WrongSignature {
                near: Some(Near::TrimmedBody),
            } => f.write_str(
                "the signature is that of the body without the white space around it: sign the very bytes that are sent",
            ),
            Self::WrongSignature {
                near: Some(Near::CompactBody),
            } => f.write_str(
                "the signature is that of the JSON without white space: the body was written anew after it was signed; sign the very bytes that are sent",
            ),
            Self::WrongSignature {
                near: Some(Near::OtherKey),
            } => f.write_str(
                "the signature was made with the right secret in another form: for Standard Webhooks the key is what base64 behind `whsec_` stands for, for others it is the text itself",
            ),
            Self::TooOld { seconds } => write!(
                f,
                "the signature is right, but {seconds} s older than is tolerated: sign each attempt anew, and set the clocks of both sides"
            ),
            Self::TooNew { seconds } => write!(
                f,
                "the signature is right, but {seconds} s further in the future than is tolerated: set the clock of the sender, and give seconds, not milliseconds"
            ),
        }
    }
}
