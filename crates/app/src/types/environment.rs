//! Environments: where requests of a project go, and what they carry there.

use fairlead_core::{Id, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Field, whole};

/// What an environment is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EnvironmentType {
    /// The project's mock.
    Mock,
    /// A server to try things on.
    Sandbox,
    /// A server for acceptance by users.
    Uat,
    /// The real thing.
    Production,
}

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

/// A name that stands for a value: `{{name}}` in addresses, headers, queries and bodies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EnvironmentVariable {
    /// The name, without braces.
    #[schema(min_length = 1, max_length = 200, example = "tenant")]
    pub name: String,
    /// What it stands for; empty where it is secret.
    #[serde(default)]
    #[schema(max_length = 10_000)]
    pub value: String,
    /// Whether the vault keeps its value, as the secret `variable.` and its name.
    #[serde(default)]
    #[schema(default = false)]
    pub secret: bool,
}

/// How an environment is set up: everything but its secrets. It is written as a whole.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewEnvironment {
    /// What it is called; no two of a project are called the same.
    #[schema(min_length = 1, max_length = 200, example = "Partner sandbox")]
    pub name: String,
    /// What it is for.
    #[serde(rename = "type")]
    pub kind: EnvironmentType,
    /// What comes before the path of an operation; none where it is the project's mock.
    #[serde(default)]
    #[schema(max_length = 2000, example = "https://sandbox.example.com/v1")]
    pub base_url: Option<String>,
    /// Header fields that every request carries, unless it has one of that name itself.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub headers: Vec<Field>,
    /// How requests show who is calling.
    #[serde(default)]
    pub auth: EnvironmentAuth,
    /// Variables; the nearest counts: the environment's before the project's.
    #[serde(default)]
    #[schema(max_items = 500)]
    pub variables: Vec<EnvironmentVariable>,
    /// The proxy that requests go through, such as `http://proxy.example.com:8080`.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub proxy_url: Option<String>,
    /// The name for the proxy, where it wants one; its secret is `proxyPassword`.
    #[serde(default)]
    #[schema(max_length = 1000)]
    pub proxy_username: Option<String>,
    /// The certificate that the client shows (mutual TLS), in PEM, with those between it and its
    /// root; its secret is `clientKey`, the private key in PEM.
    #[serde(default)]
    #[schema(max_length = 200_000)]
    pub client_certificate: Option<String>,
    /// Certificates in PEM that are trusted besides those of the system.
    #[serde(default)]
    #[schema(max_length = 200_000)]
    pub ca_certificate: Option<String>,
    /// How long an exchange may take, in milliseconds; 30,000 where left out.
    #[serde(default, deserialize_with = "whole::option")]
    #[schema(minimum = 1, maximum = 120_000)]
    pub timeout_ms: Option<u64>,
    /// How long connecting may take, in milliseconds; as long as the exchange where left out.
    #[serde(default, deserialize_with = "whole::option")]
    #[schema(minimum = 1, maximum = 120_000)]
    pub connect_timeout_ms: Option<u64>,
    /// Whether requests go there unless a person chooses another; one of a project at most.
    #[serde(default)]
    #[schema(default = false)]
    pub is_default: bool,
    /// Whether requests may go there at all.
    #[serde(default = "yes")]
    #[schema(default = true)]
    pub is_active: bool,
    /// Whether partners may use it.
    #[serde(default)]
    #[schema(default = false)]
    pub partner_enabled: bool,
    /// Whether only safe methods may go there until it is unlocked; left out, so it is for
    /// `PRODUCTION`.
    #[serde(default)]
    pub read_only: Option<bool>,
    /// Its place among the environments of the project; the last where left out.
    #[serde(default, deserialize_with = "whole::option")]
    #[schema(maximum = 1_000_000)]
    pub position: Option<u32>,
}

fn yes() -> bool {
    true
}

