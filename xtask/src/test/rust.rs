//! Rust tests: compiled once for the whole workspace, run crate by crate, counted.

mod libtest;

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;

use super::{
    Filter,
    summary::{Counts, Summary},
};
use crate::command::{self, cargo};

/// What takes longer hangs.
const LIMIT: Duration = Duration::from_mins(20);

/// How many seeds generated answers are tried with.
const SEEDS: &str = "200";

/// What the inputs of properties are drawn from, unless the environment names another: the same
/// ones each time, so that what fails was broken by the change at hand. To look for more:
/// `PROPTEST_RNG_SEED=7 PROPTEST_CASES=5000 cargo xtask test --filter rust`.
const RNG_SEED: (&str, &str) = ("PROPTEST_RNG_SEED", "1");

/// A compiled test program.
struct Program {
    /// Such as `rust openapi it`.
    part: String,
    package: String,
    executable: PathBuf,
    /// Where its package is, and where it runs.
    folder: PathBuf,
}

/// What was compiled.
#[derive(Default)]
struct Compiled {
    programs: Vec<Program>,
    fairlead: Option<PathBuf>,
}

/// Compiles and runs the tests of every package that is wanted. Gives back the program
/// `fairlead`, where it was compiled on the way.
pub fn run(root: &Path, wanted: &Filter, summary: &mut Summary) -> Option<PathBuf> {
    let mut compiled = Compiled::default();
    let packages = packages(root)
        .map_err(|reason| summary.part("rust", || Err(reason)))
        .ok()?;
    let chosen: Vec<&str> = packages
        .iter()
        .map(String::as_str)
        .filter(|name| wanted.wants(&part_of(name)))
        .collect();
    if chosen.is_empty() {
        return None;
    }
    summary.prepare("rust build", || {
        compiled = compile(root, wanted, &chosen)?;
        Ok(())
    });
    for program in &compiled.programs {
        summary.part(&program.part, || execute(program));
    }
    if wanted.wants_all() {
        documentation(root, summary);
    }
    compiled.fairlead
}

/// `fairlead-openapi` → `rust openapi`; the desktop package's tests are the window's.
fn part_of(package: &str) -> String {
    format!(
        "rust {}",
        package.strip_prefix("fairlead-").unwrap_or(package)
    )
}

/// The packages of the workspace.
fn packages(root: &Path) -> Result<Vec<String>, String> {
    let arguments = ["metadata", "--no-deps", "--format-version=1"];
    let text = command::read(cargo().current_dir(root).args(arguments))?;
    let metadata: Value =
        serde_json::from_str(&text).map_err(|failure| format!("cargo metadata: {failure}"))?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    Ok(packages
        .filter_map(|package| package["name"].as_str().map(str::to_owned))
        .collect())
}

/// One `cargo test --no-run`, so that shared dependencies are compiled once.
fn compile(root: &Path, wanted: &Filter, names: &[&str]) -> Result<Compiled, String> {
    let mut build = cargo();
    build.current_dir(root).args([
        "test",
        "--no-run",
        "--message-format=json-render-diagnostics",
    ]);
    if wanted.wants_all() {
        build.arg("--workspace");
    } else {
        build.args(names.iter().flat_map(|name| ["--package", name]));
    }
    eprintln!("$ {}", command::describe(&build));
    let output = build
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|failure| format!("cannot start cargo: {failure}"))?;
    if !output.status.success() {
        return Err("the tests do not compile".to_owned());
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let messages: Vec<Value> = text
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let mut programs: Vec<Program> = messages.iter().filter_map(program).collect();
    programs.sort_by(|one, other| one.part.cmp(&other.part));
    Ok(Compiled {
        programs,
        fairlead: messages.iter().find_map(fairlead),
    })
}

/// The command line program, if a message of cargo tells of it.
fn fairlead(message: &Value) -> Option<PathBuf> {
    let program = message["target"]["name"] == "fairlead" && message["profile"]["test"] == false;
    let executable = message["executable"].as_str().filter(|_| program)?;
    Some(executable.into())
}

/// The test program a message of cargo tells of.
fn program(message: &Value) -> Option<Program> {
    if message["reason"] != "compiler-artifact" || message["profile"]["test"] != true {
        return None;
    }
    let manifest = Path::new(message["manifest_path"].as_str()?);
    let package = package_name(message["package_id"].as_str()?)?;
    let target = &message["target"];
    let what = match target["kind"][0].as_str()? {
        "lib" => "unit",
        "bin" => "program",
        _ => target["name"].as_str()?,
    };
    Some(Program {
        part: format!("{} {what}", part_of(package)),
        package: package.to_owned(),
        executable: message["executable"].as_str()?.into(),
        folder: manifest.parent()?.to_owned(),
    })
}

/// The name in `path+file:///x/crates/core#fairlead-core@0.1.0` or `…/xtask#0.1.0`.
fn package_name(id: &str) -> Option<&str> {
    let (path, fragment) = id.split_once('#')?;
    match fragment.split_once('@') {
        Some((name, _)) => Some(name),
        None => path.rsplit('/').next(),
    }
}

fn execute(program: &Program) -> Result<Counts, String> {
    let begun = Instant::now();
    let mut tests = Command::new(&program.executable);
    tests
        .arg("--show-output")
        .current_dir(&program.folder)
        .env("CARGO_MANIFEST_DIR", &program.folder)
        .env("CARGO_PKG_NAME", &program.package)
        .env("FAIRLEAD_SEEDS", SEEDS);
    if std::env::var_os(RNG_SEED.0).is_none() {
        tests.env(RNG_SEED.0, RNG_SEED.1);
    }
    let (status, text) = command::capture(&mut tests, LIMIT)?;
    let counts = libtest::count(&text);
    let well = status.success();
    match counts {
        Some(counts) if well == (counts.failed == 0) => {
            if !well {
                eprintln!("{}", libtest::failures(&text));
            }
            for reason in libtest::skipped(&text) {
                eprintln!("{reason}");
            }
            eprintln!("{counts} in {:.1} s", begun.elapsed().as_secs_f64());
            Ok(counts)
        }
        // It ended before its tests did: an abort, a signal, an overflowed stack.
        _ => Err(format!("{text}\n{} {status}", program.part)),
    }
}

/// The examples in the documentation.
fn documentation(root: &Path, summary: &mut Summary) {
    summary.part("rust documentation", || {
        let (status, text) = command::capture(
            cargo()
                .current_dir(root)
                .args(["test", "--workspace", "--doc", "--no-fail-fast"]),
            LIMIT,
        )?;
        let counts = libtest::count(&text).unwrap_or_default();
        if status.success() {
            Ok(counts)
        } else if counts.failed > 0 {
            eprintln!("{text}");
            Ok(counts)
        } else {
            Err(format!("{text}\nthe examples failed: {status}"))
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn package_ids_are_read_in_both_forms() {
        let long = "path+file:///x/crates/core#fairlead-core@0.1.0";
        assert_eq!(package_name(long), Some("fairlead-core"));
        assert_eq!(package_name("path+file:///x/xtask#0.1.0"), Some("xtask"));
    }
}
