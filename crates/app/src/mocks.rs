//! Mock servers: set up, changed, started, stopped.

mod behaviour;
mod bulk;
mod describe;
mod kept;
mod port;
mod proxy;
mod retention;
mod server;
mod setup;
mod state;
pub(crate) mod watch;

use std::sync::{PoisonError, atomic::Ordering};

use fairlead_core::{Id, Timestamp};
use fairlead_store::mock::{self, MockRow};
use serde_json::json;

use crate::{App, AppError, EventKind, Mock, MockPatch, MockState, NewMock, ProxySetup, Topic};
use describe::describe;
use setup::{Setup, hosts};

pub(crate) use server::Running;

impl App {
    /// A project's mocks, oldest first.
    pub async fn list_mocks(&self, project: Id) -> Result<Vec<Mock>, AppError> {
        self.project_row(project).await?;
        self.mocks_of(project).await
    }

    pub(crate) async fn mocks_of(&self, project: Id) -> Result<Vec<Mock>, AppError> {
        let rows = self
            .store()
            .read(move |c| mock::list(c, Some(project)))
            .await?;
        let active = self
            .store()
            .read(move |c| fairlead_store::spec::active(c, project))
            .await?;
        let running = self.inner.mocks.lock().await;
        // Without a description there is nothing to answer from; the id of the project stands in.
        let spec = active.map_or(project, |row| row.id);
        // A partner has one of its own: the first stands for it.
        let most = self.onlooker().map_or(usize::MAX, |_| 1);
        Ok(rows
            .into_iter()
            .take(most)
            .map(|row| describe(&row, running.get(&row.id), spec))
            .collect())
    }

    /// Sets up a mock and, unless told otherwise, starts it.
    pub async fn create_mock(&self, project: Id, new: NewMock) -> Result<Mock, AppError> {
        self.spec_row(project, None)
            .await
            .map_err(|error| match error.code {
                "no_description" => AppError::conflict("no_description", error.message)
                    .with_hint("Import one first: there is nothing to answer from."),
                _ => error,
            })?;
        if let Some(proxy) = &new.proxy {
            self.check_proxy(project, proxy).await?;
        }
        let setup = Setup {
            proxy: new.proxy,
            keep_state: new.keep_state,
            keep_days: new.keep_days,
            strict_auth: new.strict_auth,
            callbacks_to: hosts(&new.callbacks_to)?,
        };
        let row = MockRow {
            id: Id::new(),
            project_id: project,
            port: new.port,
            last_port: None,
            seed: new.seed,
            stateful: new.stateful,
            behaviour: String::new(),
            setup: setup.text(),
            last_used_at: None,
            warned_at: None,
            wanted: false,
            created_at: Timestamp::now(),
        };
        let arguments = json!({
            "id": row.id, "projectId": project, "port": row.port, "seed": row.seed,
            "stateful": row.stateful, "setup": setup,
        });
        let kept = row.clone();
        self.store()
            .mutate("createMock", arguments, move |c| mock::put(c, &kept))
            .await?;
        self.publish(
            Topic::Mock,
            EventKind::Created,
            Some(project),
            Some(row.id.to_string()),
        )
        .await;
        if !new.start {
            return self.mock(project, row.id).await;
        }
        match self.start_mock(project, row.id).await {
            Ok(mock) => Ok(mock),
            Err(error) => {
                // It was to be made running; half of that is nothing.
                self.delete_mock(project, row.id).await?;
                Err(error)
            }
        }
    }

    /// One mock.
    pub async fn mock(&self, project: Id, id: Id) -> Result<Mock, AppError> {
        let row = self.mock_row(project, id).await?;
        let active = self
            .store()
            .read(move |c| fairlead_store::spec::active(c, project))
            .await?;
        let running = self.inner.mocks.lock().await;
        Ok(describe(
            &row,
            running.get(&id),
            active.map_or(project, |row| row.id),
        ))
    }

