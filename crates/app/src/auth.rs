//! How a request to an environment shows who is calling: what goes into it, from what a person has
//! set up and what the vault keeps. Pure: the secrets are open already.

mod aws;
mod digest;
mod sign;

use std::collections::HashMap;

use base64::{Engine, prelude::BASE64_STANDARD};
use fairlead_core::redact;
use fairlead_requests::template;
use secrecy::ExposeSecret;

use aws::AwsSigner;
pub use sign::Signer;
use sign::{HmacSigner, Piece};

use crate::{
    EnvironmentAuth, KeyPlace, OAuthGrant, credentials::Opened, environments::ACCESS_TOKEN,
};

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
    /// What signs the request, once it is ready otherwise.
    pub signer: Option<Signer>,
    /// Whether somebody has to sign in first.
    pub signed_out: bool,
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
        EnvironmentAuth::Oauth2 { grant, .. } => {
            // A token is fetched when a request is sent; until then its place is shown.
            let token = secrets.get(ACCESS_TOKEN).map(|t| t.secret.expose_secret());
            let value = format!("Bearer {}", token.unwrap_or(redact::MASK));
            proof.headers.push(("authorization".to_owned(), value));
            match grant {
                OAuthGrant::ClientCredentials if !secrets.contains_key("clientSecret") => {
                    proof.missing.push("clientSecret".to_owned());
                }
                OAuthGrant::AuthorizationCode | OAuthGrant::Device if token.is_none() => {
                    proof.signed_out = true;
                }
                _ => {}
            }
        }
        EnvironmentAuth::Hmac {
            template,
            header,
            prefix,
            algorithm,
            encoding,
            timestamp_header,
            timestamp_format,
            body_hash_header,
        } => {
            if let Some(key) = proof.take(secrets, "signingKey") {
                proof.signer = Some(Signer::Hmac(HmacSigner {
                    key: key.into(),
                    template: pieces(template, &mut fill),
                    header: header.clone(),
                    prefix: fill(prefix),
                    algorithm: *algorithm,
                    encoding: *encoding,
                    timestamp_header: timestamp_header.clone(),
                    timestamp_format: *timestamp_format,
                    body_hash_header: body_hash_header.clone(),
                }));
            }
        }
        EnvironmentAuth::AwsSigV4 {
            access_key_id,
            region,
            service,
        } => {
            let session = secrets.contains_key("sessionToken");
            let session = session.then(|| proof.take(secrets, "sessionToken"));
            if let Some(key) = proof.take(secrets, "secretAccessKey") {
                proof.signer = Some(Signer::Aws(AwsSigner {
                    access_key_id: fill(access_key_id),
                    secret_access_key: key.into(),
                    session_token: session.flatten().map(Into::into),
                    region: fill(region),
                    service: fill(service),
                }));
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

/// A template in pieces: its variables filled in, the parts of the request left for later.
fn pieces(text: &str, fill: &mut impl FnMut(&str) -> String) -> Vec<Piece> {
    let piece = |piece: template::Piece<'_>| match piece {
        template::Piece::Literal(text) => Piece::Text(text.to_owned()),
        template::Piece::Variable(name) if sign::is_part(name) => Piece::Part(name.to_owned()),
        template::Piece::Variable(name) => Piece::Text(fill(&format!("{{{{{name}}}}}"))),
    };
    template::pieces(text).into_iter().map(piece).collect()
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
