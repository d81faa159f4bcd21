//! The forms in which a secret may be written. Tests of the real window look for them too.

use base64::{Engine, prelude::BASE64_STANDARD};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// Every way in which the secret may be written, also within base64 of more than itself.
pub fn forms(secret: &str) -> Vec<String> {
    let json = serde_json::Value::from(secret).to_string();
    let mut forms = vec![
        secret.to_owned(),
        json[1..json.len() - 1].to_owned(),
        utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string(),
        url::form_urlencoded::byte_serialize(secret.as_bytes()).collect(),
    ];
    for before in ["", "1", "12"] {
        let encoded = BASE64_STANDARD.encode(format!("{before}{secret}"));
        // The ends are mixed with what stands beside the secret.
        let within = encoded[4..encoded.len() - 4].to_owned();
        forms.push(within.replace('+', "-").replace('/', "_"));
        forms.push(within);
    }
    forms
}
