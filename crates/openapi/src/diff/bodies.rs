//! Bodies of requests, and media types.

use serde_json::Value;

use super::{
    code::{Kind, Side},
    field::essence,
    graph::Context,
    section::{Comparison, NOWHERE, inside, with},
    shape,
};
use crate::model::{Encoding, MediaType, Operation, Place, SchemaRef, Style};

/// Bodies of requests.
pub(super) fn requests<'a>(
    comparison: &mut Comparison<'_, 'a, '_>,
    old: &'a Operation,
    new: &'a Operation,
) {
    let side = comparison.request();
    let part = "request body";
    match (&old.request_body, &new.request_body) {
        (None, None) => {}
        (Some(was), None) => {
            let kind = if was.required {
                Kind::RequiredBodyRemoved
            } else {
                Kind::BodyRemoved
            };
            let half = with(&was.place, types(&was.content));
            comparison.add(Some(side), part, kind, half, NOWHERE, "it is gone");
        }
        (None, Some(is)) => {
            let (kind, text) = if is.required {
                (Kind::RequiredBodyAdded, "it is new and has to be there")
            } else {
                (Kind::BodyAdded, "it is new")
            };
            let half = with(&is.place, types(&is.content));
            comparison.add(Some(side), part, kind, NOWHERE, half, text);
        }
        (Some(was), Some(is)) => {
            if was.required != is.required {
                let (kind, text) = if is.required {
                    (Kind::BodyRequired, "it has to be there now")
                } else {
                    (Kind::BodyOptional, "it may be missing now")
                };
                let half = |place: &Place, required: bool| {
                    let place = if required {
                        inside(place, "required")
                    } else {
                        place.clone()
                    };
                    with(&place, required)
                };
                comparison.add(
                    Some(side),
                    part,
                    kind,
                    half(&was.place, was.required),
                    half(&is.place, is.required),
                    text,
                );
            }
            let before = (&was.place, was.description.as_deref());
            let after = (&is.place, is.description.as_deref());
            let kind = Kind::DescriptionChanged;
            comparison.text(Some(side), part, kind, "description", before, after);
            content(
                comparison,
                side,
                part,
                (&was.place, &was.content),
                (&is.place, &is.content),
            );
        }
    }
}

fn types(content: &[MediaType]) -> Value {
    content.iter().map(|c| c.media_type.as_str()).collect()
}

/// The media types of a body and their schemas.
pub(super) fn content<'a>(
    comparison: &mut Comparison<'_, 'a, '_>,
    side: Side,
    part: &str,
    (old_place, old): (&'a Place, &'a [MediaType]),
    (new_place, new): (&'a Place, &'a [MediaType]),
) {
    let mut fresh: Vec<&'a MediaType> = new.iter().collect();
    let mut gone: Vec<&'a MediaType> = Vec::new();
    let is_many = old.len() > 1 || new.len() > 1;
    for was in old {
        let exact = fresh.iter().position(|is| is.media_type == was.media_type);
        let found = exact.or_else(|| {
            let wanted = essence(&was.media_type);
            fresh
                .iter()
                .position(|is| essence(&is.media_type) == wanted)
        });
        let Some(index) = found else {
            gone.push(was);
            continue;
        };
        let is = fresh.remove(index);
        let part = if is_many {
            format!("{part} {}", is.media_type)
        } else {
            part.to_owned()
        };
        media_type(comparison, side, part, was, is);
    }
    for was in gone {
        comparison.add(
            Some(side),
            part,
            Kind::MediaTypeRemoved,
            with(&was.place, was.media_type.as_str()),
            (Some(new_place.clone()), None),
            format!("the media type `{}` is gone", was.media_type),
        );
    }
    for is in fresh {
        comparison.add(
            Some(side),
            part,
            Kind::MediaTypeAdded,
            (Some(old_place.clone()), None),
            with(&is.place, is.media_type.as_str()),
            format!("the media type `{}` is new", is.media_type),
        );
    }
}

/// A media type that both sides have.
pub(super) fn media_type<'a>(
    comparison: &mut Comparison<'_, 'a, '_>,
    side: Side,
    part: String,
    old: &'a MediaType,
    new: &'a MediaType,
) {
    let context = Context {
        side,
        is_xml: essence(&new.media_type).contains("xml"),
        is_field: false,
    };
    parts(comparison, side, &part, old, new);
    let pair = |schema: fn(&MediaType) -> Option<&SchemaRef>| {
        ((&old.place, schema(old)), (&new.place, schema(new)))
    };
    let (was, is) = pair(|m| m.item_schema.as_ref());
    comparison.schemas(context, format!("{part} item"), was, is);
    let (was, is) = pair(|m| m.schema.as_ref());
    comparison.schemas(context, part, was, is);
}

/// How the parts of a form or multipart body are written (OpenAPI 3.1.1, Encoding Object).
fn parts<'a>(
    comparison: &mut Comparison<'_, 'a, '_>,
    side: Side,
    part: &str,
    old: &'a MediaType,
    new: &'a MediaType,
) {
    if old.encoding.is_empty() && new.encoding.is_empty() {
        return;
    }
    let (Some(was), Some(is)) = (&old.schema, &new.schema) else {
        return;
    };
    let (old_library, new_library) = (comparison.graph.old, comparison.graph.new);
    let (Some(was), Some(is)) = (old_library.at(was), new_library.at(is)) else {
        return;
    };
    let is_request = side.is_request();
    let was = shape::gather(old_library, &[was]).properties(is_request);
    let is = shape::gather(new_library, &[is]).properties(is_request);
    let is_urlencoded = essence(&new.media_type) == "application/x-www-form-urlencoded";
    for name in was.names().filter(|name| is.names().any(|n| n == *name)) {
        let (a, b) = (old.encoding.get(name), new.encoding.get(name));
        let (before, after) = (written(a, is_urlencoded), written(b, is_urlencoded));
        if before == after {
            continue;
        }
        let place = |media_type: &MediaType, encoding: Option<&Encoding>| match encoding {
            Some(_) => inside(&inside(&media_type.place, "encoding"), name),
            None => media_type.place.clone(),
        };
        comparison.add(
            Some(side),
            part,
            Kind::PartEncodingChanged,
            with(&place(old, a), before.as_str()),
            with(&place(new, b), after.as_str()),
            format!("the part `{name}` is written as {after} now, and was as {before}"),
        );
    }
}

/// How a part is written, in words that are the same where it is.
fn written(encoding: Option<&Encoding>, is_urlencoded: bool) -> String {
    let content_type = encoding.and_then(|e| e.content_type.as_deref());
    let style = encoding.and_then(|e| e.style);
    let explode = encoding.and_then(|e| e.explode);
    if is_urlencoded || style.is_some() || explode.is_some() {
        let style = style.unwrap_or(Style::Form);
        let explode = explode.unwrap_or(style == Style::Form);
        let exploded = if explode { ", exploded" } else { "" };
        return format!("{style:?}{exploded}").to_lowercase();
    }
    match content_type {
        Some(types) => types
            .split(',')
            .map(|t| t.trim().to_ascii_lowercase())
            .collect::<Vec<_>>()
            .join(", "),
        None => "usual".to_owned(),
    }
}
