//! Environments of a project: where its requests go, and what they carry there.

mod bundle;
mod check;
mod connection;
mod identity;
mod import;
mod oauth;
mod open;
mod secrets;
pub(crate) mod trust;
mod unlock;

use fairlead_core::{Id, Timestamp, limits};
use fairlead_store::{
    StoreError,
    environment::{self, EnvironmentRow, SecretRow},
};
use serde_json::json;

use crate::{
    App, AppError, Environment, EnvironmentType, ErrorKind, EventKind, NewEnvironment, Topic,
};
pub(crate) use oauth::{ACCESS_TOKEN, OAuth};
pub(crate) use open::OpenEnvironment;
pub(crate) use secrets::{CLIENT_KEY, PROXY_PASSWORD, names as secret_names};
pub(crate) use unlock::Unlocked;

impl App {
    /// The environments of a project, in order. The built-in mock is none of them.
    pub async fn list_environments(&self, project: Id) -> Result<Vec<Environment>, AppError> {
        self.project_row(project).await?;
        let rows = self
            .store()
            .read(move |c| with_secrets(c, environment::list(c, project)?))
            .await?;
        let mut seen = Vec::new();
        for (row, secrets) in rows {
            if self.sees_environment(&setup(&row)?) {
                seen.push(self.describe_environment(&row, &secrets)?);
            }
        }
        Ok(seen)
    }

    /// One environment.
    pub async fn environment(&self, project: Id, id: Id) -> Result<Environment, AppError> {
        let row = self.environment_row(project, id).await?;
        let secrets = self
            .store()
            .read(move |c| environment::secrets(c, id))
            .await?;
        self.describe_environment(&row, &secrets)
    }

    /// Adds an environment.
    pub async fn create_environment(
        &self,
        project: Id,
        new: NewEnvironment,
    ) -> Result<Environment, AppError> {
        let others = self.list_environments(project).await?;
        if others.len() >= limits::ENVIRONMENTS {
            return Err(too_many());
        }
        let now = Timestamp::now();
        let last = others.iter().map(|e| e.position + 1).max().unwrap_or(0);
        let row = EnvironmentRow {
            id: Id::new(),
            project_id: project,
            name: new.name.clone(),
            setup: String::new(),
            is_default: new.is_default,
            position: i64::from(new.position.unwrap_or(last)),
            created_at: now,
            updated_at: now,
        };
        self.keep_environment("createEnvironment", row, new, &others)
            .await
    }

    /// Writes anew how an environment is set up. Secrets that it takes no more are forgotten, and
    /// it is locked again.
    pub async fn update_environment(
        &self,
        project: Id,
        id: Id,
        new: NewEnvironment,
    ) -> Result<Environment, AppError> {
        let row = self.environment_row(project, id).await?;
        self.own_environment(project, &row.name).await?;
        self.rewrite_environment(row, new).await
    }

    /// The same, whoever has given it.
    pub(crate) async fn rewrite_environment(
        &self,
        mut row: EnvironmentRow,
        new: NewEnvironment,
    ) -> Result<Environment, AppError> {
        let (project, id) = (row.project_id, row.id);
        let others = self.list_environments(project).await?;
        row.name.clone_from(&new.name);
        row.is_default = new.is_default;
        row.position = new.position.map_or(row.position, i64::from);
        row.updated_at = Timestamp::now();
        self.inner.unlocked.lock(id);
        self.inner.oauth.forget(id);
        if setup(&row)?.auth != new.auth {
            // They were given by, or for, somebody else.
            self.drop_tokens(project, id).await?;
        }
        self.keep_environment("updateEnvironment", row, new, &others)
            .await
    }

    /// Makes an environment the one that requests go to unless a person chooses another.
    pub async fn set_default_environment(
        &self,
        project: Id,
        id: Id,
    ) -> Result<Environment, AppError> {
        let mut row = self.environment_row(project, id).await?;
        row.is_default = true;
        let arguments = json!({ "id": id, "projectId": project });
        self.store()
            .mutate("setDefaultEnvironment", arguments, move |c| {
                environment::put(c, &row)
            })
            .await?;
        self.tell_environment(project, id, EventKind::Updated).await;
        self.environment(project, id).await
    }

    /// Removes an environment with its secrets.
    pub async fn delete_environment(&self, project: Id, id: Id) -> Result<(), AppError> {
        let row = self.environment_row(project, id).await?;
        self.own_environment(project, &row.name).await?;
        let arguments = json!({ "id": id, "projectId": project });
        self.store()
            .mutate("deleteEnvironment", arguments, move |c| {
                environment::delete(c, project, id)
            })
            .await?;
        self.inner.unlocked.lock(id);
        self.inner.oauth.forget(id);
        self.inner.jars.forget(id);
        self.tell_environment(project, id, EventKind::Deleted).await;
        Ok(())
    }

    /// Gives an environment another name, beside one of somebody else that is called the same.
    pub(crate) async fn call_ours(&self, project: Id, id: Id) -> Result<(), AppError> {
        let row = self.environment_row(project, id).await?;
        let others = self.list_environments(project).await?;
        let mut set = setup(&row)?;
        set.is_default = row.is_default;
        set.position = None;
        let base: String = row.name.chars().take(180).collect();
        let mut names = std::iter::once(format!("{base} (ours)"))
            .chain((2..).map(|n| format!("{base} (ours {n})")));
        let free = names.find(|name| !others.iter().any(|e| e.name == *name));
        set.name = free.unwrap_or(base);
        self.rewrite_environment(row, set).await.map(drop)
    }

