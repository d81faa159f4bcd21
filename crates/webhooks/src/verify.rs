//! Whether a delivery is from who knows the secret, unchanged, and of now.

use std::time::Duration;

use fairlead_core::{Headers, Timestamp};

use crate::{
    Encoding, Near, Scheme, SecretError, Signing, Verdict, hmac,
    sign::{seconds, standard, stripe},
};

/// How far a delivery's time may be from now; Stripe's libraries and those of Standard Webhooks
/// take the same.
pub const TOLERANCE: Duration = Duration::from_mins(5);
/// Most signatures that are looked at in one header.
const SIGNATURES: usize = 64;

/// Looks at the signature of a delivery that came at `now`. The time counts only where the
/// signature is right: nobody can trust it otherwise.
///
/// # Errors
/// Where the scheme cannot use the secret.
pub fn verify(
    signing: &Signing,
    headers: &Headers,
    body: &[u8],
    now: Timestamp,
    tolerance: Duration,
) -> Result<Verdict, SecretError> {
    let key = signing.secret.key(&signing.scheme)?;
    let found = match read(&signing.scheme, headers) {
        Ok(found) => found,
        Err(verdict) => return Ok(verdict),
    };
    let scheme = &signing.scheme;
    if !found.fits(scheme, &key, body) {
        let near = near(signing, &found, &key, body);
        return Ok(Verdict::WrongSignature { near });
    }
    let Some(then) = found.seconds else {
        return Ok(Verdict::Valid);
    };
    let (now, most) = (seconds(now), tolerance.as_secs());
    let age = now.saturating_sub(then);
    let past = age.unsigned_abs().saturating_sub(most);
    Ok(match (past, age > 0) {
        (0, _) => Verdict::Valid,
        (seconds, true) => Verdict::TooOld { seconds },
        (seconds, false) => Verdict::TooNew { seconds },
    })
}

/// What a delivery says of itself.
struct Found {
    id: String,
    /// The time as it is written, which is signed as such.
    time: String,
    seconds: Option<i64>,
    /// Any of these may fit: a sender that changes its secret signs with both for a while.
    tags: Vec<Vec<u8>>,
}

impl Found {
    fn fits(&self, scheme: &Scheme, key: &[u8], body: &[u8]) -> bool {
        let content: Vec<u8>;
        let before: String;
        let parts: Vec<&[u8]> = match scheme {
            Scheme::Standard | Scheme::StandardSha512 => {
                before = standard(&self.id, &self.time);
                vec![before.as_bytes(), body]
            }
            Scheme::Stripe => {
                before = stripe(&self.time);
                vec![before.as_bytes(), body]
            }
            Scheme::Github => vec![body],
            Scheme::Generic(generic) => {
                content = generic.content(&self.id, &self.time, body);
                vec![&content]
            }
        };
        let fits = |tag: &Vec<u8>| hmac::is(scheme.algorithm(), key, &parts, tag);
        self.tags.iter().any(fits)
    }
}

/// What a sender did most likely, where the signature is wrong.
fn near(signing: &Signing, found: &Found, key: &[u8], body: &[u8]) -> Option<Near> {
    let scheme = &signing.scheme;
    if let Some(other) = signing.secret.mistaken_key(scheme)
        && found.fits(scheme, &other, body)
    {
        return Some(Near::OtherKey);
    }
    let trimmed = body.trim_ascii();
    if trimmed.len() < body.len() && found.fits(scheme, key, trimmed) {
        return Some(Near::TrimmedBody);
    }
    let value: serde_json::Value = serde_json::from_slice(body).ok()?;
    let compact = value.to_string();
    let fits = compact.as_bytes() != body && found.fits(scheme, key, compact.as_bytes());
    fits.then_some(Near::CompactBody)
}

