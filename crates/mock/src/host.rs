//! Which names of hosts are answered to.

use fairlead_core::Response;
use url::{Host, Url};

use crate::refuse::problem;

/// What a container calls the machine that it runs on. Nobody outside can have such a name.
const CONTAINERS: &[&str] = &["host.docker.internal", "host.containers.internal"];

/// Whether a `Host` names this machine. Where there is none, no browser asks.
#[must_use]
pub fn is_local(host: Option<&str>) -> bool {
    let Some(host) = host else {
        return true;
    };
    match parse(host) {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => {
            name == "localhost"
                || name.ends_with(".localhost")
                || CONTAINERS.contains(&name.as_str())
        }
        None => false,
    }
}

/// Whether a `Host` is one of these names, whatever its port; `*` stands for any.
pub fn is_listed(host: &str, names: &[String]) -> bool {
    let host = parse(host).map(|host| host.to_string());
    names
        .iter()
        .any(|name| name == "*" || parse(name).is_some_and(|name| Some(name.to_string()) == host))
}

fn parse(host: &str) -> Option<Host> {
    let url = Url::parse(&format!("http://{host}")).ok()?;
    url.host().map(|host| host.to_owned())
}

/// The answer to a request that was meant for somebody else (RFC 9110 §15.5.20).
#[must_use]
pub fn misdirected(what: &str) -> Response {
    let detail = format!("this {what} answers for this machine only; ask 127.0.0.1 or localhost");
    problem(421, "Misdirected request", &detail, &[])
}
