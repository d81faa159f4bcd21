//! Databases of older and newer versions.

use std::{fs, path::Path};

use fairlead_store::{StoreError, catcher, setting};
use rusqlite::Connection;

use crate::support::{a_project, add, add_many, files, open, projects};

/// Makes the main database what it was before its last migration: no partners.
fn age(folder: &Path) -> i64 {
    let connection = Connection::open(folder.join("fairlead.db")).unwrap();
    let now = version(&connection);
    connection
        .execute_batch("DROP TABLE opened_spaces; DROP TABLE partner_spaces; DROP TABLE partners;")
        .unwrap();
    connection
        .pragma_update(None, "user_version", now - 1)
        .unwrap();
    now
}

fn version(connection: &Connection) -> i64 {
    connection
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap()
}

#[tokio::test]
async fn an_older_database_keeps_its_data_and_is_copied_first() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let ids = add_many(&store, 20).await;
    store
        .write(|c| setting::put(c, "theme", "dark"))
        .await
        .unwrap();
    store.close();
    let now = age(folder.path());
    let backups = folder.path().join("backups");
    assert_eq!(files(&backups, ""), Vec::<std::path::PathBuf>::new());

    let store = open(folder.path());
    assert!(store.notices().is_empty());
    assert_eq!(projects(&store).await, ids);
    let theme = store.read(|c| setting::get(c, "theme")).await.unwrap();
    assert_eq!(theme.as_deref(), Some("dark"));
    // The table that was missing is there and works.
    let project = add(&store, a_project()).await.unwrap();
    let catchers = store.read(move |c| catcher::list(c, Some(project))).await;
    assert_eq!(catchers.unwrap(), []);
    store.close();

    let copies = files(&backups, "");
    assert_eq!(copies.len(), 1, "{copies:?}");
    let copy = Connection::open(&copies[0]).unwrap();
    assert_eq!(version(&copy), now - 1, "copied before the change");
    let there: i64 = copy
        .query_row("SELECT count(*) FROM projects", [], |row| row.get(0))
        .unwrap();
    assert_eq!(there, i64::try_from(ids.len()).unwrap());
}

#[tokio::test]
async fn opening_twice_changes_nothing_and_copies_nothing() {
    let folder = tempfile::tempdir().unwrap();
    open(folder.path()).close();
    open(folder.path()).close();
    assert!(!folder.path().join("backups").exists());
}

#[tokio::test]
async fn no_change_is_made_where_the_copy_cannot_be() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let ids = add_many(&store, 3).await;
    store.close();
    let now = age(folder.path());
    // A file stands where the folder of the backups would be.
    fs::write(folder.path().join("backups"), "in the way").unwrap();
    let Err(error) = fairlead_store::Store::open(folder.path()) else {
        panic!("changed without a copy");
    };
    assert!(matches!(error, StoreError::File { .. }), "{error}");
    assert!(error.to_string().contains("backups"), "{error}");
    let connection = Connection::open(folder.path().join("fairlead.db")).unwrap();
    assert_eq!(version(&connection), now - 1);
    drop(connection);

    fs::remove_file(folder.path().join("backups")).unwrap();
    let store = open(folder.path());
    assert_eq!(projects(&store).await, ids);
    store.close();
}

#[tokio::test]
async fn a_change_that_fails_leaves_the_version_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let ids = add_many(&store, 3).await;
    store.close();
    let path = folder.path().join("fairlead.db");
    // The change makes a table that is there already: the version lies.
    let connection = Connection::open(&path).unwrap();
    let now = version(&connection);
    connection
        .pragma_update(None, "user_version", now - 1)
        .unwrap();
    drop(connection);
    let failed = fairlead_store::Store::open(folder.path());
    let message = failed.err().expect("the change cannot be made").to_string();
    assert!(message.contains("partners"), "{message}");
    let connection = Connection::open(&path).unwrap();
    assert_eq!(version(&connection), now - 1);
    let there: i64 = connection
        .query_row("SELECT count(*) FROM projects", [], |row| row.get(0))
        .unwrap();
    assert_eq!(there, i64::try_from(ids.len()).unwrap());
}

#[tokio::test]
async fn a_newer_database_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    open(folder.path()).close();
    let path = folder.path().join("fairlead.db");
    let connection = Connection::open(&path).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    let Err(error) = fairlead_store::Store::open(folder.path()) else {
        panic!("a newer database was opened");
    };
    let message = error.to_string();
    assert!(message.contains("newer version"), "{message}");
    assert!(message.contains("99"), "{message}");
    assert!(message.contains(&path.display().to_string()), "{message}");
    assert!(error.hint().is_some());
    assert_eq!(version(&Connection::open(&path).unwrap()), 99);
}
