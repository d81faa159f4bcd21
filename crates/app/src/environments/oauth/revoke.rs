//! Signing out: tokens are taken back where the provider can (RFC 7009), and forgotten here.

use base64::{Engine, prelude::BASE64_STANDARD};
use fairlead_core::{Id, limits};
use secrecy::ExposeSecret;
use url::form_urlencoded;

use super::{client::Provider, tokens::Tokens};
use crate::{App, AppError, ClientAuth, SignIn};

impl App {
    /// Signs out. That the provider does not take a token back keeps nothing here; it is said.
    pub async fn sign_out(&self, project: Id, id: Id) -> Result<SignIn, AppError> {
        self.environment_row(project, id).await?;
        self.inner.oauth.forget(id);
        let flight = self.inner.oauth.flight(id);
        let _flying = flight.lock().await;
        let mut message = None;
        if let Some(tokens) = self.tokens(project, id).await? {
            let environment = self.open_environment(project, id).await?;
            let provider = self.provider_of(project, &environment).await;
            message = match provider {
                Ok(provider) => revoke(&provider, &tokens).await,
                Err(why) => Some(why.message),
            };
            self.drop_tokens(project, id).await?;
        }
        let mut told = self.sign_in_status(project, id).await?;
        told.message = message;
        Ok(told)
    }
}

/// Takes tokens back: why the provider may still take them.
async fn revoke(provider: &Provider, tokens: &Tokens) -> Option<String> {
    let url = provider.revocation_url.as_ref()?;
    let why = match request(provider, url, tokens) {
        Err(why) => why.to_string(),
        Ok(request) => {
            let asking = provider.http.carry(request);
            match tokio::time::timeout(limits::TOKEN_TIME, asking).await {
                Ok(Ok(answer)) if answer.status().is_success() => return None,
                Ok(Ok(answer)) => format!("it answers {}", answer.status().as_u16()),
                Ok(Err(why)) => why.to_string(),
                Err(_) => "no answer came in time".to_owned(),
            }
        }
    };
    let message = format!(
        "The token is forgotten here, but {url} did not take it back: {why}. It may be good until it ends."
    );
    Some(provider.redactor.apply(&message))
}

fn request(
    provider: &Provider,
    url: &str,
    tokens: &Tokens,
) -> Result<oauth2::HttpRequest, http::Error> {
    // With the refresh token go the access tokens of the same grant (RFC 7009 §2.1).
    let (token, hint) = match &tokens.refresh {
        Some(refresh) => (refresh, "refresh_token"),
        None => (&tokens.access, "access_token"),
    };
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("token", token);
    form.append_pair("token_type_hint", hint);
    let mut request = http::Request::post(url)
        .header("accept", "application/json")
        .header("content-type", "application/x-www-form-urlencoded");
    match (&provider.secret, provider.client_auth) {
        (Some(secret), ClientAuth::Basic) => {
            // Both are written as in forms (RFC 6749 §2.3.1).
            let written = |text: &str| -> String {
                form_urlencoded::byte_serialize(text.as_bytes()).collect()
            };
            let id = written(&provider.client_id);
            let secret = written(secret.expose_secret());
            let proof = BASE64_STANDARD.encode(format!("{id}:{secret}"));
            request = request.header("authorization", format!("Basic {proof}"));
        }
        (secret, _) => {
            form.append_pair("client_id", &provider.client_id);
            if let Some(secret) = secret {
                form.append_pair("client_secret", secret.expose_secret());
            }
        }
    }
    request.body(form.finish().into_bytes())
}
