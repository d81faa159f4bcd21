//! The client of OAuth 2 that an environment describes, variables filled in.

use std::pin::Pin;

use fairlead_core::{Id, redact::Redactor};
use oauth2::{
    AuthType, ClientId, ClientSecret, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse,
    RequestTokenError, Scope, TokenUrl, basic::BasicClient,
};
use secrecy::{ExposeSecret, SecretString};

use super::refused;
use crate::{
    App, AppError, ClientAuth, EnvironmentAuth, OAuthGrant,
    environments::OpenEnvironment,
    playground::{CarryError, Client},
};

/// A client that can ask for tokens.
pub type Asker =
    BasicClient<EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

/// An answer of a provider on its way.
type Carried = Pin<Box<dyn Future<Output = Result<HttpResponse, CarryError>> + Send>>;

/// What an environment says about its provider, ready to be used.
pub struct Provider {
    pub grant: OAuthGrant,
    pub asker: Asker,
    pub token_url: String,
    pub authorization_url: Option<String>,
    pub device_url: Option<String>,
    pub revocation_url: Option<String>,
    pub issuer: Option<String>,
    pub scopes: Vec<Scope>,
    pub audience: Option<String>,
    pub client_id: String,
    pub client_auth: ClientAuth,
    pub secret: Option<SecretString>,
    pub http: Client,
    pub redactor: Redactor,
}

impl App {
    /// The provider of an environment.
    pub(super) async fn provider_of(
        &self,
        project: Id,
        environment: &OpenEnvironment,
    ) -> Result<Provider, AppError> {
        let EnvironmentAuth::Oauth2 {
            grant,
            authorization_url,
            device_url,
            revocation_url,
            issuer,
            token_url,
            client_id,
            scopes,
            audience,
            client_auth,
        } = &environment.setup.auth
        else {
            return Err(
                AppError::conflict("not_oauth", "The environment does not use OAuth 2.")
                    .with_hint("Choose OAuth 2 as its authentication."),
            );
        };
        let credentials = self.open_credentials(project).await?;
        let variables = self
            .variables(project, &credentials, Some(environment))
            .await?;
        let redactor = self.sure_redactor(project).await?;
        let known = |text: &String| {
            let (filled, unknown) = variables.fill(text);
            match unknown.first() {
                None => Ok(filled),
                Some(name) => {
                    let why = format!("{{{{{name}}}}} in the authentication stands for nothing.");
                    let hint = "Give the environment a variable of that name.";
                    Err(refused(why, hint))
                }
            }
        };
        let maybe = |text: &Option<String>| text.as_ref().map(known).transpose();
        let token_url = known(token_url)?;
        let url = TokenUrl::new(token_url.clone()).map_err(|why| {
            let message = format!("The token URL `{token_url}` is no URL: {why}.");
            refused(redactor.apply(&message), "Correct it in the environment.")
        })?;
        let secret = environment.secrets.get("clientSecret");
        let secret = secret.map(|opened| opened.secret.clone());
        if secret.is_none() && *grant == OAuthGrant::ClientCredentials {
            let message = "The secret `clientSecret` of the environment is not set.";
            return Err(refused(message, "Set it, then send again."));
        }
        let client_id = known(client_id)?;
        let mut asker = BasicClient::new(ClientId::new(client_id.clone())).set_token_uri(url);
        if let Some(secret) = &secret {
            asker = asker
                .set_client_secret(ClientSecret::new(secret.expose_secret().to_owned()))
                .set_auth_type(match client_auth {
                    ClientAuth::Basic => AuthType::BasicAuth,
                    ClientAuth::Body => AuthType::RequestBody,
                });
        }
        let scopes = scopes.iter().map(|scope| known(scope).map(Scope::new));
        Ok(Provider {
            grant: *grant,
            asker,
            token_url,
            authorization_url: maybe(authorization_url)?,
            device_url: maybe(device_url)?,
            revocation_url: maybe(revocation_url)?,
            issuer: maybe(issuer)?,
            scopes: scopes.collect::<Result<_, _>>()?,
            audience: maybe(audience)?,
            client_id,
            client_auth: *client_auth,
            secret,
            http: Client::of(environment)?.unwrap_or_else(|| self.inner.senders.plain.clone()),
            redactor,
        })
    }
}

impl Provider {
    /// What carries requests to it; owns what it needs, so that it may move between threads.
    pub fn carry(&self) -> impl Fn(HttpRequest) -> Carried + Send + Sync + 'static {
        let http = self.http.clone();
        move |request| {
            let http = http.clone();
            Box::pin(async move { http.carry(request).await }) as Carried
        }
    }

    /// Why it gave nothing, secrets masked.
    pub fn explain<T: oauth2::ErrorResponse + std::fmt::Display + 'static>(
        &self,
        address: &str,
        why: RequestTokenError<CarryError, T>,
    ) -> String {
        let why = match why {
            RequestTokenError::ServerResponse(said) => said.to_string(),
            RequestTokenError::Request(why) => why.to_string(),
            RequestTokenError::Parse(why, _) => format!("its answer is not as it should be: {why}"),
            RequestTokenError::Other(why) => why,
        };
        let message = format!("{address} gives no token: {why}.");
        self.redactor.apply(&message)
    }
}
