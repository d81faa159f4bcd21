//! What a mock is set up with beyond its port and its seed, as the store keeps it.

use fairlead_store::mock::MockRow;
use serde::{Deserialize, Serialize};

use crate::{AppError, NewMock, ProxySetup};

/// What a mock is set up with.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Setup {
    /// The API it stands before.
    pub proxy: Option<ProxySetup>,
    /// Whether its state is kept while it does not run.
    pub keep_state: bool,
    /// Days without a request after which it goes; 0 for never.
    pub keep_days: u16,
    /// Whether only tokens of its own sign-in provider are taken.
    pub strict_auth: bool,
    /// Hosts besides this machine that callbacks may go to.
    pub callbacks_to: Vec<String>,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            proxy: None,
            keep_state: false,
            keep_days: NewMock::default().keep_days,
            strict_auth: false,
            callbacks_to: Vec::new(),
        }
    }
}

impl Setup {
    /// As the row says. What cannot be read is as it is by default: the mock itself stays.
    pub fn of(row: &MockRow) -> Self {
        serde_json::from_str(&row.setup).unwrap_or_else(|error| {
            tracing::error!(%error, mock = %row.id, "how a mock is set up cannot be read");
            Self::default()
        })
    }

    /// As a row keeps it.
    pub fn text(&self) -> String {
        // Plain fields always make JSON.
        serde_json::to_string(self).unwrap_or_else(|_| "{}".to_owned())
    }
}

/// Hosts that callbacks may go to, each once, as addresses write them.
pub fn hosts(named: &[String]) -> Result<Vec<String>, AppError> {
    let mut hosts = Vec::with_capacity(named.len());
    for text in named {
        let host = fairlead_webhooks::host(text.trim())
            .map_err(|why| AppError::invalid("invalid_host", format!("Callbacks: {why}.")))?;
        if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    Ok(hosts)
}
