//! What of a message may be kept: without secrets, and not longer than is read.

use base64::{Engine, prelude::BASE64_STANDARD};
use bytes::Bytes;
use fairlead_core::{Headers, limits, redact, redact::Redactor};

use crate::{NameValue, TraceBody, secrets};

/// Bytes of a body that are masked beyond those that are kept.
const SLACK: usize = 16 * 1024;

/// What is masked.
#[derive(Clone, Copy)]
pub struct Masking<'a> {
    /// Secret values.
    pub redactor: &'a Redactor,
    /// Names of headers and query parameters that carry keys.
    pub secret_names: &'a [String],
}

impl Masking<'_> {
    fn is_secret(&self, name: &str) -> bool {
        redact::is_secret_header(name)
            || self
                .secret_names
                .iter()
                .any(|n| n.eq_ignore_ascii_case(name))
    }

    /// Header fields.
    pub fn headers(&self, headers: &Headers) -> Vec<NameValue> {
        headers
            .iter()
            .filter(|(name, _)| !name.eq_ignore_ascii_case(fairlead_mock::TRACE_HEADER))
            .map(|(name, value)| {
                let value = if redact::is_secret_header(name) {
                    redact::header_value(name, value)
                } else if self.is_secret(name) {
                    redact::MASK.to_owned()
                } else {
                    self.redactor.apply(value)
                };
                NameValue {
                    name: name.to_owned(),
                    value,
                }
            })
            .collect()
    }

    /// A URL or a path with its query.
    pub fn query(&self, url: &str) -> String {
        let Some((before, query)) = url.split_once('?') else {
            return self.redactor.apply(url);
        };
        let pairs: Vec<String> = query
            .split('&')
            .map(|pair| match pair.split_once('=') {
                Some((name, _)) if self.is_secret(name) => format!("{name}={}", redact::MASK),
                _ => pair.to_owned(),
            })
            .collect();
        self.redactor
            .apply(&format!("{before}?{}", pairs.join("&")))
    }

    /// A body, cut where it is too long.
    pub fn body(&self, headers: &Headers, body: &Bytes) -> Option<TraceBody> {
        if body.is_empty() {
            return None;
        }
        let truncated = body.len() > limits::TRACE_BODY_BYTES;
        // Masked before it is cut: of a secret that the cut goes through half would stay.
        let kept = &body[..body.len().min(limits::TRACE_BODY_BYTES + SLACK)];
        let text = match std::str::from_utf8(kept) {
            Ok(text) => Some(text),
            // The cut may have gone through a character.
            Err(e) if truncated && e.valid_up_to() + 4 > kept.len() => {
                std::str::from_utf8(&kept[..e.valid_up_to()]).ok()
            }
            Err(_) => None,
        };
        let text = text.filter(|t| !t.contains('\0')).map(|text| {
            let mut text = self.redactor.apply(text);
            if truncated {
                text.truncate(text.floor_char_boundary(limits::TRACE_BODY_BYTES));
            }
            text
        });
        let base64 = text.is_none().then(|| {
            let mut bytes = secrets::mask_bytes(self.redactor, kept);
            if truncated {
                bytes.truncate(limits::TRACE_BODY_BYTES);
            }
            BASE64_STANDARD.encode(bytes)
        });
        Some(TraceBody {
            base64,
            text,
            bytes: body.len() as u64,
            truncated,
            content_type: headers.get("content-type").map(str::to_owned),
        })
    }
}
