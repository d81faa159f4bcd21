//! `multipart/form-data` (RFC 7578): parts to an object, by `encoding`.

use fairlead_core::Headers;
use serde_json::{Map, Value};

use super::{Checking, json};
use crate::{
    media::{self, Kind},
    parameter::{Shapes, read},
    report::{Part, Violation},
};

/// Most parts that are read.
const PARTS: usize = 1_000;

struct Piece<'a> {
    headers: Headers,
    bytes: &'a [u8],
}

pub(super) fn check(body: &Checking<'_>) -> Result<Vec<Violation>, String> {
    let boundary = media::parameter(body.content_type, "boundary")
        .filter(|b| !b.is_empty())
        .ok_or("the header `Content-Type` names no boundary")?;
    let pieces = split(body.bytes, boundary)?;
    if media::essence(body.content_type) != "multipart/form-data" {
        return Ok(Vec::new());
    }
    let Some(schema) = &body.media_type.schema else {
        return Ok(Vec::new());
    };
    let shapes = Shapes::new(&body.contract.spec().documents);
    let mut map = Map::new();
    let mut violations = Vec::new();
    for piece in &pieces {
        let disposition = piece.headers.get("content-disposition").unwrap_or_default();
        let Some(name) = media::parameter(disposition, "name") else {
            return Err("a part has no name in its header `Content-Disposition`".into());
        };
        violations.extend(wrong_type(body, name, piece));
        let property = shapes.property(schema, name);
        let many = property.as_ref().is_some_and(|p| shapes.types(p).array);
        let of = if many {
            property.as_ref().and_then(|p| shapes.items(p))
        } else {
            property
        };
        let value = match media::kind(piece.headers.get("content-type").unwrap_or("text/plain")) {
            Kind::Json => json(piece.bytes).map_err(|why| format!("part `{name}`: {why}"))?,
            Kind::Text => {
                let text = String::from_utf8_lossy(piece.bytes);
                of.map_or_else(
                    || Value::from(text.as_ref()),
                    |p| read::plain(shapes, &p, &text),
                )
            }
            // Bytes are a string to the schema, whatever is in them.
            _ => Value::from(String::from_utf8_lossy(piece.bytes)),
        };
        match map.get_mut(name) {
            Some(Value::Array(items)) if many => items.push(value),
            _ if many => {
                map.insert(name.to_owned(), vec![value].into());
            }
            _ => {
                map.insert(name.to_owned(), value);
            }
        }
    }
    violations.extend(body.value(&Value::Object(map)));
    Ok(violations)
}

/// The violation where a part is of another type than its `encoding` says.
fn wrong_type(body: &Checking<'_>, name: &str, piece: &Piece<'_>) -> Option<Violation> {
    let wanted = body
        .media_type
        .encoding
        .get(name)?
        .content_type
        .as_deref()?;
    let given = piece.headers.get("content-type").unwrap_or("text/plain");
    if wanted
        .split(',')
        .any(|range| media::is_in_range(given, range.trim()))
    {
        return None;
    }
    let mut violation = body.malformed(format!(
        "part `{name}` must be of type `{wanted}`, but is `{given}`"
    ));
    fairlead_openapi::pointer::push(&mut violation.pointer, name);
    violation.schema_pointer = format!(
        "{}/encoding/{}/contentType",
        violation.schema_pointer,
        fairlead_openapi::pointer::escape(name)
    );
    violation.keyword = "media-type".into();
    violation.part = Part::Body;
    violation.expected = Some(wanted.into());
    violation.actual = Some(given.into());
    Some(violation)
}

/// Splits at the boundaries (RFC 2046 §5.1.1).
fn split<'a>(bytes: &'a [u8], boundary: &str) -> Result<Vec<Piece<'a>>, String> {
    let delimiter = format!("--{boundary}").into_bytes();
    let mut rest = match find(bytes, &delimiter) {
        Some(start) => &bytes[start + delimiter.len()..],
        None => {
            return Err(format!(
                "the body has no part: `--{boundary}` is nowhere in it"
            ));
        }
    };
    let between = [b"\r\n", delimiter.as_slice()].concat();
    let mut pieces = Vec::new();
    loop {
        if rest.starts_with(b"--") {
            return Ok(pieces);
        }
        if pieces.len() >= PARTS {
            return Err(format!("the body has more than {PARTS} parts"));
        }
        rest = rest
            .strip_prefix(b"\r\n")
            .or_else(|| rest.strip_prefix(b"\n"))
            .ok_or("a boundary is followed by something else than a line's end")?;
        let end = find(rest, &between)
            .ok_or_else(|| format!("the body ends before its closing `--{boundary}--`"))?;
        pieces.push(piece(&rest[..end])?);
        rest = &rest[end + between.len()..];
    }
}

fn piece(bytes: &[u8]) -> Result<Piece<'_>, String> {
    let (head, bytes) = if let Some(rest) = bytes.strip_prefix(b"\r\n") {
        (&bytes[..0], rest)
    } else {
        let end = find(bytes, b"\r\n\r\n").ok_or("a part has no empty line after its headers")?;
        (&bytes[..end], &bytes[end + 4..])
    };
    let head = std::str::from_utf8(head).map_err(|_| "a part's headers are not UTF-8")?;
    let headers = head
        .split("\r\n")
        .filter(|line| !line.is_empty())
        .map(|line| {
            line.split_once(':')
                .map(|(name, value)| (name.trim(), value.trim()))
                .ok_or_else(|| format!("a part has the header line `{line}`, which has no colon"))
        })
        .collect::<Result<_, _>>()?;
    Ok(Piece { headers, bytes })
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}
