//! What libtest prints with `--show-output`, read.

use crate::test::summary::Counts;

/// What the `test result:` lines say in sum; `None` where there is none. A test that prints a
/// line starting with `skipped:` passed for libtest, but counts as skipped.
pub fn count(output: &str) -> Option<Counts> {
    let mut results = output.lines().filter_map(result).peekable();
    results.peek()?;
    let mut counts = Counts::default();
    results.for_each(|result| counts += result);
    let skipped = sections(output)
        .filter(|section| {
            section.passed
                && section
                    .lines
                    .iter()
                    .any(|line| line.starts_with("skipped:"))
        })
        .count() as u64;
    counts.passed -= skipped.min(counts.passed);
    counts.skipped += skipped;
    Some(counts)
}

/// What the failed tests printed, and their names.
pub fn failures(output: &str) -> String {
    match output.find("\nfailures:\n") {
        Some(at) => output[at..].trim().to_owned(),
        None => output.to_owned(),
    }
}

/// `NAME: skipped: REASON` of every test that was skipped.
pub fn skipped(output: &str) -> Vec<String> {
    sections(output)
        .filter(|section| section.passed)
        .filter_map(|section| {
            let reason = section
                .lines
                .iter()
                .find(|line| line.starts_with("skipped:"))?;
            Some(format!("{}: {reason}", section.test))
        })
        .collect()
}

/// What one test printed.
struct Section<'a> {
    test: &'a str,
    passed: bool,
    lines: Vec<&'a str>,
}

/// The parts headed `---- NAME stdout ----`, under `successes:` or `failures:`.
fn sections(output: &str) -> impl Iterator<Item = Section<'_>> {
    let mut all: Vec<Section> = Vec::new();
    let mut passed = false;
    let mut inside = false;
    for line in output.lines() {
        let heading = line
            .strip_prefix("---- ")
            .and_then(|rest| rest.strip_suffix(" stdout ----"));
        if line == "successes:" || line == "failures:" {
            passed = line == "successes:";
            inside = false;
        } else if let Some(test) = heading {
            inside = true;
            all.push(Section {
                test,
                passed,
                lines: Vec::new(),
            });
        } else if inside && let Some(section) = all.last_mut() {
            section.lines.push(line);
        }
    }
    all.into_iter()
}

/// `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; …`
fn result(line: &str) -> Option<Counts> {
    let (_, numbers) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let number = |word: &str| {
        numbers.split("; ").find_map(|part| {
            let (number, named) = part.trim().split_once(' ')?;
            (named == word).then(|| number.parse().ok()).flatten()
        })
    };
    Some(Counts {
        passed: number("passed")?,
        failed: number("failed")?,
        skipped: number("ignored")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = "\
running 3 tests
test real ... ok
test small ... ok
test wrong ... FAILED

successes:

---- real stdout ----
skipped: ../shared/data is not there

successes:
    real
    small

failures:

---- wrong stdout ----
skipped: this is what was expected

failures:
    wrong

test result: FAILED. 2 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s
";

    #[test]
    fn a_passed_test_that_says_skipped_is_skipped() {
        let expected = Counts {
            passed: 1,
            failed: 1,
            skipped: 2,
        };
        assert_eq!(count(OUTPUT), Some(expected));
        let reasons = skipped(OUTPUT);
        assert_eq!(reasons, ["real: skipped: ../shared/data is not there"]);
    }

    #[test]
    fn several_results_are_summed_and_none_is_told_apart_from_zero() {
        let line = "test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; \
                    finished in 0.00s\n";
        let twice = count(&line.repeat(2)).expect("two results");
        assert_eq!(twice.passed, 4);
        assert_eq!(count("thread main has overflowed its stack"), None);
    }

    #[test]
    fn failures_are_shown_from_where_they_begin() {
        assert!(failures(OUTPUT).starts_with("failures:"));
    }
}
