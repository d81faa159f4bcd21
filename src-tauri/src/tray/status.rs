//! What the tray says about the mocks.

use std::sync::atomic::{AtomicUsize, Ordering};

/// How many mocks run, and how many were paused from the tray.
#[derive(Clone, Copy, Debug, Default)]
pub struct Status {
    pub running: usize,
    pub paused: usize,
}

impl Status {
    /// The first line of the menu.
    pub fn text(self) -> String {
        match (self.running, self.paused) {
            (0, 0) => "No mocks running".to_owned(),
            (0, 1) => "1 mock paused".to_owned(),
            (0, paused) => format!("{paused} mocks paused"),
            (1, _) => "1 mock running".to_owned(),
            (running, _) => format!("{running} mocks running"),
        }
    }

    /// What appears beside the pointer.
    pub fn tooltip(self) -> String {
        format!("Fairlead: {}", self.text())
    }

    /// What the line to pause them says.
    pub fn action(self) -> &'static str {
        if self.is_paused() {
            "Resume mocks"
        } else {
            "Pause mocks"
        }
    }

    /// Whether there is something to pause or resume.
    pub fn can_act(self) -> bool {
        self.running > 0 || self.is_paused()
    }

    /// Whether resuming is what comes next.
    pub fn is_paused(self) -> bool {
        self.paused > 0
    }
}

/// How many mocks were paused from the tray and not resumed since.
#[derive(Debug, Default)]
pub struct Paused(AtomicUsize);

impl Paused {
    pub fn set(&self, count: usize) {
        self.0.store(count, Ordering::Release);
    }

    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Acquire) > 0
    }

    /// How many are still paused, given how many run: one started by hand ends the pause.
    pub fn count(&self, running: usize) -> usize {
        if running > 0 {
            self.set(0);
        }
        self.0.load(Ordering::Acquire)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_says_what_runs_and_what_can_be_done() {
        let status = |running, paused| Status { running, paused };
        assert_eq!(status(0, 0).text(), "No mocks running");
        assert!(!status(0, 0).can_act());
        assert_eq!(status(1, 0).text(), "1 mock running");
        assert_eq!(status(3, 0).text(), "3 mocks running");
        assert_eq!(status(3, 0).action(), "Pause mocks");
        assert_eq!(status(0, 2).text(), "2 mocks paused");
        assert_eq!(status(0, 2).action(), "Resume mocks");
    }

    #[test]
    fn a_mock_started_by_hand_ends_the_pause() {
        let paused = Paused::default();
        paused.set(2);
        assert_eq!(paused.count(0), 2);
        assert_eq!(paused.count(1), 0);
        assert!(!paused.is_set());
    }
}
