//! Stands between a client and a real API: forwards, holds both directions against the
//! description, and may record, replay, or let the mock answer where the API does not.
//!
//! Knows no database and no UI. The socket loop is that of [`fairlead_mock::serve`].

mod forward;
pub mod recording;

use std::{
    borrow::Cow,
    collections::BTreeSet,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use fairlead_core::{Exchange, Request, Response, Severity, Timestamp};
use fairlead_mock::{
    Completeness, Decision, Handler, Mock, Passing, aside, is_local, misdirected, problem,
};
use fairlead_openapi::Operation;
use fairlead_validate::{Contract, Report, Route, coding};
use serde_json::{Value, json};
use url::Url;

use forward::{Arriving, Forwarder};
use recording::{Recorder, Recording};

/// In a response: what was wrong with request and response, as JSON; absent where nothing was.
pub const VIOLATIONS_HEADER: &str = "fairlead-violations";
/// In a response: where it comes from, where that is not the API: `mock` or `recording`.
pub const SOURCE_HEADER: &str = "fairlead-source";
/// Most bytes of the header that lists violations; proxies on the way allow no more.
const VIOLATIONS_BYTES: usize = 4_000;

/// How a proxy behaves.
#[derive(Debug, Default)]
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
    /// An earlier recording that answers instead of the API.
    pub replay: Option<Recording>,
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
}

/// What answers a request before it is looked at.
struct Fetched {
    response: Response,
    arriving: Option<Arriving>,
    source: Source,
    /// How long the API was asked, where it was.
    asked: Option<Duration>,
}

/// What adds exchanges to a recording.
struct Adding {
    recorder: Arc<Recorder>,
    upstream: Url,
}

impl Adding {
    fn add(&self, now: Timestamp, began: Instant, request: Request, response: Response) {
        let exchange = Exchange {
            started_at: now,
            duration_micros: u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX),
            request,
            response: Some(response),
        };
        if let Err(error) = self.recorder.add(&exchange, &self.upstream) {
            tracing::warn!(%error, "an exchange could not be recorded");
        }
    }
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
        let (place, request_report) = aside(request.body.len(), || {
            check_request(contract, &unpacked_request(request))
        });
        let operation = place.map(|n| &contract.spec().operations[n]);
        if self.options.enforce && (!request_report.is_valid() || operation.is_none()) {
            // Refused as the mock would refuse it, with the same words.
            return self.mocked_answer(request, now);
        }
        if operation.is_some_and(|o| self.is_mocked(o)) {
            return self.mocked_answer(request, now);
        }
        let Fetched {
            mut response,
            arriving,
            source,
            asked,
        } = match self.fetch(request, now).await {
            Ok(found) => found,
            Err(_) if self.options.mock_on_error => return self.mocked_answer(request, now),
            Err(why) => return failed(why, operation.map(|o| o.id.clone()), request_report),
        };
        if source == Source::Recording {
            response.headers.set(SOURCE_HEADER, "recording");
        }
        let passing = arriving.map(|body| self.pass_on(body, place, request, now));
        let response_report = match (operation, &passing) {
            (Some(o), None) => Some(aside(response.body.len(), || {
                contract.check_response(o, &request.method, &response)
            })),
            (None, None) => Some(Report::default()),
            // It is looked at when it has ended.
            (_, Some(_)) => None,
        };
        let nothing = Report::default();
        let listed = listed(
            &request_report,
            response_report.as_ref().unwrap_or(&nothing),
        );
        if self.options.enforce && response_report.as_ref().is_some_and(|r| !r.is_valid()) {
            let detail = format!("the answer of the API breaks the contract: {listed}");
            response = problem(502, "The API broke the contract", &detail, &[]);
        }
        if listed != "[]" {
            response
                .headers
                .set(VIOLATIONS_HEADER, header_text(&listed));
        }
        Decision {
            response,
            operation: operation.map(|o| o.id.clone()),
            request_report,
            response_report,
            asked,
            passing,
            ..Decision::default()
        }
    }

    fn is_mocked(&self, operation: &Operation) -> bool {
        let mocked = &self.options.mocked;
        operation
            .operation_id
            .as_ref()
            .is_some_and(|id| mocked.contains(id))
            || mocked.contains(&format!("{} {}", operation.method, operation.path))
    }

    /// The recording's answer, else the API's.
    async fn fetch(&self, request: &Request, now: Timestamp) -> Result<Fetched, String> {
        if let Some(recording) = &self.options.replay {
            if let Some(response) = recording.answer(request) {
                return Ok(Fetched {
                    response,
                    arriving: None,
                    source: Source::Recording,
                    asked: None,
                });
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
        let began = Instant::now();
        let (response, arriving) = forwarder.forward(request, self.options.enforce).await?;
        let asked = Some(began.elapsed());
        if self.options.mock_on_error && matches!(response.status, 502..=504) {
            return Err(format!("the API answered with {}", response.status));
        }
        let is_whole = arriving.is_none();
        if let Some(recording) = self.recording().filter(|_| is_whole) {
            let (request, response) = (request.clone(), response.clone());
            // The disk may be slow, and this thread is needed.
            let added =
                tokio::task::spawn_blocking(move || recording.add(now, began, request, response));
            if let Err(error) = added.await {
                tracing::error!(%error, "an exchange could not be recorded");
            }
        }
        Ok(Fetched {
            response,
            arriving,
            source: Source::Upstream,
            asked,
        })
    }

    /// A body that goes on as it comes, and is checked and recorded when it has ended.
    fn pass_on(
        &self,
        arriving: Arriving,
        operation: Option<usize>,
        request: &Request,
        now: Timestamp,
    ) -> Passing {
        let contract = Arc::clone(self.mock.contract());
        let (recording, request, began) = (self.recording(), request.clone(), Instant::now());
        Passing {
            pieces: arriving.pieces,
            length: arriving.length,
            ended: Box::new(move |response, how| {
                if how != Completeness::Whole {
                    return None;
                }
                let operation = &contract.spec().operations[operation?];
                let report = contract.check_response(operation, &request.method, response);
                if let Some(recording) = recording {
                    recording.add(now, began, request, response.clone());
                }
                Some(report)
            }),
        }
    }

    fn recording(&self) -> Option<Adding> {
        Some(Adding {
            recorder: Arc::clone(self.recorder.as_ref()?),
            upstream: self.forwarder.as_ref()?.upstream().clone(),
        })
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

/// The request to look at: what goes on stays packed as it came. What cannot be unpacked is looked
/// at as it is.
fn unpacked_request(request: &Request) -> Cow<'_, Request> {
    match coding::decoded(&request.headers, &request.body) {
        Ok(Cow::Owned(body)) => Cow::Owned(Request {
            body,
            ..request.clone()
        }),
        _ => Cow::Borrowed(request),
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
