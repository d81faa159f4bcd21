//! Environments as a file without secrets, and as a bundle with them, which a passphrase opens.
//! What a person has been allowed by signing in (OAuth tokens) stays here in both.

use std::collections::BTreeMap;

use age::scrypt;
use fairlead_core::Id;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{oauth::TOKENS, secrets, setup, unreadable, with_secrets};
use crate::{
    App, AppError, Environment, EnvironmentVariable, EnvironmentsBundle, EnvironmentsFile,
    ImportEnvironments, ImportedEnvironments, NewEnvironment, NewEnvironmentSecret, NewVariable,
};

/// The version of the file.
const VERSION: u32 = 1;
/// Shortest passphrase, in characters.
const SHORTEST: usize = 12;
/// Longest passphrase, in characters.
const LONGEST: usize = 1_000;
/// What a passphrase costs to try: scrypt with N = 2¹⁷, as OWASP advises.
const WORK: u8 = 17;
/// The most that opening a bundle may cost: N = 2²⁰, a gigabyte.
const MOST_WORK: u8 = 20;

/// What is within a bundle.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Bundle {
    file: EnvironmentsFile,
    /// By environment and name.
    secrets: BTreeMap<String, BTreeMap<String, String>>,
    /// Values of the project's secret variables.
    variables: BTreeMap<String, String>,
}

impl App {
    /// Environments and variables of a project, without secrets.
    pub async fn export_environments(&self, project: Id) -> Result<EnvironmentsFile, AppError> {
        let environments = self.environment_setups(project).await?;
        let variables = self.list_variables(Some(project)).await?;
        let variables = variables.into_iter().map(|v| EnvironmentVariable {
            name: v.name,
            value: v.value,
            secret: v.secret,
        });
        Ok(EnvironmentsFile {
            fairlead_environments: VERSION,
            environments,
            variables: variables.collect(),
        })
    }

    /// The same with secrets, sealed with a passphrase.
    pub async fn export_bundle(
        &self,
        project: Id,
        passphrase: SecretString,
    ) -> Result<EnvironmentsBundle, AppError> {
        let length = passphrase.expose_secret().chars().count();
        if length > LONGEST {
            let message = format!("The passphrase has more than {LONGEST} characters.");
            return Err(AppError::invalid("invalid_passphrase", message));
        }
        if length < SHORTEST {
            let message = format!("The passphrase has fewer than {SHORTEST} characters.");
            return Err(AppError::invalid("weak_passphrase", message)
                .with_hint("Take a longer one: who has the bundle can try as many as they like."));
        }
        let file = self.export_environments(project).await?;
        let rows = self
            .store()
            .read(move |c| with_secrets(c, fairlead_store::environment::list(c, project)?))
            .await?;
        let mut all = BTreeMap::new();
        for (row, mut sealed) in rows {
            sealed.retain(|secret| secret.name != TOKENS);
            let opened = self.open_secrets(project, row.id, sealed)?;
            let plain = |(name, opened): (String, crate::credentials::Opened)| {
                (name, opened.secret.expose_secret().to_owned())
            };
            all.insert(row.name, opened.into_iter().map(plain).collect());
        }
        let variables = self.open_variables(Some(project)).await?;
        let variables = variables
            .into_iter()
            .filter(|(_, _, secret)| *secret)
            .map(|(name, value, _)| (name, value.expose_secret().to_owned()));
        let bundle = Bundle {
            file,
            secrets: all,
            variables: variables.collect(),
        };
        let plain = Zeroizing::new(serde_json::to_vec(&bundle).map_err(unreadable)?);
        let sealing = crate::off_thread(move || {
            let mut recipient = scrypt::Recipient::new(passphrase);
            recipient.set_work_factor(WORK);
            age::encrypt_and_armor(&recipient, &plain)
        });
        let bundle = sealing.await?.map_err(|why| {
            let message = "The bundle cannot be written.";
            AppError::new(crate::ErrorKind::Internal, "internal", message).because(why)
        })?;
        Ok(EnvironmentsBundle { bundle })
    }

    /// How each environment of a project is set up, in order.
    pub(crate) async fn environment_setups(
        &self,
        project: Id,
    ) -> Result<Vec<NewEnvironment>, AppError> {
        self.project_row(project).await?;
        let rows = self
            .store()
            .read(move |c| fairlead_store::environment::list(c, project))
            .await?;
        rows.iter()
            .map(|row| {
                let mut set = setup(row)?;
                set.is_default = row.is_default;
                set.position = None;
                Ok(set)
            })
            .collect()
    }

