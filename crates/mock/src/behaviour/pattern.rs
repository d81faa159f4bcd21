//! Patterns: of paths, and of texts.

use std::{borrow::Cow, fmt};

use regex::{Regex, RegexBuilder};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};

/// The largest pattern once compiled, in bytes.
const COMPILED: usize = 1 << 20;

/// A path: a template such as `/things/{id}`, or a glob such as `/things/**`.
#[derive(Clone, Debug)]
pub struct PathPattern {
    /// As written.
    pub text: String,
    pattern: Regex,
}

impl PathPattern {
    fn new(text: &str) -> Result<Self, String> {
        if !text.starts_with(['/', '*']) {
            return Err(format!(
                "`{text}` is no path; it starts with `/`, or with `*`"
            ));
        }
        let mut pattern = String::from("^");
        let mut rest = text;
        while let Some(next) = rest.chars().next() {
            if let Some(after) = rest.strip_prefix("**") {
                pattern.push_str(".*");
                rest = after;
                continue;
            }
            if next == '{'
                && let Some(close) = rest.find('}')
            {
                pattern.push_str("[^/]+");
                rest = &rest[close + 1..];
                continue;
            }
            match next {
                '*' => pattern.push_str("[^/]*"),
                other => pattern.push_str(&regex::escape(other.encode_utf8(&mut [0; 4]))),
            }
            rest = &rest[next.len_utf8()..];
        }
        pattern.push('$');
        Ok(Self {
            text: text.to_owned(),
            pattern: compile(&pattern)?,
        })
    }

    /// Whether a path (without query) fits.
    pub fn fits(&self, path: &str) -> bool {
        self.pattern.is_match(path)
    }
}

/// A regular expression without look-around, which takes linear time whatever a stranger sends.
#[derive(Clone, Debug)]
pub struct TextPattern(Regex);

impl TextPattern {
    /// Whether it is found in the text.
    pub fn is_in(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

fn compile(pattern: &str) -> Result<Regex, String> {
    RegexBuilder::new(pattern)
        .size_limit(COMPILED)
        .build()
        .map_err(|error| {
            // The crate draws the place over several lines; the last says what is wrong.
            let said = error.to_string();
            let last = said.lines().last().unwrap_or(&said).trim();
            format!(
                "`{pattern}` is no regular expression: {}",
                last.trim_start_matches("error: ")
            )
        })
}

impl<'de> Deserialize<'de> for PathPattern {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        text(from, "a path such as /things/{id} or /things/**", Self::new)
    }
}

impl<'de> Deserialize<'de> for TextPattern {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        text(from, "a regular expression", |text| compile(text).map(Self))
    }
}

/// Reads a text and makes something of it.
pub fn text<'de, D: Deserializer<'de>, T>(
    from: D,
    expected: &'static str,
    make: impl FnOnce(&str) -> Result<T, String>,
) -> Result<T, D::Error> {
    struct Visitor<F>(&'static str, F);
    impl<T, F: FnOnce(&str) -> Result<T, String>> de::Visitor<'_> for Visitor<F> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
            (self.1)(text).map_err(E::custom)
        }
    }
    from.deserialize_str(Visitor(expected, make))
}

impl JsonSchema for PathPattern {
    fn schema_name() -> Cow<'static, str> {
        "PathPattern".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A path as the description writes it (`/things/{id}`), or with `*` for \
                anything within a segment and `**` for anything at all. Paths of servers may be \
                left out.",
            "type": "string",
            "pattern": "^[/*]",
        })
    }
}

impl JsonSchema for TextPattern {
    fn schema_name() -> Cow<'static, str> {
        "TextPattern".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A regular expression, found anywhere in the text unless it starts \
                with `^` and ends with `$`. No look-around and no back-references.",
            "type": "string",
            "format": "regex",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_and_globs() {
        let cases = [
            ("/a/{id}", "/a/7", true),
            ("/a/{id}", "/a/7/b", false),
            ("/a/*", "/a/", true),
            ("/a/*.json", "/a/b.json", true),
            ("/a/*.json", "/a/b/c.json", false),
            ("/a/**", "/a/b/c.json", true),
            ("**/c", "/a/b/c", true),
            ("/a.b", "/axb", false),
        ];
        for (pattern, path, fits) in cases {
            assert_eq!(
                PathPattern::new(pattern).unwrap().fits(path),
                fits,
                "{pattern} {path}"
            );
        }
    }
}
