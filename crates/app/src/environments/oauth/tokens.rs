//! Tokens in the vault, and getting them for a request.

use std::time::Duration;

use fairlead_core::{Id, Timestamp, limits};
use fairlead_store::environment;
use futures::FutureExt;
use oauth2::{
    RefreshToken, RequestTokenError, TokenResponse,
    basic::{BasicErrorResponseType, BasicTokenResponse},
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use super::{client::Provider, refused};
use crate::{
    App, AppError, EnvironmentAuth, EventKind, OAuthGrant,
    credentials::{Opened, vault_failed},
    environments::{OpenEnvironment, secrets},
};

/// The name under which the vault keeps the tokens of an environment.
pub(crate) const TOKENS: &str = "oauth.tokens";
/// The name under which a token lies among the open secrets of an environment.
pub(crate) const ACCESS_TOKEN: &str = "accessToken";
/// The same of the one that renews it.
pub(crate) const REFRESH_TOKEN: &str = "refreshToken";
/// A token that ends within this time is not used any more, in milliseconds.
const TOO_LATE: i64 = 10_000;
/// How long a token is used whose end was not said, where it can be fetched anew.
const UNSAID: Duration = Duration::from_mins(5);
const HINT: &str = "Look at the token URL, the client's id and secret, and the scopes.";

/// The tokens of an environment, as the vault keeps them. Times are in milliseconds since 1970.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Tokens {
    pub access: String,
    pub refresh: Option<String>,
    /// When the access token ends; `None` where nobody said.
    pub ends: Option<i64>,
    /// When the person signed in.
    pub since: i64,
    pub scopes: Vec<String>,
}

impl Tokens {
    /// What a provider gave. Scopes that it does not name are those asked for (RFC 6749 §5.1).
    pub(super) fn of(given: &BasicTokenResponse, provider: &Provider) -> Self {
        let now = Timestamp::now().as_millis();
        let is_client = provider.grant == OAuthGrant::ClientCredentials;
        let lives = given.expires_in().or(is_client.then_some(UNSAID));
        let lives = lives.map(|life| i64::try_from(life.as_millis()).unwrap_or(i64::MAX));
        // A client shows who it is anew instead (RFC 6749 §4.4.3).
        let refresh = given.refresh_token().filter(|_| !is_client);
        let scopes = given.scopes().unwrap_or(&provider.scopes);
        Self {
            access: given.access_token().secret().to_owned(),
            refresh: refresh.map(|token| token.secret().to_owned()),
            ends: lives.map(|life| now.saturating_add(life)),
            since: now,
            scopes: scopes.iter().map(|scope| scope.to_string()).collect(),
        }
    }

    /// What is sealed under [`TOKENS`].
    pub(crate) fn read(sealed: &SecretString) -> Option<Self> {
        serde_json::from_str(sealed.expose_secret()).ok()
    }

    fn is_good(&self) -> bool {
        let now = Timestamp::now().as_millis();
        self.ends.is_none_or(|end| end - TOO_LATE > now)
    }
}

impl App {
    /// Puts an access token among the open secrets of an environment that wants one.
    pub(crate) async fn bring_token(
        &self,
        project: Id,
        environment: &mut OpenEnvironment,
    ) -> Result<(), AppError> {
        let EnvironmentAuth::Oauth2 { grant, .. } = environment.setup.auth else {
            return Ok(());
        };
        let id = environment.id;
        let flight = self.inner.oauth.flight(id);
        let flying = flight.lock().await;
        // Who waited here finds what the one before has kept.
        let kept = self.tokens(project, id).await?;
        let is_refused = self.inner.oauth.is_refused(id);
        let token = match kept {
            Some(kept) if kept.is_good() && !is_refused => kept.access,
            Some(Tokens {
                refresh: Some(refresh),
                since,
                ..
            }) => self.renew(project, environment, refresh, since).await?,
            _ if grant == OAuthGrant::ClientCredentials => self.fetch(project, environment).await?,
            // The server took it no more, and nothing better can be had without a person.
            Some(kept) if kept.is_good() => kept.access,
            kept => return Err(sign_in_again(&environment.setup.name, kept.is_some())),
        };
        drop(flying);
        let opened = Opened {
            username: None,
            secret: token.into(),
        };
        environment.secrets.insert(ACCESS_TOKEN.to_owned(), opened);
        let used = vec![TOKENS.to_owned()];
        self.note_secrets_used(id, used).await;
        Ok(())
    }

