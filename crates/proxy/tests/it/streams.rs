//! Bodies that go through as they come, over real sockets.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{Router, body::Body, http::header, routing::get};
use bytes::Bytes;
use fairlead_mock::{Mock, MockOptions, Served, Sink};
use fairlead_openapi::MemoryFetch;
use fairlead_proxy::{Proxy, ProxyOptions, recording::Recording};
use fairlead_validate::Contract;
use futures::StreamExt;
use tokio::{net::TcpListener, sync::mpsc, time::timeout};
use tokio_util::sync::CancellationToken;

const SPEC: &str = r#"
openapi: 3.2.0
info: { title: Tides, version: "1" }
paths:
  /tides:
    get:
      operationId: watchTides
      responses:
        "200":
          description: One line for each tide
          content:
            application/x-ndjson:
              itemSchema: { type: object, required: [height] }
  /chart:
    get:
      operationId: chart
      responses:
        "200": { description: A chart, content: { application/octet-stream: {} } }
"#;
const PATIENCE: Duration = Duration::from_secs(20);
const CHART: usize = 40 * 1024 * 1024;

/// A proxy on a socket before an API whose lines are sent by the test.
struct World {
    url: String,
    lines: mpsc::Sender<Result<Bytes, Infallible>>,
    told: mpsc::Receiver<Served>,
}

async fn world(change: impl FnOnce(&mut ProxyOptions)) -> World {
    let (lines, given) = mpsc::channel(10);
    let given = Arc::new(Mutex::new(Some(given)));
    let tides = move || {
        let given = given.lock().unwrap().take().unwrap();
        let body = Body::from_stream(futures::stream::unfold(given, |mut given| async move {
            given.recv().await.map(|line| (line, given))
        }));
        async move { ([(header::CONTENT_TYPE, "application/x-ndjson")], body) }
    };
    let app = Router::new()
        .route("/tides", get(tides))
        .route("/chart", get(|| async { vec![7_u8; CHART] }));
    let upstream = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = upstream.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(upstream, app).await });

    let fetch = MemoryFetch::new([("tides.yaml", SPEC)]);
    let (_, spec, problems) = fairlead_openapi::read(&MemoryFetch::uri("tides.yaml"), &fetch);
    assert!(problems.is_empty(), "{problems:?}");
    let contract = Arc::new(Contract::new(Arc::new(spec)));
    let mut options = ProxyOptions {
        upstream: Some(format!("http://{address}").parse().unwrap()),
        ..ProxyOptions::default()
    };
    change(&mut options);
    let mock = Arc::new(Mock::new(contract, MockOptions::default()));
    let proxy = Arc::new(Proxy::new(mock, options).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (tell, told) = mpsc::channel(10);
    let sink: Sink = Arc::new(move |served| tell.try_send(served).unwrap());
    tokio::spawn(fairlead_mock::serve(
        listener,
        proxy,
        sink,
        CancellationToken::new(),
    ));
    World { url, lines, told }
}

impl World {
    async fn line(&self, line: &'static str) {
        self.lines
            .send(Ok(Bytes::from_static(line.as_bytes())))
            .await
            .unwrap();
    }

    async fn told(&mut self) -> Served {
        timeout(PATIENCE, self.told.recv()).await.unwrap().unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_goes_through_line_by_line_and_is_checked_at_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tides.ndjson");
    let mut world = world(|o| o.record = Some(file.clone())).await;
    world.line("{\"height\":3}\n").await;
    let answer = reqwest::get(format!("{}/tides", world.url)).await.unwrap();
    let mut pieces = answer.bytes_stream();
    let first = timeout(PATIENCE, pieces.next()).await.unwrap();
    assert_eq!(&first.unwrap().unwrap()[..], b"{\"height\":3}\n");
    assert!(world.told.try_recv().is_err(), "it has not ended");

    world.line("{\"hight\":4}\n").await;
    let second = timeout(PATIENCE, pieces.next()).await.unwrap();
    assert_eq!(&second.unwrap().unwrap()[..], b"{\"hight\":4}\n");
    // The API ends its answer.
    let (ended, _) = mpsc::channel(1);
    world.lines = ended;
    assert!(timeout(PATIENCE, pieces.next()).await.unwrap().is_none());

    let served = world.told().await;
    let parts = served.parts;
    let known = [parts.received, parts.decided, parts.asked, parts.sent];
    let sum: u64 = known.into_iter().map(|part| part.unwrap()).sum();
    assert!(sum <= served.exchange.duration_micros, "{parts:?}");
    assert_eq!(parts.held, None);
    let report = served.response_report.unwrap();
    assert!(!report.is_valid(), "the second line has no height");
    let body = served.exchange.response.unwrap().body;
    assert_eq!(&body[..], b"{\"height\":3}\n{\"hight\":4}\n");
    assert_eq!(Recording::read(&file).unwrap().requests(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_hangs_up_ends_the_stream_and_is_told() {
    let mut world = world(|_| {}).await;
    world.line("{\"height\":3}\n").await;
    let answer = reqwest::get(format!("{}/tides", world.url)).await.unwrap();
    let mut pieces = answer.bytes_stream();
    timeout(PATIENCE, pieces.next()).await.unwrap();
    drop(pieces);
    let told = async {
        // Only what is written shows that nobody reads.
        loop {
            tokio::select! {
                served = world.told.recv() => return served.unwrap(),
                () = tokio::time::sleep(Duration::from_millis(20)) => {
                    let line = Ok(Bytes::from_static(b"{\"height\":1}\n"));
                    drop(world.lines.try_send(line));
                }
            }
        }
    };
    let served = timeout(PATIENCE, told).await.unwrap();
    assert_eq!(served.notes, ["the body was cut off on its way"]);
    assert!(served.response_report.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_is_kept_goes_through_whole() {
    let mut world = world(|_| {}).await;
    let answer = reqwest::get(format!("{}/chart", world.url)).await.unwrap();
    assert_eq!(answer.content_length(), Some(CHART as u64));
    let body = answer.bytes().await.unwrap();
    assert_eq!(body.len(), CHART);
    assert!(body.iter().all(|b| *b == 7));
    let served = world.told().await;
    assert!(served.notes[0].contains("32 MiB"), "{:?}", served.notes);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_be_refused_is_read_whole_first() {
    let mut world = world(|o| o.enforce = true).await;
    let answer = reqwest::get(format!("{}/chart", world.url)).await.unwrap();
    assert_eq!(
        answer.status(),
        502,
        "40 MiB are more than can be looked at"
    );
    assert!(world.told().await.exchange.response.is_some());
}
