//! How long answers are held back.

use std::time::Duration;

use super::{ask, payments};

#[test]
fn it_is_fixed_or_drawn_and_a_rules_own_goes_first() {
    let mock =
        payments("latency: 50ms\nrules:\n  - {when: {operation: getPayment}, latency: 1.5s}\n");
    let delay = |line: &str| ask(&mock, line).delivery.delay;
    assert_eq!(delay("GET /payments"), Duration::from_millis(50));
    assert_eq!(delay("GET /payments/1"), Duration::from_millis(1500));
    assert_eq!(delay("GET /nowhere"), Duration::from_millis(50));
}

#[test]
fn a_curve_is_the_same_for_the_same_seed() {
    let text = "latency: {p50: 20ms, p95: 200ms, p99: 1s}\n";
    let delays = || -> Vec<Duration> {
        let mock = payments(text);
        (0..200)
            .map(|_| ask(&mock, "GET /payments").delivery.delay)
            .collect()
    };
    let drawn = delays();
    assert_eq!(drawn, delays());
    let quick = drawn.iter().filter(|d| d.as_millis() <= 20).count();
    assert!(
        (70..130).contains(&quick),
        "{quick} of 200 within the median"
    );
    assert!(drawn.iter().all(|d| *d <= Duration::from_secs(1)));
}
