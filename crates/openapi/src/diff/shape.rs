//! Everything that has to hold at one place, gathered from `$ref`, `allOf` and single
//! alternatives: what is compared, so that another way of writing the same is no change.

mod bound;
mod gather;
mod group;
mod kinds;
mod merge;
mod object;

use indexmap::IndexMap;
use serde_json::Value;

pub(super) use bound::{Bound, Count, Limit};
pub(super) use gather::gather;
pub(super) use group::{Branch, Discriminator, Group};
pub(super) use kinds::Kinds;
pub(super) use object::{ItemPart, ObjectPart, Presence, Properties};

use super::node::{Node, Nodes};

/// A keyword of a schema, for saying where something stands.
#[derive(Clone, Debug)]
pub(super) struct Origin<'a> {
    pub(super) node: Node<'a>,
    pub(super) keyword: &'static str,
}

/// A listed value.
#[derive(Clone, Debug)]
pub(super) struct Listed<'a> {
    pub(super) value: &'a Value,
    pub(super) origin: Origin<'a>,
    /// Its index in `enum`; `None` for `const`.
    pub(super) index: Option<usize>,
}

/// A rule that is only compared as written.
#[derive(Clone, Debug)]
pub(super) struct Rule<'a> {
    pub(super) origin: Origin<'a>,
}

/// Everything that has to hold at one place.
#[derive(Debug, Default)]
pub(super) struct Shape<'a> {
    /// The schemas it was given for.
    pub(super) nodes: Nodes<'a>,
    /// The types that every schema lets through.
    pub(super) kinds: Kinds,
    /// Where a type is said.
    pub(super) typed: Option<Origin<'a>>,
    /// `enum` and `const`: what is in all of them.
    pub(super) values: Option<Vec<Listed<'a>>>,
    pub(super) counts: [Option<Count<'a>>; Bound::ALL.len()],
    pub(super) minimum: Option<Limit<'a>>,
    pub(super) maximum: Option<Limit<'a>>,
    pub(super) multiples: Vec<(f64, Origin<'a>)>,
    pub(super) patterns: Vec<(&'a str, Origin<'a>)>,
    pub(super) formats: Vec<(&'a str, Origin<'a>)>,
    /// How binary data is written in a text.
    pub(super) encodings: Vec<(&'a str, Origin<'a>)>,
    pub(super) unique: Option<Origin<'a>>,
    /// Names that have to be there.
    pub(super) required: IndexMap<&'a str, Origin<'a>>,
    pub(super) objects: Vec<ObjectPart<'a>>,
    /// No more properties than the named ones, by any of the schemas.
    pub(super) closed: Option<Origin<'a>>,
    pub(super) items: Vec<ItemPart<'a>>,
    pub(super) groups: Vec<Group<'a>>,
    pub(super) discriminator: Option<Discriminator<'a>>,
    pub(super) rules: Vec<Rule<'a>>,
    /// The first of each keyword that is only words, outermost first.
    pub(super) words: IndexMap<&'static str, (&'a Value, Origin<'a>)>,
    /// Whether any `deprecated` is true.
    pub(super) deprecated: Option<Origin<'a>>,
}

impl<'a> Shape<'a> {
    /// A place for something that is not there: the outermost schema.
    pub(super) fn origin(&self) -> Option<Origin<'a>> {
        self.nodes.first().map(|node| Origin {
            node: node.clone(),
            keyword: "",
        })
    }

    /// The types that can occur, `enum` taken into account.
    pub(super) fn occurring(&self) -> Kinds {
        match &self.values {
            Some(values) => {
                let kinds = values.iter().map(|v| Kinds::of(v.value));
                self.kinds.and(kinds.fold(Kinds::NONE, Kinds::or))
            }
            None => self.kinds,
        }
    }

    /// The one type that the keywords speak of, where none is said.
    pub(super) fn implied(&self) -> Option<Kinds> {
        let is_object = !self.objects.is_empty()
            || !self.required.is_empty()
            || self.has(&[Bound::MinProperties, Bound::MaxProperties]);
        let is_array = !self.items.is_empty()
            || self.unique.is_some()
            || self.has(&[Bound::MinItems, Bound::MaxItems]);
        let is_text = !self.patterns.is_empty() || self.has(&[Bound::MinLength, Bound::MaxLength]);
        let is_number =
            self.minimum.is_some() || self.maximum.is_some() || !self.multiples.is_empty();
        [
            (is_object, Kinds::OBJECT),
            (is_array, Kinds::ARRAY),
            (is_text, Kinds::STRING),
            (is_number, Kinds::NUMBER),
        ]
        .into_iter()
        .find_map(|(is, kinds)| is.then_some(kinds))
    }

    fn has(&self, bounds: &[Bound]) -> bool {
        bounds.iter().any(|b| self.counts[*b as usize].is_some())
    }

    /// Whether nothing but alternatives (and a type around them) is said.
    pub(super) fn is_only_group(&self) -> bool {
        self.groups.len() == 1
            && self.values.is_none()
            && self.counts.iter().all(Option::is_none)
            && self.minimum.is_none()
            && self.maximum.is_none()
            && self.multiples.is_empty()
            && self.patterns.is_empty()
            && self.formats.is_empty()
            && self.encodings.is_empty()
            && self.unique.is_none()
            && self.required.is_empty()
            && self.objects.is_empty()
            && self.items.is_empty()
            && self.rules.is_empty()
    }
}
