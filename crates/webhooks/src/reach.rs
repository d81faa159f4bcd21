//! Where a delivery may go whose address somebody else has written.

use url::{Host, Url};

/// Hosts that deliveries may go to besides this machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Each a host, or a host and a port as in `hooks.example.com:8443`.
    hosts: Vec<String>,
}

/// Why a delivery may not go to an address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreachable {
    /// It is no address.
    #[error("`{0}` is no http or https URL")]
    NoUrl(String),
    /// The host was not allowed.
    #[error("`{0}` is not this machine, and nobody has allowed it")]
    NotAllowed(String),
}

impl Reach {
    /// This machine, and these hosts.
    #[must_use]
    pub fn new(hosts: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let hosts = hosts
            .into_iter()
            .map(|host| host.into().to_ascii_lowercase());
        Self {
            hosts: hosts.collect(),
        }
    }

    /// The address that a text is, where deliveries may go there. Names and passwords in it are
    /// left out.
    ///
    /// # Errors
    /// Where it is none, or may not be reached.
    pub fn admit(&self, text: &str) -> Result<Url, Unreachable> {
        let mut url = address(text)?;
        // An address that a request names is not to carry keys of whoever wrote it.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
        let port = url.port_or_known_default().unwrap_or_default();
        let named = format!("{host}:{port}");
        if is_loopback(&url) || self.hosts.iter().any(|h| *h == host || *h == named) {
            Ok(url)
        } else {
            Err(Unreachable::NotAllowed(host))
        }
    }
}

/// A host, or a host and a port, as addresses write it: in lower case, names in Punycode.
///
/// # Errors
/// What is wrong with a text that is none.
pub fn host(text: &str) -> Result<String, String> {
    let wrong = || {
        format!(
            "`{text}` is no host; write one as in `hooks.example.com`, or with its port as in `hooks.example.com:8443`"
        )
    };
    if text.contains(['/', '\\', '@', '?', '#', '*']) || text.contains(char::is_whitespace) {
        return Err(wrong());
    }
    let url = Url::parse(&format!("http://{text}")).map_err(|_| wrong())?;
    let name = url.host_str().filter(|name| !name.is_empty());
    let name = name.ok_or_else(wrong)?;
    // 80 is what the scheme would have, and so is left out of what was read.
    let port = url.port().or(text.ends_with(":80").then_some(80));
    Ok(port.map_or_else(|| name.to_owned(), |port| format!("{name}:{port}")))
}

/// An http or https address.
///
/// # Errors
/// Where a text is none.
pub(crate) fn address(text: &str) -> Result<Url, Unreachable> {
    Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .ok_or_else(|| Unreachable::NoUrl(text.chars().take(200).collect()))
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        // The sender resolves this name by itself, so that it cannot lead elsewhere.
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => {
            ip.is_loopback() || ip.to_ipv4_mapped().is_some_and(|ip| ip.is_loopback())
        }
        None => false,
    }
}
