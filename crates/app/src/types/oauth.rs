//! Signing in to an environment with OAuth 2.

use fairlead_core::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

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
