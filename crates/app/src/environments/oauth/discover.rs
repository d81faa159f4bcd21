//! What a provider of OAuth 2 says of itself at its own address (OpenID Connect Discovery 1.0 §4,
//! RFC 8414 §3).

use fairlead_core::{Id, limits};
use oauth2::{HttpRequest, http::Method};
use reqwest::Url;
use serde::Deserialize;

use crate::{
    App, AppError, ClientAuth, Discovered, ErrorKind, NewDiscovery, OAuthGrant,
    playground::{CarryError, Client},
};

/// What of the metadata is used (RFC 8414 §2; RFC 8628 §4).
#[derive(Deserialize)]
struct Metadata {
    issuer: String,
    authorization_endpoint: Option<String>,
    token_endpoint: Option<String>,
    device_authorization_endpoint: Option<String>,
    revocation_endpoint: Option<String>,
    #[serde(default)]
    scopes_supported: Vec<String>,
    /// Left out, it is `authorization_code` and `implicit`.
    grant_types_supported: Option<Vec<String>>,
    /// Left out, it is `client_secret_basic`.
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
}

impl App {
    /// Asks an issuer for the addresses of its provider. Nothing is kept.
    pub async fn discover(&self, project: Id, at: NewDiscovery) -> Result<Discovered, AppError> {
        self.project_row(project).await?;
        let environment = match at.environment_id {
            Some(id) => {
                let found = self.open_environment(project, id).await;
                Some(found.map_err(|error| match error.kind {
                    // The path leads somewhere; what the body names is wrong.
                    ErrorKind::NotFound => AppError {
                        kind: ErrorKind::Invalid,
                        ..error
                    },
                    _ => error,
                })?)
            }
            None => None,
        };
        let credentials = self.open_credentials(project).await?;
        let variables = self
            .variables(project, &credentials, environment.as_ref())
            .await?;
        let (issuer, unknown) = variables.fill(at.issuer.trim());
        if let Some(name) = unknown.first() {
            let message = format!("{{{{{name}}}}} in the issuer stands for nothing.");
            return Err(AppError::invalid("invalid_issuer", message)
                .with_hint("Give the environment or the project a variable of that name."));
        }
        let places = places(&issuer)?;
        let own = environment.as_ref().map(Client::of).transpose()?.flatten();
        let client = own.unwrap_or_else(|| self.inner.senders.plain.clone());
        let redactor = self.sure_redactor(project).await?;
        let mut first = None;
        for place in &places {
            match ask(&client, place).await {
                Ok(found) => return judge(&issuer, place, found),
                // Another address of the same host answers no better.
                Err(why) if !why.may_be_elsewhere => return Err(told(&redactor, why.what)),
                Err(why) => first = first.or(Some(why.what)),
            }
        }
        let tried: Vec<&str> = places.iter().map(Url::as_str).collect();
        let what = first.unwrap_or_default();
        let message = format!("{what} Tried {}.", tried.join(" and "));
        Err(told(&redactor, message))
    }
}

fn told(redactor: &fairlead_core::redact::Redactor, message: String) -> AppError {
    let hint = "Look at the issuer: it is the address that the provider's documents name, without `/.well-known/…`.";
    AppError::new(
        ErrorKind::Unavailable,
        "no_discovery",
        redactor.apply(&message),
    )
    .with_hint(hint)
}

/// Where an issuer may say what it has, in the order in which it is asked.
fn places(issuer: &str) -> Result<Vec<Url>, AppError> {
    let refuse = |why: &str| {
        let message = format!("The issuer {why}.");
        AppError::invalid("invalid_issuer", message)
            .with_hint("Give its whole address, such as https://login.example.com/tenant.")
    };
    let url = Url::parse(issuer).map_err(|_| refuse("is not a whole URL"))?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(refuse("must begin with https://"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(refuse("must have no `?` or `#` (RFC 8414 §2)"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refuse("must hold no name or password"));
    }
    let path = url.path().trim_end_matches('/').to_owned();
    let at = |path: String| {
        let mut place = url.clone();
        place.set_path(&path);
        place
    };
    let mut places = vec![
        // Behind the path (OpenID Connect Discovery 1.0 §4.1), or before it (RFC 8414 §3.1, §5).
        at(format!("{path}/.well-known/openid-configuration")),
        at(format!("/.well-known/oauth-authorization-server{path}")),
        at(format!("/.well-known/openid-configuration{path}")),
    ];
    places.dedup();
    if path.is_empty() {
        places.truncate(2);
    }
    Ok(places)
}

/// Why an address says nothing of use.
struct Silence {
    what: String,
    /// Whether another address may know more.
    may_be_elsewhere: bool,
}

async fn ask(client: &Client, place: &Url) -> Result<Metadata, Silence> {
    let here = |what: String| Silence {
        what,
        may_be_elsewhere: false,
    };
    let elsewhere = |what: String| Silence {
        what,
        may_be_elsewhere: true,
    };
    let mut request = HttpRequest::new(Vec::new());
    *request.method_mut() = Method::GET;
    *request.uri_mut() = place
        .as_str()
        .parse()
        .map_err(|why| here(format!("{place} cannot be asked: {why}.")))?;
    let json = oauth2::http::HeaderValue::from_static("application/json");
    request.headers_mut().insert("accept", json);
    let answer = match tokio::time::timeout(limits::TOKEN_TIME, client.carry(request)).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(CarryError::Http(why))) => return Err(here(unreached(place, &why))),
        Ok(Err(why)) => return Err(here(format!("{place}: {why}."))),
        Err(_) => return Err(here(format!("{place} did not answer in time."))),
    };
    let status = answer.status();
    if status.is_redirection() {
        return Err(elsewhere(format!(
            "{place} leads elsewhere (status {}), and that is not followed.",
            status.as_u16()
        )));
    }
    if !status.is_success() {
        return Err(elsewhere(format!(
            "{place} answers with status {}.",
            status.as_u16()
        )));
    }
    serde_json::from_slice(answer.body()).map_err(|why| {
        elsewhere(format!(
            "{place} answers, but not with the metadata of a provider: {why}."
        ))
    })
}

