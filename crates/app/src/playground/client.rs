//! HTTP clients: of the system, and of environments with needs of their own.

use std::{sync::Arc, time::Duration};

use super::{
    clock::{Connecting, Resolver},
    jar::JarOfTask,
};
use crate::{
    AppError, ErrorKind,
    environments::{
        CLIENT_KEY, OpenEnvironment, PROXY_PASSWORD,
        trust::{self, Trust},
    },
};
use fairlead_core::limits;
use futures::StreamExt;
use reqwest::{
    ClientBuilder, Identity, Proxy,
    redirect::{Action, Attempt, Policy},
};
use secrecy::ExposeSecret;
use tokio_rustls::rustls::{ClientConfig, crypto::aws_lc_rs};
use zeroize::Zeroizing;

/// Most redirects followed where a person asks for it.
const REDIRECTS: usize = 10;

/// What the playground calls itself.
pub const USER_AGENT: &str = concat!("fairlead/", env!("CARGO_PKG_VERSION"));

/// HTTP clients that are kept, for what has no needs of its own.
pub struct Senders {
    /// With the proxy and the certificates of the system.
    pub plain: Client,
}

/// Cheap to clone: a pair of HTTP clients: one that follows redirects and one that does not.
#[derive(Clone)]
pub struct Client {
    pub(super) staying: reqwest::Client,
    pub(super) following: reqwest::Client,
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
        let client = |policy| common(builder()).redirect(policy).build();
        Ok(Self {
            staying: client(Policy::none())?,
            following: client(Policy::custom(follow))?,
        })
    }

    /// The client of an environment that has needs of its own.
    pub fn of(environment: &OpenEnvironment) -> Result<Option<Self>, AppError> {
        let Some(needs) = Needs::of(environment)? else {
            return Ok(None);
        };
        let client = Self::new(|| needs.builder(&[b"h2", b"http/1.1"]));
        client.map(Some).map_err(|why| unusable(environment, &why))
    }

    /// A client that opens WebSockets: HTTP/1.1 alone can be switched (RFC 6455 §4.1).
    pub fn of_socket(environment: Option<&OpenEnvironment>) -> Result<reqwest::Client, AppError> {
        let needs = environment.map(Needs::of).transpose()?.flatten();
        let builder = needs.map_or_else(reqwest::Client::builder, |needs| {
            needs.builder(&[b"http/1.1"])
        });
        let client = common(builder)
            .redirect(Policy::none())
            .http1_only()
            .build();
        client.map_err(|why| match environment {
            Some(environment) => unusable(environment, &why),
            None => AppError::new(ErrorKind::Internal, "internal", "No client can be made.")
                .because(why),
        })
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
}

/// What every client of the playground has.
fn common(builder: ClientBuilder) -> ClientBuilder {
    builder
        .user_agent(USER_AGENT)
        .dns_resolver(Resolver)
        .connector_layer(Connecting)
        .cookie_provider(Arc::new(JarOfTask))
        // A mock that has started again must not get a connection of the one before.
        .pool_max_idle_per_host(0)
}

/// What an environment needs of a client.
struct Needs {
    proxy: Option<Proxy>,
    own: Option<Identity>,
    /// Where it has a certificate of its own to trust.
    tls: Option<ClientConfig>,
    connect_timeout: Option<Duration>,
}

impl Needs {
    fn of(environment: &OpenEnvironment) -> Result<Option<Self>, AppError> {
        let set = &environment.setup;
        let texts = [&set.proxy_url, &set.ca_certificate, &set.client_certificate];
        if texts.iter().all(|text| text.is_none()) && set.connect_timeout_ms.is_none() {
            return Ok(None);
        }
        let failed = |why: reqwest::Error| unusable(environment, &why);
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
        let tls = match &set.ca_certificate {
            None => None,
            given => {
                let provider = Arc::new(aws_lc_rs::default_provider());
                let client = Trust::with(given.as_deref(), &provider)
                    .and_then(|trust| trust::client(environment, Arc::new(trust)));
                Some(client.map_err(|why| {
                    AppError::invalid("unusable_environment", why)
                        .with_hint("Look at the certificates of the environment.")
                })?)
            }
        };
        Ok(Some(Self {
            proxy,
            own,
            tls,
            connect_timeout: set.connect_timeout_ms.map(Duration::from_millis),
        }))
    }

    /// The versions of HTTP are those that it may agree on with a server, the best first.
    fn builder(&self, versions: &[&[u8]]) -> ClientBuilder {
        let mut builder = reqwest::Client::builder();
        if let Some(tls) = &self.tls {
            let mut tls = tls.clone();
            tls.alpn_protocols = versions.iter().map(|version| version.to_vec()).collect();
            builder = builder.tls_backend_preconfigured(tls);
        } else if let Some(own) = &self.own {
            builder = builder.identity(own.clone());
        }
        if let Some(proxy) = &self.proxy {
            builder = builder.proxy(proxy.clone());
        }
        if let Some(time) = self.connect_timeout {
            builder = builder.connect_timeout(time);
        }
        builder
    }
}

fn unusable(environment: &OpenEnvironment, why: &reqwest::Error) -> AppError {
    let name = &environment.setup.name;
    let message = format!("No client for the environment `{name}`: {why}.");
    AppError::invalid("unusable_environment", message)
        .with_hint("Look at its proxy and its certificates.")
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
