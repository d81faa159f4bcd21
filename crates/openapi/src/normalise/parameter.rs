//! Parameters and headers of every version.

use super::{Reader, body};
use crate::{
    Version,
    files::At,
    model::{Location, Parameter, Style},
};

/// A parameter, behind its `$ref`s; `None` for 2.0 bodies and forms, for those that 3.x says to
/// ignore, and for what has no name or place.
pub(super) fn parameter<'a>(reader: &Reader<'a, '_>, at: &At<'a>) -> Option<Parameter> {
    let location = match at.text("in")? {
        "path" => Location::Path,
        "query" => Location::Query,
        "querystring" if reader.family == Version::V32 => Location::Querystring,
        "header" => Location::Header,
        "cookie" if reader.family != Version::V2 => Location::Cookie,
        _ => return None,
    };
    let name = reader.words(at, "name")?;
    if !reader.has_room(1) {
        return None;
    }
    if reader.family != Version::V2 && location == Location::Header && is_ignored_header(&name) {
        return None;
    }
    Some(field(reader, at, name, location))
}

/// Header fields that 3.x describes elsewhere (media types, security) and not as parameters.
pub(crate) fn is_ignored_header(name: &str) -> bool {
    ["accept", "content-type", "authorization"]
        .iter()
        .any(|ignored| name.eq_ignore_ascii_case(ignored))
}

/// Headers by name, `$ref`s followed.
pub(super) fn headers<'a>(reader: &Reader<'a, '_>, at: &At<'a>) -> Vec<Parameter> {
    at.entries_of("headers")
        .into_iter()
        // A map of headers cannot be a reference; what stands there is no header either.
        .filter(|(name, _)| *name != "$ref")
        .filter_map(|(name, at)| {
            let at = reader.follow(at).filter(|_| reader.has_room(1))?;
            Some(field(reader, &at, name.clone(), Location::Header))
        })
        .collect()
}

fn field<'a>(reader: &Reader<'a, '_>, at: &At<'a>, name: String, location: Location) -> Parameter {
    let (style, explode) = if reader.family == Version::V2 {
        collection(at, location)
    } else {
        styled(at, location)
    };
    let (schema, content) = if reader.family == Version::V2 {
        (Some(reader.schema_ref(at)), None)
    } else {
        let content = at
            .get("content")
            .map(|content| body::content(reader, &content))
            .and_then(|all| all.into_iter().next());
        let schema = at
            .get("schema")
            .filter(|s| s.value.is_object() || s.value.is_boolean());
        (schema.map(|s| reader.schema_ref(&s)), content.map(Box::new))
    };
    Parameter {
        name,
        location,
        place: reader.place(at),
        description: reader.words(at, "description"),
        required: location == Location::Path || at.flag("required").unwrap_or(false),
        deprecated: at.flag("deprecated").unwrap_or(false),
        style,
        explode,
        allow_reserved: at.flag("allowReserved").unwrap_or(false),
        allow_empty: at.flag("allowEmptyValue").unwrap_or(false),
        schema,
        content,
        examples: reader.examples(at),
    }
}

/// The style named `text`, if there is one.
pub(super) fn style(text: &str) -> Option<Style> {
    Some(match text {
        "simple" => Style::Simple,
        "label" => Style::Label,
        "matrix" => Style::Matrix,
        "form" => Style::Form,
        "spaceDelimited" => Style::SpaceDelimited,
        "pipeDelimited" => Style::PipeDelimited,
        "deepObject" => Style::DeepObject,
        "cookie" => Style::Cookie,
        _ => return None,
    })
}

fn styled(at: &At<'_>, location: Location) -> (Style, bool) {
    let fits = |style: &Style| match location {
        Location::Path => matches!(style, Style::Simple | Style::Label | Style::Matrix),
        Location::Query | Location::Querystring => matches!(
            style,
            Style::Form | Style::SpaceDelimited | Style::PipeDelimited | Style::DeepObject
        ),
        Location::Header => *style == Style::Simple,
        Location::Cookie => matches!(style, Style::Form | Style::Cookie),
    };
    let style = at
        .text("style")
        .and_then(style)
        .filter(fits)
        .unwrap_or(match location {
            Location::Path | Location::Header => Style::Simple,
            Location::Query | Location::Querystring | Location::Cookie => Style::Form,
        });
    let explode = at
        .flag("explode")
        .unwrap_or(matches!(style, Style::Form | Style::Cookie));
    (style, explode)
}

/// 2.0 `collectionFormat`.
pub(super) fn collection(at: &At<'_>, location: Location) -> (Style, bool) {
    let plain = match location {
        Location::Path | Location::Header => Style::Simple,
        _ => Style::Form,
    };
    match at.text("collectionFormat") {
        Some("multi") => (Style::Form, true),
        Some("ssv") => (Style::SpaceDelimited, false),
        Some("tsv") => (Style::TabDelimited, false),
        Some("pipes") => (Style::PipeDelimited, false),
        _ => (plain, false),
    }
}
