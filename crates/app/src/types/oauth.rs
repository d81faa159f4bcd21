//! Signing in to an environment with OAuth 2.

use fairlead_core::{Id, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ClientAuth, OAuthGrant};

/// How far a sign-in is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum SignInState {
    /// There is no token.
    SignedOut,
    /// A person is asked to allow it.
    Waiting,
    /// There is a token.
    SignedIn,
    /// The last sign-in failed, and there is no token.
    Failed,
}

/// How far signing in to an environment is. Tokens are never shown.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignIn {
    /// How far it is.
    pub state: SignInState,
    /// Why it failed, or what else a person should know.
    #[schema(required = true)]
    pub message: Option<String>,
    /// The page to open, while it waits.
    #[schema(required = true)]
    pub url: Option<String>,
    /// The code to type there, where it is a device that signs in.
    #[schema(required = true)]
    pub user_code: Option<String>,
    /// Until when it waits.
    #[schema(required = true)]
    pub waits_until: Option<Timestamp>,
    /// When the sign-in was.
    #[schema(required = true)]
    pub since: Option<Timestamp>,
    /// When the access token ends, where that was said.
    #[schema(required = true)]
    pub expires_at: Option<Timestamp>,
    /// Whether it is renewed by itself, with a refresh token.
    pub renewable: bool,
    /// What was allowed.
    pub scopes: Vec<String>,
}

/// Whom to ask for the addresses of a provider.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewDiscovery {
    /// The issuer: a URL without `?` and `#`. May hold `{{variables}}`.
    #[schema(
        min_length = 1,
        max_length = 2000,
        example = "https://login.example.com/tenant"
    )]
    pub issuer: String,
    /// The environment whose proxy, certificates and variables count.
    #[serde(default)]
    pub environment_id: Option<Id>,
}

/// What an issuer says of its provider (RFC 8414 §2).
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Discovered {
    /// The issuer, as it calls itself.
    pub issuer: String,
    /// Where tokens are given.
    pub token_url: String,
    /// Where a person signs in with a browser.
    #[schema(required = true)]
    pub authorization_url: Option<String>,
    /// Where a sign-in on another device begins.
    #[schema(required = true)]
    pub device_url: Option<String>,
    /// Where tokens are taken back.
    #[schema(required = true)]
    pub revocation_url: Option<String>,
    /// The grants that it has, of those that are known here.
    pub grants: Vec<OAuthGrant>,
    /// Scopes that it names; there may be others.
    pub scopes: Vec<String>,
    /// How clients show who they are there.
    pub client_auth: ClientAuth,
}
