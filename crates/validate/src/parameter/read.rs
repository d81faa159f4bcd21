//! From the wire to a value.
//!
//! A text does not say what it is; the shape of the schema does. Where it leaves more than one
//! reading, the strict one follows the newest standard to the letter, and the lenient one is tried
//! where that value does not fit: commas that were percent-encoded on the way, dots between the
//! items of a `label` that is not exploded (as up to 3.0.3), a text that looks like a number.

mod deep;

use std::borrow::Cow;

use fairlead_openapi::{Location, Parameter, Style};
use serde_json::{Map, Value};

use super::{query, shape::Shape};
use crate::whole;

/// How the delimiters of a style are told from data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// As the standard says.
    Strict,
    /// As clients often send it.
    Lenient,
}

/// Pairs as they came: of a query, a form or the cookies.
#[derive(Clone, Copy, Debug)]
pub struct Pairs<'a> {
    /// Names decoded, values not.
    pub pairs: &'a [(Cow<'a, str>, &'a str)],
    /// Names that belong to others: an object that takes any name does not take these.
    pub claimed: &'a [&'a str],
}

/// The value of a path, header or cookie parameter from its one text. Path texts are still
/// percent-encoded.
#[must_use]
pub fn text(shape: &Shape, parameter: &Parameter, raw: &str, reading: Reading) -> Value {
    let decode = decoder(parameter);
    if parameter.schema.is_none() {
        return Value::from(decode(raw));
    }
    let (name, explode) = (parameter.name.as_str(), parameter.explode);
    let mut raw = Cow::Borrowed(raw);
    let mut separator = ',';
    match parameter.style {
        Style::Label => {
            raw = Cow::Owned(raw.strip_prefix('.').unwrap_or(&raw).to_owned());
            if explode || reading == Reading::Lenient && !raw.contains(',') {
                separator = '.';
            }
        }
        Style::Matrix => {
            raw = Cow::Owned(matrix(name, &raw, explode && shape.is_object()));
            if explode {
                separator = ';';
            }
        }
        _ if reading == Reading::Lenient => {
            raw = Cow::Owned(raw.replace("%2C", ",").replace("%2c", ","));
        }
        _ => {}
    }
    let part = |part: &str| match parameter.location {
        Location::Header => part.trim().to_owned(),
        _ => decode(part).into_owned(),
    };
    if shape.is_array() {
        return array(shape, split(&raw, separator).map(part));
    }
    if shape.is_object() {
        let parts: Vec<&str> = split(&raw, separator).collect();
        let pairs = if explode {
            keyed(&parts)
        } else {
            alternating(&parts)
        };
        return object(shape, pairs.into_iter().map(|(k, v)| (part(k), part(v))));
    }
    scalar(shape, &decode(&raw), reading)
}

/// The texts of `;name=value`, without the names.
fn matrix(name: &str, raw: &str, is_object: bool) -> String {
    let rest = raw.strip_prefix(';').unwrap_or(raw);
    if is_object {
        return rest.to_owned();
    }
    let parts: Vec<&str> = rest
        .split(';')
        .map(|part| match part.split_once('=') {
            Some((n, value)) if n == name => value,
            None if part == name => "",
            _ => part,
        })
        .collect();
    parts.join(";")
}

/// How the pieces of a parameter's text are decoded.
fn decoder(parameter: &Parameter) -> fn(&str) -> Cow<'_, str> {
    match (parameter.location, parameter.style) {
        (Location::Path, _) | (Location::Cookie, Style::Form) => query::decode_percent,
        (Location::Query | Location::Querystring, _) => query::decode,
        _ => |text| Cow::Borrowed(text),
    }
}

/// The value of a query parameter, or of a cookie, or `None` where it is not there.
#[must_use]
pub fn from_pairs(
    shape: &Shape,
    parameter: &Parameter,
    pairs: Pairs<'_>,
    reading: Reading,
) -> Option<Value> {
    let name = parameter.name.as_str();
    let decode = decoder(parameter);
    let mut own = pairs
        .pairs
        .iter()
        .filter(|(n, _)| n == name)
        .map(|(_, v)| *v);
    if parameter.schema.is_none() {
        return own.next().map(|v| Value::from(decode(v)));
    }
    if parameter.style == Style::DeepObject {
        return deep::read(shape, name, pairs, decode);
    }
    let is_spread = parameter.explode && matches!(parameter.style, Style::Form | Style::Cookie);
    if shape.is_object() && is_spread {
        let is_mine = |n: &str| {
            shape.properties.contains_key(n)
                || shape.additional.is_some() && !pairs.claimed.contains(&n)
        };
        let mut mine = pairs.pairs.iter().filter(|(n, _)| is_mine(n)).peekable();
        mine.peek()?;
        return Some(object(
            shape,
            mine.map(|(n, v)| (n.clone().into_owned(), decode(v).into_owned())),
        ));
    }
    let first = own.next()?;
    let rest: Vec<&str> = own.collect();
    if parameter.allow_empty && first.is_empty() && rest.is_empty() {
        return Some(Value::from(""));
    }
    let delimited = || delimited(parameter.style, first, decode, reading);
    if shape.is_array() || shape.types.array && !rest.is_empty() {
        // There is no exploded form of tabs.
        let is_exploded = parameter.explode && parameter.style != Style::TabDelimited;
        let is_one = rest.is_empty() && !is_exploded;
        return Some(if is_one {
            array(shape, delimited().into_iter())
        } else {
            let all = std::iter::once(first).chain(rest);
            array(shape, all.map(|v| decode(v).into_owned()))
        });
    }
    if shape.is_object() {
        let parts = delimited();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let pairs = alternating(&parts).into_iter();
        return Some(object(
            shape,
            pairs.map(|(k, v)| (k.to_owned(), v.to_owned())),
        ));
    }
    Some(scalar(shape, &decode(first), reading))
}

