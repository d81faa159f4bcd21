//! The socket loop.

mod calls;
mod line;
mod passing;
mod sent;

use std::{
    io,
    net::IpAddr,
    panic::AssertUnwindSafe,
    pin::pin,
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use fairlead_core::{Exchange, Headers, Request, Response, Timestamp, limits};
use futures::FutureExt;
use http_body_util::{BodyExt, Either, Limited};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto, graceful::GracefulShutdown},
};
use tokio::{net::TcpListener, sync::Semaphore};
use tokio_util::sync::CancellationToken;

use calls::Calls;
use line::{Breaker, Line};
use passing::PassingBody;
use sent::{After, Sent};

pub use passing::{Completeness, Ended, Passing, Pieces};

use crate::{Decision, Fault, Mock, Parts, Served, TRACE_HEADER, refuse};

/// Most connections at once; further ones wait to be taken.
const CONNECTIONS: usize = 20_000;
/// How long answers under way may take once the mock is asked to stop.
const DRAIN: Duration = Duration::from_secs(5);
/// Bodies larger than this are decided on with the other threads told so, in bytes.
const INLINE: usize = 128 * 1024;

/// What hears of every exchange. It is called on an async thread and must not block.
pub type Sink = Arc<dyn Fn(Served) + Send + Sync>;

/// What answers requests: a mock, or something before a real API.
pub trait Handler: Send + Sync + 'static {
    /// The answer to a request that came at `now`. May not block the thread for long.
    fn handle(&self, request: &Request, now: Timestamp) -> impl Future<Output = Decision> + Send;

    /// The same, where it matters which address the request came from.
    fn handle_from(
        &self,
        request: &Request,
        now: Timestamp,
        _client: IpAddr,
    ) -> impl Future<Output = Decision> + Send {
        self.handle(request, now)
    }
}

impl Handler for Mock {
    /// Decides inline where that is quick.
    async fn handle(&self, request: &Request, now: Timestamp) -> Decision {
        decide(self, request, now, None)
    }

    async fn handle_from(&self, request: &Request, now: Timestamp, client: IpAddr) -> Decision {
        decide(self, request, now, Some(client))
    }
}

fn decide(mock: &Mock, request: &Request, now: Timestamp, client: Option<IpAddr>) -> Decision {
    // Drawing a key and signing take as long as a large body.
    let weight = if mock.may_sign(request) {
        usize::MAX
    } else {
        request.body.len()
    };
    aside(weight, || mock.decide_from(request, now, client))
}

/// Does work on a body of so many bytes: at once where that is quick, else so that other tasks of
/// this thread go on elsewhere.
pub fn aside<T>(bytes: usize, work: impl FnOnce() -> T) -> T {
    if bytes > INLINE && is_threaded() {
        tokio::task::block_in_place(work)
    } else {
        work()
    }
}

/// Whether other threads go on while this one is busy.
fn is_threaded() -> bool {
    tokio::runtime::Handle::try_current()
        .is_ok_and(|h| h.runtime_flavor() == tokio::runtime::RuntimeFlavor::MultiThread)
}

/// Answers on a listener until `cancel`; then lets answers under way end.
///
/// # Errors
/// Where the listener fails for good.
pub async fn serve(
    listener: TcpListener,
    handler: Arc<impl Handler>,
    sink: Sink,
    cancel: CancellationToken,
) -> io::Result<()> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(limits::MOCK_READ_TIME)
        .max_buf_size(64 * 1024);
    builder.http2().timer(TokioTimer::new());
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let calls = Arc::new(Calls::new(Arc::clone(&sink), cancel.clone()));
    loop {
        let place = Arc::clone(&places).acquire_owned().await.ok();
        let (stream, client) = tokio::select! {
            () = cancel.cancelled() => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, address)) => (stream, address.ip()),
                Err(error) if is_passing(&error) => {
                    // Out of file descriptors, or the client is gone already: not the end.
                    tracing::debug!(%error, "a connection could not be taken");
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    continue;
                }
                Err(error) => return Err(error),
            },
        };
        // Answers are small and complete: waiting to fill packets only costs time.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "no TCP_NODELAY");
        }
        let breaker = Breaker::default();
        let service = service_fn({
            let (handler, sink) = (Arc::clone(&handler), Arc::clone(&sink));
            let (calls, breaker) = (Arc::clone(&calls), breaker.clone());
            move |request| {
                let (handler, sink) = (Arc::clone(&handler), Arc::clone(&sink));
                let calls = Arc::clone(&calls);
                answer(handler, sink, calls, breaker.clone(), client, request)
            }
        });
        let connection = builder
            .serve_connection(TokioIo::new(Line::new(stream, breaker)), service)
            .into_owned();
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            let _place = place;
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(DRAIN, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("some answers did not end in time");
    }
    calls.finish(DRAIN).await;
    Ok(())
}

