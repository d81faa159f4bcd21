//! Strings from regular expressions.

use fastrand::Rng;
use regex_syntax::{
    ParserBuilder,
    hir::{Class, Hir, HirKind},
};

/// Most repetitions of one part beyond what is asked for.
const EXTRA: u32 = 3;
/// Longest string made.
const LONGEST: usize = 4_096;

/// A string that an ECMA-262 pattern matches, with about `extra` more repetitions than needed.
/// `None` where the pattern cannot be read. Lookaround is left out: the caller checks.
pub fn make(pattern: &str, extra: usize, rng: &mut Rng) -> Option<String> {
    let readable = without_lookaround(&from_ecma(pattern));
    let hir = ParserBuilder::new()
        .nest_limit(200)
        .build()
        .parse(&readable)
        .ok()?;
    let mut text = String::new();
    write(&hir, u32::try_from(extra).unwrap_or(0), rng, &mut text);
    Some(text)
}

/// The pattern in the dialect of Rust's engines: `\d`, `\w` and `\s` are ASCII, `\/` is `/`.
pub fn from_ecma(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut chars = pattern.chars().peekable();
    let mut in_class = false;
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('d') => out.push_str(if in_class { "0-9" } else { "[0-9]" }),
                Some('w') => out.push_str(if in_class {
                    "0-9A-Za-z_"
                } else {
                    "[0-9A-Za-z_]"
                }),
                Some(
                    c @ ('/' | '\'' | '"' | ':' | '@' | '%' | ',' | ' ' | '!' | '=' | '<' | '>'
                    | '_' | ';'),
                ) => out.push(c),
                Some('u') if chars.peek().is_some_and(char::is_ascii_hexdigit) => {
                    let hex: String = (0..4).filter_map(|_| chars.next()).collect();
                    out.push_str(&format!("\\x{{{hex}}}"));
                }
                Some('c') => {
                    let letter = chars.next().unwrap_or('@');
                    out.push_str(&format!("\\x{:02x}", u32::from(letter) % 32));
                }
                Some(other) => {
                    out.push('\\');
                    out.push(other);
                }
                None => out.push('\\'),
            },
            '[' if in_class => out.push_str("\\["),
            '[' => {
                in_class = true;
                out.push('[');
            }
            ']' if in_class => {
                in_class = false;
                out.push(']');
            }
            '&' | '~' if in_class => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

/// Without `(?=…)`, `(?!…)`, `(?<=…)` and `(?<!…)`.
fn without_lookaround(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(start) = ["(?=", "(?!", "(?<=", "(?<!"]
        .iter()
        .filter_map(|m| rest.find(m))
        .min()
    {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let mut depth = 0;
        let mut escaped = false;
        let end = rest.char_indices().find(|(_, c)| {
            if escaped {
                escaped = false;
                return false;
            }
            match c {
                '\\' => escaped = true,
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        rest = end.map_or("", |(end, _)| &rest[end + 1..]);
    }
    out.push_str(rest);
    out
}

fn write(hir: &Hir, extra: u32, rng: &mut Rng, text: &mut String) {
    if text.len() > LONGEST {
        return;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(class) => text.push(pick(class, rng)),
        HirKind::Capture(capture) => write(&capture.sub, extra, rng, text),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write(part, extra, rng, text)),
        HirKind::Alternation(parts) => {
            if let Some(part) = rng.choice(parts) {
                write(part, extra, rng, text);
            }
        }
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(u32::MAX);
            let wanted = repetition.min.saturating_add(if extra > EXTRA {
                extra
            } else {
                rng.u32(0..=extra.max(1))
            });
            for _ in 0..wanted.min(most) {
                write(&repetition.sub, extra.min(EXTRA), rng, text);
            }
        }
    }
}

/// A character of a class, a readable one if there is one.
fn pick(class: &Class, rng: &mut Rng) -> char {
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => class
            .ranges()
            .iter()
            .map(|r| (r.start(), r.end()))
            .collect(),
        Class::Bytes(class) => class
            .ranges()
            .iter()
            .map(|r| (char::from(r.start()), char::from(r.end())))
            .collect(),
    };
    for (from, to) in [('0', 'z'), ('!', '~'), (' ', '~')] {
        let readable: Vec<char> = ranges
            .iter()
            .flat_map(|(low, high)| (*low).max(from)..=(*high).min(to))
            .filter(|c| from != '0' || c.is_ascii_alphanumeric())
            .collect();
        if let Some(c) = rng.choice(readable) {
            return c;
        }
    }
    ranges.first().map_or('a', |(low, _)| *low)
}
