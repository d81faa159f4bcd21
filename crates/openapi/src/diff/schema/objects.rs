//! Properties: which there are, which have to be there, and whether there may be others.

use indexmap::IndexSet;
use serde_json::Value;

use crate::diff::{
    code::Kind,
    graph::{Context, Found, Graph, Step},
    shape::{Origin, Presence, Properties, Shape},
};

pub(super) fn compare<'a>(
    graph: &mut Graph<'a, '_>,
    old: &Shape<'a>,
    new: &Shape<'a>,
    context: Context,
    found: &mut Found<'a>,
) {
    let is_request = context.side.is_request();
    let (was, is) = (old.properties(is_request), new.properties(is_request));
    let names: IndexSet<&'a str> = was
        .names()
        .chain(is.names())
        .chain(old.required.keys().copied())
        .chain(new.required.keys().copied())
        .collect();
    for name in names {
        let property = Property {
            name,
            is_request,
            old: (old, &was, was.presence(graph.old, name)),
            new: (new, &is, is.presence(graph.new, name)),
        };
        property.compare(found);
    }
    others(old, new, found);
    patterns(old, new, found);
}

type Half<'s, 'a> = (&'s Shape<'a>, &'s Properties<'a>, Presence);

struct Property<'s, 'a> {
    name: &'a str,
    is_request: bool,
    old: Half<'s, 'a>,
    new: Half<'s, 'a>,
}

impl<'a> Property<'_, 'a> {
    fn compare(&self, found: &mut Found<'a>) {
        let (old, new) = (self.old.0, self.new.0);
        let name = self.name;
        // What has to be there is there, named or not.
        let presence = |(shape, _, presence): Half<'_, 'a>| match presence {
            Presence::Absent if shape.required.contains_key(name) => Presence::There,
            presence => presence,
        };
        match (presence(self.old), presence(self.new)) {
            (Presence::There, Presence::There) => {
                found
                    .inside
                    .push((Step::Property(name), old.property(name), new.property(name)));
                self.demand(found);
            }
            (Presence::There, gone) => {
                self.gone(gone == Presence::OtherWay, found);
            }
            (fresh, Presence::There) => {
                self.fresh(fresh == Presence::OtherWay, found);
            }
            _ => {}
        }
    }

    /// Whether it has to be there.
    fn demand(&self, found: &mut Found<'a>) {
        let ((old, ..), (new, ..)) = (self.old, self.new);
        let (was, is) = (old.required.get(self.name), new.required.get(self.name));
        let (kind, text) = match (was, is) {
            (None, Some(_)) => (Kind::PropertyRequired, "has to be there now"),
            (Some(_), None) => (Kind::PropertyOptional, "may be missing now"),
            _ => return,
        };
        let place = |(shape, named, _): Half<'_, 'a>, said: Option<&Origin<'a>>| {
            said.cloned()
                .or_else(|| named.origin(self.name))
                .or_else(|| shape.origin())
        };
        let (old_place, new_place) = (place(self.old, was), place(self.new, is));
        found.add(
            kind,
            (old_place.as_ref(), Some(was.is_some().into())),
            (new_place.as_ref(), Some(is.is_some().into())),
            format!("the property `{}` {text}", self.name),
        );
    }

    /// It was there and no longer is. `is_other_way`: it is, but only in the other direction.
    fn gone(&self, is_other_way: bool, found: &mut Found<'a>) {
        let ((old, ..), (new, ..)) = (self.old, self.new);
        let is_closed = self.is_refused(new, is_other_way);
        let was_required = old.required.contains_key(self.name);
        let kind = match (was_required, is_closed) {
            (false, false) => Kind::PropertyRemoved,
            (true, false) => Kind::RequiredPropertyRemoved,
            (false, true) => Kind::ClosedPropertyRemoved,
            (true, true) => Kind::ClosedRequiredPropertyRemoved,
        };
        let text = match (is_other_way, is_closed) {
            (true, _) => "is for the other direction only now",
            (_, true) => "is gone, and no others are allowed",
            _ => "is gone",
        };
        let place = self.other_place(is_other_way, self.new);
        found.add(
            kind,
            (self.written(self.old).as_ref(), Some(self.name.into())),
            (place.as_ref(), None),
            format!("the property `{}` {text}", self.name),
        );
        self.unnamed(is_other_way, found);
    }

    /// It is there and was not.
    fn fresh(&self, was_other_way: bool, found: &mut Found<'a>) {
        let ((old, ..), (new, ..)) = (self.old, self.new);
        let was_closed = self.is_refused(old, was_other_way);
        let is_required = new.required.contains_key(self.name);
        let kind = match (is_required, was_closed) {
            (false, false) => Kind::PropertyAdded,
            (true, false) => Kind::RequiredPropertyAdded,
            (false, true) => Kind::ClosedPropertyAdded,
            (true, true) => Kind::ClosedRequiredPropertyAdded,
        };
        let text = match (was_other_way, is_required) {
            (true, true) => "is for this direction too now and has to be there",
            (true, false) => "is for this direction too now",
            (false, true) => "is new and has to be there",
            (false, false) => "is new",
        };
        let place = self.other_place(was_other_way, self.old);
        found.add(
            kind,
            (place.as_ref(), None),
            (self.written(self.new).as_ref(), Some(self.name.into())),
            format!("the property `{}` {text}", self.name),
        );
        self.unnamed(was_other_way, found);
    }

    /// Whether a side that does not have it refuses it. What is `writeOnly` must not be in an
    /// answer; what is `readOnly` may be in a request (OpenAPI 3.0.4, Schema Object).
    fn is_refused(&self, shape: &Shape<'a>, is_other_way: bool) -> bool {
        if is_other_way {
            return !self.is_request;
        }
        shape.closed.is_some()
    }

    /// Where it is named, or else demanded.
    fn written(&self, (shape, named, _): Half<'_, 'a>) -> Option<Origin<'a>> {
        named
            .origin(self.name)
            .or_else(|| shape.required.get(self.name).cloned())
    }

    /// Where it is named for the other direction; nowhere where it is not named.
    fn other_place(&self, is_other_way: bool, half: Half<'_, 'a>) -> Option<Origin<'a>> {
        is_other_way.then(|| half.1.origin(self.name)).flatten()
    }

    /// A side that does not name it may still say what it has to be, by `additionalProperties`
    /// or a pattern.
    fn unnamed(&self, is_other_way: bool, found: &mut Found<'a>) {
        if is_other_way {
            return;
        }
        let (old, new) = (
            self.old.0.property(self.name),
            self.new.0.property(self.name),
        );
        let says = |nodes: &[crate::diff::node::Node<'a>]| {
            !nodes.is_empty() && nodes.iter().all(|n| !n.value.is_boolean())
        };
        if says(&old) && says(&new) {
            found.inside.push((Step::Property(self.name), old, new));
        }
    }
}

