//! A person signs in with the system's browser, which comes back to this machine with a code
//! (RFC 6749 §4.1, RFC 8252 §7.3). Every sign-in has a port and a `state` of its own, so that the
//! answer to one is none to another.

use std::time::Duration;

use fairlead_core::{Id, Timestamp, limits};
use futures::FutureExt;
use oauth2::{
    AuthUrl, AuthorizationCode, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
};
use secrecy::SecretString;
use tokio::{net::TcpListener, sync::mpsc};
use tokio_util::sync::CancellationToken;
use url::Url;

use super::{
    callback::{self, Callback, Verdict},
    client::Provider,
    tokens::Tokens,
};
use crate::{App, AppError, ErrorKind, EventKind, OAuthGrant, SignIn};

/// What is needed to make tokens of an answer.
struct Asking {
    provider: Provider,
    redirect: RedirectUrl,
    state: CsrfToken,
    verifier: SecretString,
}

impl App {
    /// Begins to sign in: the address is for a browser. What comes back is waited for.
    pub async fn begin_sign_in(&self, project: Id, id: Id) -> Result<SignIn, AppError> {
        let environment = self.open_environment(project, id).await?;
        let provider = self.provider_of(project, &environment).await?;
        let address = match (&provider.authorization_url, provider.grant) {
            (Some(url), OAuthGrant::AuthorizationCode) => url.clone(),
            _ => return Err(not_this_way("with a browser")),
        };
        let unusable = |why: url::ParseError| {
            let message = format!("The authorization URL `{address}` is no URL: {why}.");
            AppError::invalid("unusable_environment", provider.redactor.apply(&message))
                .with_hint("Correct it in the environment.")
        };
        let authorization = AuthUrl::new(address.clone()).map_err(unusable)?;
        let failed = |why: std::io::Error| {
            let message = "No port of this machine can be opened for the answer.";
            AppError::new(ErrorKind::Internal, "no_port", message).because(why)
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(failed)?;
        let port = listener.local_addr().map_err(failed)?.port();
        let redirect = format!("http://127.0.0.1:{port}/callback");
        let redirect = RedirectUrl::new(redirect).map_err(unusable)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let asker = provider.asker.clone();
        let asker = asker
            .set_auth_uri(authorization)
            .set_redirect_uri(redirect.clone());
        let mut request = asker
            .authorize_url(CsrfToken::new_random)
            .add_scopes(provider.scopes.clone())
            .set_pkce_challenge(challenge);
        if let Some(audience) = &provider.audience {
            request = request.add_extra_param("audience", audience);
        }
        let (url, state) = request.url();
        let url = only_web(url)?;
        let until = later(limits::SIGN_IN_TIME);
        let background = &self.inner.background;
        let oauth = &self.inner.oauth;
        let (number, cancel) = oauth.wait(id, url, None, until, background);
        let asking = Asking {
            provider,
            redirect,
            state,
            verifier: verifier.into_secret().into(),
        };
        let app = self.clone();
        tokio::spawn(async move {
            let failure = app
                .wait_for_browser(project, id, listener, asking, cancel)
                .await;
            if app.inner.oauth.end(id, number, failure.err()) {
                app.tell_environment(project, id, EventKind::Updated).await;
            }
        });
        self.tell_environment(project, id, EventKind::Updated).await;
        self.sign_in_status(project, id).await
    }

    /// Waits until a browser brings a code, and makes tokens of it; `Err` says why there are none.
    async fn wait_for_browser(
        &self,
        project: Id,
        id: Id,
        listener: TcpListener,
        asking: Asking,
        cancel: CancellationToken,
    ) -> Result<(), String> {
        let (bring, mut brought) = mpsc::channel::<Callback>(4);
        let listening = cancel.child_token();
        let _ends = listening.clone().drop_guard();
        tokio::spawn(callback::listen(listener, bring, listening));
        let deadline = tokio::time::Instant::now() + limits::SIGN_IN_TIME;
        loop {
            let callback = tokio::select! {
                callback = brought.recv() => callback,
                () = cancel.cancelled() => None,
                () = tokio::time::sleep_until(deadline) => {
                    return Err("Nobody signed in in time.".to_owned());
                }
            };
            let Some(callback) = callback else {
                return Err("Signing in was broken off.".to_owned());
            };
            let state = asking.state.secret();
            let issuer = asking.provider.issuer.as_deref();
            let outcome = match callback::judge(&callback.query, state, issuer) {
                // Whoever sent it, it is no answer to what was asked.
                Verdict::Stray(why) => {
                    let _ = callback.answer.send(Err(why));
                    continue;
                }
                Verdict::Refused(why) => Err(asking.provider.redactor.apply(&why)),
                Verdict::Code(code) => self.redeem(project, id, &asking, code).await,
            };
            // The browser may have gone away.
            let _ = callback.answer.send(outcome.clone());
            return outcome;
        }
    }

    async fn redeem(
        &self,
        project: Id,
        id: Id,
        asking: &Asking,
        code: String,
    ) -> Result<(), String> {
        use secrecy::ExposeSecret;
        let provider = &asking.provider;
        let asker = provider.asker.clone();
        let asker = asker.set_redirect_uri(asking.redirect.clone());
        let verifier = PkceCodeVerifier::new(asking.verifier.expose_secret().to_owned());
        let exchange = asker
            .exchange_code(AuthorizationCode::new(code))
            .set_pkce_verifier(verifier);
        let carry = provider.carry();
        let exchange = exchange.request_async(&carry).boxed();
        let given = tokio::time::timeout(limits::TOKEN_TIME, exchange)
            .await
            .map_err(|_| "The token URL gave no token in time.".to_owned())?
            .map_err(|why| provider.explain(&provider.token_url, why))?;
        let tokens = Tokens::of(&given, provider);
        let kept = self.keep_tokens(project, id, &tokens).await;
        kept.map_err(|why| why.message)
    }
}

/// An address that a browser may be sent to.
pub(super) fn only_web(url: Url) -> Result<String, AppError> {
    if matches!(url.scheme(), "http" | "https") {
        return Ok(url.into());
    }
    let message = format!("`{}:` is nothing that a browser opens.", url.scheme());
    Err(AppError::invalid("unusable_environment", message)
        .with_hint("Correct the addresses of the provider in the environment."))
}

pub(super) fn not_this_way(way: &str) -> AppError {
    let message = format!("Nobody signs in {way} to this environment.");
    AppError::conflict("not_this_grant", message)
        .with_hint("Choose the grant in the environment, and give it the address for it.")
}

pub(super) fn later(time: Duration) -> Timestamp {
    let millis = i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
    Timestamp::from_millis(Timestamp::now().as_millis().saturating_add(millis))
}
