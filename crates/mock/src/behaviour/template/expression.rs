//! What may stand between `{{` and `}}`.

use std::str::FromStr;

use fairlead_core::Timestamp;
use serde_json::{Number, Value};
use uuid::Builder;

use super::Scope;
use crate::behaviour::period::Period;

/// What is filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    source: Source,
    /// What is taken where there is nothing.
    otherwise: Option<Value>,
    /// As written, for notes.
    written: String,
}

#[derive(Clone, Debug, PartialEq)]
enum Source {
    Method,
    Path,
    PathValue(String),
    Query(String),
    Header(String),
    Cookie(String),
    Body(String),
    /// RFC 3339, some milliseconds from now.
    Now(i64),
    /// The day of it.
    Date(i64),
    /// Seconds since 1970.
    Unix(i64),
    Uuid,
    /// Between two numbers, both included, with so many decimals.
    Random(i64, i64, u32),
    Count,
    Literal(Value),
}

/// What an expression may be, for a person who wrote something else.
const KNOWN: &str = "request.method, request.path, request.path.NAME, request.query.NAME, \
    request.headers.NAME, request.cookies.NAME, request.body, request.body#/POINTER, now, date, \
    unix, uuid, random FROM TO, count";

/// The text up to `}}` and that behind it; quoted texts may hold braces.
pub fn until_end(text: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '}' if !quoted && text[at..].starts_with("}}") => {
                return Some((&text[..at], &text[at + 2..]));
            }
            _ => {}
        }
    }
    None
}

impl FromStr for Expression {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (source, otherwise) = match text.split_once("??") {
            Some((source, otherwise)) => {
                let value = serde_json::from_str(otherwise.trim()).map_err(|_| {
                    format!(
                        "what stands behind `??` in `{text}` is no JSON value; write a text with quotes, as in `?? \"none\"`"
                    )
                })?;
                (source.trim(), Some(value))
            }
            None => (text, None),
        };
        Ok(Self {
            source: source_of(source)?,
            otherwise,
            written: text.to_owned(),
        })
    }
}

fn source_of(text: &str) -> Result<Source, String> {
    if text.starts_with('"') {
        return serde_json::from_str(text)
            .map(Source::Literal)
            .map_err(|_| format!("`{text}` is no text in quotes"));
    }
    if let Some(what) = text.strip_prefix("request.") {
        return part_of_request(what).ok_or_else(|| unknown(text));
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        ["now", way @ ..] => offset(text, way).map(Source::Now),
        ["date", way @ ..] => offset(text, way).map(Source::Date),
        ["unix", way @ ..] => offset(text, way).map(Source::Unix),
        ["uuid"] => Ok(Source::Uuid),
        ["count"] => Ok(Source::Count),
        ["random", from, to] => random(from, to)
            .ok_or_else(|| format!("`{text}` names no range; write two numbers, the smaller first, as in `random 1 100`")),
        ["random", ..] => Err(format!("`{text}` needs two numbers, as in `random 1 100`")),
        _ => Err(unknown(text)),
    }
}

fn unknown(text: &str) -> String {
    format!("`{text}` is nothing that can be filled in; there is {KNOWN}")
}

fn part_of_request(what: &str) -> Option<Source> {
    let named = |prefix: &str| {
        let name = what.strip_prefix(prefix)?.trim();
        (!name.is_empty()).then(|| name.to_owned())
    };
    match what {
        "method" => Some(Source::Method),
        "path" => Some(Source::Path),
        "body" => Some(Source::Body(String::new())),
        _ => named("path.")
            .map(Source::PathValue)
            .or_else(|| named("query.").map(Source::Query))
            .or_else(|| named("headers.").map(Source::Header))
            .or_else(|| named("cookies.").map(Source::Cookie))
            .or_else(|| {
                named("body#")
                    .filter(|p| p.starts_with('/'))
                    .map(Source::Body)
            }),
    }
}

