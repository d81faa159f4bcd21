//! A mock while it runs: launched, ended.

use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

use fairlead_core::{Id, Timestamp};
use fairlead_mock::{MockOptions, Served, Sink};
use fairlead_store::mock::{self, MockRow};
use futures::FutureExt;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::{GONE, behaviour, port, setup::Setup, watch::Watched};
use crate::{App, AppError, contracts::Loaded, off_thread, recorder::Recorded};

/// A mock that runs, or has tried to.
pub(crate) enum Running {
    /// It answers.
    Well(Server),
    /// It could not start, or did not go on.
    Failed(Failure),
}

/// Why a mock does not run that should.
pub(crate) struct Failure {
    pub(super) error: String,
    /// What came before.
    pub(super) watched: Watched,
}

pub(crate) struct Server {
    pub(super) mock: Arc<fairlead_mock::Mock>,
    pub(super) spec_id: Id,
    pub(super) port: u16,
    pub(super) started_at: Timestamp,
    pub(super) requests: Arc<AtomicU64>,
    pub(super) last_request: Arc<AtomicI64>,
    pub(super) watched: Watched,
    pub(super) keeps_state: bool,
    cancel: CancellationToken,
    task: JoinHandle<()>,
}

impl Server {
    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// When it was asked last, where it was.
    pub(super) fn last_used(&self) -> Option<Timestamp> {
        let last = self.last_request.load(Ordering::Relaxed);
        (last != 0).then(|| Timestamp::from_millis(last))
    }

    /// Whether it has ended without being told to.
    pub(super) fn has_ended(&self) -> bool {
        self.task.is_finished()
    }
}

impl App {
    /// Ends a mock that runs; what it was set up as stays.
    pub(crate) async fn end_mock(&self, id: Id) {
        let found = self.inner.mocks.lock().await.remove(&id);
        if let Some(Running::Well(server)) = found {
            server.cancel.cancel();
            if let Err(error) = server.task.await {
                tracing::error!(%error, mock = %id, "a mock failed");
            }
            let last_used = Timestamp::from_millis(server.last_request.load(Ordering::Relaxed));
            let noted = self.store().write(move |c| mock::used(c, id, last_used));
            if last_used.as_millis() != 0
                && let Err(error) = noted.await
            {
                tracing::error!(%error, mock = %id, "when a mock was used is not kept");
            }
            if server.keeps_state {
                self.save_state(id, &server.mock).await;
            }
        }
    }

    /// Starts a mock that does not run; that it could not start is kept and told.
    pub(super) async fn launch(&self, row: MockRow) -> Result<(), AppError> {
        self.launch_again(row, Watched::default()).await
    }

    /// The same for one that has run before and did not go on.
    pub(super) async fn launch_again(
        &self,
        row: MockRow,
        watched: Watched,
    ) -> Result<(), AppError> {
        let (project, id) = (row.project_id, row.id);
        // One at a time: of two that start the same mock one would keep its port for ever.
        let _turn = self.inner.launching.lock().await;
        if self.is_running(id).await {
            return Ok(());
        }
        let launched = self.listen(row, watched.clone()).await;
        if let Err(error) = &launched
            && error.code != GONE
        {
            let failure = Failure {
                error: error.to_string(),
                watched,
            };
            self.inner
                .mocks
                .lock()
                .await
                .insert(id, Running::Failed(failure));
            self.tell(project, id).await;
        }
        launched
    }

    async fn listen(&self, row: MockRow, watched: Watched) -> Result<(), AppError> {
        let (project, id) = (row.project_id, row.id);
        let setup = Setup::of(&row);
        let spec = self.spec_row(project, None).await?;
        let loaded = self.loaded(&spec).await?;
        let listener = self.bind(&row).await?;
        let port = listener
            .local_addr()
            .map_err(|e| port::refused(row.port, &e))?
            .port();
        let mock = self.made(&row, &loaded).await?;
        let keeps_state = setup.keep_state && row.stateful;
        if keeps_state {
            self.bring_back_state(id, &mock).await;
        }
        let proxy = match &setup.proxy {
            Some(proxy) => Some(self.proxy(project, id, proxy, &mock).await?),
            None => None,
        };
        let requests = Arc::new(AtomicU64::new(0));
        let last_request = Arc::new(AtomicI64::new(0));
        let counted = (Arc::clone(&requests), Arc::clone(&last_request));
        let upstream = setup.proxy.map(|p| p.upstream);
        let url = format!("http://127.0.0.1:{port}");
        let sink = self.sink(&row, loaded, url, upstream, counted);
        let cancel = CancellationToken::new();
        let serving = match proxy {
            Some(proxy) => {
                fairlead_mock::serve(listener, Arc::new(proxy), sink, cancel.clone()).boxed()
            }
            None => fairlead_mock::serve(listener, Arc::clone(&mock), sink, cancel.clone()).boxed(),
        };
        let task = tokio::spawn(async move {
            if let Err(error) = serving.await {
                tracing::error!(%error, mock = %id, "a mock ended");
            }
        });
        let server = Server {
            mock,
            spec_id: spec.id,
            port,
            started_at: Timestamp::now(),
            requests,
            last_request,
            watched,
            keeps_state,
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

    async fn made(
        &self,
        row: &MockRow,
        loaded: &Loaded,
    ) -> Result<Arc<fairlead_mock::Mock>, AppError> {
        let setup = Setup::of(row);
        let options = MockOptions {
            seed: row.seed,
            stateful: row.stateful,
            strict_auth: setup.strict_auth,
            callbacks_to: setup.callbacks_to,
            // It listens on loopback, and so answers for this machine only.
            hosts: Some(Vec::new()),
        };
        let (contract, text) = (Arc::clone(&loaded.contract), row.behaviour.clone());
        let secrets = self.open_credentials(row.project_id).await?;
        let (mock, problems) = off_thread(move || {
            let mock = fairlead_mock::Mock::new(contract, options);
            let problems = behaviour::give(&mock, &text, &secrets);
            (Arc::new(mock), problems)
        })
        .await?;
        for problem in problems {
            tracing::warn!(%problem, mock = %row.id, "a mock starts without its behaviour");
        }
        Ok(mock)
    }

    /// What hears of every exchange of a mock.
    fn sink(
        &self,
        row: &MockRow,
        loaded: Arc<Loaded>,
        url: String,
        upstream: Option<String>,
        (requests, last_request): (Arc<AtomicU64>, Arc<AtomicI64>),
    ) -> Sink {
        let (project, mock) = (row.project_id, row.id);
        let inner = Arc::downgrade(&self.inner);
        Arc::new(move |served: Served| {
            requests.fetch_add(1, Ordering::Relaxed);
            last_request.store(served.exchange.started_at.as_millis(), Ordering::Relaxed);
            if let Some(inner) = inner.upgrade() {
                inner.recorder.take(Recorded {
                    project,
                    mock,
                    url: url.clone(),
                    upstream: upstream.clone(),
                    loaded: Arc::clone(&loaded),
                    served,
                });
            }
        })
    }
}
