//! The behaviour file of a mock: looked at, checked, put in its place while it runs.

use std::{collections::HashMap, sync::Arc};

use fairlead_core::{Diagnostic, Id, Severity};
use fairlead_mock::{
    Behaviour,
    behaviour::{Outside, Reading},
};
use fairlead_validate::Contract;

use super::Running;
use secrecy::ExposeSecret;

use crate::{App, AppError, MockBehaviour, credentials::Opened, off_thread};

/// How the file is called in what is said of it.
const NAME: &str = "behaviour.yaml";

impl App {
    /// The JSON Schema of behaviour files.
    pub fn behaviour_schema(&self) -> serde_json::Value {
        fairlead_mock::behaviour::schema()
    }

    /// The behaviour file of a mock; empty where it has none.
    pub async fn mock_behaviour(&self, project: Id, id: Id) -> Result<MockBehaviour, AppError> {
        let row = self.mock_row(project, id).await?;
        self.read_behaviour(project, row.behaviour).await
    }

    /// What is wrong with a behaviour file, which is not kept.
    pub async fn check_mock_behaviour(
        &self,
        project: Id,
        id: Id,
        text: String,
    ) -> Result<MockBehaviour, AppError> {
        self.mock_row(project, id).await?;
        self.read_behaviour(project, text).await
    }

    /// Gives a mock a behaviour file, which holds at once where it runs. A file with errors is
    /// refused, and the one before stays.
    pub async fn set_mock_behaviour(
        &self,
        project: Id,
        id: Id,
        text: String,
    ) -> Result<MockBehaviour, AppError> {
        let mut row = self.mock_row(project, id).await?;
        let contract = self.contract(project).await?;
        let secrets = self.open_credentials(project).await?;
        let given = text.clone();
        let Reading {
            behaviour,
            problems,
            ..
        } = off_thread(move || parse(&given, &contract, &secrets)).await?;
        if problems.iter().any(|p| p.severity == Severity::Error) {
            let message = "The behaviour file has errors, so the one before stays.";
            return Err(AppError::invalid("unusable_behaviour", message)
                .with_hint("Mend what is listed, then save it again.")
                .with_details(problems));
        }
        row.behaviour.clone_from(&text);
        self.keep_mock(row).await?;
        let is_taken = match self.inner.mocks.lock().await.get(&id) {
            Some(Running::Well(server)) => {
                server.mock.set_behaviour(behaviour);
                true
            }
            _ => false,
        };
        if is_taken {
            // What is told of its sign-in provider is another now.
            self.tell(project, id).await;
        }
        Ok(MockBehaviour { text, problems })
    }

    /// Mocks that run take up the project's credentials as they are now: what signs their webhooks
    /// and what they let in. A behaviour that cannot be had with them stays as it was.
    pub(crate) async fn refresh_behaviours(&self, project: Id) {
        if let Err(error) = self.refresh(project).await {
            tracing::error!(%error, "the mocks go on with the credentials that they have");
        }
    }

    async fn refresh(&self, project: Id) -> Result<(), AppError> {
        // No mock starts with the old ones meanwhile.
        let _turn = self.inner.launching.lock().await;
        let rows = self
            .store()
            .read(move |c| fairlead_store::mock::list(c, Some(project)))
            .await?;
        for row in rows {
            let mock = match self.inner.mocks.lock().await.get(&row.id) {
                Some(Running::Well(server)) => Arc::clone(&server.mock),
                _ => continue,
            };
            let secrets = self.open_credentials(project).await?;
            let (id, text) = (row.id, row.behaviour);
            let problems = off_thread(move || give(&mock, &text, &secrets)).await?;
            for problem in &problems {
                tracing::warn!(%problem, mock = %id, "a mock keeps the behaviour it has");
            }
            if problems.is_empty() {
                self.tell(project, id).await;
            }
        }
        Ok(())
    }

    async fn read_behaviour(&self, project: Id, text: String) -> Result<MockBehaviour, AppError> {
        let contract = self.contract(project).await?;
        let secrets = self.open_credentials(project).await?;
        off_thread(move || MockBehaviour {
            problems: parse(&text, &contract, &secrets).problems,
            text,
        })
        .await
    }

    async fn contract(&self, project: Id) -> Result<Arc<Contract>, AppError> {
        let spec = self.spec_row(project, None).await?;
        Ok(Arc::clone(&self.loaded(&spec).await?.contract))
    }
}

/// Gives a mock that is about to start its behaviour: what is wrong where it cannot have it, as
/// after a change of the description.
pub(super) fn give(
    mock: &fairlead_mock::Mock,
    text: &str,
    secrets: &HashMap<String, Opened>,
) -> Vec<Diagnostic> {
    if text.trim().is_empty() {
        return Vec::new();
    }
    let reading = parse(text, mock.contract(), secrets);
    match reading.behaviour {
        Some(behaviour) => {
            mock.set_behaviour(behaviour);
            Vec::new()
        }
        None => reading.problems,
    }
}

/// Secrets of a behaviour are credentials of its project: they do not stand in the file.
fn parse(text: &str, contract: &Contract, secrets: &HashMap<String, Opened>) -> Reading {
    let outside = Outside {
        bodies: &|file| {
            Err(format!(
                "`{file}` cannot be read from here: write what is in it as `body`"
            ))
        },
        secrets: &|name| match secrets.get(name) {
            Some(opened) => Ok(opened.secret.expose_secret().to_owned()),
            None => Err("the project keeps no credential of this name".to_owned()),
        },
        secrets_inline: false,
    };
    Behaviour::read(NAME, text.as_bytes(), contract, outside)
}
