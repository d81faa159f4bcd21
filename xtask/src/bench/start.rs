//! From the start of the program to its first answer: processor time, time, memory.

use std::{
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use super::{
    Bench,
    client::{self, Client},
    process::Server,
    table::Table,
};

/// How often each start is measured; the median counts.
const STARTS: usize = 5;
/// Most that the largest real description may take to answer (milliseconds).
const LARGEST: f64 = 2_000.0;

/// What a start costs.
pub struct Cost {
    pub cpu: Duration,
    pub wall: Duration,
    pub memory_kib: u64,
}

/// A start beside Prism's, and the start with the largest real description.
pub fn measure(bench: &Bench, table: &mut Table) -> Result<(), String> {
    let peer = cost(&|port| bench.prism.mock(&bench.spec, port), bench.target)?;
    let ours = cost(&|port| bench.mock(&bench.spec, port), bench.target)?;
    Table::heading("start", "Fairlead", "Prism");
    table.at_most(
        "CPU to first answer (ms)",
        millis(ours.cpu),
        millis(peer.cpu),
        0.1,
    );
    table.at_most(
        "time to first answer (ms)",
        millis(ours.wall),
        millis(peer.wall),
        1.0,
    );
    table.at_most(
        "resident memory (MiB)",
        mib(ours.memory_kib),
        mib(peer.memory_kib),
        1.0 / 3.0,
    );
    let Some(specs) = &bench.specs else {
        println!("skipped: the largest real description, which is not here");
        return Ok(());
    };
    let largest = specs.join("asana/asana_oas.yaml");
    let cost = cost(&|port| bench.mock(&largest, port), "/users/me")?;
    Table::heading(&name(&largest), "Fairlead", "limit");
    table.below("time to first answer (ms)", millis(cost.wall), LARGEST);
    Ok(())
}

/// The median cost of a start.
pub fn cost(start: &dyn Fn(u16) -> Command, target: &str) -> Result<Cost, String> {
    let (mut cpu, mut wall, mut memory) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let began = Instant::now();
        let (server, _) = first_answer(start, target)?;
        wall.push(began.elapsed());
        cpu.push(server.cpu()?);
        memory.push(server.memory_kib("VmRSS")?);
    }
    Ok(Cost {
        cpu: median(cpu),
        wall: median(wall),
        memory_kib: median(memory),
    })
}

/// Starts a server and waits for its first answer, which has to be a good one.
pub fn first_answer(
    start: &dyn Fn(u16) -> Command,
    target: &str,
) -> Result<(Server, Client), String> {
    let port = client::free_port()?;
    let server = Server::start(start(port), port)?;
    let (client, status) = Client::wait_for_answer(port, target, Duration::from_mins(1))?;
    if (200..300).contains(&status) || status == 401 {
        Ok((server, client))
    } else {
        Err(format!("{target} was answered with {status}"))
    }
}

fn median<T: Ord + Copy>(mut values: Vec<T>) -> T {
    values.sort_unstable();
    values[values.len() / 2]
}

pub fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

#[allow(clippy::cast_precision_loss)] // memory in KiB is far below 2^52
pub fn mib(kib: u64) -> f64 {
    kib as f64 / 1_024.0
}

fn name(path: &Path) -> String {
    path.file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned())
}
