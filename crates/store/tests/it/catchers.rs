//! Catchers and what they have caught.

use fairlead_core::{Id, Timestamp};
use fairlead_store::{
    catcher::{self, CatcherRow},
    caught::{self, CaughtRow},
    project,
};

use crate::support::{a_project, add, open};

fn a_catcher(project: Id) -> CatcherRow {
    CatcherRow {
        id: Id::new(),
        project_id: project,
        port: 0,
        last_port: Some(4_020),
        settings: "{}".into(),
        sealed: Some(vec![1, 2, 3]),
        wanted: true,
        created_at: Timestamp::from_millis(5),
    }
}

fn a_delivery(project: Id, catcher: Id, number: usize) -> CaughtRow {
    CaughtRow {
        id: Id::new(),
        project_id: project,
        catcher_id: catcher,
        summary: format!("summary {number}"),
        detail: format!("detail {number}"),
    }
}

#[tokio::test]
async fn a_catcher_is_kept_changed_and_gone_with_its_project() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let project = add(&store, a_project()).await.unwrap();
    let row = a_catcher(project);
    let kept = row.clone();
    store
        .write(move |c| catcher::insert(c, &kept))
        .await
        .unwrap();
    let (id, changed) = (
        row.id,
        CatcherRow {
            sealed: None,
            port: 7,
            ..row.clone()
        },
    );
    let found = store.read(move |c| catcher::get(c, project, id)).await;
    assert_eq!(found.unwrap(), Some(row));
    let anew = changed.clone();
    assert!(
        store
            .write(move |c| catcher::update(c, &anew))
            .await
            .unwrap()
    );
    let all = store.read(move |c| catcher::list(c, Some(project))).await;
    assert_eq!(all.unwrap(), std::slice::from_ref(&changed));
    store
        .write(move |c| project::delete(c, project))
        .await
        .unwrap();
    assert_eq!(store.read(|c| catcher::list(c, None)).await.unwrap(), []);
    assert!(
        !store
            .write(move |c| catcher::update(c, &changed))
            .await
            .unwrap()
    );
    store.close();
}

#[tokio::test]
async fn the_last_deliveries_of_each_catcher_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let (project, one, other) = (Id::new(), Id::new(), Id::new());
    let rows: Vec<CaughtRow> = (0..7).map(|n| a_delivery(project, one, n)).collect();
    let last = rows[6].id;
    store
        .write_traces(move |c| caught::insert(c, &rows, 5))
        .await
        .unwrap();
    let single = [a_delivery(project, other, 9)];
    store
        .write_traces(move |c| caught::insert(c, &single, 5))
        .await
        .unwrap();
    let list = store
        .read_traces(move |c| caught::list(c, project, one))
        .await
        .unwrap();
    assert_eq!(
        list,
        [
            "summary 6",
            "summary 5",
            "summary 4",
            "summary 3",
            "summary 2"
        ]
    );
    let detail = store
        .read_traces(move |c| caught::detail(c, project, one, last))
        .await;
    assert_eq!(detail.unwrap().as_deref(), Some("detail 6"));
    let elsewhere = store
        .read_traces(move |c| caught::detail(c, project, other, last))
        .await;
    assert_eq!(elsewhere.unwrap(), None);
    store
        .write_traces(move |c| caught::delete_of(c, one))
        .await
        .unwrap();
    assert_eq!(
        store
            .read_traces(move |c| caught::count(c, one))
            .await
            .unwrap(),
        0
    );
    assert_eq!(
        store
            .read_traces(move |c| caught::count(c, other))
            .await
            .unwrap(),
        1
    );
    store
        .write_traces(move |c| caught::delete_all(c, project))
        .await
        .unwrap();
    assert_eq!(
        store
            .read_traces(move |c| caught::count(c, other))
            .await
            .unwrap(),
        0
    );
    store.close();
}
