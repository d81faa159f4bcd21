//! When a request is sent again, where a person allows it.

use std::time::Duration;

use fairlead_core::limits;

use super::send::Sent;

/// The first pause; each further one is twice as long.
const FIRST: Duration = Duration::from_millis(250);
/// Methods that do the same however often they arrive (RFC 9110 §9.2.2), and QUERY.
const IDEMPOTENT: [&str; 7] = ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"];

/// How long to wait before it is sent again; none where another attempt would not help, or may
/// do twice what should be done once.
///
/// 429 and 503 say that nothing was done; another failure may come after the server has acted, so
/// only an idempotent method is sent again then.
pub fn pause(method: &str, sent: &Sent, attempts: u32) -> Option<Duration> {
    let idempotent = IDEMPOTENT.contains(&method);
    let again = match &sent.response {
        Some(response) => match response.status {
            429 | 503 => true,
            502 | 504 => idempotent,
            _ => false,
        },
        None => sent.error.is_some() && (idempotent || never_arrived(sent)),
    };
    if !again {
        return None;
    }
    let wished = sent
        .response
        .as_ref()
        .and_then(|response| response.headers.get("retry-after"))
        .and_then(|after| after.trim().parse().ok())
        .map(Duration::from_secs);
    let doubling = FIRST.saturating_mul(1 << attempts.saturating_sub(1).min(10));
    Some(wished.unwrap_or(doubling).min(limits::RETRY_PAUSE))
}

/// Whether no connection was made.
fn never_arrived(sent: &Sent) -> bool {
    sent.timing.connect_ms.is_none()
}
