//! Values as JavaScript writes them: strings in any quotes, objects with bare keys, lists.

use fairlead_core::limits;
use serde_json::{Map, Value};

/// The arguments of a call, whose text begins behind its `(`, and how much of it they took.
pub fn arguments(text: &str) -> Option<(Vec<Value>, usize)> {
    let mut reader = Reader { text, at: 0 };
    let mut arguments = Vec::new();
    loop {
        if reader.take(')') {
            return Some((arguments, reader.at));
        }
        arguments.push(reader.value(0)?);
        if !reader.take(',') && !reader.peek_is(')') {
            return None;
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn peek_is(&mut self, sign: char) -> bool {
        self.space();
        self.text[self.at..].starts_with(sign)
    }

    fn take(&mut self, sign: char) -> bool {
        let found = self.peek_is(sign);
        self.at += if found { sign.len_utf8() } else { 0 };
        found
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        if depth > limits::DEPTH {
            return None;
        }
        self.space();
        match self.text[self.at..].chars().next()? {
            quote @ ('"' | '\'' | '`') => self.string(quote).map(Value::String),
            '{' => self.object(depth),
            '[' => self.list(depth),
            _ => self.word(depth),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        self.at += 1;
        let mut members = Map::new();
        loop {
            if self.take('}') {
                return Some(Value::Object(members));
            }
            let key = match self.text[self.at..].chars().next()? {
                quote @ ('"' | '\'') => self.string(quote)?,
                _ => self.name(),
            };
            if key.is_empty() || !self.take(':') {
                return None;
            }
            members.insert(key, self.value(depth + 1)?);
            if !self.take(',') && !self.peek_is('}') {
                return None;
            }
        }
    }

    fn list(&mut self, depth: usize) -> Option<Value> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            if self.take(']') {
                return Some(Value::Array(items));
            }
            items.push(self.value(depth + 1)?);
            if !self.take(',') && !self.peek_is(']') {
                return None;
            }
        }
    }

    fn name(&mut self) -> String {
        let rest = &self.text[self.at..];
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.' | '-' | '+');
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        self.at += end;
        rest[..end].to_owned()
    }

    /// A number, `true`, `null`, or `JSON.stringify(…)`.
    fn word(&mut self, depth: usize) -> Option<Value> {
        let name = self.name();
        if name == "JSON.stringify" && self.take('(') {
            let inner = self.value(depth + 1)?;
            return self
                .take(')')
                .then(|| Value::String(serde_json::to_string_pretty(&inner).unwrap_or_default()));
        }
        if name == "undefined" {
            return Some(Value::Null);
        }
        serde_json::from_str(&name).ok()
    }

    fn string(&mut self, quote: char) -> Option<String> {
        let mut text = String::new();
        let mut signs = self.text[self.at + 1..].char_indices();
        let from = self.at + 1;
        while let Some((at, sign)) = signs.next() {
            match sign {
                '\\' => match signs.next()?.1 {
                    'n' => text.push('\n'),
                    't' => text.push('\t'),
                    'r' => text.push('\r'),
                    'b' => text.push('\u{8}'),
                    'f' => text.push('\u{c}'),
                    'v' => text.push('\u{b}'),
                    '0' => text.push('\0'),
                    '\n' => {}
                    kind @ ('x' | 'u') => {
                        let n = if kind == 'x' { 2 } else { 4 };
                        let hex: String = signs.by_ref().take(n).map(|(_, c)| c).collect();
                        let mut code = u32::from_str_radix(&hex, 16).ok()?;
                        if (0xD800..0xDC00).contains(&code) {
                            // The other half of a pair follows, as `\uXXXX`.
                            signs.by_ref().take(2).for_each(drop);
                            let hex: String = signs.by_ref().take(4).map(|(_, c)| c).collect();
                            let low = u32::from_str_radix(&hex, 16).ok()?;
                            code = 0x10000
                                + ((code - 0xD800) << 10)
                                + (low.wrapping_sub(0xDC00) & 0x3FF);
                        }
                        text.push(char::from_u32(code).unwrap_or('\u{fffd}'));
                    }
                    other => text.push(other),
                },
                sign if sign == quote => {
                    self.at = from + at + sign.len_utf8();
                    return Some(text);
                }
                sign => text.push(sign),
            }
        }
        None
    }
}
