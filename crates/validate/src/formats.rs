//! The formats of OpenAPI that JSON Schema does not have (OpenAPI format registry).

use base64::Engine;
use jsonschema::ValidationOptions;

/// Adds them.
pub fn add(options: ValidationOptions<'_>) -> ValidationOptions<'_> {
    options
        .with_format("byte", is_base64)
        .with_format("base64url", is_base64_url)
        .with_format("char", |text: &str| text.chars().count() == 1)
}

/// RFC 4648 §4, with or without padding and line breaks.
fn is_base64(text: &str) -> bool {
    let text: String = text.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    base64::prelude::BASE64_STANDARD_NO_PAD
        .decode(text.trim_end_matches('='))
        .is_ok()
}

/// RFC 4648 §5, with or without padding.
fn is_base64_url(text: &str) -> bool {
    base64::prelude::BASE64_URL_SAFE_NO_PAD
        .decode(text.trim_end_matches('='))
        .is_ok()
}
