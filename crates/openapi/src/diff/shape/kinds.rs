//! Sets of types.

use serde_json::Value;

/// Which types are let through. Whole numbers and others are two of them, so that `integer` is
/// a part of `number`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(in crate::diff) struct Kinds(u8);

const NAMES: [(&str, u8); 8] = [
    ("null", 1),
    ("boolean", 2),
    // Before `integer`, which is a part of it.
    ("number", 4 | 8),
    ("integer", 4),
    ("fraction", 8),
    ("string", 16),
    ("array", 32),
    ("object", 64),
];

impl Kinds {
    pub(in crate::diff) const NONE: Self = Self(0);
    pub(in crate::diff) const ANY: Self = Self(127);
    pub(in crate::diff) const NULL: Self = Self(1);
    pub(in crate::diff) const NUMBER: Self = Self(4 | 8);
    pub(in crate::diff) const INTEGER: Self = Self(4);
    pub(in crate::diff) const STRING: Self = Self(16);
    pub(in crate::diff) const ARRAY: Self = Self(32);
    pub(in crate::diff) const OBJECT: Self = Self(64);

    /// The types that a `type` keyword names.
    pub(in crate::diff) fn named(value: &Value) -> Self {
        let one = |value: &Value| {
            let name = value.as_str().unwrap_or_default();
            let found = NAMES.iter().find(|(known, _)| *known == name);
            Self(found.map_or(0, |(_, bits)| *bits))
        };
        match value {
            Value::Array(all) => all.iter().map(one).fold(Self::NONE, Self::or),
            single => one(single),
        }
    }

    /// The type of a value.
    pub(in crate::diff) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::NULL,
            Value::Bool(_) => Self(2),
            Value::Number(n) if n.as_f64().is_some_and(|f| f.fract() == 0.0) => Self::INTEGER,
            Value::Number(_) => Self(8),
            Value::String(_) => Self::STRING,
            Value::Array(_) => Self::ARRAY,
            Value::Object(_) => Self::OBJECT,
        }
    }

    pub(in crate::diff) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(in crate::diff) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(in crate::diff) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether all of these are among the others.
    pub(in crate::diff) fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// Whether any of these is among the others.
    pub(in crate::diff) fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(in crate::diff) fn is_any(self) -> bool {
        self == Self::ANY
    }

    /// As `type` would name them.
    pub(in crate::diff) fn to_value(self) -> Value {
        if self.is_any() {
            return "any".into();
        }
        let mut rest = self.0;
        let mut names: Vec<&str> = Vec::new();
        for (name, bits) in NAMES {
            if bits & rest == bits {
                rest &= !bits;
                names.push(name);
            }
        }
        match names.as_slice() {
            [] => "nothing".into(),
            [only] => (*only).into(),
            _ => names.into(),
        }
    }
}

impl Default for Kinds {
    fn default() -> Self {
        Self::ANY
    }
}
