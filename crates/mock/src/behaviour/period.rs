//! Stretches of time as people write them: `50ms`, `1.5s`, `2m`, `24h`, `7d`.

use std::{borrow::Cow, fmt, str::FromStr, time::Duration};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The longest stretch that may be written, in seconds: a year and a day.
const LONGEST: f64 = 366.0 * 86_400.0;

/// Units and their length in seconds. `ms` before `m` and `s`, for they are its endings.
const UNITS: &[(&str, f64)] = &[
    ("ms", 0.001),
    ("s", 1.0),
    ("m", 60.0),
    ("h", 3_600.0),
    ("d", 86_400.0),
];

/// A stretch of time, written as a number and its unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period(pub Duration);

impl FromStr for Period {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "`{text}` is no stretch of time; write a number and a unit, as in 50ms, 1.5s, 2m, 24h or 7d"
            )
        };
        let (number, unit) = UNITS
            .iter()
            .find_map(|(unit, seconds)| Some((text.strip_suffix(unit)?, *seconds)))
            .ok_or_else(wrong)?;
        let number = number.trim_end();
        let plain = number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let seconds = number
            .parse::<f64>()
            .ok()
            .filter(|n| plain && n.is_finite())
            .ok_or_else(wrong)?
            * unit;
        if seconds > LONGEST {
            return Err(format!("`{text}` is longer than a year"));
        }
        Ok(Self(Duration::from_secs_f64(seconds)))
    }
}

impl fmt::Display for Period {
    /// In the largest unit that needs no fraction.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = self.0.as_millis();
        let units = [
            ("d", 86_400_000),
            ("h", 3_600_000),
            ("m", 60_000),
            ("s", 1_000),
        ];
        for (unit, length) in units {
            if millis >= length && millis.is_multiple_of(length) {
                return write!(f, "{}{unit}", millis / length);
            }
        }
        write!(f, "{millis}ms")
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Period;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a stretch of time with its unit, such as 50ms, 1.5s, 2m, 24h or 7d")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Period, E> {
                text.parse().map_err(E::custom)
            }
        }
        from.deserialize_str(Visitor)
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl JsonSchema for Period {
    fn schema_name() -> Cow<'static, str> {
        "Period".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A stretch of time: a number and its unit, ms, s, m (minutes), h or d.",
            "type": "string",
            "pattern": "^[0-9]+(\\.[0-9]+)? *(ms|s|m|h|d)$",
            "examples": ["50ms", "1.5s", "2m", "24h", "7d"],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_read_and_written_back() {
        for (text, millis) in [
            ("50ms", 50),
            ("1.5s", 1500),
            ("2m", 120_000),
            ("7d", 604_800_000),
        ] {
            let period: Period = text.parse().unwrap();
            assert_eq!(period.0, Duration::from_millis(millis), "{text}");
            assert_eq!(period.to_string().parse::<Period>(), Ok(period), "{text}");
        }
        for text in [
            "", "5", "ms", "-1s", "1e3s", "infs", "400d", "1 week", "1..2s",
        ] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }
}
