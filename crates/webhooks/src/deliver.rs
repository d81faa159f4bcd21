//! Bringing an event to a receiver, again and again until it takes it.

use std::{
    error::Error as _,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    time::{Duration, Instant},
};

use bytes::BytesMut;
use fairlead_core::{Exchange, Headers, Request, Response, Timestamp, limits};
use futures::StreamExt;
use reqwest::redirect::Policy;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::{Event, SecretError, Signing, case::signed, retry_after::retry_after};

/// Longest to wait for a connection.
const CONNECT: Duration = Duration::from_secs(10);
/// Seconds before each further attempt (Standard Webhooks 1.0, Retries).
const SCHEDULE: [u64; limits::WEBHOOK_RETRIES as usize] = [
    5,
    5 * 60,
    30 * 60,
    2 * 3_600,
    5 * 3_600,
    10 * 3_600,
    14 * 3_600,
    20 * 3_600,
    24 * 3_600,
];

/// How often a delivery is tried again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Retries {
    /// Most further attempts.
    pub most: u32,
    /// What the pauses are multiplied by; 1 is as Standard Webhooks recommends.
    pub scale: f64,
}

impl Default for Retries {
    /// Three more attempts within 25 seconds: what would be half an hour, for somebody who looks on.
    fn default() -> Self {
        Self {
            most: 3,
            scale: 0.01,
        }
    }
}

/// One attempt to deliver.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// What was sent and answered.
    pub exchange: Exchange,
    /// Where it went.
    pub url: Url,
    /// Why there is no answer.
    pub error: Option<String>,
}

impl Attempt {
    /// The status, where an answer came.
    pub fn status(&self) -> Option<u16> {
        self.exchange.response.as_ref().map(|r| r.status)
    }

    /// Whether the receiver took it.
    pub fn is_taken(&self) -> bool {
        self.status().is_some_and(|s| (200..300).contains(&s))
    }
}

/// The pause before the n-th further attempt, from 1; `None` where there is none.
#[must_use]
pub fn backoff(retries: Retries, n: u32) -> Option<Duration> {
    if n == 0 || n > retries.most {
        return None;
    }
    let seconds = SCHEDULE.get(n as usize - 1)?;
    let scale = retries.scale.clamp(0.0, 10.0);
    Some(Duration::from_secs(*seconds).mul_f64(scale))
}

/// The pause after the n-th attempt, from 1: as [`backoff`] says, but no shorter than the receiver
/// asks for with [`retry_after`]. None where no further attempt follows.
#[must_use]
pub fn pause(retries: Retries, n: u32, attempt: &Attempt, now: Timestamp) -> Option<Duration> {
    let usual = backoff(retries, n).filter(|_| is_worth_another(attempt.status()))?;
    let response = attempt.exchange.response.as_ref();
    let wanted = response.and_then(|response| retry_after(response, now));
    Some(usual.max(wanted.unwrap_or_default()))
}

/// Whether an attempt that ended so is worth another: no answer, 408, 429 and 5xx are. 410 means
/// that nobody wants to hear any more, and other statuses would come again.
#[must_use]
pub fn is_worth_another(status: Option<u16>) -> bool {
    status.is_none_or(|status| matches!(status, 408 | 429 | 500..=599))
}

/// Sends deliveries. Follows no redirect, asks no proxy, and keeps no connection.
#[derive(Clone, Debug)]
pub struct Sender {
    client: reqwest::Client,
}

impl Sender {
    /// # Errors
    /// Where the system gives no HTTP client.
    pub fn new() -> Result<Self, reqwest::Error> {
        let here = [
            SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            SocketAddr::from((Ipv6Addr::LOCALHOST, 0)),
        ];
        let client = reqwest::Client::builder()
            .user_agent(concat!("fairlead/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            // A receiver on this machine is meant, and no proxy that the environment names.
            .no_proxy()
            .resolve_to_addrs("localhost", &here)
            .connect_timeout(CONNECT)
            .timeout(limits::WEBHOOK_TIME)
            .pool_max_idle_per_host(0)
            .build()?;
        Ok(Self { client })
    }

    /// Sends an event with the headers that it has.
    pub async fn send(&self, url: &Url, event: &Event) -> Attempt {
        let (started_at, began) = (Timestamp::now(), Instant::now());
        let (response, error) = match self.exchange(url, event).await {
            Ok(response) => (Some(response), None),
            Err(why) => (None, Some(why)),
        };
        Attempt {
            url: url.clone(),
            exchange: Exchange {
                started_at,
                duration_micros: u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX),
                request: Request {
                    method: event.method.clone(),
                    path: url.path().to_owned(),
                    query: url.query().map(str::to_owned),
                    headers: event.headers.clone(),
                    body: event.body.clone(),
                },
                response,
            },
            error,
        }
    }

    async fn exchange(&self, url: &Url, event: &Event) -> Result<Response, String> {
        let method = reqwest::Method::from_bytes(event.method.as_bytes())
            .map_err(|_| format!("`{}` is no method", event.method))?;
        let mut request = self.client.request(method, url.clone());
        for (name, value) in event.headers.iter() {
            request = request.header(name, value);
        }
        let answer = request
            .body(event.body.clone())
            .send()
            .await
            .map_err(|error| explain(&error, url))?;
        let status = answer.status().as_u16();
        let headers: Headers = answer
            .headers()
            .iter()
            .map(|(n, v)| (n.as_str(), String::from_utf8_lossy(v.as_bytes())))
            .collect();
        // Nobody reads what a receiver writes but a person who looks for a mistake.
        let mut body = BytesMut::new();
        let mut pieces = answer.bytes_stream();
        while let Some(piece) = pieces.next().await {
            body.extend_from_slice(&piece.map_err(|error| explain(&error, url))?);
            if body.len() >= limits::WEBHOOK_ANSWER_BYTES {
                body.truncate(limits::WEBHOOK_ANSWER_BYTES);
                break;
            }
        }
        Ok(Response {
            status,
            headers,
            body: body.freeze(),
        })
    }
}

/// Delivers an event: signs and sends it until the receiver takes it, there are no attempts left,
/// or it is cancelled. `hear` hears of each attempt, and whether another follows.
///
/// # Errors
/// Where the scheme cannot use the secret.
pub async fn deliver(
    sender: &Sender,
    url: &Url,
    event: &Event,
    signing: Option<&Signing>,
    retries: Retries,
    cancel: &CancellationToken,
    mut hear: impl FnMut(&Attempt, Option<Duration>),
) -> Result<Attempt, SecretError> {
    let mut number = 0;
    loop {
        // Each attempt has its own time, and so its own signature.
        let ready = signed(signing, event, Timestamp::now())?;
        let attempt = sender.send(url, &ready).await;
        number += 1;
        let again_in = pause(retries, number, &attempt, Timestamp::now());
        hear(&attempt, again_in);
        let Some(again_in) = again_in else {
            return Ok(attempt);
        };
        tokio::select! {
            () = tokio::time::sleep(again_in) => {}
            () = cancel.cancelled() => return Ok(attempt),
        }
    }
}

/// What failed, down to its first cause.
fn explain(error: &reqwest::Error, url: &Url) -> String {
    let origin = url.origin().ascii_serialization();
    if error.is_timeout() {
        let most = limits::WEBHOOK_TIME.as_secs();
        return format!("{origin} did not answer within {most} s");
    }
    let mut why = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        why = inner.to_string();
        cause = inner.source();
    }
    if error.is_connect() {
        format!("{origin} cannot be reached: {why}; look whether the receiver runs")
    } else {
        format!("the exchange with {origin} broke off: {why}")
    }
}
