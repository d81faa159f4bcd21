//! Recorded once, answered again without the API.

use std::fs;

use fairlead_core::Timestamp;
use fairlead_proxy::{Proxy, ProxyOptions, SOURCE_HEADER, recording::Recording};

use crate::world::{mock, proxy, request};

fn now() -> Timestamp {
    Timestamp::from_millis(0)
}

#[tokio::test]
async fn what_was_recorded_is_answered_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ships.ndjson");
    let recording = proxy(|o| o.record = Some(file.clone())).await;
    let mut asked = request("GET", "/ships/7", "");
    asked.query = Some("a=b%20c".into());
    asked.headers.append("authorization", "Bearer canary");
    recording.answer(&asked, now()).await;
    let added = request("POST", "/ships", r#"{"name":"Solveig"}"#);
    recording.answer(&added, now()).await;

    let written = fs::read_to_string(&file).unwrap();
    assert_eq!(written.lines().count(), 2);
    assert!(!written.contains("canary"), "credentials are not recorded");

    let replaying = ProxyOptions {
        replay: Some(Recording::read(&file).unwrap()),
        ..ProxyOptions::default()
    };
    let replaying = Proxy::new(mock(), replaying).unwrap();
    let again = replaying.answer(&asked, now()).await.response;
    assert_eq!(again.status, 200);
    assert_eq!(&again.body[..], br#"{"name":"Ship 7"}"#);
    assert_eq!(again.headers.get(SOURCE_HEADER), Some("recording"));
    assert_eq!(replaying.answer(&added, now()).await.response.status, 201);
    let other = request("POST", "/ships", r#"{"name":"Other"}"#);
    let other = replaying.answer(&other, now()).await.response;
    assert_eq!(other.status, 502);
    let said = String::from_utf8_lossy(&other.body).into_owned();
    assert!(said.contains("no answer to POST /ships"), "{said}");
}

#[test]
fn answers_come_in_the_order_they_were_given() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x.har");
    let entry = |status: u16| {
        serde_json::json!({
            "request": { "method": "GET", "url": "https://example.com/a?b=1", "headers": [] },
            "response": { "status": status, "headers": [{ "name": "Content-Encoding", "value": "gzip" }],
                "content": { "text": "aGk=", "encoding": "base64" } },
        })
    };
    let har =
        serde_json::json!({ "log": { "version": "1.2", "entries": [entry(503), entry(200)] } });
    fs::write(&file, har.to_string()).unwrap();
    let recording = Recording::read(&file).unwrap();
    let mut asked = request("GET", "/a", "");
    asked.query = Some("b=1".into());
    let answers: Vec<_> = (0..3).map(|_| recording.answer(&asked).unwrap()).collect();
    assert_eq!(
        answers.iter().map(|a| a.status).collect::<Vec<_>>(),
        [503, 200, 200]
    );
    assert_eq!(&answers[0].body[..], b"hi");
    assert_eq!(answers[0].headers.get("content-encoding"), None);
}

#[test]
fn a_recording_that_was_cut_short_is_still_one_and_a_wrong_one_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x.ndjson");
    let good = r#"{"request":{"method":"GET","url":"http://a/b"},"response":{"status":204}}"#;
    fs::write(&file, format!("{good}\n{{\"requ")).unwrap();
    assert!(
        Recording::read(&file)
            .unwrap()
            .answer(&request("GET", "/b", ""))
            .is_some()
    );
    fs::write(&file, format!("{good}\nnonsense\n{good}\n")).unwrap();
    let why = Recording::read(&file).unwrap_err().to_string();
    assert!(why.contains("line 2"), "{why}");
    let why = Recording::read(&folder.path().join("none"))
        .unwrap_err()
        .to_string();
    assert!(why.contains("none"), "{why}");
}
