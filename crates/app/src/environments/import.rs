//! Environments that come in from a file or a bundle: all of it in one transaction, or nothing.

use std::collections::BTreeMap;

use fairlead_core::{Id, Timestamp, limits};
use fairlead_store::{
    environment::{self, EnvironmentRow},
    variable::{self, Scope},
};
use serde_json::{Value, json};

use super::{
    bundle,
    oauth::TOKENS,
    secrets::{self, OWNER},
    setup, unreadable,
};
use crate::{
    App, AppError, EventKind, ImportEnvironments, ImportedEnvironments, NewEnvironment,
    NewVariable, Topic, credentials::vault_failed, variables::KeptVariable,
};

/// An environment as it is to be written.
struct Put {
    row: EnvironmentRow,
    is_new: bool,
    /// Names of the secrets that it keeps; others are forgotten.
    takes: Vec<String>,
    /// Secrets that come along, by name.
    sealed: Vec<(String, Vec<u8>)>,
}

impl App {
    /// Adds what a file or a bundle holds to a project. What ends it in the middle leaves the
    /// project as it was.
    pub async fn import_environments(
        &self,
        project: Id,
        from: ImportEnvironments,
    ) -> Result<ImportedEnvironments, AppError> {
        let replace = from.replace;
        let from = bundle::read(from).await?;
        let mut done = ImportedEnvironments::default();
        let puts = self
            .plan_environments(
                project,
                from.file.environments,
                &from.secrets,
                replace,
                &mut done,
            )
            .await?;
        let mut values = from.variables;
        let known = self.all_variables(Scope::Project(project)).await?;
        let mut count = known.len();
        let mut variables = Vec::new();
        for new in from.file.variables {
            let is_there = known.iter().any(|known| known.name == new.name);
            let value = if new.secret {
                values.remove(&new.name)
            } else {
                Some(new.value)
            };
            // A secret one without its value cannot be kept.
            let Some(value) = value.filter(|_| replace || !is_there) else {
                continue;
            };
            count += usize::from(!is_there);
            let (value, secret) = (value.into(), new.secret);
            let new_value = NewVariable { value, secret };
            variables.push(self.seal_variable(Scope::Project(project), &new.name, &new_value)?);
        }
        if count > limits::VARIABLES {
            return Err(crate::variables::too_many());
        }
        done.variables = variables.len();
        done.secrets = puts.iter().map(|put| put.sealed.len()).sum();
        self.write_import(project, puts, variables).await?;
        Ok(done)
    }

    async fn plan_environments(
        &self,
        project: Id,
        all: Vec<NewEnvironment>,
        bundled: &BTreeMap<String, BTreeMap<String, String>>,
        replace: bool,
        done: &mut ImportedEnvironments,
    ) -> Result<Vec<Put>, AppError> {
        self.project_row(project).await?;
        let there = self
            .store()
            .read(move |c| environment::list(c, project))
            .await?;
        let mut has_default = there.iter().any(|row| row.is_default);
        let mut last = there.iter().map(|row| row.position + 1).max().unwrap_or(0);
        let mut puts: Vec<Put> = Vec::new();
        for mut new in all {
            if let Some(mut problems) = super::check::problems(&new) {
                problems.message = format!("`{}`: {}", new.name, problems.message);
                return Err(problems);
            }
            if puts.iter().any(|put| put.row.name == new.name) {
                let message = format!("The file names the environment `{}` twice.", new.name);
                return Err(AppError::invalid("invalid_environments", message)
                    .with_hint("Give one of them another name."));
            }
            let old = there.iter().find(|row| row.name == new.name);
            if old.is_some() && !replace {
                done.kept.push(new.name);
                continue;
            }
            if old.is_some() {
                self.own_environment(project, &new.name).await?;
            }
            // The default of the project stays what it is.
            new.is_default &= !has_default || old.is_some_and(|old| old.is_default);
            has_default |= new.is_default;
            let now = Timestamp::now();
            let mut row = old.cloned().unwrap_or_else(|| EnvironmentRow {
                id: Id::new(),
                project_id: project,
                name: new.name.clone(),
                setup: String::new(),
                is_default: false,
                position: last,
                created_at: now,
                updated_at: now,
            });
            row.is_default = new.is_default;
            row.position = new.position.map_or(row.position, i64::from);
            row.updated_at = now;
            last = last.max(row.position + 1);
            let own = bundled.get(&new.name);
            puts.push(self.plan_one(row, old, new, own, done)?);
        }
        if there.len() + done.created.len() > limits::ENVIRONMENTS {
            return Err(super::too_many());
        }
        Ok(puts)
    }

