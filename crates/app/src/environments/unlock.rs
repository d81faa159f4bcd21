//! Which environments are unlocked, and until when. It is kept nowhere: it ends with the program.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Instant,
};

use fairlead_core::{Id, Timestamp, limits};

use crate::{App, AppError, Environment, EventKind};

/// Methods that change nothing by their meaning (RFC 9110 §9.2.1, and QUERY).
const SAFE: [&str; 4] = ["GET", "HEAD", "OPTIONS", "QUERY"];

/// What is unlocked. A clock that is set back lengthens nothing.
#[derive(Default)]
pub(crate) struct Unlocked(Mutex<HashMap<Id, (Instant, Timestamp)>>);

impl Unlocked {
    /// Until when an environment is unlocked.
    pub fn until(&self, id: Id) -> Option<Timestamp> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (end, shown) = kept.get(&id)?;
        (*end > Instant::now()).then_some(*shown)
    }

    fn unlock(&self, id: Id) {
        let time = limits::UNLOCKED_TIME;
        let millis = i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
        let shown = Timestamp::from_millis(Timestamp::now().as_millis().saturating_add(millis));
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(id, (Instant::now() + time, shown));
    }

    /// Locks an environment again.
    pub fn lock(&self, id: Id) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.remove(&id);
    }
}

impl App {
    /// Lets every method go to a read-only environment for 15 minutes.
    pub async fn unlock_environment(&self, project: Id, id: Id) -> Result<Environment, AppError> {
        self.environment_row(project, id).await?;
        self.inner.unlocked.unlock(id);
        tracing::info!(environment = %id, "a read-only environment is unlocked");
        self.tell_environment(project, id, EventKind::Updated).await;
        self.environment(project, id).await
    }

    /// Makes an environment read-only again before its time.
    pub async fn lock_environment(&self, project: Id, id: Id) -> Result<Environment, AppError> {
        self.environment_row(project, id).await?;
        self.inner.unlocked.lock(id);
        self.tell_environment(project, id, EventKind::Updated).await;
        self.environment(project, id).await
    }

    /// Refuses a method that a locked environment does not take.
    pub(crate) fn allow_method(
        &self,
        environment: &super::OpenEnvironment,
        method: &str,
    ) -> Result<(), AppError> {
        let is_open = SAFE.contains(&method)
            || !environment.is_read_only()
            || self.inner.unlocked.until(environment.id).is_some();
        if is_open {
            return Ok(());
        }
        let name = &environment.setup.name;
        Err(AppError::conflict(
            "environment_read_only",
            format!("`{name}` is read-only: {method} is not sent there."),
        )
        .with_hint("Unlock the environment for 15 minutes, or choose another one."))
    }
}
