//! Clients that mean ill, or do nothing at all: the mock answers or closes, and serves the next.

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpStream},
    time::{Duration, Instant},
};

use flate2::{Compression, write::GzEncoder};

use crate::run::{Listening, TempFile, sample};

/// Longer than anything here takes on a slow machine; shorter than a mock that hangs.
const PATIENCE: Duration = Duration::from_secs(30);
const GOOD: &[u8] = b"GET /status HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
const UPLOADS: &str = "openapi: 3.1.0
info: {title: Uploads, version: '1'}
paths:
  /notes:
    post:
      requestBody:
        required: true
        content:
          application/json: {schema: {type: object, required: [text]}}
      responses: {'204': {description: Taken}}
  /files:
    post:
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema: {type: object, required: [name], properties: {name: {type: string}}}
      responses: {'204': {description: Taken}}
";

fn mock(spec: &str) -> Listening {
    Listening::start(&["mock", spec, "--port", "0", "--quiet"])
}

fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    stream
}

/// What comes back until the connection ends; a reset ends it too.
fn ask(port: u16, request: &[u8]) -> String {
    let mut stream = connect(port);
    // It may answer and close before it has read all.
    let _ = stream.write_all(request);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

fn post(path: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let mut request = format!(
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n"
    )
    .into_bytes();
    request.extend_from_slice(body);
    request
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(bytes).expect("memory");
    packed.finish().expect("memory")
}

fn serves_the_next(port: u16) {
    let answer = ask(port, GOOD);
    assert!(answer.starts_with("HTTP/1.1 "), "{answer:?}");
}

#[test]
fn ten_thousand_idle_connections_leave_room_for_one_that_asks() {
    let mock = mock(&sample());
    let port = mock.port();
    // Both ends are files: ours are in this process, those of the mock in its own.
    let allowed = rlimit::increase_nofile_limit(u64::MAX).expect("a limit");
    let count = usize::try_from(allowed).unwrap_or(usize::MAX).min(10_200) - 200;
    let idle: Vec<TcpStream> = (0..count).map(|_| connect(port)).collect();
    assert!(count == 10_000 || allowed < 10_200, "{count} connections");
    let answer = ask(port, GOOD);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer:?}");
    drop(idle);
    assert!(ask(port, GOOD).starts_with("HTTP/1.1 200"));
    assert_eq!(mock.stop(), 0);
}

#[test]
fn a_client_that_sends_a_header_byte_by_byte_holds_up_nobody() {
    let mock = mock(&sample());
    let port = mock.port();
    let mut slow: Vec<TcpStream> = (0..500).map(|_| connect(port)).collect();
    for byte in b"GET /status HTT" {
        for stream in &mut slow {
            stream.write_all(&[*byte]).expect("it still reads");
        }
        assert!(ask(port, GOOD).starts_with("HTTP/1.1 200"));
    }
    assert_eq!(mock.stop(), 0);
}

#[test]
fn half_a_request_is_given_up_in_time() {
    let mock = mock(&sample());
    let mut stream = connect(mock.port());
    stream
        .set_read_timeout(Some(PATIENCE * 2))
        .expect("a timeout");
    let began = Instant::now();
    stream
        .write_all(b"GET /status HTTP/1.1\r\nHost: 127")
        .expect("it reads");
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let limit = fairlead_core::limits::MOCK_READ_TIME;
    assert!(began.elapsed() >= limit, "too soon: {:?}", began.elapsed());
    assert!(began.elapsed() < limit * 2, "never: {:?}", began.elapsed());
}

#[test]
fn floods_of_header_fields_are_refused() {
    let mock = mock(&sample());
    let port = mock.port();
    let many = format!(
        "GET /status HTTP/1.1\r\nHost: a\r\n{}\r\n",
        "x-a: b\r\n".repeat(50_000)
    );
    let long = format!(
        "GET /status HTTP/1.1\r\nHost: a\r\nx-a: {}\r\n\r\n",
        "b".repeat(10_000_000)
    );
    let path = format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "p".repeat(1_000_000));
    for flood in [many, long, path] {
        let answer = ask(port, flood.as_bytes());
        let refused = answer.is_empty() || answer.starts_with("HTTP/1.1 4");
        assert!(refused, "{}", &answer[..answer.len().min(200)]);
        assert!(ask(port, GOOD).starts_with("HTTP/1.1 200"));
    }
    assert_eq!(mock.stop(), 0);
}

#[test]
fn packed_bodies_are_unpacked_and_bombs_are_not() {
    let spec = TempFile::new("uploads.yaml", UPLOADS);
    let mock = mock(&spec.path());
    let port = mock.port();
    let json = "Content-Type: application/json\r\nContent-Encoding: gzip\r\n";
    let good = gzip(br#"{"text":"hello"}"#);
    assert!(ask(port, &post("/notes", json, &good)).starts_with("HTTP/1.1 204"));
    let wrong = ask(port, &post("/notes", json, &gzip(b"{}")));
    assert!(wrong.contains("text"), "its content is looked at: {wrong}");

    let bomb = gzip(&vec![b' '; 64 * 1024 * 1024]);
    assert!(bomb.len() < 100_000, "small on the way");
    let answer = ask(port, &post("/notes", json, &bomb));
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    let cut = ask(port, &post("/notes", json, &good[..good.len() - 9]));
    assert!(
        cut.starts_with("HTTP/1.1 400") && cut.contains("too early"),
        "{cut}"
    );
    let odd = json.replace("gzip", "lzma");
    let answer = ask(port, &post("/notes", &odd, &good));
    assert!(answer.starts_with("HTTP/1.1 415"), "{answer}");
    assert!(
        answer.contains("accept-encoding: gzip, deflate, br"),
        "{answer}"
    );
    assert_eq!(mock.stop(), 0);
}

#[test]
fn broken_multipart_is_told_what_is_wrong() {
    let spec = TempFile::new("uploads.yaml", UPLOADS);
    let mock = mock(&spec.path());
    let port = mock.port();
    let bodies: [&[u8]; 7] = [
        b"",
        b"--b",
        b"--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nx",
        b"--b\r\nno colon here\r\n\r\nx\r\n--b--\r\n",
        b"--b\r\n\r\nx\r\n--b--\r\n",
        b"--c\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nx\r\n--c--\r\n",
        &[0xff; 4_000],
    ];
    for body in bodies {
        let typed = "Content-Type: multipart/form-data; boundary=b\r\n";
        let answer = ask(port, &post("/files", typed, body));
        assert!(answer.starts_with("HTTP/1.1 4"), "{body:?}: {answer}");
        assert!(answer.contains("application/problem+json"), "{answer}");
    }
    let none = "Content-Type: multipart/form-data\r\n";
    let answer = ask(port, &post("/files", none, bodies[2]));
    assert!(answer.contains("boundary"), "{answer}");
    serves_the_next(port);
    assert_eq!(mock.stop(), 0);
}

#[test]
fn a_client_that_hangs_up_in_the_middle_is_forgotten() {
    let spec = TempFile::new("uploads.yaml", UPLOADS);
    let mock = mock(&spec.path());
    let port = mock.port();
    for _ in 0..200 {
        let mut stream = connect(port);
        let whole = post(
            "/notes",
            "Content-Type: application/json\r\n",
            &[b'x'; 4_000],
        );
        stream.write_all(&whole[..2_000]).expect("it reads");
        stream.shutdown(Shutdown::Both).expect("it is open");
    }
    serves_the_next(port);
    assert_eq!(mock.stop(), 0);
}
