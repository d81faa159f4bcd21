//! Ids that are free: the next number, else a text that the schema lets stand.

use fairlead_validate::{Direction, parameter::write};
use serde_json::Value;

use super::{make::Maker, naming::fold, store::Set};
use crate::prefer::Preference;

/// How many texts are tried until one is free.
const TRIES: u64 = 200;

/// A new id, and the same as it stands in a path.
pub fn free(maker: Maker<'_>, set: &mut Set, seed: u64) -> (Value, String) {
    let collection = maker.collection;
    let property = collection
        .id
        .as_ref()
        .and_then(|id| maker.look.property(&collection.item, id));
    let Some(at) = property else {
        let number = next(set, 1);
        return (number.into(), number.to_string());
    };
    let valid = |value: &Value| {
        maker
            .mock
            .contract
            .is_valid(&at, Direction::Response, value)
    };
    let is_number = maker.look.is(&at, "integer") || maker.look.is(&at, "number");
    let least = maker.look.value(&at, "minimum").and_then(Value::as_i64);
    if is_number {
        let number = Value::from(next(set, least.unwrap_or(1)));
        if valid(&number) {
            let text = write::scalar(&number);
            return (number, text);
        }
    }
    for n in 0..TRIES {
        let Some(text) = like(maker, set, mix(seed, n)) else {
            break;
        };
        let value = Value::from(text.as_str());
        if valid(&value) && !set.items.contains_key(&text) {
            return (value, text);
        }
    }
    let dynamic = Preference {
        dynamic: true,
        ..Preference::default()
    };
    for _ in 0..TRIES {
        set.given += 1;
        let seed = mix(seed, set.given);
        let value = maker.mock.sample(&at, seed, &dynamic);
        let text = write::scalar(&value);
        if !text.is_empty() && !set.items.contains_key(&text) {
            return (value, text);
        }
        // Names from a small stock run out; a number behind them makes them new.
        let numbered = Value::from(format!("{text}-{}", set.given));
        let text = write::scalar(&numbered);
        if valid(&numbered) && !set.items.contains_key(&text) {
            return (numbered, text);
        }
    }
    let number = next(set, 1);
    (number.into(), number.to_string())
}

/// A text like the ids that are there, or like ids in general where nothing is said of them.
fn like(maker: Maker<'_>, set: &mut Set, seed: u64) -> Option<String> {
    let collection = maker.collection;
    let name = collection.id.as_ref()?;
    let at = maker.look.property(&collection.item, name)?;
    if ["pattern", "enum", "const", "format"]
        .iter()
        .any(|keyword| maker.look.value(&at, keyword).is_some())
    {
        return None;
    }
    let shown = maker.look.value(&at, "example").and_then(Value::as_str);
    let examples = maker.look.value(&at, "examples").and_then(|e| e.get(0));
    let known = shown
        .or_else(|| examples.and_then(Value::as_str))
        .or_else(|| collection.examples.first()?.get(name)?.as_str())
        .unwrap_or_default();
    if !known.is_empty() && known.bytes().all(|b| b.is_ascii_digit()) {
        let least = known.parse::<i64>().unwrap_or(0).saturating_add(1);
        return Some(next(set, least).to_string());
    }
    let folded = fold(name);
    let is_id = ["id", "sid", "uid", "uuid", "key", "token", "ref"]
        .iter()
        .any(|end| folded.ends_with(end));
    is_id.then(|| {
        set.given += 1;
        format!("{:012x}", mix(seed, set.given) >> 16)
    })
}

fn next(set: &mut Set, least: i64) -> i64 {
    set.given += 1;
    set.highest = set.highest.saturating_add(1).max(least);
    set.highest
}

/// Another seed for each number (SplitMix64's last step).
pub fn mix(seed: u64, number: u64) -> u64 {
    let mut z = seed ^ number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A seed from texts (FNV-1a, 64 bits).
pub fn seed_of<'t>(seed: u64, texts: impl IntoIterator<Item = &'t str>) -> u64 {
    let mut hash = 0xCBF2_9CE4_8422_2325_u64 ^ mix(seed, 1);
    for text in texts {
        for byte in text.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }
    hash
}
