//! The same request twice is answered once.

use fairlead_mock::{Decision, Mock};

use super::{Ask, header, payments, text};

const BODY: &str = "{\"amount\": 1}";

fn post(mock: &Mock, key: &str, body: &str, at: i64) -> Decision {
    let headers = [("Idempotency-Key", key)];
    Ask {
        line: "POST /payments",
        headers: &headers,
        body,
        at,
        ..Ask::default()
    }
    .of(mock)
}

/// A mock whose answers differ each time, were they not kept.
fn counting(more: &str) -> Mock {
    payments(&format!("idempotency: {{required: true}}\n{more}"))
}

#[test]
fn the_same_key_gets_the_same_answer() {
    let mock = counting("quotas: [{limit: 10, per: 1h}]\n");
    let first = post(&mock, "a", BODY, 0);
    assert_eq!(first.response.status, 201);
    assert_eq!(header(&first, "idempotency-replayed"), None);
    let again = post(&mock, "\"a\"", BODY, 1);
    assert_eq!((again.response.status, text(&again)), (201, text(&first)));
    assert_eq!(header(&again, "idempotency-replayed"), Some("true"));
    assert_eq!(header(&again, "location"), header(&first, "location"));
    assert_eq!(
        header(&again, "ratelimit-remaining"),
        Some("8"),
        "told anew"
    );
    assert!(
        again.notes.iter().any(|n| n.contains("first request")),
        "{:?}",
        again.notes
    );
    mock.reset_counters();
    assert_eq!(
        header(&post(&mock, "a", BODY, 1), "idempotency-replayed"),
        None
    );
}

#[test]
fn another_request_with_the_key_is_refused() {
    let mock = counting("");
    post(&mock, "a", BODY, 0);
    assert_eq!(post(&mock, "a", "{\"amount\": 2}", 1).response.status, 422);
    assert_eq!(post(&mock, "b", "{\"amount\": 2}", 1).response.status, 201);
}

#[test]
fn a_missing_key_is_refused_where_it_is_required() {
    let mock = counting("");
    let without = |line: &str| {
        Ask {
            line,
            body: BODY,
            ..Ask::default()
        }
        .of(&mock)
    };
    assert_eq!(without("POST /payments").response.status, 400);
    assert!(text(&without("POST /payments")).contains("Idempotency-Key"));
    assert_eq!(without("GET /payments").response.status, 200);
    let lenient = payments("idempotency: {}\n");
    let decision = Ask {
        line: "POST /payments",
        body: BODY,
        ..Ask::default()
    }
    .of(&lenient);
    assert_eq!(decision.response.status, 201);
}

#[test]
fn while_the_first_is_under_way_the_second_conflicts() {
    let mock = counting("latency: 2s\n");
    assert_eq!(post(&mock, "a", BODY, 0).response.status, 201);
    assert_eq!(post(&mock, "a", BODY, 1_999).response.status, 409);
    assert_eq!(post(&mock, "a", BODY, 2_000).response.status, 201);
}

#[test]
fn an_answer_that_was_lost_is_there_for_the_next_try() {
    let mock = counting("scenarios: [{steps: [{fault: drop}]}]\n");
    let lost = post(&mock, "a", BODY, 0);
    assert_eq!(lost.delivery.fault, Some(fairlead_mock::Fault::Drop));
    let again = post(&mock, "a", BODY, 1);
    assert_eq!((again.delivery.fault, text(&again)), (None, text(&lost)));
    assert_eq!(header(&again, "idempotency-replayed"), Some("true"));
}

#[test]
fn what_broke_the_contract_may_be_mended_with_the_same_key() {
    let mock = counting("");
    assert_eq!(post(&mock, "a", "{}", 0).response.status, 422);
    assert_eq!(post(&mock, "a", BODY, 1).response.status, 201);
}

#[test]
fn answers_are_kept_for_a_time_and_keys_have_the_header_that_is_said() {
    let mock = payments("idempotency: {header: X-Key, keep: 10s, match: {method: GET}}\n");
    let get = |at: i64| {
        let headers = [("x-key", "k")];
        let ask = Ask {
            line: "GET /payments",
            headers: &headers,
            at,
            ..Ask::default()
        };
        header(&ask.of(&mock), "idempotency-replayed").is_some()
    };
    assert_eq!(
        [get(0), get(9_999), get(10_000), get(10_001)],
        [false, true, false, true]
    );
    assert!(header(&post(&mock, "a", BODY, 0), "idempotency-replayed").is_none());
}

#[test]
fn many_threads_do_it_once() {
    let mock = counting("");
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| post(&mock, "a", BODY, 0)))
            .collect();
        let decisions = threads.into_iter().map(|t| t.join().expect("no panic"));
        let firsts = decisions.filter(|d| header(d, "idempotency-replayed").is_none());
        firsts
            .map(|d| d.response.status)
            .filter(|s| *s != 409)
            .collect()
    });
    assert_eq!(statuses, [201]);
}
