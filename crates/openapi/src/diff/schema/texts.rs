//! Sizes, patterns, formats and encodings.

use serde_json::Value;

use super::{from_to, show};
use crate::diff::{
    code::Kind,
    graph::Found,
    shape::{Bound, Kinds, Origin, Shape},
};

/// Formats of the registries of JSON Schema 2020-12 (Validation §7.3) and OpenAPI that demand
/// something of a value. All others are hints.
const DEMANDING: &[&str] = &[
    "date-time",
    "date",
    "time",
    "duration",
    "email",
    "idn-email",
    "hostname",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "uri",
    "uri-reference",
    "iri",
    "iri-reference",
    "uri-template",
    "uuid",
    "json-pointer",
    "relative-json-pointer",
    "regex",
    "base64url",
    "char",
    "int8",
    "uint8",
    "int16",
    "uint16",
    "int32",
    "uint32",
    "int64",
    "uint64",
    "float",
    "double",
];

/// Whatever has the first format has the second one as well.
const WITHIN: &[(&str, &str)] = &[
    ("int8", "int16"),
    ("int8", "int32"),
    ("int8", "int64"),
    ("int16", "int32"),
    ("int16", "int64"),
    ("int32", "int64"),
    ("uint8", "uint16"),
    ("uint8", "uint32"),
    ("uint8", "uint64"),
    ("uint8", "int16"),
    ("uint8", "int32"),
    ("uint8", "int64"),
    ("uint16", "uint32"),
    ("uint16", "uint64"),
    ("uint16", "int32"),
    ("uint16", "int64"),
    ("uint32", "uint64"),
    ("uint32", "int64"),
    ("float", "double"),
    ("email", "idn-email"),
    ("hostname", "idn-hostname"),
    ("uri", "uri-reference"),
    ("uri", "iri"),
    ("uri", "iri-reference"),
    ("uri-reference", "iri-reference"),
    ("iri", "iri-reference"),
];

/// Lengths of texts and lists and numbers of properties.
pub(super) fn compare_sizes<'a>(
    old: &Shape<'a>,
    new: &Shape<'a>,
    both: Kinds,
    found: &mut Found<'a>,
) {
    for bound in Bound::ALL {
        if !both.meets(bound.kinds()) {
            continue;
        }
        let (was, is) = (
            old.counts[bound as usize].as_ref(),
            new.counts[bound as usize].as_ref(),
        );
        let none = if bound.is_least() { 0.0 } else { f64::INFINITY };
        let (x, y) = (was.map_or(none, |c| c.size), is.map_or(none, |c| c.size));
        let (lowered, raised) = bound.changes();
        let kind = if x < y {
            raised
        } else if x > y {
            lowered
        } else {
            continue;
        };
        let (before, after) = (was.map(|c| c.value.clone()), is.map(|c| c.value.clone()));
        let text = in_words(bound.keyword(), before.as_ref(), after.as_ref());
        let (old_place, new_place) = (old.origin(), new.origin());
        found.add(
            kind,
            (was.map(|c| &c.origin).or(old_place.as_ref()), before),
            (is.map(|c| &c.origin).or(new_place.as_ref()), after),
            text,
        );
    }
}

fn in_words(keyword: &str, before: Option<&Value>, after: Option<&Value>) -> String {
    match (before, after) {
        (Some(b), Some(a)) => format!("`{keyword}` went {}", from_to(b, a)),
        (None, Some(a)) => format!("`{keyword}` is new: {}", show(a)),
        (Some(b), None) => format!("`{keyword}` is gone; it was {}", show(b)),
        (None, None) => format!("`{keyword}`"),
    }
}

type Said<'a> = [(&'a str, Origin<'a>)];

/// Patterns.
pub(super) fn compare<'a>(old: &Shape<'a>, new: &Shape<'a>, found: &mut Found<'a>) {
    let kinds = (Kind::PatternAdded, Kind::PatternRemoved);
    pairwise(
        "pattern",
        (old, &old.patterns),
        (new, &new.patterns),
        kinds,
        |_, _| Kind::PatternChanged,
        found,
    );
    let other = Kind::EncodingChanged;
    pairwise(
        "contentEncoding",
        (old, &old.encodings),
        (new, &new.encodings),
        (other, other),
        |_, _| other,
        found,
    );
}

/// Formats, of texts and of numbers.
pub(super) fn compare_formats<'a>(
    old: &Shape<'a>,
    new: &Shape<'a>,
    both: Kinds,
    found: &mut Found<'a>,
) {
    if !both.meets(Kinds::STRING.or(Kinds::NUMBER)) {
        return;
    }
    let demanding = |shape: &Shape<'a>, wanted: bool| -> Vec<(&'a str, Origin<'a>)> {
        let formats = shape.formats.iter();
        formats
            .filter(|(f, _)| DEMANDING.contains(f) == wanted)
            .cloned()
            .collect()
    };
    let is_within = |a: &str, b: &str| WITHIN.contains(&(a, b));
    pairwise(
        "format",
        (old, &demanding(old, true)),
        (new, &demanding(new, true)),
        (Kind::FormatAdded, Kind::FormatRemoved),
        |was, is| {
            if is_within(is, was) {
                Kind::FormatNarrowed
            } else if is_within(was, is) {
                Kind::FormatWidened
            } else {
                Kind::FormatChanged
            }
        },
        found,
    );
    let hint = Kind::FormatHintChanged;
    pairwise(
        "format",
        (old, &demanding(old, false)),
        (new, &demanding(new, false)),
        (hint, hint),
        |_, _| hint,
        found,
    );
}

/// Texts of a keyword that may be said more than once: what is only on one side, one of each
/// side taken together while there are some.
fn pairwise<'a>(
    keyword: &str,
    (old, before): (&Shape<'a>, &Said<'a>),
    (new, after): (&Shape<'a>, &Said<'a>),
    (added, removed): (Kind, Kind),
    changed: impl Fn(&str, &str) -> Kind,
    found: &mut Found<'a>,
) {
    let only = |these: &Said<'a>, others: &Said<'a>| -> Vec<(&'a str, Origin<'a>)> {
        let mut only: Vec<(&'a str, Origin<'a>)> = Vec::new();
        for one in these {
            let is_there = |all: &Said<'a>| all.iter().any(|(text, _)| *text == one.0);
            if !is_there(others) && !is_there(&only) {
                only.push(one.clone());
            }
        }
        only
    };
    let (gone, fresh) = (only(before, after), only(after, before));
    let (old_place, new_place) = (old.origin(), new.origin());
    for index in 0..gone.len().max(fresh.len()) {
        let (was, is) = (gone.get(index), fresh.get(index));
        let kind = match (was, is) {
            (Some((was, _)), Some((is, _))) => changed(was, is),
            (None, _) => added,
            (_, None) => removed,
        };
        let value = |one: Option<&(&str, Origin<'a>)>| one.map(|(text, _)| Value::from(*text));
        let (before, after) = (value(was), value(is));
        let text = in_words(keyword, before.as_ref(), after.as_ref());
        found.add(
            kind,
            (was.map(|(_, o)| o).or(old_place.as_ref()), before),
            (is.map(|(_, o)| o).or(new_place.as_ref()), after),
            text,
        );
    }
}
