//! `fairlead://import?url=…`: links from outside that ask to import a description.

use tauri::AppHandle;
use tauri_plugin_deep_link::DeepLinkExt;

use crate::{carrier, window};

/// Hands every link on to the page, those the program was started with too. The page asks the
/// person before it does anything.
pub fn receive(tauri: &AppHandle) {
    if let Ok(Some(links)) = tauri.deep_link().get_current() {
        hand_on(tauri, links);
    }
    let receiver = tauri.clone();
    tauri.deep_link().on_open_url(move |event| {
        hand_on(&receiver, event.urls());
        window::show(&receiver);
    });
    register(tauri);
}

fn hand_on(tauri: &AppHandle, links: Vec<tauri::Url>) {
    for link in links {
        carrier::deliver_link(tauri, link.to_string());
    }
}

/// Makes the system send links here, where an installer did not: a program run from its checkout.
#[cfg(any(target_os = "linux", windows))]
fn register(tauri: &AppHandle) {
    let tauri = tauri.clone();
    std::thread::spawn(move || {
        let links = tauri.deep_link();
        if links.is_registered("fairlead").unwrap_or(false) {
            return;
        }
        if let Err(failure) = links.register_all() {
            tracing::info!(%failure, "fairlead:// links are not sent here");
        }
    });
}

/// macOS reads the schemes from the bundle.
#[cfg(not(any(target_os = "linux", windows)))]
fn register(_: &AppHandle) {}
