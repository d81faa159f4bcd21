//! How many requests a caller may make in which time.

use std::{num::NonZeroU64, time::Duration};

use fairlead_core::{Headers, Timestamp};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    asked::Asked,
    counters::{Counters, Key, bounded},
    label,
    period::Period,
    several::Several,
    target::{self, Target},
};

/// How many requests may be made in which time.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Quota {
    /// How notes and header fields call it.
    pub name: Option<String>,
    /// For which requests; left out, for all.
    #[serde(rename = "match")]
    pub targets: Option<Several<Target>>,
    /// How many requests.
    pub limit: NonZeroU64,
    /// In which time, counted from the first of them.
    pub per: Period,
    /// For whom it is counted.
    #[serde(default)]
    pub by: By,
    /// How many may come at once. With it, what is used flows back evenly (`limit` in `per`)
    /// instead of all at the end of `per`.
    pub burst: Option<NonZeroU64>,
    /// What tells it from other entries.
    #[serde(skip)]
    pub identity: u64,
}

/// For whom something is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum By {
    /// For all callers together.
    #[default]
    All,
    /// For each network address.
    Ip,
    /// For each credential; callers without one are counted together.
    Credential,
}

impl By {
    /// Who asks, as it matters here.
    pub fn who(self, asked: &Asked<'_>) -> String {
        match self {
            Self::All => String::new(),
            Self::Ip => asked
                .client
                .map_or_else(String::new, |ip| ip.to_canonical().to_string()),
            Self::Credential => asked.who(),
        }
    }
}

/// What one caller has used of one quota.
#[derive(Clone, Copy, Debug)]
pub struct Usage {
    /// Since when, in milliseconds: of a window its beginning, of a burst the last look.
    since: i64,
    /// How much is used.
    used: f64,
}

/// How a caller stands with one quota after a request.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Its name, or its place in the file.
    pub label: String,
    /// How many may come.
    pub limit: u64,
    /// In which time.
    pub per: Duration,
    /// How many are left.
    pub left: u64,
    /// In how many milliseconds it is as if nothing had been used.
    pub fresh_in: u64,
    /// In how many milliseconds the next one may come; 0 where it may.
    pub wait: u64,
    /// Whether this request may come.
    pub allowed: bool,
}

impl Quota {
    fn most(&self) -> u64 {
        self.burst.unwrap_or(self.limit).get()
    }

    fn per_millis(&self) -> i64 {
        i64::try_from(self.per.0.as_millis())
            .unwrap_or(i64::MAX)
            .max(1)
    }

    /// What is used at a moment.
    #[expect(
        clippy::cast_precision_loss,
        reason = "limits and times are far below 2^52"
    )]
    fn at(&self, usage: Option<Usage>, now: Timestamp) -> Usage {
        let now = now.as_millis();
        let fresh = Usage {
            since: now,
            used: 0.0,
        };
        let Some(usage) = usage else { return fresh };
        let gone = now.saturating_sub(usage.since).max(0);
        match self.burst {
            None if gone >= self.per_millis() => fresh,
            None => usage,
            Some(_) => {
                let back = gone as f64 * self.limit.get() as f64 / self.per_millis() as f64;
                Usage {
                    since: now.max(usage.since),
                    used: (usage.used - back).max(0.0),
                }
            }
        }
    }

    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "not negative, and far below 2^52"
    )]
    fn standing(&self, place: usize, usage: Usage, now: Timestamp, allowed: bool) -> Standing {
        let most = self.most();
        let left = (most as f64 - usage.used).max(0.0);
        let (fresh_in, next_in) = if self.burst.is_some() {
            let each = self.per_millis() as f64 / self.limit.get() as f64;
            (usage.used * each, (1.0 - left) * each)
        } else {
            let end = usage.since.saturating_add(self.per_millis());
            let end = end.saturating_sub(now.as_millis()).max(0) as f64;
            (end, end)
        };
        Standing {
            label: self.name.clone().unwrap_or_else(|| (place + 1).to_string()),
            limit: most,
            per: self.per.0,
            left: left.floor() as u64,
            fresh_in: fresh_in.ceil() as u64,
            wait: if left < 1.0 { next_in.ceil() as u64 } else { 0 },
            allowed,
        }
    }
}

