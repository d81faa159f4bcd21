//! Which part of a list is asked for: by page, by offset, or by a cursor.

use std::ops::Range;

use serde_json::Value;

use crate::state::{bounds, identity::seed_of, naming::fold, query::Given, schema::Look};

const LIMITS: &[&str] = &[
    "limit",
    "perpage",
    "pagesize",
    "pagelimit",
    "size",
    "maxresults",
    "count",
    "first",
    "top",
    "take",
    "max",
    "rows",
    "maxitems",
    "itemsperpage",
    "resultsperpage",
    "maxpagesize",
    "maxrecords",
    "num",
    "numresults",
    "pageperpage",
];
const OFFSETS: &[&str] = &[
    "offset",
    "skip",
    "start",
    "pageoffset",
    "startat",
    "startindex",
];
const PAGES: &[&str] = &[
    "page",
    "pagenumber",
    "pageno",
    "pagenum",
    "pageindex",
    "currentpage",
];
const CURSORS: &[&str] = &[
    "cursor",
    "after",
    "startingafter",
    "pagetoken",
    "nexttoken",
    "nextpagetoken",
    "continuationtoken",
    "continuation",
    "marker",
    "nextcursor",
    "pagecursor",
    "pageafter",
    "startafter",
    "nextpage",
];

/// How the next page is named.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Style {
    /// There is no way to ask for another.
    None,
    /// By the number of items before it.
    Offset(String),
    /// By its own number; the first one has this one.
    Page(String, usize),
    /// By a text that only the server understands; or by a number.
    Cursor(String, bool),
}

/// Another page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    Next,
    Previous,
    First,
    Last,
}

/// A stretch of a list.
#[derive(Debug)]
pub struct Window {
    /// Items in the whole list.
    pub total: usize,
    /// Items before this stretch.
    pub start: usize,
    /// Items in this stretch.
    pub length: usize,
    /// Most items of a page.
    pub limit: usize,
    style: Style,
    /// The last item's id, hashed.
    last: u64,
}

/// Whether a parameter says which part of a list is asked for.
pub fn is_one(look: Look<'_>, given: &Given<'_>) -> bool {
    kind(look, given).is_some()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Limit,
    Offset,
    Page,
    Cursor,
}

fn kind(look: Look<'_>, given: &Given<'_>) -> Option<Kind> {
    let name = fold(&given.name);
    let name = name.as_str();
    let schema = given.parameter.schema.as_ref();
    let is = |kind: &str| schema.is_some_and(|s| look.is(s, kind));
    // A key of an object has no schema of its own here.
    let is_number = is("integer") || is("number") || is("object");
    let is_text = is("string") && schema.is_none_or(|s| look.text(s, "format").is_none());
    if LIMITS.contains(&name) && is_number {
        return Some(Kind::Limit);
    }
    if OFFSETS.contains(&name) && is_number {
        return Some(Kind::Offset);
    }
    if PAGES.contains(&name) && is_number {
        return Some(Kind::Page);
    }
    let is_token = ["offset", "page"].contains(&name) && is_text;
    (is_token || CURSORS.contains(&name)).then_some(Kind::Cursor)
}