/// A single text as a value of the shape's types.
#[must_use]
pub fn plain(shape: &Shape, text: &str) -> Value {
    scalar(shape, text, Reading::Strict)
}

fn delimited(
    style: Style,
    raw: &str,
    decode: fn(&str) -> Cow<'_, str>,
    reading: Reading,
) -> Vec<String> {
    // These delimiters may not stand in a URL as they are.
    let (separator, raw) = match style {
        Style::SpaceDelimited => (' ', raw.replace("%20", " ").replace('+', " ")),
        Style::PipeDelimited => ('|', raw.replace("%7C", "|").replace("%7c", "|")),
        Style::TabDelimited => ('\t', raw.replace("%09", "\t")),
        _ if reading == Reading::Lenient => (',', raw.replace("%2C", ",").replace("%2c", ",")),
        _ => (',', raw.to_owned()),
    };
    split(&raw, separator)
        .map(|part| decode(part).into_owned())
        .collect()
}

fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    // An empty text is an empty list, not a list of one empty text.
    text.split(separator).filter(move |_| !text.is_empty())
}

fn keyed<'a>(parts: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    parts
        .iter()
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .collect()
}

fn alternating<'a>(parts: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    parts
        .chunks(2)
        .map(|pair| (pair[0], pair.get(1).copied().unwrap_or("")))
        .collect()
}

fn array(shape: &Shape, parts: impl Iterator<Item = String>) -> Value {
    parts
        .map(|part| match &shape.items {
            Some(items) => plain(items, &part),
            None => Value::from(part),
        })
        .collect()
}

fn object(shape: &Shape, pairs: impl Iterator<Item = (String, String)>) -> Value {
    let mut map = Map::new();
    for (key, text) in pairs {
        let property = shape.property(&key);
        let items = property.filter(|p| p.is_array());
        let value = match items {
            Some(list) => list
                .items
                .as_ref()
                .map_or_else(|| Value::from(text.as_str()), |i| plain(i, &text)),
            None => property.map_or_else(|| Value::from(text.as_str()), |p| plain(p, &text)),
        };
        match map.get_mut(&key) {
            Some(Value::Array(list)) if items.is_some() => list.push(value),
            _ if items.is_some() => {
                map.insert(key, Value::Array(vec![value]));
            }
            _ => {
                map.insert(key, value);
            }
        }
    }
    Value::Object(map)
}

fn scalar(shape: &Shape, text: &str, reading: Reading) -> Value {
    let types = shape.types;
    let is_text = reading == Reading::Lenient && types.string;
    if types.is_open() || is_text {
        return Value::from(text);
    }
    if let Some(same) = shape.constants.iter().find(|v| is_written(v, text)) {
        return same.clone();
    }
    if types.boolean
        && let Ok(value) = text.parse::<bool>()
    {
        return Value::from(value);
    }
    if types.number
        && let Some(number) = number(text)
    {
        return number;
    }
    if types.null && !types.string && (text.is_empty() || text == "null") {
        return Value::Null;
    }
    if (types.object || types.array)
        && !types.string
        && let Ok(value @ (Value::Object(_) | Value::Array(_))) = serde_json::from_str(text)
    {
        return value;
    }
    Value::from(text)
}

fn is_written(value: &Value, text: &str) -> bool {
    match value {
        Value::Bool(value) => text == if *value { "true" } else { "false" },
        Value::Number(number) => number.to_string() == text,
        _ => false,
    }
}

/// A JSON number, and nothing around it.
fn number(text: &str) -> Option<Value> {
    let plain = text
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b'.' | b'e' | b'E'));
    plain
        .then(|| whole::read(text.as_bytes()).ok())
        .flatten()
        .filter(Value::is_number)
}
