//! As many requests as a server answers, made by `wrk` from another process.

use std::process::Command;

use super::{Bench, process::Server, start, table::Table};
use crate::command;

/// Connections at once.
const CONNECTIONS: &str = "32";
/// A run that is thrown away, and one that counts.
const RUNS: [&str; 2] = ["2s", "6s"];

/// What a server did under load.
pub struct Rate {
    /// Answers in a second.
    pub per_second: f64,
    /// Processor time per answer, in microseconds.
    pub cpu_micros: f64,
}

/// Answers per second and processor time per answer, beside Prism and a bare handler.
pub fn measure(bench: &Bench, table: &mut Table) -> Result<(), String> {
    let peer = rate(&|port| bench.prism.mock(&bench.spec, port), bench.target)?;
    let bare = bare(bench, |start| rate(start, bench.target))?;
    let ours = rate(&|port| bench.mock(&bench.spec, port), bench.target)?;
    Table::heading("load", "Fairlead", "Prism");
    table.at_most(
        "CPU per request (us)",
        ours.cpu_micros,
        peer.cpu_micros,
        0.05,
    );
    table.at_least(
        "requests per second",
        ours.per_second,
        peer.per_second,
        30.0,
    );
    Table::heading("load", "Fairlead", "bare axum");
    table.at_least("requests per second", ours.per_second, bare.per_second, 0.6);
    Ok(())
}

/// Measures a handler that returns the bytes that the mock would, and does nothing else.
pub fn bare<T>(
    bench: &Bench,
    measure: impl FnOnce(&dyn Fn(u16) -> Command) -> Result<T, String>,
) -> Result<T, String> {
    let (_server, client) = start::first_answer(&|p| bench.mock(&bench.spec, p), bench.target)?;
    let file = std::env::temp_dir().join(format!("fairlead-bench-{}", std::process::id()));
    std::fs::write(&file, client.body()).map_err(|e| format!("{}: {e}", file.display()))?;
    let start = |port: u16| {
        let mut command = Command::new(&bench.bare);
        command.arg(port.to_string()).arg(&file);
        command
    };
    let measured = measure(&start);
    std::fs::remove_file(&file).map_err(|e| format!("{}: {e}", file.display()))?;
    measured
}

/// What a server does when asked as fast as it answers.
pub fn rate(start: &dyn Fn(u16) -> Command, target: &str) -> Result<Rate, String> {
    let (server, _) = start::first_answer(start, target)?;
    wrk(&server, target, RUNS[0])?;
    let before = server.cpu()?;
    let (requests, per_second) = wrk(&server, target, RUNS[1])?;
    let cpu = server.cpu()?.saturating_sub(before);
    Ok(Rate {
        per_second,
        cpu_micros: cpu.as_secs_f64() * 1e6 / requests,
    })
}

/// Requests made, and how many in a second.
fn wrk(server: &Server, target: &str, time: &str) -> Result<(f64, f64), String> {
    let url = format!("http://127.0.0.1:{}{target}", server.port);
    let said = command::read(Command::new("wrk").args([
        "--threads",
        "1",
        "--connections",
        CONNECTIONS,
        "--duration",
        time,
        &url,
    ]))?;
    if said.contains("Non-2xx") {
        return Err(format!("not every answer was a good one:\n{said}"));
    }
    let before = |word: &str| {
        let at = said.find(word)?;
        said[..at].split_whitespace().last()?.parse::<f64>().ok()
    };
    let requests = before("requests in");
    let per_second = said
        .lines()
        .find_map(|line| line.strip_prefix("Requests/sec:")?.trim().parse().ok());
    requests
        .zip(per_second)
        .ok_or_else(|| format!("wrk said nothing that could be read:\n{said}"))
}
