//! Catchers: set up, changed, taken away. Their secrets are kept in the vault.

use fairlead_core::{Id, Timestamp};
use fairlead_store::{
    catcher::{self, CatcherRow},
    caught,
};
use fairlead_webhooks::{Scheme, Secret, Signing};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use super::Running;
use crate::{
    App, AppError, Catcher, CatcherSettings, ErrorKind, EventKind, MockState, NewCatcher, Topic,
};

/// Most catchers of one project.
const MOST: usize = 20;

impl App {
    /// A project's catchers, oldest first.
    pub async fn list_catchers(&self, project: Id) -> Result<Vec<Catcher>, AppError> {
        self.project_row(project).await?;
        let mut catchers = Vec::new();
        if self.onlooker().is_some() {
            return Ok(catchers);
        }
        for row in self.catcher_rows(Some(project)).await? {
            catchers.push(self.describe_catcher(row).await?);
        }
        Ok(catchers)
    }

    /// One catcher.
    pub async fn catcher(&self, project: Id, id: Id) -> Result<Catcher, AppError> {
        let row = self.catcher_row(project, id).await?;
        self.describe_catcher(row).await
    }

    /// Sets up a catcher and starts it.
    pub async fn create_catcher(&self, project: Id, new: NewCatcher) -> Result<Catcher, AppError> {
        self.project_row(project).await?;
        check(&new.settings)?;
        if self.catcher_rows(Some(project)).await?.len() >= MOST {
            let message = format!("A project has at most {MOST} catchers.");
            return Err(AppError::conflict("too_many_catchers", message)
                .with_hint("Delete one that is not needed any more."));
        }
        let id = Id::new();
        let sealed = match &new.secret {
            Some(secret) => Some(self.seal_secret(project, id, &new.settings, secret)?),
            None => None,
        };
        let row = CatcherRow {
            id,
            project_id: project,
            port: new.port,
            last_port: None,
            settings: write(&new.settings),
            sealed,
            wanted: false,
            created_at: Timestamp::now(),
        };
        let kept = row.clone();
        // What is sealed stays on this machine.
        let arguments = json!({
            "id": id, "projectId": project, "port": row.port, "settings": new.settings,
        });
        self.store()
            .mutate("createCatcher", arguments, move |c| {
                catcher::insert(c, &kept)
            })
            .await?;
        self.tell_of_catcher(project, id, EventKind::Created).await;
        match self.start_catcher(project, id).await {
            Ok(catcher) => Ok(catcher),
            Err(error) => {
                // It was to be made running; half of that is nothing.
                self.delete_catcher(project, id).await?;
                Err(error)
            }
        }
    }

    /// Changes how a catcher receives; a running one starts again.
    pub async fn update_catcher(
        &self,
        project: Id,
        id: Id,
        settings: CatcherSettings,
    ) -> Result<Catcher, AppError> {
        check(&settings)?;
        let mut row = self.catcher_row(project, id).await?;
        if let (Some(scheme), Some(secret)) = (&settings.scheme, self.secret_of(&row)?) {
            fits(scheme, &secret)?;
        }
        row.settings = write(&settings);
        self.keep_catcher(row).await?;
        self.renew_catcher(project, id).await
    }

    /// Keeps the secret of a catcher, in place of the one before.
    pub async fn set_catcher_secret(
        &self,
        project: Id,
        id: Id,
        secret: SecretString,
    ) -> Result<Catcher, AppError> {
        let mut row = self.catcher_row(project, id).await?;
        row.sealed = Some(self.seal_secret(project, id, &read(&row)?, &secret)?);
        self.keep_catcher(row).await?;
        self.renew_catcher(project, id).await
    }

    /// Forgets the secret of a catcher.
    pub async fn delete_catcher_secret(&self, project: Id, id: Id) -> Result<(), AppError> {
        let mut row = self.catcher_row(project, id).await?;
        row.sealed = None;
        self.keep_catcher(row).await?;
        self.renew_catcher(project, id).await?;
        Ok(())
    }

    /// Stops and removes a catcher, and what it has caught.
    pub async fn delete_catcher(&self, project: Id, id: Id) -> Result<(), AppError> {
        self.catcher_row(project, id).await?;
        self.end_catcher(id).await;
        let arguments = json!({ "id": id, "projectId": project });
        self.store()
            .mutate("deleteCatcher", arguments, move |c| {
                catcher::delete(c, project, id)
            })
            .await?;
        self.store()
            .write_traces(move |c| caught::delete_of(c, id))
            .await?;
        self.tell_of_catcher(project, id, EventKind::Deleted).await;
        Ok(())
    }

    /// The secrets of a project's catchers, so that they can be masked.
    pub(crate) async fn catcher_secrets(&self, project: Id) -> Result<Vec<SecretString>, AppError> {
        let rows = self.catcher_rows(Some(project)).await?;
        let found = rows.iter().map(|row| self.secret_of(row));
        Ok(found
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .flatten()
            .collect())
    }

    pub(crate) async fn catcher_rows(
        &self,
        project: Option<Id>,
    ) -> Result<Vec<CatcherRow>, AppError> {
        Ok(self
            .store()
            .read(move |c| catcher::list(c, project))
            .await?)
    }

