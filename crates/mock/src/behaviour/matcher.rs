//! What a value has to be.

use std::{borrow::Cow, cmp::Ordering, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer,
    de::{self, value},
};
use serde_json::Value;

use super::pattern::TextPattern;

/// What a value has to be: a plain value, which it has to equal, or tests that all have to hold.
#[derive(Clone, Debug, Default)]
pub struct Matcher(Tests);

/// Tests of a value; all of them have to hold. Where a name is there more than once (in a query,
/// say), one of its values is enough.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct Tests {
    /// It is this value. Texts of queries, headers and cookies equal the number they write.
    #[serde(deserialize_with = "any_value")]
    equals: Option<Value>,
    /// It is not this value, or not there.
    #[serde(deserialize_with = "any_value")]
    not_equals: Option<Value>,
    /// A text with this text in it, a list with this item, or an object with this key.
    #[serde(deserialize_with = "any_value")]
    contains: Option<Value>,
    /// A text that this regular expression is found in.
    matches: Option<TextPattern>,
    /// Whether it is there at all.
    exists: Option<bool>,
    /// Greater than this number, or later in order than this text (as dates are).
    #[serde(deserialize_with = "any_value")]
    gt: Option<Value>,
    /// Greater or equal.
    #[serde(deserialize_with = "any_value")]
    gte: Option<Value>,
    /// Less than this number, or earlier in order than this text.
    #[serde(deserialize_with = "any_value")]
    lt: Option<Value>,
    /// Less or equal.
    #[serde(deserialize_with = "any_value")]
    lte: Option<Value>,
    /// It is one of these values.
    one_of: Option<Vec<Value>>,
}

/// A value that is there, `null` too.
fn any_value<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(from).map(Some)
}

impl Matcher {
    /// Whether the values found under a name (none, one or more) are what they have to be.
    pub fn holds(&self, found: &[Cow<'_, Value>]) -> bool {
        let tests = &self.0;
        let any = |test: &dyn Fn(&Value) -> bool| found.iter().any(|value| test(value));
        let ordered = |bound: &Option<Value>, fits: fn(Ordering) -> bool| {
            bound
                .as_ref()
                .is_none_or(|bound| any(&|value| order(value, bound).is_some_and(fits)))
        };
        tests.exists.is_none_or(|wanted| wanted != found.is_empty())
            && tests
                .equals
                .as_ref()
                .is_none_or(|wanted| any(&|value| is_same(value, wanted)))
            && tests
                .not_equals
                .as_ref()
                .is_none_or(|other| !any(&|value| is_same(value, other)))
            && tests
                .contains
                .as_ref()
                .is_none_or(|part| any(&|value| has(value, part)))
            && tests.matches.as_ref().is_none_or(|pattern| {
                any(&|value| match value {
                    Value::String(text) => pattern.is_in(text),
                    Value::Number(number) => pattern.is_in(&number.to_string()),
                    _ => false,
                })
            })
            && ordered(&tests.gt, Ordering::is_gt)
            && ordered(&tests.gte, Ordering::is_ge)
            && ordered(&tests.lt, Ordering::is_lt)
            && ordered(&tests.lte, Ordering::is_le)
            && tests
                .one_of
                .as_ref()
                .is_none_or(|all| any(&|value| all.iter().any(|wanted| is_same(value, wanted))))
    }
}

/// Whether two values are the same; numbers by what they are worth, texts by what they write.
pub fn is_same(value: &Value, wanted: &Value) -> bool {
    match (value, wanted) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::String(text), Value::Number(_)) => {
            number(value).is_some_and(|n| !text.is_empty() && number(wanted) == Some(n))
        }
        (Value::String(text), Value::Bool(wanted)) => {
            text == if *wanted { "true" } else { "false" }
        }
        _ => value == wanted,
    }
}

fn has(value: &Value, part: &Value) -> bool {
    match value {
        Value::String(text) => match part {
            Value::String(part) => text.contains(part.as_str()),
            other => text.contains(&other.to_string()),
        },
        Value::Array(items) => items.iter().any(|item| is_same(item, part)),
        Value::Object(map) => part.as_str().is_some_and(|key| map.contains_key(key)),
        _ => false,
    }
}

