//! Deliveries on real sockets: tried again where that makes sense, and never elsewhere.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use fairlead_core::{Response, Timestamp, limits};
use fairlead_webhooks::{
    Call, Case, CatchOptions, Courier, Delivered, Retries, Scheme, Sender, Verdict, backoff,
    deliver, is_worth_another, retry_after,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
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

/// A receiver that refuses once, with a header, and then takes what comes; and when it was asked.
async fn busy(status: u16, wait: impl Fn() -> String + Send + 'static) -> (url::Url, Asked) {
    let asked = Asked::default();
    let seen = Arc::clone(&asked);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut text = Vec::new();
            while !text.ends_with(b"\r\n\r\n{}") {
                let mut piece = [0; 1_024];
                let length = stream.read(&mut piece).await.expect("a request");
                text.extend_from_slice(&piece[..length]);
            }
            let first = {
                let mut seen = seen.lock().expect("whole");
                seen.push(Instant::now());
                seen.len() == 1
            };
            let head = if first {
                format!("HTTP/1.1 {status} Later\r\nretry-after: {}", wait())
            } else {
                "HTTP/1.1 204 Taken".to_owned()
            };
            let answer = format!("{head}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    let url = format!("http://{address}/hook").parse().expect("a URL");
    (url, asked)
}

type Asked = Arc<Mutex<Vec<Instant>>>;
type Wait = Box<dyn Fn() -> String + Send>;

#[tokio::test]
async fn a_receiver_says_how_long_it_is_left_alone() {
    let date = || {
        let at = std::time::SystemTime::now() + Duration::from_millis(2_500);
        httpdate::fmt_http_date(at)
    };
    let cases: [(u16, Wait, bool); 5] = [
        (429, Box::new(|| "1".to_owned()), true),
        (503, Box::new(date), true),
        (
            503,
            Box::new(|| "Sun, 06 Nov 1994 08:49:37 GMT".to_owned()),
            false,
        ),
        (503, Box::new(|| "soon".to_owned()), false),
        (500, Box::new(|| "3600".to_owned()), false),
    ];
    for (status, wait, waits) in cases {
        let (url, asked) = busy(status, wait).await;
        let sender = Sender::new().expect("a client");
        let cancel = CancellationToken::new();
        let event = event("msg_1", "{}");
        let attempt = deliver(&sender, &url, &event, None, QUICK, &cancel, |_, _| {})
            .await
            .expect("nothing to sign");
        assert!(attempt.is_taken(), "{status}");
        let asked = asked.lock().expect("whole");
        let between = asked[1] - asked[0];
        // A date has whole seconds, so that of 2.5 s at least 1.5 s are left.
        assert_eq!(
            between >= Duration::from_secs(1),
            waits,
            "{status} {between:?}"
        );
    }
}

#[test]
fn what_a_receiver_asks_for_has_a_limit() {
    let now = Timestamp::from_millis(crate::world::NOW);
    let asks = |status: u16, text: &str| {
        let response = Response {
            status,
            headers: [("retry-after", text)].into_iter().collect(),
            body: bytes::Bytes::new(),
        };
        retry_after(&response, now)
    };
    let seconds = |n| Some(Duration::from_secs(n));
    assert_eq!(asks(429, "120"), seconds(120));
    assert_eq!(asks(503, " 0 "), seconds(0));
    assert_eq!(asks(503, "Fri, 02 Jan 2026 03:05:05 GMT"), seconds(60));
    assert_eq!(asks(503, "Friday, 02-Jan-26 03:05:05 GMT"), seconds(60));
    assert_eq!(asks(503, "Fri Jan  2 03:05:05 2026"), seconds(60));
    assert_eq!(asks(503, "Fri, 02 Jan 2026 03:04:04 GMT"), seconds(0));
    for endless in [
        "86400",
        "99999999999999999999999999",
        "Fri, 02 Jan 2099 03:05:05 GMT",
    ] {
        assert_eq!(
            asks(503, endless),
            Some(limits::WEBHOOK_RETRY_AFTER),
            "{endless}"
        );
    }
    for nothing in ["", "-1", "1.5", "soon"] {
        assert_eq!(asks(503, nothing), None, "{nothing}");
    }
    assert_eq!(asks(200, "120"), None);
    assert_eq!(asks(502, "120"), None);
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