fn read(scheme: &Scheme, headers: &Headers) -> Result<Found, Verdict> {
    match scheme {
        Scheme::Standard | Scheme::StandardSha512 => read_standard(headers),
        Scheme::Stripe => read_stripe(headers),
        Scheme::Github => {
            let name = scheme.signature_header();
            let text = one(headers, name)?;
            let tag = text
                .strip_prefix("sha256=")
                .and_then(|hex| hmac::read(Encoding::Hex, hex))
                .ok_or_else(|| malformed(name, "it is `sha256=` and hexadecimal digits"))?;
            Ok(Found {
                id: String::new(),
                time: String::new(),
                seconds: None,
                tags: vec![tag],
            })
        }
        Scheme::Generic(generic) => {
            let name = &generic.header;
            let text = one(headers, name)?;
            let written = match generic.encoding {
                Encoding::Hex => "hexadecimal digits",
                Encoding::Base64 => "base64",
            };
            let tag = text
                .strip_prefix(generic.prefix.as_str())
                .and_then(|tag| hmac::read(generic.encoding, tag.trim()))
                .ok_or_else(|| {
                    malformed(name, format!("it is `{}` and {written}", generic.prefix))
                })?;
            let given = |name: &Option<String>| match name {
                Some(name) => one(headers, name).map(str::to_owned),
                None => Ok(String::new()),
            };
            let time = given(&generic.timestamp_header)?;
            let seconds = match &generic.timestamp_header {
                Some(name) => Some(read_seconds(name, &time)?),
                None => None,
            };
            Ok(Found {
                id: given(&generic.id_header)?,
                time,
                seconds,
                tags: vec![tag],
            })
        }
    }
}

/// Three headers; several signatures with a space between them, of which those of version `v1`
/// count (Standard Webhooks 1.0, Webhook headers).
fn read_standard(headers: &Headers) -> Result<Found, Verdict> {
    let id = one(headers, "webhook-id")?;
    let time = one(headers, "webhook-timestamp")?;
    let name = "webhook-signature";
    let text = one(headers, name)?;
    let mut tags = Vec::new();
    for signature in text.split_ascii_whitespace().take(SIGNATURES) {
        let Some((version, tag)) = signature.split_once(',') else {
            let why = "it is `v1,` and base64, several of these with a space between them";
            return Err(malformed(name, why));
        };
        if version == "v1" {
            let tag = hmac::read(Encoding::Base64, tag)
                .ok_or_else(|| malformed(name, "what follows `v1,` is no base64"))?;
            tags.push(tag);
        }
    }
    if tags.is_empty() {
        return Err(malformed(name, "it has no signature of version `v1`"));
    }
    Ok(Found {
        seconds: Some(read_seconds("webhook-timestamp", time)?),
        id: id.to_owned(),
        time: time.to_owned(),
        tags,
    })
}

/// `t=` and any number of `v1=`; other versions do not count.
fn read_stripe(headers: &Headers) -> Result<Found, Verdict> {
    let name = "stripe-signature";
    let text = one(headers, name)?;
    let (mut time, mut tags) = (None, Vec::new());
    for part in text.split(',').take(SIGNATURES) {
        match part.trim().split_once('=') {
            Some(("t", value)) => time = Some(value),
            Some(("v1", value)) => {
                let tag = hmac::read(Encoding::Hex, value).ok_or_else(|| {
                    malformed(name, "what follows `v1=` are no hexadecimal digits")
                })?;
                tags.push(tag);
            }
            _ => {}
        }
    }
    let time = time.ok_or_else(|| malformed(name, "it has no `t=` with the time"))?;
    if tags.is_empty() {
        return Err(malformed(name, "it has no `v1=` with a signature"));
    }
    Ok(Found {
        id: String::new(),
        seconds: Some(read_seconds(name, time)?),
        time: time.to_owned(),
        tags,
    })
}

fn one<'a>(headers: &'a Headers, name: &str) -> Result<&'a str, Verdict> {
    let value = headers.get(name).map(str::trim).filter(|v| !v.is_empty());
    value.ok_or_else(|| Verdict::MissingHeader {
        header: name.to_owned(),
    })
}

fn read_seconds(name: &str, text: &str) -> Result<i64, Verdict> {
    text.parse()
        .map_err(|_| malformed(name, "the time is a whole number of seconds since 1970"))
}

fn malformed(header: &str, why: impl Into<String>) -> Verdict {
    Verdict::Malformed {
        header: header.to_owned(),
        why: why.into(),
    }
}
