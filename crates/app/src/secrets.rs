//! Finding a project's secrets in texts, values and bytes, in whatever form they are in there.

mod known;

use std::collections::BTreeSet;

use base64::{Engine, prelude::BASE64_STANDARD};
use fairlead_core::redact::{self, Redactor};
use fairlead_validate::{Report, Violation};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use crate::outgoing::{PATH, QUERY_VALUE};

pub use known::mask_known;

/// Shorter secrets are not looked for within base64: what is left of them there is ordinary text.
const SHORTEST_WITHIN: usize = 6;

/// What JavaScript's `encodeURIComponent` leaves as it is (ECMA-262 §19.2.6.4).
const COMPONENT: &AsciiSet = &UNRESERVED
    .remove(b'!')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');
/// Everything but the unreserved characters of RFC 3986 §2.3.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What finds these secrets: as the playground writes them into a URL, within base64 of more
/// than themselves (`user:password`), and in texts that were put into other texts.
pub fn redactor_of<'a>(secrets: impl IntoIterator<Item = &'a SecretString>) -> Redactor {
    let mut forms = BTreeSet::new();
    for secret in secrets.into_iter().map(ExposeSecret::expose_secret) {
        // Of most secrets these are few: letters and digits stay what they are.
        let mut once = written(secret);
        once.insert(secret.to_owned());
        for form in &once {
            forms.extend(written(form));
            if form.len() >= SHORTEST_WITHIN {
                for before in 0..3 {
                    let within = within_base64(form, before);
                    forms.insert(within.replace('+', "-").replace('/', "_"));
                    forms.insert(within);
                }
            }
        }
        if secret.len() >= SHORTEST_WITHIN {
            forms.extend(in_digits(secret));
        }
        forms.extend(once);
    }
    let redactor = Redactor::new(forms.iter().map(String::as_str));
    known::remember(&redactor);
    redactor
}

/// A text as JSON, URLs and HTML write it.
fn written(text: &str) -> BTreeSet<String> {
    let json = Value::from(text).to_string();
    let json = &json[1..json.len() - 1];
    let sets = [PATH, QUERY_VALUE, NON_ALPHANUMERIC, COMPONENT, UNRESERVED];
    let escaped = sets.map(|stays| utf8_percent_encode(text, stays).to_string());
    let form = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
    // RFC 3986 §2.1: digits of both cases mean the same.
    let lower: Vec<String> = escaped.iter().map(|text| lower_digits(text)).collect();
    let html = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;");
    // Some escape more than JSON asks for: slashes, and what HTML would read as its own.
    let careful = json
        .replace('&', "\\u0026")
        .replace('<', "\\u003c")
        .replace('>', "\\u003e");
    escaped
        .into_iter()
        .chain(lower)
        .chain([form, json.to_owned(), json.replace('/', "\\/"), careful])
        .chain([html.replace('\'', "&#39;"), html])
        .collect()
}

/// Percent-encoded text with its digits in lower case.
fn lower_digits(text: &str) -> String {
    let mut parts = text.split('%');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |mut all, part| {
        let (digits, rest) = part.split_at(part.floor_char_boundary(2));
        all.push('%');
        all.push_str(&digits.to_ascii_lowercase());
        all.push_str(rest);
        all
    })
}

/// The bytes of a text in hexadecimal digits of both cases.
fn in_digits(text: &str) -> [String; 2] {
    use std::fmt::Write as _;
    let lower = text.bytes().fold(String::new(), |mut all, byte| {
        // Writing into a text does not fail.
        let _ = write!(all, "{byte:02x}");
        all
    });
    [lower.to_ascii_uppercase(), lower]
}

/// What base64 makes of a secret behind `before` other bytes (modulo 3), whatever those are and
/// whatever follows.
fn within_base64(secret: &str, before: usize) -> String {
    let mut bytes = vec![0; before];
    bytes.extend_from_slice(secret.as_bytes());
    let whole = bytes.len() * 8 / 6;
    let first = (before * 8).div_ceil(6);
    BASE64_STANDARD.encode(&bytes)[first..whole].to_owned()
}

/// Bytes that are no text, with every known secret masked.
pub fn mask_bytes(redactor: &Redactor, bytes: &[u8]) -> Vec<u8> {
    let mut masked = Vec::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        masked.extend_from_slice(redactor.apply(chunk.valid()).as_bytes());
        masked.extend_from_slice(chunk.invalid());
    }
    masked
}

