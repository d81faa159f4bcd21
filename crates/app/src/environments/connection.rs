//! Testing a connection from the ground up: name, socket, certificate, HTTP, credentials. Each step
//! says what it found and what to do, and what comes after a failed one is not tried.

mod ask;
mod credentials;
mod tls;

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use fairlead_core::{Id, limits, redact::Redactor};
use tokio::net::TcpStream;
use url::Url;

use super::OpenEnvironment;
use crate::{
    App, AppError, ConnectionStep, ConnectionStepName, ConnectionTest, ConnectionVerdict, Target,
};

/// Steps as they are made; the first that fails ends the test.
struct Steps {
    done: Vec<ConnectionStep>,
    redactor: Redactor,
}

/// What a step found.
struct Found {
    verdict: ConnectionVerdict,
    message: String,
    hint: Option<String>,
    certificate: Option<crate::ServerCertificate>,
}

impl App {
    /// Tests whether an environment can be reached and takes its credentials. Nothing of it is
    /// kept as a trace.
    pub async fn test_environment(&self, project: Id, id: Id) -> Result<ConnectionTest, AppError> {
        let place = self.place_of(project, &Target::Environment { id }).await?;
        let (Some(environment), Some(base)) = (&place.environment, &place.base) else {
            return Err(
                AppError::conflict("no_running_mock", "No mock of this project runs.")
                    .with_hint("Start a mock: it answers for this environment."),
            );
        };
        let credentials = self.open_credentials(project).await?;
        let redactor = self.sure_redactor(project).await?;
        let variables = self
            .variables(project, &credentials, Some(environment))
            .await?;
        let (base, unknown) = variables.fill(base);
        let shown = redactor.apply(&base);
        let mut steps = Steps {
            done: Vec::new(),
            redactor,
        };
        if let Some(name) = unknown.first() {
            let message = format!("{{{{{name}}}}} in the base URL stands for nothing.");
            let hint = "Give the environment a variable of that name.";
            steps.add(ConnectionStepName::Dns, None, Found::failed(message, hint));
        } else {
            steps.run(self, project, id, environment, &base).await;
        }
        steps.skip_rest();
        Ok(ConnectionTest {
            ok: steps
                .done
                .iter()
                .all(|s| s.verdict != ConnectionVerdict::Failed),
            url: shown,
            steps: steps.done,
        })
    }
}

impl Steps {
    async fn run(
        &mut self,
        app: &App,
        project: Id,
        id: Id,
        environment: &OpenEnvironment,
        base: &str,
    ) {
        use ConnectionStepName::{Auth, Dns, Http, Tcp, Tls};
        let set = &environment.setup;
        let patience = set
            .connect_timeout_ms
            .map_or(limits::PROBE_TIME, Duration::from_millis);
        let proxy = set.proxy_url.as_deref();
        let reached = proxy.unwrap_or(base);
        let Some((url, host, port)) = parts(reached) else {
            let message = format!("`{reached}` is not an http or https URL.");
            let hint = "Give a whole URL, such as https://api.example.com/v1.";
            return self.add(Dns, None, Found::failed(message, hint));
        };
        let began = Instant::now();
        let (found, addresses) = look_up(&host, port, patience).await;
        self.add(Dns, Some(began), found);
        if addresses.is_empty() {
            return;
        }
        let began = Instant::now();
        let (found, stream) = connect(&addresses, patience).await;
        self.add(Tcp, Some(began), found);
        let Some(stream) = stream else { return };
        if proxy.is_some() {
            drop(stream);
            let message = "Requests go through the proxy, which was reached.";
            self.add(Tls, None, Found::skipped(message));
        } else if url.scheme() == "https" {
            let began = Instant::now();
            let found = tls::look(&host, stream, environment, patience).await;
            self.add(Tls, Some(began), found);
        } else {
            drop(stream);
            let found = if is_local(&addresses) {
                Found::skipped("The address is http: there is no certificate to look at.")
            } else {
                Found {
                    verdict: ConnectionVerdict::Warning,
                    message: "The address is http: everybody on the way reads along.".into(),
                    hint: Some("Use https where the server has it.".into()),
                    certificate: None,
                }
            };
            self.add(Tls, None, found);
        }
        if self.has_failed() {
            return;
        }
        let began = Instant::now();
        let (found, status) = ask::base_url(environment, base).await;
        self.add(Http, Some(began), found);
        if self.has_failed() {
            return;
        }
        let began = Instant::now();
        let found = credentials::try_out(app, project, id, status).await;
        let began = (found.verdict != ConnectionVerdict::Skipped).then_some(began);
        self.add(Auth, began, found);
    }

