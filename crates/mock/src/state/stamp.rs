//! Times that a server notes: when an item was made, when it was last changed.

use fairlead_core::Timestamp;
use serde_json::{Map, Value};

use super::{make::Maker, naming::fold};

const CREATED: &[&str] = &[
    "created",
    "createdat",
    "createdon",
    "createdtime",
    "createddate",
    "creationdate",
    "creationtime",
    "datecreated",
    "timecreated",
    "insertedat",
    "createtime",
    "createdatetime",
    "createddatetime",
    "createdutc",
];
const UPDATED: &[&str] = &[
    "updated",
    "updatedat",
    "updatedon",
    "updatedtime",
    "updateddate",
    "dateupdated",
    "timeupdated",
    "lastupdated",
    "lastupdatedat",
    "lastupdate",
    "modified",
    "modifiedat",
    "modifiedon",
    "modifieddate",
    "datemodified",
    "lastmodified",
    "lastmodifiedat",
    "lastmodifieddate",
    "changedat",
    "updatetime",
    "updateddatetime",
    "updateddateutc",
    "modifiedtime",
    "updatedutc",
];

/// Whether a property of this name notes when an item was made.
pub fn is_of_making(name: &str) -> bool {
    CREATED.contains(&fold(name).as_str())
}

/// The fields that note the time of a change, of those that the item's schema has.
pub fn stamps(maker: Maker<'_>, now: Timestamp, is_new: bool) -> Map<String, Value> {
    let item = &maker.collection.item;
    let mut stamps = Map::new();
    for name in maker.look.names(item) {
        let folded = fold(&name);
        let known = UPDATED.contains(&folded.as_str()) || is_new && is_of_making(&name);
        if known
            && let Some(at) = maker.look.property(item, &name)
            && let Some(value) = written(maker, &at, now)
        {
            stamps.insert(name, value);
        }
    }
    stamps
}

/// A time as in mail (RFC 5322 §3.3, RFC 2822 before it).
fn rfc2822(now: Timestamp) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let text = now.to_string();
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    // 1970-01-01 was a Thursday.
    let day = now.as_millis().div_euclid(86_400_000).rem_euclid(7);
    let day = usize::try_from(day).map_or("", |day| DAYS[day]);
    let month: usize = part(5, 7).parse().unwrap_or(1);
    let month = MONTHS[month.clamp(1, 12) - 1];
    format!(
        "{day}, {} {month} {} {} +0000",
        part(8, 10),
        part(0, 4),
        part(11, 19)
    )
}

fn written(maker: Maker<'_>, at: &fairlead_openapi::SchemaRef, now: Timestamp) -> Option<Value> {
    let look = maker.look;
    let text = now.to_string();
    if look.is(at, "string") {
        return match look.text(at, "format") {
            Some("date") => Some(text.split('T').next()?.into()),
            Some("date-time") | None => Some(text.into()),
            Some("time") => Some(text.split('T').nth(1)?.into()),
            Some("rfc2822" | "date-time-rfc-2822") => Some(rfc2822(now).into()),
            Some(_) => None,
        };
    }
    if look.is(at, "integer") || look.is(at, "number") {
        // An example beyond the year 5000 in seconds counts milliseconds.
        let example = look.value(at, "example").and_then(Value::as_f64);
        let in_millis = example.is_some_and(|e| e > 1e11)
            || look.text(at, "format").is_some_and(|f| f.contains("mill"));
        let millis = now.as_millis();
        return Some(
            if in_millis {
                millis
            } else {
                millis.div_euclid(1000)
            }
            .into(),
        );
    }
    None
}
