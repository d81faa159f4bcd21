//! Refusals, by the names that the RFCs give them.

use fairlead_core::{Headers, Response};
use serde_json::{Value, json};

/// Why something is not given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The status, where it is an answer of its own and not a redirection.
    pub status: u16,
    /// `error`
    pub error: &'static str,
    /// `error_description`
    pub why: String,
}

impl Refusal {
    /// A refusal with the usual status 400 (RFC 6749 §5.2).
    pub fn new(error: &'static str, why: impl Into<String>) -> Self {
        Self {
            status: 400,
            error,
            why: why.into(),
        }
    }

    /// `invalid_request`
    pub fn request(why: impl Into<String>) -> Self {
        Self::new("invalid_request", why)
    }

    /// `invalid_grant`
    pub fn grant(why: impl Into<String>) -> Self {
        Self::new("invalid_grant", why)
    }

    /// `invalid_client`, which is 401 (RFC 6749 §5.2).
    pub fn client(why: impl Into<String>) -> Self {
        Self {
            status: 401,
            ..Self::new("invalid_client", why)
        }
    }

    /// `server_error`, where it is our own fault.
    pub fn ours(why: impl Into<String>) -> Self {
        Self {
            status: 500,
            ..Self::new("server_error", why)
        }
    }

    /// As an answer of its own.
    pub fn response(&self) -> Response {
        let body = json!({ "error": self.error, "error_description": described(&self.why) });
        let mut response = json_response(self.status, &body);
        if self.status == 401 {
            response.headers.set(
                "www-authenticate",
                "Basic realm=\"mock\", charset=\"UTF-8\"",
            );
        }
        response
    }
}

/// What may stand in `error_description` (RFC 6749 §5.2).
pub fn described(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '"' | '\\' | '`' => Some('\''),
            ' '..='~' => Some(c),
            _ => None,
        })
        .collect()
}

/// An answer in JSON that nobody may keep (RFC 6749 §5.1).
pub fn json_response(status: u16, body: &Value) -> Response {
    Response {
        status,
        headers: Headers::from_iter([
            ("content-type", "application/json"),
            ("cache-control", "no-store"),
        ]),
        body: body.to_string().into(),
    }
}