fn is_passing(error: &io::Error) -> bool {
    // EMFILE and ENFILE have no kind of their own.
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::Interrupted
    ) || matches!(error.raw_os_error(), Some(23 | 24))
}

/// What goes out: a body that is there, or one that is still arriving.
type Outgoing = Either<Sent, PassingBody>;

async fn answer(
    handler: Arc<impl Handler>,
    sink: Sink,
    calls: Arc<Calls>,
    breaker: Breaker,
    client: IpAddr,
    incoming: hyper::Request<Incoming>,
) -> io::Result<hyper::Response<Outgoing>> {
    let started_at = Timestamp::now();
    let began = Instant::now();
    let (head, body) = incoming.into_parts();
    let mut request = Request {
        method: head.method.as_str().to_ascii_uppercase(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().map(str::to_owned),
        headers: head
            .headers
            .iter()
            .map(|(name, value)| {
                (
                    name.as_str(),
                    String::from_utf8_lossy(value.as_bytes()).into_owned(),
                )
            })
            .collect(),
        body: Bytes::new(),
    };
    if request.path == limits::MOCK_HEALTH_PATH {
        let well = Response {
            status: 204,
            ..Response::default()
        };
        return Ok(to_hyper(&well, None).map(Either::Left));
    }
    // HTTP/2 names the host elsewhere (RFC 9113 §8.3.1).
    if let Some(authority) = head.uri.authority()
        && request.headers.get("host").is_none()
    {
        request.headers.append("host", authority.as_str());
    }
    let trace_id = request.headers.get(TRACE_HEADER).map(str::to_owned);
    let body = read_body(body).await;
    let received = micros_since(began);
    let decision = match body {
        Ok(bytes) => {
            request.body = bytes;
            // A panic is our fault, and one answer's.
            let deciding = AssertUnwindSafe(handler.handle_from(&request, started_at, client));
            deciding.catch_unwind().await.unwrap_or_else(|_| failed())
        }
        Err(response) => Decision {
            response,
            ..Decision::default()
        },
    };
    let decided = micros_since(began).saturating_sub(received);
    let asked = decision.asked.map(micros);
    let mut parts = Parts {
        received: Some(received),
        decided: Some(decided.saturating_sub(asked.unwrap_or(0))),
        asked,
        ..Parts::default()
    };
    if !decision.delivery.delay.is_zero() {
        let before = Instant::now();
        tokio::time::sleep(decision.delivery.delay).await;
        parts.held = Some(micros_since(before));
    }
    // Let go with the body: once the answer is out, or lost.
    let after = (!decision.calls.is_empty()).then(|| After::new(calls.later(decision.calls)));
    let served = Served {
        exchange: Exchange {
            started_at,
            duration_micros: micros_since(began),
            request,
            response: None,
        },
        parts,
        fault: None,
        operation: decision.operation,
        request_report: decision.request_report,
        response_report: decision.response_report,
        notes: decision.notes,
        secrets: decision.secrets,
        trace_id,
        called: None,
    };
    if let Some(passing) = decision.passing {
        return Ok(pass_on(decision.response, passing, served, sink, began));
    }
    let fault = felt(decision.delivery.fault, &decision.response);
    let served = Served { fault, ..served };
    let (outgoing, response) = deliver(decision.response, fault, &breaker);
    let served = Served {
        exchange: Exchange {
            response,
            ..served.exchange
        },
        ..served
    };
    let after = if matches!(fault, Some(Fault::SlowBody | Fault::Partial)) {
        // How long that takes is known when it is over, or the client has hung up.
        let sending = Instant::now();
        Some(After::new(move || {
            drop(after);
            sink(sent(served, began, sending));
        }))
    } else {
        sink(served);
        after
    };
    outgoing.map(|response| {
        response.map(|body| {
            Either::Left(match after {
                Some(after) => body.with_after(after),
                None => body,
            })
        })
    })
}

/// An exchange whose body has been sent, or lost.
fn sent(served: Served, began: Instant, sending: Instant) -> Served {
    Served {
        exchange: Exchange {
            duration_micros: micros_since(began),
            ..served.exchange
        },
        parts: Parts {
            sent: Some(micros_since(sending)),
            ..served.parts
        },
        ..served
    }
}

fn micros_since(began: Instant) -> u64 {
    micros(began.elapsed())
}

fn micros(took: Duration) -> u64 {
    u64::try_from(took.as_micros()).unwrap_or(u64::MAX)
}

/// Sends a body on as it arrives; what came of it is told when it has ended.
fn pass_on(
    response: Response,
    passing: Passing,
    served: Served,
    sink: Sink,
    began: Instant,
) -> hyper::Response<Outgoing> {
    let head = head(&response);
    let sending = Instant::now();
    let on_end = move |body, how, ended: Ended| {
        let served = sent(served, began, sending);
        let finish = move || {
            let response = Response { body, ..response };
            let response_report = ended(&response, how);
            let mut notes = served.notes;
            match how {
                Completeness::Whole => {}
                Completeness::Beginning => notes.push(format!(
                    "only the first {} MiB of the body were looked at",
                    limits::BODY_BYTES >> 20
                )),
                Completeness::CutOff => notes.push("the body was cut off on its way".to_owned()),
            }
            sink(Served {
                exchange: Exchange {
                    response: Some(response),
                    ..served.exchange
                },
                response_report,
                notes,
                ..served
            });
        };
        // Checking takes its time, and this may run where a client hung up.
        match tokio::runtime::Handle::try_current() {
            Ok(handle) => drop(handle.spawn_blocking(finish)),
            Err(_) => finish(),
        }
    };
    let body = PassingBody::new(passing, Box::new(on_end));
    head.map(|()| Either::Right(body))
}

/// The fault that an answer has on its way: where there is no middle to stop in, it is dropped.
fn felt(fault: Option<Fault>, response: &Response) -> Option<Fault> {
    match fault {
        Some(Fault::Partial) if response.body.is_empty() => Some(Fault::Drop),
        fault => fault,
    }
}

/// What goes out, and what of it is an answer for who keeps a record.
fn deliver(
    response: Response,
    fault: Option<Fault>,
    breaker: &Breaker,
) -> (io::Result<hyper::Response<Sent>>, Option<Response>) {
    if let Some(fault) = fault {
        breaker.apply(fault);
    }
    match fault {
        None | Some(Fault::SlowBody | Fault::Partial) => {
            (Ok(to_hyper(&response, fault)), Some(response))
        }
        Some(Fault::Drop | Fault::Reset) => (Err(io::Error::other("dropped on purpose")), None),
        // What would be written is replaced by the line.
        Some(Fault::Garbage) => (Ok(to_hyper(&response, None)), None),
    }
}

fn failed() -> Decision {
    Decision {
        response: refuse::problem(
            500,
            "The mock failed",
            "this is a fault in Fairlead, not in your request",
            &[],
        ),
        ..Decision::default()
    }
}

async fn read_body(body: Incoming) -> Result<Bytes, Response> {
    let reading = pin!(Limited::new(body, limits::BODY_BYTES).collect());
    match tokio::time::timeout(limits::MOCK_READ_TIME, reading).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => {
            let detail = format!("the body is larger than {} MiB", limits::BODY_BYTES >> 20);
            Err(refuse::problem(413, "Body too large", &detail, &[]))
        }
        Ok(Err(error)) => {
            let detail = format!("the body did not arrive whole: {error}");
            Err(refuse::problem(400, "Bad request", &detail, &[]))
        }
        Err(_) => Err(refuse::problem(
            408,
            "Too slow",
            "the body did not arrive in time",
            &[],
        )),
    }
}

fn to_hyper(response: &Response, fault: Option<Fault>) -> hyper::Response<Sent> {
    head(response).map(|()| Sent::new(response.body.clone(), fault))
}

fn head(response: &Response) -> hyper::Response<()> {
    let mut out = hyper::Response::new(());
    *out.status_mut() = http::StatusCode::from_u16(response.status)
        .unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    append_headers(out.headers_mut(), &response.headers);
    out
}

fn append_headers(to: &mut http::HeaderMap, from: &Headers) {
    for (name, value) in from.iter() {
        // hyper frames the message itself.
        if matches!(name, "content-length" | "transfer-encoding" | "connection") {
            continue;
        }
        let name = http::HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, http::HeaderValue::from_str(value)) {
            to.append(name, value);
        }
    }
}
