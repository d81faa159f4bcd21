//! Damaged databases: noticed when they are opened, replaced by the last good backup, kept.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::support::{a_project, add, add_many, files, open, projects};

/// A folder whose database has many pages; with a backup of all of it if asked for.
async fn filled(folder: &Path, backup: bool) -> Vec<fairlead_core::Id> {
    let store = open(folder);
    let ids = add_many(&store, 300).await;
    if backup {
        store.back_up().await.unwrap();
    }
    store.close();
    ids
}

fn database(folder: &Path) -> PathBuf {
    folder.join("fairlead.db")
}

/// Fills a part of a file, given in hundredths, with what no page looks like.
fn overwrite(path: &Path, from: usize, to: usize) {
    let mut bytes = fs::read(path).unwrap();
    let hundredth = bytes.len() / 100;
    bytes[from * hundredth..to * hundredth].fill(0xA5);
    fs::write(path, bytes).unwrap();
}

fn cut(path: &Path, length: u64) {
    let file = fs::OpenOptions::new().write(true).open(path).unwrap();
    file.set_len(length).unwrap();
}

async fn check(what: &str, damage: impl Fn(&Path)) {
    let folder = tempfile::tempdir().unwrap();
    let path = database(folder.path());
    let ids = filled(folder.path(), true).await;
    damage(&path);
    let damaged = fs::read(&path).unwrap();

    let store = open(folder.path());
    let [notice] = store.notices() else {
        panic!("{what}: one notice was expected: {:?}", store.notices());
    };
    let copy = &files(&folder.path().join("backups"), "fairlead-")[0];
    let aside = &files(folder.path(), "fairlead.bad-")[0];
    for part in [&path, copy, aside] {
        let part = part.display().to_string();
        assert!(notice.message.contains(&part), "{what}: {}", notice.message);
    }
    assert!(notice.message.contains("was damaged"), "{}", notice.message);
    assert_eq!(fs::read(aside).unwrap(), damaged, "{what}: kept as it was");
    assert_eq!(projects(&store).await, ids, "{what}");
    let new = add(&store, a_project()).await.unwrap();
    store.close();

    let store = open(folder.path());
    assert!(store.notices().is_empty(), "{what}: said once");
    assert!(projects(&store).await.contains(&new));
    store.close();
}

#[tokio::test]
async fn bytes_overwritten_in_the_middle() {
    check("middle", |path| overwrite(path, 25, 75)).await;
}

#[tokio::test]
async fn the_beginning_overwritten() {
    check("beginning", |path| overwrite(path, 0, 2)).await;
}

#[tokio::test]
async fn cut_in_half() {
    check("half", |path| {
        cut(path, fs::metadata(path).unwrap().len() / 2);
    })
    .await;
}

#[tokio::test]
async fn cut_within_a_page() {
    check("within a page", |path| {
        cut(path, fs::metadata(path).unwrap().len() / 4096 * 4096 - 1000);
    })
    .await;
}

#[tokio::test]
async fn cut_to_nothing() {
    check("nothing", |path| cut(path, 0)).await;
}

#[tokio::test]
async fn cut_to_less_than_a_header() {
    check("less than a header", |path| cut(path, 60)).await;
}

#[tokio::test]
async fn no_database_at_all() {
    check("a text", |path| {
        fs::write(path, "Dear diary, today I overwrote a database.\n").unwrap();
    })
    .await;
}

#[tokio::test]
async fn without_a_backup_a_new_one_is_begun_and_that_is_said() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path(), false).await;
    overwrite(&database(folder.path()), 25, 75);
    let store = open(folder.path());
    let message = &store.notices()[0].message;
    assert!(message.contains("there was no backup"), "{message}");
    assert_eq!(files(folder.path(), "fairlead.bad-").len(), 1);
    assert_eq!(projects(&store).await, []);
    add(&store, a_project()).await.unwrap();
    store.close();
}

#[tokio::test]
async fn a_backup_that_is_bad_itself_is_passed_over() {
    for damage in ["overwritten", "empty"] {
        let folder = tempfile::tempdir().unwrap();
        let ids = filled(folder.path(), true).await;
        let store = open(folder.path());
        add(&store, a_project()).await.unwrap();
        let newest = store.back_up().await.unwrap();
        store.close();
        match damage {
            "empty" => cut(&newest, 0),
            _ => overwrite(&newest, 25, 75),
        }
        overwrite(&database(folder.path()), 25, 75);
        let store = open(folder.path());
        assert_eq!(projects(&store).await, ids, "{damage}: of the older backup");
        store.close();
    }
}

#[tokio::test]
async fn damaged_traces_leave_the_rest_alone() {
    let folder = tempfile::tempdir().unwrap();
    let ids = filled(folder.path(), true).await;
    let path = folder.path().join("traces.db");
    overwrite(&path, 10, 90);
    let store = open(folder.path());
    let message = &store.notices()[0].message;
    assert!(message.contains(&path.display().to_string()), "{message}");
    assert_eq!(projects(&store).await, ids);
    assert_eq!(files(folder.path(), "fairlead.bad-").len(), 0);
    assert_eq!(files(folder.path(), "traces.bad-").len(), 1);
    let none = store.read_traces(fairlead_store::trace::count_all).await;
    assert_eq!(none.unwrap(), 0);
    store.close();
}

#[tokio::test]
async fn a_log_left_beside_a_damaged_file_goes_aside_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let ids = filled(folder.path(), true).await;
    let path = database(folder.path());
    cut(&path, 0);
    let log = PathBuf::from(format!("{}-wal", path.display()));
    fs::write(&log, "the last words of the one before").unwrap();
    let store = open(folder.path());
    assert_eq!(projects(&store).await, ids);
    store.close();
    let kept = files(folder.path(), "fairlead.bad-");
    let kept = kept.iter().find(|p| p.to_string_lossy().ends_with("-wal"));
    let kept = fs::read_to_string(kept.expect("the log is kept")).unwrap();
    assert_eq!(kept, "the last words of the one before");
}

#[tokio::test]
async fn going_back_to_a_backup_that_was_interrupted_is_ended_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let path = database(folder.path());
    let ids = filled(folder.path(), true).await;
    let backups = folder.path().join("backups");
    let copy = files(&backups, "fairlead-").remove(0);
    // Killed between the two renames, and in the middle of a copy.
    fs::copy(&copy, folder.path().join("fairlead.part")).unwrap();
    fs::rename(&path, folder.path().join("fairlead.bad-1.db")).unwrap();
    fs::write(folder.path().join("fairlead.db-wal"), "of the bad one").unwrap();
    fs::write(backups.join("fairlead-1.part"), "half").unwrap();

    let store = open(folder.path());
    assert_eq!(store.notices().len(), 1, "{:?}", store.notices());
    assert_eq!(projects(&store).await, ids, "not a new database");
    store.close();
    assert_eq!(files(folder.path(), "fairlead.part").len(), 0);
    assert_eq!(files(&backups, "fairlead-1.part").len(), 0);

    // Half a copy takes no place.
    fs::write(folder.path().join("fairlead.part"), "half").unwrap();
    let store = open(folder.path());
    assert_eq!(projects(&store).await, ids);
    store.close();
    assert_eq!(files(folder.path(), "fairlead.part").len(), 0);
}
