//! Fuzzing: each target of `fuzz/` for a while, from the corpus that is kept.

use std::{
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::Duration,
};

use super::{
    Filter,
    summary::{Counts, Summary},
};
use crate::command;

const TARGETS: &[&str] = &[
    "parser",
    "validator",
    "multipart",
    "serialisers",
    "generator",
];
/// How long each target runs, in seconds, unless `FAIRLEAD_FUZZ` says otherwise.
const SECONDS: u64 = 60;
/// Longest one input may take, in seconds.
const INPUT_SECONDS: u64 = 20;
/// Memory that a target may take, in MiB.
const MEMORY: u64 = 2_048;
/// Longest input, in bytes.
const LENGTH: u64 = 8_192;
/// Where mutation begins, unless `FAIRLEAD_FUZZ_SEED` says otherwise.
const SEED: u64 = 1;
/// What makes libFuzzer see which code an input reaches, as `cargo fuzz` does it. The code has no
/// `unsafe` of its own, so it goes without a sanitizer, and so without a nightly compiler.
const INSTRUMENTATION: &[&str] = &[
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Cdebug-assertions",
    "-Ccodegen-units=1",
    "--cfg=fuzzing",
];

/// Runs the targets that are wanted, two at a time.
pub fn run(root: &Path, wanted: &Filter, summary: &mut Summary) {
    let targets: Vec<&str> = TARGETS
        .iter()
        .copied()
        .filter(|target| wanted.wants(&part_of(target)))
        .collect();
    if targets.is_empty() {
        return;
    }
    let mut programs = PathBuf::new();
    summary.prepare("fuzz build", || {
        programs = build(root)?;
        Ok(())
    });
    if programs.as_os_str().is_empty() {
        return;
    }
    let seconds = told("FAIRLEAD_FUZZ").unwrap_or(SECONDS);
    for pair in targets.chunks(2) {
        let running: Vec<_> = pair
            .iter()
            .map(|target| {
                let (root, program) = (root.to_owned(), programs.join(target));
                let target = (*target).to_owned();
                (
                    part_of(&target),
                    thread::spawn(move || fuzz(&root, &program, &target, seconds)),
                )
            })
            .collect();
        for (part, target) in running {
            summary.part(&part, || {
                target
                    .join()
                    .unwrap_or_else(|_| Err("it could not be run".to_owned()))
            });
        }
    }
}

/// A number from the environment.
fn told(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn part_of(target: &str) -> String {
    format!("fuzz {target}")
}

/// The folder of the built targets.
fn build(root: &Path) -> Result<PathBuf, String> {
    let folder = command::target_dir(root).join("fuzz");
    let triple = command::host()?;
    let mut cargo = command::cargo();
    cargo
        .current_dir(root.join("fuzz"))
        .args(["build", "--release", "--bins"])
        // Named, so that build scripts and macros are not instrumented.
        .args(["--target", &triple])
        .arg("--target-dir")
        .arg(&folder)
        .env("RUSTFLAGS", INSTRUMENTATION.join(" "))
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    command::run(&mut cargo)?;
    Ok(folder.join(triple).join("release"))
}

/// What is found is kept beside the target folder, so that the next run begins where this ends.
fn fuzz(root: &Path, program: &Path, target: &str, seconds: u64) -> Result<Counts, String> {
    let corpus = command::target_dir(root).join("fuzz-corpus").join(target);
    let found = command::target_dir(root).join("fuzz-found").join(target);
    for folder in [&corpus, &found] {
        std::fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    let mut fuzzing = Command::new(program);
    fuzzing
        .arg(&corpus)
        .arg(root.join("fuzz/corpus").join(target))
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!(
            "-seed={}",
            told("FAIRLEAD_FUZZ_SEED").unwrap_or(SEED)
        ))
        .arg(format!("-timeout={INPUT_SECONDS}"))
        .arg(format!("-rss_limit_mb={MEMORY}"))
        .arg(format!("-max_len={LENGTH}"))
        .arg(format!("-artifact_prefix={}/", found.display()))
        .args([
            "-print_final_stats=1",
            "-verbosity=0",
            "-use_value_profile=1",
        ]);
    // It speaks on its error output.
    let log = found.with_extension("log");
    let failed = |e: std::io::Error| format!("{}: {e}", log.display());
    fuzzing.stderr(std::fs::File::create(&log).map_err(failed)?);
    let limit = Duration::from_secs(seconds + 300);
    let (status, _) = command::capture(&mut fuzzing, limit)?;
    let text = std::fs::read(&log).map_err(failed)?;
    let text = String::from_utf8_lossy(&text);
    let executed = text
        .lines()
        .find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    if status.success() {
        eprintln!("{target}: {} inputs", executed.unwrap_or("?").trim());
    } else {
        // The end of it names the file that the input is kept in.
        let lines: Vec<&str> = text.lines().collect();
        let from = lines.len().saturating_sub(60);
        eprintln!("{target}:\n{}", lines[from..].join("\n"));
    }
    Ok(Counts::one(status.success()))
}
