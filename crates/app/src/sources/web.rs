//! Descriptions from the web: size and time are limited, and addresses of this machine and of
//! private networks are refused unless a person allows them.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use fairlead_core::limits;
use fairlead_openapi::{Fetch, FetchError, load};
use futures::StreamExt;
use reqwest::{
    dns::{Addrs, Name, Resolve, Resolving},
    redirect,
};
use secrecy::{ExposeSecret, SecretString};
use tokio::runtime::Handle;
use url::{Host, Url};

use super::Gathered;
use crate::{AppError, ErrorKind, Remote, SourceSummary, off_thread};

/// Most redirects followed.
const REDIRECTS: usize = 5;

/// Gets a description and what it refers to.
pub async fn gather(address: String, allow_private: bool) -> Result<Gathered, AppError> {
    let root = Url::parse(&address)
        .ok()
        .filter(|u| matches!(u.scheme(), "http" | "https"))
        .ok_or_else(|| {
            AppError::invalid(
                "invalid_url",
                format!("`{address}` is not an http or https URL"),
            )
            .with_hint("Give a whole URL, such as https://example.com/openapi.yaml.")
        })?;
    let client = client(allow_private)?;
    let (root, login) = without_login(root);
    let fetch = WebFetch {
        client,
        allow_private,
        login,
        runtime: Handle::current(),
    };
    // The root first, on its own, so that its failure is told as such.
    let first = fetch.get(root.clone()).await.map_err(|error| {
        let kind = match &error {
            FetchError::Forbidden(_) => ErrorKind::Forbidden,
            FetchError::TooLarge(_) => ErrorKind::TooLarge,
            _ => ErrorKind::Unavailable,
        };
        let hint = match &error {
            FetchError::Forbidden(_) => "Allow private addresses if you trust this one.",
            FetchError::TooLarge(_) => "Leave out what the description does not need, or split it.",
            _ => "Check the URL and the network; a file on disk can be imported offline.",
        };
        AppError::new(kind, "unreachable_description", error.to_string()).with_hint(hint)
    })?;
    let start = root.clone();
    let (sources, problems) = off_thread(move || {
        let rooted = Rooted {
            root: start.clone(),
            bytes: first,
            rest: fetch,
        };
        load(&start, &rooted)
    })
    .await?;
    let summary = SourceSummary {
        kind: "url".into(),
        location: root.to_string(),
    };
    Ok(Gathered {
        sources,
        problems,
        summary,
    })
}

/// Name and password out of a URL, and where they may go.
struct Login {
    origin: url::Origin,
    name: String,
    password: SecretString,
}

/// A URL is kept and shown; what it holds of a login is used and forgotten.
fn without_login(mut root: Url) -> (Url, Option<Login>) {
    let decoded = |text: &str| {
        percent_encoding::percent_decode_str(text)
            .decode_utf8_lossy()
            .into_owned()
    };
    let name = decoded(root.username());
    let password = decoded(root.password().unwrap_or_default());
    let is_none = name.is_empty() && password.is_empty();
    // Only a URL without a host refuses, and that has no login.
    let _ = root.set_username("");
    let _ = root.set_password(None);
    let login = (!is_none).then(|| Login {
        origin: root.origin(),
        name,
        password: password.into(),
    });
    (root, login)
}

/// Does not ask for the root twice.
struct Rooted {
    root: Url,
    bytes: Vec<u8>,
    rest: WebFetch,
}

impl Fetch for Rooted {
    fn fetch(&self, uri: &Url) -> Result<Vec<u8>, FetchError> {
        if *uri == self.root {
            return Ok(self.bytes.clone());
        }
        self.rest.fetch(uri)
    }
}

/// Reads files on the web, from a thread that may wait.
pub struct WebFetch {
    client: reqwest::Client,
    allow_private: bool,
    login: Option<Login>,
    runtime: Handle,
}

/// What reads files on the web for a description that is none itself.
pub fn beside_files(remote: Remote) -> Result<Option<WebFetch>, AppError> {
    let allow_private = match remote {
        Remote::None => return Ok(None),
        Remote::Public => false,
        Remote::Any => true,
    };
    Ok(Some(WebFetch {
        client: client(allow_private)?,
        allow_private,
        login: None,
        runtime: Handle::current(),
    }))
}

impl Fetch for WebFetch {
    fn fetch(&self, uri: &Url) -> Result<Vec<u8>, FetchError> {
        self.runtime.block_on(self.get(uri.clone()))
    }
}

