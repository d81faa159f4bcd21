//! A parameter or a header that both sides have.

use serde_json::Value;

use super::{
    bodies::media_type,
    code::{Kind, Side},
    graph::Context,
    section::{Comparison, Half, inside, with},
    shape::{self, Kinds},
};
use crate::model::{Parameter, Style};

/// A key, what it is in a parameter, what happens when it is set and when not, and of what.
type Flag = (
    &'static str,
    fn(&Parameter) -> bool,
    Kind,
    Kind,
    &'static str,
);

/// A parameter or header that both sides have.
pub(super) fn both<'a>(
    comparison: &mut Comparison<'_, 'a, '_>,
    side: Side,
    part: &str,
    old: &'a Parameter,
    new: &'a Parameter,
) {
    let side_of_code = Some(side);
    let demands = (Kind::ParameterRequired, Kind::ParameterOptional);
    demand(comparison, side, part, demands, old, new);
    words(comparison, side, part, old, new);
    let said =
        |p: &Parameter, key: &str, value: Value| -> Half { with(&inside(&p.place, key), value) };
    if old.content.is_none() && new.content.is_none() && writes(comparison, old, new) {
        if old.style != new.style {
            let half = |p: &Parameter| said(p, "style", style(p.style));
            let text = format!(
                "the style went from {} to {}",
                style(old.style),
                style(new.style)
            );
            comparison.add(
                side_of_code,
                part,
                Kind::StyleChanged,
                half(old),
                half(new),
                text,
            );
        }
        if old.explode != new.explode {
            let half = |p: &Parameter| said(p, "explode", p.explode.into());
            let text = format!("`explode` went from {} to {}", old.explode, new.explode);
            comparison.add(
                side_of_code,
                part,
                Kind::ExplodeChanged,
                half(old),
                half(new),
                text,
            );
        }
    }
    let flags: [Flag; 2] = [
        (
            "allowReserved",
            |p| p.allow_reserved,
            Kind::ReservedAllowed,
            Kind::ReservedForbidden,
            "reserved characters",
        ),
        (
            "allowEmptyValue",
            |p| p.allow_empty,
            Kind::EmptyAllowed,
            Kind::EmptyForbidden,
            "empty values",
        ),
    ];
    for (key, is_set, allowed, forbidden, what) in flags {
        if is_set(old) == is_set(new) {
            continue;
        }
        let (kind, text) = if is_set(new) {
            (allowed, format!("{what} are allowed now"))
        } else {
            (forbidden, format!("{what} are no longer allowed"))
        };
        let half = |p: &Parameter| said(p, key, is_set(p).into());
        comparison.add(side_of_code, part, kind, half(old), half(new), text);
    }
    value(comparison, side, part, old, new);
}

fn style(style: Style) -> Value {
    // A unit variant is a text, and nothing can go wrong with it.
    serde_json::to_value(style).unwrap_or_default()
}

/// Whether style and explode make a difference: not to a single value, but in `label` and
/// `matrix`.
fn writes<'a>(comparison: &Comparison<'_, 'a, '_>, old: &'a Parameter, new: &'a Parameter) -> bool {
    let is_marked = |p: &Parameter| matches!(p.style, Style::Label | Style::Matrix);
    if old.style != new.style && (is_marked(old) || is_marked(new)) {
        return true;
    }
    let is_single = |library: &super::node::Library<'a>, p: &'a Parameter| {
        let node = p.schema.as_ref().and_then(|s| library.at(s));
        node.is_some_and(|node| {
            let kinds = shape::gather(library, &[node]).occurring();
            !kinds.meets(Kinds::ARRAY.or(Kinds::OBJECT))
        })
    };
    !(is_single(comparison.graph.old, old) && is_single(comparison.graph.new, new))
}

pub(super) fn demand(
    comparison: &mut Comparison<'_, '_, '_>,
    side: Side,
    part: &str,
    (needed, waived): (Kind, Kind),
    old: &Parameter,
    new: &Parameter,
) {
    if old.required == new.required {
        return;
    }
    let (kind, text) = if new.required {
        (needed, "it has to be there now")
    } else {
        (waived, "it may be missing now")
    };
    let half = |p: &Parameter| {
        let place = if p.required {
            inside(&p.place, "required")
        } else {
            p.place.clone()
        };
        with(&place, p.required)
    };
    comparison.add(Some(side), part, kind, half(old), half(new), text);
}

pub(super) fn words(
    comparison: &mut Comparison<'_, '_, '_>,
    side: Side,
    part: &str,
    old: &Parameter,
    new: &Parameter,
) {
    if old.deprecated != new.deprecated {
        let (kind, text) = if new.deprecated {
            (Kind::Deprecated, "it is deprecated now")
        } else {
            (Kind::Undeprecated, "it is no longer deprecated")
        };
        let half = |p: &Parameter| with(&p.place, p.deprecated);
        comparison.add(Some(side), part, kind, half(old), half(new), text);
    }
    let before = (&old.place, old.description.as_deref());
    let after = (&new.place, new.description.as_deref());
    let kind = Kind::DescriptionChanged;
    comparison.text(Some(side), part, kind, "description", before, after);
}

/// The schema of the value, or how it is written as a media type.
pub(super) fn value<'a>(
    comparison: &mut Comparison<'_, 'a, '_>,
    side: Side,
    part: &str,
    old: &'a Parameter,
    new: &'a Parameter,
) {
    let context = Context {
        side,
        is_xml: false,
        is_field: true,
    };
    match (&old.content, &new.content) {
        (None, None) => comparison.schemas(
            context,
            part.to_owned(),
            (&old.place, old.schema.as_ref()),
            (&new.place, new.schema.as_ref()),
        ),
        (Some(was), Some(is)) if essence(&was.media_type) == essence(&is.media_type) => {
            media_type(comparison, side, part.to_owned(), was, is);
        }
        (was, is) => {
            let half = |p: &Parameter, content: Option<&str>| match content {
                Some(name) => with(&inside(&p.place, "content"), name),
                None => (Some(p.place.clone()), None),
            };
            let name = |content: &'a Option<Box<crate::model::MediaType>>| {
                content.as_ref().map(|c| c.media_type.as_str())
            };
            comparison.add(
                Some(side),
                part,
                Kind::ParameterContentChanged,
                half(old, name(was)),
                half(new, name(is)),
                format!(
                    "it is written as {} now, and was as {}",
                    name(is).unwrap_or("plain text"),
                    name(was).unwrap_or("plain text")
                ),
            );
        }
    }
}

/// A media type without its parameters, in lower case.
pub(super) fn essence(media_type: &str) -> String {
    let plain = media_type.split(';').next().unwrap_or_default();
    plain.trim().to_ascii_lowercase()
}
