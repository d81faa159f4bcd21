//! The main window.

use std::path::Path;

use tauri::{
    AppHandle, Manager, Runtime, Url, WebviewUrl, WebviewWindowBuilder, plugin::TauriPlugin,
    webview::NewWindowResponse,
};
use tauri_plugin_window_state::StateFlags;

use crate::downloads;

/// Its label, which the capability names.
pub const LABEL: &str = "main";

/// Size where none is remembered, in logical pixels.
const SIZE: (f64, f64) = (1280.0, 820.0);
/// The interface works down to the width of a phone.
const SMALLEST: (f64, f64) = (375.0, 480.0);

/// Opens it, where it was and as large as it was.
pub fn create(tauri: &AppHandle, data: &Path) -> tauri::Result<()> {
    WebviewWindowBuilder::new(tauri, LABEL, WebviewUrl::default())
        .title("Fairlead")
        .inner_size(SIZE.0, SIZE.1)
        .min_inner_size(SMALLEST.0, SMALLEST.1)
        // What the page keeps lies with everything else.
        .data_directory(data.join("webview"))
        .on_navigation(may_navigate)
        .on_download(|webview, event| downloads::handle(&webview, event))
        .on_new_window(|url, _| {
            open_outside(&url);
            NewWindowResponse::Deny
        })
        .build()
        .map(drop)
}

/// Remembers size and place of the window in the data folder. Whether it was visible is not
/// remembered: a program that starts unseen looks broken.
pub fn remember_place<R: Runtime>(data: &Path) -> TauriPlugin<R> {
    tauri_plugin_window_state::Builder::new()
        .with_state_flags(StateFlags::all() & !StateFlags::VISIBLE)
        .with_filename(data.join("window.json").to_string_lossy())
        .build()
}

/// Brings it to the front.
pub fn show<R: Runtime>(tauri: &AppHandle<R>) {
    let Some(window) = tauri.get_webview_window(LABEL) else {
        return;
    };
    let shown = window
        .show()
        .and_then(|()| window.unminimize())
        .and_then(|()| window.set_focus());
    if let Err(failure) = shown {
        tracing::warn!(%failure, "the window cannot be brought to the front");
    }
}

/// The window shows the interface and nothing else; other pages open in the browser.
fn may_navigate(url: &Url) -> bool {
    let own = is_own(url);
    if !own {
        open_outside(url);
    }
    own
}

/// Windows and Android serve the page from `http://tauri.localhost`.
fn is_own(url: &Url) -> bool {
    match url.scheme() {
        "tauri" | "about" => true,
        // What the page has made itself and a person saves.
        "blob" => Url::parse(url.path()).is_ok_and(|made_by| is_own(&made_by)),
        "http" | "https" => url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

fn open_outside(url: &Url) {
    if !matches!(url.scheme(), "http" | "https" | "mailto") {
        tracing::warn!(scheme = url.scheme(), "a link of this kind is not opened");
        return;
    }
    if let Err(failure) = open::that_detached(url.as_str()) {
        tracing::warn!(%failure, "no browser could be opened");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_interface_is_shown_in_the_window() {
        let own = |url: &str| is_own(&Url::parse(url).expect("a URL"));
        assert!(own("tauri://localhost/projects"));
        assert!(own("http://tauri.localhost/"));
        assert!(own("blob:tauri://localhost/2b1f"));
        assert!(!own("blob:https://example.com/2b1f"));
        assert!(!own("https://example.com/"));
        assert!(!own("https://tauri.localhost.example.com/"));
        assert!(!own("file:///etc/passwd"));
        assert!(!own("javascript:alert(1)"));
    }
}
