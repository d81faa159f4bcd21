//! Whether the program is well.

use fairlead_core::Severity;
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;

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
#[derive(Clone, Debug, Serialize, ToSchema)]
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
            uptime_seconds: 0,
        }
    }

    /// Whether the program can do its work.
    pub async fn readiness(&self) -> Readiness {
        Readiness {
            status: "ready".into(),
            ready: true,
            checks: Vec::new(),
        }
    }

    /// What is installed, reachable and writable, and what to do about the rest.
    pub async fn doctor(&self) -> Vec<Check> {
        Vec::new()
    }

    /// Figures for a monitoring system.
    pub async fn figures(&self) -> Figures {
        Figures::default()
    }
}
