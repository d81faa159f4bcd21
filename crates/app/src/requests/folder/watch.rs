//! Waits for changes of a folder and of the saved requests, and starts a go for them.

use std::{
    path::{Path, PathBuf},
    sync::Weak,
    time::Duration,
};

use fairlead_core::Id;
use notify::{RecursiveMode, Watcher};
use tokio::{
    sync::{broadcast, mpsc},
    time::{Instant, sleep, timeout_at},
};

use super::{Link, SUBJECT, sync::Outcome};
use crate::{App, Event, EventKind, Inner, Topic};

/// Quiet time after which a batch of changes counts as whole.
const QUIET: Duration = Duration::from_millis(150);
/// Longest a batch may grow.
const BATCH: Duration = Duration::from_millis(600);
/// Pause between looks at a folder that cannot be used.
const RETRY: Duration = Duration::from_millis(500);
/// Pause between looks where the system tells of no change, as on some network drives.
const ANYWAY: Duration = Duration::from_secs(30);
/// Goes in a row for changes that come during a go.
const GOES: u32 = 50;

/// Runs until it is cancelled, the project has no folder any more or the application is gone.
pub async fn run(
    inner: Weak<Inner>,
    project: Id,
    root: PathBuf,
    link: Link,
    mut events: broadcast::Receiver<Event>,
) {
    let (sender, mut changes) = mpsc::channel(1);
    let mut watcher = None;
    loop {
        if watcher.is_none() {
            watcher = watch(&root, sender.clone());
        }
        // All that has changed so far is seen by this go.
        while events.try_recv().is_ok() {}
        let go = async {
            let Some(inner) = inner.upgrade() else {
                return false;
            };
            App::own(inner).sync_now(project, &link).await
        };
        // A go is not cut short: it ends before the folder is let go.
        let goes_on = go.await;
        let has_failed = link.status().error.is_some();
        if !goes_on || link.cancel.is_cancelled() {
            return;
        }
        if has_failed {
            // A folder that went away and came back has to be watched anew.
            watcher = None;
        }
        let pause = if has_failed { RETRY } else { ANYWAY };
        tokio::select! {
            () = link.cancel.cancelled() => return,
            () = sleep(pause) => {}
            _ = changes.recv() => settle(&mut changes).await,
            () = ours(&mut events, project) => {}
        }
    }
}

/// Waits until a batch is whole: a `git pull` writes many files.
async fn settle(changes: &mut mpsc::Receiver<()>) {
    let end = Instant::now() + BATCH;
    while Instant::now() < end {
        let quiet = (Instant::now() + QUIET).min(end);
        if timeout_at(quiet, changes.recv()).await.is_err() {
            return;
        }
    }
}

/// Waits for a change of the project's saved requests that did not come from the folder.
async fn ours(events: &mut broadcast::Receiver<Event>, project: Id) {
    loop {
        match events.recv().await {
            Ok(event) if event.project_id == Some(project) && is_cause(&event) => return,
            Ok(_) => {}
            // Some were missed: one of them may have been ours.
            Err(broadcast::error::RecvError::Lagged(_)) => return,
            Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
        }
    }
}

/// Whether an event is of saved requests that were changed here, or of a project that is gone.
fn is_cause(event: &Event) -> bool {
    match event.topic {
        Topic::Request => event.subject_id.as_deref() != Some(SUBJECT),
        Topic::Project => event.kind == EventKind::Deleted,
        _ => false,
    }
}

/// Watches a folder; none where the system cannot, or the folder is not there.
fn watch(root: &Path, changed: mpsc::Sender<()>) -> Option<notify::RecommendedWatcher> {
    let base = root.to_owned();
    let tell = move |event: notify::Result<notify::Event>| {
        let is_meant = match &event {
            // Reading is no change, and our own looks would go on for ever.
            Ok(event) => !event.kind.is_access() && event.paths.iter().any(|p| is_meant(&base, p)),
            Err(_) => true,
        };
        if is_meant {
            // Where one waits to be seen already, it stands for this one too.
            let _ = changed.try_send(());
        }
    };
    let mut watcher = notify::recommended_watcher(tell).ok()?;
    match watcher.watch(root, RecursiveMode::Recursive) {
        Ok(()) => Some(watcher),
        Err(error) => {
            tracing::warn!(%error, "a folder of saved requests is looked at now and then only");
            None
        }
    }
}

/// Whether a change of this path counts: hidden files do not, and so neither does `.git`.
fn is_meant(root: &Path, path: &Path) -> bool {
    let below = path.strip_prefix(root).unwrap_or(path);
    !below
        .iter()
        .any(|part| part.to_string_lossy().starts_with('.'))
}

impl App {
    /// Makes both sides the same, as far as they can be: whether there is still a folder.
    pub(super) async fn sync_now(&self, project: Id, link: &Link) -> bool {
        let _turn = link.turn.lock().await;
        let before = link.status().clone();
        let mut changed = false;
        for go in 0..GOES {
            if link.cancel.is_cancelled() {
                return false;
            }
            match self.sync_folder(project).await {
                Ok(Outcome::Same {
                    problems,
                    changed: now,
                }) => {
                    changed |= now;
                    let mut status = link.status();
                    status.error = None;
                    status.problems = problems;
                    status.is_syncing = false;
                    break;
                }
                Ok(Outcome::Again) => {
                    link.status().is_syncing = true;
                    if go + 1 == GOES {
                        link.status().error = Some("The folder changes all the time, or git holds its lock (`.git/index.lock`). It is tried again.".to_owned());
                    }
                    sleep(QUIET).await;
                }
                Ok(Outcome::Failed(why)) => {
                    let mut status = link.status();
                    status.error = Some(why);
                    // What was wrong with files that are not seen now is no news.
                    status.problems.clear();
                    status.is_syncing = false;
                    break;
                }
                Ok(Outcome::Unlinked) => return false,
                Err(error) if error.kind == crate::ErrorKind::NotFound => return false,
                Err(error) => {
                    tracing::error!(%error, "a folder of saved requests could not be synced");
                    link.status().error = Some(error.to_string());
                    break;
                }
            }
        }
        let is_new = *link.status() != before;
        if changed || is_new {
            self.tell_folder(project).await;
        }
        true
    }
}
