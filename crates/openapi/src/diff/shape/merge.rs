//! What has to hold as well, joined to what had to before.

use serde_json::Value;

use super::{Bound, Count, Kinds, Limit, Listed, Shape};
use crate::diff::same::is_equal;

impl<'a> Shape<'a> {
    /// Only these values, of those before.
    pub(super) fn list(&mut self, listed: Vec<Listed<'a>>) {
        self.values = Some(match self.values.take() {
            None => listed,
            Some(mut values) => {
                values.retain(|v| listed.iter().any(|l| is_equal(l.value, v.value)));
                values
            }
        });
    }

    /// A size, where it is tighter than those before.
    pub(super) fn count(&mut self, bound: Bound, count: Count<'a>) {
        let slot = &mut self.counts[bound as usize];
        let is_tighter = slot.as_ref().is_none_or(|known| {
            if bound.is_least() {
                count.size > known.size
            } else {
                count.size < known.size
            }
        });
        if is_tighter {
            *slot = Some(count);
        }
    }

    /// A number, where it is tighter than those before.
    pub(super) fn limit(&mut self, is_least: bool, limit: Limit<'a>) {
        let slot = if is_least {
            &mut self.minimum
        } else {
            &mut self.maximum
        };
        let is_above = Limit::is_above(slot.as_ref(), Some(&limit), is_least, false);
        if is_above == Some(is_least) {
            *slot = Some(limit);
        }
    }

    /// Both.
    pub(super) fn and(&mut self, other: Self) {
        self.kinds = self.kinds.and(other.kinds);
        if self.typed.is_none() {
            self.typed = other.typed;
        }
        if let Some(values) = other.values {
            self.list(values);
        }
        for (bound, count) in Bound::ALL.into_iter().zip(other.counts) {
            if let Some(count) = count {
                self.count(bound, count);
            }
        }
        for (is_least, limit) in [(true, other.minimum), (false, other.maximum)] {
            if let Some(limit) = limit {
                self.limit(is_least, limit);
            }
        }
        self.multiples.extend(other.multiples);
        self.patterns.extend(other.patterns);
        self.formats.extend(other.formats);
        self.encodings.extend(other.encodings);
        self.unique = self.unique.take().or(other.unique);
        for (name, origin) in other.required {
            self.required.entry(name).or_insert(origin);
        }
        self.objects.extend(other.objects);
        self.closed = self.closed.take().or(other.closed);
        self.items.extend(other.items);
        self.groups.extend(other.groups);
        self.discriminator = self.discriminator.take().or(other.discriminator);
        self.rules.extend(other.rules);
        for (keyword, word) in other.words {
            self.words.entry(keyword).or_insert(word);
        }
        self.deprecated = self.deprecated.take().or(other.deprecated);
    }

    /// The same, or null. Other keywords do not look at null; rules might, so there are none.
    pub(super) fn or_null(mut self) -> Self {
        static NULL: Value = Value::Null;
        self.kinds = self.kinds.or(Kinds::NULL);
        if let Some(values) = &mut self.values
            && !values.iter().any(|v| v.value.is_null())
            && let Some(first) = values.first()
        {
            let origin = first.origin.clone();
            values.push(Listed {
                value: &NULL,
                origin,
                index: None,
            });
        }
        for group in &mut self.groups {
            group.has_null = true;
        }
        self
    }
}
