//! Whether work goes on after the answer.

use super::{
    collect::Collector,
    scan::{Scan, exactly},
    signal::Signal,
    words::{around, fold, mention},
};

const WORDS: &[&str] = &[
    "asynchronous",
    "poll for",
    "polling",
    "polls ",
    "in the background",
];

/// Segments of paths before the id of a job.
const JOBS: &[&str] = &[
    "jobs",
    "job",
    "batches",
    "exports",
    "imports",
    "asyncoperations",
    "longrunningoperations",
];

pub(super) fn find(scan: &Scan<'_>, collector: &mut Collector) {
    for operation in scan.operations() {
        if let Some(accepted) = exactly(operation, 202) {
            let what = || "202 is among the answers".to_owned();
            collector.add(
                Signal::Answers202,
                None,
                Some(operation),
                &accepted.place,
                what,
            );
            for header in &accepted.headers {
                let folded = fold(&header.name);
                let leads = folded.ends_with("location") || folded == "retryafter";
                if leads {
                    let what = || format!("header `{}` of 202", header.name);
                    let signal = Signal::AcceptedWithLocation;
                    collector.add(signal, None, Some(operation), &header.place, what);
                }
            }
            for properties in scan.response_properties(accepted) {
                let says = |folded: &str| matches!(folded, "status" | "state" | "progress");
                for property in properties
                    .iter()
                    .filter(|p| p.depth == 0 && says(&p.folded))
                {
                    let what = || format!("property `{}` of 202", property.name);
                    let signal = Signal::AcceptedWithStatus;
                    collector.add(signal, None, Some(operation), &property.place, what);
                }
            }
        }
        if operation.method == "GET" && is_job(&operation.path) {
            let what = || format!("GET {}", operation.path);
            let signal = Signal::JobResource;
            collector.add(signal, None, Some(operation), &operation.place, what);
        }
    }
    for (operation, place, text) in scan.texts() {
        if let Some(word) = mention(text, WORDS) {
            let signal = Signal::PollingWords;
            collector.add(signal, None, operation, &place, || around(text, word));
        }
    }
}

/// `…/jobs/{id}`, with nothing behind it but perhaps its status.
fn is_job(path: &str) -> bool {
    let segments: Vec<&str> = path.trim_matches('/').split('/').collect();
    let segments = match segments.as_slice() {
        [rest @ .., last] if matches!(fold(last).as_str(), "status" | "result" | "results") => rest,
        all => all,
    };
    let [.., holder, id] = segments else {
        return false;
    };
    // Twilio and others have the format behind the id.
    id.starts_with('{') && JOBS.contains(&fold(holder).as_str())
}
