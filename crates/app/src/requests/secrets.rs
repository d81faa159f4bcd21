//! Credentials in saved requests: they are taken out, and the vault keeps them as variables.

use fairlead_core::Id;
use fairlead_requests::{SavedRequest, Secret, take_known_secrets, take_secrets};
use secrecy::{ExposeSecret, SecretString};

use crate::{
    App, AppError, Credential,
    credentials::{scheme_of, variable_of},
};

impl App {
    /// The variables whose values the vault keeps.
    pub(super) async fn variable_secrets(&self, project: Id) -> Result<Vec<String>, AppError> {
        let known = self.list_credentials(project).await?;
        let name = |scheme: String| variable_of(&scheme).map(str::to_owned);
        Ok(known
            .into_iter()
            .filter(|c| c.set)
            .filter_map(|c| name(c.scheme))
            .collect())
    }

    /// Takes the credentials out of a request, and whatever else in it is known to be secret: what
    /// came by a name that none of those `used` has, which the vault keeps then.
    pub(super) async fn take_credentials(
        &self,
        project: Id,
        request: &mut SavedRequest,
        known: &[(Option<String>, SecretString)],
        used: &[String],
    ) -> Result<Vec<String>, AppError> {
        let mut taken = take_secrets(request, used);
        let mut names: Vec<String> = taken.iter().map(|secret| secret.name.clone()).collect();
        names.extend(used.iter().cloned());
        taken.extend(take_known_secrets(request, known, &names));
        for secret in &taken {
            self.keep_variable_secret(project, secret).await?;
        }
        Ok(taken.into_iter().map(|secret| secret.name).collect())
    }

    pub(super) async fn keep_variable_secret(
        &self,
        project: Id,
        secret: &Secret,
    ) -> Result<(), AppError> {
        let value = secret.value.clone();
        // What the vault takes is one line; a key of several lines stays out of it.
        if value.expose_secret().contains(['\r', '\n', '\0']) || value.expose_secret().is_empty() {
            return Ok(());
        }
        self.set_credential(
            project,
            &scheme_of(&secret.name),
            Credential::Value { value },
        )
        .await
    }
}
