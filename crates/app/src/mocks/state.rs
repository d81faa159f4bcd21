//! What a running mock keeps: looked at, forgotten, put back.

use std::sync::Arc;

use fairlead_core::Id;
use fairlead_mock::StateError;
use serde_json::json;

use super::Running;
use crate::{App, AppError, ErrorKind, MockSnapshot, off_thread};

impl App {
    /// Everything that a running mock keeps, to restore it from.
    pub async fn mock_snapshot(&self, project: Id, id: Id) -> Result<MockSnapshot, AppError> {
        let mock = self.keeping(project, id).await?;
        off_thread(move || serde_json::from_value(mock.snapshot()))
            .await?
            .map_err(|e| {
                let message = "What the mock keeps has another shape than it should have.";
                AppError::new(ErrorKind::Internal, "snapshot_failed", message).because(e)
            })
    }

    /// Puts back what a snapshot holds, in the place of everything that is kept now.
    pub async fn restore_mock(
        &self,
        project: Id,
        id: Id,
        snapshot: MockSnapshot,
    ) -> Result<(), AppError> {
        let mock = self.keeping(project, id).await?;
        let value = json!({ "version": snapshot.version, "collections": snapshot.collections });
        off_thread(move || mock.restore(value))
            .await?
            .map_err(|error| match error {
                StateError::Stateless => stateless(),
                _ => AppError::invalid("unusable_snapshot", format!("{error}."))
                    .with_hint("Give a snapshot as it was taken of a mock of this description."),
            })?;
        self.tell(project, id).await;
        Ok(())
    }

    /// Lets a running mock forget what clients made and changed.
    pub async fn reset_mock(&self, project: Id, id: Id) -> Result<(), AppError> {
        let mock = self.keeping(project, id).await?;
        mock.reset_state();
        mock.reset_counters();
        self.tell(project, id).await;
        Ok(())
    }

    /// A mock that runs and keeps state.
    async fn keeping(&self, project: Id, id: Id) -> Result<Arc<fairlead_mock::Mock>, AppError> {
        let row = self.mock_row(project, id).await?;
        if !row.stateful {
            return Err(stateless());
        }
        let running = self.inner.mocks.lock().await;
        match running.get(&id) {
            Some(Running::Well(server)) => Ok(Arc::clone(&server.mock)),
            _ => Err(
                AppError::conflict("mock_not_running", "The mock does not run.")
                    .with_hint("Start it first; what it keeps is in memory while it runs."),
            ),
        }
    }
}

fn stateless() -> AppError {
    AppError::conflict("mock_stateless", "The mock keeps no state.")
        .with_hint("Set `stateful` on it.")
}
