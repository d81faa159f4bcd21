//! Request bodies and media types of 3.x.

use indexmap::IndexMap;

use super::{Reader, parameter};
use crate::{
    files::At,
    model::{Encoding, MediaType, RequestBody},
};

/// `requestBody` of an operation.
pub(super) fn request_body<'a>(reader: &Reader<'a, '_>, operation: &At<'a>) -> Option<RequestBody> {
    let at = reader.follow(operation.get("requestBody")?)?;
    Some(RequestBody {
        place: reader.place(&at),
        description: reader.words(&at, "description"),
        required: at.flag("required").unwrap_or(false),
        content: at
            .get("content")
            .map(|content| self::content(reader, &content))
            .unwrap_or_default(),
    })
}

/// The media types of a `content`.
pub(super) fn content<'a>(reader: &Reader<'a, '_>, content: &At<'a>) -> Vec<MediaType> {
    content
        .entries()
        .filter(|(name, _)| !name.starts_with("x-"))
        .filter_map(|(name, at)| {
            let at = reader.follow(at).filter(|_| reader.has_room(1))?;
            let schema = |key: &str| {
                at.get(key)
                    .filter(|s| s.value.is_object() || s.value.is_boolean())
                    .map(|s| reader.schema_ref(&s))
            };
            Some(MediaType {
                media_type: name.clone(),
                place: reader.place(&at),
                schema: schema("schema"),
                item_schema: schema("itemSchema"),
                examples: reader.examples(&at),
                encoding: encodings(reader, &at),
            })
        })
        .collect()
}

fn encodings<'a>(reader: &Reader<'a, '_>, at: &At<'a>) -> IndexMap<String, Encoding> {
    at.entries_of("encoding")
        .into_iter()
        .filter(|(_, at)| at.value.is_object())
        .map(|(name, at)| {
            let encoding = Encoding {
                content_type: reader.words(&at, "contentType"),
                headers: parameter::headers(reader, &at),
                style: at.text("style").and_then(parameter::style),
                explode: at.flag("explode"),
                allow_reserved: at.flag("allowReserved").unwrap_or(false),
            };
            (name.clone(), encoding)
        })
        .collect()
}
