//! The tables of the main database: what goes in comes out, and goes with what it belongs to.

use fairlead_core::{Id, Timestamp};
use fairlead_store::{
    Store, credential, event,
    mock::{self, MockRow},
    project, setting,
    spec::{self, FileRow, SpecRow},
};

use crate::support::{a_project, add, open};

fn a_mock(project: Id) -> MockRow {
    MockRow {
        id: Id::new(),
        project_id: project,
        port: 0,
        last_port: Some(65_535),
        seed: 9_007_199_254_740_991,
        stateful: true,
        strict_auth: true,
        behaviour: "latency: 5ms".into(),
        wanted: true,
        created_at: Timestamp::now(),
    }
}

async fn add_spec(store: &Store, project: Id) -> SpecRow {
    store
        .write(move |c| {
            let row = SpecRow {
                id: Id::new(),
                project_id: project,
                revision: spec::next_revision(c, project)?,
                active: true,
                root: "file:///api.yaml".into(),
                summary: "{}".into(),
                problems: "[]".into(),
                created_at: Timestamp::now(),
            };
            let file = FileRow {
                uri: row.root.clone(),
                name: "api.yaml".into(),
                content: b"openapi: 3.1.0\n\xFF\x00".repeat(1_000),
            };
            spec::insert(c, &row, &[file])?;
            Ok(row)
        })
        .await
        .unwrap()
}

#[tokio::test]
async fn revisions_are_counted_and_one_is_in_use() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let project = add(&store, a_project()).await.unwrap();
    let (first, second) = (
        add_spec(&store, project).await,
        add_spec(&store, project).await,
    );
    assert_eq!((first.revision, second.revision), (1, 2));
    let active = move |c: &fairlead_store::Connection| spec::active(c, project);
    assert_eq!(store.read(active).await.unwrap(), Some(second.clone()));
    let id = first.id;
    store
        .write(move |c| spec::activate(c, project, id))
        .await
        .unwrap();
    assert_eq!(store.read(active).await.unwrap().unwrap().id, first.id);
    // Where the one in use goes, the newest of the others takes its place.
    store
        .write(move |c| spec::delete(c, project, id))
        .await
        .unwrap();
    assert_eq!(store.read(active).await.unwrap().unwrap().id, second.id);
    let files = store
        .read(move |c| spec::files(c, second.id))
        .await
        .unwrap();
    assert_eq!(files[0].content, b"openapi: 3.1.0\n\xFF\x00".repeat(1_000));
    store.close();
}

#[tokio::test]
async fn a_revision_that_is_not_there_puts_none_out_of_use() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let project = add(&store, a_project()).await.unwrap();
    let row = add_spec(&store, project).await;
    let there = store
        .write(move |c| spec::activate(c, project, Id::new()))
        .await;
    assert!(!there.unwrap());
    let active = store.read(move |c| spec::active(c, project)).await;
    assert_eq!(active.unwrap().map(|r| r.id), Some(row.id));
    store.close();
}

#[tokio::test]
async fn a_project_takes_its_parts_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let (gone, stays) = (
        add(&store, a_project()).await.unwrap(),
        add(&store, a_project()).await.unwrap(),
    );
    for project in [gone, stays] {
        add_spec(&store, project).await;
        let row = a_mock(project);
        store
            .write(move |c| {
                mock::put(c, &row)?;
                credential::put(c, project, "key", b"sealed")
            })
            .await
            .unwrap();
    }
    assert!(
        store
            .write(move |c| project::delete(c, gone))
            .await
            .unwrap()
    );
    let left = store
        .read(|c| {
            let count = |table: &str| -> rusqlite::Result<i64> {
                c.query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0))
            };
            Ok([
                count("specs")?,
                count("spec_files")?,
                count("mocks")?,
                count("credentials")?,
            ])
        })
        .await;
    assert_eq!(left.unwrap(), [1, 1, 1, 1]);
    assert!(
        !store
            .write(move |c| project::delete(c, gone))
            .await
            .unwrap()
    );
    store.close();
}

#[tokio::test]
async fn a_mock_is_changed_and_not_made_by_a_change() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let project = add(&store, a_project()).await.unwrap();
    let row = a_mock(project);
    let (id, kept) = (row.id, row.clone());
    store.write(move |c| mock::put(c, &kept)).await.unwrap();
    let found = store.read(move |c| mock::get(c, project, id)).await;
    assert_eq!(found.unwrap(), Some(row.clone()));
    let changed = MockRow {
        wanted: false,
        port: 4010,
        ..row
    };
    let (kept, again) = (changed.clone(), changed.clone());
    assert!(store.write(move |c| mock::update(c, &kept)).await.unwrap());
    let found = store.read(move |c| mock::list(c, Some(project))).await;
    assert_eq!(found.unwrap(), [changed]);
    store
        .write(move |c| mock::delete(c, project, id))
        .await
        .unwrap();
    // A mock that was removed meanwhile does not come back.
    assert!(!store.write(move |c| mock::update(c, &again)).await.unwrap());
    assert_eq!(store.read(|c| mock::list(c, None)).await.unwrap(), []);
    store.close();
}

#[tokio::test]
async fn credentials_and_settings_take_the_place_of_the_ones_before() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let project = add(&store, a_project()).await.unwrap();
    for (sealed, value) in [(b"one", "1"), (b"two", "2")] {
        store
            .write(move |c| {
                setting::put(c, "n", value)?;
                credential::put(c, project, "key", sealed)
            })
            .await
            .unwrap();
    }
    let rows = store
        .read(move |c| credential::list(c, project))
        .await
        .unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].sealed, b"two");
    let value = store.read(|c| setting::get(c, "n")).await.unwrap();
    assert_eq!(value.as_deref(), Some("2"));
    let gone = move |c: &rusqlite::Transaction<'_>| credential::delete(c, project, "key");
    assert!(store.write(gone).await.unwrap());
    assert!(!store.write(gone).await.unwrap());
    store.close();
}

#[tokio::test]
async fn events_are_numbered_without_gaps_and_the_oldest_go() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    // What is undone takes no number.
    for fails in [false, true, false] {
        let seq = store
            .write(move |c| {
                let seq = event::append(c, "{}")?;
                if fails {
                    return Err(fairlead_store::StoreError::Row("no".into()));
                }
                Ok(seq)
            })
            .await;
        assert_eq!(seq.is_err(), fails);
    }
    assert_eq!(store.read(event::bounds).await.unwrap(), (1, 2));
    store
        .write(|c| (0..11_000).try_for_each(|_| event::append(c, "{}").map(drop)))
        .await
        .unwrap();
    let (first, last) = store.read(event::bounds).await.unwrap();
    assert_eq!(last, 11_002);
    let kept = store.read(|c| event::after(c, 0)).await.unwrap();
    assert!((10_000..10_500).contains(&kept.len()), "{}", kept.len());
    assert_eq!(kept.first().map(|e| e.0), Some(first));
    assert!(kept.windows(2).all(|pair| pair[1].0 == pair[0].0 + 1));
    store.close();

    // The numbers go on after a new start.
    let store = open(folder.path());
    let seq = store.write(|c| event::append(c, "{}")).await.unwrap();
    assert_eq!(seq, 11_003);
    assert_eq!(store.read(|c| event::after(c, u64::MAX)).await.unwrap(), []);
    store.close();
}
