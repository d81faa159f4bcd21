//! How a webhook is signed: the schemes that are met most, and one that can be described.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a webhook is signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = SignatureScheme))]
#[serde(rename_all = "camelCase")]
#[schemars(transform = describe)]
pub enum Scheme {
    /// Standard Webhooks 1.0: `webhook-id`, `webhook-timestamp`, `webhook-signature`, HMAC-SHA256.
    Standard,
    /// The same with HMAC-SHA512.
    StandardSha512,
    /// `Stripe-Signature: t=…,v1=…`
    Stripe,
    /// `X-Hub-Signature-256: sha256=…`
    Github,
    /// An HMAC in a header of one's own.
    Generic(Generic),
}

/// An HMAC in a header of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = GenericScheme))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Generic {
    /// The header that holds the signature.
    pub header: String,
    /// The hash function of the HMAC.
    #[serde(default)]
    pub algorithm: Algorithm,
    /// How the signature is written.
    #[serde(default)]
    pub encoding: Encoding,
    /// What stands before the signature, such as `sha256=`.
    #[serde(default)]
    pub prefix: String,
    /// What is signed: `{body}`, with `{id}` and `{timestamp}` where there are headers for them.
    #[serde(default = "body_alone")]
    pub signs: String,
    /// The header that holds the id of the delivery.
    #[serde(default)]
    pub id_header: Option<String>,
    /// The header that holds the time of the delivery, in seconds since 1970.
    #[serde(default)]
    pub timestamp_header: Option<String>,
}

/// The hash function of an HMAC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = SignatureAlgorithm))]
#[serde(rename_all = "kebab-case")]
pub enum Algorithm {
    /// HMAC-SHA256.
    #[default]
    HmacSha256,
    /// HMAC-SHA512.
    HmacSha512,
}

/// How a signature is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = SignatureEncoding))]
#[serde(rename_all = "camelCase")]
pub enum Encoding {
    /// Lower-case hexadecimal digits.
    #[default]
    Hex,
    /// Base64 with padding (RFC 4648 §4).
    Base64,
}

/// Says at the key itself what its value is: editors show what stands there.
fn describe(schema: &mut schemars::Schema) {
    if let Some(place) = schema.pointer_mut("/oneOf/4/properties/generic")
        && let Some(generic) = place.as_object_mut()
    {
        let text = "What is signed, how, and in which header.";
        generic.insert("description".to_owned(), text.into());
    }
}

fn body_alone() -> String {
    BODY.to_owned()
}

/// Where the body stands in what is signed.
pub(crate) const BODY: &str = "{body}";
/// Where the id of the delivery stands.
pub(crate) const ID: &str = "{id}";
/// Where the time of the delivery stands.
pub(crate) const TIMESTAMP: &str = "{timestamp}";

impl Scheme {
    /// Whether a delivery says when it was made, so that an old one can be told.
    #[must_use]
    pub fn has_time(&self) -> bool {
        match self {
            Self::Standard | Self::StandardSha512 | Self::Stripe => true,
            Self::Github => false,
            Self::Generic(generic) => generic.timestamp_header.is_some(),
        }
    }

    /// The header that holds the signature.
    #[must_use]
    pub fn signature_header(&self) -> &str {
        match self {
            Self::Standard | Self::StandardSha512 => "webhook-signature",
            Self::Stripe => "stripe-signature",
            Self::Github => "x-hub-signature-256",
            Self::Generic(generic) => &generic.header,
        }
    }

    /// Every header that the scheme adds to a delivery.
    #[must_use]
    pub fn headers(&self) -> Vec<&str> {
        let mut names = vec![self.signature_header()];
        match self {
            Self::Standard | Self::StandardSha512 => {
                names.extend(["webhook-id", "webhook-timestamp"]);
            }
            Self::Stripe => {}
            Self::Github => names.extend(["x-github-delivery", "x-github-event"]),
            Self::Generic(generic) => {
                names.extend(generic.id_header.as_deref());
                names.extend(generic.timestamp_header.as_deref());
            }
        }
        names
    }

    pub(crate) fn algorithm(&self) -> Algorithm {
        match self {
            Self::StandardSha512 => Algorithm::HmacSha512,
            Self::Standard | Self::Stripe | Self::Github => Algorithm::HmacSha256,
            Self::Generic(generic) => generic.algorithm,
        }
    }

    /// What does not go together in it, in words for a person.
    ///
    /// # Errors
    /// Where nothing could be signed or verified with it.
    pub fn check(&self) -> Result<(), String> {
        match self {
            Self::Generic(generic) => generic.check(),
            _ => Ok(()),
        }
    }
}

impl Generic {
    /// A scheme that signs the body and writes the HMAC-SHA256 of it in hex.
    #[must_use]
    pub fn new(header: impl Into<String>) -> Self {
        Self {
            header: header.into(),
            algorithm: Algorithm::default(),
            encoding: Encoding::default(),
            prefix: String::new(),
            signs: body_alone(),
            id_header: None,
            timestamp_header: None,
        }
    }

    fn check(&self) -> Result<(), String> {
        let named = [&self.id_header, &self.timestamp_header];
        for name in std::iter::once(&self.header).chain(named.into_iter().flatten()) {
            if http::HeaderName::from_bytes(name.as_bytes()).is_err() {
                return Err(format!(
                    "`{name}` is no name of a header field (RFC 9110 §5.1)"
                ));
            }
        }
        if http::HeaderValue::from_str(&self.prefix).is_err() {
            return Err("the prefix holds what may not stand in a header field".to_owned());
        }
        if !self.signs.contains(BODY) {
            return Err(format!(
                "`signs` has no `{BODY}`: a signature that the body is not part of says nothing about it"
            ));
        }
        for (part, header, key) in [
            (ID, &self.id_header, "idHeader"),
            (TIMESTAMP, &self.timestamp_header, "timestampHeader"),
        ] {
            if self.signs.contains(part) && header.is_none() {
                return Err(format!(
                    "`signs` has `{part}`, which no header carries; name one with `{key}`"
                ));
            }
        }
        Ok(())
    }
}

impl fmt::Display for Scheme {
    /// As a person calls it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Standard => f.write_str("Standard Webhooks"),
            Self::StandardSha512 => f.write_str("Standard Webhooks with SHA-512"),
            Self::Stripe => f.write_str("Stripe"),
            Self::Github => f.write_str("GitHub"),
            Self::Generic(generic) => write!(f, "HMAC in `{}`", generic.header),
        }
    }
}
