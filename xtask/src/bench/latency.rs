//! How long single answers take at half of what the mock can do. Requests are sent when they are
//! due, whether or not others are late (an open loop), and counted from when they were due.
//!
//! One thread, which never sleeps, sends on whichever connection is free and looks at those that
//! wait for an answer: it takes one core, leaves the other to the mock, and is never late by what
//! waking up takes.

use std::{
    collections::VecDeque,
    io::{ErrorKind, Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

use super::{Bench, client::Client, load, start, table::Table};

/// Connections; a request that finds none free waits, and the wait is counted.
const CONNECTIONS: usize = 64;
const TIME: Duration = Duration::from_secs(5);
/// Time before the measurement, in which caches fill.
const WARM_UP: Duration = Duration::from_secs(1);
/// Longest without any answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// Most that all but one in a hundred may take (milliseconds).
const LIMIT: f64 = 2.0;

/// The 99th percentile at half of the highest rate.
pub fn measure(bench: &Bench, table: &mut Table) -> Result<(), String> {
    let highest = load::rate(&|port| bench.mock(&bench.spec, port), bench.target)?;
    let (server, _) = start::first_answer(&|port| bench.mock(&bench.spec, port), bench.target)?;
    let port = server.port;
    let every = Duration::from_secs_f64(2.0 / highest.per_second);
    let mut took = Pacer::connect(port, bench.target)?.run(every)?;
    took.sort_unstable();
    let at = |share: usize| start::millis(took[(took.len() - 1) * share / 100]);
    Table::heading(
        &format!(
            "latency at {:.0} requests per second",
            highest.per_second / 2.0
        ),
        "Fairlead",
        "limit",
    );
    println!("{:<36}{:>12.3}", "median (ms)", at(50));
    table.below("99th percentile (ms)", at(99), LIMIT);
    Ok(())
}

/// A connection that waits for an answer.
struct Waiting {
    stream: TcpStream,
    due: Instant,
    /// Bytes of the answer that are still to come.
    left: usize,
}

/// Sends at its times.
struct Pacer {
    request: String,
    /// Length of every answer, with its head.
    answer: usize,
    free: Vec<TcpStream>,
    waiting: VecDeque<Waiting>,
}

impl Pacer {
    fn connect(port: u16, target: &str) -> Result<Self, String> {
        Client::wait_for_answer(port, target, PATIENCE)?;
        let request =
            format!("GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n\r\n");
        let mut free = Vec::new();
        for _ in 0..CONNECTIONS {
            let stream = TcpStream::connect(("127.0.0.1", port)).map_err(|e| e.to_string())?;
            stream.set_nodelay(true).map_err(|e| e.to_string())?;
            free.push(stream);
        }
        // All answers are as long as the first: the same body, and a date of the same length.
        let first = &mut free[0];
        first
            .write_all(request.as_bytes())
            .map_err(|e| e.to_string())?;
        let answer = whole_answer(first)?;
        for stream in &free {
            stream.set_nonblocking(true).map_err(|e| e.to_string())?;
        }
        Ok(Self {
            request,
            answer,
            free,
            waiting: VecDeque::new(),
        })
    }

    /// How long after they were due the answers were there.
    fn run(mut self, every: Duration) -> Result<Vec<Duration>, String> {
        let began = Instant::now();
        let mut took = Vec::new();
        let mut due = began;
        let mut heard = began;
        while due < began + WARM_UP + TIME || !self.waiting.is_empty() {
            let now = Instant::now();
            let is_due = due <= now && due < began + WARM_UP + TIME;
            if let Some(stream) = is_due.then(|| self.free.pop()).flatten() {
                self.send(stream, due)?;
                due += every;
            }
            if let Some(after) = self.look()? {
                heard = now;
                if due > began + WARM_UP {
                    took.push(after);
                }
            } else if heard.elapsed() > PATIENCE {
                return Err("no answers any more".to_owned());
            }
        }
        Ok(took)
    }

    fn send(&mut self, mut stream: TcpStream, due: Instant) -> Result<(), String> {
        // So short a text always finds room.
        stream
            .write_all(self.request.as_bytes())
            .map_err(|e| e.to_string())?;
        self.waiting.push_back(Waiting {
            stream,
            due,
            left: self.answer,
        });
        Ok(())
    }

    /// Looks at the connection that has not been looked at for the longest.
    fn look(&mut self) -> Result<Option<Duration>, String> {
        let mut buffer = [0; 16 * 1024];
        let Some(mut next) = self.waiting.pop_front() else {
            return Ok(None);
        };
        match next.stream.read(&mut buffer) {
            Ok(0) => Err("the mock hung up".to_owned()),
            Ok(read) if read >= next.left => {
                self.free.push(next.stream);
                Ok(Some(next.due.elapsed()))
            }
            Ok(read) => {
                next.left -= read;
                self.waiting.push_back(next);
                Ok(None)
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                self.waiting.push_back(next);
                Ok(None)
            }
            Err(error) => Err(error.to_string()),
        }
    }
}

/// Reads one answer, and tells its length.
fn whole_answer(stream: &mut TcpStream) -> Result<usize, String> {
    let mut answer = Vec::new();
    let mut buffer = [0; 16 * 1024];
    loop {
        let read = stream.read(&mut buffer).map_err(|e| e.to_string())?;
        if read == 0 {
            return Err("the mock hung up".to_owned());
        }
        answer.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&answer).to_ascii_lowercase();
        let head = text.find("\r\n\r\n").map(|at| at + 4);
        let length = text
            .split("content-length:")
            .nth(1)
            .and_then(|rest| rest.lines().next()?.trim().parse::<usize>().ok());
        if let (Some(head), Some(length)) = (head, length)
            && answer.len() >= head + length
        {
            return Ok(head + length);
        }
    }
}