    fn plan_one(
        &self,
        mut row: EnvironmentRow,
        old: Option<&EnvironmentRow>,
        new: NewEnvironment,
        own: Option<&BTreeMap<String, String>>,
        done: &mut ImportedEnvironments,
    ) -> Result<Put, AppError> {
        row.setup = serde_json::to_string(&new).map_err(unreadable)?;
        let mut takes = secrets::names(&new);
        let mut sealed = Vec::new();
        for (name, value) in own.into_iter().flatten() {
            if takes.contains(name) {
                secrets::check(name, value)?;
                let place = secrets::place(row.project_id, row.id, name);
                let value = value.clone().into();
                let secret = self.inner.vault.seal(&place, &value);
                sealed.push((name.clone(), secret.map_err(vault_failed)?));
            }
        }
        // Tokens were given to, or for, who is described there now, with the secrets there are.
        let is_same = match old {
            Some(old) => setup(old)?.auth == new.auth && sealed.is_empty(),
            None => true,
        };
        takes.extend(is_same.then(|| TOKENS.to_owned()));
        let is_new = old.is_none();
        if is_new {
            done.created.push(new.name);
        } else {
            done.replaced.push(new.name);
        }
        Ok(Put {
            row,
            is_new,
            takes,
            sealed,
        })
    }

    async fn write_import(
        &self,
        project: Id,
        puts: Vec<Put>,
        variables: Vec<KeptVariable>,
    ) -> Result<(), AppError> {
        let told: Vec<(Id, EventKind)> = puts
            .iter()
            .map(|put| {
                let kind = if put.is_new {
                    EventKind::Created
                } else {
                    EventKind::Updated
                };
                (put.row.id, kind)
            })
            .collect();
        let names: Vec<String> = variables.iter().map(|v| v.name.clone()).collect();
        let environments = puts.iter().map(|put| {
            let set: Value = serde_json::from_str(&put.row.setup).map_err(unreadable)?;
            Ok(json!({ "id": put.row.id, "position": put.row.position, "setup": set }))
        });
        let environments = environments.collect::<Result<Vec<_>, AppError>>()?;
        let plain: Vec<Value> = variables
            .iter()
            .map(|v| json!({ "name": v.name, "value": v.value, "secret": v.sealed.is_some() }))
            .collect();
        let arguments = json!({
            "projectId": project, "environments": environments, "variables": plain,
        });
        self.store()
            .mutate("importEnvironments", arguments, move |c| {
                for put in &puts {
                    let id = put.row.id;
                    environment::put(c, &put.row)?;
                    for secret in environment::secrets(c, id)? {
                        if !put.takes.contains(&secret.name) {
                            environment::delete_secret(c, id, &secret.name)?;
                        }
                    }
                    for (name, sealed) in &put.sealed {
                        environment::put_secret(c, id, name, sealed, OWNER)?;
                    }
                }
                for new in &variables {
                    let sealed = new.sealed.as_deref();
                    variable::put(c, Scope::Project(project), &new.name, &new.value, sealed)?;
                }
                Ok(())
            })
            .await?;
        for (id, kind) in told {
            self.inner.unlocked.lock(id);
            self.inner.oauth.forget(id);
            self.tell_environment(project, id, kind).await;
        }
        for name in names {
            self.publish(
                Topic::Variable,
                EventKind::Updated,
                Some(project),
                Some(name),
            )
            .await;
        }
        Ok(())
    }
}
