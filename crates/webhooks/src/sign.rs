//! The headers that prove who sent a webhook and that nobody changed it.

use fairlead_core::{Headers, Timestamp};

use crate::{
    Encoding, Event, Generic, Scheme, Secret, SecretError, hmac,
    scheme::{BODY, ID, TIMESTAMP},
};

/// A scheme and the secret for it.
#[derive(Clone, Debug)]
pub struct Signing {
    /// How it is signed.
    pub scheme: Scheme,
    /// What sender and receiver share.
    pub secret: Secret,
}

/// The headers of one attempt to deliver an event, made at `now`.
///
/// # Errors
/// Where the scheme cannot use the secret.
pub fn sign(signing: &Signing, event: &Event, now: Timestamp) -> Result<Headers, SecretError> {
    let Signing { scheme, secret } = signing;
    let key = secret.key(scheme)?;
    let algorithm = scheme.algorithm();
    let seconds = seconds(now).to_string();
    let mut headers = Headers::default();
    match scheme {
        Scheme::Standard | Scheme::StandardSha512 => {
            let parts = standard(&event.id, &seconds);
            let tag = hmac::of(algorithm, &key, &[parts.as_bytes(), &event.body]);
            headers.append("webhook-id", &*event.id);
            headers.append("webhook-timestamp", &*seconds);
            let tag = hmac::write(Encoding::Base64, &tag);
            headers.append("webhook-signature", format!("v1,{tag}"));
        }
        Scheme::Stripe => {
            let tag = hmac::of(algorithm, &key, &[stripe(&seconds).as_bytes(), &event.body]);
            let tag = hmac::write(Encoding::Hex, &tag);
            headers.append("stripe-signature", format!("t={seconds},v1={tag}"));
        }
        Scheme::Github => {
            let tag = hmac::write(Encoding::Hex, &hmac::of(algorithm, &key, &[&event.body]));
            headers.append("x-github-delivery", &*event.id);
            headers.append("x-github-event", &*event.name);
            headers.append("x-hub-signature-256", format!("sha256={tag}"));
        }
        Scheme::Generic(generic) => {
            let content = generic.content(&event.id, &seconds, &event.body);
            let tag = hmac::write(generic.encoding, &hmac::of(algorithm, &key, &[&content]));
            for (name, value) in [
                (&generic.id_header, &event.id),
                (&generic.timestamp_header, &seconds),
            ] {
                if let Some(name) = name {
                    headers.append(name.to_ascii_lowercase(), &**value);
                }
            }
            let name = generic.header.to_ascii_lowercase();
            headers.append(name, format!("{}{tag}", generic.prefix));
        }
    }
    Ok(headers)
}

/// What stands before the body in what Standard Webhooks signs.
pub(crate) fn standard(id: &str, timestamp: &str) -> String {
    format!("{id}.{timestamp}.")
}

/// What stands before the body in what Stripe signs.
pub(crate) fn stripe(timestamp: &str) -> String {
    format!("{timestamp}.")
}

/// Whole seconds since 1970.
pub(crate) fn seconds(time: Timestamp) -> i64 {
    time.as_millis().div_euclid(1_000)
}

impl Generic {
    /// What is signed. What the parts hold is not looked at again.
    pub(crate) fn content(&self, id: &str, timestamp: &str, body: &[u8]) -> Vec<u8> {
        let mut content = Vec::with_capacity(self.signs.len() + body.len());
        let mut rest = self.signs.as_str();
        while let Some(at) = rest.find('{') {
            let (before, from) = rest.split_at(at);
            content.extend_from_slice(before.as_bytes());
            let parts: [(&str, &[u8]); 3] = [
                (BODY, body),
                (ID, id.as_bytes()),
                (TIMESTAMP, timestamp.as_bytes()),
            ];
            let found = parts.iter().find(|(part, _)| from.starts_with(part));
            let (taken, bytes) = found.map_or(("{", &b"{"[..]), |(part, bytes)| (*part, *bytes));
            content.extend_from_slice(bytes);
            rest = &from[taken.len()..];
        }
        content.extend_from_slice(rest.as_bytes());
        content
    }
}
