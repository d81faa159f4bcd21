//! What `{{variables}}` stand for when a draft is checked or sent: the collection's own, and the
//! credentials that were taken out of saved requests, which the vault keeps.

use std::collections::HashMap;

use fairlead_core::Id;
use fairlead_requests::{Collection, Secret, template};
use fairlead_store::request;
use secrecy::ExposeSecret;

use crate::{App, AppError, Credential, Draft, credentials::Opened};

/// The name under which the vault keeps the credential of a variable.
fn scheme(name: &str) -> String {
    format!("{{{{{name}}}}}")
}

impl App {
    /// The variables whose values the vault keeps.
    pub(super) async fn variable_secrets(&self, project: Id) -> Result<Vec<String>, AppError> {
        let known = self.list_credentials(project).await?;
        let name = |scheme: String| Some(scheme.strip_prefix("{{")?.strip_suffix("}}")?.to_owned());
        Ok(known
            .into_iter()
            .filter(|c| c.set)
            .filter_map(|c| name(c.scheme))
            .collect())
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
        self.set_credential(project, &scheme(&secret.name), Credential::Value { value })
            .await
    }

    /// The draft with its variables filled in; those that are not known stay.
    pub(crate) async fn fill_draft(
        &self,
        project: Id,
        draft: &Draft,
        credentials: &HashMap<String, Opened>,
    ) -> Result<Draft, AppError> {
        let mut filled = draft.clone();
        if !each_text(&mut filled)
            .iter()
            .any(|text| text.contains("{{"))
        {
            return Ok(filled);
        }
        let folders = self
            .store()
            .read(move |c| request::folders(c, project))
            .await?;
        let root = folders.iter().find(|row| row.path == "[]");
        let root: Option<Collection> =
            root.and_then(|row| serde_json::from_str(&row.document).ok());
        let known: HashMap<String, String> = root
            .into_iter()
            .flat_map(|root| root.variables)
            .filter(|v| v.enabled && !v.secret)
            .map(|v| (v.name, v.value))
            .collect();
        let value = |name: &str| {
            let secret = credentials.get(&scheme(name));
            secret
                .map(|opened| opened.secret.expose_secret().to_owned())
                .or_else(|| known.get(name).cloned())
        };
        for text in each_text(&mut filled) {
            *text = template::fill(text, value);
        }
        Ok(filled)
    }
}

fn each_text(draft: &mut Draft) -> Vec<&mut String> {
    let mut texts: Vec<&mut String> = draft.path_params.values_mut().collect();
    for fields in [&mut draft.query, &mut draft.headers, &mut draft.cookies] {
        texts.extend(fields.iter_mut().map(|field| &mut field.value));
    }
    texts.extend(draft.body.as_mut().and_then(|body| body.text.as_mut()));
    texts
}
