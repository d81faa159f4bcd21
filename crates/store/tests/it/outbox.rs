//! A change and its outbox row are one transaction.

use fairlead_store::{StoreError, project};
use serde_json::json;

use crate::support::{a_project, add, open, outbox, projects};

#[tokio::test]
async fn a_change_writes_its_mutator_and_arguments_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let id = add(&store, a_project()).await.unwrap();
    let arguments = json!({ "id": id, "name": "Pier" });
    store
        .mutate("updateProject", arguments.clone(), move |c| {
            project::update(c, id, "Pier", "")
        })
        .await
        .unwrap();
    let rows = outbox(&store).await;
    let names: Vec<&str> = rows.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["createProject", "updateProject"]);
    assert_eq!(rows[1].1, arguments.to_string());
    store.close();
}

#[tokio::test]
async fn a_change_that_fails_leaves_neither() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let row = a_project();
    let again = row.clone();
    add(&store, row.clone()).await.unwrap();

    // By the rules of the table, after a first row that was well.
    let other = a_project();
    let failed = store
        .mutate("createProjects", json!({}), move |c| {
            project::insert(c, &other)?;
            project::insert(c, &again)
        })
        .await;
    assert!(failed.is_err());
    // By the application's own word.
    let failed = store
        .mutate("createProject", json!({}), |c| {
            project::insert(c, &a_project())?;
            Err::<(), _>(StoreError::Row("changed its mind".into()))
        })
        .await;
    assert!(matches!(failed, Err(StoreError::Row(_))));
    assert_eq!(projects(&store).await, [row.id]);
    assert_eq!(outbox(&store).await.len(), 1);
    store.close();
}

#[tokio::test]
async fn an_outbox_that_takes_nothing_undoes_the_change() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    store
        .write(|c| {
            c.execute_batch(
                "CREATE TRIGGER no_more BEFORE INSERT ON outbox
                 BEGIN SELECT RAISE(ABORT, 'the outbox is shut'); END",
            )?;
            Ok(())
        })
        .await
        .unwrap();
    let error = add(&store, a_project()).await.unwrap_err();
    assert!(error.to_string().contains("the outbox is shut"), "{error}");
    assert_eq!(projects(&store).await, []);
    store.close();
}

#[tokio::test]
async fn a_change_that_panics_leaves_neither_and_the_store_works_on() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let failed = store
        .mutate("createProject", json!({}), |c| {
            project::insert(c, &a_project())?;
            assert!(c.is_autocommit(), "always false here");
            Ok(())
        })
        .await;
    let message = failed.unwrap_err().to_string();
    assert!(!message.contains("closed"), "{message}");
    assert_eq!(projects(&store).await, []);
    for _ in 0..5 {
        let failed = store
            .read(|_| -> Result<(), StoreError> { panic!("on a reading thread") })
            .await;
        assert!(failed.is_err());
    }
    let id = add(&store, a_project()).await.unwrap();
    assert_eq!(projects(&store).await, [id]);
    assert_eq!(outbox(&store).await.len(), 1);
    store.close();
}

#[tokio::test]
async fn a_closed_store_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    store.close();
    let written = add(&store, a_project()).await;
    assert!(matches!(written, Err(StoreError::Closed)));
    assert!(matches!(
        store.read(project::list).await,
        Err(StoreError::Closed)
    ));
}
