//! How long the interface takes in a real browser, each figure beside the limit it is held to.

use std::process::Command;

use serde_json::Value;

use super::{Bench, table::Table};
use crate::{command, packages};

/// What `tests/e2e/figures.mjs` tells, in words, and the most that it may be (milliseconds).
const LIMITS: &[(&str, &str, f64)] = &[
    ("home", "home usable (ms)", 1_000.0),
    ("project", "1,200 operations open (ms)", 2_000.0),
    ("typing", "slowest letter among them (ms)", 50.0),
    ("palette", "palette open, warm (ms)", 100.0),
    ("profile", "test profile usable (ms)", 2_000.0),
    ("squiggle", "edit to underline (ms)", 300.0),
    ("frame", "100,000 traces, frame p95 (ms)", 34.0),
    ("sort", "100,000 traces, ordered (ms)", 200.0),
    ("filter", "100,000 traces, filtered (ms)", 200.0),
];

/// Headless Chromium at the program that was built for the benchmarks.
pub fn measure(bench: &Bench, table: &mut Table) -> Result<(), String> {
    packages::install(&[packages::TEST])?;
    let said = command::read(
        Command::new("node")
            .current_dir(&bench.root)
            .arg("tests/e2e/figures.mjs")
            .env("FAIRLEAD_PROGRAM", &bench.fairlead),
    )?;
    let figures: Value =
        serde_json::from_str(said.trim()).map_err(|e| format!("figures.mjs said `{said}`: {e}"))?;
    Table::heading("interface", "Fairlead", "limit");
    for (name, what, limit) in LIMITS {
        let figure = figures[name].as_f64();
        table.below(what, figure.ok_or(format!("no figure for {what}"))?, *limit);
    }
    Ok(())
}
