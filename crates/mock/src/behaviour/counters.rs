//! What a running behaviour has counted and kept. Entries are known by what they say, so that a
//! new version of the file goes on counting where nothing changed, and begins anew where it did.

use std::{
    collections::HashMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use super::{idempotency::Kept, quota::Usage};

/// Most callers that are counted one by one; those beyond share one count.
const CALLERS: usize = 100_000;

/// The entry of the file, and who is counted.
pub type Key = (u64, String);

/// Everything counted and kept.
#[derive(Debug, Default)]
pub struct Counters {
    requests: AtomicU64,
    counts: Mutex<HashMap<Key, u64>>,
    usage: Mutex<HashMap<Key, Usage>>,
    kept: Mutex<Kept>,
}

impl Counters {
    /// The number of a new request, from 0.
    pub fn request(&self) -> u64 {
        self.requests.fetch_add(1, Ordering::Relaxed)
    }

    /// Counts once more: how often it was before.
    pub fn count(&self, entry: u64, who: String) -> u64 {
        let mut counts = locked(&self.counts);
        let key = bounded(&counts, (entry, who));
        let count = counts.entry(key).or_default();
        *count += 1;
        *count - 1
    }

    /// What was used of the quotas of one caller.
    pub fn usage(&self) -> MutexGuard<'_, HashMap<Key, Usage>> {
        locked(&self.usage)
    }

    /// Answers kept for idempotency.
    pub fn kept(&self) -> MutexGuard<'_, Kept> {
        locked(&self.kept)
    }

    /// Begins anew.
    pub fn reset(&self) {
        self.requests.store(0, Ordering::Relaxed);
        locked(&self.counts).clear();
        self.usage().clear();
        self.kept().clear();
    }
}

/// The key, or that of all who come when there are too many.
pub fn bounded<V>(map: &HashMap<Key, V>, key: Key) -> Key {
    if map.len() < CALLERS || map.contains_key(&key) {
        key
    } else {
        (key.0, String::new())
    }
}

/// Counts are right at every moment, so a thread that panicked left nothing half done.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
