//! The exchange itself.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::{Bytes, BytesMut};
use fairlead_core::{Headers, Id, Response, limits};
use fairlead_validate::media;
use futures::StreamExt;
use tokio_util::sync::CancellationToken;

use super::{
    build::Built,
    client::Client,
    clock::{CLOCK, Clock},
    jar::{JAR, Jar},
    live::Live,
    retry,
};
use crate::{ErrorCategory, Timing, TraceError};

/// How a request is sent.
pub struct How<'a> {
    /// Longest time until the whole answer is there; of a stream, until it begins.
    pub allowed: Duration,
    /// Whether redirects are followed.
    pub follow: bool,
    /// Further attempts.
    pub retries: u8,
    /// Id of the trace that a mock of ours leaves out, since it is kept here.
    pub trace: Option<Id>,
    /// Ends it; what has come is kept.
    pub cancel: &'a CancellationToken,
    /// Told of what comes while it comes.
    pub live: Option<&'a Live>,
    /// Where cookies that are set go, and from where later hops get theirs.
    pub jar: Option<Arc<Jar>>,
}

/// What came of a request. With an error beside it, a response is only its beginning.
pub struct Sent {
    pub response: Option<Response>,
    pub error: Option<TraceError>,
    pub timing: Timing,
    /// How often it was sent.
    pub attempts: u32,
}

/// An answer as far as it has come.
struct Coming {
    status: u16,
    headers: Headers,
    body: BytesMut,
}

impl Coming {
    fn is_stream(&self) -> bool {
        self.headers
            .get("content-type")
            .is_some_and(media::is_stream)
    }

    fn end(self) -> Response {
        Response {
            status: self.status,
            headers: self.headers,
            body: self.body.freeze(),
        }
    }
}

