//! Texts of literals and variables, as expressions of a language.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::template;

/// A stretch of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bit {
    Literal(String),
    /// An environment variable; percent-encoded where it goes into an address or a form.
    Variable {
        name: String,
        encoded: bool,
    },
}

/// A text in stretches; no two literals beside each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(pub Vec<Bit>);

/// What stays as it is when a value is put into an address: RFC 3986's unreserved signs.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

impl Text {
    /// The text as it is.
    pub fn plain(text: &str) -> Self {
        Self::of(text, str::to_owned, false)
    }

    /// The text percent-encoded.
    pub fn encoded(text: &str) -> Self {
        Self::of(text, |t| utf8_percent_encode(t, VALUE).to_string(), true)
    }

    /// The text with its literals rewritten.
    pub fn of(text: &str, literal: impl Fn(&str) -> String, encoded: bool) -> Self {
        let mut made = Self::default();
        for piece in template::pieces(text) {
            match piece {
                template::Piece::Literal(text) => made.push_literal(&literal(text)),
                template::Piece::Variable(name) => made.0.push(Bit::Variable {
                    name: environment_name(name),
                    encoded,
                }),
            }
        }
        made
    }

    pub fn push_literal(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if let Some(Bit::Literal(last)) = self.0.last_mut() {
            last.push_str(text);
        } else {
            self.0.push(Bit::Literal(text.to_owned()));
        }
    }

    pub fn push(&mut self, other: Self) {
        for bit in other.0 {
            match bit {
                Bit::Literal(text) => self.push_literal(&text),
                variable @ Bit::Variable { .. } => self.0.push(variable),
            }
        }
    }

    pub fn has_variables(&self) -> bool {
        self.0.iter().any(|bit| matches!(bit, Bit::Variable { .. }))
    }

    pub fn is_encoding(&self) -> bool {
        self.0
            .iter()
            .any(|bit| matches!(bit, Bit::Variable { encoded: true, .. }))
    }

    /// The literals alone, for looking at.
    pub fn literal(&self) -> String {
        let literal = |bit: &Bit| match bit {
            Bit::Literal(text) => text.clone(),
            Bit::Variable { .. } => String::new(),
        };
        self.0.iter().map(literal).collect()
    }
}

/// How a language writes texts.
pub struct Dialect {
    pub quote: fn(&str) -> String,
    /// An environment variable, by its name.
    pub variable: fn(&str) -> String,
    /// An expression, percent-encoded.
    pub encode: fn(&str) -> String,
    /// Several expressions as one.
    pub join: fn(&[String]) -> String,
}

impl Dialect {
    /// The text as an expression.
    pub fn write(&self, text: &Text) -> String {
        let one = |bit: &Bit| match bit {
            Bit::Literal(text) => (self.quote)(text),
            Bit::Variable { name, encoded } => {
                let variable = (self.variable)(name);
                if *encoded {
                    (self.encode)(&variable)
                } else {
                    variable
                }
            }
        };
        match &text.0[..] {
            [] => (self.quote)(""),
            [only] => one(only),
            several => (self.join)(&several.iter().map(one).collect::<Vec<_>>()),
        }
    }
}

/// The environment variable for a variable: upper case, with `_` for what no shell allows.
#[must_use]
pub fn environment_name(name: &str) -> String {
    let mut out = String::new();
    let mut before_lower = false;
    for c in name.chars() {
        if c.is_ascii_uppercase() && before_lower {
            out.push('_');
        }
        before_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
        out.push(if c.is_ascii_alphanumeric() {
            c.to_ascii_uppercase()
        } else {
            '_'
        });
    }
    if out.is_empty() || out.starts_with(|c: char| c.is_ascii_digit()) {
        out.insert(0, '_');
    }
    out
}

/// A text between double quotes with the escapes that C-like languages share; `control` writes
/// what has none of its own.
pub fn quote_c(text: &str, control: fn(char) -> Option<String>) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c => match control(c) {
                Some(escape) => out.push_str(&escape),
                None => out.push(c),
            },
        }
    }
    out.push('"');
    out
}

/// Signs that are better not seen in source: control signs, and those that turn or end lines.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
