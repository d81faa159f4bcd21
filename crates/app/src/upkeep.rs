//! What is done now and then while the folder is open: backups, forgetting old traces, telling of
//! partners that are stuck.

use std::{
    sync::Weak,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use fairlead_store::Store;
use tokio_util::sync::CancellationToken;

use crate::{App, Inner};

/// How often.
const EVERY: Duration = Duration::from_hours(1);

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
        look_after_traces(&App::own(inner)).await;
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

async fn look_after_traces(app: &App) {
    let projects = match app.store().read(fairlead_store::project::list).await {
        Ok(projects) => projects,
        Err(error) => {
            tracing::error!(%error, "nobody looked after the traces");
            return;
        }
    };
    for project in projects {
        // One may have been removed since.
        if let Err(error) = app.forget_old_traces(project.id).await {
            tracing::warn!(%error, "old traces could not be forgotten");
        }
        if let Err(error) = app.tell_stuck_partners(project.id).await {
            tracing::warn!(%error, "whether partners are stuck could not be told");
        }
    }
}
