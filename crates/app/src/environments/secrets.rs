//! Secrets of an environment: they go into the vault and come out only in a request on its way.

use fairlead_core::Id;
use fairlead_store::environment::{self, SecretRow};
use secrecy::{ExposeSecret, SecretString};
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, pem::PemObject};

use crate::{
    App, AppError, Environment, EnvironmentAuth, EnvironmentSecret, EventKind, NewEnvironment,
    NewEnvironmentSecret, OAuthGrant, credentials::vault_failed,
};

/// Longest secret that is kept, in characters.
const LONGEST: usize = 65_536;
/// The private key of the certificate that the client shows.
pub const CLIENT_KEY: &str = "clientKey";
/// What the proxy is shown.
pub const PROXY_PASSWORD: &str = "proxyPassword";
/// What stands before the name of a variable in the name of its secret.
const VARIABLE: &str = "variable.";
/// Who sets secrets where nobody logs in.
pub const OWNER: &str = "local owner";

/// The secret of a variable.
pub fn of_variable(name: &str) -> String {
    format!("{VARIABLE}{name}")
}

/// The variable whose secret it is.
pub fn variable_of(name: &str) -> Option<&str> {
    name.strip_prefix(VARIABLE)
}

/// The names of the secrets that an environment takes.
pub fn names(set: &NewEnvironment) -> Vec<String> {
    let own: &[&str] = match &set.auth {
        EnvironmentAuth::None {} | EnvironmentAuth::Description {} => &[],
        EnvironmentAuth::ApiKey { .. } => &["apiKey"],
        EnvironmentAuth::Basic { .. } => &["password"],
        EnvironmentAuth::Bearer { .. } => &["token"],
        EnvironmentAuth::Hmac { .. } => &["signingKey"],
        EnvironmentAuth::AwsSigV4 { .. } => &["secretAccessKey", "sessionToken"],
        EnvironmentAuth::Oauth2 { .. } => &["clientSecret"],
    };
    let of_connection = [
        (set.client_certificate.is_some(), CLIENT_KEY),
        (set.proxy_username.is_some(), PROXY_PASSWORD),
    ];
    let of_connection = of_connection.iter().filter(|(takes, _)| *takes);
    let variables = set.variables.iter().filter(|v| v.secret);
    own.iter()
        .copied()
        .chain(of_connection.map(|(_, name)| *name))
        .map(str::to_owned)
        .chain(variables.map(|v| of_variable(&v.name)))
        .collect()
}

/// Whether requests may go without a secret that the environment takes.
pub fn is_optional(auth: &EnvironmentAuth, name: &str) -> bool {
    match auth {
        // A public client has none.
        EnvironmentAuth::Oauth2 { grant, .. } => {
            name == "clientSecret" && *grant != OAuthGrant::ClientCredentials
        }
        // Lasting credentials have none.
        EnvironmentAuth::AwsSigV4 { .. } => name == "sessionToken",
        _ => false,
    }
}

/// Each secret that an environment takes, and what is known of it.
pub fn statuses(set: &NewEnvironment, rows: &[SecretRow]) -> Vec<EnvironmentSecret> {
    let status = |name: String| {
        let row = rows.iter().find(|row| row.name == name);
        EnvironmentSecret {
            set: row.is_some(),
            first_set_at: row.map(|r| r.first_set_at),
            set_at: row.map(|r| r.set_at),
            set_by: row.map(|r| r.set_by.clone()),
            used_at: row.and_then(|r| r.used_at),
            name,
        }
    };
    names(set).into_iter().map(status).collect()
}

/// Where a secret belongs, bound into its sealed form.
pub fn place(project: Id, environment: Id, name: &str) -> [String; 3] {
    [
        project.to_string(),
        environment.to_string(),
        name.to_owned(),
    ]
}

/// Whether a text can be that secret.
pub fn check(name: &str, text: &str) -> Result<(), AppError> {
    if name == CLIENT_KEY && PrivateKeyDer::from_pem_slice(text.as_bytes()).is_err() {
        return Err(AppError::invalid(
            "invalid_secret",
            "The key is no private key in PEM (`-----BEGIN PRIVATE KEY-----`).",
        )
        .with_hint("Give the key by itself, and without a passphrase."));
    }
    let is_one_line = name == CLIENT_KEY || !text.contains(['\r', '\n', '\0']);
    if !is_one_line || !(1..=LONGEST).contains(&text.chars().count()) {
        return Err(AppError::invalid(
            "invalid_secret",
            format!("A secret is one line of text of 1 to {LONGEST} characters."),
        ));
    }
    Ok(())
}

impl App {
    /// Keeps a secret, in place of the one before.
    pub async fn set_environment_secret(
        &self,
        project: Id,
        id: Id,
        name: &str,
        secret: NewEnvironmentSecret,
    ) -> Result<Environment, AppError> {
        let set = super::setup(&self.environment_row(project, id).await?)?;
        let takes = names(&set);
        if !takes.iter().any(|known| known == name) {
            let hint = match takes.as_slice() {
                [] => {
                    "It takes none: choose how it authenticates, or make a variable secret.".into()
                }
                names => format!("It takes {}.", names.join(", ")),
            };
            let message = format!("The environment `{}` takes no secret `{name}`.", set.name);
            return Err(AppError::not_found("secret_not_found", message).with_hint(hint));
        }
        check(name, secret.value.expose_secret())?;
        self.keep_secret(project, id, name, &secret.value).await?;
        self.forget_fetched(project, id, &set).await?;
        self.tell_environment(project, id, EventKind::Updated).await;
        self.environment(project, id).await
    }

    /// Seals and keeps what is known to be a secret of this environment.
    pub(super) async fn keep_secret(
        &self,
        project: Id,
        id: Id,
        name: &str,
        value: &SecretString,
    ) -> Result<(), AppError> {
        let place = place(project, id, name);
        let sealed = self.inner.vault.seal(&place, value).map_err(vault_failed)?;
        let name = name.to_owned();
        self.store()
            .write(move |c| environment::put_secret(c, id, &name, &sealed, OWNER))
            .await?;
        Ok(())
    }

    /// Forgets a token that was fetched with secrets that are others now.
    async fn forget_fetched(
        &self,
        project: Id,
        id: Id,
        set: &NewEnvironment,
    ) -> Result<(), AppError> {
        let is_fetched = matches!(
            set.auth,
            EnvironmentAuth::Oauth2 {
                grant: OAuthGrant::ClientCredentials,
                ..
            }
        );
        if is_fetched {
            self.drop_tokens(project, id).await?;
        }
        Ok(())
    }

    /// Forgets a secret.
    pub async fn delete_environment_secret(
        &self,
        project: Id,
        id: Id,
        name: &str,
    ) -> Result<(), AppError> {
        let set = super::setup(&self.environment_row(project, id).await?)?;
        let gone = name.to_owned();
        let was_there = self
            .store()
            .write(move |c| environment::delete_secret(c, id, &gone))
            .await?;
        if !was_there {
            let message = format!("The secret `{name}` is not set.");
            return Err(AppError::not_found("secret_not_found", message));
        }
        self.forget_fetched(project, id, &set).await?;
        self.tell_environment(project, id, EventKind::Updated).await;
        Ok(())
    }
}