    /// Changes how a mock is set up; a running one starts again.
    pub async fn update_mock(
        &self,
        project: Id,
        id: Id,
        patch: MockPatch,
    ) -> Result<Mock, AppError> {
        let before = self.mock_row(project, id).await?;
        let mut row = before.clone();
        if let Some(port) = patch.port {
            row.port = port;
            row.last_port = None;
        }
        row.seed = patch.seed.unwrap_or(row.seed);
        row.stateful = patch.stateful.unwrap_or(row.stateful);
        let mut setup = Setup::of(&row);
        setup.keep_state = patch.keep_state.unwrap_or(setup.keep_state);
        setup.keep_days = patch.keep_days.unwrap_or(setup.keep_days);
        setup.strict_auth = patch.strict_auth.unwrap_or(setup.strict_auth);
        if let Some(named) = &patch.callbacks_to {
            setup.callbacks_to = hosts(named)?;
        }
        row.setup = setup.text();
        let forgets = !setup.keep_state;
        let mock = self.change_mock(before, row).await?;
        if forgets {
            self.forget_state(id).await;
        }
        Ok(mock)
    }

    /// Puts a mock before a real API; none makes it a mock again. A running one starts again.
    pub async fn set_mock_proxy(
        &self,
        project: Id,
        id: Id,
        proxy: Option<ProxySetup>,
    ) -> Result<Mock, AppError> {
        let before = self.mock_row(project, id).await?;
        if let Some(proxy) = &proxy {
            self.check_proxy(project, proxy).await?;
        }
        let setup = Setup {
            proxy,
            ..Setup::of(&before)
        };
        let row = MockRow {
            setup: setup.text(),
            ..before.clone()
        };
        self.change_mock(before, row).await
    }

    async fn change_mock(&self, before: MockRow, row: MockRow) -> Result<Mock, AppError> {
        let (project, id) = (row.project_id, row.id);
        self.keep_mock(row).await?;
        if self.is_running(id).await
            && let Err(error) = self.restart_mock(project, id).await
        {
            // What cannot be had does not cost what was there.
            self.keep_mock(before).await?;
            if let Err(again) = self.restart_mock(project, id).await {
                tracing::warn!(%again, mock = %id, "a mock did not start again");
            }
            return Err(error);
        }
        self.mock(project, id).await
    }

    /// Stops and removes a mock.
    pub async fn delete_mock(&self, project: Id, id: Id) -> Result<(), AppError> {
        self.mock_row(project, id).await?;
        self.end_mock(id).await;
        let arguments = json!({ "id": id, "projectId": project });
        self.store()
            .mutate("deleteMock", arguments, move |c| {
                mock::delete(c, project, id)
            })
            .await?;
        self.forget_state(id).await;
        self.publish(
            Topic::Mock,
            EventKind::Deleted,
            Some(project),
            Some(id.to_string()),
        )
        .await;
        Ok(())
    }

    /// Starts a mock; one that runs stays as it is.
    pub async fn start_mock(&self, project: Id, id: Id) -> Result<Mock, AppError> {
        if !self.is_running(id).await {
            self.launch(self.mock_row(project, id).await?).await?;
        }
        self.mock(project, id).await
    }

    /// Stops a mock once its answers under way have ended.
    pub async fn stop_mock(&self, project: Id, id: Id) -> Result<Mock, AppError> {
        let row = self.mock_row(project, id).await?;
        self.end_mock(id).await;
        self.keep_mock(MockRow {
            wanted: false,
            ..row
        })
        .await?;
        self.mock(project, id).await
    }

    /// Stops and starts a mock, on the same port where that is free.
    pub async fn restart_mock(&self, project: Id, id: Id) -> Result<Mock, AppError> {
        let row = self.mock_row(project, id).await?;
        self.end_mock(id).await;
        self.launch(row).await?;
        self.mock(project, id).await
    }

    /// Stops every running mock until [`App::resume_mocks`]: how many there were.
    pub async fn pause_mocks(&self) -> Result<usize, AppError> {
        let mut paused = Vec::new();
        for mock in self.running_mocks().await? {
            self.end_mock(mock.id).await;
            self.publish(
                Topic::Mock,
                EventKind::Updated,
                Some(mock.project_id),
                Some(mock.id.to_string()),
            )
            .await;
            paused.push((mock.project_id, mock.id));
        }
        let count = paused.len();
        self.inner
            .paused
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(paused);
        Ok(count)
    }

