//! How far a sign-in is.

use std::sync::PoisonError;

use fairlead_core::{Id, Timestamp};

use super::Asked;
use crate::{App, AppError, SignIn, SignInState};

impl App {
    /// How far signing in to an environment is.
    pub async fn sign_in_status(&self, project: Id, id: Id) -> Result<SignIn, AppError> {
        self.environment_row(project, id).await?;
        let tokens = self.tokens(project, id).await?;
        let mut told = SignIn {
            state: SignInState::SignedOut,
            message: None,
            url: None,
            user_code: None,
            waits_until: None,
            since: None,
            expires_at: None,
            renewable: false,
            scopes: Vec::new(),
        };
        if let Some(tokens) = tokens {
            told.state = SignInState::SignedIn;
            told.since = Some(Timestamp::from_millis(tokens.since));
            told.expires_at = tokens.ends.map(Timestamp::from_millis);
            told.renewable = tokens.refresh.is_some();
            told.scopes = tokens.scopes;
        }
        let oauth = &self.inner.oauth;
        let asked = oauth.asked.lock().unwrap_or_else(PoisonError::into_inner);
        match asked.get(&id) {
            Some(Asked::Waiting {
                url,
                user_code,
                until,
                ..
            }) => {
                told.state = SignInState::Waiting;
                told.url = Some(url.clone());
                told.user_code.clone_from(user_code);
                told.waits_until = Some(*until);
            }
            Some(Asked::Ended(why)) => {
                if told.state == SignInState::SignedOut {
                    told.state = SignInState::Failed;
                }
                told.message = Some(why.clone());
            }
            None => {}
        }
        Ok(told)
    }
}
