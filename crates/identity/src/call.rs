//! One request to the provider, and what came up while it was answered.

use fairlead_core::{Request, Timestamp};

use crate::{
    plan::{Endpoint, Plan},
    provider::Provider,
    settings::Settings,
};

/// One request to the provider.
#[derive(Debug)]
pub struct Call<'a> {
    pub provider: &'a Provider,
    pub request: &'a Request,
    pub settings: &'a Settings,
    pub now: Timestamp,
    /// Who answers, as it stands in tokens.
    pub issuer: String,
    /// The path of the issuer.
    pub base: &'a str,
    /// Scheme, host and port, as the caller names them.
    pub origin: String,
    pub notes: Vec<String>,
    pub secrets: Vec<String>,
}

impl<'a> Call<'a> {
    pub fn new(
        provider: &'a Provider,
        request: &'a Request,
        settings: &'a Settings,
        base: &'a str,
        now: Timestamp,
    ) -> Self {
        let origin = origin(request);
        Self {
            issuer: match &settings.issuer {
                Some(issuer) => issuer.clone(),
                None => format!("{origin}{base}"),
            },
            provider,
            request,
            settings,
            now,
            base,
            origin,
            notes: Vec::new(),
            secrets: Vec::new(),
        }
    }

    pub fn plan(&self) -> &'a Plan {
        &self.provider.plan
    }

    /// The whole address of an endpoint.
    pub fn url(&self, endpoint: Endpoint) -> String {
        format!("{}{}", self.origin, self.plan().path(endpoint, self.base))
    }

    pub fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// A text that no record may keep.
    pub fn secret(&mut self, text: impl Into<String>) {
        self.secrets.push(text.into());
    }

    /// A time so many milliseconds from now.
    pub fn later(&self, millis: i64) -> Timestamp {
        Timestamp::from_millis(self.now.as_millis().saturating_add(millis))
    }
}

/// Scheme, host and port that a request names.
fn origin(request: &Request) -> String {
    let host = request.headers.get("host").filter(|host| {
        // What else would be written into pages and tokens.
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._:[]".contains(&b);
        !host.is_empty() && host.bytes().all(plain)
    });
    format!("http://{}", host.unwrap_or("localhost"))
}
