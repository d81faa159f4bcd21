//! How long answers are held back.

use std::{borrow::Cow, fmt, time::Duration};

use fastrand::Rng;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess},
};

use super::period::Period;

/// The longest that one answer may be held back.
const LONGEST: Duration = Duration::from_mins(10);

/// How long an answer is held back.
#[derive(Clone, Debug, PartialEq)]
pub enum Latency {
    /// Always as long.
    Fixed(Duration),
    /// Percentiles, ascending: this share of the answers (0 to 100) comes within this time.
    Curve(Vec<(f64, Duration)>),
}

impl Latency {
    /// The time for one answer. Between two percentiles it lies on the line from one to the other;
    /// below the first on that from nothing; above the last it is the last.
    pub fn sample(&self, chance: &mut Rng) -> Duration {
        let points = match self {
            Self::Fixed(time) => return *time,
            Self::Curve(points) => points,
        };
        let drawn = chance.f64() * 100.0;
        let mut before = (0.0, Duration::ZERO);
        for point in points {
            if drawn <= point.0 {
                let way = (drawn - before.0) / (point.0 - before.0).max(f64::EPSILON);
                let step = point
                    .1
                    .saturating_sub(before.1)
                    .mul_f64(way.clamp(0.0, 1.0));
                return before.1 + step;
            }
            before = *point;
        }
        before.1
    }
}

/// `p50` as 50.
fn percentile(key: &str) -> Option<f64> {
    let digits = key.strip_prefix('p')?;
    let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let share = digits.parse::<f64>().ok().filter(|_| plain)?;
    (0.0..=100.0).contains(&share).then_some(share)
}

fn bounded<E: de::Error>(time: Period) -> Result<Duration, E> {
    if time.0 > LONGEST {
        return Err(E::custom(format!(
            "no answer is held back for longer than {}",
            Period(LONGEST)
        )));
    }
    Ok(time.0)
}

impl<'de> Deserialize<'de> for Latency {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Latency;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(
                    "a stretch of time such as 50ms, or percentiles such as {p50: 20ms, p99: 1s}",
                )
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Latency, E> {
                bounded(text.parse().map_err(E::custom)?).map(Latency::Fixed)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Latency, A::Error> {
                let mut points: Vec<(f64, Duration)> = Vec::new();
                while let Some(key) = map.next_key::<String>()? {
                    let share = percentile(&key).ok_or_else(|| {
                        de::Error::custom(format!(
                            "`{key}` is no percentile; write p0 to p100, as in p50 or p99.9"
                        ))
                    })?;
                    points.push((share, bounded(map.next_value::<Period>()?)?));
                }
                points.sort_by(|a, b| a.0.total_cmp(&b.0));
                if points.is_empty() {
                    return Err(de::Error::custom(
                        "there is no percentile; name one, as in {p50: 20ms}",
                    ));
                }
                if let Some(pair) = points.windows(2).find(|pair| pair[0].1 > pair[1].1) {
                    return Err(de::Error::custom(format!(
                        "p{} is longer than p{}; more of the answers cannot come within less time",
                        pair[0].0, pair[1].0
                    )));
                }
                Ok(Latency::Curve(points))
            }
        }
        from.deserialize_any(Visitor)
    }
}

impl JsonSchema for Latency {
    fn schema_name() -> Cow<'static, str> {
        "Latency".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let period = generator.subschema_for::<Period>();
        json_schema!({
            "description": "How long an answer is held back: always as long, or by percentiles. \
                Drawn from the seed and the number of the request; at most 10m.",
            "anyOf": [
                period,
                {
                    "description": "The share of the answers (p50: half of them) that comes \
                        within a time. In between it goes in a straight line.",
                    "type": "object",
                    "minProperties": 1,
                    "patternProperties": { "^p(100|[0-9]{1,2})(\\.[0-9]+)?$": period },
                    "additionalProperties": false,
                },
            ],
            "examples": ["50ms", { "p50": "20ms", "p95": "200ms", "p99": "1s" }],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_has_the_percentiles_that_it_names() {
        let curve: Latency =
            serde_json::from_str(r#"{"p50":"20ms","p95":"200ms","p99":"1s"}"#).unwrap();
        let mut drawn: Vec<Duration> = (0..10_000)
            .map(|n| curve.sample(&mut super::super::chance::source(1, 0, n)))
            .collect();
        drawn.sort();
        let near = |share: usize, wanted: u64, off: u64| {
            let found = drawn[share * 100].as_millis();
            assert!(
                found.abs_diff(u128::from(wanted)) <= u128::from(off),
                "p{share}: {found}"
            );
        };
        near(50, 20, 3);
        near(95, 200, 100);
        assert_eq!(drawn[9_999], Duration::from_secs(1));
    }
}
