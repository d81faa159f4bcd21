//! Gathers evidence and weighs it.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Capability, EVIDENCE, Evidence, FoundSignal, LEAST, Shown,
    signal::{CapabilityKind, Signal},
};
use crate::{Operation, Place, Spot};

/// Evidence by capability, style and signal, each in the order found.
#[derive(Default)]
pub(super) struct Collector {
    found: BTreeMap<(CapabilityKind, Option<String>), Pile>,
}

#[derive(Default)]
struct Pile {
    signals: BTreeMap<Signal, FoundSignal>,
    /// Places of each signal, so that none counts twice for one operation.
    seen: BTreeSet<(Signal, String, Option<String>)>,
    operations: BTreeSet<String>,
}

impl Collector {
    /// Adds a place that shows a signal.
    pub(super) fn add(
        &mut self,
        signal: Signal,
        style: Option<&str>,
        operation: Option<&Operation>,
        place: &Place,
        what: impl FnOnce() -> String,
    ) {
        let key = (signal.of(), style.map(str::to_owned));
        let pile = self.found.entry(key).or_default();
        let id = operation.map(|o| o.id.clone());
        let at = format!("{}#{}", place.document, place.pointer);
        if !pile.seen.insert((signal, at, id.clone())) {
            return;
        }
        pile.operations.extend(id);
        let found = pile.signals.entry(signal).or_insert_with(|| FoundSignal {
            signal,
            weight: signal.weight(),
            count: 0,
            evidence: Vec::new(),
        });
        found.count += 1;
        if found.evidence.len() < EVIDENCE {
            found.evidence.push(Evidence {
                spot: Spot::from(place),
                what: what(),
                operation: operation.map(|o| Shown {
                    id: o.id.clone(),
                    method: o.method.clone(),
                    path: o.path.clone(),
                }),
            });
        }
    }

    /// The capabilities that are likely enough.
    pub(super) fn finish(self) -> Vec<Capability> {
        let mut all: Vec<Capability> = self
            .found
            .into_iter()
            .map(|((kind, style), pile)| {
                let mut signals: Vec<FoundSignal> = pile.signals.into_values().collect();
                signals.sort_by(|a, b| b.weight.total_cmp(&a.weight));
                Capability {
                    kind,
                    style,
                    confidence: confidence(&signals),
                    operations: pile.operations.len(),
                    signals,
                }
            })
            .filter(|c| c.confidence >= LEAST)
            .collect();
        // Stable: where likelihoods are the same the order of the styles' names stays.
        all.sort_by(|a, b| {
            let by_kind = a.kind.cmp(&b.kind);
            by_kind.then_with(|| b.confidence.total_cmp(&a.confidence))
        });
        all
    }
}

/// One minus the chance that every signal misleads, in hundredths. A signal counts once, wherever
/// and however often it is found. Nothing is ever certain.
fn confidence(signals: &[FoundSignal]) -> f64 {
    let all_mislead: f64 = signals.iter().map(|s| 1.0 - s.weight).product();
    (((1.0 - all_mislead) * 100.0).round() / 100.0).min(0.99)
}