impl Client {
    /// Sends a request and reads the answer.
    pub async fn send(&self, built: &Built, how: &How<'_>) -> Sent {
        let began = Instant::now();
        let mut attempts = 0;
        loop {
            attempts += 1;
            if let Some(live) = how.live {
                live.attempt(attempts);
            }
            let once = CLOCK.scope(Clock::default(), self.once(built, how));
            let mut sent = JAR.scope(how.jar.clone(), once).await;
            sent.attempts = attempts;
            let left = u32::from(how.retries) + 1 - attempts.min(u32::from(how.retries) + 1);
            let pause = (left > 0 && !how.cancel.is_cancelled())
                .then(|| retry::pause(&built.request.method, &sent, attempts))
                .flatten();
            let Some(pause) = pause else {
                sent.timing.total_ms = millis(began);
                return sent;
            };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = how.cancel.cancelled() => {
                    sent.timing.total_ms = millis(began);
                    return sent;
                }
            }
        }
    }

    /// Sends a request once, without following redirects, for no trace.
    pub async fn send_plainly(
        &self,
        built: &Built,
        allowed: Duration,
        cancel: &CancellationToken,
    ) -> Sent {
        let how = How {
            allowed,
            follow: false,
            retries: 0,
            trace: None,
            cancel,
            live: None,
            jar: None,
        };
        self.send(built, &how).await
    }

    async fn once(&self, built: &Built, how: &How<'_>) -> Sent {
        let began = Instant::now();
        let mut timing = Timing::default();
        let mut coming = None;
        let exchange = self.exchange(built, how, &mut timing, &mut coming, began);
        let outcome = tokio::select! {
            outcome = exchange => outcome,
            () = how.cancel.cancelled() => Err(TraceError {
                category: ErrorCategory::Network,
                message: "The request was cancelled before a whole answer came. The server may have acted on it all the same.".into(),
            }),
        };
        let _ = CLOCK.try_with(|clock| {
            timing.dns_ms = clock.dns_ms();
            timing.connect_ms = clock.connect_ms();
        });
        timing.total_ms = millis(began);
        let is_stream = coming.as_ref().is_some_and(Coming::is_stream);
        let error = match outcome {
            // A stream that a person has ended is as whole as it will be.
            Err(_) if is_stream && how.cancel.is_cancelled() => None,
            outcome => outcome.err(),
        };
        Sent {
            response: coming.map(Coming::end),
            error,
            timing,
            attempts: 1,
        }
    }

    async fn exchange(
        &self,
        built: &Built,
        how: &How<'_>,
        timing: &mut Timing,
        coming: &mut Option<Coming>,
        began: Instant,
    ) -> Result<(), TraceError> {
        let client = if how.follow {
            &self.following
        } else {
            &self.staying
        };
        let method = reqwest::Method::from_bytes(built.request.method.as_bytes());
        let method = method.map_err(|e| network(format!("the method cannot be sent: {e}")))?;
        let mut request = client.request(method, &built.url);
        for (name, value) in built.request.headers.iter() {
            request = request.header(name, value);
        }
        if let Some(trace) = how.trace {
            request = request.header(fairlead_mock::TRACE_HEADER, trace.to_string());
        }
        if !built.request.body.is_empty() {
            request = request.body(built.request.body.clone());
        }
        let answer = tokio::time::timeout(how.allowed, request.send())
            .await
            .map_err(|_| late(how.allowed))?
            .map_err(|e| explain(&e, &built.url))?;
        timing.first_byte_ms = Some(millis(began));
        let text =
            |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = answer.headers().iter();
        let coming = coming.insert(Coming {
            status: answer.status().as_u16(),
            headers: headers.map(|(n, v)| (n.as_str(), text(v))).collect(),
            body: BytesMut::new(),
        });
        if let Some(live) = how.live {
            live.begins(coming.status, &coming.headers);
        }
        let is_stream = coming.is_stream();
        let mut chunks = answer.bytes_stream();
        loop {
            let next = chunks.next();
            let chunk = if is_stream {
                next.await
            } else {
                let left = how.allowed.saturating_sub(began.elapsed());
                let next = tokio::time::timeout(left, next).await;
                next.map_err(|_| late(how.allowed))?
            };
            let Some(chunk) = chunk else { return Ok(()) };
            let chunk: Bytes = chunk.map_err(|e| explain(&e, &built.url))?;
            if coming.body.len() + chunk.len() > limits::ANSWER_BYTES {
                return Err(network(format!(
                    "The answer of {} is larger than {} MiB: the rest was not read. Ask for less, such as one page.",
                    origin(&built.url),
                    limits::ANSWER_BYTES >> 20
                )));
            }
            coming.body.extend_from_slice(&chunk);
            if let Some(live) = how.live {
                live.comes(&chunk, is_stream);
            }
        }
    }
}

pub(super) fn late(allowed: Duration) -> TraceError {
    TraceError {
        category: ErrorCategory::Timeout,
        message: format!(
            "No whole answer came within {} ms. Allow more time, or look whether the server is well.",
            allowed.as_millis()
        ),
    }
}

pub(super) fn network(message: String) -> TraceError {
    TraceError {
        category: ErrorCategory::Network,
        message,
    }
}

pub(super) fn explain(error: &reqwest::Error, url: &str) -> TraceError {
    let mut why = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        why = inner.to_string();
        cause = inner.source();
    }
    let origin = origin(url);
    let (category, message) = if error.is_timeout() {
        (
            ErrorCategory::Timeout,
            format!("{origin} did not answer in time."),
        )
    } else if error.is_connect() {
        let hint = "Look whether the server runs, and at the address and the port.";
        (
            ErrorCategory::Network,
            format!("{origin} cannot be reached: {why}. {hint}"),
        )
    } else if error.is_redirect() {
        (
            ErrorCategory::Network,
            format!("{origin} redirects in circles or too often."),
        )
    } else {
        (
            ErrorCategory::Network,
            format!("The exchange with {origin} broke off: {why}."),
        )
    };
    TraceError { category, message }
}

pub(super) fn origin(url: &str) -> String {
    url::Url::parse(url).map_or_else(|_| url.to_owned(), |u| u.origin().ascii_serialization())
}

pub(super) fn millis(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1_000.0
}
