//! How requests to an environment show who is calling.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where in a request something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum KeyPlace {
    /// A header field.
    Header,
    /// The query.
    Query,
    /// A cookie.
    Cookie,
}

/// How requests to an environment show who is calling. Secrets are no part of it: they are set one
/// by one, by the names given here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "camelCase", deny_unknown_fields)]
pub enum EnvironmentAuth {
    /// They do not.
    None {},
    /// As the description asks for, with the credentials of the project.
    Description {},
    /// With a key; its secret is `apiKey`.
    ApiKey {
        /// Where the key is.
        place: KeyPlace,
        /// The name of the header field, parameter or cookie.
        #[schema(min_length = 1, max_length = 200, example = "X-API-Key")]
        name: String,
    },
    /// With a name and a password (RFC 7617); its secret is `password`.
    Basic {
        /// The name.
        #[schema(max_length = 1000)]
        username: String,
    },
    /// With a token (RFC 6750); its secret is `token`.
    Bearer {
        /// What stands before the token in `Authorization`.
        #[serde(default = "bearer")]
        #[schema(default = "Bearer", max_length = 100)]
        prefix: String,
    },
    /// With a signature over the request, made with a key that both sides know; its secret is
    /// `signingKey`.
    Hmac {
        /// What is signed. Besides variables it has `{{method}}`, `{{path}}`, `{{query}}`,
        /// `{{pathAndQuery}}`, `{{url}}`, `{{host}}`, `{{timestamp}}`, `{{body}}`, `{{bodyHash}}`
        /// and `{{header.NAME}}`.
        #[serde(default = "signed_parts")]
        #[schema(min_length = 1, max_length = 10_000)]
        template: String,
        /// The header field of the signature.
        #[schema(min_length = 1, max_length = 200, example = "X-Signature")]
        header: String,
        /// What stands before the signature there.
        #[serde(default)]
        #[schema(max_length = 1000, example = "v1=")]
        prefix: String,
        /// The hash.
        #[serde(default)]
        algorithm: HmacAlgorithm,
        /// How signature and hash are written.
        #[serde(default)]
        encoding: SignatureEncoding,
        /// The header field of the time, where it is sent.
        #[serde(default, rename = "timestampHeader")]
        #[schema(max_length = 200, example = "X-Timestamp")]
        timestamp_header: Option<String>,
        /// How the time is written.
        #[serde(default, rename = "timestampFormat")]
        timestamp_format: TimestampFormat,
        /// The header field of the body's hash, where it is sent.
        #[serde(default, rename = "bodyHashHeader")]
        #[schema(max_length = 200, example = "X-Content-Hash")]
        body_hash_header: Option<String>,
    },
    /// With AWS Signature Version 4; its secrets are `secretAccessKey` and, for temporary
    /// credentials, `sessionToken`.
    AwsSigV4 {
        /// The id of the access key.
        #[serde(rename = "accessKeyId")]
        #[schema(min_length = 1, max_length = 200, example = "AKIDEXAMPLE")]
        access_key_id: String,
        /// The region.
        #[schema(min_length = 1, max_length = 100, example = "eu-central-1")]
        region: String,
        /// The service.
        #[schema(min_length = 1, max_length = 100, example = "execute-api")]
        service: String,
    },
    /// With an access token of OAuth 2 (RFC 6749), which is fetched, renewed and kept in the vault.
    /// Its secret is `clientSecret`; a public client needs none.
    Oauth2 {
        /// How tokens are come by.
        #[serde(default)]
        grant: OAuthGrant,
        /// Where a person signs in; needed for `authorizationCode`.
        #[serde(default, rename = "authorizationUrl")]
        #[schema(max_length = 2000, example = "https://login.example.com/authorize")]
        authorization_url: Option<String>,
        /// Where a device begins (RFC 8628 §3.1); needed for `device`.
        #[serde(default, rename = "deviceUrl")]
        #[schema(max_length = 2000, example = "https://login.example.com/device")]
        device_url: Option<String>,
        /// Where tokens are taken back (RFC 7009); without it they are only forgotten here.
        #[serde(default, rename = "revocationUrl")]
        #[schema(max_length = 2000, example = "https://login.example.com/revoke")]
        revocation_url: Option<String>,
        /// Who has to have answered, where the answer says who did (RFC 9207).
        #[serde(default)]
        #[schema(max_length = 2000, example = "https://login.example.com")]
        issuer: Option<String>,
        /// Where tokens are given.
        #[serde(rename = "tokenUrl")]
        #[schema(
            min_length = 1,
            max_length = 2000,
            example = "https://login.example.com/token"
        )]
        token_url: String,
        /// The client's id.
        #[serde(rename = "clientId")]
        #[schema(min_length = 1, max_length = 1000)]
        client_id: String,
        /// What is asked for.
        #[serde(default)]
        #[schema(max_items = 100)]
        scopes: Vec<String>,
        /// Whom the token is for, where the server wants to know.
        #[serde(default)]
        #[schema(max_length = 2000)]
        audience: Option<String>,
        /// How the client shows who it is.
        #[serde(default, rename = "clientAuth")]
        client_auth: ClientAuth,
    },
}

/// The hash within an HMAC (RFC 2104).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum HmacAlgorithm {
    /// SHA-256.
    #[default]
    Sha256,
    /// SHA-512.
    Sha512,
}

/// How bytes are written in a header field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum SignatureEncoding {
    /// As lower-case hexadecimal digits.
    #[default]
    Hex,
    /// In base64, with padding (RFC 4648 §4).
    Base64,
}

/// How a time is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum TimestampFormat {
    /// Seconds since 1970-01-01T00:00:00Z.
    #[default]
    Seconds,
    /// Milliseconds since then.
    Milliseconds,
    /// As in `2026-01-31T09:30:00Z`.
    Iso8601,
}

/// How an access token is come by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum OAuthGrant {
    /// With the credentials of the client (RFC 6749 §4.4).
    #[default]
    ClientCredentials,
    /// A person signs in with a browser (RFC 6749 §4.1, with PKCE of RFC 7636 and the loopback
    /// address of RFC 8252 §7.3).
    AuthorizationCode,
    /// A person signs in on any device, with a code (RFC 8628).
    Device,
}

/// How a client of OAuth 2 shows who it is (RFC 6749 §2.3.1). One without a secret sends its id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum ClientAuth {
    /// In the header `Authorization`.
    #[default]
    Basic,
    /// In the body of the request.
    Body,
}

impl Default for EnvironmentAuth {
    fn default() -> Self {
        Self::None {}
    }
}

fn signed_parts() -> String {
    "{{method}}\n{{pathAndQuery}}\n{{timestamp}}\n{{bodyHash}}".to_owned()
}

fn bearer() -> String {
    "Bearer".to_owned()
}
