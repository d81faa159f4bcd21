//! The interface's own tests: types and vitest.

use std::{fs, path::Path};

use serde_json::Value;

use super::{
    Filter,
    summary::{Counts, Summary},
};
use crate::{command, ui};

/// Checks the types, then runs vitest.
pub fn run(root: &Path, wanted: &Filter, summary: &mut Summary) {
    if wanted.wants("ui types") {
        summary.part("ui types", || {
            command::run(ui::npm(root).args(["run", "--silent", "types"]))
                .map(|()| Counts::one(true))
        });
    }
    if wanted.wants("ui unit") {
        summary.part("ui unit", || vitest(root));
    }
}

fn vitest(root: &Path) -> Result<Counts, String> {
    let report = std::env::temp_dir().join(format!("fairlead-vitest-{}.json", std::process::id()));
    let file = format!("--outputFile.json={}", report.display());
    let ran = command::run(ui::npm(root).args([
        "exec",
        "--",
        "vitest",
        "run",
        "--reporter=default",
        "--reporter=json",
        &file,
    ]));
    let text = fs::read_to_string(&report);
    let _ = fs::remove_file(&report);
    // A failed test makes vitest fail too: its report says which it was.
    let Ok(text) = text else {
        return Err(ran.err().unwrap_or("vitest wrote no report".to_owned()));
    };
    let counts = count(&text)?;
    match ran {
        Err(reason) if counts.failed == 0 => Err(reason),
        _ => Ok(counts),
    }
}

fn count(report: &str) -> Result<Counts, String> {
    let report: Value =
        serde_json::from_str(report).map_err(|failure| format!("vitest's report: {failure}"))?;
    let number = |name: &str| {
        report[name]
            .as_u64()
            .ok_or(format!("vitest's report has no {name}"))
    };
    Ok(Counts {
        passed: number("numPassedTests")?,
        failed: number("numFailedTests")?,
        skipped: number("numPendingTests")? + number("numTodoTests").unwrap_or(0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_of_vitest_is_counted() {
        let report = r#"{"numTotalTests":6,"numPassedTests":3,"numFailedTests":1,
            "numPendingTests":1,"numTodoTests":1}"#;
        let expected = Counts {
            passed: 3,
            failed: 1,
            skipped: 2,
        };
        assert_eq!(count(report), Ok(expected));
        assert!(count("{}").is_err());
    }
}
