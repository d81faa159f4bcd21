//! Messages: as they are sent, and as they are shown.

use base64::{Engine, prelude::BASE64_STANDARD};
use bytes::Bytes;
use fairlead_core::{Timestamp, limits, redact::Redactor};
use tokio_tungstenite::tungstenite::Message;

use super::close;
use crate::{
    AppError, BytesEncoding, SendMessage, SocketDirection, SocketKind, SocketMessage, secrets,
};

/// Largest payload of a control frame, in bytes (RFC 6455 §5.5).
const CONTROL_BYTES: usize = 125;
/// Bytes that are masked beyond those that are shown: of a secret that the cut goes through half
/// would stay.
const SLACK: usize = 16 * 1024;

/// A message as it is sent; `fill` puts variables into texts.
///
/// # Errors
/// It is not what it says it is, or too large.
pub fn to_send(message: &SendMessage) -> Result<Message, AppError> {
    let invalid = |message: String, hint: &str| {
        Err(AppError::invalid("invalid_message", message).with_hint(hint))
    };
    let made = match message {
        SendMessage::Text { text } => Message::text(text.clone()),
        SendMessage::Json { text } => {
            if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
                return invalid(
                    format!("The message is not JSON: {error}."),
                    "Correct it, or send it as text.",
                );
            }
            Message::text(text.clone())
        }
        SendMessage::Binary { data, encoding } => match decoded(data, *encoding) {
            Ok(bytes) => Message::binary(bytes),
            Err(why) => return invalid(why, "Nothing has been sent."),
        },
        SendMessage::Ping { text } if text.len() > CONTROL_BYTES => {
            return invalid(
                format!(
                    "A ping has at most {CONTROL_BYTES} bytes, this one {}.",
                    text.len()
                ),
                "Shorten it.",
            );
        }
        SendMessage::Ping { text } => Message::Ping(text.clone().into()),
    };
    if made.len() > limits::SOCKET_MESSAGE_BYTES {
        return invalid(
            format!(
                "The message has {} bytes; {} are the most.",
                made.len(),
                limits::SOCKET_MESSAGE_BYTES
            ),
            "Send it in parts.",
        );
    }
    Ok(made)
}

fn decoded(data: &str, encoding: BytesEncoding) -> Result<Bytes, String> {
    let plain: Vec<u8> = data.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    match encoding {
        BytesEncoding::Base64 => BASE64_STANDARD
            .decode(&plain)
            .map(Bytes::from)
            .map_err(|e| format!("The message is not base64: {e}.")),
        BytesEncoding::Hex => {
            let digit = |b: u8| {
                char::from(b)
                    .to_digit(16)
                    .and_then(|n| u8::try_from(n).ok())
            };
            let pair = |pair: &[u8]| match pair {
                [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
                _ => None,
            };
            let bytes: Option<Vec<u8>> = plain.chunks(2).map(pair).collect();
            bytes
                .map(Bytes::from)
                .ok_or_else(|| "The message is not hexadecimal: two digits a byte.".to_owned())
        }
    }
}

/// A message as it is shown, its secrets masked; its number comes later. None for what a person
/// never sees.
pub fn shown(
    message: &Message,
    direction: SocketDirection,
    redactor: &Redactor,
) -> Option<SocketMessage> {
    let text = |bytes: &Bytes| std::str::from_utf8(bytes).ok().map(str::to_owned);
    let (kind, text, bytes, code) = match message {
        Message::Text(text) => (SocketKind::Text, Some(text.as_str().to_owned()), None, None),
        Message::Binary(bytes) => (SocketKind::Binary, None, Some(bytes), None),
        Message::Ping(bytes) => (SocketKind::Ping, text(bytes), Some(bytes), None),
        Message::Pong(bytes) => (SocketKind::Pong, text(bytes), Some(bytes), None),
        Message::Close(frame) => {
            let reason = frame.as_ref().map(|f| f.reason.as_str().to_owned());
            let code = frame.as_ref().map_or(close::NONE, |f| f.code.into());
            (
                SocketKind::Close,
                Some(reason.unwrap_or_default()),
                None,
                Some(code),
            )
        }
        Message::Frame(_) => return None,
    };
    let size = message.len();
    let truncated = size > limits::SOCKET_SHOWN_BYTES;
    let masked = text.as_deref().map(|text| {
        let end = text.floor_char_boundary(limits::SOCKET_SHOWN_BYTES + SLACK);
        let mut masked = redactor.apply(&text[..end]);
        if truncated {
            masked.truncate(masked.floor_char_boundary(limits::SOCKET_SHOWN_BYTES));
        }
        masked
    });
    let base64 = bytes.filter(|_| text.is_none()).map(|bytes| {
        let end = bytes.len().min(limits::SOCKET_SHOWN_BYTES + SLACK);
        let mut masked = secrets::mask_bytes(redactor, &bytes[..end]);
        if truncated {
            masked.truncate(limits::SOCKET_SHOWN_BYTES);
        }
        BASE64_STANDARD.encode(masked)
    });
    Some(SocketMessage {
        number: 0,
        at: Timestamp::now(),
        direction,
        kind,
        bytes: size as u64,
        text: masked,
        base64,
        truncated,
        code,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(message: SendMessage) -> Result<Message, String> {
        to_send(&message).map_err(|error| error.to_string())
    }

    #[test]
    fn bytes_come_from_hex_and_base64() {
        let of = |data: &str, encoding| {
            let data = data.to_owned();
            sent(SendMessage::Binary { data, encoding }).map(Message::into_data)
        };
        assert_eq!(
            of("00 fF\n0a", BytesEncoding::Hex).unwrap(),
            [0, 255, 10].as_slice()
        );
        assert_eq!(
            of("AP8=", BytesEncoding::Base64).unwrap(),
            [0, 255].as_slice()
        );
        assert!(
            of("0", BytesEncoding::Hex)
                .unwrap_err()
                .contains("hexadecimal")
        );
        assert!(of("0g", BytesEncoding::Hex).is_err());
        assert!(
            of("é=", BytesEncoding::Base64)
                .unwrap_err()
                .contains("base64")
        );
    }

    #[test]
    fn what_is_sent_is_what_it_says() {
        let json = |text: &str| sent(SendMessage::Json { text: text.into() });
        assert_eq!(json("{\"a\":1}").unwrap(), Message::text("{\"a\":1}"));
        assert!(json("{a}").unwrap_err().contains("not JSON"));
        let long = SendMessage::Ping {
            text: "x".repeat(126),
        };
        assert!(sent(long).unwrap_err().contains("125"));
    }

    #[test]
    fn secrets_are_masked_however_they_go() {
        let redactor = Redactor::new(["sw0rdf1sh"]);
        for message in [
            Message::text("a sw0rdf1sh"),
            Message::binary(Bytes::from_static(b"\xffsw0rdf1sh")),
            Message::Ping(Bytes::from_static(b"sw0rdf1sh")),
        ] {
            let shown = shown(&message, SocketDirection::Sent, &redactor).unwrap();
            let base64 = shown.base64.map(|b| BASE64_STANDARD.decode(b).unwrap());
            let all = format!(
                "{:?}{}",
                shown.text,
                String::from_utf8_lossy(&base64.unwrap_or_default())
            );
            assert!(!all.contains("sw0rdf1sh"), "{all}");
        }
    }
}
