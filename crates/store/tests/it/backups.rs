//! Copies of a database in use.

use std::{fs, sync::Arc};

use rusqlite::Connection;

use crate::support::{a_project, add, add_many, files, open, projects};

fn counted(path: &std::path::Path) -> (i64, i64) {
    let copy = Connection::open(path).unwrap();
    let good: String = copy
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(good, "ok");
    copy.query_row(
        "SELECT (SELECT count(*) FROM projects), (SELECT count(*) FROM outbox)",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
    .unwrap()
}

#[tokio::test]
async fn a_copy_made_while_others_write_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(open(folder.path()));
    add_many(&store, 50).await;
    let writing = tokio::spawn({
        let store = Arc::clone(&store);
        async move { add_many(&store, 150).await }
    });
    let mut before = 50;
    while !writing.is_finished() {
        let copy = store.back_up().await.unwrap();
        let (projects, sent) = counted(&copy);
        assert_eq!(projects, sent, "a change and its outbox row go together");
        assert!(projects >= before, "{projects} after {before}");
        before = projects;
    }
    writing.await.unwrap();
    let copy = store.back_up().await.unwrap();
    assert_eq!(counted(&copy), (200, 200));
    store.close();
}

#[tokio::test]
async fn reading_goes_on_as_it_was_after_a_copy() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let ids = add_many(&store, 5).await;
    for _ in 0..4 {
        store.back_up().await.unwrap();
    }
    // Every reader in turn: none of them may write.
    for _ in 0..8 {
        assert_eq!(projects(&store).await, ids);
        let written = store
            .read(|c| Ok(c.execute("DELETE FROM projects", [])?))
            .await;
        assert!(written.is_err(), "a reader has written");
    }
    store.close();
}

#[tokio::test]
async fn only_the_newest_copies_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    add(&store, a_project()).await.unwrap();
    let mut made = Vec::new();
    for _ in 0..27 {
        made.push(store.back_up().await.unwrap());
    }
    made.sort();
    made.dedup();
    assert_eq!(made.len(), 27, "no copy takes the place of another");
    let kept = files(&folder.path().join("backups"), "");
    assert_eq!(kept, made[3..]);
    store.close();
}

#[tokio::test]
async fn a_copy_that_cannot_be_made_leaves_nothing_half_done() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    add(&store, a_project()).await.unwrap();
    fs::write(folder.path().join("backups"), "in the way").unwrap();
    let error = store.back_up().await.unwrap_err();
    assert!(error.to_string().contains("backups"), "{error}");
    assert!(error.hint().is_some());
    // The store works on.
    add(&store, a_project()).await.unwrap();
    store.close();
    assert!(store.back_up().await.is_err(), "closed");
}
