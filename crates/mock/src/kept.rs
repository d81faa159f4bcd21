//! Answers given before. The same request gets the same answer, so that it need not be made again.

use std::fmt;

use fairlead_core::Response;
use quick_cache::{Weighter, sync::Cache};

use crate::{matched::Match, prefer::Preference};

/// Most bytes of answers kept by one mock.
const BYTES: u64 = 8 * 1024 * 1024;
/// Answers longer than this are made each time, in bytes: so that one does not drive out all.
const LONGEST: usize = 256 * 1024;
/// What keeping an answer takes besides its body, about, in bytes.
const OVERHEAD: usize = 512;

/// Everything that an answer depends on, for one description and one seed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Hash of operation, path, query and body.
    pub seed: u64,
    /// Status to answer with.
    pub status: u16,
    /// The media type that was agreed on.
    pub media_type: Option<String>,
    /// The example asked for by name.
    pub example: Option<String>,
    /// Whether examples are left aside.
    pub dynamic: bool,
    /// The examples that the request matches, which headers may decide.
    pub matched: Vec<Match>,
}

/// Answers by what they depend on, those asked for most.
pub struct Kept(Cache<Key, Response, Weight>);

#[derive(Clone)]
struct Weight;

impl Weighter<Key, Response> for Weight {
    fn weight(&self, _: &Key, response: &Response) -> u64 {
        (OVERHEAD + response.body.len()) as u64
    }
}

impl Default for Kept {
    fn default() -> Self {
        let few = usize::try_from(BYTES).unwrap_or(usize::MAX) / OVERHEAD / 16;
        Self(Cache::with_weighter(few, BYTES, Weight))
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept").finish_non_exhaustive()
    }
}

impl Key {
    /// The key of an answer.
    pub fn new(
        seed: u64,
        status: u16,
        media_type: Option<&str>,
        preference: &Preference,
        matched: &[Match],
    ) -> Self {
        Self {
            seed,
            status,
            media_type: media_type.map(str::to_owned),
            example: preference.example.clone(),
            dynamic: preference.dynamic,
            matched: matched.to_vec(),
        }
    }
}

impl Kept {
    /// The answer given before.
    pub fn get(&self, key: &Key) -> Option<Response> {
        self.0.get(key)
    }

    /// Keeps an answer, unless it is a long one.
    pub fn keep(&self, key: Key, response: &Response) {
        if response.body.len() <= LONGEST {
            self.0.insert(key, response.clone());
        }
    }
}
