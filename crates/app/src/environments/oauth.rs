//! Access tokens of OAuth 2: by the credentials of the client, by a person who signs in with a
//! browser, or on another device. Tokens lie in the vault like every secret, are renewed once
//! however many requests wait for them, and survive the end of the program.

mod authorize;
mod callback;
mod client;
mod device;
mod discover;
mod revoke;
mod status;
mod tokens;

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
};

use fairlead_core::{Id, Timestamp};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::{AppError, ErrorKind};
pub(crate) use tokens::{ACCESS_TOKEN, REFRESH_TOKEN, TOKENS, Tokens};

/// What is going on with the tokens of all environments. What has to survive is in the vault.
#[derive(Default)]
pub(crate) struct OAuth {
    /// Whoever holds an environment's may fetch or renew its token.
    flights: Mutex<HashMap<Id, Arc<tokio::sync::Mutex<()>>>>,
    /// Environments whose token a server took no more.
    refused: Mutex<HashSet<Id>>,
    /// People who are asked, and how the last sign-in of each environment ended.
    asked: Mutex<HashMap<Id, Asked>>,
}

/// A person who is asked to allow something.
enum Asked {
    Waiting {
        /// Tells this sign-in from one that came after it.
        number: Id,
        url: String,
        user_code: Option<String>,
        until: Timestamp,
        /// Ends the waiting when it is dropped.
        _ends: DropGuard,
    },
    Ended(String),
}

impl OAuth {
    fn flight(&self, id: Id) -> Arc<tokio::sync::Mutex<()>> {
        let mut flights = self.flights.lock().unwrap_or_else(PoisonError::into_inner);
        flights.entry(id).or_default().clone()
    }

    /// Notes that a server did not take the token: the next request fetches another.
    pub fn refuse(&self, id: Id) {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        refused.insert(id);
    }

    fn is_refused(&self, id: Id) -> bool {
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        refused.contains(&id)
    }

    fn renewed(&self, id: Id) {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        refused.remove(&id);
    }

    /// Ends what is going on with an environment.
    pub fn forget(&self, id: Id) {
        self.renewed(id);
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.remove(&id);
    }

    /// Begins to wait for a person, in place of any waiting before: its number, and what ends it.
    fn wait(
        &self,
        id: Id,
        url: String,
        user_code: Option<String>,
        until: Timestamp,
        background: &CancellationToken,
    ) -> (Id, CancellationToken) {
        let (number, cancel) = (Id::new(), background.child_token());
        let waiting = Asked::Waiting {
            number,
            url,
            user_code,
            until,
            _ends: cancel.clone().drop_guard(),
        };
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.insert(id, waiting);
        (number, cancel)
    }

    /// Ends the waiting of this number, if it still goes on: whether it did.
    fn end(&self, id: Id, number: Id, failure: Option<String>) -> bool {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let is_this =
            matches!(asked.get(&id), Some(Asked::Waiting { number: n, .. }) if *n == number);
        if is_this {
            match failure {
                Some(why) => asked.insert(id, Asked::Ended(why)),
                None => asked.remove(&id),
            };
        }
        is_this
    }
}

fn refused(message: impl Into<String>, hint: &str) -> AppError {
    AppError::new(ErrorKind::Unavailable, "token_refused", message).with_hint(hint)
}
