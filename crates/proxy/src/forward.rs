//! One request to the real API, and its answer.

use std::{error::Error as _, io, time::Duration};

use bytes::{Bytes, BytesMut};
use fairlead_core::{Headers, Request, Response, limits};
use fairlead_mock::Pieces;
use fairlead_validate::media;
use futures::{StreamExt, stream};
use reqwest::redirect::Policy;
use url::Url;

use crate::ProxyError;

/// Fields that are for one connection only (RFC 9110 §7.6.1), and those that the client and the
/// framing of the new message decide.
const NOT_FORWARDED: &[&str] = &[
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "host",
    "content-length",
    // The answer has to be read to be checked: the client asks for what it can undo itself.
    "accept-encoding",
    fairlead_mock::TRACE_HEADER,
];
/// Bodies up to this size are looked at before they are passed on, in bytes; of longer ones the
/// client gets the beginning while the rest is on its way.
const GATHERED: usize = 1024 * 1024;
/// Longest to wait for a connection.
const CONNECT: Duration = Duration::from_secs(10);

/// Sends requests to one API.
#[derive(Debug)]
pub struct Forwarder {
    client: reqwest::Client,
    upstream: Url,
}

impl Forwarder {
    pub fn new(upstream: Url) -> Result<Self, ProxyError> {
        if !matches!(upstream.scheme(), "http" | "https") || upstream.host().is_none() {
            return Err(ProxyError::Upstream(upstream));
        }
        let client = reqwest::Client::builder()
            .redirect(Policy::none())
            .connect_timeout(CONNECT)
            // Between two pieces, not for the whole: a stream may go on for hours.
            .read_timeout(limits::SEND_TIME)
            .build()?;
        Ok(Self { client, upstream })
    }

    pub fn upstream(&self) -> &Url {
        &self.upstream
    }

    /// The answer of the API, or in plain words why there is none. The body is whole unless it is
    /// a stream, or longer than [`GATHERED`]; `whole` asks for all of it in any case.
    pub async fn forward(
        &self,
        request: &Request,
        whole: bool,
    ) -> Result<(Response, Option<Arriving>), String> {
        let url = target(&self.upstream, request);
        let method = reqwest::Method::from_bytes(request.method.as_bytes())
            .map_err(|_| format!("`{}` is no method", request.method))?;
        let mut out = self.client.request(method, &url);
        for (name, value) in passed_on(&request.headers) {
            out = out.header(name, value);
        }
        if !request.body.is_empty() {
            out = out.body(request.body.clone());
        }
        let answer = out.send().await.map_err(|e| explain(&e, &url))?;
        let status = answer.status().as_u16();
        let all: Headers = answer
            .headers()
            .iter()
            .map(|(n, v)| (n.as_str(), String::from_utf8_lossy(v.as_bytes())))
            .collect();
        let headers: Headers = passed_on(&all).collect();
        let length = answer.content_length();
        let at_once = !whole && media::is_stream(headers.get("content-type").unwrap_or_default());
        let most = match (at_once, whole) {
            (true, _) => 0,
            (_, true) => limits::BODY_BYTES,
            _ => GATHERED,
        };
        let mut pieces = answer.bytes_stream();
        let mut gathered = BytesMut::new();
        let mut response = Response {
            status,
            headers,
            body: Bytes::new(),
        };
        while gathered.len() <= most && !at_once {
            match pieces.next().await {
                Some(piece) => gathered.extend_from_slice(&piece.map_err(|e| explain(&e, &url))?),
                None => {
                    response.body = gathered.freeze();
                    return Ok((response, None));
                }
            }
        }
        if whole {
            return Err(format!(
                "the answer of {url} is larger than {} MiB",
                limits::BODY_BYTES >> 20
            ));
        }
        let first = (!gathered.is_empty()).then(|| Ok(gathered.freeze()));
        let rest = pieces.map(move |piece| piece.map_err(|e| io::Error::other(explain(&e, &url))));
        let pieces = stream::iter(first).chain(rest).boxed();
        Ok((response, Some(Arriving { pieces, length })))
    }
}

/// A body that is still arriving.
pub struct Arriving {
    pub pieces: Pieces,
    /// Its length in bytes, where the API said so.
    pub length: Option<u64>,
}

/// Where a request goes: the path of the upstream, then its own.
fn target(upstream: &Url, request: &Request) -> String {
    let base = upstream.as_str();
    let base = base.split(['?', '#']).next().unwrap_or(base);
    format!("{}{}", base.trim_end_matches('/'), request.target())
}

/// The fields that go further. What `Connection` names stays behind too.
fn passed_on(headers: &Headers) -> impl Iterator<Item = (&str, &str)> {
    let named: Vec<String> = headers
        .get_all("connection")
        .flat_map(|value| value.split(','))
        .map(|name| name.trim().to_ascii_lowercase())
        .collect();
    headers.iter().filter(move |(name, _)| {
        let name = name.to_ascii_lowercase();
        !NOT_FORWARDED.contains(&name.as_str()) && !named.contains(&name)
    })
}

/// What failed, down to its first cause.
fn explain(error: &reqwest::Error, url: &str) -> String {
    if error.is_timeout() {
        return format!("{url} did not answer in time");
    }
    let mut cause = error.source();
    let mut said = error.to_string();
    while let Some(inner) = cause {
        said = inner.to_string();
        cause = inner.source();
    }
    if error.is_connect() {
        format!("{url} cannot be reached: {said}")
    } else {
        format!("{url} gave no whole answer: {said}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_for_one_connection_stays_behind() {
        let headers = Headers::from_iter([
            ("Connection", "close, X-Hop"),
            ("X-Hop", "1"),
            ("Host", "a"),
            ("Accept", "*/*"),
        ]);
        let passed: Vec<_> = passed_on(&headers).collect();
        assert_eq!(passed, [("Accept", "*/*")]);
    }

    #[test]
    fn the_path_of_the_upstream_comes_first() {
        let request = Request {
            path: "/pets".into(),
            query: Some("a=1".into()),
            ..Request::default()
        };
        let at = |base: &str| target(&Url::parse(base).expect("a URL"), &request);
        assert_eq!(at("http://a/v1/"), "http://a/v1/pets?a=1");
        assert_eq!(at("http://a"), "http://a/pets?a=1");
    }
}
