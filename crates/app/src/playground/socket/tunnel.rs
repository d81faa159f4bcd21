//! A WebSocket without TLS through an HTTP proxy: as a tunnel (RFC 6455 §4.1, RFC 9110 §9.3.6), as
//! proxies that know nothing of WebSockets take it. With TLS the client makes the tunnel itself.

use base64::{Engine, prelude::BASE64_STANDARD};
use http::{
    HeaderValue, Request, StatusCode, Uri,
    header::{self, HOST, PROXY_AUTHORIZATION},
};
use hyper::client::conn::http1;
use hyper_util::{client::proxy::matcher::Matcher, rt::TokioIo};
use secrecy::ExposeSecret;
use tokio::net::TcpStream;
use zeroize::Zeroizing;

use super::super::{client::USER_AGENT, send::network};
use crate::{
    TraceError,
    environments::{OpenEnvironment, PROXY_PASSWORD},
};
use fairlead_core::Headers;

/// Connections carry no bodies of ours.
type Empty = http_body_util::Empty<bytes::Bytes>;

/// The way to a server through a proxy.
pub struct Tunnel {
    /// Host and port of the proxy.
    proxy: String,
    credentials: Option<HeaderValue>,
    /// Host and port of the server.
    to: String,
    /// Path and query there.
    path: String,
}

impl Tunnel {
    /// The tunnel that an address, written as one of HTTP, needs. None where it has TLS, where no proxy is meant for it, and
    /// where that is not spoken to in plain HTTP.
    pub fn of(environment: Option<&OpenEnvironment>, url: &str) -> Option<Self> {
        let url: Uri = url.parse().ok()?;
        let setup = environment.map(|environment| &environment.setup);
        let own = setup.and_then(|setup| setup.proxy_url.as_deref());
        let matcher = own.map_or_else(Matcher::from_system, |own| {
            Matcher::builder().all(own).build()
        });
        let is_plain = |uri: &Uri| uri.scheme_str() == Some("http");
        let proxy = Some(&url).filter(|url| is_plain(url));
        let proxy = proxy.and_then(|url| matcher.intercept(url))?;
        if !is_plain(proxy.uri()) {
            return None;
        }
        let named = environment.and_then(|environment| {
            let name = environment.setup.proxy_username.as_deref()?;
            let password = environment.secrets.get(PROXY_PASSWORD)?;
            basic(name, password.secret.expose_secret())
        });
        Some(Self {
            credentials: named.or_else(|| proxy.basic_auth().cloned()),
            proxy: authority(proxy.uri())?,
            to: authority(&url)?,
            path: url
                .path_and_query()
                .map_or("/", |path| path.as_str())
                .into(),
        })
    }

    /// Asks the server for a WebSocket; the answer can be upgraded.
    ///
    /// # Errors
    /// A proxy that is not there or refuses, and a server that does not answer.
    pub async fn open(&self, headers: &Headers) -> Result<reqwest::Response, TraceError> {
        let Self { proxy, to, .. } = self;
        let unreachable = |why: &dyn std::fmt::Display| {
            network(format!("The proxy {proxy} cannot be reached: {why}."))
        };
        let stream = TcpStream::connect(proxy.as_str()).await;
        let stream = stream.map_err(|why| unreachable(&why))?;
        let mut connect = Request::connect(to.as_str()).header(HOST, to.as_str());
        if let Some(credentials) = &self.credentials {
            connect = connect.header(PROXY_AUTHORIZATION, credentials);
        }
        let answer = exchange(TokioIo::new(stream), connect).await;
        let answer = answer.map_err(|why| unreachable(&why))?;
        if !answer.status().is_success() {
            let hint = match answer.status() {
                StatusCode::PROXY_AUTHENTICATION_REQUIRED => {
                    "It wants a name and a password: give them in the environment."
                }
                _ => "It may let nothing through but HTTPS: try wss://.",
            };
            let status = answer.status();
            let why = format!("The proxy {proxy} answered {status} instead of a way to {to}.");
            return Err(network(format!("{why} {hint}")));
        }
        let lost = |why: &dyn std::fmt::Display| {
            network(format!("{to} cannot be reached through {proxy}: {why}."))
        };
        let way = hyper::upgrade::on(answer).await.map_err(|why| lost(&why))?;
        let mut request = Request::get(self.path.as_str());
        let host = to.strip_suffix(":80").unwrap_or(to);
        for (name, value) in [(HOST, host), (header::USER_AGENT, USER_AGENT)] {
            if headers.get(name.as_str()).is_none() {
                request = request.header(name, value);
            }
        }
        for (name, value) in headers.iter() {
            request = request.header(name, value);
        }
        let answer = exchange(way, request).await.map_err(|why| lost(&why))?;
        Ok(answer.map(reqwest::Body::wrap).into())
    }
}

/// One request over a connection, which can become another kind of connection by its answer.
async fn exchange<S>(
    stream: S,
    request: http::request::Builder,
) -> Result<http::Response<hyper::body::Incoming>, Box<dyn std::error::Error + Send + Sync>>
where
    S: hyper::rt::Read + hyper::rt::Write + Unpin + Send + 'static,
{
    let request = request.body(Empty::new())?;
    let (mut sender, connection) = http1::handshake(stream).await?;
    tokio::spawn(connection.with_upgrades());
    Ok(sender.send_request(request).await?)
}

/// Host and port.
fn authority(url: &Uri) -> Option<String> {
    let port = url.port_u16().unwrap_or(80);
    Some(format!("{}:{port}", url.host()?))
}

/// Name and password as a proxy takes them (RFC 7617 §2).
fn basic(name: &str, password: &str) -> Option<HeaderValue> {
    let plain = Zeroizing::new(format!("{name}:{password}"));
    let encoded = Zeroizing::new(BASE64_STANDARD.encode(plain.as_bytes()));
    let value = Zeroizing::new(format!("Basic {}", encoded.as_str()));
    let mut value = HeaderValue::from_str(&value).ok()?;
    value.set_sensitive(true);
    Some(value)
}
