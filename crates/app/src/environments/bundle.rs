//! Environments as a file without secrets, and as a bundle with them, which a passphrase opens.
//! What a person has been allowed by signing in (OAuth tokens) stays here in both.

use std::collections::BTreeMap;

use age::scrypt;
use fairlead_core::Id;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{oauth::TOKENS, setup, unreadable, with_secrets};
use crate::{
    App, AppError, EnvironmentVariable, EnvironmentsBundle, EnvironmentsFile, ImportEnvironments,
    NewEnvironment,
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
pub(super) struct Bundle {
    pub file: EnvironmentsFile,
    /// By environment and name.
    pub secrets: BTreeMap<String, BTreeMap<String, String>>,
    /// Values of the project's secret variables.
    pub variables: BTreeMap<String, String>,
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
}

/// What an import is to add.
pub(super) async fn read(from: ImportEnvironments) -> Result<Bundle, AppError> {
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
    if bundle.file.fairlead_environments != VERSION {
        let version = bundle.file.fairlead_environments;
        let message = format!("Version {version} of the file is not known.");
        return Err(AppError::invalid("invalid_environments", message)
            .with_hint("It was written by a newer Fairlead: use that."));
    }
    Ok(bundle)
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
