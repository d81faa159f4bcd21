//! How long single answers take at half of what the mock can do. Requests are sent when they are
//! due, whether or not others are late (an open loop), and counted from when they were due.
//!
//! One thread sends on whichever connection is free, and sleeps until an answer comes or the next
//! request is due. What waking up takes is counted as the mock's.

use std::{
    io::{ErrorKind, Read, Write},
    net::TcpStream,
    process::Command,
    time::{Duration, Instant},
};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::{Bench, client::Client, load, start, table::Table};

/// Connections; a request that finds none free waits, and the wait is counted.
const CONNECTIONS: usize = 64;
const TIME: Duration = Duration::from_secs(4);
/// Runs of each server, in turns.
const RUNS: usize = 5;
/// Time before the measurement, in which caches fill.
const WARM_UP: Duration = Duration::from_secs(1);
/// Longest without any answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// Most that all but one in a hundred may take (milliseconds).
const LIMIT: f64 = 2.0;

/// The 99th percentile at half of the highest rate.
pub fn measure(bench: &Bench, table: &mut Table) -> Result<(), String> {
    let highest = load::rate(&|port| bench.mock(&bench.spec, port), bench.target)?;
    let every = Duration::from_secs_f64(2.0 / highest.per_second);
    let mut ours = Vec::new();
    let mut bare = Vec::new();
    for _ in 0..RUNS {
        bare.push(load::bare(bench, |start| {
            paced(start, bench.target, every)
        })?);
        let mock = |port| bench.mock(&bench.spec, port);
        ours.push(paced(&mock, bench.target, every)?);
    }
    let rate = highest.per_second / 2.0;
    let [bare_median, bare_tail] = middle(bare);
    let [median, tail] = middle(ours);
    Table::heading(
        &format!("latency at {rate:.0} requests per second"),
        "Fairlead",
        "bare axum",
    );
    println!("{:<36}{median:>12.3}{bare_median:>12.3}", "median (ms)");
    println!(
        "{:<36}{tail:>12.3}{bare_tail:>12.3}",
        "99th percentile (ms)"
    );
    Table::heading("the same, beside its limit", "Fairlead", "limit");
    table.below("99th percentile (ms)", tail, LIMIT);
    Ok(())
}

/// The median and the 99th percentile of a server's answers, in milliseconds.
fn paced(
    start: &dyn Fn(u16) -> Command,
    target: &str,
    every: Duration,
) -> Result<[f64; 2], String> {
    let (server, _) = start::first_answer(start, target)?;
    let mut took = Pacer::connect(server.port, target)?.run(every)?;
    took.sort_unstable();
    let at = |share: usize| start::millis(took[(took.len() - 1) * share / 100]);
    Ok([at(50), at(99)])
}

/// The run in the middle by its 99th percentile: the machine now and then takes a core away.
fn middle(mut runs: Vec<[f64; 2]>) -> [f64; 2] {
    runs.sort_by(|a, b| a[1].total_cmp(&b[1]));
    runs[runs.len() / 2]
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
    waiting: Vec<Waiting>,
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
            waiting: Vec::new(),
        })
    }

    /// How long after they were due the answers were there.
    fn run(mut self, every: Duration) -> Result<Vec<Duration>, String> {
        let began = Instant::now();
        let end = began + WARM_UP + TIME;
        let mut took = Vec::new();
        let mut due = began;
        while due < end || !self.waiting.is_empty() {
            while due < end && due <= Instant::now() {
                let Some(stream) = self.free.pop() else { break };
                self.send(stream, due)?;
                due += every;
            }
            let until = if due < end && !self.free.is_empty() {
                due.saturating_duration_since(Instant::now())
            } else {
                PATIENCE
            };
            for (sent, after) in self.hear(until)? {
                if sent > began + WARM_UP {
                    took.push(after);
                }
            }
        }
        Ok(took)
    }

    fn send(&mut self, mut stream: TcpStream, due: Instant) -> Result<(), String> {
        // So short a text always finds room.
        stream
            .write_all(self.request.as_bytes())
            .map_err(|e| e.to_string())?;
        self.waiting.push(Waiting {
            stream,
            due,
            left: self.answer,
        });
        Ok(())
    }

    /// Waits so long at most for answers; each that is whole with when it was due, and how long
    /// after that it was there.
    fn hear(&mut self, until: Duration) -> Result<Vec<(Instant, Duration)>, String> {
        let timeout = Timespec::try_from(until).map_err(|e| e.to_string())?;
        let mut waited: Vec<PollFd<'_>> = self
            .waiting
            .iter()
            .map(|w| PollFd::new(&w.stream, PollFlags::IN))
            .collect();
        let ready = poll(&mut waited, Some(&timeout)).map_err(|e| e.to_string())?;
        if ready == 0 && until == PATIENCE {
            return Err("no answers any more".to_owned());
        }
        let ready: Vec<bool> = waited.iter().map(|w| !w.revents().is_empty()).collect();
        let mut answers = Vec::new();
        // From the end, so that what takes the place of one taken out has been looked at.
        for at in (0..ready.len()).rev().filter(|at| ready[*at]) {
            if self.read(at)? {
                let answered = self.waiting.swap_remove(at);
                answers.push((answered.due, answered.due.elapsed()));
                self.free.push(answered.stream);
            }
        }
        Ok(answers)
    }

    /// Reads what there is; true where the answer is whole.
    fn read(&mut self, at: usize) -> Result<bool, String> {
        let mut buffer = [0; 16 * 1024];
        let waiting = &mut self.waiting[at];
        match waiting.stream.read(&mut buffer) {
            Ok(0) => Err("the mock hung up".to_owned()),
            Ok(read) => {
                waiting.left = waiting.left.saturating_sub(read);
                Ok(waiting.left == 0)
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(false),
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
