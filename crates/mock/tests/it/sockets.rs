//! The socket loop: it answers, or closes, and serves the next client.

use std::sync::{Arc, Mutex};

use fairlead_mock::{Mock, MockOptions, Served};
use fairlead_openapi::MemoryFetch;
use fairlead_validate::Contract;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tokio_util::sync::CancellationToken;

struct Running {
    port: u16,
    served: Arc<Mutex<Vec<Served>>>,
    cancel: CancellationToken,
    task: tokio::task::JoinHandle<std::io::Result<()>>,
}

async fn start() -> Running {
    let fetch = MemoryFetch::new([("api.yaml", fairlead_openapi::SAMPLE)]);
    let (_, spec, _) = fairlead_openapi::read(&MemoryFetch::uri("api.yaml"), &fetch);
    let mock = Mock::new(
        Arc::new(Contract::new(Arc::new(spec))),
        MockOptions::default(),
    );
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let served = Arc::new(Mutex::new(Vec::new()));
    let cancel = CancellationToken::new();
    let sink = {
        let served = Arc::clone(&served);
        Arc::new(move |s: Served| served.lock().expect("whole").push(s))
    };
    let task = tokio::spawn(fairlead_mock::serve(
        listener,
        Arc::new(mock),
        sink,
        cancel.clone(),
    ));
    Running {
        port,
        served,
        cancel,
        task,
    }
}

async fn send(port: u16, text: &[u8]) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port))
        .await
        .expect("it listens");
    stream.write_all(text).await.expect("it reads");
    let mut answer = Vec::new();
    // A connection that is reset has answered in its way too.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

const GOOD: &[u8] = b"GET /status HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

#[tokio::test]
async fn every_exchange_is_told_and_stopping_is_clean() {
    let running = start().await;
    assert!(send(running.port, GOOD).await.starts_with("HTTP/1.1 200"));
    {
        let served = running.served.lock().expect("whole");
        assert_eq!(served.len(), 1);
        assert_eq!(served[0].exchange.request.path, "/status");
        assert_eq!(
            served[0].exchange.response.as_ref().map(|r| r.status),
            Some(200)
        );
    }
    running.cancel.cancel();
    running.task.await.expect("no panic").expect("a clean end");
    assert!(
        TcpStream::connect(("127.0.0.1", running.port))
            .await
            .is_err()
    );
}

#[tokio::test]
async fn bad_clients_do_not_stop_the_next_one() {
    let running = start().await;
    let flood = format!(
        "GET /status HTTP/1.1\r\n{}\r\n",
        "x-a: b\r\n".repeat(20_000)
    );
    let bad: [&[u8]; 5] = [
        b"\x16\x03\x01\x00",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /dues/quote HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{",
        b"POST /bookings/x/papers HTTP/1.1\r\nHost: a\r\nX-Harbour-Key: k\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 9\r\nConnection: close\r\n\r\n--b\r\nxx\r\n",
        flood.as_bytes(),
    ];
    for text in bad {
        let mut stream = TcpStream::connect(("127.0.0.1", running.port))
            .await
            .expect("it listens");
        let _ = stream.write_all(text).await;
        let _ = stream.shutdown().await;
        assert!(send(running.port, GOOD).await.starts_with("HTTP/1.1 200"));
    }
    let idle: Vec<TcpStream> = {
        let mut idle = Vec::new();
        for _ in 0..200 {
            idle.push(
                TcpStream::connect(("127.0.0.1", running.port))
                    .await
                    .expect("it listens"),
            );
        }
        idle
    };
    assert!(send(running.port, GOOD).await.starts_with("HTTP/1.1 200"));
    drop(idle);
}
