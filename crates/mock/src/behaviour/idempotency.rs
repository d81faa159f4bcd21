//! The same request twice is answered once (draft-ietf-httpapi-idempotency-key-header).

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

use fairlead_core::{Request, Response, Timestamp};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    asked::Asked,
    counters::{Counters, Key},
    period::Period,
    several::Several,
    target::{self, Target},
};

/// Most answers that are kept.
const ANSWERS: usize = 10_000;
/// Most bytes of answers that are kept.
const BYTES: usize = 64 * 1024 * 1024;
/// The header where none is named.
const HEADER: &str = "Idempotency-Key";
/// How long answers are kept where nothing is said, in milliseconds: a day.
const KEEP: i64 = 24 * 60 * 60 * 1000;

/// Requests that carry a key are done once: the same key and the same request get the same answer
/// again (`Idempotency-Replayed: true`), the same key with another request gets 422, and while
/// the first answer is still under way 409.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Idempotency {
    /// The header that carries the key; `Idempotency-Key` where it is left out.
    pub header: Option<String>,
    /// How long answers are kept; `24h` where it is left out.
    pub keep: Option<Period>,
    /// Whether requests without a key are refused with 400.
    #[serde(default)]
    pub required: bool,
    /// For which requests; left out, for POST and PATCH.
    #[serde(rename = "match")]
    pub targets: Option<Several<Target>>,
    /// What tells it from other versions of itself.
    #[serde(skip)]
    pub identity: u64,
}

/// Answers by key, and those under way.
#[derive(Debug, Default)]
pub struct Kept {
    answers: HashMap<Key, Entry>,
    bytes: usize,
}

#[derive(Debug)]
struct Entry {
    /// Hash of the request.
    request: u64,
    /// `None` while it is being made.
    response: Option<Response>,
    /// When the answer is out.
    ready: Timestamp,
    /// When it may go.
    until: Timestamp,
}

/// What a key leads to.
#[derive(Debug)]
pub enum Found<'a> {
    /// It does not matter here.
    Nothing,
    /// A first request: its answer is to be kept.
    First(Place<'a>),
    /// The answer that was given before.
    Again(Box<Response>),
    /// The key is missing.
    Missing,
    /// Another request had this key.
    Other,
    /// The first one is still under way.
    UnderWay,
}

/// The place for an answer; given up when dropped without one.
#[derive(Debug)]
pub struct Place<'a> {
    counters: &'a Counters,
    key: Option<Key>,
}

impl Idempotency {
    /// The name of the header.
    pub fn header(&self) -> &str {
        self.header.as_deref().unwrap_or(HEADER)
    }

    /// What the key of a request leads to.
    pub fn look<'c>(&self, counters: &'c Counters, asked: &Asked<'_>) -> Found<'c> {
        let request = asked.request;
        let is_meant = match &self.targets {
            Some(_) => target::fits(self.targets.as_ref(), asked),
            None => matches!(request.method.as_str(), "POST" | "PATCH"),
        };
        if !is_meant {
            return Found::Nothing;
        }
        let Some(own) = request
            .headers
            .get(self.header())
            .map(bare)
            .filter(|key| !key.is_empty())
        else {
            return if self.required {
                Found::Missing
            } else {
                Found::Nothing
            };
        };
        let operation = asked.operation.map_or("", |o| o.id.as_str());
        let key = (self.identity, [operation, own, &asked.who()].join("\n"));
        let hash = hash(request);
        let mut kept = counters.kept();
        if let Some(entry) = kept
            .answers
            .get(&key)
            .filter(|entry| entry.until > asked.now)
        {
            if entry.request != hash {
                return Found::Other;
            }
            return match &entry.response {
                Some(response) if entry.ready <= asked.now => {
                    Found::Again(Box::new(response.clone()))
                }
                _ => Found::UnderWay,
            };
        }
        let keep = self.keep.map_or(KEEP, |keep| {
            i64::try_from(keep.0.as_millis()).unwrap_or(KEEP)
        });
        let until = Timestamp::from_millis(asked.now.as_millis().saturating_add(keep));
        kept.make_room(asked.now);
        kept.put(
            key.clone(),
            Entry {
                request: hash,
                response: None,
                ready: until,
                until,
            },
        );
        Found::First(Place {
            counters,
            key: Some(key),
        })
    }
}

impl Place<'_> {
    /// Keeps the answer, which is out at `ready`.
    pub fn keep(mut self, response: &Response, ready: Timestamp) {
        let mut kept = self.counters.kept();
        if let Some(key) = self.key.take()
            && let Some(mut entry) = kept.take(&key)
        {
            entry.response = Some(response.clone());
            entry.ready = ready;
            entry.until = entry.until.max(ready);
            kept.put(key, entry);
        }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        if let Some(key) = self.key.take() {
            self.counters.kept().take(&key);
        }
    }
}

impl Kept {
    /// Forgets everything.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    fn put(&mut self, key: Key, entry: Entry) {
        self.bytes += entry.size();
        if let Some(old) = self.answers.insert(key, entry) {
            self.bytes -= old.size();
        }
    }

    fn take(&mut self, key: &Key) -> Option<Entry> {
        let entry = self.answers.remove(key)?;
        self.bytes -= entry.size();
        Some(entry)
    }

    /// Lets go what is too old; if that is not enough, what would go first.
    fn make_room(&mut self, now: Timestamp) {
        if self.answers.len() < ANSWERS && self.bytes < BYTES {
            return;
        }
        let mut by_age: Vec<(Timestamp, Key)> = self
            .answers
            .iter()
            .map(|(key, entry)| (entry.until, key.clone()))
            .collect();
        by_age.sort();
        for (until, key) in by_age {
            // A quarter at a time, so that this is rare.
            let enough = self.answers.len() < ANSWERS / 4 * 3 && self.bytes < BYTES / 4 * 3;
            if until > now && enough {
                break;
            }
            self.take(&key);
        }
    }
}

impl Entry {
    fn size(&self) -> usize {
        self.response
            .as_ref()
            .map_or(0, |response| response.body.len())
    }
}

/// A key without the quotes of a structured field's string (RFC 9651 §3.3.3).
fn bare(key: &str) -> &str {
    let key = key.trim();
    key.strip_prefix('"')
        .and_then(|k| k.strip_suffix('"'))
        .unwrap_or(key)
}

/// What makes a request the same: method, path, query, media type and body.
fn hash(request: &Request) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&request.method, &request.path, &request.query).hash(&mut hasher);
    request.headers.get("content-type").hash(&mut hasher);
    request.body.hash(&mut hasher);
    hasher.finish()
}
