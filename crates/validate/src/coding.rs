//! Content codings (RFC 9110 §8.4): a body as it was before it was packed for the way.

use std::{
    borrow::Cow,
    io::{self, Read},
};

use bytes::Bytes;
use fairlead_core::{Headers, limits};
use flate2::read::{MultiGzDecoder, ZlibDecoder};

/// What can be unpacked, for an `Accept-Encoding` field.
pub const KNOWN: &str = "gzip, deflate, br";
/// Most codings one upon the other.
const LAYERS: usize = 4;
/// Bytes that the brotli reader holds at once.
const BUFFER: usize = 16 * 1024;

/// Why a body cannot be unpacked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodingError {
    /// Nobody here knows the coding.
    #[error("the content coding `{0}` is not known; there is {KNOWN}")]
    Unknown(String),
    /// What it unpacks to is more than is read of any body.
    #[error("the body is larger than {} MiB once it is unpacked", limits::BODY_BYTES >> 20)]
    TooLarge,
    /// The bytes are not of that coding.
    #[error("the body is not `{coding}`: {why}")]
    Broken {
        /// The coding that it should be of.
        coding: String,
        /// What is wrong.
        why: String,
    },
}

/// The body without the codings that `Content-Encoding` names, or as it is where it names none.
///
/// # Errors
/// Where it cannot be unpacked, or not into [`limits::BODY_BYTES`].
pub fn decoded<'a>(headers: &Headers, body: &'a Bytes) -> Result<Cow<'a, Bytes>, CodingError> {
    let named: Vec<String> = headers
        .get_all("content-encoding")
        .flat_map(|value| value.split(','))
        .map(|coding| coding.trim().to_ascii_lowercase())
        .filter(|coding| !coding.is_empty() && coding != "identity")
        .collect();
    if named.len() > LAYERS {
        return Err(CodingError::Unknown(named.join(", ")));
    }
    let mut body = Cow::Borrowed(body);
    // The last one named was put on last.
    for coding in named.iter().rev() {
        body = Cow::Owned(unpack(coding, &body)?);
    }
    Ok(body)
}

fn unpack(coding: &str, body: &Bytes) -> Result<Bytes, CodingError> {
    let packed: &[u8] = body;
    match coding {
        "gzip" | "x-gzip" => read(coding, MultiGzDecoder::new(packed)),
        // The coding is zlib (RFC 9110 §8.4.1.2), whatever its name says.
        "deflate" => read(coding, ZlibDecoder::new(packed)),
        "br" => read(coding, brotli::Decompressor::new(packed, BUFFER)),
        _ => Err(CodingError::Unknown(coding.to_owned())),
    }
}

fn read(coding: &str, from: impl Read) -> Result<Bytes, CodingError> {
    let mut out = Vec::new();
    let most = limits::BODY_BYTES as u64 + 1;
    match from.take(most).read_to_end(&mut out) {
        Ok(_) if out.len() > limits::BODY_BYTES => Err(CodingError::TooLarge),
        Ok(_) => Ok(out.into()),
        Err(error) => Err(CodingError::Broken {
            coding: coding.to_owned(),
            why: match error.kind() {
                io::ErrorKind::UnexpectedEof => "it ends too early".to_owned(),
                _ => error.to_string(),
            },
        }),
    }
}
