//! Where a request goes: its server, path and query.

use fairlead_openapi::{Location, Operation};
use percent_encoding::{AsciiSet, utf8_percent_encode};
use url::Url;

use crate::{
    AppError, Draft, FreeCall,
    outgoing::{PATH, QUERY_VALUE},
};

/// What stays as it is in a query's name: no `=` either.
const QUERY_NAME: &AsciiSet = &QUERY_VALUE.add(b'=');

/// The address of a server as one of HTTP. A WebSocket is opened over HTTP, so that `ws` is `http`
/// and `wss` is `https` there (RFC 6455 §3).
pub fn server(text: &str, is_socket: bool) -> Result<Url, AppError> {
    let refused = |message: String, hint: &str| {
        Err(AppError::invalid("invalid_base_url", message).with_hint(hint))
    };
    let Ok(mut url) = Url::parse(text.trim()) else {
        return refused(
            format!("`{text}` is not an http or https URL"),
            "Give a whole URL, such as https://api.example.com/v1.",
        );
    };
    let plain = match url.scheme() {
        "http" | "https" => None,
        "ws" => Some("http"),
        "wss" => Some("https"),
        _ => {
            return refused(
                format!("`{text}` is not an http or https URL"),
                "Give a whole URL, such as https://api.example.com/v1.",
            );
        }
    };
    if let Some(plain) = plain {
        if !is_socket {
            return refused(
                format!("`{text}` is the address of a WebSocket"),
                "Open it as a WebSocket, or give an http or https URL.",
            );
        }
        // Both are special schemes of the URL Standard, so that one can become the other.
        let _ = url.set_scheme(plain);
    }
    if !url.has_host() {
        return refused(
            format!("`{text}` names no host"),
            "Give a whole URL, such as https://api.example.com/v1.",
        );
    }
    Ok(url)
}

/// The address of a WebSocket as people write it.
pub fn of_socket(url: &str) -> String {
    match url.strip_prefix("http") {
        Some(rest) => format!("ws{rest}"),
        None => url.to_owned(),
    }
}

/// Whether a free address goes to the target, so that it needs one.
pub fn needs_target(call: &FreeCall) -> bool {
    let url = call.url.trim_start();
    url.starts_with('/') || url.starts_with("{{baseUrl}}")
}

/// The whole address of a free request with the values of its path parameters.
pub fn of_free(call: &FreeCall, draft: &Draft, base: &str) -> String {
    let url = call.url.trim();
    let whole = if url.starts_with('/') {
        format!("{}{url}", base.trim_end_matches('/'))
    } else {
        with_scheme(url)
    };
    let (before, rest) = match whole.find(['?', '#']) {
        Some(at) => whole.split_at(at),
        None => (whole.as_str(), ""),
    };
    let start = before.find("://").map_or(0, |at| at + 3);
    let (origin, path) = match before[start..].find('/') {
        Some(at) => before.split_at(start + at),
        None => (before, ""),
    };
    let segments = path.split('/').map(|segment| {
        let colon = segment.strip_prefix(':');
        let name = colon.or_else(|| segment.strip_prefix('{')?.strip_suffix('}'));
        match name.and_then(|name| draft.path_params.get(name)) {
            Some(value) => encoded(value),
            None => segment.to_owned(),
        }
    });
    let path: Vec<String> = segments.collect();
    format!("{origin}{}{rest}", path.join("/"))
}

/// An address as people say it: without a scheme it is https, and http on this machine. A word
/// alone may be anything, and stays as it is.
pub fn with_scheme(url: &str) -> String {
    let end = url.find(['/', '?', '#']).unwrap_or(url.len());
    let authority = &url[..end];
    let port = authority.rsplit_once(':').map(|(_, port)| port);
    let names_scheme = port.is_some_and(|port| !port.starts_with(|c: char| c.is_ascii_digit()));
    let is_local = ["localhost", "127.", "[::1]"];
    let is_local = is_local.iter().any(|host| authority.starts_with(host));
    let is_host = is_local || authority.contains(['.', ':']);
    if !is_host || names_scheme || authority.contains(['@', '{']) {
        return url.to_owned();
    }
    let scheme = if is_local { "http" } else { "https" };
    format!("{scheme}://{url}")
}

/// A value as a segment of a path.
fn encoded(value: &str) -> String {
    match value {
        // A segment of dots alone would be a step in the path (RFC 3986 §5.2.4).
        "." => "%2E".to_owned(),
        ".." => "%2E%2E".to_owned(),
        value => utf8_percent_encode(value, PATH).to_string(),
    }
}

/// The path of an operation, and the values of its template, percent-encoded.
pub fn path(operation: &Operation, draft: &Draft) -> (String, Vec<(String, String)>) {
    let mut path = operation.path.clone();
    let mut values = Vec::new();
    for parameter in operation
        .parameters
        .iter()
        .filter(|p| p.location == Location::Path)
    {
        let text = draft
            .path_params
            .get(&parameter.name)
            .map_or("", String::as_str);
        let encoded = encoded(text);
        path = path.replace(&format!("{{{}}}", parameter.name), &encoded);
        if !encoded.is_empty() {
            values.push((parameter.name.clone(), encoded));
        }
    }
    let path = path
        .replace('{', "%7B")
        .replace('}', "%7D")
        .replace(' ', "%20");
    (
        if path.starts_with('/') {
            path
        } else {
            format!("/{path}")
        },
        values,
    )
}

/// The pairs as a query; none where there are none.
pub fn query(pairs: &[(String, String)]) -> Option<String> {
    let encoded: Vec<String> = pairs
        .iter()
        .map(|(name, value)| {
            format!(
                "{}={}",
                utf8_percent_encode(name, QUERY_NAME),
                utf8_percent_encode(value, QUERY_VALUE)
            )
        })
        .collect();
    (!encoded.is_empty()).then(|| encoded.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_free_address_takes_its_path_parameters_and_its_target() {
        let check = |url: &str, expected: &str| {
            let mut draft = Draft::of_address("GET", url);
            draft.path_params.insert("id".into(), "a/b".into());
            let call = draft.free.clone().unwrap();
            assert_eq!(of_free(&call, &draft, "http://base/v1/"), expected);
        };
        check("http://x/:id?y=:id", "http://x/a%2Fb?y=:id");
        check(" /ships/{id}#top", "http://base/v1/ships/a%2Fb#top");
        check("http://x:8080", "http://x:8080");
        check("http://x/{other}/:none", "http://x/{other}/:none");
        check("localhost:8080/:id", "http://localhost:8080/a%2Fb");
        check("127.0.0.1?a=b", "http://127.0.0.1?a=b");
        check(
            "api.example.com/v1?to=http://x",
            "https://api.example.com/v1?to=http://x",
        );
        check("pier", "pier");
        check("mailto:ada@example.com", "mailto:ada@example.com");
        check("data:text/plain,x", "data:text/plain,x");
    }

    #[test]
    fn a_socket_is_opened_over_http() {
        assert_eq!(server("wss://x/y", true).unwrap().as_str(), "https://x/y");
        assert_eq!(of_socket("https://x/y"), "wss://x/y");
        let error = server("ws://x", false).unwrap_err();
        assert!(error.message.contains("WebSocket"), "{error}");
        assert!(server("mailto:a@b", true).is_err());
    }
}
