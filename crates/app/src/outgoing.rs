//! What text may be in a request that goes out from here, and how it is written there.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};

/// What stays as it is in a path segment (RFC 3986 §3.3): the delimiters of styles among it.
pub const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*');
/// What stays as it is in a query's value: no `&`, `+`, `#` or `%`.
pub const QUERY_VALUE: &AsciiSet = &PATH
    .remove(b'/')
    .remove(b'?')
    .remove(b'|')
    .remove(b'[')
    .remove(b']');

/// Why a header field cannot be sent.
pub fn unsendable_header(name: &str, value: &str) -> Option<String> {
    if http::HeaderName::from_bytes(name.as_bytes()).is_err() {
        return Some(format!("`{name}` is not a header's name"));
    }
    if http::HeaderValue::from_str(value).is_err()
        && http::HeaderValue::from_bytes(value.as_bytes()).is_err()
    {
        return Some("a header's value is one line of text".into());
    }
    let framing = [
        "content-length",
        "transfer-encoding",
        "connection",
        "upgrade",
        "host",
    ];
    framing
        .iter()
        .any(|f| name.eq_ignore_ascii_case(f))
        .then(|| format!("`{name}` is set by Fairlead and cannot be given"))
}
