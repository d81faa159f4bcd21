//! Credentials of a project, by security scheme: kept in the vault, never given back.

use std::collections::HashMap;

use fairlead_core::{Id, Timestamp};
use fairlead_store::credential;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{App, AppError, ErrorKind, EventKind, Topic};

/// Longest secret that is kept, in characters.
const LONGEST: usize = 65_536;

/// The variable whose credential the vault keeps under this name.
pub(crate) fn variable_of(scheme: &str) -> Option<&str> {
    scheme.strip_prefix("{{")?.strip_suffix("}}")
}

/// The name under which the vault keeps the credential of a variable.
pub(crate) fn scheme_of(name: &str) -> String {
    format!("{{{{{name}}}}}")
}

/// A credential on its way into the vault.
#[derive(Deserialize, ToSchema)]
#[serde(untagged, deny_unknown_fields)]
pub enum Credential {
    /// An API key or a token.
    Value {
        /// The key or token, without the name of the scheme.
        #[schema(value_type = String, format = Password, min_length = 1, max_length = 65536, pattern = r"^[^\r\n\x00]+$")]
        value: secrecy::SecretString,
    },
    /// A name and a password.
    Basic {
        /// The name.
        #[schema(max_length = 1000)]
        username: String,
        /// The password.
        #[schema(value_type = String, format = Password, min_length = 1, max_length = 65536, pattern = r"^[^\r\n\x00]+$")]
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

/// What the vault keeps of a credential.
#[derive(Serialize, Deserialize)]
struct Sealed {
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<String>,
    secret: String,
}

/// A credential on its way into a request.
pub(crate) struct Opened {
    pub username: Option<String>,
    pub secret: SecretString,
}

impl App {
    /// Every security scheme of the active revision, and what else is set.
    pub async fn list_credentials(&self, project: Id) -> Result<Vec<CredentialStatus>, AppError> {
        self.project_row(project).await?;
        let rows = self
            .store()
            .read(move |c| credential::list(c, project))
            .await?;
        let mut found: Vec<CredentialStatus> = rows
            .into_iter()
            .map(|r| CredentialStatus {
                scheme: r.scheme,
                set: true,
                updated_at: Some(r.updated_at),
            })
            .collect();
        let active = self
            .store()
            .read(move |c| fairlead_store::spec::active(c, project))
            .await?;
        if let Some(row) = active {
            for scheme in crate::specs::to_revision(&row)?.security_schemes {
                if !found.iter().any(|known| known.scheme == scheme.name) {
                    found.push(CredentialStatus {
                        scheme: scheme.name,
                        set: false,
                        updated_at: None,
                    });
                }
            }
        }
        found.sort_by(|a, b| a.scheme.cmp(&b.scheme));
        Ok(self.seen_credentials(found))
    }

    /// Keeps a credential, in place of the one before.
    pub async fn set_credential(
        &self,
        project: Id,
        scheme: &str,
        credential: Credential,
    ) -> Result<(), AppError> {
        self.project_row(project).await?;
        let (username, secret) = match credential {
            Credential::Value { value } => (None, value),
            Credential::Basic { username, password } => (Some(username), password),
        };
        let length = secret.expose_secret().chars().count();
        let has_break = secret.expose_secret().contains(['\r', '\n', '\0']);
        if has_break || !(1..=LONGEST).contains(&length) {
            return Err(AppError::invalid(
                "invalid_credential",
                format!("A credential is one line of text of 1 to {LONGEST} characters."),
            ));
        }
        let sealed = Sealed {
            username,
            secret: secret.expose_secret().to_owned(),
        };
        let text = SecretString::from(serde_json::to_string(&sealed).map_err(|e| {
            AppError::new(
                ErrorKind::Internal,
                "internal",
                "A credential cannot be written.",
            )
            .because(e)
        })?);
        let sealed = self
            .inner
            .vault
            .seal(&place(project, scheme), &text)
            .map_err(vault_failed)?;
        let name = scheme.to_owned();
        self.store()
            .write(move |c| credential::put(c, project, &name, &sealed))
            .await?;
        self.publish(
            Topic::Credential,
            EventKind::Updated,
            Some(project),
            Some(scheme.to_owned()),
        )
        .await;
        self.refresh_behaviours(project).await;
        Ok(())
    }

    /// Forgets a credential.
    pub async fn delete_credential(&self, project: Id, scheme: &str) -> Result<(), AppError> {
        self.project_row(project).await?;
        let name = scheme.to_owned();
        if !self
            .store()
            .write(move |c| credential::delete(c, project, &name))
            .await?
        {
            return Err(AppError::not_found(
                "credential_not_found",
                format!("There is no credential for `{scheme}`."),
            ));
        }
        self.publish(
            Topic::Credential,
            EventKind::Deleted,
            Some(project),
            Some(scheme.to_owned()),
        )
        .await;
        self.refresh_behaviours(project).await;
        Ok(())
    }

    /// Every credential of a project, open. They leave `app` only in a request on its way.
    pub(crate) async fn open_credentials(
        &self,
        project: Id,
    ) -> Result<HashMap<String, Opened>, AppError> {
        let rows = self
            .store()
            .read(move |c| credential::list(c, project))
            .await?;
        let mut found = HashMap::new();
        for row in rows {
            let text = self
                .inner
                .vault
                .open_secret(&place(project, &row.scheme), &row.sealed)
                .map_err(vault_failed)?;
            let sealed: Sealed = serde_json::from_str(text.expose_secret())
                .map_err(|_| vault_failed(fairlead_vault::VaultError::NotOpened))?;
            let opened = Opened {
                username: sealed.username,
                secret: sealed.secret.into(),
            };
            found.insert(row.scheme, opened);
        }
        Ok(found)
    }
}

fn place(project: Id, scheme: &str) -> [String; 3] {
    [
        project.to_string(),
        "credential".to_owned(),
        scheme.to_owned(),
    ]
}

pub(crate) fn vault_failed(error: fairlead_vault::VaultError) -> AppError {
    AppError::new(ErrorKind::Internal, "vault_failed", error.to_string())
        .with_hint("Set the credential again.")
        .because(error)
}
