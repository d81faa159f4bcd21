//! Where people are sent back to.

use fairlead_core::{Headers, Response};
use url::{Host, Url};

use crate::{call::Call, fields::Fields};

/// Schemes that make a browser do something else than call the client.
const HARMFUL: &[&str] = &[
    "javascript",
    "data",
    "vbscript",
    "file",
    "about",
    "blob",
    "view-source",
    "filesystem",
];

/// Where a request wants the answer, and whether it says so itself.
///
/// # Errors
/// What is wrong, for a person: nobody may be sent to an address that is not the client's.
pub fn target(call: &Call<'_>, client: &str, fields: &Fields) -> Result<(String, bool), String> {
    let registered = call
        .settings
        .client(client)
        .map(|c| c.redirect_uris.as_slice())
        .unwrap_or_default();
    let Some(asked) = fields.get("redirect_uri") else {
        return match registered {
            [only] => Ok((only.clone(), false)),
            _ => Err("The request does not say where to send you back to (redirect_uri).".into()),
        };
    };
    let url = Url::parse(asked).map_err(|error| format!("redirect_uri is no address: {error}."))?;
    if url.fragment().is_some() {
        return Err("redirect_uri has a fragment, and may not have one.".into());
    }
    if HARMFUL.contains(&url.scheme()) {
        return Err(format!(
            "redirect_uri may not be of the scheme {}.",
            url.scheme()
        ));
    }
    if registered.is_empty() || registered.iter().any(|known| is_same(known, asked, &url)) {
        return Ok((asked.to_owned(), true));
    }
    Err(format!(
        "redirect_uri is {asked}, which is not registered for {client}."
    ))
}

/// Letter by letter (RFC 9700 §2.1), but for the port of a loopback address (RFC 8252 §7.3).
/// `localhost` counts as one, though the RFC would rather have the address.
fn is_same(known: &str, asked: &str, url: &Url) -> bool {
    if known == asked {
        return true;
    }
    let is_loopback = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    let Some(mut known) = Url::parse(known).ok().filter(|_| is_loopback) else {
        return false;
    };
    url.scheme() == "http" && known.set_port(url.port()).is_ok() && known == *url
}

/// How the answer travels back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// In the query.
    Query,
    /// Behind `#`, where servers do not see it.
    Fragment,
}

/// Sends a browser back to the client with an answer.
pub fn back(to: &str, mode: Mode, answer: &[(&str, &str)]) -> Response {
    let location = match Url::parse(to) {
        Ok(mut url) => {
            match mode {
                Mode::Query => {
                    url.query_pairs_mut().extend_pairs(answer);
                }
                Mode::Fragment => {
                    let mut text = url::form_urlencoded::Serializer::new(String::new());
                    url.set_fragment(Some(&text.extend_pairs(answer).finish()));
                }
            }
            url.into()
        }
        // It was read before.
        Err(_) => to.to_owned(),
    };
    Response {
        // After a POST the browser has to GET (RFC 9110 §15.4.4); after a GET it does so anyway.
        status: 303,
        headers: Headers::from_iter([
            ("location", location),
            ("cache-control", "no-store".to_owned()),
            ("referrer-policy", "no-referrer".to_owned()),
        ]),
        ..Response::default()
    }
}
