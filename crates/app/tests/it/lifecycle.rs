//! Mocks over time: watched, kept, retired, several at once.

use std::{path::Path, time::Duration};

use fairlead_app::{
    App, HealthStatus, Mock, MockAction, MockDeed, MockPatch, MockState, NewMock, Settings,
};
use fairlead_core::{Id, Timestamp};
use fairlead_store::{Store, mock};
use tokio::net::TcpListener;

use crate::support::{API, import_with, open, opened, settings, until, upload};

const DAY: i64 = 24 * 60 * 60 * 1_000;
const SHIPS: &str = r##"
openapi: 3.1.0
info: { title: Pier, version: "1" }
paths:
  /ships:
    get:
      responses:
        "200":
          description: Ships
          content: { application/json: { schema: { type: array, items: { $ref: "#/components/schemas/Ship" } } } }
    post:
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: "#/components/schemas/Ship" } } }
      responses:
        "201":
          description: Added
          content: { application/json: { schema: { $ref: "#/components/schemas/Ship" } } }
  /ships/{id}:
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        "200":
          description: A ship
          content: { application/json: { schema: { $ref: "#/components/schemas/Ship" } } }
        "404": { description: Unknown }
components:
  schemas:
    Ship:
      type: object
      required: [name]
      properties: { id: { type: string }, name: { type: string } }
"##;

fn quick(folder: &Path) -> Settings {
    let mut settings = settings(folder);
    settings.mocks_checked = Duration::from_millis(30);
    settings
}

fn all(action: MockDeed) -> MockAction {
    MockAction {
        action,
        mock_ids: None,
        unused_days: None,
    }
}

/// Waits until a mock is as it should be.
async fn when(app: &App, project: Id, id: Id, what: &str, fits: impl Fn(&Mock) -> bool) -> Mock {
    until(what, || async {
        let mock = app.mock(project, id).await.unwrap();
        fits(&mock).then_some(mock)
    })
    .await
}

#[tokio::test]
async fn a_running_mock_is_found_healthy_and_asking_is_no_request() {
    let folder = tempfile::tempdir().unwrap();
    let app = App::open(quick(folder.path())).await.unwrap();
    let import = import_with(&app, upload(API), None, true).await.unwrap();
    let (project, id) = (import.project.id, import.mock.unwrap().id);
    let looked_at = |m: &Mock| m.health.as_ref().is_some_and(|h| h.checked_at.is_some());
    let mock = when(&app, project, id, "it is looked at", looked_at).await;
    let health = mock.health.unwrap();
    assert_eq!(health.status, HealthStatus::Healthy);
    assert!(health.answered_in_micros.is_some());
    assert_eq!((health.restarts, mock.requests), (0, 0));
    app.stop_mock(project, id).await.unwrap();
    assert_eq!(app.mock(project, id).await.unwrap().health, None);
    app.shutdown().await;
}

#[tokio::test]
async fn a_mock_that_cannot_start_is_tried_again_until_it_can() {
    let folder = tempfile::tempdir().unwrap();
    let app = App::open(quick(folder.path())).await.unwrap();
    let import = import_with(&app, upload(API), None, true).await.unwrap();
    let (project, id) = (import.project.id, import.mock.unwrap().id);
    let port = app.mock(project, id).await.unwrap().port;
    let patch = MockPatch {
        port,
        ..MockPatch::default()
    };
    app.update_mock(project, id, patch).await.unwrap();
    app.shutdown().await;
    drop(app);

    let taken = TcpListener::bind(("127.0.0.1", port.unwrap()))
        .await
        .unwrap();
    let app = App::open(quick(folder.path())).await.unwrap();
    let tried = |m: &Mock| m.health.as_ref().is_some_and(|h| h.retry_at.is_some());
    let failed = when(&app, project, id, "it is tried again", tried).await;
    assert_eq!(failed.state, MockState::Failed);
    assert_eq!(failed.health.unwrap().status, HealthStatus::Down);
    drop(taken);
    let running = |m: &Mock| m.state == MockState::Running;
    let mock = when(&app, project, id, "it runs", running).await;
    let health = mock.health.unwrap();
    assert_eq!(
        (health.status, health.restarts),
        (HealthStatus::Degraded, 1),
        "it has to prove itself"
    );
    let well = |m: &Mock| m.health.as_ref().unwrap().status == HealthStatus::Healthy;
    when(&app, project, id, "it is well again", well).await;
    app.shutdown().await;
}

