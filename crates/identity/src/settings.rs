//! What a person may set about a provider.

use std::{fmt, time::Duration};

use serde_json::{Map, Value};

/// What a person may set about a provider.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What the provider calls itself; `None`: the origin that the request names.
    pub issuer: Option<String>,
    /// The clients it knows; `None`: it takes any.
    pub clients: Option<Vec<Client>>,
    /// Who may sign in; none: one made-up person, or whoever `login_hint` names.
    pub users: Vec<User>,
    /// How long access tokens and id tokens are good.
    pub token_life: Duration,
    /// How long refresh tokens are good.
    pub refresh_life: Duration,
    /// Whether everything is allowed without asking a person.
    pub auto_approve: bool,
    /// Whether `code_challenge_method=plain` is taken (RFC 7636 §4.2).
    pub plain_challenges: bool,
    /// How tokens are signed.
    pub algorithm: Algorithm,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            issuer: None,
            clients: None,
            users: Vec::new(),
            token_life: Duration::from_hours(1),
            refresh_life: Duration::from_hours(24),
            auto_approve: false,
            plain_challenges: false,
            algorithm: Algorithm::default(),
        }
    }
}

/// How tokens are signed (RFC 7518 §3.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Algorithm {
    /// RSA with PKCS #1 v1.5 padding and SHA-256: what most clients expect.
    #[default]
    Rs256,
    /// ECDSA with P-256 and SHA-256.
    Es256,
}

impl Algorithm {
    /// Its name in a token's header.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Es256 => "ES256",
        }
    }
}

/// A client that is known.
#[derive(Clone, Default)]
pub struct Client {
    /// `client_id`
    pub id: String,
    /// How people call it.
    pub name: Option<String>,
    /// `client_secret`; `None`: the client is public, and has to use PKCE.
    pub secret: Option<String>,
    /// Where it may send people back to; empty: anywhere.
    pub redirect_uris: Vec<String>,
    /// The scopes it may ask for; `None`: all.
    pub scopes: Option<Vec<String>>,
}

impl Client {
    /// How people call it.
    pub(crate) fn called(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.id)
    }
}

impl fmt::Debug for Client {
    /// Without the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("id", &self.id)
            .field("public", &self.secret.is_none())
            .finish_non_exhaustive()
    }
}

/// Somebody who can sign in.
#[derive(Clone, Default)]
pub struct User {
    /// `sub`: tells them from others for ever.
    pub id: String,
    /// The password, for the password flow; `None`: any.
    pub password: Option<String>,
    /// Claims about them, such as `name` and `email` (OpenID Connect Core §5.1).
    pub claims: Map<String, Value>,
}

impl User {
    /// How people call them.
    pub(crate) fn called(&self) -> &str {
        let claim = |name| self.claims.get(name).and_then(Value::as_str);
        claim("name").or_else(|| claim("email")).unwrap_or(&self.id)
    }

    /// Whether a name that somebody typed, or a `login_hint`, means them.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        let claim = |key: &str| self.claims.get(key).and_then(Value::as_str) == Some(name);
        self.id == name
            || ["email", "preferred_username", "phone_number"]
                .into_iter()
                .any(claim)
    }
}

impl fmt::Debug for User {
    /// Without the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl Settings {
    /// The client of an id, where clients are listed.
    pub(crate) fn client(&self, id: &str) -> Option<&Client> {
        self.clients.iter().flatten().find(|c| c.id == id)
    }

    /// Whether a client that no list names is taken.
    pub(crate) fn takes_any_client(&self) -> bool {
        self.clients.is_none()
    }

    /// Who is meant by a name or a hint. Where nobody is listed, anybody is.
    pub(crate) fn user(&self, name: Option<&str>) -> Option<User> {
        match (self.users.is_empty(), name) {
            (false, Some(name)) => self.users.iter().find(|u| u.is_called(name)).cloned(),
            (false, None) => self.users.first().cloned(),
            (true, name) => Some(made_up(name)),
        }
    }
}

/// Somebody to sign in as where nobody is listed.
fn made_up(name: Option<&str>) -> User {
    let (id, called, email) = match name {
        None => ("ada", "Ada Example", "ada@example.com".to_owned()),
        Some(name) if name.contains('@') => (name, name, name.to_owned()),
        Some(name) => (name, name, format!("{name}@example.com")),
    };
    let claims = [
        ("name", called.into()),
        ("preferred_username", id.into()),
        ("email", email.into()),
        ("email_verified", true.into()),
    ];
    User {
        id: id.to_owned(),
        password: None,
        claims: claims
            .map(|(k, v): (_, Value)| (k.to_owned(), v))
            .into_iter()
            .collect(),
    }
}
