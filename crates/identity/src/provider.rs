//! The provider: which endpoint a request is for, and what it answers.

use std::sync::{Mutex, MutexGuard, PoisonError};

use fairlead_core::{Headers, Request, Response, Timestamp};
use fairlead_openapi::Spec;

use crate::{
    about, authorize,
    call::Call,
    device, discovery,
    kept::Kept,
    keys::Keys,
    page,
    plan::{Endpoint, Plan},
    refusal::{Refusal, json_response},
    settings::Settings,
    standing::{self, Standing},
    token,
};

/// An OAuth 2 and OpenID Connect provider.
#[derive(Debug)]
pub struct Provider {
    pub(crate) plan: Plan,
    pub(crate) seed: u64,
    pub(crate) keys: Keys,
    kept: Mutex<Kept>,
}

/// What a provider answers.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The answer.
    pub response: Response,
    /// Remarks for the log.
    pub notes: Vec<String>,
    /// Texts of the exchange that no record may keep: tokens, codes, secrets.
    pub secrets: Vec<String>,
}

impl Provider {
    /// A provider for what the security schemes of a description declare; `None` where there is
    /// no scheme of OAuth 2 or OpenID Connect. `is_taken` says which paths belong to operations.
    #[must_use]
    pub fn of(spec: &Spec, seed: u64, is_taken: &dyn Fn(&str) -> bool) -> Option<Self> {
        Some(Self {
            plan: Plan::of(spec, is_taken)?,
            seed,
            keys: Keys::default(),
            kept: Mutex::default(),
        })
    }

    /// Whether a security scheme is one that this provider gives tokens for.
    #[must_use]
    pub fn is_for(&self, scheme: &str) -> bool {
        self.plan.schemes.contains(scheme)
    }

    /// Whether a path is the provider's, and for people: programs of other origins may not read it.
    #[must_use]
    pub fn is_page(&self, path: &str) -> bool {
        self.plan
            .endpoint(path)
            .is_some_and(|(endpoint, _)| endpoint.is_page())
    }

    /// Whether a path is the provider's.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.plan.endpoint(path).is_some()
    }

    /// The answer to a request that came at `now`; `None` where its path is not the provider's.
    #[must_use]
    pub fn answer(&self, request: &Request, settings: &Settings, now: Timestamp) -> Option<Answer> {
        let (endpoint, base) = self.plan.endpoint(&request.path)?;
        let methods = endpoint.methods();
        if request.method == "OPTIONS" || !methods.contains(&request.method.as_str()) {
            return Some(Answer {
                response: other_method(request, endpoint),
                ..Answer::default()
            });
        }
        let mut call = Call::new(self, request, settings, base, now);
        let answered = match endpoint {
            Endpoint::Authorize => Ok(authorize::answer(&mut call)),
            Endpoint::Device => Ok(device::page(&mut call)),
            Endpoint::DeviceAuthorization => device::begin(&mut call),
            // The key is drawn before anything is locked: requests that show tokens go on meanwhile.
            Endpoint::Token => self
                .keys
                .set(settings.algorithm)
                .and_then(|_| token::answer(&mut call)),
            Endpoint::Jwks => self
                .keys
                .set(settings.algorithm)
                .map(|set| json_response(200, &set)),
            Endpoint::Metadata => Ok(json_response(200, &discovery::metadata(&call))),
            Endpoint::Userinfo => Ok(about::userinfo(&mut call)),
            Endpoint::Introspect => about::introspect(&mut call),
            Endpoint::Revoke => about::revoke(&mut call),
        };
        let response = answered.unwrap_or_else(|refusal| {
            call.note(format!("{}: {}", refusal.error, refusal.why));
            refusal.response()
        });
        Some(Answer {
            response,
            notes: call.notes,
            secrets: call.secrets,
        })
    }

    /// What a token is good for at `now`.
    #[must_use]
    pub fn standing(&self, token: &str, now: Timestamp) -> Standing {
        standing::of(&self.kept(), token, now)
    }

    /// Forgets every code, token, device and session.
    pub fn reset(&self) {
        *self.kept() = Kept::default();
    }

    pub(crate) fn kept(&self) -> MutexGuard<'_, Kept> {
        // A panic in between leaves whole things: each is put at once.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The answer to `OPTIONS`, and to methods that the endpoint does not take.
fn other_method(request: &Request, endpoint: Endpoint) -> Response {
    let allow = endpoint.methods().join(", ");
    if request.method != "OPTIONS" {
        let why = format!("{} does not take {}", request.path, request.method);
        let mut response = if endpoint.is_page() {
            page::failure(405, "Method not allowed", &why)
        } else {
            Refusal {
                status: 405,
                ..Refusal::request(why)
            }
            .response()
        };
        response.headers.set("allow", allow);
        return response;
    }
    let mut headers = Headers::from_iter([("allow", allow.clone())]);
    let asked = request.headers.get("access-control-request-headers");
    if !endpoint.is_page()
        && request
            .headers
            .get("access-control-request-method")
            .is_some()
    {
        headers.set("access-control-allow-methods", allow);
        headers.set("access-control-allow-headers", asked.unwrap_or("*"));
        headers.set("access-control-max-age", "600");
    }
    Response {
        status: 204,
        headers,
        ..Response::default()
    }
}
