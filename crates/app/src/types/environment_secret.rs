//! What an environment keeps in the vault: whether it is there, and how it gets in.

use fairlead_core::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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
