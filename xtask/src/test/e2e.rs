//! End to end in a headless browser: Node's own test runner against `fairlead serve`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use super::{
    Filter,
    summary::{Counts, Summary},
};
use crate::{
    command::{self, cargo},
    screens,
};

/// What takes longer hangs.
const LIMIT: Duration = Duration::from_mins(10);

/// Runs `tests/e2e/*.test.mjs`, each file a part, against `fairlead`, which is built first where it
/// is not yet.
pub fn run(root: &Path, wanted: &Filter, fairlead: Option<PathBuf>, summary: &mut Summary) {
    let files: Vec<(String, PathBuf)> = files(&root.join("tests/e2e"))
        .into_iter()
        .map(|file| (part_of(&file), file))
        .filter(|(part, _)| wanted.wants(part))
        .collect();
    if files.is_empty() {
        return;
    }
    let mut program = fairlead.unwrap_or_default();
    if program.as_os_str().is_empty() {
        summary.prepare("e2e build", || {
            program = build(root)?;
            Ok(())
        });
    }
    for (part, file) in files {
        summary.part(&part, || node(root, &file, &program));
    }
}

fn build(root: &Path) -> Result<PathBuf, String> {
    let mut build = cargo();
    build
        .current_dir(root)
        .args(["build", "--package", "fairlead-cli"])
        .stdout(std::io::stderr());
    command::run(&mut build)?;
    screens::program(root)
}

fn part_of(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    format!("e2e {}", name.trim_end_matches(".test.mjs"))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    files.sort();
    files
}

fn node(root: &Path, file: &Path, program: &Path) -> Result<Counts, String> {
    let (status, text) = command::capture(
        Command::new("node")
            .current_dir(root)
            .args(["--test", "--test-reporter=tap"])
            .arg(file)
            .env("FAIRLEAD_PROGRAM", program),
        LIMIT,
    )?;
    let counts = count(&text).ok_or_else(|| format!("{text}\nnode: {status}"))?;
    if counts.failed > 0 {
        eprintln!("{text}");
    } else if !status.success() {
        return Err(format!("{text}\nnode: {status}"));
    }
    eprintln!("{counts}");
    Ok(counts)
}

/// The last lines of TAP as Node writes it: `# pass 3`, `# fail 0`, `# cancelled 0`, …
fn count(tap: &str) -> Option<Counts> {
    let number = |name: &str| {
        tap.lines().rev().find_map(|line| {
            let rest = line.strip_prefix("# ")?.strip_prefix(name)?;
            rest.trim().parse::<u64>().ok()
        })
    };
    Some(Counts {
        passed: number("pass ")?,
        failed: number("fail ")? + number("cancelled ")?,
        skipped: number("skipped ")? + number("todo ")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_tap_is_counted() {
        let tap = "ok 1 - x\n1..5\n# tests 5\n# suites 0\n# pass 2\n# fail 1\n# cancelled 1\n\
                   # skipped 1\n# todo 0\n# duration_ms 12\n";
        let expected = Counts {
            passed: 2,
            failed: 2,
            skipped: 1,
        };
        assert_eq!(count(tap), Some(expected));
        assert_eq!(count("TAP version 13\n"), None);
    }
}