/// `+15m`, `- 2 d` or nothing, in milliseconds.
fn offset(text: &str, way: &[&str]) -> Result<i64, String> {
    let way = way.concat();
    if way.is_empty() {
        return Ok(0);
    }
    let (sign, period) = match way.split_at_checked(1) {
        Some(("+", period)) => (1, period),
        Some(("-", period)) => (-1, period),
        _ => {
            return Err(format!(
                "`{text}` goes neither forth nor back; write it as in `now +15m`"
            ));
        }
    };
    let period: Period = period.parse()?;
    Ok(sign * i64::try_from(period.0.as_millis()).unwrap_or(i64::MAX))
}

/// The two numbers without their decimal point, and how many decimals they have.
fn random(from: &str, to: &str) -> Option<Source> {
    let decimals = |text: &str| text.split_once('.').map_or(0, |(_, after)| after.len());
    let digits = decimals(from).max(decimals(to));
    let scaled = |text: &str| -> Option<i64> {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        if text.contains('.') && !part.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        format!("{whole}{part:0<digits$}").parse().ok()
    };
    let (from, to) = (scaled(from)?, scaled(to)?);
    (from <= to && digits <= 9).then_some(Source::Random(from, to, u32::try_from(digits).ok()?))
}

impl Expression {
    /// The value for one request; `null`, and told, where it is not there.
    pub fn value(&self, scope: &Scope<'_>) -> Value {
        if let Some(value) = self.source.value(scope) {
            return value;
        }
        if let Some(otherwise) = &self.otherwise {
            return otherwise.clone();
        }
        scope.missing.borrow_mut().push(self.written.clone());
        Value::Null
    }
}

impl Source {
    fn value(&self, scope: &Scope<'_>) -> Option<Value> {
        let asked = scope.asked;
        let later =
            |millis: i64| Timestamp::from_millis(asked.now.as_millis().saturating_add(millis));
        Some(match self {
            Self::Method => asked.request.method.clone().into(),
            Self::Path => asked.request.path.clone().into(),
            Self::PathValue(name) => return asked.path_value(name),
            Self::Query(name) => return asked.query_value(name),
            Self::Header(name) => return asked.header_value(name),
            Self::Cookie(name) => return asked.cookie_texts(name).into_iter().next(),
            Self::Body(pointer) => {
                let there = !asked.request.body.is_empty();
                return asked.body().pointer(pointer).filter(|_| there).cloned();
            }
            Self::Now(millis) => later(*millis).to_string().into(),
            Self::Date(millis) => later(*millis)
                .to_string()
                .chars()
                .take(10)
                .collect::<String>()
                .into(),
            Self::Unix(millis) => later(*millis).as_millis().div_euclid(1000).into(),
            Self::Uuid => {
                let bytes = scope.chance.borrow_mut().u128(..).to_be_bytes();
                Builder::from_random_bytes(bytes)
                    .into_uuid()
                    .to_string()
                    .into()
            }
            Self::Random(from, to, decimals) => {
                let drawn = scope.chance.borrow_mut().i64(*from..=*to);
                decimal(drawn, *decimals)
            }
            Self::Count => scope.count.into(),
            Self::Literal(value) => value.clone(),
        })
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "the range was written with at most nine decimals"
)]
fn decimal(drawn: i64, decimals: u32) -> Value {
    if decimals == 0 {
        return drawn.into();
    }
    let value = drawn as f64 / 10_f64.powi(i32::try_from(decimals).unwrap_or(0));
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_read_and_the_rest_is_told() {
        let read = |text: &str| text.parse::<Expression>().map(|e| e.source);
        assert_eq!(read("request.path.id"), Ok(Source::PathValue("id".into())));
        assert_eq!(read("request.body#/a/0"), Ok(Source::Body("/a/0".into())));
        assert_eq!(read("now -2d"), Ok(Source::Now(-172_800_000)));
        assert_eq!(read("random 0.5 1.25"), Ok(Source::Random(50, 125, 2)));
        assert_eq!(read("random -5 5"), Ok(Source::Random(-5, 5, 0)));
        for wrong in [
            "",
            "request.body#a",
            "request.bdy",
            "random 5 1",
            "random 1",
            "now 5",
            "uuid 4",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn braces_in_quotes_do_not_end_it() {
        assert_eq!(until_end(r#" "}}" }} b"#), Some((r#" "}}" "#, " b")));
        assert_eq!(until_end("a }"), None);
    }
}