    /// Adds what a file or a bundle holds to a project.
    pub async fn import_environments(
        &self,
        project: Id,
        from: ImportEnvironments,
    ) -> Result<ImportedEnvironments, AppError> {
        let bundle = match (from.file, from.bundle) {
            (Some(file), None) => Bundle {
                file,
                secrets: BTreeMap::new(),
                variables: BTreeMap::new(),
            },
            (None, Some(text)) => open_bundle(text, from.passphrase).await?,
            _ => {
                return Err(AppError::invalid(
                    "invalid_environments",
                    "Nothing says what to import, or two things do.",
                )
                .with_hint("Give either a file or a bundle."));
            }
        };
        let Bundle {
            file,
            secrets,
            variables,
        } = bundle;
        if file.fairlead_environments != VERSION {
            let version = file.fairlead_environments;
            let message = format!("Version {version} of the file is not known.");
            return Err(AppError::invalid("invalid_environments", message)
                .with_hint("It was written by a newer Fairlead: use that."));
        }
        // Before anything is changed: all of it, or nothing.
        for new in &file.environments {
            if let Some(mut problems) = super::check::problems(new) {
                problems.message = format!("`{}`: {}", new.name, problems.message);
                return Err(problems);
            }
            if from.replace {
                self.own_environment(project, &new.name).await?;
            }
        }
        let mut done = ImportedEnvironments::default();
        for new in file.environments {
            let own = secrets.get(&new.name);
            self.import_one(project, new, own, from.replace, &mut done)
                .await?;
        }
        let known = self.list_variables(Some(project)).await?;
        for variable in file.variables {
            let is_there = known.iter().any(|known| known.name == variable.name);
            let value = if variable.secret {
                variables.get(&variable.name).cloned()
            } else {
                Some(variable.value)
            };
            // A secret one without its value cannot be kept.
            let Some(value) = value.filter(|_| from.replace || !is_there) else {
                continue;
            };
            let new = NewVariable {
                value: value.into(),
                secret: variable.secret,
            };
            self.set_variable(Some(project), &variable.name, new)
                .await?;
            done.variables += 1;
        }
        Ok(done)
    }

    async fn import_one(
        &self,
        project: Id,
        mut new: NewEnvironment,
        own: Option<&BTreeMap<String, String>>,
        replace: bool,
        done: &mut ImportedEnvironments,
    ) -> Result<(), AppError> {
        let all = self.list_environments(project).await?;
        let there: Option<&Environment> = all.iter().find(|e| e.name == new.name);
        let name = new.name.clone();
        // The default of the project stays what it is.
        new.is_default &= !all.iter().any(|e| e.is_default && e.name != name);
        let takes = secrets::names(&new);
        let kept = match there {
            Some(_) if !replace => {
                done.kept.push(name);
                return Ok(());
            }
            Some(there) => {
                let id = there.id;
                done.replaced.push(name);
                self.update_environment(project, id, new).await?
            }
            None => {
                done.created.push(name);
                self.create_environment(project, new).await?
            }
        };
        for (name, value) in own.into_iter().flatten() {
            if takes.contains(name) {
                let value = NewEnvironmentSecret {
                    value: value.clone().into(),
                };
                self.set_environment_secret(project, kept.id, name, value)
                    .await?;
                done.secrets += 1;
            }
        }
        Ok(())
    }
}

async fn open_bundle(text: String, passphrase: Option<SecretString>) -> Result<Bundle, AppError> {
    let fits = |p: &SecretString| p.expose_secret().chars().count() <= LONGEST;
    let Some(passphrase) = passphrase.filter(fits) else {
        return Err(AppError::invalid(
            "passphrase_needed",
            "The bundle is opened with a passphrase, and none was given.",
        )
        .with_hint("Give the one that it was sealed with."));
    };
    let opened = crate::off_thread(move || {
        let mut identity = scrypt::Identity::new(passphrase);
        identity.set_max_work_factor(MOST_WORK);
        age::decrypt(&identity, text.trim().as_bytes()).map(Zeroizing::new)
    })
    .await?;
    let plain = opened.map_err(|why| {
        let message = "The bundle cannot be opened.";
        AppError::invalid("bundle_not_opened", message)
            .with_hint("Look at the passphrase, and whether the whole file is there.")
            .because(why)
    })?;
    // What serde says could quote what is within.
    serde_json::from_slice(&plain).map_err(|_| {
        let message = "The bundle holds no environments of Fairlead.";
        AppError::invalid("invalid_environments", message)
            .with_hint("Import a bundle that Fairlead has made.")
    })
}
