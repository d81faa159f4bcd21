//! Traces at scale: keeping, finding and counting millions of them.

use std::process::Command;

use super::{Bench, table::Table};
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
            .find_map(|line| line.strip_prefix(name)?.trim().parse::<f64>().ok())
            .ok_or_else(|| format!("the benchmark of traces said no {name}"))
    };
    Table::heading("traces", "Fairlead", "goal");
    table.at_least("kept in a second", figure("ingest")?, INGEST, 1.0);
    table.below("filtered page, p95 (ms)", figure("page p95")?, PAGE);
    table.below("figures of 30 days (ms)", figure("analytics")?, ANALYTICS);
    println!(
        "words indexed in a second: {:.0}; facets: {:.1} ms; bytes of one: {:.0}",
        figure("index")?,
        figure("facets")?,
        figure("bytes")?
    );
    Ok(())
}
