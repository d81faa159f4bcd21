//! How many requests may be made in which time.

use fairlead_mock::{Decision, Mock};
use serde_json::json;

use super::{Ask, header, json, payments};

fn at(mock: &Mock, line: &str, at: i64) -> Decision {
    Ask {
        line,
        at,
        ..Ask::default()
    }
    .of(mock)
}

#[test]
fn a_window_fills_and_is_fresh_again_after_its_time() {
    let mock = payments("quotas:\n  - {name: per minute, limit: 3, per: 1m}\n");
    let first = at(&mock, "GET /payments", 5_000);
    assert_eq!(first.notes, ["quota `per minute` used 1 of 3"]);
    for (name, value) in [
        ("ratelimit-limit", "3"),
        ("ratelimit-remaining", "2"),
        ("ratelimit-reset", "60"),
        ("x-ratelimit-reset", "65"),
        ("ratelimit-policy", "\"per minute\";q=3;w=60"),
        ("ratelimit", "\"per minute\";r=2;t=60"),
    ] {
        assert_eq!(header(&first, name), Some(value), "{name}");
    }
    assert_eq!(at(&mock, "GET /payments", 20_000).response.status, 200);
    assert_eq!(at(&mock, "GET /payments/1", 30_000).response.status, 200);
    let spent = at(&mock, "GET /payments", 44_500);
    assert_eq!(spent.response.status, 429);
    assert_eq!(header(&spent, "retry-after"), Some("21"));
    assert_eq!(header(&spent, "x-ratelimit-remaining"), Some("0"));
    assert_eq!(spent.notes, ["quota `per minute` is used up: 3 of 3"]);
    assert_eq!(
        json(&spent),
        json!({"code": 429, "message": "quota `per minute` is used up: 3 of 3; come again in 21 s"}),
        "in the document's own shape"
    );
    assert_eq!(at(&mock, "GET /payments", 65_000).response.status, 200);
}

#[test]
fn a_burst_flows_back_evenly() {
    let mock = payments("quotas:\n  - {limit: 60, per: 1m, burst: 2}\n");
    let statuses: Vec<u16> = [0, 0, 0, 999, 1000, 1000, 3000, 3000, 3000]
        .map(|time| at(&mock, "GET /payments", time).response.status)
        .to_vec();
    assert_eq!(statuses, [200, 200, 429, 429, 200, 429, 200, 200, 429]);
    let refused = at(&mock, "GET /payments", 3000);
    assert_eq!(header(&refused, "retry-after"), Some("1"));
    assert_eq!(header(&refused, "ratelimit-limit"), Some("2"));
}

#[test]
fn callers_are_counted_by_address_or_credential() {
    let by_ip = payments("quotas:\n  - {limit: 1, per: 1h, by: ip}\n");
    let from = |ip: &str| {
        let from = Some(ip.parse().unwrap());
        Ask {
            line: "GET /payments",
            from,
            ..Ask::default()
        }
        .of(&by_ip)
        .response
        .status
    };
    assert_eq!(
        [from("10.0.0.1"), from("10.0.0.2"), from("10.0.0.1")],
        [200, 200, 429]
    );
    let by_key = payments("quotas:\n  - {limit: 1, per: 1h, by: credential}\n");
    let with = |token: &str| {
        let headers = [("authorization", token)];
        Ask {
            line: "GET /payments",
            headers: &headers,
            ..Ask::default()
        }
        .of(&by_key)
        .response
        .status
    };
    assert_eq!(
        [with("Bearer a"), with("Bearer b"), with("Bearer a")],
        [200, 200, 429]
    );
}

#[test]
fn what_one_quota_refuses_no_other_counts() {
    let mock = payments(
        "quotas:
  - {name: writes, match: {method: POST}, limit: 1, per: 1h}
  - {name: all, limit: 4, per: 1h}
",
    );
    let post = || {
        Ask {
            line: "POST /payments",
            body: "{\"amount\": 1}",
            ..Ask::default()
        }
        .of(&mock)
    };
    assert_eq!(post().response.status, 201);
    assert_eq!(post().response.status, 429);
    let read = at(&mock, "GET /payments", 0);
    assert_eq!(read.notes, ["quota `all` used 2 of 4"]);
    assert_eq!(header(&read, "ratelimit"), Some("\"all\";r=2;t=3600"));
}

#[test]
fn answers_of_rules_tell_the_quota_without_using_it() {
    let mock = payments(
        "quotas: [{limit: 2, per: 1h}]\nrules: [{when: {query: {limit: 9}}, answer: {status: 503}}]\n",
    );
    for _ in 0..3 {
        let ruled = at(&mock, "GET /payments?limit=9", 0);
        assert_eq!(
            (ruled.response.status, header(&ruled, "ratelimit-remaining")),
            (503, Some("2"))
        );
    }
    assert_eq!(
        header(&at(&mock, "GET /payments", 0), "ratelimit-remaining"),
        Some("1")
    );
}