/// Why a host was not reached, to the last cause.
fn unreached(place: &Url, why: &reqwest::Error) -> String {
    let mut last = why.to_string();
    let mut cause = std::error::Error::source(why);
    while let Some(inner) = cause {
        last = inner.to_string();
        cause = inner.source();
    }
    let origin = place.origin().ascii_serialization();
    if why.is_timeout() {
        return format!("{origin} did not answer in time.");
    }
    format!("{origin} cannot be reached: {last}.")
}

/// Metadata counts only where it is of the issuer that was asked (RFC 8414 §3.3).
fn judge(issuer: &str, place: &Url, found: Metadata) -> Result<Discovered, AppError> {
    // Many write the slash at the end or leave it out; nothing else may differ.
    if found.issuer.trim_end_matches('/') != issuer.trim_end_matches('/') {
        let message = format!(
            "{place} speaks for the issuer `{}`, and not for `{issuer}`.",
            found.issuer
        );
        return Err(AppError::invalid("issuer_mismatch", message)
            .with_hint("Use the issuer that it names, if that is the one you mean."));
    }
    let web = |url: Option<String>| {
        url.filter(|url| Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https")))
    };
    let grants = found
        .grant_types_supported
        .unwrap_or_else(|| vec!["authorization_code".to_owned()]);
    let grants = grants.iter().filter_map(|grant| match grant.as_str() {
        "client_credentials" => Some(OAuthGrant::ClientCredentials),
        "authorization_code" => Some(OAuthGrant::AuthorizationCode),
        "urn:ietf:params:oauth:grant-type:device_code" => Some(OAuthGrant::Device),
        _ => None,
    });
    let methods = found.token_endpoint_auth_methods_supported;
    let has = |name: &str| {
        methods
            .as_ref()
            .is_some_and(|all| all.iter().any(|m| m == name))
    };
    let in_body = has("client_secret_post") && !has("client_secret_basic");
    let Some(token_url) = web(found.token_endpoint) else {
        let message = format!("The metadata at {place} names no token endpoint.");
        return Err(AppError::invalid("no_token_endpoint", message)
            .with_hint("Ask the provider which grants it has; only implicit ones need none."));
    };
    Ok(Discovered {
        // As it is written there: answers are compared with it, character by character.
        issuer: found.issuer,
        token_url,
        authorization_url: web(found.authorization_endpoint),
        device_url: web(found.device_authorization_endpoint),
        revocation_url: web(found.revocation_endpoint),
        grants: grants.collect(),
        scopes: found.scopes_supported,
        client_auth: if in_body {
            ClientAuth::Body
        } else {
            ClientAuth::Basic
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(issuer: &str) -> Vec<String> {
        let places = places(issuer).unwrap();
        places.into_iter().map(|url| url.to_string()).collect()
    }

    #[test]
    fn an_issuer_is_asked_where_both_standards_say() {
        assert_eq!(
            asked("https://login.example.com"),
            [
                "https://login.example.com/.well-known/openid-configuration",
                "https://login.example.com/.well-known/oauth-authorization-server",
            ]
        );
        assert_eq!(
            asked("https://login.example.com/tenant/"),
            [
                "https://login.example.com/tenant/.well-known/openid-configuration",
                "https://login.example.com/.well-known/oauth-authorization-server/tenant",
                "https://login.example.com/.well-known/openid-configuration/tenant",
            ]
        );
        for bad in [
            "login",
            "ftp://a",
            "https://a?x=1",
            "https://a#b",
            "https://u:p@a",
        ] {
            assert!(places(bad).is_err(), "{bad}");
        }
    }
}
