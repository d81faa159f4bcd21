//! Which projects are spaces of somebody else, and who we are there.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

use fairlead_core::Id;
use fairlead_store::partner;

use crate::{App, AppError, OpenedSpace};

/// By project, who we are in it: asked for with every request, so kept at hand.
#[derive(Default)]
pub(crate) struct Opened(RwLock<HashMap<Id, Id>>);

impl Opened {
    pub fn new(known: Vec<(Id, Id)>) -> Self {
        Self(RwLock::new(known.into_iter().collect()))
    }

    /// Who we are in a project that is somebody else's.
    pub fn partner(&self, project: Id) -> Option<Id> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.get(&project).copied()
    }

    pub fn put(&self, project: Id, partner: Id) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(project, partner);
    }

    pub fn forget(&self, project: Id) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.remove(&project);
    }
}

impl App {
    /// Where a project comes from, if it was opened from a bundle.
    pub(crate) async fn opened_space(&self, project: Id) -> Result<Option<OpenedSpace>, AppError> {
        if self.inner.opened.partner(project).is_none() {
            return Ok(None);
        }
        let row = self
            .store()
            .read(move |c| partner::opened(c, project))
            .await?;
        row.map(|row| serde_json::from_str(&row.detail).map_err(super::unreadable))
            .transpose()
    }

    /// Refuses to change what a vendor has given.
    pub(crate) async fn own_environment(&self, project: Id, name: &str) -> Result<(), AppError> {
        let Some(space) = self.opened_space(project).await? else {
            return Ok(());
        };
        if !space.environments.iter().any(|given| given == name) {
            return Ok(());
        }
        let message = format!("`{name}` belongs to {}.", space.vendor);
        Err(
            AppError::new(crate::ErrorKind::Forbidden, "not_permitted", message)
                .with_hint("Set its secrets, or make an environment of your own beside it."),
        )
    }
}
