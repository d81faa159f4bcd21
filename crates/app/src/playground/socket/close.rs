//! Codes with which a WebSocket is closed (RFC 6455 §7.4).

use tokio_tungstenite::tungstenite::protocol::{CloseFrame, frame::coding::CloseCode};

use crate::AppError;

/// No code was given (RFC 6455 §7.1.5).
pub const NONE: u16 = 1005;
/// The connection ended without a close (RFC 6455 §7.1.5).
pub const BROKEN: u16 = 1006;
/// Longest reason, in bytes: a control frame has 125, the code takes two.
const REASON: usize = 123;

/// What a code means.
pub fn meaning(code: u16) -> &'static str {
    match code {
        1000 => "Normal: what it was for is done.",
        1001 => "Going away: the server goes down, or the page was left.",
        1002 => "Protocol error: the other side has broken the rules of WebSocket.",
        1003 => "Unsupported data: this kind of message is not taken, such as binary for text.",
        NONE => "No code was given.",
        BROKEN => "Abnormal: the connection broke off without a close.",
        1007 => {
            "Invalid data: the message is not what its kind says, such as text that is no UTF-8."
        }
        1008 => "Policy: the message is against a rule of the server.",
        1009 => "Too big: the message is larger than the other side takes.",
        1010 => "Extension missing: the client needs one that the server has not agreed to.",
        1011 => "Internal error: the server met with something it did not expect.",
        1012 => "Service restart: connect again in a while.",
        1013 => "Try again later: the server has too much to do.",
        1014 => "Bad gateway: a server in between had an invalid answer.",
        1015 => "TLS: the encryption could not be agreed on.",
        3000..=3999 => "A code of a library or framework.",
        4000..=4999 => "A code of this API: look at its documentation.",
        _ => "Not defined by RFC 6455.",
    }
}

/// A close to send.
///
/// # Errors
/// A code that must not be sent (RFC 6455 §7.4.1 and §7.4.2), or a reason that is too long.
pub fn frame(code: u16, reason: &str) -> Result<CloseFrame, AppError> {
    let code_type = CloseCode::from(code);
    if !code_type.is_allowed() || matches!(code, 1012..=1014) {
        let message = format!("The code {code} must not be sent: {}", meaning(code));
        return Err(AppError::invalid("invalid_close_code", message)
            .with_hint("Take 1000 to 1003, 1007 to 1011, or 3000 to 4999."));
    }
    if reason.len() > REASON {
        let message = format!(
            "The reason has {} bytes; {REASON} are the most.",
            reason.len()
        );
        return Err(AppError::invalid("invalid_close_reason", message).with_hint("Shorten it."));
    }
    Ok(CloseFrame {
        code: code_type,
        reason: reason.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_codes_that_may_be_sent_are() {
        for code in [1000, 1001, 1003, 1007, 1011, 3000, 4999] {
            assert!(frame(code, "").is_ok(), "{code}");
        }
        for code in [0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000] {
            assert!(frame(code, "").is_err(), "{code}");
        }
        assert!(frame(1000, &"ä".repeat(61)).is_ok());
        assert!(frame(1000, &"ä".repeat(62)).is_err());
    }
}
