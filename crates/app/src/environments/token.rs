//! Access tokens of OAuth 2: fetched when a request needs one, kept in memory until they end, and
//! fetched once however many requests wait for them. They are written nowhere.

use std::{
    collections::HashMap,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use fairlead_core::{Id, limits, redact::Redactor};
use futures::FutureExt;
use oauth2::{
    AuthType, ClientId, ClientSecret, RequestTokenError, Scope, TokenResponse, TokenUrl,
    basic::BasicClient,
};
use secrecy::{ExposeSecret, SecretString};

use super::OpenEnvironment;
use crate::{
    App, AppError, ClientAuth, EnvironmentAuth, ErrorKind,
    credentials::Opened,
    playground::{CarryError, Client},
    requests::variables::Variables,
};

/// The name under which a token lies among the open secrets of an environment.
pub(crate) const ACCESS_TOKEN: &str = "accessToken";
/// A token that ends within this time is not used any more.
const TOO_LATE: Duration = Duration::from_secs(10);
/// How long a token is used whose end was not said.
const UNSAID: Duration = Duration::from_mins(5);

/// What there is of an environment's token; whoever holds it may fetch a new one.
type Kept = Arc<tokio::sync::Mutex<()>>;

/// An answer of a token endpoint on its way.
type Carried = Pin<Box<dyn Future<Output = Result<oauth2::HttpResponse, CarryError>> + Send>>;

/// The tokens of all environments.
#[derive(Default)]
pub(crate) struct Tokens {
    flights: Mutex<HashMap<Id, Kept>>,
    known: Mutex<HashMap<Id, (SecretString, Instant)>>,
}

impl Tokens {
    /// The token of an environment, whether it has ended or not.
    pub fn last(&self, id: Id) -> Option<SecretString> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        Some(known.get(&id)?.0.clone())
    }

    /// Forgets the token of an environment.
    pub fn forget(&self, id: Id) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.remove(&id);
    }

    fn good(&self, id: Id) -> Option<SecretString> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let (token, end) = known.get(&id)?;
        (*end > Instant::now() + TOO_LATE).then(|| token.clone())
    }

    fn keep(&self, id: Id, token: SecretString, lives: Duration) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(id, (token, Instant::now() + lives));
    }

    fn flight(&self, id: Id) -> Kept {
        let mut flights = self.flights.lock().unwrap_or_else(PoisonError::into_inner);
        flights.entry(id).or_default().clone()
    }
}

impl App {
    /// Puts an access token among the open secrets of an environment that wants one.
    pub(crate) async fn bring_token(
        &self,
        project: Id,
        environment: &mut OpenEnvironment,
    ) -> Result<(), AppError> {
        if !matches!(environment.setup.auth, EnvironmentAuth::Oauth2 { .. }) {
            return Ok(());
        }
        let id = environment.id;
        let tokens = &self.inner.tokens;
        let flight = tokens.flight(id);
        let flying = flight.lock().await;
        let token = match tokens.good(id) {
            Some(token) => token,
            None => {
                let credentials = self.open_credentials(project).await?;
                let variables = self
                    .variables(project, &credentials, Some(environment))
                    .await?;
                let redactor = self.sure_redactor(project).await?;
                let (token, lives) = fetch(environment, &variables, &redactor).await?;
                tokens.keep(id, token.clone(), lives);
                let used = vec!["clientSecret".to_owned()];
                self.note_secrets_used(id, used).await;
                token
            }
        };
        drop(flying);
        let opened = Opened {
            username: None,
            secret: token,
        };
        environment.secrets.insert(ACCESS_TOKEN.to_owned(), opened);
        Ok(())
    }
}

/// Asks for a token with the credentials of the client (RFC 6749 §4.4).
async fn fetch(
    environment: &OpenEnvironment,
    variables: &Variables,
    redactor: &Redactor,
) -> Result<(SecretString, Duration), AppError> {
    let EnvironmentAuth::Oauth2 {
        token_url,
        client_id,
        scopes,
        audience,
        client_auth,
    } = &environment.setup.auth
    else {
        return Err(refused("The environment does not use OAuth 2.", ""));
    };
    let known = |text: &str| {
        let (filled, unknown) = variables.fill(text);
        match unknown.first() {
            None => Ok(filled),
            Some(name) => {
                let why = format!("{{{{{name}}}}} in the authentication stands for nothing.");
                Err(refused(
                    why,
                    "Give the environment a variable of that name.",
                ))
            }
        }
    };
    let address = known(token_url)?;
    let url = TokenUrl::new(address.clone()).map_err(|why| {
        let message = format!("The token URL `{address}` is no URL: {why}.");
        refused(redactor.apply(&message), "Correct it in the environment.")
    })?;
    let Some(secret) = environment.secrets.get("clientSecret") else {
        let message = "The secret `clientSecret` of the environment is not set.";
        return Err(refused(message, "Set it, then send again."));
    };
    let client = BasicClient::new(ClientId::new(known(client_id)?))
        .set_client_secret(ClientSecret::new(secret.secret.expose_secret().to_owned()))
        .set_auth_type(match client_auth {
            ClientAuth::Basic => AuthType::BasicAuth,
            ClientAuth::Body => AuthType::RequestBody,
        })
        .set_token_uri(url);
    let mut asking = client.exchange_client_credentials();
    for scope in scopes {
        asking = asking.add_scope(Scope::new(known(scope)?));
    }
    if let Some(audience) = audience {
        asking = asking.add_extra_param("audience", known(audience)?);
    }
    let http = match Client::of(environment)? {
        Some(client) => client,
        None => {
            Client::plain().map_err(|why| refused("There is no HTTP client.", "").because(why))?
        }
    };
    // The request owns what it needs, so that it may move between threads.
    let carry = move |request| {
        let http = http.clone();
        Box::pin(async move { http.carry(request).await }) as Carried
    };
    // On the heap: the compiler cannot see that the future may move between threads otherwise.
    let asking = asking.request_async(&carry).boxed();
    let asked = tokio::time::timeout(limits::TOKEN_TIME, asking).await;
    let hint = "Look at the token URL, the client's id and secret, and the scopes.";
    let given = match asked {
        Ok(Ok(given)) => given,
        Ok(Err(why)) => {
            let why = match why {
                RequestTokenError::ServerResponse(said) => said.to_string(),
                RequestTokenError::Request(why) => why.to_string(),
                RequestTokenError::Parse(why, _) => format!("its answer is no token: {why}"),
                RequestTokenError::Other(why) => why,
            };
            let message = format!("{address} gives no token: {why}.");
            return Err(refused(redactor.apply(&message), hint));
        }
        Err(_) => {
            let message = format!("{address} gave no token in time.");
            return Err(refused(redactor.apply(&message), hint));
        }
    };
    let token = SecretString::from(given.access_token().secret().to_owned());
    Ok((token, given.expires_in().unwrap_or(UNSAID)))
}

fn refused(message: impl Into<String>, hint: &str) -> AppError {
    AppError::new(ErrorKind::Unavailable, "token_refused", message).with_hint(hint)
}
