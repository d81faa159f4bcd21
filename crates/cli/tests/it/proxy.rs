//! The proxy before a mock that stands for the API.

use crate::run::{Listening, ask, fairlead, sample};

const KEY: &str = "X-Harbour-Key: k";

#[test]
fn it_forwards_records_and_replays() {
    let api = Listening::start(&["mock", &sample(), "--port", "0"]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("harbour.ndjson");
    let file = file.to_str().unwrap();
    let upstream = format!("http://127.0.0.1:{}", api.port());
    let proxy = Listening::start(&[
        "proxy",
        &sample(),
        "--upstream",
        &upstream,
        "--port",
        "0",
        "--record",
        file,
    ]);
    assert_eq!(ask(proxy.port(), "GET /status", &[], "").0, 200);
    assert_eq!(ask(proxy.port(), "GET /berths?limit=0", &[KEY], "").0, 422);
    let (_, head, _) = ask(proxy.port(), "GET /berths?limit=0", &[KEY], "");
    assert!(
        head.to_ascii_lowercase().contains("fairlead-violations: ["),
        "{head}"
    );
    assert_eq!(proxy.stop(), 0);
    assert_eq!(api.stop(), 0);

    let again = Listening::start(&["proxy", &sample(), "--replay", file, "--port", "0"]);
    let (status, head, _) = ask(again.port(), "GET /status", &[], "");
    assert_eq!(status, 200, "{head}");
    assert!(
        head.to_ascii_lowercase()
            .contains("fairlead-source: recording"),
        "{head}"
    );
    assert_eq!(ask(again.port(), "GET /berths", &[KEY], "").0, 502);
}

#[test]
fn what_it_is_not_told_is_asked_for() {
    let without = fairlead(&["proxy", &sample()]);
    assert_eq!(without.code, 2, "{}", without.err);
    let unknown = fairlead(&[
        "proxy",
        &sample(),
        "--upstream",
        "http://localhost:1",
        "--mock",
        "nothing",
    ]);
    assert_eq!(unknown.code, 2, "{}", unknown.err);
    assert!(unknown.err.contains("nothing"), "{}", unknown.err);
}
