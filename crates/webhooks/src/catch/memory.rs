//! Which deliveries came before.

use std::{
    collections::{HashMap, VecDeque},
    hash::{DefaultHasher, Hash, Hasher},
};

use fairlead_core::limits;

/// What a delivery is known again by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key(u64);

impl Key {
    pub fn of_id(id: &str) -> Self {
        Self::of(("id", id))
    }

    pub fn of_body(path: &str, body: &[u8]) -> Self {
        Self::of((path, body))
    }

    fn of(what: impl Hash) -> Self {
        let mut hasher = DefaultHasher::new();
        what.hash(&mut hasher);
        Self(hasher.finish())
    }
}

/// What is known of a delivery that came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// How often it has come.
    pub count: u32,
    /// Whether it is to be answered with an error.
    pub is_failed: bool,
    /// Whether it was taken before.
    pub is_duplicate: bool,
}

impl Seen {
    /// Nothing is known of it.
    pub fn first() -> Self {
        Self {
            count: 1,
            is_failed: false,
            is_duplicate: false,
        }
    }
}

/// How often each of the last deliveries has come.
#[derive(Debug, Default)]
pub struct Memory {
    counts: HashMap<Key, u32>,
    order: VecDeque<Key>,
}

impl Memory {
    /// Counts a delivery; the first `fail_first` of each are to fail.
    pub fn come(&mut self, key: Key, fail_first: u32) -> Seen {
        if !self.counts.contains_key(&key) {
            self.order.push_back(key);
            if self.order.len() > limits::CAUGHT_IDS
                && let Some(oldest) = self.order.pop_front()
            {
                self.counts.remove(&oldest);
            }
        }
        let count = self.counts.entry(key).or_default();
        *count = count.saturating_add(1);
        Seen {
            count: *count,
            is_failed: *count <= fail_first,
            is_duplicate: *count > fail_first.saturating_add(1),
        }
    }
}
