//! Names and values in queries, forms and cookies.

use std::borrow::Cow;

use fairlead_core::Headers;
use percent_encoding::percent_decode_str;

/// The pairs of a query or an urlencoded form: names decoded, values as they came.
#[must_use]
pub fn raw_pairs(query: &str) -> Vec<(Cow<'_, str>, &str)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), value)
        })
        .collect()
}

/// The pairs of a query or an urlencoded form, decoded.
#[must_use]
pub fn pairs(query: &str) -> Vec<(String, String)> {
    raw_pairs(query)
        .into_iter()
        .map(|(name, value)| (name.into_owned(), decode(value).into_owned()))
        .collect()
}

/// Percent-decoding, with `+` as a space (WHATWG URL, application/x-www-form-urlencoded).
#[must_use]
pub fn decode(text: &str) -> Cow<'_, str> {
    if text.contains('+') {
        Cow::Owned(decode_percent(&text.replace('+', " ")).into_owned())
    } else {
        decode_percent(text)
    }
}

/// Percent-decoding alone (RFC 3986 §2.1). What is no UTF-8 becomes U+FFFD.
#[must_use]
pub fn decode_percent(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

/// The cookies of a request as they came (RFC 6265 §4.2).
#[must_use]
pub fn raw_cookies(headers: &Headers) -> Vec<(Cow<'_, str>, &str)> {
    headers
        .get_all("cookie")
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| {
            let value = value.trim();
            let bare = value
                .strip_prefix('"')
                .and_then(|v| v.strip_suffix('"'))
                .unwrap_or(value);
            (Cow::Borrowed(name.trim()), bare)
        })
        .collect()
}