/// Numbers by size; otherwise texts by their characters, as is right for dates of RFC 3339 in UTC.
fn order(value: &Value, bound: &Value) -> Option<Ordering> {
    match (number(value), number(bound)) {
        (Some(a), Some(b)) => a.partial_cmp(&b),
        _ => Some(value.as_str()?.cmp(bound.as_str()?)),
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.parse().ok().filter(|n: &f64| n.is_finite()),
        _ => None,
    }
}

impl<'de> Deserialize<'de> for Matcher {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visitor;

        fn equal(value: impl Into<Value>) -> Matcher {
            Matcher(Tests {
                equals: Some(value.into()),
                ..Tests::default()
            })
        }

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Matcher;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value, or tests such as {contains: x} or {gt: 5}")
            }

            fn visit_str<E>(self, text: &str) -> Result<Matcher, E> {
                Ok(equal(text))
            }

            fn visit_bool<E>(self, value: bool) -> Result<Matcher, E> {
                Ok(equal(value))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Matcher, E> {
                Ok(equal(value))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Matcher, E> {
                Ok(equal(value))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Matcher, E> {
                Ok(equal(value))
            }

            fn visit_unit<E>(self) -> Result<Matcher, E> {
                Ok(equal(Value::Null))
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, list: A) -> Result<Matcher, A::Error> {
                let items = Vec::<Value>::deserialize(value::SeqAccessDeserializer::new(list))?;
                Ok(equal(items))
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Matcher, A::Error> {
                Tests::deserialize(value::MapAccessDeserializer::new(map)).map(Matcher)
            }
        }
        from.deserialize_any(Visitor)
    }
}

impl JsonSchema for Matcher {
    fn schema_name() -> Cow<'static, str> {
        "Matcher".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let tests = generator.subschema_for::<Tests>();
        json_schema!({
            "description": "What a value has to be: a plain value, which it has to equal, or tests.",
            "anyOf": [{ "type": ["string", "number", "boolean", "null", "array"] }, tests],
            "examples": ["late", 7, { "contains": "late" }, { "gt": 100, "lte": 200 }],
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_test_holds_where_it_should_and_only_there() {
        let cases = [
            (json!("late"), json!("late"), json!("later")),
            (json!(7), json!("7"), json!("8")),
            (json!(true), json!("true"), json!("1")),
            (json!({"notEquals": 1}), json!(2), json!(1)),
            (json!({"contains": "at"}), json!("late"), json!("soon")),
            (json!({"contains": 2}), json!([1, 2]), json!([1])),
            (json!({"contains": "k"}), json!({"k": 1}), json!({})),
            (json!({"matches": "^a+$"}), json!("aa"), json!("ab")),
            (json!({"gt": 5, "lt": 7}), json!("6"), json!(7)),
            (json!({"gte": 5, "lte": 7}), json!(7.0), json!(7.1)),
            (
                json!({"gt": "2026-01-01"}),
                json!("2026-02-01"),
                json!("2025-12-31"),
            ),
            (json!({"oneOf": ["a", 2]}), json!("2"), json!("b")),
            (json!({"equals": null}), json!(null), json!(0)),
            (json!([1, 2]), json!([1, 2]), json!([2, 1])),
        ];
        for (matcher, fits, fails) in cases {
            let read: Matcher = serde_json::from_value(matcher.clone()).unwrap();
            assert!(read.holds(&[Cow::Borrowed(&fits)]), "{matcher} {fits}");
            assert!(!read.holds(&[Cow::Borrowed(&fails)]), "{matcher} {fails}");
        }
        let exists: Matcher = serde_json::from_value(json!({"exists": false})).unwrap();
        assert!(exists.holds(&[]));
        let other: Matcher = serde_json::from_value(json!({"notEquals": 1})).unwrap();
        assert!(other.holds(&[]), "what is not there is not that either");
    }
}
