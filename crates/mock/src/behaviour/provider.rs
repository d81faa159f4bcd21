//! What the file says about the sign-in provider.

use std::fmt;

use fairlead_core::Severity;
use fairlead_identity::{Algorithm, Client, Settings, User};
use fairlead_openapi::{SecurityKind, Spec};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};
use url::Url;

use super::{period::Period, read::Mistake};

/// How the mock's own sign-in provider behaves.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Provider")]
pub struct ProviderFile {
    /// Whether only its own tokens are taken (or those of `credentials`), and for their scopes
    /// only. Left out, it is as the mock was started (`--auth`).
    pub enforce: Option<bool>,
    /// The clients it knows; left out, it takes any client with any secret.
    clients: Option<Vec<ClientEntry>>,
    /// Who can sign in; left out, anybody can, by any name.
    #[serde(default)]
    users: Vec<UserEntry>,
    /// How long access tokens and id tokens are good; left out, an hour.
    token_lifetime: Option<Period>,
    /// How long refresh tokens are good; left out, a day.
    refresh_lifetime: Option<Period>,
    /// Whether everything is allowed without asking a person, as tests want it.
    #[serde(default)]
    auto_approve: bool,
    /// Whether `code_challenge_method=plain` is taken.
    #[serde(default)]
    allow_plain_challenge: bool,
    /// How tokens are signed.
    #[serde(default)]
    algorithm: Signing,
    /// What it calls itself in tokens; left out, the address that it is called by.
    #[schemars(extend("format" = "uri"))]
    issuer: Option<String>,
}

/// How tokens are signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
enum Signing {
    /// RSA and SHA-256: what most clients expect.
    #[default]
    #[serde(rename = "RS256")]
    Rsa,
    /// The curve P-256 and SHA-256.
    #[serde(rename = "ES256")]
    Ec,
}

/// One client.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "ProviderClient")]
struct ClientEntry {
    /// Its `client_id`.
    id: String,
    /// How people call it.
    name: Option<String>,
    /// Its `client_secret`.
    secret: Option<String>,
    /// The environment variable that holds its `client_secret`.
    secret_env: Option<String>,
    /// Whether it has no secret, as programs on a desk or in a browser; it has to use PKCE then.
    #[serde(default)]
    public: bool,
    /// Where it may send people back to; left out, anywhere.
    #[serde(default)]
    redirect_uris: Vec<String>,
    /// The scopes it may ask for; left out, all of them.
    scopes: Option<Vec<String>>,
    /// What the variable held.
    #[serde(skip)]
    found: Option<String>,
}

/// Somebody who can sign in.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "ProviderUser")]
struct UserEntry {
    /// What tells them from others: `sub` in tokens.
    id: String,
    /// Their password, for the password flow; left out, any will do.
    password: Option<String>,
    /// What is told of them, such as `name` and `email`.
    #[serde(default)]
    claims: Map<String, Value>,
}

impl fmt::Debug for ClientEntry {
    /// Without the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientEntry")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for UserEntry {
    /// Without the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserEntry")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl ProviderFile {
    /// As the provider takes it.
    pub fn settings(&self) -> Settings {
        let usual = Settings::default();
        let client = |entry: &ClientEntry| Client {
            id: entry.id.clone(),
            name: entry.name.clone(),
            secret: entry.secret.clone().or_else(|| entry.found.clone()),
            redirect_uris: entry.redirect_uris.clone(),
            scopes: entry.scopes.clone(),
        };
        let user = |entry: &UserEntry| User {
            id: entry.id.clone(),
            password: entry.password.clone(),
            claims: entry.claims.clone(),
        };
        Settings {
            issuer: self.issuer.clone(),
            clients: self
                .clients
                .as_ref()
                .map(|all| all.iter().map(client).collect()),
            users: self.users.iter().map(user).collect(),
            token_life: self.token_lifetime.map_or(usual.token_life, |p| p.0),
            refresh_life: self.refresh_lifetime.map_or(usual.refresh_life, |p| p.0),
            auto_approve: self.auto_approve,
            plain_challenges: self.allow_plain_challenge,
            algorithm: match self.algorithm {
                Signing::Rsa => Algorithm::Rs256,
                Signing::Ec => Algorithm::Es256,
            },
        }
    }

    /// Takes secrets from where `look` finds them.
    pub fn fetch_secrets(&mut self, look: &dyn Fn(&str) -> Result<String, String>) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        for (place, client) in self.clients.iter_mut().flatten().enumerate() {
            let Some(name) = &client.secret_env else {
                continue;
            };
            let why = match look(name) {
                Ok(secret) if secret.is_empty() => "it is empty".to_owned(),
                Ok(secret) => {
                    client.found = Some(secret);
                    continue;
                }
                Err(why) => why,
            };
            mistakes.push(wrong(
                format!("/provider/clients/{place}/secretEnv"),
                format!("`{name}`: {why}"),
            ));
        }
        mistakes
    }

    /// What does not go together, or that the description does not know.
    pub fn check(&self, spec: &Spec) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        let is_for_it = |kind: &SecurityKind| {
            matches!(
                kind,
                SecurityKind::OAuth2 { .. } | SecurityKind::OpenIdConnect { .. }
            )
        };
        if !spec.security_schemes.values().any(|s| is_for_it(&s.kind)) {
            mistakes.push(Mistake {
                pointer: "/provider".to_owned(),
                severity: Severity::Warning,
                message: "the description declares no scheme of OAuth 2 or OpenID Connect, so there is no provider".to_owned(),
            });
        }
        if let Some(issuer) = &self.issuer
            && !Url::parse(issuer).is_ok_and(|url| url.has_host() && url.query().is_none())
        {
            let message = "an issuer is an address without a query, as in https://id.example.com";
            mistakes.push(wrong("/provider/issuer".to_owned(), message));
        }
        let clients = self.clients.as_deref().unwrap_or_default();
        for (place, client) in clients.iter().enumerate() {
            let at = format!("/provider/clients/{place}");
            if clients[..place].iter().any(|c| c.id == client.id) {
                let message = format!("there is another client `{}` before this one", client.id);
                mistakes.push(wrong(format!("{at}/id"), message));
            }
            let secrets = [&client.secret, &client.secret_env];
            let count = secrets.into_iter().flatten().count();
            if count != usize::from(!client.public) {
                let message = "a client has one of `secret` and `secretEnv`, or is `public: true` and has none";
                mistakes.push(wrong(at.clone(), message));
            }
            for (number, uri) in client.redirect_uris.iter().enumerate() {
                if !Url::parse(uri).is_ok_and(|url| url.fragment().is_none()) {
                    let message = "this is a whole address without a fragment, as in http://127.0.0.1/callback";
                    mistakes.push(wrong(format!("{at}/redirectUris/{number}"), message));
                }
            }
        }
        for (place, user) in self.users.iter().enumerate() {
            if self.users[..place].iter().any(|u| u.id == user.id) {
                let message = format!("there is another user `{}` before this one", user.id);
                mistakes.push(wrong(format!("/provider/users/{place}/id"), message));
            }
        }
        mistakes
    }
}

fn wrong(pointer: String, message: impl Into<String>) -> Mistake {
    Mistake {
        pointer,
        severity: Severity::Error,
        message: message.into(),
    }
}
