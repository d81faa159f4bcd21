//! Order: `sort=-name`, `sort=name:desc`, `sort_by=name&order=desc` and their kin.

use std::cmp::Ordering;

use serde_json::Value;

use crate::state::{naming::fold, query::Given};

const FIELDS: &[&str] = &[
    "sort",
    "sortby",
    "orderby",
    "order",
    "ordering",
    "sortfield",
    "sortkey",
    "sortcolumn",
];
const DIRECTIONS: &[&str] = &[
    "direction",
    "dir",
    "sortdirection",
    "sortorder",
    "sortdir",
    "orderdirection",
    "orderdir",
    "order",
];

/// Whether a parameter says in which order.
pub fn is_one(names: &[String], given: &Given<'_>) -> bool {
    let name = fold(&given.name);
    let is_property = names.iter().any(|n| fold(n) == name);
    !is_property && (FIELDS.contains(&name.as_str()) || DIRECTIONS.contains(&name.as_str()))
}

/// Sorts items; those that are equal stay in their order.
pub fn sort(items: &mut [&Value], names: &[String], given: &[Given<'_>]) {
    let mut fields: Vec<(String, bool)> = Vec::new();
    let mut falling = false;
    for one in given {
        let name = fold(&one.name);
        for text in texts(one.value.as_ref()) {
            if let Some(direction) = direction(&text) {
                match fields
                    .last_mut()
                    .filter(|_| FIELDS.contains(&name.as_str()) && name != "order")
                {
                    // `sort=name,desc`
                    Some(last) => last.1 = direction,
                    None => falling = direction,
                }
            } else if FIELDS.contains(&name.as_str()) {
                fields.extend(field(&text, names));
            }
        }
    }
    if fields.is_empty() {
        // Only a direction: of the order in which they came.
        if falling {
            items.reverse();
        }
        return;
    }
    items.sort_by(|a, b| {
        let orders = fields.iter().map(|(name, down)| {
            let order = compare(a.get(name), b.get(name));
            if *down == falling {
                order
            } else {
                order.reverse()
            }
        });
        orders.fold(Ordering::Equal, Ordering::then)
    });
}

/// A property, and whether it falls.
fn field(text: &str, names: &[String]) -> Option<(String, bool)> {
    let find = |text: &str| {
        let wanted = fold(text);
        let with = |end: &str| format!("{wanted}{end}");
        let mut same = names.iter().filter(|n| {
            let name = fold(n);
            name == wanted || name == with("at") || name == with("date")
        });
        same.next().cloned()
    };
    let (bare, down) = match text.strip_prefix('-') {
        Some(bare) => (bare, true),
        None => (text.strip_prefix('+').unwrap_or(text), false),
    };
    if let Some(name) = find(bare) {
        return Some((name, down));
    }
    let (bare, end) = bare.rsplit_once([':', ' ', '.', '_', '|'])?;
    Some((find(bare)?, direction(end)? != down))
}

/// Whether a word says that the order falls.
fn direction(word: &str) -> Option<bool> {
    match fold(word).as_str() {
        "asc" | "ascending" | "ascend" => Some(false),
        "desc" | "descending" | "descend" => Some(true),
        _ => None,
    }
}

fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Array(items)) => items.iter().flat_map(|i| texts(Some(i))).collect(),
        Some(Value::String(text)) => text
            .split(',')
            .map(|t| t.trim().to_owned())
            .filter(|t| !t.is_empty())
            .collect(),
        _ => Vec::new(),
    }
}

/// Numbers by size, texts without case; what is not there comes last.
fn compare(a: Option<&Value>, b: Option<&Value>) -> Ordering {
    let is_there = |v: Option<&Value>| v.is_some_and(|v| !v.is_null());
    match (a, b) {
        (Some(Value::Number(a)), Some(Value::Number(b))) => {
            let (a, b) = (a.as_f64().unwrap_or(0.0), b.as_f64().unwrap_or(0.0));
            a.total_cmp(&b)
        }
        (Some(Value::String(a)), Some(Value::String(b))) => a
            .to_lowercase()
            .cmp(&b.to_lowercase())
            .then_with(|| a.cmp(b)),
        (Some(Value::Bool(a)), Some(Value::Bool(b))) => a.cmp(b),
        (a, b) => is_there(b).cmp(&is_there(a)),
    }
}
