//! Masks what is secret in a text that nobody has written with care.

use std::sync::LazyLock;

use fairlead_core::redact::MASK;
use regex::Regex;

/// Names of what is secret, wherever they stand in a longer one.
const NAMES: &str = "password|passwd|passphrase|secret|token|api[-_]?key|authorization|credential|\
                     private[-_]?key|signing[-_]?key|cookie";
/// A value as `Debug` writes it: a text in quotation marks, else up to the next sign.
const VALUE: &str = r#"(?:\\?"(?:[^"\\]|\\.)*"|[^\s,;)}\]]+)"#;

/// What is masked, and what stays of it.
static PATTERNS: LazyLock<Vec<(Regex, String)>> = LazyLock::new(|| {
    let found = [
        // The person of a URL (RFC 3986 §3.2.1), and the values of its query.
        (
            r#"([A-Za-z][A-Za-z0-9+.-]*://)[^\s/?#"'@]*@"#.to_owned(),
            format!("${{1}}{MASK}@"),
        ),
        (
            r#"([?&][^\s=&#"'<>]{1,200}=)[^\s&#"'<>)]+"#.to_owned(),
            format!("${{1}}{MASK}"),
        ),
        // Credentials behind the name of their scheme (RFC 9110 §11.4).
        (
            r"(?i)\b(bearer|basic|digest|negotiate)\s+[A-Za-z0-9._~+/=-]{4,}".to_owned(),
            format!("${{1}} {MASK}"),
        ),
        // A pair of name and value, as fields of a request are kept.
        (
            format!(r#"(?i)(name: "[^"]*(?:{NAMES})[^"]*", value: ){VALUE}"#),
            format!("${{1}}{MASK}"),
        ),
        (
            format!(r#"(?i)((?:{NAMES})[\w-]*\\?["']?\s*[:=]\s*(?:Some\()?){VALUE}"#),
            format!("${{1}}{MASK}"),
        ),
    ];
    let compiled = found.into_iter().filter_map(|(pattern, stays)| {
        // They are constants, and a test compiles each.
        Some((Regex::new(&pattern).ok()?, stays))
    });
    compiled.collect()
});

/// Makes ready what a panic should not have to make.
pub fn prepare() {
    LazyLock::force(&PATTERNS);
}

/// The text without what this process knows to be secret, and without what looks like it.
pub fn mask(text: &str) -> String {
    let known = fairlead_app::mask_known(text);
    let mut text = known.unwrap_or_else(|| "(its message is kept back)".to_owned());
    for (pattern, stays) in PATTERNS.iter() {
        text = pattern.replace_all(&text, stays).into_owned();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_secret_is_masked_and_the_rest_can_be_read() {
        assert_eq!(PATTERNS.len(), 5);
        for (text, expected) in [
            (
                "error sending request for url (https://ada:pw@h.example/a?key=abc&x=1)",
                "error sending request for url (https://••••••@h.example/a?key=••••••&x=••••••)",
            ),
            (
                r#"Request { headers: {"authorization": "Bearer abc.def", "accept": "*/*"} }"#,
                r#"Request { headers: {"authorization": ••••••, "accept": "*/*"} }"#,
            ),
            ("it was Basic YWRhOnB3 then", "it was Basic •••••• then"),
            (
                r#"[NameValue { name: "X-Api-Key", value: "a\"b" }, NameValue { name: "Accept", value: "b" }]"#,
                r#"[NameValue { name: "X-Api-Key", value: •••••• }, NameValue { name: "Accept", value: "b" }]"#,
            ),
            (
                r#"Settings { client_secret: Some("abc"), port: 1 }"#,
                "Settings { client_secret: Some(••••••), port: 1 }",
            ),
            ("index out of bounds: the len is 3 but the index is 7", ""),
        ] {
            let expected = if expected.is_empty() { text } else { expected };
            assert_eq!(mask(text), expected);
        }
    }
}
