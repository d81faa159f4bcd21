//! What an API can do, and by what in its description one sees it.
//!
//! Nothing is asserted without evidence: a capability is a set of signals, each found at places
//! that are named, and its confidence follows from the weights of the signals. The signals are one
//! table, [`Signal`].

mod authentication;
mod collect;
mod errors;
mod events;
mod groups;
mod idempotency;
mod jobs;
mod pagination;
mod rates;
mod reversals;
mod scan;
mod signal;
mod versions;
mod words;
mod writes;

use serde::Serialize;

use crate::{SourceSet, Spec, Spot, locate_spots};
use collect::Collector;
pub use groups::{Group, GroupedBy, groups};
use scan::Scan;
pub use signal::{CapabilityKind, Signal};

/// Most evidence of one signal that is kept; all of it is counted.
const EVIDENCE: usize = 20;
/// What is less likely than this is not told.
const LEAST: f64 = 0.25;

/// Something an API can do.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Capability {
    /// What it is.
    pub kind: CapabilityKind,
    /// In which way, where there are several, such as `cursor` for pagination.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub style: Option<String>,
    /// How likely, from 0 to 1: one minus the chance that every signal misleads.
    pub confidence: f64,
    /// How many operations, webhooks and callbacks show it.
    pub operations: usize,
    /// What speaks for it, strongest first.
    pub signals: Vec<FoundSignal>,
}

/// A signal that was found.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FoundSignal {
    /// Its name in the table.
    pub signal: Signal,
    /// How much it says by itself, from 0 to 1.
    pub weight: f64,
    /// At how many places.
    pub count: usize,
    /// The first of them.
    pub evidence: Vec<Evidence>,
}

/// One place that shows a signal.
#[derive(Clone, Debug, Serialize)]
pub struct Evidence {
    /// Where.
    #[serde(flatten)]
    pub spot: Spot,
    /// What stands there.
    pub what: String,
    /// The operation it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<Shown>,
}

/// An operation in evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// [`crate::Operation::id`].
    pub id: String,
    /// Upper case.
    pub method: String,
    /// Path template, a webhook's name or a callback's expression.
    pub path: String,
}

/// What the API can do: by kind in the order of [`CapabilityKind`], then the likeliest first. The
/// outcome depends on nothing but the description. File names and lines are not there yet; see
/// [`locate_capabilities`].
#[must_use]
pub fn capabilities(spec: &Spec) -> Vec<Capability> {
    let scan = Scan::new(spec);
    let mut collector = Collector::default();
    for find in [
        authentication::find,
        idempotency::find,
        pagination::find,
        events::find,
        writes::find,
        rates::find,
        reversals::find,
        jobs::find,
        versions::find,
        errors::find,
    ] {
        find(&scan, &mut collector);
    }
    collector.finish()
}

/// Fills in file names and lines from the files that the description was read from.
pub fn locate_capabilities(capabilities: &mut [Capability], sources: &SourceSet) {
    let signals = capabilities.iter_mut().flat_map(|c| &mut c.signals);
    let evidence = signals.flat_map(|s| &mut s.evidence);
    locate_spots(evidence.map(|e| &mut e.spot), sources);
}
