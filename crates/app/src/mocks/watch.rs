//! Looks after running mocks: whether they answer, what they keep, how much memory all takes.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::{Duration, Instant},
};

use fairlead_core::{Id, Timestamp, limits};
use fairlead_store::mock::{self, MockRow};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tokio_util::sync::CancellationToken;

use super::{Running, server::Failure};
use crate::{App, AppError, HealthStatus, Inner, MockHealth};

/// Longest a mock may take to say that it is well.
const PATIENCE: Duration = Duration::from_secs(5);
/// Checks in a row without an answer after which a mock is started again.
const MISSED: u32 = 2;
/// Longest pause between two attempts to start a mock.
const LONGEST_PAUSE: Duration = Duration::from_mins(15);
/// Checks in a row with an answer after which a restart is forgotten.
const WELL_AGAIN: u32 = 10;

/// What was seen of a mock; clones share it.
#[derive(Clone, Default)]
pub struct Watched(Arc<Mutex<Seen>>);

#[derive(Default)]
struct Seen {
    checked_at: Option<Timestamp>,
    answered_in_micros: Option<u64>,
    /// Checks in a row without an answer.
    missed: u32,
    /// Checks in a row with one.
    answered: u32,
    /// Restarts since the person started it.
    restarts: u32,
    /// Attempts to start it since it was well.
    attempts: u32,
    retry_at: Option<Timestamp>,
    /// The version of its state that is on the disk.
    saved: u64,
}

impl Watched {
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How a mock that runs is.
    pub fn health(&self) -> MockHealth {
        let seen = self.seen();
        let status = if seen.missed >= MISSED {
            HealthStatus::Down
        } else if seen.missed > 0 || seen.attempts > 0 {
            HealthStatus::Degraded
        } else {
            HealthStatus::Healthy
        };
        MockHealth {
            status,
            checked_at: seen.checked_at,
            answered_in_micros: seen.answered_in_micros,
            restarts: seen.restarts,
            retry_at: None,
        }
    }

    /// How one is that could not start.
    pub fn down(&self) -> MockHealth {
        let retry_at = self.seen().retry_at;
        MockHealth {
            status: HealthStatus::Down,
            retry_at,
            ..self.health()
        }
    }

    fn look(&self, answered: Option<Duration>) -> Finding {
        let mut seen = self.seen();
        seen.checked_at = Some(Timestamp::now());
        seen.answered_in_micros = answered.and_then(|t| u64::try_from(t.as_micros()).ok());
        if answered.is_some() {
            let was_missed = std::mem::take(&mut seen.missed) > 0;
            seen.answered += 1;
            let forgets = seen.attempts > 0 && seen.answered >= WELL_AGAIN;
            if forgets {
                seen.attempts = 0;
            }
            return if was_missed || forgets {
                Finding::Changed
            } else {
                Finding::Same
            };
        }
        seen.answered = 0;
        seen.missed += 1;
        if seen.missed >= MISSED {
            Finding::Silent
        } else {
            Finding::Changed
        }
    }

    /// Counts an attempt and says when the next one may be made, where this one fails.
    fn attempt(&self, every: Duration) {
        let mut seen = self.seen();
        let pause = every
            .saturating_mul(1 << seen.attempts.min(16))
            .min(LONGEST_PAUSE);
        seen.attempts += 1;
        seen.missed = 0;
        seen.answered = 0;
        let pause = i64::try_from(pause.as_millis()).unwrap_or(i64::MAX);
        seen.retry_at = Some(Timestamp::from_millis(
            Timestamp::now().as_millis().saturating_add(pause),
        ));
    }

    fn is_due(&self) -> bool {
        self.seen().retry_at.is_none_or(|at| at <= Timestamp::now())
    }
}

/// What a look at a mock has found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Finding {
    Same,
    Changed,
    Silent,
}

/// Runs until it is cancelled or the application is gone.
pub(crate) async fn run(inner: Weak<Inner>, every: Duration, cancel: CancellationToken) {
    let mut tick = tokio::time::interval(every);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    // The first comes at once, when nothing has run yet.
    tick.tick().await;
    loop {
        tokio::select! {
            () = cancel.cancelled() => return,
            _ = tick.tick() => {}
        }
        let Some(inner) = inner.upgrade() else { return };
        let app = App::own(inner);
        if let Err(error) = app.look_after_mocks(every).await {
            tracing::error!(%error, "the mocks could not be looked after");
        }
    }
}

impl App {
    async fn look_after_mocks(&self, every: Duration) -> Result<(), AppError> {
        let rows = self.store().read(|c| mock::list(c, None)).await?;
        for row in &rows {
            self.look_after(row, every).await?;
        }
        self.retire_unused(&rows).await?;
        self.stay_below_ceiling().await
    }