impl Window {
    /// The stretch that some parameters ask for; `keys` are the ids of all items.
    pub fn new(look: Look<'_>, given: &[Given<'_>], keys: &[String], most: Option<usize>) -> Self {
        let total = keys.len();
        let of = |wanted: Kind| given.iter().filter(move |g| kind(look, g) == Some(wanted));
        let sent = |wanted: Kind| of(wanted).find(|g| g.value.is_some());
        let asked = of(Kind::Limit).find_map(|g| {
            let schema = g.parameter.schema.as_ref();
            let default = || schema.and_then(|s| look.value(s, "default"));
            size(g.value.as_ref().or_else(default)?)
        });
        let usual = (!given.is_empty()).then_some(bounds::PAGE);
        let limit = asked.or(usual).unwrap_or(total.max(1));
        let limit = limit.min(most.unwrap_or(usize::MAX));
        let chosen = [Kind::Cursor, Kind::Page, Kind::Offset]
            .into_iter()
            .find_map(sent)
            .or_else(|| {
                [Kind::Page, Kind::Offset, Kind::Cursor]
                    .into_iter()
                    .find_map(|kind| of(kind).next())
            });
        let style = chosen.map_or(Style::None, |g| style(look, g));
        let value = chosen.and_then(|g| g.value.as_ref());
        let start = match (&style, value) {
            (_, None) | (Style::None, _) => 0,
            (Style::Offset(_), Some(value)) => size(value).unwrap_or(0),
            (Style::Page(_, first), Some(value)) => {
                let before = size(value).unwrap_or(*first).saturating_sub(*first);
                before.saturating_mul(limit)
            }
            (Style::Cursor(..), Some(value)) => after(value, keys),
        };
        let start = start.min(total);
        let length = limit.min(total - start);
        let last = (start + length).checked_sub(1).and_then(|n| keys.get(n));
        Self {
            total,
            start,
            length,
            limit,
            style,
            last: hash(last.map_or("", String::as_str)),
        }
    }

    /// The items of the stretch, by their places.
    pub fn range(&self) -> Range<usize> {
        self.start..self.start + self.length
    }

    /// Whether pages are asked for by number or offset, so that any of them can be.
    pub fn is_numbered(&self) -> bool {
        matches!(self.style, Style::Offset(_) | Style::Page(..))
    }

    /// How many pages there are.
    pub fn pages(&self) -> usize {
        self.total.div_ceil(self.limit.max(1)).max(1)
    }

    /// The number of this page, as the description counts.
    pub fn page(&self) -> usize {
        self.start / self.limit.max(1) + self.first_page()
    }

    /// The number of the first page.
    pub fn first_page(&self) -> usize {
        match self.style {
            Style::Page(_, first) => first,
            _ => 1,
        }
    }

    /// Whether there is more behind it.
    pub fn has_next(&self) -> bool {
        self.start + self.length < self.total && self.limit > 0
    }

    /// The text that asks for what comes next, where there is more.
    pub fn token(&self) -> Option<String> {
        let next = self.start + self.length;
        let is_number = matches!(self.style, Style::Cursor(_, true));
        let token = if is_number {
            next.to_string()
        } else {
            format!("{next}-{:x}", self.last)
        };
        self.has_next().then_some(token)
    }

    /// The query parameter that asks for another page, where there is one.
    pub fn link(&self, link: Link) -> Option<(String, String)> {
        let step = self.limit.max(1);
        let start = match link {
            Link::Next => self.has_next().then(|| self.start + self.length),
            Link::Previous => (self.start > 0).then(|| self.start.saturating_sub(step)),
            Link::First => Some(0),
            Link::Last => Some((self.pages() - 1) * step),
        }?;
        match &self.style {
            Style::None => None,
            Style::Offset(name) => Some((name.clone(), start.to_string())),
            Style::Page(name, first) => Some((name.clone(), (start / step + first).to_string())),
            Style::Cursor(name, _) => {
                let token = self.token().filter(|_| link == Link::Next)?;
                Some((name.clone(), token))
            }
        }
    }
}

fn style(look: Look<'_>, given: &Given<'_>) -> Style {
    let name = given.name.clone();
    let schema = given.parameter.schema.as_ref();
    match kind(look, given) {
        Some(Kind::Offset) => Style::Offset(name),
        Some(Kind::Page) => {
            let says = |key| {
                schema
                    .and_then(|s| look.value(s, key))
                    .and_then(Value::as_u64)
            };
            let from_zero = says("default") == Some(0) || says("minimum") == Some(0);
            Style::Page(name, usize::from(!from_zero || says("default") == Some(1)))
        }
        Some(Kind::Cursor) => {
            let is = |kind: &str| schema.is_some_and(|s| look.is(s, kind));
            Style::Cursor(name, is("integer") && !is("string"))
        }
        _ => Style::None,
    }
}

/// Where the stretch behind a cursor begins: behind the item that it names or was made for, else
/// at the place that it was made for.
fn after(value: &Value, keys: &[String]) -> usize {
    let text = fairlead_validate::parameter::write::scalar(value);
    if let Some(at) = keys.iter().position(|key| *key == text) {
        return at + 1;
    }
    let (place, mark) = text.split_once('-').unwrap_or((&text, ""));
    let place = place.parse().unwrap_or(0);
    let mark = u64::from_str_radix(mark, 16).ok();
    let same = mark.and_then(|mark| keys.iter().position(|key| hash(key) == mark));
    same.map_or(place, |at| at + 1)
}

fn hash(key: &str) -> u64 {
    seed_of(0, [key]) >> 24
}

fn size(value: &Value) -> Option<usize> {
    let number = match value {
        Value::String(text) => text.parse::<u64>().ok(),
        other => other.as_u64(),
    };
    number.and_then(|n| usize::try_from(n).ok())
}