/// Properties that are not named.
fn others<'a>(old: &Shape<'a>, new: &Shape<'a>, found: &mut Found<'a>) {
    let (old_place, new_place) = (old.origin(), new.origin());
    let (kind, text) = match (&old.closed, &new.closed) {
        (Some(_), Some(_)) => return,
        (None, None) => {
            found
                .inside
                .push((Step::Others, old.other_properties(), new.other_properties()));
            return;
        }
        (None, Some(_)) => (
            Kind::ObjectClosed,
            "properties that are not named are refused now",
        ),
        (Some(_), None) => (
            Kind::ObjectOpened,
            "properties that are not named are allowed now",
        ),
    };
    let said = |shape: &Shape<'a>| match &shape.closed {
        Some(_) => Some(Value::Bool(false)),
        None => shape.other_properties().first().map(|n| n.value.clone()),
    };
    found.add(
        kind,
        (old.closed.as_ref().or(old_place.as_ref()), said(old)),
        (new.closed.as_ref().or(new_place.as_ref()), said(new)),
        text,
    );
}

/// Properties whose names fit a pattern.
fn patterns<'a>(old: &Shape<'a>, new: &Shape<'a>, found: &mut Found<'a>) {
    let (was, is) = (old.pattern_properties(), new.pattern_properties());
    let (old_place, new_place) = (old.origin(), new.origin());
    for (pattern, (nodes, origin)) in &was {
        match is.get(pattern) {
            Some((others, _)) => {
                found
                    .inside
                    .push((Step::Pattern(pattern), nodes.clone(), others.clone()));
            }
            None => found.add(
                Kind::PatternPropertyRemoved,
                (Some(origin), Some((*pattern).into())),
                (new_place.as_ref(), None),
                format!("the rule for names like `{pattern}` is gone"),
            ),
        }
    }
    for (pattern, (_, origin)) in &is {
        if !was.contains_key(pattern) {
            found.add(
                Kind::PatternPropertyAdded,
                (old_place.as_ref(), None),
                (Some(origin), Some((*pattern).into())),
                format!("there is a rule for names like `{pattern}` now"),
            );
        }
    }
}
