//! Mock servers: set up, running, watched.

mod behaviour;
mod state;

use std::{
    net::Ipv4Addr,
    sync::{
        Arc, PoisonError,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use fairlead_core::{Id, Timestamp};
use fairlead_mock::{MockOptions, Served};
use fairlead_store::mock::{self, MockRow};
use serde_json::json;
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use crate::{
    App, AppError, ErrorKind, EventKind, Mock, MockPatch, MockState, NewMock, Topic, off_thread,
    recorder::Recorded,
};

/// A mock that runs, or has tried to.
pub(crate) enum Running {
    /// It answers.
    Well(Server),
    /// It could not start.
    Failed {
        /// Why.
        error: String,
    },
}

pub(crate) struct Server {
    mock: Arc<fairlead_mock::Mock>,
    spec_id: Id,
    port: u16,
    started_at: Timestamp,
    requests: Arc<AtomicU64>,
    last_request: Arc<AtomicI64>,
    cancel: CancellationToken,
    task: JoinHandle<()>,
}

impl Server {
    fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

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
        Ok(rows
            .into_iter()
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
        let row = MockRow {
            id: Id::new(),
            project_id: project,
            port: new.port,
            last_port: None,
            seed: new.seed,
            stateful: new.stateful,
            behaviour: String::new(),
            wanted: false,
            created_at: Timestamp::now(),
        };
        let arguments = json!({
            "id": row.id, "projectId": project, "port": row.port, "seed": row.seed,
            "stateful": row.stateful,
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
                Running::Failed { .. } => None,
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

    /// Ends a mock that runs; what it was set up as stays.
    pub(crate) async fn end_mock(&self, id: Id) {
        let found = self.inner.mocks.lock().await.remove(&id);
        if let Some(Running::Well(server)) = found {
            server.cancel.cancel();
            if let Err(error) = server.task.await {
                tracing::error!(%error, mock = %id, "a mock failed");
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
            Running::Failed { .. } => None,
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

    /// Starts a mock that does not run; that it could not start is kept and told.
    async fn launch(&self, row: MockRow) -> Result<(), AppError> {
        let (project, id) = (row.project_id, row.id);
        // One at a time: of two that start the same mock one would keep its port for ever.
        let _turn = self.inner.launching.lock().await;
        if self.is_running(id).await {
            return Ok(());
        }
        let launched = self.listen(row).await;
        if let Err(error) = &launched
            && error.code != GONE
        {
            let failed = Running::Failed {
                error: error.to_string(),
            };
            self.inner.mocks.lock().await.insert(id, failed);
            self.tell(project, id).await;
        }
        launched
    }

    async fn listen(&self, row: MockRow) -> Result<(), AppError> {
        let (project, id) = (row.project_id, row.id);
        let spec = self.spec_row(project, None).await?;
        let loaded = self.loaded(&spec).await?;
        let listener = bind(&row).await?;
        let port = listener
            .local_addr()
            .map_err(|e| cannot_bind(row.port, &e))?
            .port();
        let options = MockOptions {
            seed: row.seed,
            stateful: row.stateful,
            ..MockOptions::default()
        };
        let (contract, text) = (Arc::clone(&loaded.contract), row.behaviour.clone());
        let secrets = self.open_credentials(project).await?;
        let (mock, problems) = off_thread(move || {
            let mock = fairlead_mock::Mock::new(contract, options);
            let problems = behaviour::give(&mock, &text, &secrets);
            (Arc::new(mock), problems)
        })
        .await?;
        for problem in problems {
            tracing::warn!(%problem, mock = %id, "a mock starts without its behaviour");
        }
        let answering = Arc::clone(&mock);
        let requests = Arc::new(AtomicU64::new(0));
        let last_request = Arc::new(AtomicI64::new(0));
        let cancel = CancellationToken::new();
        let url = format!("http://127.0.0.1:{port}");
        let sink = {
            let (requests, last_request) = (Arc::clone(&requests), Arc::clone(&last_request));
            let inner = Arc::downgrade(&self.inner);
            Arc::new(move |served: Served| {
                requests.fetch_add(1, Ordering::Relaxed);
                last_request.store(served.exchange.started_at.as_millis(), Ordering::Relaxed);
                if let Some(inner) = inner.upgrade() {
                    let loaded = Arc::clone(&loaded);
                    inner.recorder.take(Recorded {
                        project,
                        mock: id,
                        url: url.clone(),
                        loaded,
                        served,
                    });
                }
            })
        };
        let task = tokio::spawn({
            let cancel = cancel.clone();
            async move {
                if let Err(error) = fairlead_mock::serve(listener, mock, sink, cancel).await {
                    tracing::error!(%error, mock = %id, "a mock ended");
                }
            }
        });
        let started_at = Timestamp::now();
        let server = Server {
            mock: answering,
            spec_id: spec.id,
            port,
            started_at,
            requests,
            last_request,
            cancel,
            task,
        };
        self.inner
            .mocks
            .lock()
            .await
            .insert(id, Running::Well(server));
        let row = MockRow {
            wanted: true,
            last_port: Some(port),
            ..row
        };
        let kept = self.keep_mock(row).await;
        if kept.is_err() {
            // Removed while it was starting: nobody could stop it any more.
            self.end_mock(id).await;
        }
        kept
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

/// The port asked for; where any will do, the one it had last if that is free.
async fn bind(row: &MockRow) -> Result<TcpListener, AppError> {
    if row.port == 0
        && let Some(last) = row.last_port
        && let Ok(listener) = TcpListener::bind((Ipv4Addr::LOCALHOST, last)).await
    {
        return Ok(listener);
    }
    TcpListener::bind((Ipv4Addr::LOCALHOST, row.port))
        .await
        .map_err(|e| cannot_bind(row.port, &e))
}

fn cannot_bind(port: u16, error: &std::io::Error) -> AppError {
    let message = format!("The mock cannot listen on port {port}: {error}.");
    match error.kind() {
        std::io::ErrorKind::AddrInUse => AppError::conflict("port_in_use", message)
            .with_hint("Another program has this port: choose another, or 0 for any that is free."),
        std::io::ErrorKind::PermissionDenied => {
            AppError::new(ErrorKind::Forbidden, "port_forbidden", message)
                .with_hint("Ports below 1024 belong to the system: choose another, or 0 for any.")
        }
        _ => AppError::new(ErrorKind::Unavailable, "port_unavailable", message)
            .with_hint("Choose another port, or 0 for any that is free."),
    }
}

fn describe(row: &MockRow, running: Option<&Running>, active: Id) -> Mock {
    let server = match running {
        Some(Running::Well(server)) => Some(server),
        _ => None,
    };
    let (state, error) = match running {
        Some(Running::Well(_)) => (MockState::Running, None),
        Some(Running::Failed { error }) => (MockState::Failed, Some(error.clone())),
        None => (MockState::Stopped, None),
    };
    let last = server.map_or(0, |s| s.last_request.load(Ordering::Relaxed));
    Mock {
        id: row.id,
        project_id: row.project_id,
        spec_id: server.map_or(active, |s| s.spec_id),
        state,
        url: server.map(Server::url),
        port: server
            .map(|s| s.port)
            .or(row.last_port)
            .or((row.port != 0).then_some(row.port)),
        seed: row.seed,
        stateful: row.stateful,
        error,
        started_at: server.map(|s| s.started_at),
        requests: server.map_or(0, |s| s.requests.load(Ordering::Relaxed)),
        last_request_at: (last != 0).then(|| Timestamp::from_millis(last)),
        created_at: row.created_at,
    }
}
