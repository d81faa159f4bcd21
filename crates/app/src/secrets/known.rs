//! What this process has looked for lately: for the text of a crash, where nobody can open the
//! vault any more.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError, TryLockError},
    time::Duration,
};

use fairlead_core::redact::Redactor;

/// Redactors that are remembered: of each project and exchange at work there is one.
const LATEST: usize = 32;
/// How often [`mask_known`] tries, and how long it waits in between: others remember in far less.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(5);

static KNOWN: Mutex<VecDeque<Redactor>> = Mutex::new(VecDeque::new());

/// Remembers what a redactor looks for; what has not been looked for for long is forgotten.
pub fn remember(redactor: &Redactor) {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(at) = known.iter().position(|other| other == redactor) {
        // The newest are at the end.
        let found = known.remove(at);
        known.extend(found);
        return;
    }
    if known.len() == LATEST {
        known.pop_front();
    }
    known.push_back(redactor.clone());
}

/// The text without any secret that this process has looked for lately; `None` where whoever asks
/// may be in the middle of [`remember`].
pub fn mask_known(text: &str) -> Option<String> {
    let known = (0..TRIES).find_map(|_| match KNOWN.try_lock() {
        Ok(known) => Some(known),
        Err(TryLockError::Poisoned(known)) => Some(known.into_inner()),
        Err(TryLockError::WouldBlock) => {
            std::thread::sleep(PAUSE);
            None
        }
    })?;
    let text = text.to_owned();
    Some(
        known
            .iter()
            .fold(text, |text, redactor| redactor.apply(&text)),
    )
}
