//! Mocks: started, stopped, moved, and what stands in their way.

use fairlead_app::{App, ErrorKind, Mock, MockPatch, MockState, NewMock};
use fairlead_core::Id;
use tokio::net::{TcpListener, TcpStream};

use crate::support::{API, import_with, opened, upload};

async fn answers(port: u16) -> bool {
    TcpStream::connect(("127.0.0.1", port)).await.is_ok()
}

async fn with_mock(app: &App) -> (Id, Mock) {
    let import = import_with(app, upload(API), None, true).await.unwrap();
    (import.project.id, import.mock.unwrap())
}

fn on(port: u16) -> NewMock {
    NewMock {
        stateful: false,
        strict_auth: false,
        port,
        seed: 1,
        start: true,
    }
}

#[tokio::test]
async fn start_stop_and_restart_keep_the_port() {
    let it = opened().await;
    let (project, mock) = with_mock(&it.app).await;
    let port = mock.port.unwrap();
    assert!(answers(port).await);
    let stopped = it.app.stop_mock(project, mock.id).await.unwrap();
    assert_eq!((stopped.state, stopped.url), (MockState::Stopped, None));
    assert!(!answers(port).await, "a stopped mock has no port");
    // Stopping what is stopped and starting what runs change nothing.
    it.app.stop_mock(project, mock.id).await.unwrap();
    for _ in 0..2 {
        let started = it.app.start_mock(project, mock.id).await.unwrap();
        assert_eq!(
            (started.state, started.port),
            (MockState::Running, Some(port))
        );
    }
    for _ in 0..3 {
        let again = it.app.restart_mock(project, mock.id).await.unwrap();
        assert_eq!((again.state, again.port), (MockState::Running, Some(port)));
        assert!(answers(port).await);
    }
    it.app.delete_mock(project, mock.id).await.unwrap();
    assert!(!answers(port).await);
    let error = it.app.start_mock(project, mock.id).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::NotFound);
    it.app.shutdown().await;
}

#[tokio::test]
async fn a_port_in_use_is_named_and_no_mock_is_left_behind() {
    let it = opened().await;
    let (project, _) = with_mock(&it.app).await;
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = taken.local_addr().unwrap().port();
    let error = it.app.create_mock(project, on(port)).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Conflict);
    assert_eq!(error.code, "port_in_use");
    assert!(error.message.contains(&port.to_string()), "{error}");
    assert!(error.hint.unwrap().contains("choose another"));
    assert_eq!(it.app.list_mocks(project).await.unwrap().len(), 1);
    it.app.shutdown().await;
}

#[tokio::test]
async fn a_move_to_a_taken_port_leaves_the_mock_where_it_was() {
    let it = opened().await;
    let (project, mock) = with_mock(&it.app).await;
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let patch = MockPatch {
        stateful: None,
        strict_auth: None,
        port: Some(taken.local_addr().unwrap().port()),
        seed: Some(7),
    };
    let error = it
        .app
        .update_mock(project, mock.id, patch)
        .await
        .unwrap_err();
    assert_eq!(error.code, "port_in_use");
    let now = it.app.mock(project, mock.id).await.unwrap();
    assert_eq!(now.state, MockState::Running);
    assert_eq!((now.port, now.seed), (mock.port, mock.seed));
    assert!(answers(mock.port.unwrap()).await);
    it.app.shutdown().await;
}

#[tokio::test]
async fn a_mock_that_cannot_start_says_why_until_it_can() {
    let it = opened().await;
    let (project, _) = with_mock(&it.app).await;
    let mock = it.app.create_mock(project, on(0)).await.unwrap();
    it.app.stop_mock(project, mock.id).await.unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = taken.local_addr().unwrap().port();
    let patch = MockPatch {
        stateful: None,
        strict_auth: None,
        port: Some(port),
        seed: None,
    };
    it.app.update_mock(project, mock.id, patch).await.unwrap();
    it.app.start_mock(project, mock.id).await.unwrap_err();
    let failed = it.app.mock(project, mock.id).await.unwrap();
    assert_eq!(failed.state, MockState::Failed);
    assert!(failed.error.unwrap().contains(&port.to_string()));
    drop(taken);
    let started = it.app.start_mock(project, mock.id).await.unwrap();
    assert_eq!((started.state, started.error), (MockState::Running, None));
    it.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_mock_started_many_times_at_once_listens_once() {
    let it = opened().await;
    let (project, mock) = with_mock(&it.app).await;
    let port = mock.port.unwrap();
    for _ in 0..5 {
        it.app.stop_mock(project, mock.id).await.unwrap();
        let starts: Vec<_> = (0..8)
            .map(|_| {
                let app = it.app.clone();
                tokio::spawn(async move { app.start_mock(project, mock.id).await })
            })
            .collect();
        for start in starts {
            assert_eq!(start.await.unwrap().unwrap().port, Some(port));
        }
        it.app.stop_mock(project, mock.id).await.unwrap();
        assert!(!answers(port).await, "one was forgotten");
    }
    it.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_mock_removed_while_it_starts_does_not_come_back() {
    let it = opened().await;
    let (project, mock) = with_mock(&it.app).await;
    it.app.delete_mock(project, mock.id).await.unwrap();
    for _ in 0..10 {
        let new = NewMock {
            start: false,
            ..on(0)
        };
        let id = it.app.create_mock(project, new).await.unwrap().id;
        let (app, other) = (it.app.clone(), it.app.clone());
        let starting = tokio::spawn(async move { app.start_mock(project, id).await });
        let removing = tokio::spawn(async move { other.delete_mock(project, id).await });
        // Which of the two came first is open; what is left is not.
        let _ = starting.await.unwrap();
        removing.await.unwrap().unwrap();
        assert!(it.app.list_mocks(project).await.unwrap().is_empty());
        assert!(it.app.running_mocks().await.unwrap().is_empty());
        assert_eq!(
            it.app.figures().await.mocks_running,
            0,
            "runs without a row"
        );
    }
    it.app.shutdown().await;
}

#[tokio::test]
async fn paused_mocks_go_on_where_they_were() {
    let it = opened().await;
    let (project, mock) = with_mock(&it.app).await;
    let stopped = it.app.create_mock(project, on(0)).await.unwrap();
    it.app.stop_mock(project, stopped.id).await.unwrap();
    assert_eq!(it.app.pause_mocks().await.unwrap(), 1);
    assert!(!answers(mock.port.unwrap()).await);
    assert_eq!(it.app.resume_mocks().await.unwrap(), 1);
    assert!(answers(mock.port.unwrap()).await);
    let running = it.app.running_mocks().await.unwrap();
    assert_eq!(running.iter().map(|m| m.id).collect::<Vec<_>>(), [mock.id]);
    it.app.shutdown().await;
}
