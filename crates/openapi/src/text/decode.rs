//! Bytes to text: UTF-8, UTF-16 with or without its mark, or a clear no.

use std::borrow::Cow;

use fairlead_core::Diagnostic;

/// The text of a file, without a byte order mark.
///
/// # Errors
/// A diagnostic without a file where the bytes are no text.
pub(crate) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Diagnostic> {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [a, 0, b, 0, ..] if *a != 0 && *b != 0 => utf16(bytes, u16::from_le_bytes),
        [0, a, 0, b, ..] if *a != 0 && *b != 0 => utf16(bytes, u16::from_be_bytes),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, Diagnostic> {
    if let Some(kind) = known_binary(bytes) {
        return Err(Diagnostic::error(
            "file-binary",
            format!("this is {kind} and not an API description; unpack or export it first"),
        ));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => Ok(Cow::Borrowed(text)),
        Ok(_) => Err(binary()),
        Err(error) => {
            let good = &bytes[..error.valid_up_to()];
            if bytes.iter().take(4096).any(|b| *b == 0) {
                return Err(binary());
            }
            let good = std::str::from_utf8(good).unwrap_or_default();
            let (line, column) = end_of(good);
            Err(Diagnostic::error(
                "encoding-invalid",
                format!(
                    "the text is not UTF-8: the byte 0x{:02X} here cannot be read; save the file as UTF-8",
                    bytes.get(error.valid_up_to()).copied().unwrap_or(0)
                ),
            )
            .on_line(line, column))
        }
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Cow<'_, str>, Diagnostic> {
    let (pairs, _) = bytes.as_chunks::<2>();
    let text: Result<String, _> = char::decode_utf16(pairs.iter().map(|p| unit(*p))).collect();
    match text {
        Ok(text) if !text.contains('\0') => Ok(Cow::Owned(text)),
        _ => Err(Diagnostic::error(
            "encoding-invalid",
            "the text starts like UTF-16 but cannot be read as it; save the file as UTF-8",
        )),
    }
}

fn binary() -> Diagnostic {
    Diagnostic::error(
        "file-binary",
        "the file holds bytes that are no text; an API description is a JSON or YAML text file",
    )
}

fn known_binary(bytes: &[u8]) -> Option<&'static str> {
    [
        (&b"PK\x03\x04"[..], "a ZIP archive"),
        (&b"\x1F\x8B"[..], "a gzip archive"),
        (&b"%PDF-"[..], "a PDF"),
        (&b"\x89PNG"[..], "a picture"),
        (&b"\x7FELF"[..], "a program"),
    ]
    .into_iter()
    .find_map(|(mark, kind)| bytes.starts_with(mark).then_some(kind))
}

/// Line and column (from 1, in characters) just behind `text`.
fn end_of(text: &str) -> (u32, u32) {
    let line = text.bytes().filter(|b| *b == b'\n').count() + 1;
    let column = text
        .rsplit('\n')
        .next()
        .map_or(0, |last| last.chars().count())
        + 1;
    (
        u32::try_from(line).unwrap_or(u32::MAX),
        u32::try_from(column).unwrap_or(u32::MAX),
    )
}
