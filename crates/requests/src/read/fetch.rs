//! Calls of `fetch`, as the network panels of browsers copy them.

mod literal;

use fairlead_core::Severity;
use serde_json::Value;

use super::Raw;
use crate::{
    Body, Collection, Item, Row, SavedRequest,
    at::{At, Problems, plain},
    url,
};

/// Whether a text begins with a call of `fetch`.
pub fn is_call(text: &str) -> bool {
    text.trim_start()
        .trim_start_matches("await ")
        .starts_with("fetch(")
}

pub fn read(file: &str, text: &str) -> Raw {
    let mut problems = Problems::new(file);
    let mut collection = Collection::default();
    let mut from = 0;
    while let Some(at) = text[from..].find("fetch(").map(|n| n + from) {
        let line = text[..at].matches('\n').count() + 1;
        from = at + 6;
        match literal::arguments(&text[from..]) {
            Some((arguments, length)) => {
                from += length;
                let request = request(&arguments, line, &mut problems);
                collection.items.push(Item::Request(Box::new(request)));
            }
            None => problems.on_line(
                Severity::Error,
                "fetch-syntax",
                line,
                "the call of `fetch` is not made of plain values and is left out",
            ),
        }
    }
    (collection, problems.ended())
}

fn request(arguments: &[Value], line: usize, problems: &mut Problems) -> SavedRequest {
    let nothing = Value::Null;
    let address = arguments.first().map(plain).unwrap_or_default();
    let options = At::root(arguments.get(1).unwrap_or(&nothing));
    let parts = url::split(&address);
    let method = match options.text("method") {
        method if method.is_empty() => "GET".to_owned(),
        method => method.to_ascii_uppercase(),
    };
    let mut request = SavedRequest {
        url: parts.address,
        query: parts.query,
        ..SavedRequest::default()
    };
    for (name, value) in options
        .get("headers")
        .map(|h| h.members())
        .unwrap_or_default()
    {
        if !super::har::adds(name) {
            request.headers.push(Row::new(name, plain(value.value)));
        }
    }
    if let Some(body) = options.get("body") {
        let media_type = request
            .headers
            .iter()
            .find(|h| h.name.eq_ignore_ascii_case("content-type"))
            .map_or(String::new(), |h| h.value.clone());
        let text = plain(body.value);
        request.body = if media_type.starts_with("application/x-www-form-urlencoded") {
            Body::Form {
                rows: url::query(&text),
            }
        } else if media_type.is_empty() && text.starts_with(['{', '[']) {
            Body::Json { text }
        } else {
            Body::of_text(text, &media_type)
        };
    }
    let known = [
        "method",
        "headers",
        "body",
        "mode",
        "credentials",
        "referrer",
        "referrerPolicy",
        "redirect",
        "cache",
        "integrity",
        "keepalive",
    ];
    for (key, _) in options.members() {
        if !known.contains(&key) {
            let words = format!("the option `{key}` of `fetch` is left out");
            problems.on_line(Severity::Info, "not-kept", line, words);
        }
    }
    if options.text("credentials") == "include" {
        let words = "the browser's cookies were sent along; they are not in the text";
        problems.on_line(Severity::Info, "cookies-unknown", line, words);
    }
    let path = request.url.split("://").last().unwrap_or_default();
    let path = path.find('/').map_or("/", |at| &path[at..]).to_owned();
    request.name = format!("{method} {path}");
    request.method = method;
    request
}
