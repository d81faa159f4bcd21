//! Bodies written as fields: forms and multipart.

use base64::{Engine, prelude::BASE64_STANDARD};
use bytes::{BufMut, Bytes, BytesMut};
use fairlead_openapi::pointer;
use fairlead_validate::{Part, Violation, media};

use crate::{AppError, BodyField};

/// What separates parts, where the media type of the draft names nothing.
const BOUNDARY: &str = "fairlead-boundary";

/// A body of fields, and the media type with everything a reader needs.
///
/// # Errors
/// A file that is not base64.
pub fn write(content_type: &str, fields: &[BodyField]) -> Result<(Bytes, String), AppError> {
    let fields = fields.iter().filter(|field| field.enabled);
    if media::kind(content_type) != media::Kind::Multipart {
        let mut written = url::form_urlencoded::Serializer::new(String::new());
        for field in fields {
            written.append_pair(&field.name, &field.value);
        }
        return Ok((written.finish().into(), content_type.to_owned()));
    }
    let mut parts = Vec::new();
    for field in fields {
        let content = match &field.base64 {
            Some(encoded) => BASE64_STANDARD.decode(encoded.trim()).map_err(|e| {
                let message = format!("the file of `{}` is not base64: {e}", field.name);
                AppError::invalid("invalid_body", message)
            })?,
            None => field.value.clone().into_bytes(),
        };
        parts.push((head(field), content));
    }
    let given = media::parameter(content_type, "boundary").filter(|b| !b.is_empty());
    let mut boundary = given.clone().unwrap_or_else(|| BOUNDARY.to_owned());
    while parts
        .iter()
        .any(|(_, content)| contains(content, boundary.as_bytes()))
    {
        boundary.push('x');
    }
    let mut body = BytesMut::new();
    for (head, content) in &parts {
        body.put_slice(format!("--{boundary}\r\n{head}\r\n").as_bytes());
        body.put_slice(content);
        body.put_slice(b"\r\n");
    }
    body.put_slice(format!("--{boundary}--\r\n").as_bytes());
    let whole = if given.as_deref() == Some(&boundary) {
        content_type.to_owned()
    } else {
        format!("{}; boundary={boundary}", media::essence(content_type))
    };
    Ok((body.freeze(), whole))
}

/// Header fields of a part, each with its end of line.
fn head(field: &BodyField) -> String {
    let mut head = format!(
        "Content-Disposition: form-data; name=\"{}\"",
        quoted(&field.name)
    );
    let is_file = field.file_name.is_some() || field.base64.is_some();
    if is_file {
        let name = field.file_name.as_deref().unwrap_or(&field.name);
        head.push_str(&format!("; filename=\"{}\"", quoted(name)));
    }
    head.push_str("\r\n");
    let content_type = field.content_type.as_deref().map(one_line);
    let content_type = content_type.filter(|t| !t.is_empty());
    match content_type {
        Some(content_type) => head.push_str(&format!("Content-Type: {content_type}\r\n")),
        None if is_file => head.push_str("Content-Type: application/octet-stream\r\n"),
        None => {}
    }
    head
}

/// A name as browsers write it in a quoted string (WHATWG HTML, multipart/form-data encoding).
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn one_line(text: &str) -> String {
    text.replace(['\r', '\n'], " ").trim().to_owned()
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Files whose bytes are not at hand: a saved request knows only their names.
pub fn missing_files(fields: &[BodyField]) -> Vec<Violation> {
    let missing = fields
        .iter()
        .filter(|f| f.enabled && f.file_name.is_some() && f.base64.is_none() && f.value.is_empty());
    missing
        .map(|field| {
            let mut at = String::new();
            pointer::push(&mut at, &field.name);
            let file = field.file_name.as_deref().unwrap_or_default();
            Violation {
                part: Part::Body,
                pointer: at,
                message: format!(
                    "the file `{file}` has not been chosen: nothing would be sent in its place"
                ),
                schema_pointer: String::new(),
                keyword: "no-file".into(),
                expected: None,
                actual: None,
                severity: fairlead_core::Severity::Warning,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_percent_encoded_and_leaves_out_what_is_off() {
        let mut off = BodyField::text("b", "2");
        off.enabled = false;
        let (body, media_type) = write(
            "application/x-www-form-urlencoded",
            &[BodyField::text("a b", "1&2=ä"), off],
        )
        .unwrap();
        assert_eq!(body, "a+b=1%262%3D%C3%A4");
        assert_eq!(media_type, "application/x-www-form-urlencoded");
    }

    #[test]
    fn no_part_holds_the_boundary() {
        let (body, media_type) = write(
            "multipart/form-data",
            &[BodyField::text("a", "--fairlead-boundary\r\nx")],
        )
        .unwrap();
        assert_eq!(
            media_type,
            "multipart/form-data; boundary=fairlead-boundaryx"
        );
        assert!(body.ends_with(b"--fairlead-boundaryx--\r\n"));
    }

    #[test]
    fn bytes_of_a_file_go_as_they_are_under_its_name() {
        let file = BodyField {
            file_name: Some("a\"b\r\n.png".into()),
            content_type: Some("image/png".into()),
            base64: Some("AP8=".into()),
            ..BodyField::text("photo", "")
        };
        let (body, _) = write("multipart/form-data; boundary=q", &[file]).unwrap();
        let expected = b"--q\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a%22b%0D%0A.png\"\r\nContent-Type: image/png\r\n\r\n\x00\xff\r\n--q--\r\n";
        assert_eq!(body, expected.as_slice());
    }
}
