//! Brings the API into the window: requests as raw bytes over Tauri IPC into the router, events
//! over a channel. No port is opened.
//!
//! Knows the wire between page and program; knows no route. The page's side of it is
//! `ui/src/platform`.

mod events;
#[cfg(test)]
mod ipc_test;
mod links;
mod request;
mod reveal;
mod save;
#[cfg(test)]
mod save_test;
mod wire;

use std::path::PathBuf;

use axum::Router;
use fairlead_app::App;
use tauri::{
    AppHandle, Manager, Runtime,
    plugin::{self, TauriPlugin},
    webview::PageLoadEvent,
};

use self::{events::Subscriptions, links::Links, save::Savings};
use crate::downloads::SaveError;

/// What the commands work with.
struct Carrier {
    router: Router,
    /// `None` where the data folder could not be opened: nothing will change.
    app: Option<App>,
    subscriptions: Subscriptions,
    /// Where files go; `None` where the system names no place.
    downloads: Option<PathBuf>,
    savings: Savings,
}

/// The plugin `carrier` over a router, with the folder that files are saved to; its commands are
/// the public functions of the modules here.
pub fn init<R: Runtime>(
    router: Router,
    app: Option<App>,
    downloads: Option<PathBuf>,
) -> TauriPlugin<R> {
    plugin::Builder::new("carrier")
        .invoke_handler(tauri::generate_handler![
            request::request,
            events::subscribe,
            events::unsubscribe,
            links::take_links,
            save::save_answer,
            save::save_bytes,
            save::stop_saving,
            save::show_saved,
        ])
        .setup(move |tauri, _| {
            tauri.manage(Links::default());
            tauri.manage(Carrier {
                router,
                app,
                subscriptions: Subscriptions::default(),
                downloads,
                savings: Savings::default(),
            });
            Ok(())
        })
        // A page that is loaded anew has forgotten what it had subscribed to.
        .on_page_load(|webview, page| {
            if page.event() == PageLoadEvent::Started {
                let carrier = webview.state::<Carrier>();
                carrier.subscriptions.end_all_of(webview.label());
                carrier.savings.end_all_of(webview.label());
            }
        })
        .build()
}

/// Gives a link from outside to the page: at once, or when the page first asks.
pub fn deliver_link<R: Runtime>(tauri: &AppHandle<R>, link: String) {
    links::deliver(tauri, link);
}

/// Why the carrier cannot carry; the page gets it as `{error, message, hint}`.
#[derive(Debug, thiserror::Error)]
enum CarrierError {
    /// A header of the call is missing or cannot be read.
    #[error("the call has no usable `{0}` header")]
    Header(&'static str),
    /// The body did not come as bytes.
    #[error("the body must be an ArrayBuffer or a Uint8Array")]
    Body,
    /// What was asked makes no HTTP request.
    #[error("this is no HTTP request: {0}")]
    Request(#[from] http::Error),
    /// The answer has no end.
    #[error("streams are followed with `subscribe`")]
    Stream,
    /// The answer broke off.
    #[error("the answer broke off: {0}")]
    Answer(axum::Error),
    /// The file cannot be written.
    #[error(transparent)]
    Save(#[from] SaveError),
    /// Whoever wrote the file has gone.
    #[error("the file was not written to its end")]
    Lost,
    /// Only what was saved here is shown.
    #[error("this file was not saved from here")]
    NotSaved,
}

impl CarrierError {
    /// What a person can do about it, where they can.
    fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Save(failure) => Some(failure.hint()),
            Self::Answer(_) | Self::Lost => Some("Nothing was saved. Try it again."),
            _ => None,
        }
    }
}

impl serde::Serialize for CarrierError {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;

        let mut body = serializer.serialize_struct("CarrierError", 3)?;
        body.serialize_field("error", "carrier")?;
        body.serialize_field("message", &self.to_string())?;
        body.serialize_field("hint", &self.hint())?;
        body.end()
    }
}
