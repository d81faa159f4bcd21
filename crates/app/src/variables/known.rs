//! What `{{variables}}` stand for when a draft is checked or sent: the partner's, in a space that
//! somebody has made for one; the environment's; then the
//! project's: its own, the credentials that were taken out of saved requests, which the vault
//! keeps, and those of its collection; then the workspace's.

use std::collections::HashMap;

use fairlead_core::Id;
use fairlead_requests::{Collection, template};
use fairlead_store::{request, variable::Scope};
use secrecy::{ExposeSecret, SecretString};

use crate::{
    App, AppError,
    credentials::{Opened, variable_of},
    environments::OpenEnvironment,
};

impl App {
    /// What every `{{name}}` of a request stands for.
    pub(crate) async fn variables(
        &self,
        project: Id,
        credentials: &HashMap<String, Opened>,
        environment: Option<&OpenEnvironment>,
    ) -> Result<Variables, AppError> {
        let folders = self
            .store()
            .read(move |c| request::folders(c, project))
            .await?;
        let root = folders.iter().find(|row| row.path == "[]");
        let root: Option<Collection> =
            root.and_then(|row| serde_json::from_str(&row.document).ok());
        let plain = |(name, value, _): (String, SecretString, bool)| {
            (name, value.expose_secret().to_owned())
        };
        if let Some(id) = self.onlooker() {
            return self.variables_seen_by(project, id, environment).await;
        }
        let workspace = self.open_variables(None).await?;
        let mut known: HashMap<String, String> = workspace.into_iter().map(plain).collect();
        let collection = root
            .into_iter()
            .flat_map(|root| root.variables)
            .filter(|v| v.enabled && !v.secret)
            .map(|v| (v.name, v.value));
        known.extend(collection);
        for (scheme, opened) in credentials {
            if let Some(name) = variable_of(scheme) {
                known.insert(name.to_owned(), opened.secret.expose_secret().to_owned());
            }
        }
        let of_project = self.open_variables(Some(project)).await?;
        known.extend(of_project.into_iter().map(plain));
        // The nearest scope comes last and counts.
        known.extend(environment.into_iter().flat_map(OpenEnvironment::variables));
        if let Some(id) = self.partner_in(project) {
            let own = self.open_variables(Scope::Partner { project, id }).await?;
            known.extend(own.into_iter().map(plain));
        }
        Ok(Variables(known))
    }
}

/// The values of variables, the nearest scope's of each name.
pub(crate) struct Variables(HashMap<String, String>);

impl Variables {
    /// Those that are given, later ones in place of earlier ones.
    pub fn new(known: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(known.into_iter().collect())
    }

    /// The text with its variables filled in; those that are not known stay, and are given.
    pub fn fill(&self, text: &str) -> (String, Vec<String>) {
        let unknown = template::names(text).filter(|name| !self.0.contains_key(*name));
        let unknown = unknown.map(str::to_owned).collect();
        let value = |name: &str| self.0.get(name).cloned();
        (template::fill(text, value), unknown)
    }
}
