//! How long single answers take at half of what the mock can do. Requests are sent when they are
//! due, whether or not others are late (an open loop), and counted from when they were due.

use std::time::{Duration, Instant};

use super::{Bench, client::Client, load, start, table::Table};

/// Connections, each with a thread of its own that sleeps until the next request is due.
const CONNECTIONS: u32 = 16;
const TIME: Duration = Duration::from_secs(5);
/// Most that all but one in a hundred may take (milliseconds).
const LIMIT: f64 = 2.0;

/// The 99th percentile at half of the highest rate.
pub fn measure(bench: &Bench, table: &mut Table) -> Result<(), String> {
    let highest = load::rate(&|port| bench.mock(&bench.spec, port), bench.target)?;
    let (server, _) = start::first_answer(&|port| bench.mock(&bench.spec, port), bench.target)?;
    let port = server.port;
    let every = Duration::from_secs_f64(f64::from(CONNECTIONS) * 2.0 / highest.per_second);
    let began = Instant::now() + Duration::from_millis(50);
    let mut took = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CONNECTIONS)
            .map(|n| {
                let first = began + every * n / CONNECTIONS;
                scope.spawn(move || paced(port, bench.target, first, every))
            })
            .collect();
        let mut all = Vec::new();
        for client in clients {
            all.extend(client.join().map_err(|_| "a client gave up".to_owned())??);
        }
        Ok::<_, String>(all)
    })?;
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

/// Sends at its times, and tells how long after them the answers were there.
fn paced(
    port: u16,
    target: &str,
    first: Instant,
    every: Duration,
) -> Result<Vec<Duration>, String> {
    let (mut client, _) = Client::wait_for_answer(port, target, Duration::from_secs(5))?;
    let mut took = Vec::new();
    let mut due = first;
    while due < first + TIME {
        // Late by what sleeping is inexact, about 60 us, which is counted too.
        if let Some(left) = due.checked_duration_since(Instant::now()) {
            std::thread::sleep(left);
        }
        client.get(target)?;
        took.push(due.elapsed());
        due += every;
    }
    Ok(took)
}
