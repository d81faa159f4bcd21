//! What passed, failed and was skipped, part by part.

use std::{
    ops::AddAssign,
    time::{Duration, Instant},
};

/// Tests counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
}

impl Counts {
    /// One check that passed or failed.
    pub fn one(passed: bool) -> Self {
        Self {
            passed: u64::from(passed),
            failed: u64::from(!passed),
            skipped: 0,
        }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            passed,
            failed,
            skipped,
        } = self;
        write!(out, "{passed} passed, {failed} failed, {skipped} skipped")
    }
}

struct Part {
    name: String,
    counts: Counts,
    took: Duration,
}

/// Everything that ran.
#[derive(Default)]
pub struct Summary {
    parts: Vec<Part>,
}

impl Summary {
    /// Runs one part and keeps what it counted; an error counts as one failure and is shown.
    pub fn part(&mut self, name: &str, run: impl FnOnce() -> Result<Counts, String>) {
        eprintln!("\n=== {name}");
        let begun = Instant::now();
        let counts = run().unwrap_or_else(|reason| {
            eprintln!("{reason}");
            Counts::one(false)
        });
        self.add(name, counts, begun.elapsed());
    }

    /// Does what other parts need; only its failure counts.
    pub fn prepare(&mut self, name: &str, run: impl FnOnce() -> Result<(), String>) {
        self.part(name, || run().map(|()| Counts::default()));
    }

    /// Keeps what a part counted.
    pub fn add(&mut self, name: &str, counts: Counts, took: Duration) {
        let name = name.to_owned();
        self.parts.push(Part { name, counts, took });
    }

    /// Whether nothing failed and something passed.
    pub fn passed(&self) -> bool {
        let total = self.total();
        total.failed == 0 && total.passed > 0
    }

    /// The table, and the line that says it all.
    pub fn print(&self) {
        println!();
        for Part { name, counts, took } in &self.parts {
            let mark = if counts.failed == 0 { "ok  " } else { "FAIL" };
            println!("{mark} {name:<28} {counts} ({:.1} s)", took.as_secs_f64());
        }
        println!("\n{}", self.total());
    }

    fn total(&self) -> Counts {
        let mut total = Counts::default();
        for part in &self.parts {
            total += part.counts;
        }
        total
    }
}
