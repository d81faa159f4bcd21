//! Runtime expressions: values that are only known once a request was made and answered
//! (OpenAPI 3.1.1, Runtime Expressions).

use std::{fmt, str::FromStr};

use serde_json::Value;

/// `$request.body#/id` and the like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expression {
    /// `$url`: the whole address of the request.
    Url,
    /// `$method`
    Method,
    /// `$statusCode`
    StatusCode,
    /// `$request.…`
    Request(Source),
    /// `$response.…`
    Response(Source),
}

/// A part of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// `header.NAME`, without regard to case.
    Header(String),
    /// `query.NAME`
    Query(String),
    /// `path.NAME`
    Path(String),
    /// `body` or `body#POINTER` (RFC 6901); the empty pointer is the whole body.
    Body(String),
}

/// What is no runtime expression, and what would be one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no runtime expression; there is $url, $method, $statusCode, and of $request. and $response. the parts header.NAME, query.NAME, path.NAME, body and body#/POINTER"
)]
pub struct NoExpression(String);

impl FromStr for Expression {
    type Err = NoExpression;

    fn from_str(text: &str) -> Result<Self, NoExpression> {
        let wrong = || NoExpression(text.chars().take(100).collect());
        match text {
            "$url" => return Ok(Self::Url),
            "$method" => return Ok(Self::Method),
            "$statusCode" => return Ok(Self::StatusCode),
            _ => {}
        }
        if let Some(rest) = text.strip_prefix("$request.") {
            return source(rest).map(Self::Request).ok_or_else(wrong);
        }
        let rest = text.strip_prefix("$response.").ok_or_else(wrong)?;
        source(rest)
            // An answer has no path and no query, though the grammar would let it.
            .filter(|s| matches!(s, Source::Header(_) | Source::Body(_)))
            .map(Self::Response)
            .ok_or_else(wrong)
    }
}

fn source(text: &str) -> Option<Source> {
    if let Some(rest) = text.strip_prefix("body") {
        return match rest.strip_prefix('#') {
            Some(pointer) if pointer.is_empty() || pointer.starts_with('/') => {
                Some(Source::Body(pointer.to_owned()))
            }
            None if rest.is_empty() => Some(Source::Body(String::new())),
            _ => None,
        };
    }
    let (kind, name) = text.split_once('.').filter(|(_, name)| !name.is_empty())?;
    let name = name.to_owned();
    match kind {
        "header" => Some(Source::Header(name)),
        "query" => Some(Source::Query(name)),
        "path" => Some(Source::Path(name)),
        _ => None,
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url => f.write_str("$url"),
            Self::Method => f.write_str("$method"),
            Self::StatusCode => f.write_str("$statusCode"),
            Self::Request(source) => write!(f, "$request.{source}"),
            Self::Response(source) => write!(f, "$response.{source}"),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header(name) => write!(f, "header.{name}"),
            Self::Query(name) => write!(f, "query.{name}"),
            Self::Path(name) => write!(f, "path.{name}"),
            Self::Body(pointer) if pointer.is_empty() => f.write_str("body"),
            Self::Body(pointer) => write!(f, "body#{pointer}"),
        }
    }
}

/// Why a text could not be filled in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FillError {
    /// What stands between the braces is none.
    #[error(transparent)]
    NoExpression(#[from] NoExpression),
    /// There is no such value in this exchange.
    #[error("`{0}` is not there")]
    Missing(Expression),
    /// It is a list or an object.
    #[error("`{0}` is no plain value")]
    NotPlain(Expression),
}

/// A text with expressions in braces, filled in: `{$request.body#/url}/done`. A text that is an
/// expression without braces is one too; older documents write callbacks so.
///
/// # Errors
/// Where an expression is none, or has no plain value.
pub fn fill(text: &str, value: impl Fn(&Expression) -> Option<Value>) -> Result<String, FillError> {
    let plain = |written: &str| -> Result<String, FillError> {
        let expression: Expression = written.parse()?;
        match value(&expression) {
            None | Some(Value::Null) => Err(FillError::Missing(expression)),
            Some(Value::String(text)) => Ok(text),
            Some(Value::Array(_) | Value::Object(_)) => Err(FillError::NotPlain(expression)),
            Some(other) => Ok(other.to_string()),
        }
    };
    if text.starts_with('$') && !text.contains('{') {
        return plain(text);
    }
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{$") {
        let Some((inside, behind)) = after.split_once('}') else {
            break;
        };
        filled.push_str(before);
        filled.push_str(&plain(&format!("${inside}"))?);
        rest = behind;
    }
    filled.push_str(rest);
    Ok(filled)
}

/// The value that a link or a parameter of it names: an expression's own value, with its type; a
/// text with expressions in braces; or the constant that it is. `None` where a value is not there.
pub fn resolve(constant: &Value, value: impl Fn(&Expression) -> Option<Value>) -> Option<Value> {
    let Value::String(text) = constant else {
        return Some(constant.clone());
    };
    let inside = text
        .strip_prefix('{')
        .and_then(|t| t.strip_suffix('}'))
        .unwrap_or(text);
    if let Ok(expression) = inside.parse::<Expression>() {
        return value(&expression);
    }
    if text.contains("{$") {
        return fill(text, value).ok().map(Value::from);
    }
    Some(constant.clone())
}