    /// Asks for a token with the credentials of the client (RFC 6749 §4.4).
    async fn fetch(&self, project: Id, environment: &OpenEnvironment) -> Result<String, AppError> {
        let provider = self.provider_of(project, environment).await?;
        let mut asking = provider
            .asker
            .exchange_client_credentials()
            .add_scopes(provider.scopes.clone());
        if let Some(audience) = &provider.audience {
            asking = asking.add_extra_param("audience", audience);
        }
        let carry = provider.carry();
        // On the heap: the compiler cannot see that the future may move between threads otherwise.
        let asking = asking.request_async(&carry).boxed();
        let given = match tokio::time::timeout(limits::TOKEN_TIME, asking).await {
            Ok(Ok(given)) => given,
            Ok(Err(why)) => {
                return Err(refused(provider.explain(&provider.token_url, why), HINT));
            }
            Err(_) => return Err(too_late(&provider)),
        };
        let used = vec!["clientSecret".to_owned()];
        self.note_secrets_used(environment.id, used).await;
        let tokens = Tokens::of(&given, &provider);
        self.keep_tokens(project, environment.id, &tokens).await?;
        Ok(tokens.access)
    }

    /// Renews a token (RFC 6749 §6). A provider that rotates gives another refresh token, which
    /// takes the place of the one that was used.
    async fn renew(
        &self,
        project: Id,
        environment: &OpenEnvironment,
        refresh: String,
        since: i64,
    ) -> Result<String, AppError> {
        let provider = self.provider_of(project, environment).await?;
        let token = RefreshToken::new(refresh.clone());
        let asking = provider.asker.exchange_refresh_token(&token);
        let carry = provider.carry();
        let asking = asking.request_async(&carry).boxed();
        let given = match tokio::time::timeout(limits::TOKEN_TIME, asking).await {
            Ok(Ok(given)) => given,
            Ok(Err(why)) => {
                let is_over = matches!(&why, RequestTokenError::ServerResponse(said)
                    if *said.error() == BasicErrorResponseType::InvalidGrant);
                let message = provider.explain(&provider.token_url, why);
                if !is_over {
                    return Err(refused(message, HINT));
                }
                self.drop_tokens(project, environment.id).await?;
                let hint = "Sign in again: what was allowed has ended, or was taken back.";
                return Err(refused(message, hint));
            }
            Err(_) => return Err(too_late(&provider)),
        };
        let mut tokens = Tokens::of(&given, &provider);
        tokens.refresh = tokens.refresh.or(Some(refresh));
        tokens.since = since;
        self.keep_tokens(project, environment.id, &tokens).await?;
        Ok(tokens.access)
    }

    /// The tokens of an environment, where there are some.
    pub(super) async fn tokens(&self, project: Id, id: Id) -> Result<Option<Tokens>, AppError> {
        let rows = self
            .store()
            .read(move |c| environment::secrets(c, id))
            .await?;
        let Some(row) = rows.into_iter().find(|row| row.name == TOKENS) else {
            return Ok(None);
        };
        let place = secrets::place(project, id, TOKENS);
        let vault = &self.inner.vault;
        let opened = vault
            .open_secret(&place, &row.sealed)
            .map_err(vault_failed)?;
        Ok(Tokens::read(&opened))
    }

    pub(super) async fn keep_tokens(
        &self,
        project: Id,
        id: Id,
        tokens: &Tokens,
    ) -> Result<(), AppError> {
        let text = serde_json::to_string(tokens).map_err(crate::environments::unreadable)?;
        self.keep_secret(project, id, TOKENS, &text.into()).await?;
        self.inner.oauth.renewed(id);
        self.tell_environment(project, id, EventKind::Updated).await;
        Ok(())
    }

    /// Forgets the tokens of an environment, here.
    pub(crate) async fn drop_tokens(&self, project: Id, id: Id) -> Result<(), AppError> {
        let gone = self
            .store()
            .write(move |c| environment::delete_secret(c, id, TOKENS))
            .await?;
        self.inner.oauth.renewed(id);
        if gone {
            self.tell_environment(project, id, EventKind::Updated).await;
        }
        Ok(())
    }
}

fn sign_in_again(name: &str, was_in: bool) -> AppError {
    let message = if was_in {
        format!("The sign-in of the environment `{name}` has ended, and cannot be renewed.")
    } else {
        format!("Nobody is signed in to the environment `{name}`.")
    };
    AppError::conflict("not_signed_in", message)
        .with_hint("Sign in: in the project's settings, at the environment.")
}

fn too_late(provider: &Provider) -> AppError {
    let message = format!("{} gave no token in time.", provider.token_url);
    refused(provider.redactor.apply(&message), HINT)
}
