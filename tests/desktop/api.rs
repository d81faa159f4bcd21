//! A server that tests send requests to, in the place of somebody's API.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

/// It runs as long as the test's process does.
pub struct Api {
    port: u16,
    got: Arc<Mutex<Vec<String>>>,
}

impl Api {
    /// Answers every request as `answer` says, which gets the request and the connection.
    pub fn start(answer: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("its number").port();
        let got = Arc::new(Mutex::new(Vec::new()));
        let (kept, answer) = (Arc::clone(&got), Arc::new(answer));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (kept, answer) = (Arc::clone(&kept), Arc::clone(&answer));
                thread::spawn(move || {
                    let mut stream = stream;
                    let request = read(&mut stream);
                    kept.lock().expect("the list").push(request.clone());
                    answer(&request, &mut stream);
                });
            }
        });
        Self { port, got }
    }

    /// Where it answers.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The requests that came, head and body.
    pub fn got(&self) -> Vec<String> {
        self.got.lock().expect("the list").clone()
    }
}

/// An answer of JSON, whole.
pub fn answer_json(stream: &mut TcpStream, body: &str) {
    // Who has gone needs no answer.
    let _ = write!(
        stream,
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         connection: close\r\n\r\n{body}",
        body.len()
    );
}

fn read(stream: &mut TcpStream) -> String {
    let _ = stream.set_read_timeout(Some(Duration::from_secs(10)));
    let mut text = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let read = stream.read(&mut piece).unwrap_or(0);
        text.extend_from_slice(&piece[..read]);
        let so_far = String::from_utf8_lossy(&text);
        let Some((head, body)) = so_far.split_once("\r\n\r\n") else {
            if read == 0 {
                return so_far.into_owned();
            }
            continue;
        };
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            let is_length = name.eq_ignore_ascii_case("content-length");
            is_length.then(|| value.trim().parse::<usize>().ok())?
        });
        if read == 0 || body.len() >= length.unwrap_or(0) {
            return so_far.into_owned();
        }
    }
}