    async fn look_after(&self, row: &MockRow, every: Duration) -> Result<(), AppError> {
        let id = row.id;
        let (port, watched, ended, last_used, keeping) = {
            let running = self.inner.mocks.lock().await;
            match running.get(&id) {
                Some(Running::Well(server)) => (
                    server.port,
                    server.watched.clone(),
                    server.has_ended(),
                    server.last_used(),
                    server.keeps_state.then(|| Arc::clone(&server.mock)),
                ),
                Some(Running::Failed(failure)) if row.wanted && failure.watched.is_due() => {
                    let watched = failure.watched.clone();
                    drop(running);
                    self.try_again(row, watched, every).await;
                    return Ok(());
                }
                _ => return Ok(()),
            }
        };
        if let Some(at) = last_used.filter(|at| row.last_used_at != Some(*at)) {
            self.store().write(move |c| mock::used(c, id, at)).await?;
        }
        if let Some(mock) = keeping
            && mock.state_version() != watched.seen().saved
        {
            self.save_state(id, &mock).await;
        }
        let answered = if ended { None } else { probe(port).await };
        match watched.look(answered) {
            Finding::Same => {}
            Finding::Changed => self.tell(row.project_id, id).await,
            Finding::Silent => {
                tracing::warn!(mock = %id, port, "a mock does not answer and is started again");
                self.end_mock(id).await;
                self.try_again(row, watched, every).await;
            }
        }
        Ok(())
    }

    async fn try_again(&self, row: &MockRow, watched: Watched, every: Duration) {
        watched.attempt(every);
        watched.seen().restarts += 1;
        if let Err(error) = self.launch_again(row.clone(), watched.clone()).await {
            // That it failed is kept with the mock and shown there.
            tracing::warn!(%error, mock = %row.id, "a mock did not start again");
            watched.seen().restarts -= 1;
        }
    }

    /// Says which version of its state is on the disk.
    pub(super) async fn note_saved(&self, id: Id, version: u64) {
        if let Some(Running::Well(server)) = self.inner.mocks.lock().await.get(&id) {
            server.watched.seen().saved = version;
        }
    }

    /// Where the program takes more memory than it may, the mock that was not used for the longest
    /// ends; the next look finds whether that was enough.
    async fn stay_below_ceiling(&self) -> Result<(), AppError> {
        let ceiling = self.inner.settings.memory_ceiling;
        let Some(used) = memory_stats::memory_stats().map(|m| m.physical_mem as u64) else {
            return Ok(());
        };
        if used <= ceiling {
            return Ok(());
        }
        let longest = {
            let running = self.inner.mocks.lock().await;
            let servers = running.iter().filter_map(|(id, r)| match r {
                Running::Well(server) => Some((*id, server)),
                Running::Failed(_) => None,
            });
            let idle = servers.map(|(id, s)| (s.last_used().unwrap_or(s.started_at), id));
            idle.min().map(|(_, id)| id)
        };
        let Some(id) = longest else { return Ok(()) };
        let rows = self.store().read(|c| mock::list(c, None)).await?;
        let Some(row) = rows.into_iter().find(|row| row.id == id) else {
            return Ok(());
        };
        let error = format!(
            "It was stopped: Fairlead used {} MiB of memory, and may use {} MiB. It was the mock that nobody had asked for the longest.",
            used >> 20,
            ceiling >> 20
        );
        tracing::warn!(mock = %id, used, ceiling, "a mock is stopped to save memory");
        self.end_mock(id).await;
        let failure = Failure {
            error,
            watched: Watched::default(),
        };
        self.inner
            .mocks
            .lock()
            .await
            .insert(id, Running::Failed(failure));
        self.keep_mock(MockRow {
            wanted: false,
            ..row
        })
        .await
    }
}

/// How long a mock took to say that it is well; none where it did not.
async fn probe(port: u16) -> Option<Duration> {
    let began = Instant::now();
    let asking = async {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
        let request = format!(
            "GET {} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nconnection: close\r\n\r\n",
            limits::MOCK_HEALTH_PATH
        );
        stream.write_all(request.as_bytes()).await?;
        let mut answer = Vec::new();
        stream.take(4_096).read_to_end(&mut answer).await?;
        Ok::<_, std::io::Error>(answer.starts_with(b"HTTP/1.1 204 "))
    };
    matches!(tokio::time::timeout(PATIENCE, asking).await, Ok(Ok(true))).then(|| began.elapsed())
}
