//! Whether the program is well.

use fairlead_core::{Severity, Timestamp};
use fairlead_vault::KeyPlace;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::App;

/// The file in the folder of logs that tells of faults of the program itself.
pub const FAULTS: &str = "faults.log";

/// Whether the program is alive.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Health {
    /// Always `ok`: who cannot answer does not.
    pub status: String,
    /// Version of the program.
    pub version: String,
    /// How long it has run.
    pub uptime_seconds: u64,
}

/// Whether the program can do its work.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Readiness {
    /// `ready` or `not ready`.
    pub status: String,
    /// Whether it can.
    #[serde(skip)]
    pub ready: bool,
    /// What was looked at.
    pub checks: Vec<Check>,
}

/// One thing that was looked at.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// What was looked at.
    pub name: String,
    /// Whether it is well.
    pub ok: bool,
    /// How bad it is that it is not; `info` where all is well.
    pub severity: Severity,
    /// What was found.
    pub message: String,
    /// What to do.
    #[schema(required = true)]
    pub hint: Option<String>,
}

/// Figures for a monitoring system.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    /// Projects there are.
    pub projects: u64,
    /// Mocks that run.
    pub mocks_running: u64,
    /// Requests answered by mocks since the program started.
    pub mock_requests: u64,
    /// Traces that are kept.
    pub traces_stored: u64,
    /// Traces that could not be kept since the program started.
    pub traces_dropped: u64,
    /// Number of the last event.
    pub events: u64,
}

impl App {
    /// Whether the program is alive.
    pub fn health(&self) -> Health {
        Health {
            status: "ok".into(),
            version: env!("CARGO_PKG_VERSION").into(),
            uptime_seconds: self.inner.started.elapsed().as_secs(),
        }
    }

    /// Whether the program can do its work.
    pub async fn readiness(&self) -> Readiness {
        let checks = vec![self.check_database().await, self.check_traces().await];
        let ready = checks.iter().all(|c| c.ok);
        let status = if ready { "ready" } else { "not ready" };
        Readiness {
            status: status.into(),
            ready,
            checks,
        }
    }

    /// What is installed, reachable and writable, and what to do about the rest.
    pub async fn doctor(&self) -> Vec<Check> {
        let mut checks = vec![
            self.check_database().await,
            self.check_traces().await,
            self.check_folder().await,
            self.check_key(),
            check_loopback().await,
        ];
        checks.extend(self.check_faults());
        checks.extend(self.store().notices().iter().map(|notice| Check {
            name: "restored database".into(),
            ok: false,
            severity: Severity::Warning,
            message: notice.message.clone(),
            hint: Some(
                "Look through what is there; the damaged file is kept for a specialist.".into(),
            ),
        }));
        checks
    }

    /// Figures for a monitoring system.
    pub async fn figures(&self) -> Figures {
        let (mocks_running, mock_requests) = self.mock_figures().await;
        let projects = self.store().read(fairlead_store::project::list).await;
        let traces = self
            .store()
            .read_traces(fairlead_store::trace::count_all)
            .await;
        Figures {
            projects: projects.map_or(0, |p| p.len() as u64),
            mocks_running,
            mock_requests,
            traces_stored: traces.unwrap_or(0),
            traces_dropped: self.inner.recorder.dropped(),
            events: self.last_event().await,
        }
    }

    async fn check_database(&self) -> Check {
        let answer = self
            .store()
            .write(|c| fairlead_store::setting::put(c, "last-check", "ok"))
            .await;
        check("database", answer, "the database can be read and written")
    }

    async fn check_traces(&self) -> Check {
        let answer = self
            .store()
            .read_traces(fairlead_store::trace::count_all)
            .await;
        check("traces", answer, "the traces can be read")
    }

    async fn check_folder(&self) -> Check {
        let folder = self.inner.settings.data_dir.clone();
        let probe = folder.join(".probe");
        let written = crate::off_thread(move || {
            std::fs::write(&probe, b"x").and_then(|()| std::fs::remove_file(&probe))
        })
        .await;
        let place = folder.display();
        match written {
            Ok(Ok(())) => well("data folder", format!("{place} can be written")),
            Ok(Err(error)) => bad(
                "data folder",
                format!("{place} cannot be written: {error}"),
                "Make it writable for you, or name another with --data.",
            ),
            Err(error) => bad("data folder", error.to_string(), "Start again."),
        }
    }

    /// Faults that were met, if any.
    fn check_faults(&self) -> Option<Check> {
        let path = self.inner.settings.data_dir.join("logs").join(FAULTS);
        let written = std::fs::metadata(&path).and_then(|file| file.modified());
        let since_epoch = written.ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
        let at = Timestamp::from_millis(i64::try_from(since_epoch.as_millis()).ok()?);
        Some(Check {
            name: "faults".into(),
            ok: false,
            severity: Severity::Warning,
            message: format!("a part of Fairlead failed, the last time at {at}"),
            hint: Some(format!(
                "Please report what {} says; secrets are masked there. Delete it, and this is gone.",
                path.display()
            )),
        })
    }

    fn check_key(&self) -> Check {
        match self.inner.vault.key_place() {
            KeyPlace::Keychain => well("vault", "the key of the vault is in the keychain"),
            KeyPlace::File => Check {
                name: "vault".into(),
                ok: true,
                severity: Severity::Info,
                message: "there is no keychain: the key of the vault is in a file only you can read".into(),
                hint: Some("Run a keychain (such as GNOME Keyring) before the first start to have it there.".into()),
            },
        }
    }
}

async fn check_loopback() -> Check {
    match tokio::net::TcpListener::bind("127.0.0.1:0").await {
        Ok(_) => well("loopback", "mocks can listen on 127.0.0.1"),
        Err(error) => bad(
            "loopback",
            format!("nothing can listen on 127.0.0.1: {error}"),
            "Look at the firewall and at the limits on open files.",
        ),
    }
}

fn check<T>(name: &str, answer: Result<T, fairlead_store::StoreError>, well_said: &str) -> Check {
    match answer {
        Ok(_) => well(name, well_said),
        Err(error) => bad(
            name,
            error.to_string(),
            error.hint().unwrap_or("Start again."),
        ),
    }
}

fn well(name: &str, message: impl Into<String>) -> Check {
    Check {
        name: name.into(),
        ok: true,
        severity: Severity::Info,
        message: message.into(),
        hint: None,
    }
}

fn bad(name: &str, message: impl Into<String>, hint: &str) -> Check {
    Check {
        name: name.into(),
        ok: false,
        severity: Severity::Error,
        message: message.into(),
        hint: Some(hint.into()),
    }
}
