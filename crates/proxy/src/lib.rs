//! Stands between a client and a real API: forwards, holds both directions against the
//! description, and may record, replay, or let the mock answer where the API does not.
//!
//! Knows no database and no UI. The socket loop is that of [`fairlead_mock::serve`].

mod forward;
pub mod recording;

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use fairlead_core::{Exchange, Request, Response, Severity, Timestamp};
use fairlead_mock::{Decision, Handler, Mock, is_local, misdirected, problem};
use fairlead_validate::{Contract, Report, Route};
use serde_json::{Value, json};
use url::Url;

use forward::Forwarder;
use recording::{Recorder, Recording};

/// In a response: what was wrong with request and response, as JSON; absent where nothing was.
pub const VIOLATIONS_HEADER: &str = "fairlead-violations";
/// In a response: where it comes from, where that is not the API: `mock` or `recording`.
pub const SOURCE_HEADER: &str = "fairlead-source";
/// Most bytes of the header that lists violations; proxies on the way allow no more.
const VIOLATIONS_BYTES: usize = 4_000;

/// How a proxy behaves.
#[derive(Clone, Debug, Default)]
pub struct ProxyOptions {
    /// Where the API is. A path in it is put before each request's path.
    pub upstream: Option<Url>,
    /// Whether the mock answers where the API cannot be reached or fails with 502, 503 or 504.
    pub mock_on_error: bool,
    /// Operations that are not built yet, by `operationId` or as `METHOD /path`: the mock answers those.
    pub mocked: BTreeSet<String>,
    /// Whether what breaks the contract is refused: a request with 422, a response with 502.
    pub enforce: bool,
    /// Whether only requests to a name of this machine are taken, so that no web page can reach
    /// the API through a name of its own that leads here.
    pub local: bool,
    /// File that every exchange with the API is added to.
    pub record: Option<PathBuf>,
    /// File of an earlier recording that answers instead of the API.
    pub replay: Option<PathBuf>,
}

/// Why there is no such proxy.
#[derive(Debug, thiserror::Error)]
pub enum ProxyError {
    /// Neither an API nor a recording.
    #[error("there is neither an upstream nor a recording to answer from")]
    NoSource,
    /// No request can be sent to such an address.
    #[error("`{0}` is no http or https address")]
    Upstream(Url),
    /// The HTTP client cannot be set up.
    #[error("cannot set up the HTTP client: {0}")]
    Client(#[from] reqwest::Error),
    /// The recording cannot be read or written.
    #[error(transparent)]
    Recording(#[from] recording::RecordingError),
}

/// A proxy for one description.
#[derive(Debug)]
pub struct Proxy {
    mock: Arc<Mock>,
    options: ProxyOptions,
    forwarder: Option<Forwarder>,
    recorder: Option<Arc<Recorder>>,
    recording: Option<Recording>,
}

/// Where an answer comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    Upstream,
    Recording,
}

impl Proxy {
    /// A proxy that falls back to `mock`, whose contract it checks.
    ///
    /// # Errors
    /// Where there is nothing to answer from, or a recording cannot be opened.
    pub fn new(mock: Arc<Mock>, options: ProxyOptions) -> Result<Self, ProxyError> {
        if options.upstream.is_none() && options.replay.is_none() {
            return Err(ProxyError::NoSource);
        }
        Ok(Self {
            forwarder: options.upstream.clone().map(Forwarder::new).transpose()?,
            recorder: options
                .record
                .as_deref()
                .map(Recorder::open)
                .transpose()?
                .map(Arc::new),
            recording: options.replay.as_deref().map(Recording::read).transpose()?,
            mock,
            options,
        })
    }

