//! `multipart/form-data` (RFC 7578): parts to an object, by `encoding`.

use fairlead_core::Headers;
use fairlead_openapi::pointer;
use serde_json::{Map, Value};

use super::{Checking, json};
use crate::{
    media::{self, Kind},
    parameter::{self, read},
    report::{Part, Violation},
};

/// Most parts that are read.
const PARTS: usize = 1_000;

struct Piece<'a> {
    headers: Headers,
    bytes: &'a [u8],
}

impl Piece<'_> {
    fn content_type(&self) -> &str {
        self.headers.get("content-type").unwrap_or("text/plain")
    }

    fn name(&self) -> Result<String, String> {
        let disposition = self.headers.get("content-disposition").unwrap_or_default();
        media::parameter(disposition, "name")
            .ok_or_else(|| "a part has no name in its header `Content-Disposition`".to_owned())
    }
}

pub(super) fn check(body: &Checking<'_>) -> Result<Vec<Violation>, String> {
    let pieces = pieces(body)?;
    let Some(value) = read(body, &pieces)? else {
        return Ok(Vec::new());
    };
    let mut violations = Vec::new();
    for piece in &pieces {
        let name = piece.name()?;
        violations.extend(wrong_type(body, &name, piece));
        violations.extend(wrong_headers(body, &name, piece));
    }
    violations.extend(body.value(&value));
    Ok(violations)
}

/// The object that the parts of a form make; none for other kinds, and without a schema.
pub(super) fn value(body: &Checking<'_>) -> Result<Option<Value>, String> {
    read(body, &pieces(body)?)
}

fn pieces<'a>(body: &Checking<'a>) -> Result<Vec<Piece<'a>>, String> {
    let boundary = media::parameter(body.content_type, "boundary")
        .filter(|b| !b.is_empty())
        .ok_or("the header `Content-Type` names no boundary, so the parts cannot be told apart")?;
    split(body.bytes, &boundary)
}

fn read(body: &Checking<'_>, pieces: &[Piece<'_>]) -> Result<Option<Value>, String> {
    let Some(schema) = &body.media_type.schema else {
        return Ok(None);
    };
    if media::essence(body.content_type) != "multipart/form-data" {
        return Ok(None);
    }
    let shape = body.contract.shape(schema);
    let mut map = Map::new();
    for piece in pieces {
        let name = piece.name()?;
        let property = shape.property(&name).map(AsRef::as_ref);
        let is_list = property.is_some_and(parameter::Shape::is_array);
        let of = if is_list {
            property.and_then(|p| p.items.as_deref())
        } else {
            property
        };
        let value = match media::kind(piece.content_type()) {
            Kind::Json => json(piece.bytes)
                .map_err(|why| why.replace("the body", &format!("the part `{name}`")))?,
            Kind::Text => {
                let text = String::from_utf8_lossy(piece.bytes);
                match of {
                    Some(shape) => read::plain(shape, &text),
                    None => Value::from(text),
                }
            }
            // Bytes are a string to the schema, whatever is in them.
            _ => Value::from(String::from_utf8_lossy(piece.bytes)),
        };
        match (map.get_mut(&name), value) {
            (Some(Value::Array(items)), value) if is_list => items.push(value),
            // The whole list in one part.
            (_, value @ Value::Array(_)) if !of.is_some_and(parameter::Shape::is_array) => {
                map.insert(name, value);
            }
            (_, value) if is_list => {
                map.insert(name, vec![value].into());
            }
            (_, value) => {
                map.insert(name, value);
            }
        }
    }
    Ok(Some(Value::Object(map)))
}

/// The violation where a part is of another type than its `encoding` says.
fn wrong_type(body: &Checking<'_>, name: &str, piece: &Piece<'_>) -> Option<Violation> {
    let encoding = body.media_type.encoding.get(name)?;
    let wanted = encoding.content_type.as_deref()?;
    let given = piece.content_type();
    if wanted
        .split(',')
        .any(|range| media::is_in_range(given, range.trim()))
    {
        return None;
    }
    let place = &body.media_type.place;
    let rule = format!(
        "{}/encoding/{}/contentType",
        place.pointer,
        pointer::escape(name)
    );
    Some(Violation {
        pointer: pointer::join("", name),
        schema_pointer: body.contract.say_place(&place.document, &rule),
        keyword: "media-type".into(),
        expected: Some(wanted.into()),
        actual: Some(given.into()),
        ..body.malformed(format!(
            "the part `{name}` must be of type `{wanted}`, but is `{given}`"
        ))
    })
}

/// What is wrong with the headers of a part. `Content-Type` is described elsewhere.
fn wrong_headers(body: &Checking<'_>, name: &str, piece: &Piece<'_>) -> Vec<Violation> {
    let Some(encoding) = body.media_type.encoding.get(name) else {
        return Vec::new();
    };
    let within = pointer::join("", name);
    encoding
        .headers
        .iter()
        .filter(|header| !header.name.eq_ignore_ascii_case("content-type"))
        .flat_map(|header| {
            let checking = parameter::Checking {
                contract: body.contract,
                parameter: header,
                part: Part::Body,
                direction: body.direction,
                within: &within,
            };
            checking.check(|shape, header, reading| {
                let raw = piece.headers.get(&header.name)?;
                Some(read::text(shape, header, raw, reading))
            })
        })
        .collect()
}

/// Splits at the boundaries (RFC 2046 §5.1.1).
fn split<'a>(bytes: &'a [u8], boundary: &str) -> Result<Vec<Piece<'a>>, String> {
    let between = format!("\r\n--{boundary}").into_bytes();
    let first = &between[2..];
    let mut rest = match bytes.strip_prefix(first) {
        Some(rest) => rest,
        None => match find(bytes, &between) {
            Some(start) => &bytes[start + between.len()..],
            None => {
                return Err(format!(
                    "the body has no part: no line of it is `--{boundary}`"
                ));
            }
        },
    };
    let mut pieces = Vec::new();
    loop {
        if rest.starts_with(b"--") {
            return Ok(pieces);
        }
        if pieces.len() >= PARTS {
            return Err(format!("the body has more than {PARTS} parts"));
        }
        rest = unpadded(rest)
            .strip_prefix(b"\r\n")
            .ok_or("a boundary is followed by something else than the end of its line")?;
        let end = find(rest, &between)
            .ok_or_else(|| format!("the body ends before its closing `--{boundary}--`"))?;
        pieces.push(piece(&rest[..end])?);
        rest = &rest[end + between.len()..];
    }
}

/// Without the spaces and tabs that senders may put after a boundary.
fn unpadded(bytes: &[u8]) -> &[u8] {
    let is_padding = |b: &&u8| matches!(b, b' ' | b'\t');
    &bytes[bytes.iter().take_while(is_padding).count()..]
}

fn piece(bytes: &[u8]) -> Result<Piece<'_>, String> {
    let (head, bytes) = if let Some(rest) = bytes.strip_prefix(b"\r\n") {
        (&bytes[..0], rest)
    } else {
        let end = find(bytes, b"\r\n\r\n").ok_or("a part has no empty line after its headers")?;
        (&bytes[..end], &bytes[end + 4..])
    };
    let head = std::str::from_utf8(head).map_err(|_| "the headers of a part are not UTF-8")?;
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
