//! Keeps what mocks have answered: off the serving threads, in batches, with bounded memory.

use std::{
    collections::HashSet,
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicU64, Ordering},
    },
};

use fairlead_core::Id;
use fairlead_mock::Served;
use fairlead_store::trace::TraceRow;
use tokio::{
    sync::{Notify, mpsc},
    task::JoinHandle,
};

use crate::{App, ErrorKind, EventKind, Inner, Topic, traces};

/// Exchanges that may wait; further ones are counted and let go.
const WAITING: usize = 8_192;
/// Exchanges written in one transaction.
const BATCH: usize = 500;
/// Traces brought into the index of words in one transaction.
const INDEXED: usize = 200;

/// An exchange of a mock, and whose it is.
pub struct Recorded {
    pub project: Id,
    pub mock: Id,
    pub url: String,
    /// The API it stands before, for a proxy.
    pub upstream: Option<String>,
    pub loaded: std::sync::Arc<crate::contracts::Loaded>,
    pub served: Served,
}

/// Where exchanges go.
pub struct Recorder {
    sender: Mutex<Option<mpsc::Sender<Recorded>>>,
    task: Mutex<Option<JoinHandle<()>>>,
    dropped: AtomicU64,
    /// Traces that the playground writes itself.
    own: Mutex<HashSet<Id>>,
    /// Wakes the task that brings traces into the index of words.
    index: Arc<Notify>,
}

impl Recorder {
    pub fn start(inner: Weak<Inner>) -> Self {
        let (sender, receiver) = mpsc::channel(WAITING);
        let task = tokio::spawn(write(inner.clone(), receiver));
        let index = Arc::new(Notify::new());
        tokio::spawn(index_words(inner, Arc::clone(&index)));
        Self {
            sender: Mutex::new(Some(sender)),
            task: Mutex::new(Some(task)),
            dropped: AtomicU64::new(0),
            own: Mutex::new(HashSet::new()),
            index,
        }
    }

    /// Takes an exchange; never waits.
    pub fn take(&self, recorded: Recorded) {
        let own = recorded
            .served
            .trace_id
            .as_deref()
            .and_then(|id| id.parse().ok());
        if own.is_some_and(|id| {
            self.own
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .contains(&id)
        }) {
            return;
        }
        let sender = self
            .sender
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if sender.is_none_or(|s| s.try_send(recorded).is_err()) {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Says that there are traces which the index of words does not have yet.
    pub fn added(&self) {
        self.index.notify_one();
    }

    /// How many could not be kept.
    pub fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    /// Says that the playground writes this trace, while the value lives.
    pub fn claim(&self, id: Id) -> Claim<'_> {
        self.own
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(id);
        Claim { recorder: self, id }
    }

    /// Takes no more and waits until what was taken is written.
    pub async fn finish(&self) {
        self.sender
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let task = self
            .task
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(task) = task
            && let Err(error) = task.await
        {
            tracing::error!(%error, "the recorder failed");
        }
    }
}

/// A trace that the playground writes itself.
pub struct Claim<'a> {
    recorder: &'a Recorder,
    id: Id,
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        self.recorder
            .own
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.id);
    }
}

/// Brings traces into the index of words, a part at a time, so that those who keep new ones never
/// wait long; what is left when the program ends is done after the next start.
async fn index_words(inner: Weak<Inner>, woken: Arc<Notify>) {
    woken.notify_one();
    loop {
        woken.notified().await;
        loop {
            let Some(store) = inner.upgrade().map(|inner| Arc::clone(&inner.store)) else {
                return;
            };
            match store
                .write_traces(|c| fairlead_store::trace::index(c, INDEXED))
                .await
            {
                Ok(0) => break,
                Ok(_) => tokio::task::yield_now().await,
                Err(error) => {
                    tracing::error!(%error, "traces could not be brought into the index of words");
                    break;
                }
            }
        }
    }
}

async fn write(inner: Weak<Inner>, mut receiver: mpsc::Receiver<Recorded>) {
    let mut batch = Vec::with_capacity(BATCH);
    while receiver.recv_many(&mut batch, BATCH).await > 0 {
        let Some(inner) = inner.upgrade() else { return };
        let app = App::own(inner);
        let taken = std::mem::take(&mut batch);
        let mut projects: Vec<Id> = taken.iter().map(|r| r.project).collect();
        projects.sort_unstable();
        projects.dedup();
        let mut redactors = std::collections::HashMap::new();
        for project in &projects {
            // What a mock answered while its project was removed belongs to nobody.
            let row = app.project_row(*project).await;
            if row.is_err_and(|error| error.kind == ErrorKind::NotFound) {
                continue;
            }
            redactors.insert(*project, app.redactor(*project).await);
        }
        projects.retain(|project| redactors.contains_key(project));
        let partners: std::collections::HashMap<Id, Id> = projects
            .iter()
            .filter_map(|project| Some((*project, app.partner_in(*project)?)))
            .collect();
        let made = tokio::task::spawn_blocking(move || {
            taken
                .into_iter()
                .filter_map(|recorded| {
                    let redactor = redactors.get(&recorded.project)?;
                    let partner = partners.get(&recorded.project).copied();
                    traces::of_mock(recorded, redactor, partner)
                })
                .collect::<Vec<(TraceRow, String)>>()
        });
        let rows = match made.await {
            Ok(rows) => rows,
            Err(error) => {
                tracing::error!(%error, "traces could not be made");
                continue;
            }
        };
        let last: Vec<(Id, Id)> = rows
            .iter()
            .map(|(row, _)| (row.project_id, row.id))
            .collect();
        let count = rows.len() as u64;
        let key = app.inner.trace_key.clone();
        let kept = app
            .store()
            .write_traces(move |c| fairlead_store::trace::insert(c, &key, &rows))
            .await;
        if let Err(error) = kept {
            app.inner
                .recorder
                .dropped
                .fetch_add(count, Ordering::Relaxed);
            tracing::error!(%error, count, "traces could not be kept");
            continue;
        }
        app.inner.recorder.added();
        for project in projects {
            // One event says that there is something new; the newest is its subject.
            let newest = last
                .iter()
                .rev()
                .find(|(p, _)| *p == project)
                .map(|(_, id)| id.to_string());
            app.publish(Topic::Trace, EventKind::Created, Some(project), newest)
                .await;
        }
    }
}
