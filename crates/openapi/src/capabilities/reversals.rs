//! Whether what was done, above all a payment, can be undone.

use super::{
    collect::Collector,
    scan::{Scan, inside, is_safe},
    signal::Signal,
    words::parts,
};
use crate::{Operation, Place};

const REFUNDS: &[&str] = &[
    "refund",
    "refunds",
    "refunded",
    "reversal",
    "reversals",
    "reverse",
    "chargeback",
    "chargebacks",
];
const CANCELS: &[&str] = &["cancel", "cancels", "cancellation", "cancellations", "void"];

pub(super) fn find(scan: &Scan<'_>, collector: &mut Collector) {
    for operation in scan.operations().filter(|o| !is_safe(o)) {
        for (signal, names) in [
            (Signal::RefundOperation, REFUNDS),
            (Signal::CancelOperation, CANCELS),
        ] {
            if let Some((place, what)) = named(operation, names) {
                collector.add(signal, None, Some(operation), &place, || what);
            }
        }
    }
    for (name, at) in &scan.spec.schemas {
        if parts(name).iter().any(|p| REFUNDS.contains(&p.as_str())) {
            let place = Place {
                document: at.document.clone(),
                pointer: at.pointer.clone(),
            };
            let what = || format!("schema `{name}`");
            collector.add(Signal::RefundSchema, None, None, &place, what);
        }
    }
}

/// Where the operation's id or path has one of the names.
fn named(operation: &Operation, names: &[&str]) -> Option<(Place, String)> {
    let has = |text: &str| parts(text).iter().any(|p| names.contains(&p.as_str()));
    let segments = operation.path.split('/').filter(|s| !s.starts_with('{'));
    if segments.map(str::to_owned).any(|s| has(&s)) {
        let what = format!("{} {}", operation.method, operation.path);
        return Some((operation.place.clone(), what));
    }
    let id = operation.operation_id.as_deref().filter(|id| has(id))?;
    let place = inside(&operation.place, "operationId");
    Some((place, format!("operationId `{id}`")))
}
