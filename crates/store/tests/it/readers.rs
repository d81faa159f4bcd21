//! Readers beside a writer.

use std::{
    sync::{Arc, mpsc},
    time::Duration,
};

use fairlead_core::Id;
use fairlead_store::trace;

use crate::support::{a_project, a_trace, add, open, projects};

/// Longer than anything here takes on a slow machine.
const DEADLINE: Duration = Duration::from_mins(1);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn readers_see_whole_batches_and_never_fewer_than_before() {
    const BATCH: usize = 40;
    const BATCHES: usize = 60;
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(open(folder.path()));
    let project = Id::new();
    let readers: Vec<_> = (0..6)
        .map(|_| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                let (mut last, mut looks) = (0, 0);
                while last < (BATCH * BATCHES) as u64 {
                    let now = store.read_traces(trace::count_all).await.unwrap();
                    assert_eq!(now % BATCH as u64, 0, "half a batch was seen");
                    assert!(now >= last, "{now} after {last}");
                    (last, looks) = (now, looks + 1);
                }
                looks
            })
        })
        .collect();
    for batch in 0..BATCHES {
        let rows: Vec<_> = (0..BATCH)
            .map(|n| {
                let at = i64::try_from(batch * BATCH + n).unwrap();
                (a_trace(project, at), "{}".to_owned())
            })
            .collect();
        store
            .write_traces(move |c| trace::insert(c, &crate::support::key(), &rows))
            .await
            .unwrap();
    }
    for reader in readers {
        let looks: usize = tokio::time::timeout(DEADLINE, reader)
            .await
            .expect("a reader did not see the last batch")
            .unwrap();
        assert!(looks > 0);
    }
    store.close();
}

#[tokio::test]
async fn a_long_read_holds_up_no_write_and_does_not_see_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(open(folder.path()));
    let first = add(&store, a_project()).await.unwrap();
    let (began, has_begun) = tokio::sync::oneshot::channel();
    let (go_on, wait) = mpsc::channel::<()>();
    let reading = tokio::spawn({
        let store = Arc::clone(&store);
        async move {
            store
                .read(move |c| {
                    let count = |c: &fairlead_store::Connection| -> rusqlite::Result<i64> {
                        c.query_row("SELECT count(*) FROM projects", [], |row| row.get(0))
                    };
                    c.execute_batch("BEGIN")?;
                    let before = count(c)?;
                    began.send(()).unwrap();
                    wait.recv_timeout(DEADLINE).expect("the write was held up");
                    let after = count(c)?;
                    c.execute_batch("COMMIT")?;
                    Ok((before, after))
                })
                .await
        }
    });
    has_begun.await.unwrap();
    let second = add(&store, a_project()).await.unwrap();
    go_on.send(()).unwrap();
    assert_eq!(reading.await.unwrap().unwrap(), (1, 1));
    let mut both = [first, second];
    both.sort_unstable();
    assert_eq!(projects(&store).await, both);
    store.close();
}

#[tokio::test]
async fn closing_brings_the_log_home() {
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..30 {
        let store = open(folder.path());
        add(&store, a_project()).await.unwrap();
        store.close();
        let logs = crate::support::files(folder.path(), "fairlead.db-");
        assert!(logs.is_empty(), "{logs:?}");
    }
}

#[tokio::test]
async fn closing_lets_what_was_asked_for_end() {
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(open(folder.path()));
    let mut asked: Vec<_> = (0..50)
        .map(|_| {
            let store = Arc::clone(&store);
            Box::pin(async move { add(&store, a_project()).await })
        })
        .collect();
    // Polled once: the work is on its way to the writing thread.
    for one in &mut asked {
        assert!(poll_once(one).await.is_none_or(|r| r.is_ok()));
    }
    let closing = Arc::clone(&store);
    tokio::task::spawn_blocking(move || closing.close())
        .await
        .unwrap();
    drop(asked);
    let store = open(folder.path());
    assert_eq!(projects(&store).await.len(), 50);
    store.close();
}

/// What a future has to give at once.
async fn poll_once<F: Future + Unpin>(future: &mut F) -> Option<F::Output> {
    std::future::poll_fn(|context| {
        std::task::Poll::Ready(match std::pin::Pin::new(&mut *future).poll(context) {
            std::task::Poll::Ready(output) => Some(output),
            std::task::Poll::Pending => None,
        })
    })
    .await
}
