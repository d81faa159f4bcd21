//! Native notifications: only for what happens while nobody looks at the window.

use tauri::AppHandle;
use tauri_plugin_notification::NotificationExt;

/// Shows one; whether something is there that shows it.
pub async fn show(tauri: &AppHandle, title: &str, body: &str) -> bool {
    // Without a daemon the call would still say that all is well.
    if !daemon_is_there().await {
        tracing::info!(title, "nothing shows notifications here");
        return false;
    }
    let shown = tauri
        .notification()
        .builder()
        .title(title)
        .body(body)
        .show();
    if let Err(failure) = &shown {
        tracing::warn!(%failure, "a notification cannot be shown");
    }
    shown.is_ok()
}

#[cfg(target_os = "linux")]
async fn daemon_is_there() -> bool {
    crate::tray::host::name_is_served("org.freedesktop.Notifications").await
}

#[cfg(not(target_os = "linux"))]
#[allow(clippy::unused_async, reason = "the same shape as on Linux")]
async fn daemon_is_there() -> bool {
    true
}
