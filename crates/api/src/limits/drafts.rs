//! The limits on drafts of the playground and what is sent of them.

use fairlead_app::{
    Draft, DraftToCode, Field, FreeCall, OpenSocket, PastedText, SendMessage, Target,
};
use url::Url;

use super::{Limited, TIMEOUT_MS, at_most, broken, number, text};
use crate::{error::Detail, routes::playground::Sending};

/// Most parameters of one place.
const FIELDS: usize = 1_000;
/// Longest method, in characters.
const METHOD: usize = 100;
/// Longest address of a free request, in characters.
const ADDRESS: usize = 100_000;
/// Most subprotocols that are offered.
const SUBPROTOCOLS: usize = 100;

impl Limited for Draft {
    fn broken(&self) -> Vec<Detail> {
        let places = [
            ("query", &self.query[..]),
            ("headers", &self.headers),
            ("cookies", &self.cookies),
        ];
        let body = body_fields(self.body.as_ref());
        let offered = self.socket.as_ref().map_or(0, |s| s.subprotocols.len());
        let offered = (offered > SUBPROTOCOLS).then(|| {
            let message = format!("must be at most {SUBPROTOCOLS}");
            broken("/socket/subprotocols", message)
        });
        fields(places)
            .into_iter()
            .chain(body)
            .chain(offered)
            .chain(free(self.free.as_ref()))
            .collect()
    }
}

impl Limited for PastedText {
    fn broken(&self) -> Vec<Detail> {
        let empty = self.text.is_empty();
        let detail = empty.then(|| broken("/text", "must not be empty"));
        detail.into_iter().collect()
    }
}

fn body_fields(body: Option<&fairlead_app::DraftBody>) -> Option<Detail> {
    let fields = body?.fields.as_ref()?;
    (fields.len() > FIELDS).then(|| broken("/body/fields", format!("must be at most {FIELDS}")))
}

impl Limited for Sending {
    fn broken(&self) -> Vec<Detail> {
        let timeout = number("/timeoutMs", self.timeout_ms, 1, TIMEOUT_MS);
        let most = u64::from(fairlead_core::limits::RETRIES);
        let retries = number("/retries", self.retries, 0, most);
        timeout
            .into_iter()
            .chain(retries)
            .chain(fields(self.fields()))
            .chain(body_fields(self.body.as_ref()))
            .chain(free(self.free.as_ref()))
            .collect()
    }
}

fn fields(places: [(&str, &[Field]); 3]) -> Vec<Detail> {
    places
        .into_iter()
        .filter(|(_, fields)| fields.len() > FIELDS)
        .map(|(name, _)| broken(format!("/{name}"), format!("must be at most {FIELDS}")))
        .collect()
}

fn free(call: Option<&FreeCall>) -> Vec<Detail> {
    let Some(call) = call else { return Vec::new() };
    let method = text("/free/method", &call.method, METHOD);
    let url = at_most("/free/url", &call.url, ADDRESS);
    method.into_iter().chain(url).collect()
}

impl Limited for OpenSocket {
    fn broken(&self) -> Vec<Detail> {
        let timeout = number("/timeoutMs", self.timeout_ms, 1, TIMEOUT_MS);
        let draft = self.draft.broken().into_iter().map(|detail| Detail {
            pointer: detail.pointer.map(|at| format!("/draft{at}")),
            ..detail
        });
        timeout.into_iter().chain(draft).collect()
    }
}

impl Limited for SendMessage {
    /// The size of a message is looked at once it is read: in bytes, as it is sent.
    fn broken(&self) -> Vec<Detail> {
        Vec::new()
    }
}

impl Limited for DraftToCode {
    fn broken(&self) -> Vec<Detail> {
        self.draft.broken()
    }
}

/// A draft that is kept; the address of its server is looked at when it is sent, but has to be one.
pub fn kept_draft(draft: &Draft) -> Vec<Detail> {
    let address = match &draft.target {
        Target::Url { base_url } if Url::parse(base_url).is_err() => Some(broken(
            "/draft/target/baseUrl",
            "must be a URI, such as https://api.example.com",
        )),
        _ => None,
    };
    draft.broken().into_iter().chain(address).collect()
}
