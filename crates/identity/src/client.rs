//! Which client asks, and whether it is that client (RFC 6749 §2.3).

use base64::{Engine, prelude::BASE64_STANDARD};
use fairlead_core::Request;
use subtle::ConstantTimeEq;
use url::form_urlencoded;

use crate::{call::Call, fields::Fields, refusal::Refusal};

/// A client that has said who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// `client_id`
    pub id: String,
    /// Whether it showed a secret; otherwise it is public.
    pub confidential: bool,
}

/// The client that asks.
///
/// # Errors
/// `invalid_client` where it is not known, or its secret is not right.
pub fn authenticate(call: &mut Call<'_>, fields: &Fields) -> Result<Party, Refusal> {
    if fields.get("client_assertion").is_some() {
        return Err(Refusal::client(
            "client assertions are not taken; use HTTP Basic, or client_id and client_secret in the body",
        ));
    }
    let in_body = (fields.get("client_id"), fields.get("client_secret"));
    let (id, secret) = match (basic(call.request)?, in_body) {
        (Some(_), (_, Some(_))) => {
            return Err(Refusal::request(
                "the client authenticates twice: in the header and in the body",
            ));
        }
        (Some((id, _)), (Some(other), None)) if id != other => {
            return Err(Refusal::request("header and body name different clients"));
        }
        (Some((id, secret)), _) => (id, Some(secret).filter(|s| !s.is_empty())),
        (None, (Some(id), secret)) => (id.to_owned(), secret.map(str::to_owned)),
        (None, (None, _)) => return Err(Refusal::client("the client does not say who it is")),
    };
    if let Some(secret) = &secret {
        call.secret(secret.clone());
    }
    if call.settings.takes_any_client() {
        call.note(format!(
            "client `{id}`: taken, as any is where no clients are listed"
        ));
        return Ok(Party {
            id,
            confidential: secret.is_some(),
        });
    }
    let Some(known) = call.settings.client(&id) else {
        return Err(Refusal::client(format!("the client `{id}` is not known")));
    };
    let is_right = match (&known.secret, &secret) {
        (None, None) => true,
        (Some(known), Some(given)) => known.as_bytes().ct_eq(given.as_bytes()).into(),
        (Some(_), None) => {
            return Err(Refusal::client(format!(
                "the client `{id}` needs its secret"
            )));
        }
        (None, Some(_)) => {
            return Err(Refusal::client(format!(
                "the client `{id}` is public and has no secret"
            )));
        }
    };
    if !is_right {
        return Err(Refusal::client(format!(
            "the secret of `{id}` is not right"
        )));
    }
    Ok(Party {
        id,
        confidential: secret.is_some(),
    })
}

/// Name and secret of HTTP Basic, each encoded as in a form (RFC 6749 §2.3.1).
fn basic(request: &Request) -> Result<Option<(String, String)>, Refusal> {
    let Some(value) = request.headers.get("authorization") else {
        return Ok(None);
    };
    let wrong = || Refusal::client("the header Authorization cannot be read");
    let (scheme, rest) = value.split_once(' ').ok_or_else(wrong)?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return Err(Refusal::client("clients authenticate with HTTP Basic"));
    }
    let bytes = BASE64_STANDARD.decode(rest.trim()).map_err(|_| wrong())?;
    let text = String::from_utf8(bytes).map_err(|_| wrong())?;
    let (id, secret) = text.split_once(':').ok_or_else(wrong)?;
    Ok(Some((plain(id), plain(secret))))
}

fn plain(text: &str) -> String {
    // As a name without a value; what would end it is part of it here.
    let escaped = text.replace('&', "%26").replace('=', "%3D");
    form_urlencoded::parse(escaped.as_bytes())
        .next()
        .map(|(name, _)| name.into_owned())
        .unwrap_or_default()
}
