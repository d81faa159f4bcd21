//! Keeps secrets out of traces, logs and exports: by name of the field, and by content.

use std::collections::{BTreeMap, BTreeSet};

use base64::{Engine, prelude::BASE64_STANDARD};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// What stands where a secret stood.
pub const MASK: &str = "••••••";

/// Header names whose values are credentials (compared without case).
const SECRET_HEADERS: &[&str] = &[
    "authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
    "x-api-key",
    "api-key",
    "apikey",
    "x-auth-token",
    "x-access-token",
    "x-csrf-token",
];

/// Words that make a field, parameter or header name a secret's name.
const SECRET_WORDS: &[&str] = &[
    "password",
    "passwd",
    "secret",
    "token",
    "apikey",
    "api_key",
    "api-key",
    "authorization",
    "credential",
    "private_key",
];

/// Whether a header carries a credential.
#[must_use]
pub fn is_secret_header(name: &str) -> bool {
    SECRET_HEADERS
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name))
        || is_secret_name(name)
}

/// Whether a field or parameter of this name carries a credential.
#[must_use]
pub fn is_secret_name(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    SECRET_WORDS.iter().any(|word| lower.contains(word))
}

/// A header value with the credential masked; an authentication scheme's name stays readable.
#[must_use]
pub fn header_value(name: &str, value: &str) -> String {
    if !is_secret_header(name) {
        return value.to_owned();
    }
    let names_scheme = name.to_ascii_lowercase().contains("authorization");
    match value.split_once(' ') {
        Some((scheme, _)) if names_scheme => format!("{scheme} {MASK}"),
        _ => MASK.to_owned(),
    }
}

/// Known secret values, found in any text in their plain, base64, URL and JSON forms.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Redactor {
    groups: Vec<Group>,
}

/// Forms that all hold the same run of letters and digits: where that is not in a text, none of
/// them is.
#[derive(Clone, PartialEq, Eq)]
struct Group {
    run: String,
    forms: Vec<String>,
}

impl Redactor {
    /// Values shorter than this are not searched for: they would mask ordinary text.
    pub const SHORTEST: usize = 4;

    /// A redactor of these values.
    pub fn new<'a>(secrets: impl IntoIterator<Item = &'a str>) -> Self {
        let mut forms = Vec::new();
        for secret in secrets.into_iter().filter(|s| s.len() >= Self::SHORTEST) {
            let json = serde_json::Value::from(secret).to_string();
            forms.push(secret.to_owned());
            forms.push(json[1..json.len() - 1].to_owned());
            forms.push(utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string());
            forms.push(
                BASE64_STANDARD
                    .encode(secret)
                    .trim_end_matches('=')
                    .to_owned(),
            );
        }
        Self::of(forms)
    }

    fn of(forms: impl IntoIterator<Item = String>) -> Self {
        let mut by_run: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for form in forms {
            by_run.entry(longest_run(&form)).or_default().insert(form);
        }
        let group = |(run, forms): (String, BTreeSet<String>)| Group {
            run,
            forms: forms.into_iter().collect(),
        };
        Self {
            groups: by_run.into_iter().map(group).collect(),
        }
    }

    /// This, and what else is secret in one exchange.
    #[must_use]
    pub fn and<'a>(&self, secrets: impl IntoIterator<Item = &'a str>) -> Self {
        let more = Self::new(secrets);
        if more.groups.is_empty() {
            return self.clone();
        }
        let all = self.groups.iter().chain(&more.groups);
        Self::of(all.flat_map(|group| group.forms.iter().cloned()))
    }

    /// The text with every known secret masked.
    #[must_use]
    pub fn apply(&self, text: &str) -> String {
        let groups = self.groups.iter().filter(|g| text.contains(&g.run));
        let mut forms: Vec<&String> = groups.flat_map(|group| &group.forms).collect();
        // Of one within another the longer counts.
        forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
        forms.iter().fold(text.to_owned(), |text, form| {
            if text.contains(form.as_str()) {
                text.replace(form.as_str(), MASK)
            } else {
                text
            }
        })
    }
}

/// The longest run of letters and digits; empty where there is none.
fn longest_run(text: &str) -> String {
    let runs = text.split(|c: char| !c.is_ascii_alphanumeric());
    runs.max_by_key(|run| run.len())
        .unwrap_or_default()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_the_credential_and_keeps_the_scheme() {
        assert_eq!(
            header_value("Authorization", "Bearer abc"),
            format!("Bearer {MASK}")
        );
        assert_eq!(header_value("X-Api-Key", "abc"), MASK);
        assert_eq!(header_value("Accept", "text/plain"), "text/plain");
    }

    #[test]
    fn finds_secrets_without_letters_and_those_within_others() {
        let redactor = Redactor::new(["++//", "hunter2", "hunter2-and-more"]);
        assert_eq!(redactor.apply("a ++// b"), format!("a {MASK} b"));
        assert_eq!(redactor.apply("hunter2-and-more"), MASK);
        assert_eq!(redactor.apply("hunter2-and"), format!("{MASK}-and"));
        let more = redactor.and(["another"]);
        assert_eq!(more.apply("hunter2 another"), format!("{MASK} {MASK}"));
    }

    #[test]
    fn finds_a_secret_in_each_of_its_forms() {
        let redactor = Redactor::new(["pa\"ss/word"]);
        for text in [
            "pa\"ss/word",
            "pa\\\"ss/word",
            "pa%22ss%2Fword",
            "cGEic3Mvd29yZA==",
        ] {
            assert!(redactor.apply(text).contains(MASK), "{text}");
        }
    }
}