/// What validation found, with every known secret masked.
pub fn mask_report(redactor: &Redactor, mut report: Report) -> Report {
    for violation in &mut report.violations {
        mask_violation(redactor, violation);
    }
    report
}

fn mask_violation(redactor: &Redactor, violation: &mut Violation) {
    violation.message = redactor.apply(&violation.message);
    violation.pointer = redactor.apply(&violation.pointer);
    for value in [&mut violation.expected, &mut violation.actual] {
        *value = value.take().map(|value| mask_value(redactor, value));
    }
}

fn mask_value(redactor: &Redactor, value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(redactor.apply(&text)),
        Value::Number(number) => {
            let text = number.to_string();
            if redactor.apply(&text) == text {
                Value::Number(number)
            } else {
                Value::from(redact::MASK)
            }
        }
        Value::Array(items) => items
            .into_iter()
            .map(|item| mask_value(redactor, item))
            .collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| (redactor.apply(&name), mask_value(redactor, value)))
            .collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use base64::prelude::BASE64_URL_SAFE_NO_PAD;

    use super::*;

    fn of(secret: &str) -> Redactor {
        redactor_of([&secret.to_owned().into()])
    }

    #[test]
    fn finds_a_secret_within_base64_wherever_it_begins() {
        let redactor = of("pier?~>9-secret");
        for around in ["", "a", "ab", "abc", "abcd"] {
            let text = format!("{around}pier?~>9-secret{around}");
            for encoded in [
                BASE64_STANDARD.encode(&text),
                BASE64_URL_SAFE_NO_PAD.encode(&text),
            ] {
                assert!(redactor.apply(&encoded).contains(redact::MASK), "{encoded}");
            }
        }
    }

    #[test]
    fn finds_a_secret_as_urls_write_it() {
        let redactor = of("a$b c/d=e");
        for text in [
            "a$b%20c/d=e",
            "a$b%20c%2Fd=e",
            "a%24b+c%2Fd%3De",
            "a%24b%20c%2fd%3de",
        ] {
            assert!(redactor.apply(text).contains(redact::MASK), "{text}");
        }
        assert_eq!(redactor.apply("an ordinary text"), "an ordinary text");
    }

    #[test]
    fn finds_a_secret_as_programs_write_it() {
        let redactor = of("it's <a/b> & \"c\"!");
        for text in [
            // encodeURIComponent; PHP; Go; HTML; hexadecimal
            "it's%20%3Ca%2Fb%3E%20%26%20%22c%22!",
            "it's <a\\/b> & \\\"c\\\"!",
            "it's \\u003ca/b\\u003e \\u0026 \\\"c\\\"!",
            "it's &lt;a/b&gt; &amp; &quot;c&quot;!",
            "it&#39;s &lt;a/b&gt; &amp; &quot;c&quot;!",
            "69742773203c612f623e20262022632221",
            "69742773203C612F623E20262022632221",
        ] {
            assert_eq!(redactor.apply(text), redact::MASK, "{text}");
        }
    }

    #[test]
    fn finds_a_secret_in_a_text_within_a_text() {
        let redactor = of("say \"ahoy\"");
        let json = Value::from("say \"ahoy\"").to_string();
        let twice = Value::from(json.as_str()).to_string();
        let in_url = utf8_percent_encode(&json, NON_ALPHANUMERIC).to_string();
        for text in [twice, in_url, BASE64_STANDARD.encode(&json)] {
            assert!(redactor.apply(&text).contains(redact::MASK), "{text}");
        }
    }

    #[test]
    fn finds_a_secret_among_bytes_and_in_values() {
        let redactor = of("12345678");
        let masked = mask_bytes(&redactor, b"\xFF\x0012345678\xFE");
        assert!(masked.starts_with(b"\xFF\x00") && masked.ends_with(b"\xFE"));
        assert!(!masked.windows(8).any(|part| part == b"12345678"));
        let value = serde_json::json!({ "pin": [12_345_678, "of 12345678"] });
        let masked = mask_value(&redactor, value).to_string();
        assert!(!masked.contains("12345678"), "{masked}");
    }
}
