//! `cargo xtask bench`: what the mock costs, beside a peer measured in the same run.
//!
//! The peer is Prism, installed from npm into a cache folder at a fixed version. Figures are CPU
//! time and resident memory as the kernel accounts them; only their ratios are worth quoting.

mod client;
mod prism;
mod process;

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use process::Server;

/// Requests sent before and during the measurement of what one costs.
const WARM_UP: u32 = 300;
const REQUESTS: u32 = 3_000;
/// How often each start is measured; the median counts.
const STARTS: usize = 5;

/// What a start and a request cost one server.
struct Cost {
    first_answer_cpu: Duration,
    first_answer_wall: Duration,
    memory_kib: u64,
    request_cpu: Duration,
}

/// Runs every benchmark and prints its figures; `Err` says what could not be measured.
pub fn run(root: &Path) -> Result<(), String> {
    let fairlead = build(root)?;
    let specs = root.join("../shared/data/specs");
    let (petstore, target) = if specs.is_dir() {
        (
            specs.join("swagger-petstore-full/petstore.oas3.yaml"),
            "/pet/7",
        )
    } else {
        (root.join("crates/openapi/sample/harbour.yaml"), "/status")
    };
    println!(
        "description: {} ({} bytes)",
        name(&petstore),
        size(&petstore)
    );
    let prism = prism::install()?;
    let start_prism = |port: u16| prism.mock(&petstore, port);
    let start_fairlead = |port: u16| mock(&fairlead, &petstore, port);
    let peer = measure(&start_prism, target)?;
    let ours = measure(&start_fairlead, target)?;
    println!(
        "{:<34}{:>14}{:>14}{:>10}{:>10}",
        "", "Fairlead", "Prism", "ratio", "goal"
    );
    let rows = [
        (
            "CPU to first answer (ms)",
            millis(ours.first_answer_cpu),
            millis(peer.first_answer_cpu),
            0.1,
        ),
        (
            "time to first answer (ms)",
            millis(ours.first_answer_wall),
            millis(peer.first_answer_wall),
            1.0,
        ),
        (
            "resident memory (MiB)",
            mib(ours.memory_kib),
            mib(peer.memory_kib),
            1.0 / 3.0,
        ),
        (
            "CPU per request (ms)",
            millis(ours.request_cpu),
            millis(peer.request_cpu),
            0.05,
        ),
    ];
    for (what, ours, peer, goal) in rows {
        let ratio = ours / peer;
        let verdict = if ratio <= goal { "met" } else { "MISSED" };
        println!("{what:<34}{ours:>14.3}{peer:>14.3}{ratio:>10.4}{goal:>8.3}  {verdict}");
    }
    if specs.is_dir() {
        largest(&fairlead, &specs)?;
    } else {
        println!("skipped: the largest real document (no ../shared/data/specs)");
    }
    Ok(())
}

fn build(root: &Path) -> Result<PathBuf, String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let built = std::process::Command::new(cargo)
        .args(["build", "--release", "--package", "fairlead-cli"])
        .current_dir(root)
        .status()
        .map_err(|e| format!("cannot run cargo: {e}"))?;
    if !built.success() {
        return Err("the release build failed".into());
    }
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    Ok(target.join("release/fairlead"))
}

fn mock(fairlead: &Path, spec: &Path, port: u16) -> std::process::Command {
    let mut command = std::process::Command::new(fairlead);
    command
        .args(["mock", "--quiet", "--port", &port.to_string()])
        .arg(spec);
    command
}

fn measure(start: &dyn Fn(u16) -> std::process::Command, target: &str) -> Result<Cost, String> {
    let mut cpu = Vec::new();
    let mut wall = Vec::new();
    for _ in 0..STARTS {
        let began = Instant::now();
        let (server, _) = first_answer(start, target)?;
        wall.push(began.elapsed());
        cpu.push(server.cpu()?);
    }
    let (server, mut client) = first_answer(start, target)?;
    for _ in 0..WARM_UP {
        client.get(target)?;
    }
    let before = server.cpu()?;
    for _ in 0..REQUESTS {
        client.get(target)?;
    }
    let request_cpu = server.cpu()?.saturating_sub(before) / REQUESTS;
    Ok(Cost {
        first_answer_cpu: median(cpu),
        first_answer_wall: median(wall),
        memory_kib: server.memory_kib()?,
        request_cpu,
    })
}

fn first_answer(
    start: &dyn Fn(u16) -> std::process::Command,
    target: &str,
) -> Result<(Server, client::Client), String> {
    let port = client::free_port()?;
    let server = Server::start(start(port))?;
    let client = client::Client::wait_for_answer(port, target, Duration::from_mins(1))?;
    Ok((server, client))
}

/// The largest document: how long from start to the first answer.
fn largest(fairlead: &Path, specs: &Path) -> Result<(), String> {
    let spec = specs.join("asana/asana_oas.yaml");
    let mut times = Vec::new();
    let mut memory = 0;
    for _ in 0..STARTS {
        let began = Instant::now();
        let start = |port: u16| mock(fairlead, &spec, port);
        let (server, _) = first_answer(&start, "/users/me")?;
        times.push(began.elapsed());
        memory = server.memory_kib()?;
    }
    let time = median(times);
    let verdict = if time <= Duration::from_secs(2) {
        "met"
    } else {
        "MISSED"
    };
    println!(
        "largest document ({}, {} bytes): answering after {:.0} ms, {:.0} MiB; goal 2000 ms  {verdict}",
        name(&spec),
        size(&spec),
        millis(time),
        mib(memory)
    );
    Ok(())
}

fn median<T: Ord + Copy>(mut values: Vec<T>) -> T {
    values.sort_unstable();
    values[values.len() / 2]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

#[allow(clippy::cast_precision_loss)] // memory in KiB is far below 2^52
fn mib(kib: u64) -> f64 {
    kib as f64 / 1_024.0
}

fn name(path: &Path) -> String {
    path.file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned())
}

fn size(path: &Path) -> u64 {
    path.metadata().map_or(0, |m| m.len())
}
