//! An environment with its secrets open, for a request on its way.

use std::collections::HashMap;

use fairlead_core::{Id, Timestamp};
use fairlead_store::environment::{self, SecretRow};
use secrecy::{ExposeSecret, SecretString};

use super::{
    oauth::{ACCESS_TOKEN, REFRESH_TOKEN, TOKENS, Tokens},
    secrets, setup, with_secrets,
};
use crate::{
    App, AppError, NewEnvironment,
    credentials::{Opened, vault_failed},
};

/// An environment and its secrets by name.
pub(crate) struct OpenEnvironment {
    pub id: Id,
    pub setup: NewEnvironment,
    pub secrets: HashMap<String, Opened>,
}

impl OpenEnvironment {
    pub fn is_read_only(&self) -> bool {
        super::is_read_only(&self.setup)
    }

    /// What its variables stand for; secret ones that are not set stand for nothing.
    pub fn variables(&self) -> impl Iterator<Item = (String, String)> + '_ {
        self.setup.variables.iter().filter_map(|variable| {
            let value = if variable.secret {
                let opened = self.secrets.get(&secrets::of_variable(&variable.name))?;
                opened.secret.expose_secret().to_owned()
            } else {
                variable.value.clone()
            };
            Some((variable.name.clone(), value))
        })
    }
}

impl App {
    /// An environment that requests may go to.
    pub(crate) async fn open_environment(
        &self,
        project: Id,
        id: Id,
    ) -> Result<OpenEnvironment, AppError> {
        let row = self.environment_row(project, id).await?;
        let setup = self.seen_environment(setup(&row)?);
        if !setup.is_active {
            let message = format!("The environment `{}` is switched off.", setup.name);
            return Err(AppError::conflict("environment_inactive", message)
                .with_hint("Switch it on in the project's settings, or choose another one."));
        }
        let mut rows = self
            .store()
            .read(move |c| environment::secrets(c, id))
            .await?;
        if self.onlooker().is_some() {
            // A partner does not have them.
            rows.clear();
        }
        Ok(OpenEnvironment {
            id,
            setup,
            secrets: self.open_secrets(project, id, rows)?,
        })
    }

    /// Every secret of a project's environments, and the tokens that they have been given; with
    /// its name where it is that of a variable.
    pub(crate) async fn environment_secrets(
        &self,
        project: Id,
    ) -> Result<Vec<(Option<String>, SecretString)>, AppError> {
        let found = self
            .store()
            .read(move |c| with_secrets(c, environment::list(c, project)?))
            .await?;
        let mut all = Vec::new();
        for (row, rows) in found {
            let opened = self.open_secrets(project, row.id, rows)?;
            all.extend(opened.into_iter().map(|(name, opened)| {
                let name = secrets::variable_of(&name).map(str::to_owned);
                (name, opened.secret)
            }));
        }
        Ok(all)
    }

    /// Keeps that secrets have gone into a request now.
    pub(crate) async fn note_secrets_used(&self, id: Id, names: Vec<String>) {
        if names.is_empty() {
            return;
        }
        let now = Timestamp::now();
        let noted = self
            .store()
            .write(move |c| environment::use_secrets(c, id, &names, now))
            .await;
        if let Err(error) = noted {
            tracing::warn!(%error, "that a secret was used could not be kept");
        }
    }

    pub(super) fn open_secrets(
        &self,
        project: Id,
        id: Id,
        rows: Vec<SecretRow>,
    ) -> Result<HashMap<String, Opened>, AppError> {
        let mut all = HashMap::new();
        for row in rows {
            let place = secrets::place(project, id, &row.name);
            let secret = self
                .inner
                .vault
                .open_secret(&place, &row.sealed)
                .map_err(vault_failed)?;
            let open = |secret| Opened {
                username: None,
                secret,
            };
            if row.name != TOKENS {
                all.insert(row.name, open(secret));
            } else if let Some(tokens) = Tokens::read(&secret) {
                all.insert(ACCESS_TOKEN.to_owned(), open(tokens.access.into()));
                if let Some(refresh) = tokens.refresh {
                    all.insert(REFRESH_TOKEN.to_owned(), open(refresh.into()));
                }
            }
        }
        Ok(all)
    }
}
