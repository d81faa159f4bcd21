//! When a receiver wants to be asked again (RFC 9110 §10.2.3, Retry-After).

use std::time::{Duration, SystemTime};

use fairlead_core::{Response, Timestamp, limits};

/// How long a receiver asks to be left alone, counted from `now`: at most
/// [`limits::WEBHOOK_RETRY_AFTER`]. None where it does not say so with 429 or 503, or says it in
/// words that are neither seconds nor an HTTP date.
#[must_use]
pub fn retry_after(response: &Response, now: Timestamp) -> Option<Duration> {
    if !matches!(response.status, 429 | 503) {
        return None;
    }
    let text = response.headers.get("retry-after")?.trim();
    let wanted = if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        // More seconds than a number holds are longer than any limit.
        Duration::from_secs(text.parse().unwrap_or(u64::MAX))
    } else {
        let now = SystemTime::UNIX_EPOCH + Duration::from_millis(now.as_millis().try_into().ok()?);
        let at = httpdate::parse_http_date(text).ok()?;
        // A time that has passed means at once.
        at.duration_since(now).unwrap_or_default()
    };
    Some(wanted.min(limits::WEBHOOK_RETRY_AFTER))
}
