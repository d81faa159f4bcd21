//! Catchers while they run.

use std::{net::Ipv4Addr, sync::Arc};

use fairlead_core::Id;
use fairlead_store::catcher::CatcherRow;
use fairlead_webhooks::CatchOptions;
use tokio::{net::TcpListener, sync::mpsc, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use super::{catchers, caught};
use crate::{App, AppError, Catcher, ErrorKind, EventKind};

/// Deliveries that may wait to be kept; further ones are answered, and not kept.
const WAITING: usize = 1_024;

/// A catcher that runs, or has tried to.
pub(crate) enum Running {
    /// It listens.
    Well(Server),
    /// It could not start.
    Failed {
        /// Why.
        error: String,
    },
}

pub(crate) struct Server {
    pub port: u16,
    cancel: CancellationToken,
    task: JoinHandle<()>,
    keeping: JoinHandle<()>,
}

impl App {
    /// Starts a catcher; one that runs stays as it is.
    pub async fn start_catcher(&self, project: Id, id: Id) -> Result<Catcher, AppError> {
        let row = self.catcher_row(project, id).await?;
        self.launch_catcher(row).await?;
        self.catcher(project, id).await
    }

    /// Stops a catcher; what it has caught stays.
    pub async fn stop_catcher(&self, project: Id, id: Id) -> Result<Catcher, AppError> {
        let row = self.catcher_row(project, id).await?;
        self.end_catcher(id).await;
        let wanted = false;
        self.keep_catcher(CatcherRow { wanted, ..row }).await?;
        self.catcher(project, id).await
    }

    /// Starts a running catcher again with what has changed.
    pub(super) async fn renew_catcher(&self, project: Id, id: Id) -> Result<Catcher, AppError> {
        if self.inner.catchers.lock().await.contains_key(&id) {
            self.end_catcher(id).await;
            self.launch_catcher(self.catcher_row(project, id).await?)
                .await?;
        }
        self.catcher(project, id).await
    }

    pub(crate) async fn start_wanted_catchers(&self) {
        let rows = match self.catcher_rows(None).await {
            Ok(rows) => rows,
            Err(error) => {
                tracing::error!(%error, "the catchers cannot be read");
                return;
            }
        };
        for row in rows.into_iter().filter(|row| row.wanted) {
            let id = row.id;
            if let Err(error) = self.launch_catcher(row).await {
                tracing::warn!(%error, catcher = %id, "a catcher did not start again");
            }
        }
    }

    /// Running catchers of a project hold payloads against the revision in use.
    pub(crate) async fn move_catchers_to_active(&self, project: Id) {
        let rows = self.catcher_rows(Some(project)).await.unwrap_or_default();
        for row in rows {
            if let Err(error) = self.renew_catcher(project, row.id).await {
                tracing::warn!(%error, catcher = %row.id, "a catcher did not follow the revision");
            }
        }
    }

    /// Ends a catcher that runs, once what it caught is kept.
    pub(crate) async fn end_catcher(&self, id: Id) {
        let found = self.inner.catchers.lock().await.remove(&id);
        if let Some(Running::Well(server)) = found {
            server.cancel.cancel();
            for task in [server.task, server.keeping] {
                if let Err(error) = task.await {
                    tracing::error!(%error, catcher = %id, "a catcher failed");
                }
            }
        }
    }

    pub(crate) async fn end_all_catchers(&self) {
        let all: Vec<Id> = self.inner.catchers.lock().await.keys().copied().collect();
        for id in all {
            self.end_catcher(id).await;
        }
    }

    async fn launch_catcher(&self, row: CatcherRow) -> Result<(), AppError> {
        let (project, id) = (row.project_id, row.id);
        // One at a time: of two that start the same catcher one would keep its port for ever.
        let _turn = self.inner.launching.lock().await;
        let is_running = matches!(
            self.inner.catchers.lock().await.get(&id),
            Some(Running::Well(_))
        );
        if is_running {
            return Ok(());
        }
        let launched = self.listen_for_webhooks(row).await;
        if let Err(error) = &launched
            && error.code != catchers::GONE
        {
            let error = error.to_string();
            let failed = Running::Failed { error };
            self.inner.catchers.lock().await.insert(id, failed);
            self.tell_of_catcher(project, id, EventKind::Updated).await;
        }
        launched
    }

    async fn listen_for_webhooks(&self, row: CatcherRow) -> Result<(), AppError> {
        let (project, id) = (row.project_id, row.id);
        let settings = catchers::read(&row)?;
        // Without a description there is nothing that payloads could be held against.
        let contract = match self.spec_row(project, None).await {
            Ok(spec) => Some(Arc::clone(&self.loaded(&spec).await?.contract)),
            Err(error) if error.code == "no_description" => None,
            Err(error) => return Err(error),
        };
        let options = CatchOptions {
            signing: self.signing_of(&row)?,
            status: settings.status,
            fail_first: settings.fail_first,
            contract,
            webhook: settings.webhook,
            ..CatchOptions::default()
        };
        let listener = bind(&row).await?;
        let port = listener
            .local_addr()
            .map_err(|e| cannot_bind(row.port, &e))?
            .port();
        let (sender, receiver) = mpsc::channel(WAITING);
        let hear = move |caught| {
            if sender.try_send(caught).is_err() {
                tracing::warn!(catcher = %id, "a delivery was answered, and could not be kept");
            }
        };
        let catcher = fairlead_webhooks::Catcher::new(options, hear)
            .map_err(|why| AppError::invalid("invalid_secret", why.to_string()))?;
        let keeping = tokio::spawn(caught::keep(
            Arc::downgrade(&self.inner),
            project,
            id,
            receiver,
        ));
        let cancel = CancellationToken::new();
        let task = tokio::spawn({
            let cancel = cancel.clone();
            async move {
                let catcher = Arc::new(catcher);
                let ended = fairlead_mock::serve(listener, catcher, Arc::new(|_| {}), cancel).await;
                if let Err(error) = ended {
                    tracing::error!(%error, catcher = %id, "a catcher ended");
                }
            }
        });
        let server = Server {
            port,
            cancel,
            task,
            keeping,
        };
        self.inner
            .catchers
            .lock()
            .await
            .insert(id, Running::Well(server));
        let kept = self
            .keep_catcher(CatcherRow {
                wanted: true,
                last_port: Some(port),
                ..row
            })
            .await;
        if kept.is_err() {
            // Removed while it was starting: nobody could stop it any more.
            self.end_catcher(id).await;
        }
        kept
    }
}

/// The port asked for; where any will do, the one it had last if that is free.
async fn bind(row: &CatcherRow) -> Result<TcpListener, AppError> {
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
    let message = format!("The catcher cannot listen on port {port}: {error}.");
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