#[tokio::test]
async fn a_stopped_mock_stays_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let app = App::open(quick(folder.path())).await.unwrap();
    let import = import_with(&app, upload(API), None, true).await.unwrap();
    let project = import.project.id;
    let first = import.mock.unwrap().id;
    let second = app.create_mock(project, NewMock::default()).await.unwrap();
    app.stop_mock(project, first).await.unwrap();
    // Whoever looks after them has been round once the other one was looked at twice.
    for _ in 0..2 {
        let now = Timestamp::now();
        let later = move |m: &Mock| m.health.as_ref().is_some_and(|h| h.checked_at > Some(now));
        when(&app, project, second.id, "a round", later).await;
    }
    let mock = app.mock(project, first).await.unwrap();
    assert_eq!(mock.state, MockState::Stopped);
    app.shutdown().await;
}

#[tokio::test]
async fn state_is_there_again_after_a_restart_and_sealed_in_between() {
    let it = opened().await;
    let import = import_with(&it.app, upload(SHIPS), None, false)
        .await
        .unwrap();
    let project = import.project.id;
    let new = NewMock {
        stateful: true,
        keep_state: true,
        ..NewMock::default()
    };
    let mock = it.app.create_mock(project, new).await.unwrap();
    let made = reqwest::Client::new()
        .post(format!("{}/ships", mock.url.unwrap()))
        .header("content-type", "application/json")
        .body(r#"{ "name": "Canary of the seas" }"#)
        .send()
        .await
        .unwrap();
    let made: serde_json::Value = serde_json::from_slice(&made.bytes().await.unwrap()).unwrap();
    let id = made["id"].as_str().unwrap();
    let find = async |app: &App| {
        let url = app.mock(project, mock.id).await.unwrap().url.unwrap();
        let answer = reqwest::get(format!("{url}/ships/{id}")).await.unwrap();
        answer.text().await.unwrap()
    };
    it.app.restart_mock(project, mock.id).await.unwrap();
    assert!(find(&it.app).await.contains("Canary of the seas"));
    it.app.shutdown().await;
    drop(it.app);

    let file = it
        .folder
        .path()
        .join(format!("mock-state/{}.sealed", mock.id));
    let sealed = std::fs::read(&file).unwrap();
    assert!(!String::from_utf8_lossy(&sealed).contains("Canary"));
    let app = open(it.folder.path()).await;
    assert!(find(&app).await.contains("Canary of the seas"));
    assert!(app.mock(project, mock.id).await.unwrap().state_bytes > 0);

    // Who asks for it no more has it no more.
    let patch = MockPatch {
        keep_state: Some(false),
        ..MockPatch::default()
    };
    app.update_mock(project, mock.id, patch).await.unwrap();
    assert!(!file.exists());
    app.restart_mock(project, mock.id).await.unwrap();
    assert!(!find(&app).await.contains("Canary of the seas"));
    app.shutdown().await;
}

#[tokio::test]
async fn damaged_state_does_not_keep_a_mock_from_starting() {
    let it = opened().await;
    let import = import_with(&it.app, upload(SHIPS), None, false)
        .await
        .unwrap();
    let project = import.project.id;
    let new = NewMock {
        stateful: true,
        keep_state: true,
        ..NewMock::default()
    };
    let mock = it.app.create_mock(project, new).await.unwrap();
    it.app.stop_mock(project, mock.id).await.unwrap();
    let file = it
        .folder
        .path()
        .join(format!("mock-state/{}.sealed", mock.id));
    std::fs::write(&file, b"\x01nonsense").unwrap();
    let mock = it.app.start_mock(project, mock.id).await.unwrap();
    assert_eq!(mock.state, MockState::Running);
    it.app.delete_mock(project, mock.id).await.unwrap();
    assert!(!file.exists(), "nothing of it stays");
    it.app.shutdown().await;
}

#[tokio::test]
async fn mocks_that_nobody_uses_go_after_a_warning() {
    let folder = tempfile::tempdir().unwrap();
    let app = App::open(settings(folder.path())).await.unwrap();
    let import = import_with(&app, upload(API), None, true).await.unwrap();
    let project = import.project.id;
    let used = import.mock.unwrap().id;
    let make = async |keep_days, behaviour: &str| {
        let new = NewMock {
            keep_days,
            ..NewMock::default()
        };
        let mock = app.create_mock(project, new).await.unwrap();
        let text = behaviour.to_owned();
        app.set_mock_behaviour(project, mock.id, text)
            .await
            .unwrap();
        mock.id
    };
    let plain = make(7, "").await;
    let written = make(7, "latency: 1ms").await;
    let forever = make(0, "").await;
    app.shutdown().await;
    drop(app);

    let long_ago = Timestamp::from_millis(Timestamp::now().as_millis() - 8 * DAY);
    age(folder.path(), &[plain, written, forever], long_ago, None).await;
    let app = App::open(quick(folder.path())).await.unwrap();
    let warned = |m: &Mock| m.goes_at.is_some();
    let mock = when(&app, project, plain, "it is warned of", warned).await;
    let left = mock.goes_at.unwrap().as_millis() - Timestamp::now().as_millis();
    assert!(
        (DAY - 60_000..=DAY).contains(&left),
        "a day's notice: {left}"
    );
    assert_eq!(mock.state, MockState::Running, "warned first");
    app.shutdown().await;
    drop(app);

    let yesterday = Timestamp::from_millis(Timestamp::now().as_millis() - DAY - 1);
    age(
        folder.path(),
        &[plain, written, forever],
        long_ago,
        Some(yesterday),
    )
    .await;
    let app = App::open(quick(folder.path())).await.unwrap();
    until("the plain one is removed", || async {
        let all = app.list_mocks(project).await.unwrap();
        all.iter().all(|m| m.id != plain).then_some(())
    })
    .await;
    let stopped = |m: &Mock| m.state == MockState::Stopped;
    when(
        &app,
        project,
        written,
        "what was written for stays",
        stopped,
    )
    .await;
    for kept in [used, forever] {
        let mock = app.mock(project, kept).await.unwrap();
        assert_eq!((mock.state, mock.goes_at), (MockState::Running, None));
    }
    app.shutdown().await;
}

/// Makes mocks older than they are.
async fn age(folder: &Path, ids: &[Id], created: Timestamp, warned: Option<Timestamp>) {
    let store = Store::open(folder).unwrap();
    let rows = store.read(|c| mock::list(c, None)).await.unwrap();
    for mut row in rows.into_iter().filter(|r| ids.contains(&r.id)) {
        let gone = row.clone();
        store
            .write(move |c| mock::delete(c, gone.project_id, gone.id))
            .await
            .unwrap();
        row.created_at = created;
        row.warned_at = warned;
        store.write(move |c| mock::put(c, &row)).await.unwrap();
    }
    store.close();
}

#[tokio::test]
async fn a_request_takes_the_warning_back() {
    let folder = tempfile::tempdir().unwrap();
    let app = App::open(settings(folder.path())).await.unwrap();
    let import = import_with(&app, upload(API), None, true).await.unwrap();
    let (project, id) = (import.project.id, import.mock.unwrap().id);
    app.shutdown().await;
    drop(app);
    let old = Timestamp::from_millis(Timestamp::now().as_millis() - 6 * DAY - 1);
    age(folder.path(), &[id], old, None).await;
    let app = App::open(quick(folder.path())).await.unwrap();
    let mock = when(&app, project, id, "it is warned of", |m| {
        m.goes_at.is_some()
    })
    .await;
    let answer = reqwest::get(format!("{}/ships", mock.url.unwrap())).await;
    assert_eq!(answer.unwrap().status(), 200);
    let mock = when(&app, project, id, "it stays", |m| m.goes_at.is_none()).await;
    assert!(mock.last_request_at.is_some());
    app.shutdown().await;
    drop(app);
    let app = App::open(settings(folder.path())).await.unwrap();
    let again = app.mock(project, id).await.unwrap();
    assert_eq!(again.last_request_at, mock.last_request_at, "it is kept");
    app.shutdown().await;
}

#[tokio::test]
async fn above_the_ceiling_the_idlest_mock_is_stopped_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let mut low = quick(folder.path());
    low.memory_ceiling = 1;
    let app = App::open(low).await.unwrap();
    let import = import_with(&app, upload(API), None, true).await.unwrap();
    let (project, id) = (import.project.id, import.mock.unwrap().id);
    let failed = |m: &Mock| m.state == MockState::Failed;
    let mock = when(&app, project, id, "it is stopped", failed).await;
    let said = mock.error.unwrap();
    assert!(said.contains("MiB of memory"), "{said}");
    app.shutdown().await;
}

