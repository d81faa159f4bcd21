//! Receives webhooks as a right receiver does, and tells what it saw.

mod memory;

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use fairlead_core::{Headers, Request, Response, Timestamp};
use fairlead_validate::{Contract, Report};

use crate::{
    Candidate, Detected, Scheme, SecretError, Signing, TOLERANCE, Verdict, detect,
    detect::{event_of, id_of},
    matching, verify,
};
use memory::Memory;

/// How a catcher receives.
#[derive(Clone, Debug)]
pub struct CatchOptions {
    /// How deliveries are signed; without it signatures are not looked at.
    pub signing: Option<Signing>,
    /// How far a delivery's time may be from now.
    pub tolerance: Duration,
    /// What is answered to a good delivery.
    pub status: u16,
    /// How often each delivery is answered with an error before it is taken.
    pub fail_first: u32,
    /// That error.
    pub fail_status: u16,
    /// The description that payloads are held against.
    pub contract: Option<Arc<Contract>>,
    /// Name of the webhook or callback that every delivery is; else it is found out.
    pub webhook: Option<String>,
}

impl Default for CatchOptions {
    fn default() -> Self {
        Self {
            signing: None,
            tolerance: TOLERANCE,
            status: 204,
            fail_first: 0,
            fail_status: 503,
            contract: None,
            webhook: None,
        }
    }
}

/// One delivery that came.
#[derive(Clone, Debug)]
pub struct Caught {
    /// When it came.
    pub at: Timestamp,
    /// What came.
    pub request: Request,
    /// The delivery's own id.
    pub id: Option<String>,
    /// What happened, in the sender's word.
    pub event: Option<String>,
    /// By what it looks to be signed.
    pub detected: Option<Detected>,
    /// What the look at the signature said; `None` where none was had.
    pub verdict: Option<Verdict>,
    /// How often this delivery has come, with this one.
    pub attempt: u32,
    /// Whether it was taken before: a replay or a duplicate.
    pub duplicate: bool,
    /// What it is in the description.
    pub matched: Option<Candidate>,
    /// What is wrong with it as such.
    pub report: Report,
    /// What was answered.
    pub status: u16,
    /// Remarks for a person.
    pub notes: Vec<String>,
}

impl Caught {
    /// Whether nothing is wrong with it.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.verdict.as_ref().is_none_or(Verdict::is_valid) && self.report.is_valid()
    }
}

/// What hears of each delivery. It is called on an async thread and must not block.
type Hear = Box<dyn Fn(Caught) + Send + Sync>;

/// Receives webhooks. It answers to good ones as it is told, and with 401 to those whose
/// signature is not right.
pub struct Catcher {
    options: CatchOptions,
    memory: Mutex<Memory>,
    hear: Hear,
}

impl fmt::Debug for Catcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Catcher").finish_non_exhaustive()
    }
}

impl Catcher {
    /// A catcher that has caught nothing yet.
    ///
    /// # Errors
    /// Where the scheme cannot use the secret.
    pub fn new(
        options: CatchOptions,
        hear: impl Fn(Caught) + Send + Sync + 'static,
    ) -> Result<Self, SecretError> {
        if let Some(signing) = &options.signing {
            signing.secret.key(&signing.scheme)?;
        }
        Ok(Self {
            options,
            memory: Mutex::default(),
            hear: Box::new(hear),
        })
    }

    /// Receives a request that came at `now`, tells of it and gives the answer.
    pub fn receive(&self, request: &Request, now: Timestamp) -> Response {
        let caught = self.look(request, now);
        let response = answer(&caught);
        (self.hear)(caught);
        response
    }

    fn look(&self, request: &Request, now: Timestamp) -> Caught {
        let options = &self.options;
        let body = matching::value_of(&request.body);
        let own_id = match options.signing.as_ref().map(|s| &s.scheme) {
            Some(Scheme::Generic(generic)) => generic.id_header.as_deref(),
            _ => None,
        };
        let id = id_of(&request.headers, own_id, &body);
        let event = event_of(&request.headers, &body);
        let mut notes = Vec::new();
        let verdict = options.signing.as_ref().and_then(|signing| {
            let tolerance = options.tolerance;
            match verify(signing, &request.headers, &request.body, now, tolerance) {
                Ok(verdict) => Some(verdict),
                // It was tried when the catcher was made.
                Err(error) => {
                    notes.push(error.to_string());
                    None
                }
            }
        });
        let found = options.contract.as_ref().and_then(|contract| {
            matching::find(
                contract,
                options.webhook.as_deref(),
                request,
                event.as_deref(),
            )
        });
        let is_proven = verdict.as_ref().is_none_or(Verdict::is_valid);
        let (seen, status) = {
            let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
            let key = id.as_deref().map_or_else(
                || memory::Key::of_body(&request.path, &request.body),
                memory::Key::of_id,
            );
            if is_proven {
                // What anybody may have sent is not remembered: it would shut the right one out.
                let seen = memory.come(key, options.fail_first);
                let status = if seen.is_failed {
                    options.fail_status
                } else {
                    options.status
                };
                (seen, status)
            } else {
                (memory::Seen::first(), 401)
            }
        };
        let (matched, report) = found.map_or((None, Report::default()), |(m, r)| (Some(m), r));
        if options.contract.is_some() && matched.is_none() {
            notes.push("it is none of the webhooks and callbacks of the description, or could be several; name one".to_owned());
        }
        if seen.is_failed {
            notes.push(format!(
                "answered {status} on purpose, {} of {} times",
                seen.count, options.fail_first
            ));
        }
        if seen.is_duplicate {
            notes.push("it was taken before: act on it once only".to_owned());
        }
        Caught {
            at: now,
            id,
            event,
            detected: detect(&request.headers),
            verdict,
            attempt: seen.count,
            duplicate: seen.is_duplicate && (own_id.is_some() || has_id(request, &body)),
            matched,
            report,
            status,
            notes,
            request: request.clone(),
        }
    }
}

/// Whether a delivery can be known again by more than its body.
fn has_id(request: &Request, body: &serde_json::Value) -> bool {
    id_of(&request.headers, None, body).is_some()
}

fn answer(caught: &Caught) -> Response {
    let refused = caught.verdict.as_ref().filter(|v| !v.is_valid());
    let Some(verdict) = refused else {
        return Response {
            status: caught.status,
            ..Response::default()
        };
    };
    let problem = serde_json::json!({
        "type": "about:blank",
        "title": "The signature was not accepted",
        "status": caught.status,
        "detail": verdict.to_string(),
    });
    Response {
        status: caught.status,
        headers: Headers::from_iter([("content-type", "application/problem+json")]),
        body: Bytes::from(problem.to_string()),
    }
}
