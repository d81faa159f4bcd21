//! An answer that is a file to be kept.

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

/// A body as a file of a media type and a name (RFC 6266): a plain one, and beside it the whole in
/// UTF-8 (RFC 8187).
pub fn attachment(media_type: &'static str, name: &str, body: impl Into<Body>) -> Response {
    let plain: String = name
        .chars()
        .map(|c| match c {
            '"' | '\\' => '_',
            c if c.is_ascii_graphic() || c == ' ' => c,
            _ => '_',
        })
        .collect();
    let encoded = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC);
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}");
    let headers = [
        (CONTENT_TYPE, media_type.to_owned()),
        (CONTENT_DISPOSITION, disposition),
    ];
    (headers, body.into()).into_response()
}

/// The same without a name: whoever saves it knows a better one.
pub fn unnamed(media_type: &'static str, body: impl Into<Body>) -> Response {
    let headers = [
        (CONTENT_TYPE, media_type),
        (CONTENT_DISPOSITION, "attachment"),
    ];
    (headers, body.into()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_any_letters_stays_one_header() {
        let answer = attachment("text/plain", "häfen \"1\".txt", "");
        assert_eq!(
            answer.headers()[CONTENT_DISPOSITION],
            "attachment; filename=\"h_fen _1_.txt\"; \
             filename*=UTF-8''h%C3%A4fen%20%221%22%2Etxt"
        );
    }
}
