//! Variables of the workspace, of projects and of their partners: what `{{name}}` stands for where
//! nothing nearer says so. Secret ones are in the vault.

pub(crate) mod known;

use fairlead_core::{Id, limits};
use fairlead_requests::template;
use fairlead_store::variable::{self, Scope, VariableRow};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use crate::{App, AppError, EventKind, NewVariable, Topic, Variable, credentials::vault_failed};

/// Longest value, in characters.
const LONGEST: usize = 10_000;

/// A variable as it is kept.
pub(crate) struct KeptVariable {
    pub name: String,
    /// Empty where it is secret.
    pub value: String,
    /// What the vault made of it, where it is secret.
    pub sealed: Option<Vec<u8>>,
}

impl App {
    /// The variables of a scope: of a project, or of the workspace where none is named. Secret
    /// values are not shown.
    pub async fn list_variables(&self, scope: impl Into<Scope>) -> Result<Vec<Variable>, AppError> {
        let scope = scope.into();
        let all = self.all_variables(scope).await?;
        match scope {
            Scope::Project(project) => self.seen_variables(project, all).await,
            _ => Ok(all),
        }
    }

    /// The same, whoever asks.
    pub(crate) async fn all_variables(&self, scope: Scope) -> Result<Vec<Variable>, AppError> {
        let rows = self.variable_rows(scope).await?;
        Ok(rows.into_iter().map(describe).collect())
    }

    /// Sets a variable, in place of the one before.
    pub async fn set_variable(
        &self,
        scope: impl Into<Scope>,
        name: &str,
        new: NewVariable,
    ) -> Result<Variable, AppError> {
        let scope = scope.into();
        let project = scope.project();
        let known = self.variable_rows(scope).await?;
        let is_new = !known.iter().any(|row| row.name == name);
        if is_new && known.len() >= limits::VARIABLES {
            return Err(too_many());
        }
        let KeptVariable {
            value,
            sealed,
            name: named,
        } = self.seal_variable(scope, name, &new)?;
        let arguments = json!({
            "projectId": project, "partnerId": partner(scope), "name": name, "value": value, "secret": new.secret,
        });
        self.store()
            .mutate("setVariable", arguments, move |c| {
                variable::put(c, scope, &named, &value, sealed.as_deref())
            })
            .await?;
        let kind = if is_new {
            EventKind::Created
        } else {
            EventKind::Updated
        };
        let subject = Some(name.to_owned());
        self.publish(Topic::Variable, kind, project, subject).await;
        let rows = self.variable_rows(scope).await?;
        let kept = rows.into_iter().find(|row| row.name == name);
        kept.map(describe).ok_or_else(|| not_there(name))
    }

    /// A variable as it is kept, where it can be one.
    pub(crate) fn seal_variable(
        &self,
        scope: Scope,
        name: &str,
        new: &NewVariable,
    ) -> Result<KeptVariable, AppError> {
        let whole = format!("{{{{{name}}}}}");
        if template::names(&whole).next() != Some(name) {
            let message = format!("`{name}` cannot be the name of a variable.");
            return Err(AppError::invalid("invalid_variable", message)
                .with_hint("Use letters, digits, `.`, `-` and `_`."));
        }
        let text = new.value.expose_secret();
        let is_line = !text.contains(['\r', '\n', '\0']);
        if text.chars().count() > LONGEST || new.secret && (text.is_empty() || !is_line) {
            let message = format!(
                "A value has at most {LONGEST} characters; a secret one is a line of text."
            );
            return Err(AppError::invalid("invalid_variable", message));
        }
        let vault = &self.inner.vault;
        let sealed = new
            .secret
            .then(|| vault.seal(&place(scope, name), &new.value))
            .transpose()
            .map_err(vault_failed)?;
        let value = if new.secret {
            String::new()
        } else {
            text.to_owned()
        };
        Ok(KeptVariable {
            name: name.to_owned(),
            value,
            sealed,
        })
    }

    /// Removes a variable.
    pub async fn delete_variable(
        &self,
        scope: impl Into<Scope>,
        name: &str,
    ) -> Result<(), AppError> {
        let scope = scope.into();
        let project = scope.project();
        self.variable_rows(scope).await?;
        let arguments = json!({ "projectId": project, "partnerId": partner(scope), "name": name });
        let named = name.to_owned();
        let was_there = self
            .store()
            .mutate("deleteVariable", arguments, move |c| {
                variable::delete(c, scope, &named)
            })
            .await?;
        if !was_there {
            return Err(not_there(name));
        }
        let subject = Some(name.to_owned());
        self.publish(Topic::Variable, EventKind::Deleted, project, subject)
            .await;
        Ok(())
    }

    /// What the variables of a scope stand for, and whether that is secret.
    pub(crate) async fn open_variables(
        &self,
        scope: impl Into<Scope>,
    ) -> Result<Vec<(String, SecretString, bool)>, AppError> {
        let scope = scope.into();
        let rows = self.store().read(move |c| variable::list(c, scope)).await?;
        rows.into_iter()
            .map(|row| match row.sealed {
                None => Ok((row.name, row.value.into(), false)),
                Some(sealed) => {
                    let place = place(scope, &row.name);
                    let opened = self.inner.vault.open_secret(&place, &sealed);
                    Ok((row.name, opened.map_err(vault_failed)?, true))
                }
            })
            .collect()
    }

    async fn variable_rows(&self, scope: Scope) -> Result<Vec<VariableRow>, AppError> {
        match scope {
            Scope::Workspace => {}
            Scope::Project(id) => {
                self.project_row(id).await?;
            }
            Scope::Partner { project, id } => {
                self.partner_row(project, id).await?;
            }
        }
        Ok(self.store().read(move |c| variable::list(c, scope)).await?)
    }
}

pub(crate) fn too_many() -> AppError {
    let most = limits::VARIABLES;
    let message = format!("There are at most {most} variables of one scope.");
    AppError::conflict("too_many_variables", message).with_hint("Delete one that nobody needs.")
}

fn describe(row: VariableRow) -> Variable {
    Variable {
        name: row.name,
        value: row.value,
        secret: row.sealed.is_some(),
        updated_at: row.updated_at,
    }
}

fn not_there(name: &str) -> AppError {
    AppError::not_found(
        "variable_not_found",
        format!("There is no variable `{name}`."),
    )
}

/// Where a secret value belongs, bound into its sealed form.
fn place(scope: Scope, name: &str) -> Vec<String> {
    let project = scope.project();
    let mut place = vec![project.map_or_else(|| "workspace".to_owned(), |id| id.to_string())];
    if let Some(id) = partner(scope) {
        place.push(format!("partner {id}"));
    }
    place.extend(["variable".to_owned(), name.to_owned()]);
    place
}

fn partner(scope: Scope) -> Option<Id> {
    match scope {
        Scope::Partner { id, .. } => Some(id),
        _ => None,
    }
}
