//! Media types and ranges (RFC 9110 §8.3 and §12.5.1).

use fairlead_openapi::MediaType;

/// What a body of a media type is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `application/json` and `+json`
    Json,
    /// `application/x-www-form-urlencoded`
    Form,
    /// `multipart/…`
    Multipart,
    /// `application/xml`, `text/xml` and `+xml`
    Xml,
    /// `application/x-ndjson`, `application/jsonl`, `application/json-seq`
    JsonLines,
    /// `text/event-stream`
    Events,
    /// Every other `text/…`
    Text,
    /// Anything else
    Binary,
}

/// The type and subtype, lower case, without parameters.
#[must_use]
pub fn essence(media_type: &str) -> String {
    media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// What a body of this media type is read as.
#[must_use]
pub fn kind(media_type: &str) -> Kind {
    let essence = essence(media_type);
    match essence.as_str() {
        "application/json" | "text/json" => Kind::Json,
        "application/x-www-form-urlencoded" => Kind::Form,
        "application/xml" | "text/xml" => Kind::Xml,
        "application/x-ndjson"
        | "application/ndjson"
        | "application/jsonl"
        | "application/x-jsonlines"
        | "application/json-seq" => Kind::JsonLines,
        "text/event-stream" => Kind::Events,
        other if other.starts_with("multipart/") => Kind::Multipart,
        other if other.ends_with("+json") => Kind::Json,
        other if other.ends_with("+xml") => Kind::Xml,
        other if other.starts_with("text/") => Kind::Text,
        _ => Kind::Binary,
    }
}

/// Whether a body of this media type comes item by item, and may never end.
#[must_use]
pub fn is_stream(media_type: &str) -> bool {
    matches!(kind(media_type), Kind::JsonLines | Kind::Events)
        || essence(media_type) == "multipart/x-mixed-replace"
}

/// Whether a media type falls under a range such as `text/*`.
#[must_use]
pub fn is_in_range(media_type: &str, range: &str) -> bool {
    let (given, range) = (essence(media_type), essence(range));
    if range == "*/*" || range == "*" || range == given {
        return true;
    }
    range
        .strip_suffix("/*")
        .is_some_and(|kind| given.split('/').next() == Some(kind))
}

/// The declared entry that a media type falls under: the same, else the narrowest range.
#[must_use]
pub fn choose<'a>(content: &'a [MediaType], media_type: &str) -> Option<&'a MediaType> {
    let given = essence(media_type);
    let with_parameters = media_type.replace(' ', "").to_ascii_lowercase();
    content
        .iter()
        .find(|c| c.media_type.replace(' ', "").to_ascii_lowercase() == with_parameters)
        .or_else(|| content.iter().find(|c| essence(&c.media_type) == given))
        .or_else(|| {
            let mut fitting: Vec<&MediaType> = content
                .iter()
                .filter(|c| is_in_range(&given, &c.media_type))
                .collect();
            fitting.sort_by_key(|c| essence(&c.media_type).matches('*').count());
            fitting.first().copied()
        })
}

/// A parameter of a media type or another field of that form, such as `boundary`: a token or a
/// quoted string (RFC 9110 §5.6.6).
#[must_use]
pub fn parameter(field: &str, name: &str) -> Option<String> {
    let mut rest = field.split_once(';')?.1;
    loop {
        let (key, after) = rest.split_once('=')?;
        // A part without a value is skipped.
        let key = key.rsplit(';').next().unwrap_or(key).trim();
        let (value, next) = value(after.trim_start());
        if key.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = next;
    }
}

/// The value at the beginning, and what follows it.
fn value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(';').unwrap_or(text.len());
        let rest = text.get(end + 1..).unwrap_or_default();
        return (text[..end].trim().to_owned(), rest);
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, c)) = characters.next() {
        match c {
            '"' => {
                let rest = &quoted[at + 1..];
                return (value, rest.split_once(';').map_or("", |(_, rest)| rest));
            }
            '\\' => value.extend(characters.next().map(|(_, c)| c)),
            c => value.push(c),
        }
    }
    (value, "")
}
