//! Bodies, by what their media type says they are.

mod form;
mod multipart;
mod stream;
mod xml;

pub(crate) use form::value as form_value;

use std::borrow::Cow;

use fairlead_core::{Severity, limits};
use fairlead_openapi::MediaType;
use serde_json::Value;

use crate::{
    contract::Contract,
    direction::Direction,
    media::{self, Kind},
    parameter::read,
    report::{Part, Violation},
    whole,
};

/// What is known while checking one body.
struct Checking<'a> {
    contract: &'a Contract,
    media_type: &'a MediaType,
    content_type: &'a str,
    direction: Direction,
    bytes: &'a [u8],
}

/// What is wrong with a body of a declared media type.
pub fn check(
    contract: &Contract,
    media_type: &MediaType,
    content_type: &str,
    direction: Direction,
    bytes: &[u8],
) -> Vec<Violation> {
    let body = Checking {
        contract,
        media_type,
        content_type,
        direction,
        bytes,
    };
    // Where nothing is said of it but its type, it must at least be what it says it is.
    let result = match media::kind(content_type) {
        Kind::Json => json(bytes).map(|value| body.value(&value)),
        Kind::Form => body
            .read_text()
            .map(|text| body.value(&form::value(contract, media_type, &text))),
        Kind::Multipart => multipart::check(&body),
        Kind::Xml => xml::check(&body),
        Kind::JsonLines | Kind::Events => stream::check(&body),
        Kind::Text => body.read_text().map(|text| body.text(&text)),
        Kind::Binary => Ok(Vec::new()),
    };
    result.unwrap_or_else(|why| vec![body.malformed(why)])
}

/// The value that a request's body stands for, by its declared media type: what its schema is
/// checked against. None for media types that have no fields, and where it cannot be read.
#[must_use]
pub fn decode(
    contract: &Contract,
    media_type: &MediaType,
    content_type: &str,
    bytes: &[u8],
) -> Option<Value> {
    let body = Checking {
        contract,
        media_type,
        content_type,
        direction: Direction::Request,
        bytes,
    };
    match media::kind(content_type) {
        Kind::Json => json(bytes).ok(),
        Kind::Form => Some(form::value(contract, media_type, &body.read_text().ok()?)),
        Kind::Multipart => multipart::value(&body).ok()?,
        Kind::Xml => xml::value(&body).ok()?,
        _ => None,
    }
}

impl Checking<'_> {
    fn value(&self, value: &Value) -> Vec<Violation> {
        match &self.media_type.schema {
            Some(schema) => {
                self.contract
                    .schemas()
                    .check(schema, self.direction, value, Part::Body, "")
            }
            None => Vec::new(),
        }
    }

    fn text(&self, text: &str) -> Vec<Violation> {
        match &self.media_type.schema {
            Some(schema) => self.value(&read::plain(&self.contract.shape(schema), text)),
            None => Vec::new(),
        }
    }

    /// The bytes as a text of the character set that they are said to be in.
    fn read_text(&self) -> Result<Cow<'_, str>, String> {
        let charset = media::parameter(self.content_type, "charset").unwrap_or_default();
        if ["iso-8859-1", "latin1"]
            .iter()
            .any(|c| charset.eq_ignore_ascii_case(c))
        {
            return Ok(self.bytes.iter().map(|b| char::from(*b)).collect());
        }
        let text = std::str::from_utf8(self.bytes).map_err(|e| {
            let at = e.valid_up_to();
            format!("the body is not UTF-8: byte {at} begins no character")
        })?;
        Ok(text.strip_prefix('\u{feff}').unwrap_or(text).into())
    }

    fn malformed(&self, why: String) -> Violation {
        let place = &self.media_type.place;
        Violation {
            part: Part::Body,
            pointer: String::new(),
            message: why,
            schema_pointer: self.contract.say_place(&place.document, &place.pointer),
            keyword: "malformed".into(),
            expected: None,
            actual: None,
            severity: Severity::Error,
        }
    }
}

/// A whole JSON text, at most half of `limits::DEPTH` deep.
pub(crate) fn json(bytes: &[u8]) -> Result<Value, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    whole::read(bytes).map_err(|error| {
        let text = error.to_string();
        let what = text.split(" at line ").next().unwrap_or(&text);
        if what.starts_with("recursion limit") {
            return format!(
                "the body is nested too deeply (at most {} levels)",
                limits::DEPTH / 2
            );
        }
        format!(
            "the body is not JSON: line {}, column {}: {what}",
            error.line(),
            error.column()
        )
    })
}
