//! Mocks that nobody uses go, after a warning.

use fairlead_core::Timestamp;
use fairlead_store::mock::{self, MockRow};

use super::{server::Server, setup::Setup};
use crate::{App, AppError};

const DAY: i64 = 24 * 60 * 60 * 1_000;

/// When it goes, where that is near enough to be said.
pub(super) fn goes_at(row: &MockRow, setup: &Setup, server: Option<&Server>) -> Option<Timestamp> {
    let used_since = server.and_then(Server::last_used) > row.last_used_at;
    let warned = row.warned_at.filter(|_| !used_since)?;
    let due = unused_since(row).as_millis() + i64::from(setup.keep_days) * DAY;
    (setup.keep_days > 0).then(|| Timestamp::from_millis(due.max(warned.as_millis() + DAY)))
}

fn unused_since(row: &MockRow) -> Timestamp {
    row.last_used_at
        .unwrap_or(row.created_at)
        .max(row.created_at)
}

impl App {
    /// Warns of mocks that nobody has used for long, a day before they go at the earliest, and
    /// lets those go that were warned of: what a person has written for them, and the last one of
    /// a project, is only stopped.
    pub(super) async fn retire_unused(&self, rows: &[MockRow]) -> Result<(), AppError> {
        let now = Timestamp::now();
        for row in rows {
            let (project, id) = (row.project_id, row.id);
            let setup = Setup::of(row);
            let unused = now.as_millis() - unused_since(row).as_millis();
            if setup.keep_days == 0 || unused < (i64::from(setup.keep_days) - 1) * DAY {
                continue;
            }
            if row.warned_at.is_none() {
                if row.wanted || !stays(row, rows) {
                    self.store()
                        .write(move |c| mock::warned(c, id, now))
                        .await?;
                    tracing::info!(mock = %id, "a mock that nobody uses is about to go");
                    self.tell(project, id).await;
                }
                continue;
            }
            let (due, running) = {
                let running = self.inner.mocks.lock().await;
                let server = match running.get(&id) {
                    Some(super::Running::Well(server)) => Some(server),
                    _ => None,
                };
                (goes_at(row, &setup, server), server.is_some())
            };
            if due.is_none_or(|at| at > now) {
                continue;
            }
            if !stays(row, rows) {
                tracing::info!(mock = %id, "a mock that nobody used is removed");
                self.delete_mock(project, id).await?;
            } else if running {
                tracing::info!(mock = %id, "a mock that nobody used is stopped");
                self.stop_mock(project, id).await?;
            }
        }
        Ok(())
    }
}

/// Whether a mock is only stopped when its time has come.
fn stays(row: &MockRow, rows: &[MockRow]) -> bool {
    let is_last = rows
        .iter()
        .filter(|r| r.project_id == row.project_id)
        .count()
        == 1;
    is_last || !row.behaviour.trim().is_empty() || Setup::of(row).keep_state
}
