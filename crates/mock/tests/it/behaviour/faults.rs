//! What goes wrong now and then, and how that is on the wire.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use fairlead_mock::{Fault, Mock, Served};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tokio_util::sync::CancellationToken;

use super::{ask, payments, status};

#[test]
fn a_share_of_the_requests_meets_it_and_the_same_ones_each_time() {
    let text =
        "faults: [{name: bad line, match: {operation: listPayments}, fault: reset, share: 0.1}]\n";
    let met = || -> Vec<usize> {
        let mock = payments(text);
        let meets = |n: &usize| {
            ask(&mock, &format!("GET /payments?limit={n}"))
                .delivery
                .fault
                .is_some()
        };
        (0..500).filter(meets).collect()
    };
    let first = met();
    assert!((30..70).contains(&first.len()), "{} of 500", first.len());
    assert_eq!(first, met());
    let mock = payments("faults: [{fault: garbage, share: 1}]\n");
    let decision = ask(&mock, "GET /payments");
    assert_eq!(decision.delivery.fault, Some(Fault::Garbage));
    assert_eq!(decision.notes, ["fault 1: garbage instead of an answer"]);
    assert_eq!(
        status(
            &payments("faults: [{fault: {status: 503}, share: 1}]\n"),
            "GET /payments"
        ),
        503
    );
    assert_eq!(
        status(
            &payments("faults: [{fault: {status: 503}, share: 0}]\n"),
            "GET /payments"
        ),
        200
    );
}

type Heard = Arc<Mutex<Vec<Served>>>;

