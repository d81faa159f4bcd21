//! How a request shows who it is.

use serde::{Deserialize, Serialize};

use super::{Row, is_default};

/// How a request shows who it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = SavedAuth))]
pub enum Auth {
    /// As the folder around it says, then the collection.
    #[default]
    Inherit,
    /// Not at all.
    None,
    /// HTTP Basic (RFC 7617).
    Basic {
        /// The name.
        username: String,
        /// The password.
        password: String,
    },
    /// HTTP Digest (RFC 7616).
    Digest {
        /// The name.
        username: String,
        /// The password.
        password: String,
    },
    /// A token in the header field `Authorization` (RFC 6750).
    Bearer {
        /// The token.
        token: String,
        /// The word before it; `Bearer` where left out.
        #[serde(default, skip_serializing_if = "is_default")]
        prefix: String,
    },
    /// A key under a name.
    ApiKey {
        /// Where.
        #[serde(rename = "in")]
        place: ApiKeyPlace,
        /// The name.
        name: String,
        /// The key.
        value: String,
    },
    /// OAuth 2.0 (RFC 6749).
    Oauth2(Box<OAuth2>),
    /// AWS Signature Version 4.
    #[serde(rename_all = "camelCase")]
    AwsSigV4 {
        /// The access key's id.
        access_key_id: String,
        /// The secret access key.
        secret_access_key: String,
        /// The token of a temporary session; none where empty.
        #[serde(default, skip_serializing_if = "is_default")]
        session_token: String,
        /// Such as `eu-west-1`.
        #[serde(default, skip_serializing_if = "is_default")]
        region: String,
        /// Such as `execute-api`.
        #[serde(default, skip_serializing_if = "is_default")]
        service: String,
    },
    /// Any other kind, kept as it was.
    Other {
        /// What it is called, such as `hawk`.
        kind: String,
        /// Its settings.
        #[serde(default, skip_serializing_if = "is_default")]
        fields: Vec<Row>,
    },
}

/// Where a key goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum ApiKeyPlace {
    /// Among the header fields.
    #[default]
    Header,
    /// Into the query.
    Query,
    /// Among the cookies.
    Cookie,
}

/// The settings of OAuth 2.0. A text that is empty is not given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OAuth2 {
    /// The grant: `authorizationCode`, `clientCredentials`, `password`, `implicit` or another.
    #[serde(default, skip_serializing_if = "is_default")]
    pub flow: String,
    /// Where a person agrees.
    #[serde(default, skip_serializing_if = "is_default")]
    pub authorization_url: String,
    /// Where tokens come from.
    #[serde(default, skip_serializing_if = "is_default")]
    pub token_url: String,
    /// Where tokens are renewed, if not there.
    #[serde(default, skip_serializing_if = "is_default")]
    pub refresh_url: String,
    /// Where the person comes back to.
    #[serde(default, skip_serializing_if = "is_default")]
    pub redirect_url: String,
    /// The client's id.
    #[serde(default, skip_serializing_if = "is_default")]
    pub client_id: String,
    /// The client's secret.
    #[serde(default, skip_serializing_if = "is_default")]
    pub client_secret: String,
    /// The name, for the grant `password`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub username: String,
    /// The password, for the grant `password`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub password: String,
    /// Scopes, as they are sent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub scopes: String,
    /// Whether the code is bound to who asked (PKCE, RFC 7636).
    #[serde(default, skip_serializing_if = "is_default")]
    pub pkce: bool,
    /// A token that is there already.
    #[serde(default, skip_serializing_if = "is_default")]
    pub access_token: String,
    /// Every other setting, by its name.
    #[serde(default, skip_serializing_if = "is_default")]
    pub others: Vec<Row>,
}
