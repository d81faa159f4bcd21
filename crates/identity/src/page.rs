//! Pages for people: plain HTML without a script, in the light or the dark.

use base64::{Engine, prelude::BASE64_STANDARD};
use fairlead_core::{Headers, Response};
use sha2::{Digest, Sha256};

const STYLE: &str = include_str!("page.css");

/// A page. `forms_to` are origins or schemes that its forms may lead to, besides this one.
pub fn page(status: u16, title: &str, body: &str, forms_to: Option<&str>) -> Response {
    let title = escape(title);
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    );
    let hash = BASE64_STANDARD.encode(Sha256::digest(STYLE));
    let forms = forms_to.map(|to| format!(" {to}")).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; form-action 'self'{forms}; \
         frame-ancestors 'none'; base-uri 'none'"
    );
    Response {
        status,
        headers: Headers::from_iter([
            ("content-type", "text/html; charset=utf-8"),
            ("cache-control", "no-store"),
            ("content-security-policy", &policy),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
        ]),
        body: html.into(),
    }
}

/// A page that says that something is over, and why.
pub fn failure(status: u16, title: &str, why: &str) -> Response {
    let body = format!(
        "<h1>{}</h1>\n<p role=\"alert\">{}</p>",
        escape(title),
        escape(why)
    );
    page(status, title, &body, None)
}

/// Text as it may stand in HTML, in attributes too.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
