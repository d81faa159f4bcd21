//! A person signs in on any device, with a code that is shown here (RFC 8628).

use fairlead_core::{Id, limits};
use futures::FutureExt;
use oauth2::{
    DeviceAuthorizationUrl, DeviceCodeErrorResponse, DeviceCodeErrorResponseType,
    RequestTokenError, StandardDeviceAuthorizationResponse,
};
use tokio_util::sync::CancellationToken;
use url::Url;

use super::{
    authorize::{later, not_this_way, only_web},
    client::Provider,
    refused,
    tokens::Tokens,
};
use crate::{App, AppError, EventKind, OAuthGrant, SignIn, playground::CarryError};

const HINT: &str = "Look at the device URL, the client's id, and the scopes.";

impl App {
    /// Begins to sign in: the code is for a person to type. The provider is asked from time to
    /// time whether they have.
    pub async fn begin_device(&self, project: Id, id: Id) -> Result<SignIn, AppError> {
        let environment = self.open_environment(project, id).await?;
        let provider = self.provider_of(project, &environment).await?;
        let address = match (&provider.device_url, provider.grant) {
            (Some(url), OAuthGrant::Device) => url.clone(),
            _ => return Err(not_this_way("on another device")),
        };
        let url = DeviceAuthorizationUrl::new(address.clone()).map_err(|why| {
            let message = format!("The device URL `{address}` is no URL: {why}.");
            refused(provider.redactor.apply(&message), HINT)
        })?;
        let asker = provider.asker.clone().set_device_authorization_url(url);
        let mut asking = asker
            .exchange_device_code()
            .add_scopes(provider.scopes.clone());
        if let Some(audience) = &provider.audience {
            asking = asking.add_extra_param("audience", audience);
        }
        let carry = provider.carry();
        let asking = asking.request_async(&carry).boxed();
        let begun: StandardDeviceAuthorizationResponse =
            match tokio::time::timeout(limits::TOKEN_TIME, asking).await {
                Ok(Ok(begun)) => begun,
                Ok(Err(why)) => return Err(refused(provider.explain(&address, why), HINT)),
                Err(_) => {
                    let message = format!("{address} did not answer in time.");
                    return Err(refused(provider.redactor.apply(&message), HINT));
                }
            };
        let page = match begun.verification_uri_complete() {
            Some(whole) => whole.secret().clone(),
            None => begun.verification_uri().to_string(),
        };
        let page = Url::parse(&page).map_err(|why| {
            let message = format!("The page that {address} names is no URL: {why}.");
            refused(provider.redactor.apply(&message), HINT)
        })?;
        let until = later(begun.expires_in());
        let code = begun.user_code().secret().clone();
        let background = &self.inner.background;
        let oauth = &self.inner.oauth;
        let (number, cancel) = oauth.wait(id, only_web(page)?, Some(code), until, background);
        let app = self.clone();
        tokio::spawn(async move {
            let outcome = app.poll(project, id, provider, begun, cancel).await;
            if app.inner.oauth.end(id, number, outcome.err()) {
                app.tell_environment(project, id, EventKind::Updated).await;
            }
        });
        self.tell_environment(project, id, EventKind::Updated).await;
        self.sign_in_status(project, id).await
    }

    /// Asks until there is an answer, no more often than the provider wants (RFC 8628 §3.5).
    async fn poll(
        &self,
        project: Id,
        id: Id,
        provider: Provider,
        begun: StandardDeviceAuthorizationResponse,
        cancel: CancellationToken,
    ) -> Result<(), String> {
        let carry = provider.carry();
        let asking = provider
            .asker
            .exchange_device_access_token(&begun)
            .request_async(&carry, tokio::time::sleep, None)
            .boxed();
        let given = tokio::select! {
            given = asking => given,
            () = cancel.cancelled() => return Err("Signing in was broken off.".to_owned()),
        };
        let given = given.map_err(|why| refusal(&provider, why))?;
        let tokens = Tokens::of(&given, &provider);
        let kept = self.keep_tokens(project, id, &tokens).await;
        kept.map_err(|why| why.message)
    }
}

/// Why the waiting has ended without a token (RFC 8628 §3.5).
fn refusal(
    provider: &Provider,
    why: RequestTokenError<CarryError, DeviceCodeErrorResponse>,
) -> String {
    use oauth2::basic::BasicErrorResponseType::Extension;
    if let RequestTokenError::ServerResponse(said) = &why {
        match said.error() {
            DeviceCodeErrorResponseType::AccessDenied => {
                return "The person has refused. Sign in again, and allow it on the other device."
                    .to_owned();
            }
            DeviceCodeErrorResponseType::ExpiredToken => {
                return "The code has ended before it was used. Sign in again for a new one."
                    .to_owned();
            }
            DeviceCodeErrorResponseType::Basic(Extension(word)) if word == "slow_down" => {
                return "The provider wants to be asked less often than it is. Sign in again."
                    .to_owned();
            }
            _ => {}
        }
    }
    provider.explain(&provider.token_url, why)
}
