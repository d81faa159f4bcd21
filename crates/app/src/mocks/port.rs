//! The port that a mock answers on.

use std::net::Ipv4Addr;

use fairlead_store::mock::MockRow;
use tokio::net::TcpListener;

use crate::{App, AppError, ErrorKind};

impl App {
    /// The port asked for; where any will do, the one it had last if that is free, else the first
    /// free one of the pool that no other mock had last, else any.
    pub(super) async fn bind(&self, row: &MockRow) -> Result<TcpListener, AppError> {
        if row.port != 0 {
            return bind_to(row.port).await.map_err(|e| refused(row.port, &e));
        }
        if let Some(last) = row.last_port
            && let Ok(listener) = bind_to(last).await
        {
            return Ok(listener);
        }
        if let Some(pool) = self.inner.settings.mock_ports.clone() {
            let rows = self
                .store()
                .read(|c| fairlead_store::mock::list(c, None))
                .await?;
            let taken: Vec<u16> = rows
                .iter()
                .filter(|r| r.id != row.id)
                .flat_map(|r| [Some(r.port), r.last_port])
                .flatten()
                .collect();
            for port in pool.filter(|port| !taken.contains(port)) {
                if let Ok(listener) = bind_to(port).await {
                    return Ok(listener);
                }
            }
        }
        bind_to(0).await.map_err(|e| refused(0, &e))
    }
}

async fn bind_to(port: u16) -> std::io::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await
}

pub(super) fn refused(port: u16, error: &std::io::Error) -> AppError {
    let message = format!("The mock cannot listen on port {port}: {error}.");
    match error.kind() {
        std::io::ErrorKind::AddrInUse => AppError::conflict("port_in_use", message)
            .with_hint("Another program has this port: choose another, or 0 for any that is free."),
        std::io::ErrorKind::PermissionDenied => {
            AppError::new(ErrorKind::Forbidden, "port_forbidden", message)
                .with_hint("Ports below 1024 belong to the system: choose another, or 0 for any.")
        }
        _ => AppError::new(ErrorKind::Unavailable, "port_unavailable", message)
            .with_hint("Choose another port, or 0 for any that is free."),
    }
}
