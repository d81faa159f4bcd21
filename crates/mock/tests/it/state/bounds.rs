//! Reset, snapshots, and the end of what is kept.

use expect_test::expect;
use fairlead_mock::{Mock, MockOptions};
use serde_json::json;

use super::{ask, contract, mock, things, told};

#[test]
fn a_reset_begins_as_it_began() {
    let mock = mock(&things());
    let began = ask(&mock, "GET /things").body;
    ask(&mock, r#"POST /things {"name": "a"}"#);
    ask(&mock, "DELETE /things/1");
    assert_ne!(ask(&mock, "GET /things").body, began);
    mock.reset_state();
    assert_eq!(ask(&mock, "GET /things").body, began);
}

#[test]
fn the_same_seed_begins_the_same_and_another_otherwise() {
    let begun = |seed| {
        let options = MockOptions {
            seed,
            stateful: true,
            ..MockOptions::default()
        };
        ask(&Mock::new(contract(&things()), options), "GET /things").body
    };
    assert_eq!(begun(1), begun(1));
    assert_ne!(begun(1), begun(2));
}

#[test]
fn a_snapshot_is_put_back_whole() {
    let first = mock(&things());
    ask(&first, r#"POST /things {"name": "a"}"#);
    ask(&first, "DELETE /things/4");
    ask(&first, r#"POST /things {"name": "b"}"#);
    let snapshot = first.snapshot();
    assert_eq!(snapshot["version"], 1);
    let second = mock(&things());
    second.restore(snapshot.clone()).expect("a good snapshot");
    assert_eq!(second.snapshot(), snapshot);
    for line in [
        "GET /things",
        r#"POST /things {"name": "c"}"#,
        "GET /things/6",
    ] {
        assert_eq!(told(&ask(&first, line)), told(&ask(&second, line)));
    }
}

#[test]
fn a_bad_snapshot_changes_nothing() {
    let mock = mock(&things());
    ask(&mock, r#"POST /things {"name": "a"}"#);
    let before = mock.snapshot();
    let mut said = String::new();
    for bad in [
        json!(null),
        json!({"version": 2}),
        json!({"version": 1, "collections": 7}),
        json!({"version": 1, "collections": [{"path": "/boats", "scope": [], "given": 0, "highest": 0, "changed": true, "items": []}]}),
    ] {
        let error = mock.restore(bad).expect_err("refused");
        said.push_str(&format!("{error}\n"));
    }
    expect![[r#"
        this is no snapshot: it has no version
        the snapshot has the version 2 and only 1 is read; take it anew
        this is no snapshot: invalid type: integer `7`, expected a sequence
        the snapshot has `/boats`, which is no collection of this description
    "#]]
    .assert_eq(&said);
    assert_eq!(mock.snapshot(), before);
}

#[test]
fn a_mock_without_state_has_nothing_to_keep() {
    let mock = Mock::new(contract(&things()), MockOptions::default());
    assert_eq!(mock.snapshot(), json!(null));
    mock.reset_state();
    assert!(
        mock.restore(json!({"version": 1, "collections": []}))
            .is_err()
    );
    assert!(mock.seed_state("a.yaml", b"{}").is_err());
}

#[test]
fn a_full_collection_is_told_and_takes_changes_all_the_same() {
    let mock = mock(&things());
    let items: Vec<_> = (1..=10_000)
        .map(|n| json!({"id": n, "name": "n"}))
        .collect();
    let data = json!({"/things": items}).to_string();
    mock.seed_state("data.json", data.as_bytes())
        .expect("good data");
    let full = ask(&mock, r#"POST /things {"name": "a"}"#);
    expect!["507 problem: the mock keeps at most 10000 items of a collection; delete some, or reset the mock"]
        .assert_eq(&told(&full));
    assert_eq!(ask(&mock, r#"PUT /things/1 {"name": "b"}"#).status, 200);
    ask(&mock, "DELETE /things/1");
    assert_eq!(ask(&mock, r#"POST /things {"name": "a"}"#).status, 201);
}

#[test]
fn there_is_an_end_of_bytes() {
    let mock = mock(&things());
    let big = "x".repeat(20 << 20);
    let line = format!(r#"POST /things {{"name": "{big}"}}"#);
    let statuses: Vec<u16> = (0..4).map(|_| ask(&mock, &line).status).collect();
    assert_eq!(statuses, [201, 201, 201, 507]);
    mock.reset_state();
    assert_eq!(ask(&mock, &line).status, 201);
}
