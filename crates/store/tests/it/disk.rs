//! A disk that is full, and folders that may not be written.

use std::{fs, io::Read, os::unix::fs::PermissionsExt, path::Path};

use fairlead_core::Id;
use fairlead_store::Store;

use crate::{
    child::{self, Said},
    support::{a_project, add, files, open, outbox, projects},
};

#[tokio::test]
async fn a_full_database_says_so_and_keeps_what_it_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    limit(&store, 120).await;
    let mut kept: Vec<Id> = Vec::new();
    let error = loop {
        match add(&store, a_project()).await {
            Ok(id) => kept.push(id),
            Err(error) => break error,
        }
        assert!(kept.len() < 10_000, "the limit has no effect");
    };
    kept.sort_unstable();
    assert!(kept.len() > 10);
    assert!(error.to_string().contains("full"), "{error}");
    let hint = error.hint().unwrap_or_default();
    assert!(hint.contains("free some space"), "{hint}");
    assert_eq!(
        projects(&store).await,
        kept,
        "nothing lost, nothing half kept"
    );
    assert_eq!(outbox(&store).await.len(), kept.len());

    // With space again it goes on without a new start.
    limit(&store, 1_000_000).await;
    kept.push(add(&store, a_project()).await.unwrap());
    kept.sort_unstable();
    store.close();
    let store = open(folder.path());
    assert!(store.notices().is_empty());
    assert_eq!(projects(&store).await, kept);
    store.close();
}

async fn limit(store: &Store, pages: u32) {
    store
        .write(move |c| {
            let set: u32 = c.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |r| {
                r.get(0)
            })?;
            assert_eq!(set, pages);
            Ok(())
        })
        .await
        .unwrap();
}

fn run(mut child: std::process::Command) -> Said {
    let mut child = child.spawn().unwrap();
    let mut text = String::new();
    let mut out = child.stdout.take().unwrap();
    out.read_to_string(&mut text).unwrap();
    child.wait().unwrap();
    let mut said = Said::default();
    text.lines().for_each(|line| said.hear(line));
    said
}

#[tokio::test]
async fn where_the_system_writes_no_more_nothing_acknowledged_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    open(folder.path()).close();
    // 512-byte blocks; without the trap the first write too much would end the child.
    let said = run(child::writer(folder.path(), "trap '' XFSZ; ulimit -f 1200"));
    let why = said.failure.expect("the limit has no effect");
    assert!(!said.acknowledged.is_empty());
    assert!(!why.contains("no hint"), "{why}");
    assert!(why.contains("disk"), "{why}");
    let store = open(folder.path());
    assert!(store.notices().is_empty(), "{:?}", store.notices());
    let there = projects(&store).await;
    for id in &said.acknowledged {
        assert!(there.contains(id), "project {id} is lost");
    }
    add(&store, a_project()).await.unwrap();
    store.close();
}

#[tokio::test]
async fn a_copy_without_room_leaves_no_half_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let good = store.back_up().await.unwrap();
    crate::support::add_many(&store, 400).await;
    store.close();
    // Makes a migration's backup necessary, in a process that cannot write it whole.
    let connection = rusqlite::Connection::open(folder.path().join("fairlead.db")).unwrap();
    connection
        .execute_batch(
            "DROP TABLE opened_spaces; DROP TABLE partner_spaces; DROP TABLE partners;
             PRAGMA user_version = 14;",
        )
        .unwrap();
    drop(connection);
    let said = run(child::writer(folder.path(), "trap '' XFSZ; ulimit -f 700"));
    let why = said.failure.expect("opened without its backup");
    assert!(why.contains("disk"), "{why}");
    assert_eq!(said.acknowledged, []);
    assert_eq!(files(&folder.path().join("backups"), ""), [good]);
    let store = open(folder.path());
    assert_eq!(projects(&store).await.len(), 400);
    store.close();
}

/// A child that the rights of the folder hold for, though the tests may run as root.
fn stripped(folder: &Path) -> Said {
    use std::os::unix::{fs::MetadataExt, process::CommandExt};
    let place = tempfile::tempdir().unwrap();
    allow(place.path(), 0o755);
    let mut child = child::copied_writer(place.path(), folder);
    if fs::metadata("/proc/self").unwrap().uid() == 0 {
        child.uid(65_534).gid(65_534);
    }
    run(child)
}

fn allow(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[tokio::test]
async fn a_folder_that_may_not_be_written_is_refused_when_it_is_opened() {
    // Empty, and with databases that may be read but not written.
    for filled in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        fs::create_dir(&data).unwrap();
        let mut ids = Vec::new();
        if filled {
            let store = open(&data);
            ids.push(add(&store, a_project()).await.unwrap());
            store.close();
            files(&data, "").iter().for_each(|file| allow(file, 0o444));
        }
        allow(&data, 0o555);
        allow(folder.path(), 0o755);
        let said = stripped(&data);
        allow(&data, 0o755);
        files(&data, "").iter().for_each(|file| allow(file, 0o644));
        let why = said.failure.expect("written to a read-only folder");
        assert_eq!(said.acknowledged, []);
        assert!(why.contains("Make the data folder writable"), "{why}");
        assert_eq!(files(&data, "fairlead.bad-").len(), 0, "nothing is damaged");
        let store = open(&data);
        assert_eq!(projects(&store).await, ids);
        store.close();
    }
}

#[tokio::test]
async fn databases_that_may_not_be_written_are_refused_though_the_folder_may_be() {
    let folder = tempfile::tempdir().unwrap();
    allow(folder.path(), 0o777);
    open(folder.path()).close();
    allow(&folder.path().join("fairlead.db"), 0o444);
    allow(&folder.path().join("traces.db"), 0o444);
    let said = stripped(folder.path());
    let why = said.failure.expect("written to a read-only file");
    assert!(why.contains("Make the data folder writable"), "{why}");
}

#[tokio::test]
async fn a_folder_in_the_place_of_the_database_is_said() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("fairlead.db")).unwrap();
    let error = Store::open(folder.path())
        .err()
        .expect("a folder was opened");
    assert!(error.hint().is_some(), "{error}");
    assert!(folder.path().join("fairlead.db").is_dir());
}
