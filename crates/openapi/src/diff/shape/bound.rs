//! Smallest and largest sizes and numbers.

use serde_json::Value;

use super::{Kinds, Origin};
use crate::diff::code::Kind;

/// A keyword that limits a size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::diff) enum Bound {
    MinLength,
    MaxLength,
    MinItems,
    MaxItems,
    MinProperties,
    MaxProperties,
}

impl Bound {
    pub(in crate::diff) const ALL: [Self; 6] = [
        Self::MinLength,
        Self::MaxLength,
        Self::MinItems,
        Self::MaxItems,
        Self::MinProperties,
        Self::MaxProperties,
    ];

    pub(in crate::diff) fn keyword(self) -> &'static str {
        match self {
            Self::MinLength => "minLength",
            Self::MaxLength => "maxLength",
            Self::MinItems => "minItems",
            Self::MaxItems => "maxItems",
            Self::MinProperties => "minProperties",
            Self::MaxProperties => "maxProperties",
        }
    }

    /// Whether it is a smallest size.
    pub(in crate::diff) fn is_least(self) -> bool {
        matches!(self, Self::MinLength | Self::MinItems | Self::MinProperties)
    }

    /// What it is when the size becomes smaller, and when it becomes larger.
    pub(in crate::diff) fn changes(self) -> (Kind, Kind) {
        match self {
            Self::MinLength => (Kind::MinLengthLowered, Kind::MinLengthRaised),
            Self::MaxLength => (Kind::MaxLengthLowered, Kind::MaxLengthRaised),
            Self::MinItems => (Kind::MinItemsLowered, Kind::MinItemsRaised),
            Self::MaxItems => (Kind::MaxItemsLowered, Kind::MaxItemsRaised),
            Self::MinProperties => (Kind::MinPropertiesLowered, Kind::MinPropertiesRaised),
            Self::MaxProperties => (Kind::MaxPropertiesLowered, Kind::MaxPropertiesRaised),
        }
    }

    /// The type it is about.
    pub(in crate::diff) fn kinds(self) -> Kinds {
        match self {
            Self::MinLength | Self::MaxLength => Kinds::STRING,
            Self::MinItems | Self::MaxItems => Kinds::ARRAY,
            Self::MinProperties | Self::MaxProperties => Kinds::OBJECT,
        }
    }
}

/// A size and where it is said.
#[derive(Clone, Debug)]
pub(in crate::diff) struct Count<'a> {
    pub(in crate::diff) size: f64,
    pub(in crate::diff) value: &'a Value,
    pub(in crate::diff) origin: Origin<'a>,
}

/// A smallest or largest number and where it is said.
#[derive(Clone, Debug)]
pub(in crate::diff) struct Limit<'a> {
    pub(in crate::diff) number: f64,
    /// Whether the number itself is not allowed.
    pub(in crate::diff) exclusive: bool,
    pub(in crate::diff) value: &'a Value,
    pub(in crate::diff) origin: Origin<'a>,
}

impl Limit<'_> {
    /// For whole numbers, the number that is itself allowed.
    fn tidied(&self, is_whole: bool, is_least: bool) -> (f64, bool) {
        if !is_whole {
            return (self.number, self.exclusive);
        }
        let number = match (is_least, self.exclusive) {
            (true, true) => self.number.floor() + 1.0,
            (true, false) => self.number.ceil(),
            (false, true) => self.number.ceil() - 1.0,
            (false, false) => self.number.floor(),
        };
        (number, false)
    }

    /// How `b` stands to `a` as a limit of the same sort: below it or above it. `None` where they
    /// are the same.
    pub(in crate::diff) fn is_above(
        a: Option<&Self>,
        b: Option<&Self>,
        is_least: bool,
        is_whole: bool,
    ) -> Option<bool> {
        let none = if is_least {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        };
        let tidied = |limit: Option<&Self>| match limit {
            Some(limit) => limit.tidied(is_whole, is_least),
            None => (none, false),
        };
        let ((x, x_open), (y, y_open)) = (tidied(a), tidied(b));
        if x < y {
            return Some(true);
        }
        if x > y {
            return Some(false);
        }
        // Excluding the number itself moves a smallest one up and a largest one down.
        match (x_open, y_open) {
            (false, true) => Some(is_least),
            (true, false) => Some(!is_least),
            _ => None,
        }
    }

    /// As a person would write it.
    pub(in crate::diff) fn to_value(&self, is_least: bool) -> Value {
        match (self.exclusive, is_least) {
            (false, _) => self.value.clone(),
            (true, true) => format!("more than {}", self.value).into(),
            (true, false) => format!("less than {}", self.value).into(),
        }
    }
}
