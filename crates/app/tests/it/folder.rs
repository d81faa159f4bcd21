//! The data folder: what is in it after it was closed, and who may open it.

use std::fs;

use fairlead_app::{App, Credential, MockState, NewMock};
use tokio::net::TcpListener;

use crate::support::{API, import_with, open, opened, settings, traces, until, upload};

#[tokio::test]
async fn everything_is_there_after_closing_and_opening_again() {
    let it = opened().await;
    let import = import_with(&it.app, upload(API), None, true).await.unwrap();
    let (project, mock) = (import.project.id, import.mock.unwrap());
    let new = NewMock {
        stateful: false,
        strict_auth: false,
        port: 0,
        seed: 9,
        start: true,
    };
    let stopped = it.app.create_mock(project, new).await.unwrap();
    it.app.stop_mock(project, stopped.id).await.unwrap();
    let value = "a secret".to_owned().into();
    let credential = Credential::Value { value };
    it.app
        .set_credential(project, "key", credential)
        .await
        .unwrap();
    let url = format!("{}/ships?of=pier", mock.url.unwrap());
    // Not waited for: closing writes what is still on its way.
    for _ in 0..20 {
        reqwest::get(&url).await.unwrap();
    }
    it.app.shutdown().await;
    drop(it.app);

    let app = open(it.folder.path()).await;
    let now = app.project(project).await.unwrap();
    assert_eq!(now.spec.unwrap().id, import.spec.id);
    let states: Vec<_> = now.mocks.iter().map(|m| (m.id, m.state, m.seed)).collect();
    assert_eq!(
        states,
        [
            (mock.id, MockState::Running, 1),
            (stopped.id, MockState::Stopped, 9)
        ]
    );
    assert_eq!(now.mocks[0].port, mock.port);
    assert_eq!(reqwest::get(&url).await.unwrap().status(), 200);
    let kept = until("the twenty-first trace", || async {
        let page = traces(&app, project).await;
        (page.total == 21).then_some(page.items)
    })
    .await;
    let detail = app.trace(project, kept[20].id).await.unwrap();
    assert_eq!(detail.response.unwrap().status, 200);
    assert!(detail.trace.path.contains("of=pier"));
    assert!(app.list_credentials(project).await.unwrap()[0].set);
    app.shutdown().await;
}

#[tokio::test]
async fn a_mock_whose_port_was_taken_meanwhile_fails_alone() {
    let it = opened().await;
    let import = import_with(&it.app, upload(API), None, true).await.unwrap();
    let project = import.project.id;
    let port = crate::server::free_port().await;
    let new = NewMock {
        stateful: false,
        strict_auth: false,
        port,
        seed: 1,
        start: true,
    };
    let fixed = it.app.create_mock(project, new).await.unwrap();
    it.app.shutdown().await;
    drop(it.app);
    let taken = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
    let app = open(it.folder.path()).await;
    let mocks = app.list_mocks(project).await.unwrap();
    assert_eq!(mocks[0].state, MockState::Running);
    assert_eq!(mocks[1].state, MockState::Failed);
    let why = mocks[1].error.clone().unwrap();
    assert!(why.contains(&port.to_string()), "{why}");
    drop(taken);
    let started = app.start_mock(project, fixed.id).await.unwrap();
    assert_eq!(started.port, Some(port));
    app.shutdown().await;
}

#[tokio::test]
async fn a_folder_that_is_open_is_not_opened_again() {
    let it = opened().await;
    let second = App::open(settings(it.folder.path())).await;
    let error = second.err().expect("opened twice");
    let place = it.folder.path().display().to_string();
    assert!(error.message.contains("another Fairlead"), "{error}");
    assert!(error.message.contains(&place), "{error}");
    assert!(error.hint.contains("--data"), "{}", error.hint);
    // The first one is none the worse for it.
    import_with(&it.app, upload(API), None, true).await.unwrap();
    it.app.shutdown().await;
    drop(it.app);
    let app = open(it.folder.path()).await;
    assert_eq!(app.list_projects().await.unwrap().len(), 1);
    app.shutdown().await;
}

#[tokio::test]
async fn a_place_that_is_no_folder_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "x").unwrap();
    for place in [file.clone(), file.join("below"), "".into()] {
        let failed = App::open(settings(&place)).await;
        let error = failed.err().expect("not a folder");
        let said = place.display().to_string();
        assert!(error.message.contains(&said), "{error}");
        assert!(!error.hint.is_empty());
    }
}

#[tokio::test]
async fn what_was_there_at_the_last_closing_survives_a_damaged_database() {
    let it = opened().await;
    let import = import_with(&it.app, upload(API), None, true).await.unwrap();
    it.app.shutdown().await;
    drop(it.app);
    let database = it.folder.path().join("fairlead.db");
    fs::write(&database, "overwritten").unwrap();
    let app = open(it.folder.path()).await;
    let now = app.project(import.project.id).await.unwrap();
    assert_eq!(now.mocks[0].state, MockState::Running);
    let checks = app.doctor().await;
    let told = checks.iter().find(|c| c.name == "restored database");
    let told = &told.expect("doctor tells").message;
    assert!(
        told.contains("was damaged") && told.contains("bad-"),
        "{told}"
    );
    app.shutdown().await;
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_may_look_into_the_folder() {
    use std::os::unix::fs::PermissionsExt;
    let it = opened().await;
    let mode = |name: &str| {
        let about = fs::metadata(it.folder.path().join(name)).unwrap();
        about.permissions().mode() & 0o777
    };
    assert_eq!(mode("."), 0o700);
    assert_eq!(mode("vault.key"), 0o600);
    it.app.shutdown().await;
}
