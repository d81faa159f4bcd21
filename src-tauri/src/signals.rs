//! Being asked to end by the system.

use tauri::AppHandle;

/// Ends in good order on SIGTERM, SIGINT and SIGHUP, as at the end of a session.
#[cfg(unix)]
pub fn quit_on_signals(tauri: &AppHandle) {
    use tokio::signal::unix::{SignalKind, signal};

    let tauri = tauri.clone();
    tauri::async_runtime::spawn(async move {
        let streams = || {
            Ok::<_, std::io::Error>((
                signal(SignalKind::terminate())?,
                signal(SignalKind::interrupt())?,
                signal(SignalKind::hangup())?,
            ))
        };
        match streams() {
            Ok((mut terminate, mut interrupt, mut hangup)) => {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = interrupt.recv() => {}
                    _ = hangup.recv() => {}
                }
                tauri.exit(0);
            }
            Err(failure) => tracing::warn!(%failure, "signals cannot be heard"),
        }
    });
}

/// Windows ends its sessions through the window.
#[cfg(not(unix))]
pub fn quit_on_signals(_: &AppHandle) {}