#[tokio::test]
async fn several_mocks_at_once_each_with_its_outcome() {
    let it = opened().await;
    let import = import_with(&it.app, upload(API), None, true).await.unwrap();
    let (project, first) = (import.project.id, import.mock.unwrap().id);
    let second = it
        .app
        .create_mock(project, NewMock::default())
        .await
        .unwrap();
    let act = async |action| it.app.act_on_mocks(project, action).await.unwrap();
    let states = async || {
        let all = it.app.list_mocks(project).await.unwrap();
        all.iter().map(|m| m.state).collect::<Vec<_>>()
    };
    assert_eq!(act(all(MockDeed::Stop)).await.len(), 2);
    assert_eq!(states().await, [MockState::Stopped; 2]);
    assert!(act(all(MockDeed::Restart)).await.is_empty(), "none runs");

    let port = second.port.unwrap();
    let taken = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
    let patch = MockPatch {
        port: Some(port),
        ..MockPatch::default()
    };
    it.app.update_mock(project, second.id, patch).await.unwrap();
    let outcomes = act(all(MockDeed::Start)).await;
    let failed: Vec<_> = outcomes.iter().filter(|o| o.error.is_some()).collect();
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0].mock_id, second.id);
    assert_eq!(states().await, [MockState::Running, MockState::Failed]);
    drop(taken);

    let stranger = Id::new();
    let named = MockAction {
        mock_ids: Some(vec![first, stranger]),
        ..all(MockDeed::Restart)
    };
    let outcomes = act(named).await;
    let of = |id| outcomes.iter().find(|o| o.mock_id == id).unwrap();
    assert_eq!(of(first).error, None);
    assert!(of(stranger).error.as_ref().unwrap().contains("no mock"));

    let unused = MockAction {
        unused_days: Some(1),
        ..all(MockDeed::Delete)
    };
    assert!(act(unused).await.is_empty(), "both are new");
    assert_eq!(act(all(MockDeed::Delete)).await.len(), 2);
    assert!(states().await.is_empty());
    it.app.shutdown().await;
}

