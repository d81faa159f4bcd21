//! The stream of what has changed.

use std::pin::pin;

use fairlead_app::{App, Event, StreamItem, Topic};
use fairlead_core::Id;
use fairlead_store::{Store, event};
use futures::{Stream, StreamExt};

use crate::support::{API, DEADLINE, import_with, open, opened, upload};

/// The next item of a stream that is not silent for good.
async fn next(stream: &mut (impl Stream<Item = StreamItem> + Unpin)) -> StreamItem {
    tokio::time::timeout(DEADLINE, stream.next())
        .await
        .expect("the stream is silent")
        .expect("the stream has ended")
}

async fn event(stream: &mut (impl Stream<Item = StreamItem> + Unpin)) -> Event {
    match next(stream).await {
        StreamItem::Event(event) => event,
        StreamItem::Reset { seq } => panic!("a gap before {seq}"),
    }
}

async fn project(app: &App) -> Id {
    let import = import_with(app, upload(API), None, false).await.unwrap();
    import.project.id
}

#[tokio::test]
async fn events_are_numbered_from_one_and_resumed_after_any() {
    let it = opened().await;
    let project = project(&it.app).await;
    for _ in 0..8 {
        it.app.delete_traces(project).await.unwrap();
    }
    let mut stream = pin!(it.app.events_after(Some(0)));
    let mut all = Vec::new();
    for seq in 1..=10 {
        let event = event(&mut stream).await;
        assert_eq!(event.seq, seq);
        all.push(event);
    }
    assert_eq!(all[0].topic, Topic::Project);
    assert_eq!(all[1].topic, Topic::Spec);
    assert_eq!(all[0].project_id, Some(project));
    for after in 0..10 {
        let mut resumed = pin!(it.app.events_after(Some(after)));
        let first = event(&mut resumed).await;
        assert_eq!(first.seq, after + 1);
        let before = &all[usize::try_from(after).unwrap()];
        assert_eq!(format!("{first:?}"), format!("{before:?}"));
    }
    // And what comes now follows without a gap.
    it.app.delete_traces(project).await.unwrap();
    assert_eq!(event(&mut stream).await.seq, 11);
    it.app.shutdown().await;
}

#[tokio::test]
async fn without_a_number_only_what_comes_from_now_on() {
    let it = opened().await;
    let project = project(&it.app).await;
    let mut stream = pin!(it.app.events_after(None));
    it.app.delete_traces(project).await.unwrap();
    assert_eq!(event(&mut stream).await.seq, 3);
    it.app.shutdown().await;
}

#[tokio::test]
async fn a_number_that_was_never_given_is_told() {
    let it = opened().await;
    let project = project(&it.app).await;
    for after in [3, 1_000, u64::MAX] {
        let mut stream = pin!(it.app.events_after(Some(after)));
        let StreamItem::Reset { seq } = next(&mut stream).await else {
            panic!("nothing is missing after {after}");
        };
        assert_eq!(seq, 2);
    }
    let mut stream = pin!(it.app.events_after(Some(99)));
    next(&mut stream).await;
    it.app.delete_traces(project).await.unwrap();
    assert_eq!(event(&mut stream).await.seq, 3, "goes on after a reset");
    it.app.shutdown().await;
}

#[tokio::test]
async fn a_gap_in_what_is_kept_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    // More than are kept: the first ones are forgotten.
    store
        .write(|c| {
            let body = r#"{"topic":"mock","kind":"updated","projectId":null,"subjectId":null,"at":"2026-01-01T00:00:00Z"}"#;
            (0..11_000).try_for_each(|_| event::append(c, body).map(drop))
        })
        .await
        .unwrap();
    let (first, last) = store.read(event::bounds).await.unwrap();
    assert!(first > 1);
    store.close();
    drop(store);
    let app = open(folder.path()).await;
    for after in [0, first - 2] {
        let mut stream = pin!(app.events_after(Some(after)));
        let item = next(&mut stream).await;
        assert!(
            matches!(item, StreamItem::Reset { seq } if seq == last),
            "{item:?}"
        );
    }
    let mut stream = pin!(app.events_after(Some(first - 1)));
    assert_eq!(event(&mut stream).await.seq, first, "nothing is missing");
    app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_who_publish_at_once_are_heard_in_order() {
    let it = opened().await;
    let project = project(&it.app).await;
    let mut stream = pin!(it.app.events_after(Some(2)));
    let tasks: Vec<_> = (0..6)
        .map(|_| {
            let app = it.app.clone();
            tokio::spawn(async move {
                for _ in 0..40 {
                    app.delete_traces(project).await.unwrap();
                }
            })
        })
        .collect();
    for seq in 3..=242 {
        assert_eq!(event(&mut stream).await.seq, seq);
    }
    for task in tasks {
        task.await.unwrap();
    }
    it.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_listens_slowly_misses_nothing() {
    let it = opened().await;
    let project = project(&it.app).await;
    let mut stream = pin!(it.app.events_after(Some(0)));
    assert_eq!(event(&mut stream).await.seq, 1);
    // More than wait for a listener in memory.
    for _ in 0..1_200 {
        it.app.delete_traces(project).await.unwrap();
    }
    for seq in 2..=1_202 {
        assert_eq!(event(&mut stream).await.seq, seq);
    }
    it.app.shutdown().await;
}
