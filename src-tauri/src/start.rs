//! From `main` to a running program, and from there to its end.

use std::{path::PathBuf, time::Duration};

use fairlead_api::{
    data_dir::{self, DataDirError},
    local::{self, Local},
    logging::{self, LogWriter, Logging, LoggingError},
};
use fairlead_app::{App, Settings};
use fairlead_core::limits;
use tauri::{AppHandle, Context, Manager, RunEvent, Runtime, async_runtime};

use crate::{
    carrier, closing, deep_link, display, downloads, earlier, failure, signals, tray, window,
};

/// How long what runs may take to end in good order.
const GRACE: Duration = Duration::from_secs(5);

/// Why the program cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// There is no screen to open a window on.
    #[error(
        "there is no display to open a window on. Set DISPLAY or WAYLAND_DISPLAY, or use Fairlead \
         in a browser: `fairlead serve --open`"
    )]
    NoDisplay,
    /// The place for data cannot be used.
    #[error(transparent)]
    Data(#[from] DataDirError),
    /// The log cannot be written.
    #[error(transparent)]
    Logging(#[from] LoggingError),
    /// The system's window library refused.
    #[error("the window cannot be opened: {0}. Use Fairlead in a browser: `fairlead serve --open`")]
    Window(#[from] tauri::Error),
}

/// The configuration, capabilities and interface this program was built with.
pub fn context<R: Runtime>() -> Context<R> {
    tauri::generate_context!()
}

/// Runs until someone quits.
pub fn run() -> Result<(), StartError> {
    if !display::is_there() {
        return Err(StartError::NoDisplay);
    }
    let data = data_dir::choose(None)?;
    data_dir::prepare(&data)?;
    let _log = start_log(&data)?;
    let folder = data.clone();
    let context = context();
    async_runtime::block_on(earlier::settle(&context.config().identifier));
    let program = tauri::Builder::default()
        // First, so that a second start ends before it touches anything.
        .plugin(tauri_plugin_single_instance::init(|app, _, _| {
            window::show(app);
        }))
        .plugin(tauri_plugin_deep_link::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(window::remember_place(&data))
        .setup(move |tauri| Ok(open(tauri.handle(), folder)?))
        .on_window_event(closing::on_window_event)
        .build(context)?;
    tracing::info!(folder = %data.display(), "running");
    program.run(on_run_event);
    Ok(())
}

fn start_log(data: &std::path::Path) -> Result<LogWriter, LoggingError> {
    logging::start(&Logging {
        folder: Some(data.join("logs")),
        filter: std::env::var(logging::FILTER_VARIABLE)
            .ok()
            .filter(|filter| !filter.is_empty()),
    })
}

/// Opens the data folder and everything a person sees. Where the data cannot be opened the window
/// opens all the same and says why.
fn open(tauri: &AppHandle, data: PathBuf) -> tauri::Result<()> {
    let mut settings = Settings::new(&data);
    settings.mock_ports = Some(limits::MOCK_PORTS);
    let files = downloads::folder(tauri);
    let carrier = match async_runtime::block_on(App::open(settings)) {
        Ok(app) => {
            tauri.manage(app.clone());
            let router = fairlead_api::router(app.clone());
            // Within the runtime: the socket is served there.
            match async_runtime::block_on(async { local::serve(&data, router) }) {
                Ok(local) => drop(tauri.manage(local)),
                Err(failure) => tracing::warn!(%failure, "commands have to wait for the end"),
            }
            carrier::init(fairlead_api::router(app.clone()), Some(app), files)
        }
        Err(reason) => {
            tracing::error!(%reason, hint = reason.hint, "the data folder cannot be opened");
            carrier::init(failure::router(&reason), None, files)
        }
    };
    tauri.plugin(carrier)?;
    deep_link::receive(tauri);
    tray::show(tauri)?;
    window::create(tauri, &data)?;
    signals::quit_on_signals(tauri);
    Ok(())
}

fn on_run_event(tauri: &AppHandle, event: RunEvent) {
    match event {
        // Without a code it is the last window that went; the mocks stay.
        RunEvent::ExitRequested {
            code: None, api, ..
        } => api.prevent_exit(),
        RunEvent::Exit => shut_down(tauri),
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => window::show(tauri),
        _ => {}
    }
}

fn shut_down(tauri: &AppHandle) {
    if let Some(local) = tauri.try_state::<Local>() {
        local.close();
    }
    let Some(app) = tauri.try_state::<App>() else {
        return;
    };
    // The clock runs within the runtime.
    let ended = async { tokio::time::timeout(GRACE, app.shutdown()).await };
    let ended = async_runtime::block_on(ended);
    if ended.is_err() {
        tracing::warn!("not everything ended in {} s", GRACE.as_secs());
    }
    tracing::info!("ended");
}
