//! Figures side by side, and whether each keeps its goal.

/// What was printed so far comes to.
#[derive(Default)]
pub struct Table {
    met: usize,
    missed: Vec<String>,
}

impl Table {
    /// Begins a part.
    pub fn heading(part: &str, ours: &str, peer: &str) {
        println!(
            "\n{part:<36}{ours:>12}{peer:>12}{:>10}{:>9}",
            "ratio", "goal"
        );
    }

    /// A cost: the ratio of ours to the peer's may be at most `goal`.
    pub fn at_most(&mut self, what: &str, ours: f64, peer: f64, goal: f64) {
        let ratio = ours / peer;
        self.row(
            what,
            &format!("{ours:.3}"),
            &format!("{peer:.3}"),
            ratio,
            goal,
            ratio <= goal,
        );
    }

    /// A gain: the ratio of ours to the peer's must be at least `goal`.
    pub fn at_least(&mut self, what: &str, ours: f64, peer: f64, goal: f64) {
        let ratio = ours / peer;
        self.row(
            what,
            &format!("{ours:.0}"),
            &format!("{peer:.0}"),
            ratio,
            goal,
            ratio >= goal,
        );
    }

    /// A cost that has a limit of its own and no peer.
    pub fn below(&mut self, what: &str, ours: f64, limit: f64) {
        let ratio = ours / limit;
        self.row(
            what,
            &format!("{ours:.1}"),
            &format!("{limit:.0}"),
            ratio,
            1.0,
            ours <= limit,
        );
    }

    fn row(&mut self, what: &str, ours: &str, peer: &str, ratio: f64, goal: f64, met: bool) {
        let verdict = if met { "met" } else { "MISSED" };
        println!("{what:<36}{ours:>12}{peer:>12}{ratio:>10.4}{goal:>9.3}  {verdict}");
        if met {
            self.met += 1;
        } else {
            self.missed.push(what.to_owned());
        }
    }

    /// How many goals were kept; `Err` names those that were not.
    pub fn verdict(&self) -> Result<(), String> {
        println!("\n{} goals met, {} missed", self.met, self.missed.len());
        if self.missed.is_empty() {
            Ok(())
        } else {
            Err(format!("missed: {}", self.missed.join("; ")))
        }
    }
}
