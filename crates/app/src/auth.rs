//! How a request to an environment shows who is calling: what goes into it, from what a person has
//! set up and what the vault keeps. Pure: the secrets are open already.

use std::collections::HashMap;

use base64::{Engine, prelude::BASE64_STANDARD};
use fairlead_core::redact;
use secrecy::ExposeSecret;

use crate::{EnvironmentAuth, KeyPlace, credentials::Opened, environments::ACCESS_TOKEN};

/// What goes into a request, and which secrets it is made of.
#[derive(Default)]
pub struct Proof {
    /// Header fields.
    pub headers: Vec<(String, String)>,
    /// Parameters of the query.
    pub query: Vec<(String, String)>,
    /// Cookies.
    pub cookies: Vec<(String, String)>,
    /// Names of the secrets that went into it.
    pub used: Vec<String>,
    /// Names of the secrets that it needs and that are not set.
    pub missing: Vec<String>,
}

/// What shows who is calling; `fill` puts variables into a text.
pub fn proof(
    auth: &EnvironmentAuth,
    secrets: &HashMap<String, Opened>,
    mut fill: impl FnMut(&str) -> String,
) -> Proof {
    let mut proof = Proof::default();
    match auth {
        EnvironmentAuth::None {} | EnvironmentAuth::Description {} => {}
        EnvironmentAuth::ApiKey { place, name } => {
            if let Some(key) = proof.take(secrets, "apiKey") {
                let pair = (name.clone(), fill(&key));
                match place {
                    KeyPlace::Header => proof.headers.push(pair),
                    KeyPlace::Query => proof.query.push(pair),
                    KeyPlace::Cookie => proof.cookies.push(pair),
                }
            }
        }
        EnvironmentAuth::Basic { username } => {
            if let Some(password) = proof.take(secrets, "password") {
                let text = format!("{}:{}", fill(username), fill(&password));
                let value = format!("Basic {}", BASE64_STANDARD.encode(text));
                proof.headers.push(("authorization".to_owned(), value));
            }
        }
        EnvironmentAuth::Oauth2 { .. } => {
            // A token is fetched when a request is sent; until then its place is shown.
            let token = secrets.get(ACCESS_TOKEN).map(|t| t.secret.expose_secret());
            let value = format!("Bearer {}", token.unwrap_or(redact::MASK));
            proof.headers.push(("authorization".to_owned(), value));
            if !secrets.contains_key("clientSecret") {
                proof.missing.push("clientSecret".to_owned());
            }
        }
        EnvironmentAuth::Bearer { prefix } => {
            if let Some(token) = proof.take(secrets, "token") {
                let value = format!("{} {}", fill(prefix), fill(&token));
                let value = value.trim_start().to_owned();
                proof.headers.push(("authorization".to_owned(), value));
            }
        }
    }
    proof
}

impl Proof {
    fn take(&mut self, secrets: &HashMap<String, Opened>, name: &str) -> Option<String> {
        let Some(opened) = secrets.get(name) else {
            self.missing.push(name.to_owned());
            return None;
        };
        self.used.push(name.to_owned());
        Some(opened.secret.expose_secret().to_owned())
    }
}

/// Names of header fields and parameters that carry a credential of this kind.
pub fn secret_names(auth: &EnvironmentAuth) -> Vec<String> {
    match auth {
        EnvironmentAuth::ApiKey { name, .. } => vec![name.clone()],
        _ => Vec::new(),
    }
}
