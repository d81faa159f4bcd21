//! Stores in folders of their own, and rows to put in.

use std::path::{Path, PathBuf};

use fairlead_core::{Id, Timestamp};
use fairlead_store::{
    Store, StoreError,
    project::{self, ProjectRow},
    trace::{self, ChainKey, Count, Filter, Keep, Page, Place, TraceRow},
};
use serde_json::json;

pub fn open(folder: &Path) -> Store {
    Store::open(folder).unwrap()
}

/// A project with a description long enough that a few hundred fill many pages.
pub fn a_project() -> ProjectRow {
    let id = Id::new();
    ProjectRow {
        id,
        name: format!("project {id}"),
        description: format!("{id} ").repeat(50),
        created_at: Timestamp::now(),
        updated_at: Timestamp::now(),
    }
}

/// A trace of a project that began at a time.
pub fn a_trace(project: Id, at: i64) -> TraceRow {
    TraceRow {
        id: Id::new(),
        project_id: project,
        source: "mock".into(),
        operation_id: Some("listBerths".into()),
        method: "GET".into(),
        path: "/berths".into(),
        path_template: Some("/berths".into()),
        url: "http://127.0.0.1:4010/berths".into(),
        status: Some(200),
        started_at: Timestamp::from_millis(at),
        duration_micros: 1_500,
        request_valid: true,
        response_valid: Some(true),
        violation_count: 0,
        error_category: None,
        problem: None,
        mock_id: None,
        environment_id: None,
        partner_id: None,
        run_id: None,
        request_bytes: 0,
        response_bytes: 120,
    }
}

/// The key that seals traces here.
pub fn key() -> ChainKey {
    ChainKey::new(&[7; 32])
}

/// Keeps traces in one transaction.
pub async fn keep(store: &Store, rows: Vec<(TraceRow, String)>) {
    store
        .write_traces(move |c| trace::insert(c, &key(), &rows))
        .await
        .unwrap();
}

/// A page of traces.
pub async fn page(
    store: &Store,
    project: Id,
    filter: &Filter,
    limit: usize,
    after: Option<Place>,
) -> Page {
    let filter = filter.clone();
    store
        .read_traces(move |c| trace::page(c, project, &filter, limit, after))
        .await
        .unwrap()
}

/// Every page of a filter, put together.
pub async fn all_pages(store: &Store, project: Id, filter: &Filter, limit: usize) -> Vec<TraceRow> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = page(store, project, filter, limit, after).await;
        assert!(page.rows.len() <= limit);
        found.extend(page.rows);
        after = page.next;
        if after.is_none() {
            return found;
        }
    }
}

/// How many traces a filter fits.
pub async fn count(store: &Store, project: Id, filter: &Filter) -> Count {
    let filter = filter.clone();
    let found = store.read_traces(move |c| trace::count(c, project, &filter));
    found.await.unwrap()
}

/// Forgets what is beyond, in parts: how many there were.
pub async fn prune(store: &Store, project: Id, keep: Keep, part: usize) -> usize {
    let mut removed = 0;
    loop {
        let gone = store
            .write_traces(move |c| trace::prune(c, &key(), project, keep, part))
            .await
            .unwrap();
        assert!(gone <= part);
        removed += gone;
        if gone == 0 {
            return removed;
        }
    }
}

/// Adds a project the way the application does: with its row in the outbox.
pub async fn add(store: &Store, row: ProjectRow) -> Result<Id, StoreError> {
    let id = row.id;
    store
        .mutate("createProject", json!({ "id": id }), move |c| {
            project::insert(c, &row)
        })
        .await?;
    Ok(id)
}

/// Adds many projects: their ids.
pub async fn add_many(store: &Store, count: usize) -> Vec<Id> {
    let mut ids = Vec::new();
    for _ in 0..count {
        ids.push(add(store, a_project()).await.unwrap());
    }
    ids.sort_unstable();
    ids
}

/// The ids of every project, sorted.
pub async fn projects(store: &Store) -> Vec<Id> {
    let rows = store.read(project::list).await.unwrap();
    let mut ids: Vec<Id> = rows.into_iter().map(|r| r.id).collect();
    ids.sort_unstable();
    ids
}

/// Mutator and arguments of every row of the outbox, in order.
pub async fn outbox(store: &Store) -> Vec<(String, String)> {
    store
        .read(|c| {
            let mut statement = c.prepare("SELECT mutator, arguments FROM outbox ORDER BY seq")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
        .unwrap()
}

/// The files of a folder whose names begin so, sorted.
pub fn files(folder: &Path, prefix: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().path())
        .filter(|p| p.file_name().unwrap().to_string_lossy().starts_with(prefix))
        .collect();
    found.sort();
    found
}
