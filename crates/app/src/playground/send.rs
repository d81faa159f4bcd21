//! The exchange itself.

use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use fairlead_core::{Headers, Id, Response, limits};
use futures::StreamExt;
use reqwest::{
    Certificate, ClientBuilder, Identity, Proxy,
    redirect::{Action, Attempt, Policy},
};
use secrecy::ExposeSecret;
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use super::build::Built;
use crate::{
    AppError, ErrorCategory, SendDraft, Timing, TraceError,
    environments::{CLIENT_KEY, OpenEnvironment, PROXY_PASSWORD},
};

/// Most redirects followed where a person asks for it.
const REDIRECTS: usize = 10;

/// HTTP clients that are kept, for what has no needs of its own.
pub struct Senders {
    /// With the proxy and the certificates of the system.
    pub plain: Client,
}

/// Cheap to clone: a pair of HTTP clients: one that follows redirects and one that does not.
#[derive(Clone)]
pub struct Client {
    staying: reqwest::Client,
    following: reqwest::Client,
}

/// Why a request for a token has no answer.
#[derive(Debug, thiserror::Error)]
pub enum CarryError {
    /// It did not arrive, or no answer came.
    #[error("it cannot be reached: {0}")]
    Http(#[from] reqwest::Error),
    /// The answer is not one of HTTP.
    #[error("its answer is malformed: {0}")]
    Malformed(#[from] http::Error),
    /// The answer is too large.
    #[error("its answer is larger than {} KiB", limits::TOKEN_BYTES >> 10)]
    TooLarge,
}

/// What came of a request.
pub struct Sent {
    pub response: Option<Response>,
    pub error: Option<TraceError>,
    pub timing: Timing,
}

impl Senders {
    pub fn new() -> Result<Self, reqwest::Error> {
        let plain = Client::plain()?;
        Ok(Self { plain })
    }
}

impl Client {
    /// A client with the proxy and the certificates of the system.
    pub fn plain() -> Result<Self, reqwest::Error> {
        Self::new(reqwest::Client::builder)
    }

    fn new(builder: impl Fn() -> ClientBuilder) -> Result<Self, reqwest::Error> {
        let client = |policy| {
            builder()
                .user_agent(concat!("fairlead/", env!("CARGO_PKG_VERSION")))
                .redirect(policy)
                // A mock that has started again must not get a connection of the one before.
                .pool_max_idle_per_host(0)
                .build()
        };
        Ok(Self {
            staying: client(Policy::none())?,
            following: client(Policy::custom(follow))?,
        })
    }

    /// The client of an environment that has needs of its own.
    pub fn of(environment: &OpenEnvironment) -> Result<Option<Self>, AppError> {
        let set = &environment.setup;
        let texts = [&set.proxy_url, &set.ca_certificate, &set.client_certificate];
        if texts.iter().all(|text| text.is_none()) && set.connect_timeout_ms.is_none() {
            return Ok(None);
        }
        let failed = |why: reqwest::Error| {
            let message = format!("No client for the environment `{}`: {why}.", set.name);
            AppError::invalid("unusable_environment", message)
                .with_hint("Look at its proxy and its certificates.")
        };
        let proxy = set.proxy_url.as_deref().map(Proxy::all).transpose();
        let mut proxy = proxy.map_err(failed)?;
        let needed = |name: &str| {
            environment.secrets.get(name).ok_or_else(|| {
                let message = format!(
                    "The secret `{name}` of the environment `{}` is not set.",
                    set.name
                );
                AppError::invalid("unusable_environment", message).with_hint("Set it.")
            })
        };
        if let Some(name) = &set.proxy_username {
            let password = needed(PROXY_PASSWORD)?.secret.expose_secret();
            proxy = proxy.map(|plain| plain.basic_auth(name, password));
        }
        let own = match &set.client_certificate {
            None => None,
            Some(certificate) => {
                let key = needed(CLIENT_KEY)?.secret.expose_secret();
                let pem = Zeroizing::new(format!("{certificate}\n{key}\n"));
                Some(Identity::from_pem(pem.as_bytes()).map_err(failed)?)
            }
        };
        let trusted = set.ca_certificate.as_deref().unwrap_or_default();
        let trusted = Certificate::from_pem_bundle(trusted.as_bytes()).map_err(failed)?;
        let builder = || {
            let mut builder = reqwest::Client::builder().tls_certs_merge(trusted.clone());
            if let Some(own) = &own {
                builder = builder.identity(own.clone());
            }
            if let Some(proxy) = &proxy {
                builder = builder.proxy(proxy.clone());
            }
            if let Some(millis) = set.connect_timeout_ms {
                builder = builder.connect_timeout(Duration::from_millis(millis));
            }
            builder
        };
        Self::new(builder).map(Some).map_err(failed)
    }

    /// Sends a request and reads the whole answer.
    pub async fn send(
        &self,
        built: &Built,
        how: &SendDraft,
        trace: Option<Id>,
        cancel: &CancellationToken,
    ) -> Sent {
        let allowed = how
            .timeout_ms
            .map_or(limits::SEND_TIME, Duration::from_millis);
        let follow = how.follow_redirects;
        self.within(built, follow, trace, allowed, cancel).await
    }

    /// Sends a request without following redirects, for no trace.
    pub async fn send_plainly(
        &self,
        built: &Built,
        allowed: Duration,
        cancel: &CancellationToken,
    ) -> Sent {
        self.within(built, false, None, allowed, cancel).await
    }

    /// Carries a request for a token and its answer. Redirects are not followed.
    pub async fn carry(
        &self,
        request: oauth2::HttpRequest,
    ) -> Result<oauth2::HttpResponse, CarryError> {
        let response = self.staying.execute(request.try_into()?).await?;
        let mut answer = http::Response::builder().status(response.status());
        for (name, value) in response.headers() {
            answer = answer.header(name, value);
        }
        let mut body = Vec::new();
        let mut chunks = response.bytes_stream();
        while let Some(chunk) = chunks.next().await {
            body.extend_from_slice(&chunk?);
            if body.len() > limits::TOKEN_BYTES {
                return Err(CarryError::TooLarge);
            }
        }
        Ok(answer.body(body)?)
    }

    async fn within(
        &self,
        built: &Built,
        follow: bool,
        trace: Option<Id>,
        allowed: Duration,
        cancel: &CancellationToken,
    ) -> Sent {
        let began = Instant::now();
        let mut timing = Timing::default();
        let exchange = self.exchange(built, follow, trace, &mut timing, began);
        let outcome = tokio::select! {
            outcome = tokio::time::timeout(allowed, exchange) => outcome,
            () = cancel.cancelled() => Ok(Err(TraceError {
                category: ErrorCategory::Network,
                message: "The request was cancelled before a whole answer came. The server may have acted on it all the same.".into(),
            })),
        };
        timing.total_ms = millis(began);
        match outcome {
            Ok(Ok(response)) => Sent {
                response: Some(response),
                error: None,
                timing,
            },
            Ok(Err(error)) => Sent {
                response: None,
                error: Some(error),
                timing,
            },
            Err(_) => Sent {
                response: None,
                error: Some(TraceError {
                    category: ErrorCategory::Timeout,
                    message: format!(
                        "No whole answer came within {} ms. Allow more time, or look whether the server is well.",
                        allowed.as_millis()
                    ),
                }),
                timing,
            },
        }
    }

    async fn exchange(
        &self,
        built: &Built,
        follow: bool,
        trace: Option<Id>,
        timing: &mut Timing,
        began: Instant,
    ) -> Result<Response, TraceError> {
        let client = if follow {
            &self.following
        } else {
            &self.staying
        };
        let method = reqwest::Method::from_bytes(built.request.method.as_bytes()).map_err(|e| {
            TraceError {
                category: ErrorCategory::Network,
                message: format!("the method cannot be sent: {e}"),
            }
        })?;
        let mut request = client.request(method, &built.url);
        for (name, value) in built.request.headers.iter() {
            request = request.header(name, value);
        }
        if let Some(trace) = trace {
            request = request.header(fairlead_mock::TRACE_HEADER, trace.to_string());
        }
        if !built.request.body.is_empty() {
            request = request.body(built.request.body.clone());
        }
        let answer = request.send().await.map_err(|e| explain(&e, &built.url))?;
        timing.first_byte_ms = Some(millis(began));
        let status = answer.status().as_u16();
        let headers: Headers = answer
            .headers()
            .iter()
            .map(|(n, v)| {
                (
                    n.as_str(),
                    String::from_utf8_lossy(v.as_bytes()).into_owned(),
                )
            })
            .collect();
        let mut body = BytesMut::new();
        let mut chunks = answer.bytes_stream();
        while let Some(chunk) = chunks.next().await {
            let chunk: Bytes = chunk.map_err(|e| explain(&e, &built.url))?;
            body.extend_from_slice(&chunk);
            if body.len() > limits::BODY_BYTES {
                return Err(TraceError {
                    category: ErrorCategory::Network,
                    message: format!(
                        "The answer of {} is larger than {} MiB, more than is read. Ask for less, such as one page.",
                        origin(&built.url),
                        limits::BODY_BYTES >> 20
                    ),
                });
            }
        }
        Ok(Response {
            status,
            headers,
            body: body.freeze(),
        })
    }
}

/// Keys go to the host they are meant for: a redirect to another one is shown and not followed.
fn follow(attempt: Attempt<'_>) -> Action {
    if attempt.previous().len() > REDIRECTS {
        return attempt.error("too many redirects");
    }
    let stays = attempt.previous().last().is_some_and(|from| {
        let to = attempt.url();
        let is_upgrade = from.scheme() == "http" && to.scheme() == "https";
        from.origin() == to.origin() || is_upgrade && from.host() == to.host()
    });
    if stays {
        attempt.follow()
    } else {
        attempt.stop()
    }
}

fn explain(error: &reqwest::Error, url: &str) -> TraceError {
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

fn origin(url: &str) -> String {
    url::Url::parse(url).map_or_else(|_| url.to_owned(), |u| u.origin().ascii_serialization())
}

fn millis(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1_000.0
}