    /// Forwards one request that came at `now`, and holds both directions against the contract.
    pub async fn answer(&self, request: &Request, now: Timestamp) -> Decision {
        if self.options.local && !is_local(request.headers.get("host")) {
            return Decision {
                response: misdirected("proxy"),
                ..Decision::default()
            };
        }
        let contract = self.mock.contract();
        let (place, request_report) = check_request(contract, request);
        let operation = place.map(|n| &contract.spec().operations[n]);
        if self.options.enforce && (!request_report.is_valid() || operation.is_none()) {
            // Refused as the mock would refuse it, with the same words.
            return self.mocked_answer(request, now);
        }
        let mocked = operation.is_some_and(|o| {
            let mocked = &self.options.mocked;
            o.operation_id
                .as_ref()
                .is_some_and(|id| mocked.contains(id))
                || mocked.contains(&format!("{} {}", o.method, o.path))
        });
        if mocked {
            return self.mocked_answer(request, now);
        }
        let (response, source) = match self.fetch(request, now).await {
            Ok(found) => found,
            Err(_) if self.options.mock_on_error => return self.mocked_answer(request, now),
            Err(why) => return failed(why, operation.map(|o| o.id.clone()), request_report),
        };
        let response_report = operation
            .map(|o| contract.check_response(o, &request.method, &response))
            .unwrap_or_default();
        let mut response = response;
        let listed = listed(&request_report, &response_report);
        if self.options.enforce && !response_report.is_valid() {
            let detail = format!("the answer of the API breaks the contract: {listed}");
            response = problem(502, "The API broke the contract", &detail, &[]);
        }
        if listed != "[]" {
            response
                .headers
                .set(VIOLATIONS_HEADER, header_text(&listed));
        }
        if source == Source::Recording {
            response.headers.set(SOURCE_HEADER, "recording");
        }
        Decision {
            response,
            operation: operation.map(|o| o.id.clone()),
            request_report,
            response_report: Some(response_report),
            ..Decision::default()
        }
    }

    /// The recording's answer, else the API's.
    async fn fetch(&self, request: &Request, now: Timestamp) -> Result<(Response, Source), String> {
        if let Some(recording) = &self.recording {
            if let Some(response) = recording.answer(request) {
                return Ok((response, Source::Recording));
            }
            if self.forwarder.is_none() {
                return Err(format!(
                    "the recording has no answer to {} {}",
                    request.method,
                    request.target()
                ));
            }
        }
        let Some(forwarder) = &self.forwarder else {
            return Err("there is no API to ask".to_owned());
        };
        let began = std::time::Instant::now();
        let response = forwarder.forward(request).await?;
        if self.options.mock_on_error && matches!(response.status, 502..=504) {
            return Err(format!("the API answered with {}", response.status));
        }
        if let Some(recorder) = &self.recorder {
            let exchange = Exchange {
                started_at: now,
                duration_micros: u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX),
                request: request.clone(),
                response: Some(response.clone()),
            };
            // The disk may be slow, and this thread is needed.
            let (recorder, upstream) = (Arc::clone(recorder), forwarder.upstream().clone());
            let added = tokio::task::spawn_blocking(move || recorder.add(&exchange, &upstream));
            match added.await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::warn!(%error, "an exchange could not be recorded"),
                Err(error) => tracing::error!(%error, "an exchange could not be recorded"),
            }
        }
        Ok((response, Source::Upstream))
    }

    fn mocked_answer(&self, request: &Request, now: Timestamp) -> Decision {
        let mut decision = self.mock.decide(request, now);
        decision.response.headers.set(SOURCE_HEADER, "mock");
        decision
    }
}

impl Handler for Proxy {
    async fn handle(&self, request: &Request, now: Timestamp) -> Decision {
        self.answer(request, now).await
    }
}

/// Which operation a request is for, by its place, and what is wrong with it.
fn check_request(contract: &Contract, request: &Request) -> (Option<usize>, Report) {
    match contract.route(&request.method, &request.path) {
        Route::Found {
            operation,
            path_values,
            ..
        } => {
            let declared = &contract.spec().operations[operation];
            let report = contract.check_request(declared, request, &path_values);
            (Some(operation), report)
        }
        Route::MethodNotAllowed { .. } | Route::NotFound => (None, Report::default()),
    }
}

fn failed(why: String, operation: Option<String>, request_report: Report) -> Decision {
    Decision {
        response: problem(502, "The API did not answer", &why, &[]),
        operation,
        request_report,
        ..Decision::default()
    }
}

/// Errors of both directions as JSON.
fn listed(request: &Report, response: &Report) -> String {
    let of = |direction: &'static str, report: &Report| -> Vec<Value> {
        let errors = report.violations.iter();
        errors
            .filter(|v| v.severity == Severity::Error)
            .map(|v| {
                json!({
                    "direction": direction, "in": v.part, "pointer": v.pointer,
                    "message": v.message, "schemaPointer": v.schema_pointer,
                })
            })
            .collect()
    };
    let mut all = of("request", request);
    all.extend(of("response", response));
    while all.len() > 1 && Value::from(all.clone()).to_string().len() > VIOLATIONS_BYTES {
        all.pop();
    }
    Value::from(all).to_string()
}

/// JSON as a header field may hold it: what is not plain ASCII is escaped (RFC 9110 §5.5).
fn header_text(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        if (' '..='~').contains(&c) {
            text.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                text.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    text
}