#[tokio::test]
async fn ports_come_from_the_pool_and_are_used_again() {
    let folder = tempfile::tempdir().unwrap();
    // Two neighbours that are free just now.
    let pool = until("two free ports", || async {
        let first = TcpListener::bind("127.0.0.1:0").await.ok()?;
        let port = first.local_addr().ok()?.port();
        let next = port.checked_add(1)?;
        TcpListener::bind(("127.0.0.1", next)).await.ok()?;
        Some(port..=next)
    })
    .await;
    let mut settings = settings(folder.path());
    settings.mock_ports = Some(pool.clone());
    let app = App::open(settings).await.unwrap();
    let import = import_with(&app, upload(API), None, true).await.unwrap();
    let (project, first) = (import.project.id, import.mock.unwrap());
    let second = app.create_mock(project, NewMock::default()).await.unwrap();
    assert_eq!(first.port, Some(*pool.start()));
    assert_eq!(second.port, Some(*pool.end()));
    let third = app.create_mock(project, NewMock::default()).await.unwrap();
    assert!(!pool.contains(&third.port.unwrap()), "the pool is used up");
    app.delete_mock(project, first.id).await.unwrap();
    let fourth = app.create_mock(project, NewMock::default()).await.unwrap();
    assert_eq!(fourth.port, first.port);
    app.shutdown().await;
}
