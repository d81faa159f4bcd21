//! What happens at which call.

use super::{Ask, ask, json, payments, status};

#[test]
fn it_fails_twice_then_works() {
    let mock = payments(
        "scenarios:
  - name: flaky
    match: {operation: getPayment}
    steps: [{status: 503, times: 2}, {pass: true}]
",
    );
    let calls: Vec<u16> = (0..5).map(|_| status(&mock, "GET /payments/1")).collect();
    assert_eq!(calls, [503, 503, 200, 200, 200]);
    assert_eq!(
        status(&mock, "GET /payments"),
        200,
        "it is not for this operation"
    );
    mock.reset_counters();
    let first = ask(&mock, "GET /payments/1");
    assert_eq!(first.notes, ["scenario `flaky`: call 1, step 1"]);
    assert_eq!(json(&first)["message"], "as scenario `flaky` says");
}

#[test]
fn it_repeats_where_that_is_said() {
    let mock = payments(
        "scenarios:
  - {steps: [{status: 500}, {pass: true, times: 2}], repeat: true}
",
    );
    let calls: Vec<u16> = (0..7).map(|_| status(&mock, "GET /payments/1")).collect();
    assert_eq!(calls, [500, 200, 200, 500, 200, 200, 500]);
}

#[test]
fn callers_may_be_counted_one_by_one() {
    let mock = payments("scenarios:\n  - {steps: [{status: 500}], by: ip}\n");
    let from = |ip: &str| {
        Ask {
            line: "GET /payments",
            from: Some(ip.parse().unwrap()),
            ..Ask::default()
        }
        .of(&mock)
        .response
        .status
    };
    assert_eq!(
        [from("10.0.0.1"), from("10.0.0.2"), from("10.0.0.1")],
        [500, 500, 200]
    );
    assert_eq!(
        from("::ffff:10.0.0.2"),
        200,
        "the same address written otherwise"
    );
}

#[test]
fn a_step_may_answer_or_wait_or_break() {
    let mock = payments(
        "latency: 5ms
scenarios:
  - steps:
      - {answer: {status: 202, body: {n: '{{ count }}'}}}
      - {latency: 1s}
      - {fault: reset}
      - {fault: {status: 502}}
",
    );
    let first = ask(&mock, "GET /payments");
    assert_eq!(
        (first.response.status, json(&first)["n"].as_u64()),
        (202, Some(1))
    );
    assert_eq!(first.delivery.delay.as_millis(), 5);
    let second = ask(&mock, "GET /payments");
    assert_eq!(
        (second.response.status, second.delivery.delay.as_millis()),
        (200, 1000)
    );
    let third = ask(&mock, "GET /payments");
    assert_eq!(third.delivery.fault, Some(fairlead_mock::Fault::Reset));
    assert_eq!(status(&mock, "GET /payments"), 502);
}