    /// Starts the mocks that were paused: how many run again.
    pub async fn resume_mocks(&self) -> Result<usize, AppError> {
        let paused = std::mem::take(
            &mut *self
                .inner
                .paused
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        );
        let mut count = 0;
        for (project, id) in paused {
            match self.start_mock(project, id).await {
                Ok(_) => count += 1,
                Err(error) => tracing::warn!(%error, mock = %id, "a mock did not start again"),
            }
        }
        Ok(count)
    }

    /// Every mock that runs.
    pub async fn running_mocks(&self) -> Result<Vec<Mock>, AppError> {
        let rows = self.store().read(|c| mock::list(c, None)).await?;
        let running = self.inner.mocks.lock().await;
        Ok(rows
            .iter()
            .filter_map(|row| match running.get(&row.id)? {
                found @ Running::Well(server) => Some(describe(row, Some(found), server.spec_id)),
                Running::Failed(_) => None,
            })
            .collect())
    }

    pub(crate) async fn start_wanted_mocks(&self) {
        let rows = match self.store().read(|c| mock::list(c, None)).await {
            Ok(rows) => rows,
            Err(error) => {
                tracing::error!(%error, "the mocks cannot be read");
                return;
            }
        };
        for row in rows.into_iter().filter(|row| row.wanted) {
            let id = row.id;
            if let Err(error) = self.launch(row).await {
                tracing::warn!(%error, mock = %id, "a mock did not start again");
            }
        }
    }

    /// Running mocks of a project answer from the revision in use.
    pub(crate) async fn move_mocks_to_active(&self, project: Id) {
        let running: Vec<Id> = match self.mocks_of(project).await {
            Ok(mocks) => mocks
                .iter()
                .filter(|m| m.state == MockState::Running)
                .map(|m| m.id)
                .collect(),
            Err(error) => {
                tracing::error!(%error, "the mocks cannot be read");
                return;
            }
        };
        for id in running {
            if let Err(error) = self.restart_mock(project, id).await {
                tracing::warn!(%error, mock = %id, "a mock did not follow the revision");
            }
        }
    }

    pub(crate) async fn end_all_mocks(&self) {
        let all: Vec<Id> = self.inner.mocks.lock().await.keys().copied().collect();
        for id in all {
            self.end_mock(id).await;
        }
    }

    /// Requests that the running mocks have answered.
    pub(crate) async fn mock_figures(&self) -> (u64, u64) {
        let running = self.inner.mocks.lock().await;
        let servers = running.values().filter_map(|r| match r {
            Running::Well(server) => Some(server.requests.load(Ordering::Relaxed)),
            Running::Failed(_) => None,
        });
        servers.fold((0, 0), |(count, requests), more| {
            (count + 1, requests + more)
        })
    }

    async fn is_running(&self, id: Id) -> bool {
        matches!(
            self.inner.mocks.lock().await.get(&id),
            Some(Running::Well(_))
        )
    }

    async fn keep_mock(&self, row: MockRow) -> Result<(), AppError> {
        let (project, id) = (row.project_id, row.id);
        if !self.store().write(move |c| mock::update(c, &row)).await? {
            return Err(gone(id));
        }
        self.tell(project, id).await;
        Ok(())
    }

    /// Says that a mock has changed.
    async fn tell(&self, project: Id, id: Id) {
        let subject = Some(id.to_string());
        self.publish(Topic::Mock, EventKind::Updated, Some(project), subject)
            .await;
    }

    async fn mock_row(&self, project: Id, id: Id) -> Result<MockRow, AppError> {
        self.project_row(project).await?;
        self.store()
            .read(move |c| mock::get(c, project, id))
            .await?
            .ok_or_else(|| gone(id))
    }
}

/// The code of a mock that is not there.
const GONE: &str = "mock_not_found";

fn gone(id: Id) -> AppError {
    AppError::not_found(GONE, format!("The project has no mock {id}."))
}