/// The first exchange that was told, once it is.
async fn first(heard: &Heard) -> Served {
    let told = async {
        loop {
            if let Some(served) = heard.lock().expect("whole").first() {
                return served.clone();
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    let deadline = Duration::from_secs(5);
    tokio::time::timeout(deadline, told).await.expect("told")
}

/// A mock on a port, and what its record has.
async fn listen(mock: Mock) -> (u16, Heard) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let heard = Heard::default();
    let sink = {
        let heard = Arc::clone(&heard);
        Arc::new(move |served: Served| heard.lock().expect("whole").push(served))
    };
    tokio::spawn(fairlead_mock::serve(
        listener,
        Arc::new(mock),
        sink,
        CancellationToken::new(),
    ));
    (port, heard)
}

const GET: &[u8] = b"GET /payments?limit=3 HTTP/1.1\r\nHost: a\r\n\r\n";

/// Everything that comes back, when it came, and how it ended.
async fn talk(port: u16) -> (Vec<(Duration, Vec<u8>)>, std::io::Result<()>) {
    let mut stream = TcpStream::connect(("127.0.0.1", port))
        .await
        .expect("it listens");
    stream.write_all(GET).await.expect("it reads");
    let began = Instant::now();
    let mut pieces = Vec::new();
    let mut buffer = [0; 8_192];
    loop {
        match stream.read(&mut buffer).await {
            Ok(0) => return (pieces, Ok(())),
            Ok(read) => pieces.push((began.elapsed(), buffer[..read].to_vec())),
            Err(error) => return (pieces, Err(error)),
        }
        let text: Vec<u8> = pieces.iter().flat_map(|(_, p)| p.clone()).collect();
        if is_whole(&text) {
            return (pieces, Ok(()));
        }
    }
}

fn is_whole(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text).into_owned();
    text.split_once("\r\n\r\n")
        .is_some_and(|(head, body)| body.len() == length(head))
}

fn length(head: &str) -> usize {
    let line = head
        .lines()
        .find_map(|l| l.strip_prefix("content-length: "));
    line.and_then(|l| l.parse().ok()).unwrap_or(usize::MAX)
}

async fn broken(fault: &str) -> (Vec<(Duration, Vec<u8>)>, std::io::Result<()>, Heard) {
    let mock = payments(&format!("rules: [{{fault: {fault}, then: pass}}]\n"));
    let (port, heard) = listen(mock).await;
    let (pieces, end) = talk(port).await;
    (pieces, end, heard)
}

#[tokio::test]
async fn a_dropped_line_ends_without_a_word() {
    let (pieces, end, heard) = broken("drop").await;
    assert!(pieces.is_empty(), "{pieces:?}");
    end.expect("closed and not reset");
    let served = first(&heard).await;
    assert_eq!(served.exchange.response, None);
    assert_eq!(served.fault, Some(Fault::Drop));
}

#[tokio::test]
async fn a_reset_line_is_reset() {
    let (pieces, end, _) = broken("reset").await;
    assert!(pieces.is_empty(), "{pieces:?}");
    let error = end.expect_err("reset");
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
}

#[tokio::test]
async fn garbage_is_no_http() {
    let (pieces, _, _) = broken("garbage").await;
    let bytes: Vec<u8> = pieces.into_iter().flat_map(|(_, piece)| piece).collect();
    assert!(
        !bytes.is_empty() && !bytes.starts_with(b"HTTP"),
        "{bytes:?}"
    );
}

#[tokio::test]
async fn a_partial_body_is_cut_in_the_middle() {
    let (pieces, _, heard) = broken("partial").await;
    let bytes: Vec<u8> = pieces.into_iter().flat_map(|(_, piece)| piece).collect();
    let text = String::from_utf8_lossy(&bytes);
    let (head, body) = text.split_once("\r\n\r\n").expect("a head");
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert_eq!(body.len(), length(head) / 2, "{head}");
    let served = heard.lock().expect("whole")[0].clone();
    assert!(served.exchange.response.is_some());
    assert_eq!(served.fault, Some(Fault::Partial));
}

#[tokio::test]
async fn a_slow_body_comes_in_pieces() {
    let (pieces, end, heard) = broken("slowBody").await;
    end.expect("it comes to its end");
    assert!(pieces.len() > 10, "{} pieces", pieces.len());
    let last = pieces.last().expect("pieces").0;
    assert!(last > Duration::from_secs(1), "{last:?}");
    let served = first(&heard).await;
    assert_eq!(served.fault, Some(Fault::SlowBody));
    let parts = served.parts;
    assert!(parts.sent > Some(1_000_000), "{parts:?}");
    assert!(parts.sent < Some(served.exchange.duration_micros));
}

#[tokio::test]
async fn latency_is_waited_for_and_others_are_not_held_up() {
    let mock = payments("rules: [{when: {operation: listPayments}, latency: 300ms}]\n");
    let (port, heard) = listen(mock).await;
    let began = Instant::now();
    let (one, two) = tokio::join!(talk(port), talk(port));
    for (pieces, _) in [one, two] {
        assert!(
            pieces[0].0 >= Duration::from_millis(290),
            "{:?}",
            pieces[0].0
        );
    }
    assert!(
        began.elapsed() < Duration::from_millis(590),
        "{:?}",
        began.elapsed()
    );
    let heard = heard.lock().expect("whole");
    assert_eq!(heard.len(), 2);
    for Served {
        parts, exchange, ..
    } in heard.iter()
    {
        assert!(parts.held >= Some(300_000), "{parts:?}");
        assert_eq!((parts.asked, parts.sent), (None, None));
        let known = [parts.received, parts.decided, parts.held];
        let sum: u64 = known.into_iter().map(|part| part.expect("measured")).sum();
        let all = exchange.duration_micros;
        assert!((sum..sum + 50_000).contains(&all), "{sum} of {all}");
    }
}

#[tokio::test]
async fn after_a_fault_the_next_client_is_served() {
    let mock =
        payments("scenarios: [{steps: [{fault: reset}, {fault: garbage}, {fault: drop}]}]\n");
    let (port, _) = listen(mock).await;
    for _ in 0..3 {
        let _ = talk(port).await;
    }
    let (pieces, end) = talk(port).await;
    end.expect("served");
    assert!(pieces[0].1.starts_with(b"HTTP/1.1 200"));
}

/// The same over HTTP/2, where an answer is one of several on a line.
mod http2 {
    use bytes::Bytes;
    use http_body_util::{BodyExt, Empty};
    use hyper_util::rt::{TokioExecutor, TokioIo};

    use super::*;

    async fn get(port: u16) -> Result<(u16, Bytes), String> {
        let stream = TcpStream::connect(("127.0.0.1", port))
            .await
            .expect("it listens");
        let (mut sender, connection) =
            hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream))
                .await
                .map_err(|e| e.to_string())?;
        tokio::spawn(connection);
        let request = hyper::Request::get("http://a/payments?limit=3")
            .body(Empty::<Bytes>::new())
            .expect("a request");
        let response = sender
            .send_request(request)
            .await
            .map_err(|e| e.to_string())?;
        let status = response.status().as_u16();
        let body = response
            .into_body()
            .collect()
            .await
            .map_err(|e| e.to_string())?;
        Ok((status, body.to_bytes()))
    }

    #[tokio::test]
    async fn every_fault_breaks_the_answer_and_slowness_does_not() {
        for (fault, whole) in [
            ("drop", false),
            ("reset", false),
            ("garbage", false),
            ("partial", false),
            ("slowBody", true),
        ] {
            let (port, _) = listen(payments(&format!("rules: [{{fault: {fault}}}]\n"))).await;
            let answer = tokio::time::timeout(Duration::from_secs(10), get(port)).await;
            assert_eq!(answer.expect("it ends").is_ok(), whole, "{fault}");
        }
    }
}