    /// Switches an environment off, and keeps all of it.
    pub(crate) async fn switch_off(&self, project: Id, id: Id) -> Result<(), AppError> {
        let mut row = self.environment_row(project, id).await?;
        let mut set = setup(&row)?;
        set.is_active = false;
        row.is_default = false;
        row.setup = serde_json::to_string(&set).map_err(unreadable)?;
        row.updated_at = Timestamp::now();
        let arguments = json!({ "id": id, "projectId": project });
        self.store()
            .mutate("switchOffEnvironment", arguments, move |c| {
                environment::put(c, &row)
            })
            .await?;
        self.tell_environment(project, id, EventKind::Updated).await;
        Ok(())
    }

    async fn keep_environment(
        &self,
        mutator: &'static str,
        mut row: EnvironmentRow,
        new: NewEnvironment,
        others: &[Environment],
    ) -> Result<Environment, AppError> {
        if let Some(problems) = check::problems(&new) {
            return Err(problems);
        }
        if others.iter().any(|e| e.id != row.id && e.name == new.name) {
            return Err(AppError::conflict(
                "environment_name_taken",
                format!("An environment `{}` is there already.", new.name),
            )
            .with_hint("Give it another name."));
        }
        let mut takes = secrets::names(&new);
        takes.push(oauth::TOKENS.to_owned());
        row.setup = serde_json::to_string(&new).map_err(unreadable)?;
        let (project, id) = (row.project_id, row.id);
        let arguments = json!({
            "id": id, "projectId": project, "position": row.position, "setup": new,
        });
        let kind = match mutator {
            "createEnvironment" => EventKind::Created,
            _ => EventKind::Updated,
        };
        self.store()
            .mutate(mutator, arguments, move |c| {
                environment::put(c, &row)?;
                for secret in environment::secrets(c, id)? {
                    if !takes.contains(&secret.name) {
                        environment::delete_secret(c, id, &secret.name)?;
                    }
                }
                Ok(())
            })
            .await?;
        self.tell_environment(project, id, kind).await;
        self.environment(project, id).await
    }

    pub(crate) async fn environment_row(
        &self,
        project: Id,
        id: Id,
    ) -> Result<EnvironmentRow, AppError> {
        self.project_row(project).await?;
        let row = self
            .store()
            .read(move |c| environment::get(c, project, id))
            .await?;
        let seen = match row {
            Some(row) if self.sees_environment(&setup(&row)?) => Some(row),
            _ => None,
        };
        seen.ok_or_else(|| {
            let message = format!("The project has no environment {id}.");
            AppError::not_found("environment_not_found", message)
        })
    }

    fn describe_environment(
        &self,
        row: &EnvironmentRow,
        rows: &[SecretRow],
    ) -> Result<Environment, AppError> {
        let set = self.seen_environment(setup(row)?);
        let rows = match self.onlooker() {
            Some(_) => &[],
            None => rows,
        };
        Ok(Environment {
            id: row.id,
            project_id: row.project_id,
            name: row.name.clone(),
            secrets: secrets::statuses(&set, rows),
            read_only: is_read_only(&set),
            kind: set.kind,
            base_url: set.base_url,
            headers: set.headers,
            auth: set.auth,
            variables: set.variables,
            proxy_url: set.proxy_url,
            proxy_username: set.proxy_username,
            client_certificate: set.client_certificate,
            ca_certificate: set.ca_certificate,
            timeout_ms: set.timeout_ms,
            connect_timeout_ms: set.connect_timeout_ms,
            is_default: row.is_default,
            is_active: set.is_active,
            partner_enabled: set.partner_enabled,
            unlocked_until: self.inner.unlocked.until(row.id),
            position: u32::try_from(row.position).unwrap_or(0),
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }

    async fn tell_environment(&self, project: Id, id: Id, kind: EventKind) {
        let id = Some(id.to_string());
        self.publish(Topic::Environment, kind, Some(project), id)
            .await;
    }
}

fn too_many() -> AppError {
    let most = limits::ENVIRONMENTS;
    let message = format!("A project has at most {most} environments.");
    AppError::conflict("too_many_environments", message).with_hint("Delete one that nobody needs.")
}

/// How an environment is set up, as it was written.
fn setup(row: &EnvironmentRow) -> Result<NewEnvironment, AppError> {
    serde_json::from_str(&row.setup).map_err(unreadable)
}

/// Whether only safe methods may go there: of production, unless a person said otherwise.
fn is_read_only(set: &NewEnvironment) -> bool {
    set.read_only
        .unwrap_or(set.kind == EnvironmentType::Production)
}

fn with_secrets(
    connection: &fairlead_store::Connection,
    rows: Vec<EnvironmentRow>,
) -> Result<Vec<(EnvironmentRow, Vec<SecretRow>)>, StoreError> {
    rows.into_iter()
        .map(|row| {
            let secrets = environment::secrets(connection, row.id)?;
            Ok((row, secrets))
        })
        .collect()
}

fn unreadable(error: serde_json::Error) -> AppError {
    let message = "An environment cannot be read or written.";
    AppError::new(ErrorKind::Internal, "internal", message).because(error)
}
