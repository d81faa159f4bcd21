//! Filters: declared parameters that name a property, a range of one, or words to look for.

use std::cmp::Ordering;

use fairlead_core::Timestamp;
use fairlead_openapi::SchemaRef;
use fairlead_validate::parameter::write;
use serde_json::Value;

use crate::state::{
    naming::{fold, words},
    query::Given,
    schema::Look,
};

const SEARCH: &[&str] = &[
    "q",
    "search",
    "query",
    "searchterm",
    "searchtext",
    "searchquery",
    "keyword",
    "keywords",
    "term",
    "text",
];
const LEAST: &[&str] = &[
    "gte", "min", "from", "since", "after", "start", "ge", "minimum",
];
const MOST: &[&str] = &[
    "lte", "max", "to", "until", "before", "end", "le", "maximum",
];
/// Fields of an object that stand for the whole of it.
const NAMES: &[&str] = &[
    "id", "name", "key", "slug", "value", "title", "label", "code",
];

/// What an item has to be.
#[derive(Debug)]
pub enum Test {
    /// A property is this, or one of these.
    Equal(String, Value),
    /// A property is at least this (or more than it).
    Least(String, Value, bool),
    /// A property is at most this (or less than it).
    Most(String, Value, bool),
    /// Some text in it has these words.
    Has(String),
}

/// The test that a parameter asks for, where it asks for one.
pub fn read(look: Look<'_>, item: &SchemaRef, names: &[String], given: &Given<'_>) -> Option<Test> {
    let value = given.value.clone()?;
    let name = fold(&given.name);
    let property = |wanted: &str| names.iter().find(|n| fold(n) == wanted).cloned();
    if let Some(property) = property(&name) {
        return Some(Test::Equal(property, value));
    }
    if SEARCH.contains(&name.as_str()) {
        let text = write::scalar(&value).to_lowercase();
        return (!text.is_empty()).then_some(Test::Has(text));
    }
    let mut rest = words(&given.name);
    if rest.len() > 1 && matches!(rest[0].as_str(), "filter" | "where") {
        rest.remove(0);
        if let Some(property) = property(&rest.concat()) {
            return Some(Test::Equal(property, value));
        }
    }
    // `startDate` and `endTime` are ranges of a date that is not named.
    if rest.len() == 2 && matches!(rest[1].as_str(), "date" | "time" | "at" | "on") {
        rest.truncate(1);
    }
    let bound = |word: &str| match word {
        "gt" => Some((true, true)),
        "lt" => Some((false, true)),
        _ if LEAST.contains(&word) => Some((true, false)),
        _ if MOST.contains(&word) => Some((false, false)),
        _ => None,
    };
    let (first, last) = (rest.first()?.clone(), rest.last()?.clone());
    let (is_least, is_strict, of) = if let Some((least, strict)) = bound(&last) {
        (least, strict, rest[..rest.len() - 1].concat())
    } else if let Some((least, strict)) = bound(&first) {
        (least, strict, rest[1..].concat())
    } else {
        return None;
    };
    let property = if of.is_empty() {
        date(look, item, names)?
    } else {
        let ends = ["", "at", "date", "on", "time"];
        ends.iter()
            .find_map(|end| property(&format!("{of}{end}")))?
    };
    Some(if is_least {
        Test::Least(property, value, is_strict)
    } else {
        Test::Most(property, value, is_strict)
    })
}

/// The date of an item that a range without a name is about.
fn date(look: Look<'_>, item: &SchemaRef, names: &[String]) -> Option<String> {
    let is_date = |name: &&String| {
        let Some(at) = look.property(item, name) else {
            return false;
        };
        let inner = look.items(&at).unwrap_or(at);
        matches!(look.text(&inner, "format"), Some("date" | "date-time"))
    };
    let rank = |name: &&String| {
        let name = fold(name);
        u8::from(name.starts_with("updated") || name.starts_with("modified"))
    };
    names.iter().filter(is_date).min_by_key(rank).cloned()
}

impl Test {
    /// Whether an item is so.
    pub fn holds(&self, item: &Value) -> bool {
        match self {
            Self::Equal(name, wanted) => equals(item.get(name), wanted),
            Self::Least(name, bound, strict) => {
                in_range(item.get(name), bound, Ordering::Greater, *strict)
            }
            Self::Most(name, bound, strict) => {
                in_range(item.get(name), bound, Ordering::Less, *strict)
            }
            Self::Has(text) => has(item, text),
        }
    }
}

/// Whether a value is the one wanted, or one of those; of a list, whether any of it is.
pub fn equals(value: Option<&Value>, wanted: &Value) -> bool {
    if let Value::Array(wanted) = wanted {
        return wanted.iter().any(|w| equals(value, w));
    }
    match value {
        None | Some(Value::Null) => matches!(wanted, Value::Null),
        Some(Value::Array(items)) => items.iter().any(|item| equals(Some(item), wanted)),
        Some(Value::Object(fields)) => NAMES
            .iter()
            .any(|name| fields.get(*name).is_some_and(|v| equals(Some(v), wanted))),
        Some(value) => write::scalar(value) == write::scalar(wanted),
    }
}

fn in_range(value: Option<&Value>, bound: &Value, side: Ordering, is_strict: bool) -> bool {
    match value {
        None | Some(Value::Null) => false,
        Some(Value::Array(items)) => items
            .iter()
            .any(|item| in_range(Some(item), bound, side, is_strict)),
        Some(value) => match compare(value, bound) {
            Some(Ordering::Equal) => !is_strict,
            Some(order) => order == side,
            None => false,
        },
    }
}

/// Numbers by size, times by when they are, a time and a day by their days, texts by their
/// letters.
fn compare(value: &Value, bound: &Value) -> Option<Ordering> {
    if let (Some(value), Some(bound)) = (value.as_f64(), bound.as_f64()) {
        return value.partial_cmp(&bound);
    }
    let (value, bound) = (write::scalar(value), write::scalar(bound));
    let is_day = |text: &str| text.len() == 10 && text.as_bytes()[4] == b'-';
    if (is_day(&bound) || is_day(&value))
        && value.is_char_boundary(10)
        && bound.is_char_boundary(10)
    {
        return Some(value[..10].cmp(&bound[..10]));
    }
    let time = |text: &str| text.parse::<Timestamp>().ok();
    if let (Some(value), Some(bound)) = (time(&value), time(&bound)) {
        return Some(value.cmp(&bound));
    }
    if let (Ok(value), Ok(bound)) = (value.parse::<f64>(), bound.parse::<f64>()) {
        return value.partial_cmp(&bound);
    }
    Some(value.cmp(&bound))
}

/// Whether any text in a value holds a text, whatever the case.
fn has(value: &Value, text: &str) -> bool {
    match value {
        Value::String(value) => value.to_lowercase().contains(text),
        Value::Array(items) => items.iter().any(|item| has(item, text)),
        Value::Object(fields) => fields.values().any(|field| has(field, text)),
        _ => false,
    }
}
