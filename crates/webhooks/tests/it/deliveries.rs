//! Deliveries on real sockets: tried again where that makes sense, and never elsewhere.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use fairlead_core::limits;
use fairlead_webhooks::{
    Call, Case, CatchOptions, Courier, Delivered, Retries, Scheme, Sender, Verdict, backoff,
    deliver, is_worth_another,
};
use tokio_util::sync::CancellationToken;

use crate::world::{catcher, event, serve, signing};

const QUICK: Retries = Retries {
    most: 4,
    scale: 0.000_001,
};

#[test]
fn the_pauses_are_those_of_standard_webhooks() {
    let full = Retries {
        most: 9,
        scale: 1.0,
    };
    let pauses: Vec<u64> = (1..=10)
        .map_while(|n| backoff(full, n))
        .map(|p| p.as_secs())
        .collect();
    assert_eq!(
        pauses,
        [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]
    );
    assert_eq!(backoff(QUICK, 5), None);
    assert_eq!(
        backoff(
            Retries {
                most: 99,
                scale: 1.0
            },
            10
        ),
        None
    );
    for (status, again) in [
        (None, true),
        (Some(408), true),
        (Some(429), true),
        (Some(500), true),
        (Some(503), true),
        (Some(204), false),
        (Some(302), false),
        (Some(400), false),
        (Some(410), false),
    ] {
        assert_eq!(is_worth_another(status), again, "{status:?}");
    }
}

#[tokio::test]
async fn it_is_tried_until_it_is_taken_each_time_signed_anew() {
    let signing = signing(Scheme::Standard);
    let receiver = catcher(CatchOptions {
        signing: Some(signing.clone()),
        fail_first: 2,
        ..CatchOptions::default()
    })
    .await;
    let sender = Sender::new().expect("a client");
    let mut heard = Vec::new();
    let last = deliver(
        &sender,
        &receiver.url,
        &event("msg_1", "{}"),
        Some(&signing),
        QUICK,
        &CancellationToken::new(),
        |attempt, pause| heard.push((attempt.status(), pause.is_some())),
    )
    .await
    .expect("the secret fits");
    assert!(last.is_taken());
    assert_eq!(
        heard,
        [(Some(503), true), (Some(503), true), (Some(204), false)]
    );
    let caught = receiver.caught.lock().expect("whole");
    assert!(caught.iter().all(|c| c.verdict == Some(Verdict::Valid)));
    assert_eq!(
        caught.iter().map(|c| c.attempt).collect::<Vec<_>>(),
        [1, 2, 3]
    );
}

#[tokio::test]
async fn gone_and_redirects_end_it_and_nothing_is_followed() {
    for status in [410, 302, 307, 400] {
        let asked = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&asked);
        let url = serve(move |_| {
            count.fetch_add(1, Ordering::Relaxed);
            status
        })
        .await;
        let sender = Sender::new().expect("a client");
        let cancel = CancellationToken::new();
        let event = event("msg_1", "{}");
        let attempt = deliver(&sender, &url, &event, None, QUICK, &cancel, |_, _| {})
            .await
            .expect("nothing to sign");
        assert_eq!(attempt.status(), Some(status));
        assert_eq!(asked.load(Ordering::Relaxed), 1, "{status}");
    }
}

fn call(url: &url::Url, case: Case) -> Call {
    Call {
        operation: "wh_1".to_owned(),
        event: event("msg_1", "{}"),
        before: event("msg_0", "{}"),
        url: url.clone(),
        signing: Some(signing(Scheme::Standard)),
        retries: QUICK,
        delay: Duration::ZERO,
        case,
        report: fairlead_validate::Report::default(),
    }
}

fn courier(cancel: &CancellationToken) -> (Courier, Arc<Mutex<Vec<Delivered>>>) {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&heard);
    let courier = Courier::new(
        move |report| kept.lock().expect("whole").push(report),
        cancel.clone(),
    );
    (courier.expect("a client"), heard)
}

#[tokio::test]
async fn a_courier_tells_of_each_attempt_and_brings_misdeliveries_too() {
    let cancel = CancellationToken::new();
    let receiver = catcher(CatchOptions {
        signing: Some(signing(Scheme::Standard)),
        fail_first: 1,
        ..CatchOptions::default()
    })
    .await;
    let (courier, heard) = courier(&cancel);
    assert!(courier.take(call(&receiver.url, Case::Ok)));
    courier.finish().await;
    let told: Vec<(u32, Option<u16>, bool)> = heard
        .lock()
        .expect("whole")
        .iter()
        .map(|r| (r.number, r.attempt.status(), r.again_in.is_some()))
        .collect();
    assert_eq!(told, [(1, Some(503), true), (2, Some(204), false)]);

    let (courier, heard) = self::courier(&cancel);
    assert!(courier.take(call(&receiver.url, Case::Tampered)));
    courier.finish().await;
    let statuses: Vec<_> = heard
        .lock()
        .expect("whole")
        .iter()
        .map(|r| r.attempt.status())
        .collect();
    assert_eq!(statuses, [Some(401)], "sent once");
    assert_eq!(receiver.statuses(), [503, 204, 401]);
}

#[tokio::test]
async fn what_waits_is_bounded_and_let_go_at_the_end() {
    let cancel = CancellationToken::new();
    let (courier, heard) = courier(&cancel);
    let later = Call {
        delay: Duration::from_mins(30),
        ..call(&"http://127.0.0.1:1/".parse().expect("a URL"), Case::Ok)
    };
    for _ in 0..limits::WEBHOOKS_WAITING {
        assert!(courier.take(later.clone()));
    }
    assert!(!courier.take(later), "there is no more room");
    cancel.cancel();
    tokio::time::timeout(Duration::from_secs(10), courier.finish())
        .await
        .expect("nothing waits any more");
    assert!(heard.lock().expect("whole").is_empty());
}