impl WebFetch {
    async fn get(&self, uri: Url) -> Result<Vec<u8>, FetchError> {
        if !matches!(uri.scheme(), "http" | "https") {
            return Err(FetchError::Forbidden(format!(
                "`{uri}` is not on the web, and a description from the web reads nothing else"
            )));
        }
        refuse_private_literal(&uri, self.allow_private).map_err(FetchError::Forbidden)?;
        let failed = |e: reqwest::Error| {
            let mut why = e.to_string();
            let mut cause = std::error::Error::source(&e);
            while let Some(error) = cause {
                why = error.to_string();
                cause = error.source();
            }
            if why.contains(PRIVATE) {
                FetchError::Forbidden(format!("`{uri}`: {why}"))
            } else if e.is_timeout() {
                FetchError::Failed(format!(
                    "`{uri}` did not answer in {} s",
                    limits::FETCH_TIME.as_secs()
                ))
            } else {
                FetchError::Failed(format!("`{uri}`: {why}"))
            }
        };
        let mut request = self.client.get(uri.clone());
        if let Some(login) = self.login.as_ref().filter(|l| l.origin == uri.origin()) {
            request = request.basic_auth(&login.name, Some(login.password.expose_secret()));
        }
        let response = request.send().await.map_err(failed)?;
        let status = response.status();
        if status.as_u16() == 404 {
            return Err(FetchError::NotFound(uri.to_string()));
        }
        if !status.is_success() {
            return Err(FetchError::Failed(format!("`{uri}` answered {status}")));
        }
        let too_large = || {
            let most = limits::SPEC_FILE_BYTES >> 20;
            FetchError::TooLarge(format!("`{uri}` has more than {most} MiB"))
        };
        // What says beforehand that it is too large need not come first.
        if response.content_length() > Some(limits::SPEC_FILE_BYTES as u64) {
            return Err(too_large());
        }
        let mut bytes = Vec::new();
        let mut chunks = response.bytes_stream();
        while let Some(chunk) = chunks.next().await {
            bytes.extend_from_slice(&chunk.map_err(failed)?);
            if bytes.len() > limits::SPEC_FILE_BYTES {
                return Err(too_large());
            }
        }
        Ok(bytes)
    }
}

fn client(allow_private: bool) -> Result<reqwest::Client, AppError> {
    let redirects = redirect::Policy::custom(move |attempt| {
        if attempt.previous().len() > REDIRECTS {
            return attempt.error(format!("more than {REDIRECTS} redirects"));
        }
        match refuse_private_literal(attempt.url(), allow_private) {
            Ok(()) => attempt.follow(),
            Err(why) => attempt.error(why),
        }
    });
    let mut builder = reqwest::Client::builder()
        .user_agent(concat!("fairlead/", env!("CARGO_PKG_VERSION")))
        .redirect(redirects)
        .connect_timeout(Duration::from_secs(10))
        .timeout(limits::FETCH_TIME);
    if !allow_private {
        builder = builder.dns_resolver(Arc::new(PublicOnly));
    }
    builder.build().map_err(|e| {
        AppError::new(
            ErrorKind::Internal,
            "internal",
            "No HTTP client could be made.",
        )
        .because(e)
    })
}

const PRIVATE: &str = "an address of this machine or of a private network";

fn refuse_private_literal(url: &Url, allow_private: bool) -> Result<(), String> {
    let address = match url.host() {
        Some(Host::Ipv4(address)) => IpAddr::V4(address),
        Some(Host::Ipv6(address)) => IpAddr::V6(address),
        // Behind a proxy nobody here looks a name up; this one needs no looking up (RFC 6761 §6.3).
        Some(Host::Domain(name)) if !allow_private && is_localhost(name) => {
            return Err(format!("{name} is {PRIVATE}"));
        }
        _ => return Ok(()),
    };
    if allow_private || is_public(address) {
        Ok(())
    } else {
        Err(format!("{address} is {PRIVATE}"))
    }
}

fn is_localhost(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name == "localhost" || name.ends_with(".localhost")
}

/// Gives only addresses that everybody may reach: the check and the use are of the same answer.
struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        let host = name.as_str().to_owned();
        Box::pin(async move {
            let found: Vec<SocketAddr> =
                tokio::net::lookup_host((host.as_str(), 0)).await?.collect();
            let public: Vec<SocketAddr> = found.into_iter().filter(|a| is_public(a.ip())).collect();
            if public.is_empty() {
                return Err(format!("{host} is {PRIVATE}").into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

/// Whether everybody may reach an address (IANA special-purpose address registries).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            !(v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_unspecified()
                || v4.is_broadcast()
                || v4.is_multicast()
                || v4.is_documentation()
                || a == 0
                || a >= 240
                || a == 100 && (64..128).contains(&b)
                || a == 192 && b == 0 && c == 0
                || a == 198 && (18..20).contains(&b))
        }
        IpAddr::V6(v6) => {
            if let Some(v4) = v6.to_ipv4_mapped().or_else(|| v6.to_ipv4()) {
                return is_public(IpAddr::V4(v4));
            }
            let first = v6.segments()[0];
            let nat64 = first == 0x64 && v6.segments()[1] == 0xFF9B;
            !(v6.is_loopback()
                || v6.is_unspecified()
                || v6.is_multicast()
                || first & 0xFE00 == 0xFC00
                || first & 0xFFC0 == 0xFE80
                || first & 0xFFC0 == 0xFEC0
                || first == 0x2002
                || nat64)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_public;

    #[test]
    fn knows_what_everybody_may_reach() {
        let cases = [
            ("127.0.0.1", false),
            ("10.1.2.3", false),
            ("172.20.0.1", false),
            ("192.168.1.1", false),
            ("169.254.169.254", false),
            ("100.64.0.1", false),
            ("0.0.0.0", false),
            ("::1", false),
            ("fd00::1", false),
            ("fe80::1", false),
            ("fec0::1", false),
            ("::ffff:127.0.0.1", false),
            ("64:ff9b::7f00:1", false),
            ("93.184.216.34", true),
            ("2606:2800:220:1::1", true),
        ];
        for (address, public) in cases {
            assert_eq!(
                is_public(address.parse().expect("an address")),
                public,
                "{address}"
            );
        }
    }
}
