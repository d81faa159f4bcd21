//! Names and values in queries, forms and cookies.

use fairlead_core::Headers;
use percent_encoding::percent_decode_str;

/// The pairs of a query or an urlencoded form, still encoded.
#[must_use]
pub fn raw_pairs(query: &str) -> Vec<(String, &str)> {
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
        .map(|(name, value)| (name, decode(value)))
        .collect()
}

/// Percent-decoding, with `+` as a space (WHATWG URL, application/x-www-form-urlencoded).
#[must_use]
pub fn decode(text: &str) -> String {
    percent_decode_str(&text.replace('+', " "))
        .decode_utf8_lossy()
        .into_owned()
}

/// The cookies of a request (RFC 6265 §4.2).
#[must_use]
pub fn cookies(headers: &Headers) -> Vec<(String, String)> {
    headers
        .get_all("cookie")
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| {
            (
                name.trim().to_owned(),
                value.trim().trim_matches('"').to_owned(),
            )
        })
        .collect()
}