/// An environment: where requests go, and what they carry there.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Environment {
    /// Its id.
    pub id: Id,
    /// Its project.
    pub project_id: Id,
    /// What it is called.
    pub name: String,
    /// What it is for.
    #[serde(rename = "type")]
    pub kind: EnvironmentType,
    /// What comes before the path of an operation; none where it is the project's mock.
    #[schema(required = true)]
    pub base_url: Option<String>,
    /// Header fields that every request carries, unless it has one of that name itself.
    pub headers: Vec<Field>,
    /// How requests show who is calling.
    pub auth: EnvironmentAuth,
    /// Variables.
    pub variables: Vec<EnvironmentVariable>,
    /// The proxy that requests go through.
    #[schema(required = true)]
    pub proxy_url: Option<String>,
    /// The name for the proxy, where it wants one.
    #[schema(required = true)]
    pub proxy_username: Option<String>,
    /// The certificate that the client shows, in PEM.
    #[schema(required = true)]
    pub client_certificate: Option<String>,
    /// Certificates in PEM that are trusted besides those of the system.
    #[schema(required = true)]
    pub ca_certificate: Option<String>,
    /// How long an exchange may take, in milliseconds.
    #[schema(required = true)]
    pub timeout_ms: Option<u64>,
    /// How long connecting may take, in milliseconds.
    #[schema(required = true)]
    pub connect_timeout_ms: Option<u64>,
    /// Whether requests go there unless a person chooses another.
    pub is_default: bool,
    /// Whether requests may go there at all.
    pub is_active: bool,
    /// Whether partners may use it.
    pub partner_enabled: bool,
    /// Whether only safe methods may go there until it is unlocked.
    pub read_only: bool,
    /// Until when it is unlocked, where it is.
    #[schema(required = true)]
    pub unlocked_until: Option<Timestamp>,
    /// Its place among the environments of the project.
    pub position: u32,
    /// The secrets it takes, and whether they are set.
    pub secrets: Vec<EnvironmentSecret>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// Whether a secret is there. The secret itself is never shown.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EnvironmentSecret {
    /// What it is for, such as `password`.
    pub name: String,
    /// Whether it is set.
    pub set: bool,
    /// When there first was one.
    #[schema(required = true)]
    pub first_set_at: Option<Timestamp>,
    /// When this one was set.
    #[schema(required = true)]
    pub set_at: Option<Timestamp>,
    /// Who set it.
    #[schema(required = true)]
    pub set_by: Option<String>,
    /// When it last went into a request.
    #[schema(required = true)]
    pub used_at: Option<Timestamp>,
}

/// A secret on its way into the vault.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEnvironmentSecret {
    /// The secret.
    #[schema(value_type = String, format = Password, min_length = 1, max_length = 65536)]
    pub value: secrecy::SecretString,
}

/// A client's certificate and its key, in a file of PKCS#12 (`.p12`, `.pfx`).
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClientIdentity {
    /// The file in base64 (RFC 4648 §4).
    #[schema(value_type = String, format = Password, min_length = 1, max_length = 699_052)]
    pub pkcs12: secrecy::SecretString,
    /// What opens the file; left out where it has none. It is kept nowhere.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Password, max_length = 1000)]
    pub password: Option<secrecy::SecretString>,
}

/// What a test of a connection looks at, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum ConnectionStepName {
    /// Whether the name of the host has addresses.
    Dns,
    /// Whether something listens there.
    Tcp,
    /// Whether it is who it says, by its certificate.
    Tls,
    /// Whether it speaks HTTP.
    Http,
    /// Whether it takes the credentials.
    Auth,
}

/// How a step of a test went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum ConnectionVerdict {
    /// It is well.
    Passed,
    /// It works, but not as it should.
    Warning,
    /// It does not work.
    Failed,
    /// There was nothing to test, or a step before failed.
    Skipped,
}

/// One step of a test.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionStep {
    /// Which.
    pub name: ConnectionStepName,
    /// How it went.
    pub verdict: ConnectionVerdict,
    /// How long it took, in milliseconds.
    #[schema(required = true)]
    pub duration_ms: Option<f64>,
    /// What was found.
    pub message: String,
    /// What to do about it.
    #[schema(required = true)]
    pub hint: Option<String>,
    /// The certificate that the server showed.
    #[schema(required = true)]
    pub certificate: Option<ServerCertificate>,
}

/// The certificate of a server.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ServerCertificate {
    /// Whose it is.
    pub subject: String,
    /// Who says so.
    pub issuer: String,
    /// Names that it holds for.
    pub names: Vec<String>,
    /// From when it holds.
    pub not_before: Timestamp,
    /// Until when it holds.
    pub not_after: Timestamp,
    /// The version of TLS that was agreed on, such as `TLSv1.3`.
    #[schema(required = true)]
    pub protocol: Option<String>,
}

/// Whether an environment can be reached, step by step.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionTest {
    /// Whether no step failed.
    pub ok: bool,
    /// The address that was tested.
    pub url: String,
    /// Every step, in order.
    pub steps: Vec<ConnectionStep>,
}
