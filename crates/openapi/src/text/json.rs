//! JSON text to a value: nesting limited, repeated keys noticed, errors with a place.

use std::{cell::Cell, fmt};

use fairlead_core::{Diagnostic, limits};
use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::Text;
use crate::locate;

/// Reads JSON.
///
/// # Errors
/// The syntax error, with its line and column.
pub(super) fn read(text: &str) -> Result<Text, Diagnostic> {
    let repeated = Cell::new(false);
    let mut reader = serde_json::Deserializer::from_str(text);
    // Node counts the nesting itself, to the limit that YAML has too.
    reader.disable_recursion_limit();
    let seed = Node {
        depth: limits::DEPTH,
        repeated: &repeated,
    };
    let value = seed
        .deserialize(&mut reader)
        .and_then(|value| reader.end().map(|()| value))
        .map_err(|error| explain(text, &error))?;
    let problems = if repeated.get() {
        locate::repeated_keys(text)
    } else {
        Vec::new()
    };
    Ok(Text {
        value: Some(value),
        problems,
    })
}

const TOO_DEEP: &str = "nested too deep";

fn explain(text: &str, error: &serde_json::Error) -> Diagnostic {
    let full = error.to_string();
    let what = full
        .rsplit_once(" at line ")
        .map_or(full.as_str(), |(what, _)| what);
    let line_text = text
        .split('\n')
        .nth(error.line().saturating_sub(1))
        .unwrap_or_default();
    let bytes = line_text.as_bytes();
    let column = String::from_utf8_lossy(&bytes[..error.column().min(bytes.len())])
        .chars()
        .count()
        .max(1);
    let line = u32::try_from(error.line().max(1)).unwrap_or(u32::MAX);
    let column = u32::try_from(column).unwrap_or(u32::MAX);
    if what.starts_with(TOO_DEEP) {
        return too_deep().on_line(line, column);
    }
    let message = if error.is_eof() {
        "the JSON ends in the middle; the file is cut off, or a bracket or quote is not closed"
            .to_owned()
    } else {
        let advice = match what {
            w if w.starts_with("trailing comma") => "; remove the comma before this",
            w if w.starts_with("key must be a string") => "; put the key in double quotes",
            w if w.starts_with("expected `,`") => {
                "; a comma or bracket is missing just before this"
            }
            w if w.starts_with("control character") => "; write a line break in a text as \\n",
            w if w.starts_with("trailing characters") => {
                "; the value ended before this, so a bracket closes too early"
            }
            w if w.starts_with("invalid escape") => "; write a backslash as \\\\",
            _ => "; correct the text here",
        };
        format!("not valid JSON: {what}{advice}")
    };
    Diagnostic::error("json-invalid", message).on_line(line, column)
}

/// The text nests deeper than is read.
pub(super) fn too_deep() -> Diagnostic {
    Diagnostic::error(
        "too-deep",
        format!(
            "the text nests deeper than {} levels; name the inner parts and refer to them with `$ref`",
            limits::DEPTH
        ),
    )
}

struct Node<'a> {
    depth: usize,
    repeated: &'a Cell<bool>,
}

impl Node<'_> {
    fn inner<E: serde::de::Error>(&self) -> Result<Self, E> {
        let depth = self
            .depth
            .checked_sub(1)
            .ok_or_else(|| E::custom(TOO_DEEP))?;
        Ok(Self {
            depth,
            repeated: self.repeated,
        })
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("number out of range"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        let depth = self.inner()?.depth;
        while let Some(item) = from.next_element_seed(Node {
            depth,
            repeated: self.repeated,
        })? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let depth = self
            .depth
            .checked_sub(1)
            .ok_or_else(|| A::Error::custom(TOO_DEEP))?;
        let mut map = Map::new();
        while let Some(key) = from.next_key::<String>()? {
            let value = from.next_value_seed(Node {
                depth,
                repeated: self.repeated,
            })?;
            if map.insert(key, value).is_some() {
                self.repeated.set(true);
            }
        }
        Ok(Value::Object(map))
    }
}