    fn add(&mut self, name: ConnectionStepName, began: Option<Instant>, found: Found) {
        self.done.push(ConnectionStep {
            name,
            verdict: found.verdict,
            duration_ms: began.map(|b| b.elapsed().as_secs_f64() * 1_000.0),
            message: self.redactor.apply(&found.message),
            hint: found.hint.map(|hint| self.redactor.apply(&hint)),
            certificate: found.certificate,
        });
    }

    fn has_failed(&self) -> bool {
        self.done
            .iter()
            .any(|s| s.verdict == ConnectionVerdict::Failed)
    }

    fn skip_rest(&mut self) {
        use ConnectionStepName::{Auth, Dns, Http, Tcp, Tls};
        for name in [Dns, Tcp, Tls, Http, Auth] {
            if !self.done.iter().any(|s| s.name == name) {
                self.add(name, None, Found::skipped("A step before failed."));
            }
        }
    }
}

impl Found {
    fn passed(message: impl Into<String>) -> Self {
        Self {
            verdict: ConnectionVerdict::Passed,
            message: message.into(),
            hint: None,
            certificate: None,
        }
    }

    fn skipped(message: impl Into<String>) -> Self {
        Self {
            verdict: ConnectionVerdict::Skipped,
            ..Self::passed(message)
        }
    }

    fn failed(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            verdict: ConnectionVerdict::Failed,
            hint: Some(hint.into()),
            ..Self::passed(message)
        }
    }

    fn of(why: AppError) -> Self {
        Self::failed(why.message, why.hint.unwrap_or_default())
    }

    fn warning(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            verdict: ConnectionVerdict::Warning,
            ..Self::failed(message, hint)
        }
    }
}

fn parts(text: &str) -> Option<(Url, String, u16)> {
    let url = Url::parse(text).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let host = url.host_str()?.trim_matches(['[', ']']).to_owned();
    let port = url.port_or_known_default()?;
    Some((url, host, port))
}

fn is_local(addresses: &[SocketAddr]) -> bool {
    addresses.iter().all(|a| a.ip().is_loopback())
}

async fn look_up(host: &str, port: u16, patience: Duration) -> (Found, Vec<SocketAddr>) {
    let looked = tokio::time::timeout(patience, tokio::net::lookup_host((host, port))).await;
    let hint = "Look at the spelling of the host, and whether it is known in this network (VPN).";
    match looked {
        Ok(Ok(addresses)) => {
            let addresses: Vec<SocketAddr> = addresses.collect();
            let named: Vec<String> = addresses.iter().map(|a| a.ip().to_string()).collect();
            let found = if addresses.is_empty() {
                Found::failed(format!("`{host}` has no address."), hint)
            } else {
                Found::passed(format!("`{host}` is {}.", named.join(", ")))
            };
            (found, addresses)
        }
        Ok(Err(why)) => {
            let message = format!("`{host}` has no address: {why}.");
            (Found::failed(message, hint), Vec::new())
        }
        Err(_) => {
            let message = format!("No name server answered for `{host}` in time.");
            (Found::failed(message, hint), Vec::new())
        }
    }
}

/// Tries the addresses in turn, as long as there is time.
async fn connect(addresses: &[SocketAddr], patience: Duration) -> (Found, Option<TcpStream>) {
    let mut failures = Vec::new();
    let end = tokio::time::Instant::now() + patience;
    for address in addresses {
        match tokio::time::timeout_at(end, TcpStream::connect(address)).await {
            Ok(Ok(stream)) if failures.is_empty() => {
                return (Found::passed(format!("{address} answers.")), Some(stream));
            }
            Ok(Ok(stream)) => {
                let message = format!("{address} answers, others do not: {}.", failures.join("; "));
                let hint = "An address of the host does not work: tell its owner.";
                return (Found::warning(message, hint), Some(stream));
            }
            Ok(Err(why)) => failures.push(format!("{address}: {why}")),
            Err(_) => failures.push(format!("{address}: no answer in time")),
        }
    }
    let message = format!("Nothing answers: {}.", failures.join("; "));
    let hint = "Look whether the server runs, at the port, and at firewalls and VPN on the way.";
    (Found::failed(message, hint), None)
}
