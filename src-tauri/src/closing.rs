//! Closing the window is not quitting: the mocks run on, and the tray brings the window back.

use fairlead_app::App;
use tauri::{AppHandle, Manager, Window, WindowEvent, async_runtime};

use crate::{notify, tray, window};

/// The setting that remembers that the person was told.
const TOLD: &str = "desktop.told-about-tray";

/// Keeps a window that is closed, out of sight.
pub fn on_window_event(closed: &Window, event: &WindowEvent) {
    if let WindowEvent::CloseRequested { api, .. } = event
        && closed.label() == window::LABEL
    {
        api.prevent_close();
        let tauri = closed.app_handle().clone();
        let closed = closed.clone();
        async_runtime::spawn(async move { put_away(&tauri, &closed).await });
    }
}

/// Hides the window where a tray can bring it back. Where nothing shows a tray it is minimised:
/// a person must be able to find it again.
async fn put_away(tauri: &AppHandle, window: &Window) {
    let in_tray = tray::host::is_there().await;
    let done = if in_tray {
        window.hide()
    } else {
        window.minimize()
    };
    if let Err(failure) = done {
        tracing::warn!(%failure, "the window cannot be put away");
    }
    tell_once(tauri, in_tray).await;
}

async fn tell_once(tauri: &AppHandle, in_tray: bool) {
    let Some(app) = tauri.try_state::<App>() else {
        return;
    };
    if matches!(app.setting(TOLD).await, Ok(Some(_))) {
        return;
    }
    let body = if in_tray {
        "Mocks keep running. Open or quit Fairlead from its icon in the tray."
    } else {
        "Mocks keep running, and the window is minimised. Start Fairlead again to bring it back."
    };
    // Only what was surely shown is remembered.
    if notify::show(tauri, "Fairlead is still running", body).await
        && let Err(failure) = app.set_setting(TOLD, "true").await
    {
        tracing::warn!(%failure, "cannot remember that the tray was explained");
    }
}
