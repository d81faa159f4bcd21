//! `cargo xtask bench`: what the mock and the validator cost, beside peers measured in the same
//! run.
//!
//! The peers are Prism (from npm, at a fixed version), a bare axum handler that returns the same
//! bytes, and the `jsonschema` crate called directly. Figures are CPU time and memory as the
//! kernel accounts them; only their ratios are worth quoting.

mod bodies;
mod client;
mod exports;
mod huge;
mod interface;
mod latency;
mod load;
mod prism;
mod process;
mod start;
mod table;
mod traces;

use std::path::{Path, PathBuf};

use crate::{
    command::{self, cargo},
    packages,
};
use prism::Prism;
use table::Table;

/// A benchmark: measures, and adds its rows.
type Part = fn(&Bench, &mut Table) -> Result<(), String>;

/// What is measured, and the programs it is measured with.
struct Bench {
    root: PathBuf,
    fairlead: PathBuf,
    bare: PathBuf,
    validator: PathBuf,
    traces: PathBuf,
    prism: Prism,
    /// A description that both mock servers understand.
    spec: PathBuf,
    /// What is asked for of it; the answer is 200.
    target: &'static str,
    /// Real descriptions, where they are there.
    specs: Option<PathBuf>,
}

/// Runs every benchmark, or those whose name contains a word given, and prints their figures.
/// `Err` says what could not be measured, or which goal was missed.
pub fn run(root: &Path, only: &[String]) -> Result<(), String> {
    packages::install(&[packages::BENCH])?;
    let bench = prepare(root)?;
    println!("description: {}", bench.spec.display());
    let mut table = Table::default();
    let parts: [(&str, Part); 8] = [
        ("start", start::measure),
        ("load", load::measure),
        ("latency", latency::measure),
        ("validator", validator),
        ("huge", huge::measure),
        ("bodies", bodies::measure),
        ("traces", traces::measure),
        ("interface", interface::measure),
    ];
    for (name, measure) in parts {
        if only.is_empty() || only.iter().any(|word| name.contains(word.as_str())) {
            measure(&bench, &mut table)?;
        }
    }
    table.verdict()
}

fn prepare(root: &Path) -> Result<Bench, String> {
    // One build for all, so that nothing is compiled twice.
    command::run(cargo().current_dir(root).args([
        "build",
        "--release",
        "--package=fairlead-cli",
        "--package=fairlead-mock",
        "--package=fairlead-validate",
        "--bin=fairlead",
        "--example=bare",
        "--package=fairlead-store",
        "--example=beside_jsonschema",
        "--example=traces",
    ]))?;
    let target = command::target_dir(root);
    let specs = Some(root.join("../shared/data/specs")).filter(|folder| folder.is_dir());
    let (spec, asked) = match &specs {
        Some(folder) => (
            folder.join("swagger-petstore-full/petstore.oas3.yaml"),
            "/no_auth/pets/7",
        ),
        None => (root.join("crates/openapi/sample/harbour.yaml"), "/status"),
    };
    Ok(Bench {
        root: root.to_owned(),
        fairlead: target.join("release/fairlead"),
        bare: target.join("release/examples/bare"),
        validator: target.join("release/examples/beside_jsonschema"),
        traces: target.join("release/examples/traces"),
        prism: prism::install()?,
        spec,
        target: asked,
        specs,
    })
}

/// Checking a value as a body is checked, beside the `jsonschema` crate called directly.
fn validator(bench: &Bench, table: &mut Table) -> Result<(), String> {
    let said = command::read(&mut std::process::Command::new(&bench.validator))?;
    let figure = |name: &str| {
        said.lines()
            .find_map(|line| line.strip_prefix(name)?.trim().parse::<f64>().ok())
            .ok_or_else(|| format!("the validator's benchmark said no {name}"))
    };
    Table::heading("validator", "Fairlead", "jsonschema");
    for (what, ours, peer) in [
        ("valid body (ns)", "valid ours", "valid peer"),
        ("invalid body, verdict (ns)", "invalid ours", "invalid peer"),
    ] {
        table.at_most(what, figure(ours)?, figure(peer)?, 1.3);
    }
    Ok(())
}

impl Bench {
    /// The mock of a description, on a port.
    fn mock(&self, spec: &Path, port: u16) -> std::process::Command {
        let mut command = std::process::Command::new(&self.fairlead);
        command
            .args(["mock", "--quiet", "--port", &port.to_string()])
            .arg(spec);
        command
    }
}
