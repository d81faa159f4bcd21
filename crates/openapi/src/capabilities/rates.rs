//! Whether who calls too often is refused.

use super::{
    collect::Collector,
    scan::{Scan, exactly},
    signal::Signal,
    words::{around, fold, mention},
};

const WORDS: &[&str] = &["rate limit", "rate-limit", "too many requests", "throttl"];

pub(super) fn find(scan: &Scan<'_>, collector: &mut Collector) {
    for operation in scan.operations() {
        for response in &operation.responses {
            for header in &response.headers {
                let folded = fold(&header.name);
                if folded.trim_start_matches('x').starts_with("ratelimit") {
                    let what = || format!("header `{}` of {}", header.name, response.status);
                    let signal = Signal::RateLimitHeader;
                    collector.add(signal, None, Some(operation), &header.place, what);
                }
            }
        }
        if let Some(response) = exactly(operation, 429) {
            let what = || "429 is among the answers".to_owned();
            collector.add(
                Signal::Answers429,
                None,
                Some(operation),
                &response.place,
                what,
            );
        }
        for response in [429, 503].iter().filter_map(|s| exactly(operation, *s)) {
            for header in &response.headers {
                if fold(&header.name) == "retryafter" {
                    let what = || format!("header `{}` of {}", header.name, response.status);
                    let signal = Signal::RetryAfterHeader;
                    collector.add(signal, None, Some(operation), &header.place, what);
                }
            }
        }
    }
    for (operation, place, text) in scan.texts() {
        if let Some(word) = mention(text, WORDS) {
            let signal = Signal::RateLimitWords;
            collector.add(signal, None, operation, &place, || around(text, word));
        }
    }
}