/// How a caller stands with every quota that a request falls under. Where `take` is said and all
/// of them allow it, the request is counted; otherwise nothing is.
pub fn look(quotas: &[Quota], counters: &Counters, asked: &Asked<'_>, take: bool) -> Vec<Standing> {
    let own: Vec<(usize, &Quota)> = quotas
        .iter()
        .enumerate()
        .filter(|(_, quota)| target::fits(quota.targets.as_ref(), asked))
        .collect();
    if own.is_empty() {
        return Vec::new();
    }
    let mut all = counters.usage();
    let mut looked: Vec<(usize, &Quota, Key, Usage, bool)> = Vec::new();
    for (place, quota) in own {
        let key = bounded(&all, (quota.identity, quota.by.who(asked)));
        let usage = quota.at(all.get(&key).copied(), asked.now);
        #[expect(clippy::cast_precision_loss, reason = "limits are far below 2^52")]
        let allowed = usage.used + 1.0 <= quota.most() as f64 + 1e-9;
        looked.push((place, quota, key, usage, allowed));
    }
    let counted = take && looked.iter().all(|(.., allowed)| *allowed);
    looked
        .into_iter()
        .map(|(place, quota, key, mut usage, allowed)| {
            if counted {
                usage.used += 1.0;
                all.insert(key, usage);
            }
            quota.standing(place, usage, asked.now, allowed)
        })
        .collect()
}

impl Standing {
    /// For the notes.
    pub fn note(&self) -> String {
        let name = label("quota", &self.label);
        if self.allowed {
            format!(
                "{name} used {} of {}",
                self.limit - self.left.min(self.limit),
                self.limit
            )
        } else {
            format!("{name} is used up: {} of {}", self.limit, self.limit)
        }
    }

    /// Whole seconds, at least one, until the next request may come.
    pub fn retry_after(&self) -> u64 {
        self.wait.div_ceil(1000).max(1)
    }
}

/// Tells how a caller stands: `RateLimit` and `RateLimit-Policy` of
/// draft-ietf-httpapi-ratelimit-headers §3 and §4 with every quota, and for the one of which least
/// is left the older `RateLimit-…` (seconds to go) and `X-RateLimit-…` (the second of the epoch).
pub fn tell(standings: &[Standing], now: Timestamp, headers: &mut Headers) {
    let Some(least) = standings
        .iter()
        .min_by_key(|s| (s.left, std::cmp::Reverse(s.wait)))
    else {
        return;
    };
    let seconds = |millis: u64| millis.div_ceil(1000);
    let quoted = |label: &str| {
        let plain = label
            .chars()
            .filter(|c| (' '..='~').contains(c) && !matches!(c, '"' | '\\'));
        format!("\"{}\"", plain.collect::<String>())
    };
    let listed = |one: &dyn Fn(&Standing) -> String| {
        let all: Vec<String> = standings
            .iter()
            .map(|s| format!("{};{}", quoted(&s.label), one(s)))
            .collect();
        all.join(", ")
    };
    let policy = listed(&|s| format!("q={};w={}", s.limit, s.per.as_secs().max(1)));
    headers.set("ratelimit-policy", policy);
    headers.set(
        "ratelimit",
        listed(&|s| format!("r={};t={}", s.left, seconds(s.fresh_in))),
    );
    let reset_at = now.as_millis().div_euclid(1000)
        + i64::try_from(seconds(least.fresh_in)).unwrap_or(i64::MAX / 2);
    for (name, value) in [
        ("ratelimit-limit", least.limit.to_string()),
        ("ratelimit-remaining", least.left.to_string()),
        ("ratelimit-reset", seconds(least.fresh_in).to_string()),
        ("x-ratelimit-limit", least.limit.to_string()),
        ("x-ratelimit-remaining", least.left.to_string()),
        ("x-ratelimit-reset", reset_at.to_string()),
    ] {
        headers.set(name, value);
    }
}
