//! What is done now and then while the folder is open: backups, and forgetting old traces.

use std::{
    sync::Weak,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use fairlead_store::{Store, trace};
use tokio_util::sync::CancellationToken;

use crate::Inner;

/// How often.
const EVERY: Duration = Duration::from_hours(1);
/// Traces that are forgotten in one transaction.
const PART: usize = 1_000;

/// Runs until it is cancelled or the application is gone.
pub async fn run(inner: Weak<Inner>, cancel: CancellationToken) {
    let mut tick = tokio::time::interval(EVERY);
    loop {
        tokio::select! {
            () = cancel.cancelled() => return,
            _ = tick.tick() => {}
        }
        let Some(inner) = inner.upgrade() else { return };
        // Who never stays open for an hour has backups too.
        if is_due(&inner.store).await {
            back_up(&inner.store).await;
        }
        forget(&inner.store, &cancel).await;
    }
}

/// Copies the main database.
pub async fn back_up(store: &Store) {
    if let Err(error) = store.back_up().await {
        tracing::error!(%error, "the backup failed");
    }
}

async fn is_due(store: &std::sync::Arc<Store>) -> bool {
    let asked = std::sync::Arc::clone(store);
    let last = tokio::task::spawn_blocking(move || asked.last_backup()).await;
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    match (last, now) {
        (Ok(Some(last)), Ok(now)) => {
            let then = Duration::from_millis(last.as_millis().unsigned_abs());
            // A little early, so that a tick that comes a little early does not wait for the next.
            now.abs_diff(then) + Duration::from_mins(1) >= EVERY
        }
        _ => true,
    }
}

async fn forget(store: &Store, cancel: &CancellationToken) {
    while !cancel.is_cancelled() {
        let part = store.write_traces(|c| trace::prune(c, trace::KEPT, PART));
        match part.await {
            Ok(0) => return,
            Ok(_) => {}
            Err(error) => {
                tracing::error!(%error, "old traces could not be forgotten");
                return;
            }
        }
    }
}
