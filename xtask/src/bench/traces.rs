//! Traces at scale: keeping, finding and counting millions of them.

use std::process::Command;

use super::{Bench, exports, table::Table};
use crate::command;

/// Traces kept in a second, at least.
const INGEST: f64 = 20_000.0;
/// Most that 95 of 100 filtered pages may take (milliseconds).
const PAGE: f64 = 100.0;
/// Most that figures over 30 days may take (milliseconds).
const ANALYTICS: f64 = 300.0;

/// Five million traces, or as many as `FAIRLEAD_TRACES` says.
pub fn measure(bench: &Bench, table: &mut Table) -> Result<(), String> {
    let said = command::read(&mut Command::new(&bench.traces))?;
    let figure = |name: &str| {
        said.lines()
            .find_map(|line| {
                line.strip_prefix(name)?
                    .strip_prefix(' ')?
                    .parse::<f64>()
                    .ok()
            })
            .ok_or_else(|| format!("the benchmark of traces said no {name}"))
    };
    Table::heading("traces", "Fairlead", "goal");
    table.at_least("kept in a second", figure("ingest")?, INGEST, 1.0);
    for name in [
        "p95 of all",
        "p95 of full text",
        "p95 of date range",
        "p95 of duration order",
        "p95 of status order",
        "p95 of deep cursors",
        "p95 of partner",
        "p95 of environment",
        "p95 of errors only",
        "p95 of counts",
    ] {
        table.below(&format!("{name} (ms)"), figure(name)?, PAGE);
    }
    for name in [
        "analytics",
        "analytics of an operation",
        "analytics of partner and environment",
        "analytics of four filters",
        "analytics of mock and environment",
        "analytics of slow ones",
        "patterns",
        "partners",
    ] {
        table.below(&format!("{name}, 30 days (ms)"), figure(name)?, ANALYTICS);
    }
    println!(
        "kept in a second of the processor's time: {:.0}; bare rows of as many bytes: {:.0}",
        figure("ingest cpu")?,
        figure("peer ingest")?
    );
    println!(
        "looking at every row: {:.0} ms; of the processor's time: p95 of all pages {:.0} ms, of \
         the slowest filter in one order {:.0} ms",
        figure("peer scan")?,
        figure("cpu p95 of all")?,
        figure("cpu group p95")?
    );
    println!(
        "words indexed in a second: {:.0}; facets: {:.1} ms; bytes of one on the disk: {:.0}",
        figure("index")?,
        figure("facets")?,
        figure("bytes")?
    );
    exports::measure(bench, table)
}
