//! Credentials of a project, by security scheme: kept in the vault, never given back.

use fairlead_core::{Id, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{App, AppError};

/// A credential on its way into the vault.
#[derive(Deserialize, ToSchema)]
#[serde(untagged, deny_unknown_fields)]
pub enum Credential {
    /// An API key or a token.
    Value {
        /// The key or token, without the name of the scheme.
        #[schema(value_type = String, format = Password, min_length = 1, max_length = 65536)]
        value: secrecy::SecretString,
    },
    /// A name and a password.
    Basic {
        /// The name.
        #[schema(max_length = 1000)]
        username: String,
        /// The password.
        #[schema(value_type = String, format = Password, max_length = 65536)]
        password: secrecy::SecretString,
    },
}

/// Whether a credential is there.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CredentialStatus {
    /// Name of the security scheme.
    pub scheme: String,
    /// Whether it is set.
    pub set: bool,
    /// When it was set.
    #[schema(required = true)]
    pub updated_at: Option<Timestamp>,
}

#[allow(unused_variables)]
impl App {
    /// Every security scheme of the active revision, and what else is set.
    pub async fn list_credentials(&self, project: Id) -> Result<Vec<CredentialStatus>, AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Keeps a credential, in place of the one before.
    pub async fn set_credential(
        &self,
        project: Id,
        scheme: &str,
        credential: Credential,
    ) -> Result<(), AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }

    /// Forgets a credential.
    pub async fn delete_credential(&self, project: Id, scheme: &str) -> Result<(), AppError> {
        Err(AppError::new(
            crate::ErrorKind::Internal,
            "pending",
            "pending",
        ))
    }
}