    pub(super) async fn catcher_row(&self, project: Id, id: Id) -> Result<CatcherRow, AppError> {
        self.project_row(project).await?;
        self.store()
            .read(move |c| catcher::get(c, project, id))
            .await?
            .filter(|_| self.onlooker().is_none())
            .ok_or_else(|| gone(id))
    }

    pub(super) async fn keep_catcher(&self, row: CatcherRow) -> Result<(), AppError> {
        let (project, id) = (row.project_id, row.id);
        if !self
            .store()
            .write(move |c| catcher::update(c, &row))
            .await?
        {
            return Err(gone(id));
        }
        self.tell_of_catcher(project, id, EventKind::Updated).await;
        Ok(())
    }

    pub(super) async fn tell_of_catcher(&self, project: Id, id: Id, kind: EventKind) {
        let subject = Some(id.to_string());
        self.publish(Topic::Catcher, kind, Some(project), subject)
            .await;
    }

    /// How a catcher's deliveries are signed, where that is known whole.
    pub(super) fn signing_of(&self, row: &CatcherRow) -> Result<Option<Signing>, AppError> {
        let (Some(scheme), Some(secret)) = (read(row)?.scheme, self.secret_of(row)?) else {
            return Ok(None);
        };
        Ok(Some(Signing {
            scheme,
            secret: Secret::new(secret.expose_secret()),
        }))
    }

    pub(super) fn secret_of(&self, row: &CatcherRow) -> Result<Option<SecretString>, AppError> {
        let Some(sealed) = &row.sealed else {
            return Ok(None);
        };
        let place = place(row.project_id, row.id);
        let opened = self.inner.vault.open_secret(&place, sealed);
        opened.map(Some).map_err(crate::credentials::vault_failed)
    }

    fn seal_secret(
        &self,
        project: Id,
        id: Id,
        settings: &CatcherSettings,
        secret: &SecretString,
    ) -> Result<Vec<u8>, AppError> {
        match &settings.scheme {
            Some(scheme) => fits(scheme, secret)?,
            None if secret.expose_secret().is_empty() => {
                return Err(AppError::invalid("invalid_secret", "The secret is empty."));
            }
            None => {}
        }
        let sealed = self.inner.vault.seal(&place(project, id), secret);
        sealed.map_err(crate::credentials::vault_failed)
    }

    async fn describe_catcher(&self, row: CatcherRow) -> Result<Catcher, AppError> {
        let id = row.id;
        let count = self
            .store()
            .read_traces(move |c| caught::count(c, id))
            .await?;
        let settings = read(&row)?;
        let running = self.inner.catchers.lock().await;
        let (state, port, error) = match running.get(&id) {
            Some(Running::Well(server)) => (MockState::Running, Some(server.port), None),
            Some(Running::Failed { error }) => (MockState::Failed, None, Some(error.clone())),
            None => (MockState::Stopped, None, None),
        };
        Ok(Catcher {
            id,
            project_id: row.project_id,
            state,
            url: port.map(|port| format!("http://127.0.0.1:{port}")),
            port: port
                .or(row.last_port)
                .or((row.port != 0).then_some(row.port)),
            settings,
            secret_set: row.sealed.is_some(),
            error,
            caught: count,
            created_at: row.created_at,
        })
    }
}

fn check(settings: &CatcherSettings) -> Result<(), AppError> {
    let wrong = |why: String| Err(AppError::invalid("invalid_catcher", why));
    if !(200..600).contains(&settings.status) {
        return wrong("The status lies between 200 and 599.".to_owned());
    }
    if settings.fail_first > 100 {
        return wrong("A delivery fails at most 100 times on purpose.".to_owned());
    }
    match settings.scheme.as_ref().map(Scheme::check) {
        Some(Err(why)) => wrong(format!("The scheme cannot be used: {why}.")),
        _ => Ok(()),
    }
}

/// Whether a scheme can use a secret.
pub(super) fn fits(scheme: &Scheme, secret: &SecretString) -> Result<(), AppError> {
    let made = Secret::new(secret.expose_secret()).key(scheme);
    made.map(drop).map_err(|why| {
        AppError::invalid(
            "invalid_secret",
            format!("The secret cannot be used: {why}."),
        )
    })
}

fn write(settings: &CatcherSettings) -> String {
    // Texts, numbers and lists of them: nothing that JSON could refuse.
    serde_json::to_string(settings).unwrap_or_default()
}

pub(super) fn read(row: &CatcherRow) -> Result<CatcherSettings, AppError> {
    serde_json::from_str(&row.settings).map_err(|e| {
        let message = "The settings of a catcher cannot be read.";
        AppError::new(ErrorKind::Internal, "storage_failed", message).because(e)
    })
}

fn place(project: Id, id: Id) -> [String; 3] {
    [project.to_string(), "catcher".to_owned(), id.to_string()]
}

/// The code of a catcher that is not there.
pub(super) const GONE: &str = "catcher_not_found";

fn gone(id: Id) -> AppError {
    AppError::not_found(GONE, format!("The project has no catcher {id}."))
}
