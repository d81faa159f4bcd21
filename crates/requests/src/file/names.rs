//! Names of files for names of things: readable, safe on every system, each once.

use std::collections::HashSet;

use percent_encoding::percent_decode_str;

/// Longest name of a file, in characters.
const LONGEST: usize = 80;

/// A name for a file or folder that was not used yet, compared without case.
#[must_use]
#[allow(clippy::implicit_hasher)] // nobody brings a hasher of their own
pub fn free(name: &str, fallback: &str, used: &mut HashSet<String>) -> String {
    let mut stem: String = percent_decode_str(name)
        .decode_utf8()
        .unwrap_or(name.into())
        .chars()
        .map(|c| match c {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '{' | '}' => '-',
            c if c.is_control() || is_invisible(c) => '-',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .take(LONGEST)
        .collect();
    while stem.contains("  ") {
        stem = stem.replace("  ", " ");
    }
    while stem.contains("--") {
        stem = stem.replace("--", "-");
    }
    // Windows drops dots and spaces at the end; a dot at the start hides a file.
    let stem = stem.trim_matches(|c: char| matches!(c, ' ' | '.' | '-'));
    let stem = if stem.is_empty() || is_reserved(stem) {
        format!("{fallback}{}{stem}", if stem.is_empty() { "" } else { " " })
    } else {
        stem.to_owned()
    };
    let mut found = stem.clone();
    let mut n = 1;
    while !used.insert(found.to_lowercase()) {
        n += 1;
        found = format!("{stem} {n}");
    }
    found
}

/// Signs that turn or hide what stands beside them.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Names that Windows keeps for devices, and those that mean something to us.
fn is_reserved(stem: &str) -> bool {
    let lower = stem.to_ascii_lowercase();
    let bare = lower.split('.').next().unwrap_or(&lower);
    let device = matches!(bare, "con" | "prn" | "aux" | "nul")
        || bare.len() == 4
            && (bare.starts_with("com") || bare.starts_with("lpt"))
            && bare.ends_with(|c: char| c.is_ascii_digit());
    device || lower == super::ENVIRONMENTS || lower == "node_modules"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_and_each_is_given_once() {
        let mut used = HashSet::new();
        let mut name = |text: &str| free(text, "request", &mut used);
        assert_eq!(name("GET /pets/{id}"), "GET -pets-id");
        assert_eq!(name("get /pets/{ID}"), "get -pets-ID 2");
        assert_eq!(name("../../etc/passwd"), "etc-passwd");
        assert_eq!(name("CON"), "request CON");
        assert_eq!(name("a\u{202e}b. "), "a-b");
        assert_eq!(name(""), "request");
    }
}
