//! Saving as the page sees it, without a window.

use std::{fs, path::Path, sync::Arc, time::Duration};

use axum::{
    Json, Router,
    body::{Body, Bytes},
    http::StatusCode,
    routing::{get, post},
};
use futures::{StreamExt, stream};
use serde_json::{Value, json};
use tauri::{WebviewWindow, ipc::InvokeBody, test::MockRuntime};
use tokio::sync::Notify;

use super::ipc_test::{call, page_with};

/// Bytes of one piece, and pieces of an answer.
const PIECE: usize = 64 * 1024;
const PIECES: usize = 500;

fn router(begun: Arc<Notify>) -> Router {
    let pieces =
        |n| stream::iter((0..n).map(|_| Ok::<_, std::io::Error>(Bytes::from(vec![7; PIECE]))));
    let whole = move || async move { Body::from_stream(pieces(PIECES)) };
    let broken = move || async move {
        let end = stream::iter([Err(std::io::Error::other("the database is gone"))]);
        Body::from_stream(pieces(3).chain(end))
    };
    let endless = move || async move {
        begun.notify_one();
        Body::from_stream(pieces(3).chain(stream::pending()))
    };
    let named = |body: String| async move {
        let name = "attachment; filename*=UTF-8''f%C3%BCr%20Acme%2Efairlead";
        ([("content-disposition", name)], body)
    };
    let refused = || async { (StatusCode::CONFLICT, Json(json!({ "message": "Not now." }))) };
    Router::new()
        .route("/whole", get(whole))
        .route("/broken", get(broken))
        .route("/endless", get(endless))
        .route("/named", post(named))
        .route("/refused", get(refused))
}

fn save(
    page: &WebviewWindow<MockRuntime>,
    asked: Value,
    name: Option<&str>,
) -> Result<Value, Value> {
    let body = json!({ "asked": asked, "name": name, "id": 7, "progress": "__CHANNEL__:3" });
    let saved = call(page, "save_answer", &[], InvokeBody::Json(body))?;
    Ok(saved.deserialize().expect("what came of it"))
}

fn get_of(path: &str) -> Value {
    json!({ "method": "GET", "path": path, "headers": [], "body": null })
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder").flatten();
    entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect()
}

#[test]
fn an_answer_is_a_file_once_it_is_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let downloads = folder.path().join("Downloads");
    let (_app, page) = page_with("main", router(Arc::default()), Some(downloads.clone()));
    let saved = save(&page, get_of("/whole"), Some("body.bin")).expect("it is saved");
    let path = downloads.join("body.bin");
    let expected = json!({ "kind": "whole", "name": "body.bin", "path": path });
    assert_eq!(saved, expected);
    let length = fs::metadata(&path).expect("the file").len();
    assert_eq!(length, (PIECE * PIECES) as u64);
    // What is there stays what it is.
    let again = save(&page, get_of("/whole"), Some("body.bin")).expect("it is saved");
    assert_eq!(again["name"], "body (2).bin");
    assert_eq!(names(&downloads).len(), 2);
}

#[test]
fn a_request_with_a_body_may_name_its_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_app, page) = page_with("main", router(Arc::default()), Some(folder.path().into()));
    let asked = json!({ "method": "POST", "path": "/named", "headers": [], "body": "ahoy" });
    let saved = save(&page, asked, None).expect("it is saved");
    assert_eq!(saved["name"], "für Acme.fairlead");
    let text = fs::read_to_string(folder.path().join("für Acme.fairlead"));
    assert_eq!(text.expect("the file"), "ahoy");
}

#[test]
fn bytes_of_the_page_are_saved_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_app, page) = page_with("main", router(Arc::default()), Some(folder.path().into()));
    let bytes = InvokeBody::Raw(vec![0, 1, 255]);
    let name = [("x-name", r#""h\u00e4fen.bin""#)];
    call(&page, "save_bytes", &name, bytes).expect("it is saved");
    let kept = fs::read(folder.path().join("häfen.bin")).expect("the file");
    assert_eq!(kept, [0, 1, 255]);
}

#[test]
fn a_refusal_is_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_app, page) = page_with("main", router(Arc::default()), Some(folder.path().into()));
    let saved = save(&page, get_of("/refused"), Some("a")).expect("an outcome");
    assert_eq!(saved["kind"], "refused");
    assert_eq!(saved["status"], 409);
    assert_eq!(saved["body"], r#"{"message":"Not now."}"#);
    assert_eq!(names(folder.path()), [""; 0]);
}

#[test]
fn what_breaks_off_is_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_app, page) = page_with("main", router(Arc::default()), Some(folder.path().into()));
    let failure = save(&page, get_of("/broken"), Some("a")).expect_err("it broke off");
    assert!(
        failure["message"].to_string().contains("broke off"),
        "{failure}"
    );
    wait_until_empty(folder.path());
}

#[test]
fn a_person_may_stop_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let begun = Arc::new(Notify::new());
    let (_app, page) = page_with(
        "main",
        router(Arc::clone(&begun)),
        Some(folder.path().into()),
    );
    let other = page.clone();
    let stopping = std::thread::spawn(move || {
        tauri::async_runtime::block_on(begun.notified());
        call(
            &other,
            "stop_saving",
            &[],
            InvokeBody::Json(json!({ "id": 7 })),
        )
    });
    let saved = save(&page, get_of("/endless"), Some("a")).expect("an outcome");
    assert_eq!(saved, json!({ "kind": "stopped" }));
    stopping.join().expect("it runs").expect("it is stopped");
    wait_until_empty(folder.path());
}

#[test]
fn a_folder_that_cannot_be_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let in_the_way = folder.path().join("Downloads");
    fs::write(&in_the_way, "a file").expect("a file");
    let (_app, page) = page_with("main", router(Arc::default()), Some(in_the_way.clone()));
    let failure = save(&page, get_of("/whole"), Some("a")).expect_err("no folder");
    let message = failure["message"].as_str().expect("a message");
    assert!(
        message.contains(&in_the_way.display().to_string()),
        "{message}"
    );
    assert!(failure["hint"].is_string(), "{failure}");
}

#[test]
fn only_what_was_saved_is_shown() {
    let (_app, page) = page_with("main", router(Arc::default()), None);
    let path = InvokeBody::Json(json!({ "path": "/etc/passwd" }));
    let refused = call(&page, "show_saved", &[], path).expect_err("it was not saved");
    assert!(
        refused["message"].to_string().contains("not saved"),
        "{refused}"
    );
}

/// The writer takes its file away a moment after the answer.
fn wait_until_empty(folder: &Path) {
    let until = std::time::Instant::now() + Duration::from_secs(10);
    while !names(folder).is_empty() {
        assert!(std::time::Instant::now() < until, "{:?}", names(folder));
        std::thread::sleep(Duration::from_millis(10));
    }
}
