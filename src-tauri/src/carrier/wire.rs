//! The bytes of an answer: length of the head (32 bits, big end first), head as JSON, body.

use bytes::{BufMut, Bytes, BytesMut};
use http::{HeaderMap, StatusCode};
use serde::Serialize;

#[derive(Serialize)]
struct Head<'a> {
    status: u16,
    headers: Vec<(&'a str, String)>,
}

/// Status, headers and body in one piece. A header value that is no UTF-8 is carried as far as
/// it can be read.
pub fn encode(status: StatusCode, headers: &HeaderMap, body: &Bytes) -> Vec<u8> {
    let head = Head {
        status: status.as_u16(),
        headers: headers
            .iter()
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                (name.as_str(), value)
            })
            .collect(),
    };
    // A number and strings always make JSON.
    let head = serde_json::to_vec(&head).unwrap_or_default();
    let length = u32::try_from(head.len()).unwrap_or(u32::MAX);
    let mut bytes = BytesMut::with_capacity(4 + head.len() + body.len());
    bytes.put_u32(length);
    bytes.put_slice(&head);
    bytes.put_slice(body);
    bytes.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn head_and_body_can_be_told_apart() {
        let mut headers = HeaderMap::new();
        headers.append("set-cookie", "a=1".parse().expect("a value"));
        headers.append("set-cookie", "b=2".parse().expect("a value"));
        let bytes = encode(StatusCode::CREATED, &headers, &Bytes::from_static(b"\0{"));
        let length = u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize;
        let head: serde_json::Value = serde_json::from_slice(&bytes[4..4 + length]).expect("JSON");
        let expected = serde_json::json!({
            "status": 201,
            "headers": [["set-cookie", "a=1"], ["set-cookie", "b=2"]],
        });
        assert_eq!(head, expected);
        assert_eq!(&bytes[4 + length..], b"\0{");
    }
}
