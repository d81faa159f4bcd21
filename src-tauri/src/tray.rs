//! The icon in the tray: what runs, and what to do with it.

pub mod host;
mod status;

use fairlead_app::{App, MockState, StreamItem, Topic};
use futures::StreamExt;
use status::{Paused, Status};
use tauri::{
    AppHandle, Manager, Wry, async_runtime,
    image::Image,
    include_image,
    menu::{Menu, MenuItem, PredefinedMenuItem},
    tray::{TrayIcon, TrayIconBuilder},
};

use crate::{notify, window};

const RUNNING: Image<'_> = include_image!("icons/tray.png");
const PAUSED: Image<'_> = include_image!("icons/tray-paused.png");
#[cfg(target_os = "macos")]
const TEMPLATE: Image<'_> = include_image!("icons/tray-template.png");

/// The parts that change.
struct Tray {
    icon: TrayIcon,
    status: MenuItem<Wry>,
    pause: MenuItem<Wry>,
    paused: Paused,
}

/// Shows it and keeps it true.
pub fn show(tauri: &AppHandle) -> tauri::Result<()> {
    let now = Status::default();
    let status = MenuItem::with_id(tauri, "status", now.text(), false, None::<&str>)?;
    let open = MenuItem::with_id(tauri, "open", "Open Fairlead", true, None::<&str>)?;
    let pause = MenuItem::with_id(tauri, "pause", now.action(), now.can_act(), None::<&str>)?;
    let quit = MenuItem::with_id(tauri, "quit", "Quit Fairlead", true, None::<&str>)?;
    let line = || PredefinedMenuItem::separator(tauri);
    let menu = Menu::with_items(tauri, &[&status, &line()?, &open, &pause, &line()?, &quit])?;
    let builder = TrayIconBuilder::with_id("main")
        .menu(&menu)
        .tooltip("Fairlead")
        .icon(RUNNING)
        .on_menu_event(|tauri, event| match event.id().as_ref() {
            "open" => window::show(tauri),
            "pause" => pause_or_resume(tauri),
            "quit" => tauri.exit(0),
            _ => {}
        });
    #[cfg(target_os = "macos")]
    let builder = builder.icon(TEMPLATE).icon_as_template(true);
    let icon = builder.build(tauri)?;
    tauri.manage(Tray {
        icon,
        status,
        pause,
        paused: Paused::default(),
    });
    if let Some(app) = tauri.try_state::<App>() {
        async_runtime::spawn(follow(tauri.clone(), app.inner().clone()));
    }
    Ok(())
}

/// Rewrites the menu whenever a mock changes.
async fn follow(tauri: AppHandle, app: App) {
    let mut events = std::pin::pin!(app.events_after(None).ready_chunks(64));
    refresh(&tauri, &app).await;
    while let Some(items) = events.next().await {
        let concerning: Vec<_> = items.iter().filter(|item| concerns_mocks(item)).collect();
        if concerning.is_empty() {
            continue;
        }
        refresh(&tauri, &app).await;
        for item in concerning {
            tell_of_failure(&tauri, &app, item).await;
        }
    }
}

fn concerns_mocks(item: &StreamItem) -> bool {
    match item {
        StreamItem::Event(event) => event.topic == Topic::Mock,
        StreamItem::Reset { .. } => true,
    }
}

async fn refresh(tauri: &AppHandle, app: &App) {
    let running = match app.running_mocks().await {
        Ok(mocks) => mocks.len(),
        Err(failure) => {
            tracing::warn!(%failure, "cannot tell which mocks run");
            return;
        }
    };
    let tray = tauri.state::<Tray>();
    let status = Status {
        running,
        paused: tray.paused.count(running),
    };
    let icon = if status.is_paused() { PAUSED } else { RUNNING };
    let written = tray
        .status
        .set_text(status.text())
        .and_then(|()| tray.pause.set_text(status.action()))
        .and_then(|()| tray.pause.set_enabled(status.can_act()))
        .and_then(|()| tray.icon.set_tooltip(Some(status.tooltip())));
    #[cfg(not(target_os = "macos"))]
    let written = written.and_then(|()| tray.icon.set_icon(Some(icon)));
    #[cfg(target_os = "macos")]
    let _ = icon;
    if let Err(failure) = written {
        tracing::warn!(%failure, "the tray cannot be rewritten");
    }
}

fn pause_or_resume(tauri: &AppHandle) {
    let Some(app) = tauri.try_state::<App>() else {
        return;
    };
    let app = app.inner().clone();
    let tauri = tauri.clone();
    async_runtime::spawn(async move {
        let tray = tauri.state::<Tray>();
        let paused = &tray.paused;
        let done = if paused.is_set() {
            app.resume_mocks().await.inspect(|_| paused.set(0))
        } else {
            app.pause_mocks().await.inspect(|count| paused.set(*count))
        };
        if let Err(failure) = done {
            notify::show(&tauri, "Fairlead", &failure.to_string()).await;
        }
        refresh(&tauri, &app).await;
    });
}

/// A mock that failed while nobody looks is worth a notification.
async fn tell_of_failure(tauri: &AppHandle, app: &App, item: &StreamItem) {
    let StreamItem::Event(event) = item else {
        return;
    };
    let seen = tauri
        .get_webview_window(window::LABEL)
        .is_some_and(|window| window.is_focused().unwrap_or(false));
    let (Some(project), Some(id)) = (event.project_id, event.subject_id.as_deref()) else {
        return;
    };
    let Some(id) = id.parse().ok().filter(|_| !seen) else {
        return;
    };
    if let Ok(mock) = app.mock(project, id).await
        && mock.state == MockState::Failed
    {
        let reason = mock.error.as_deref().unwrap_or("It ended unexpectedly.");
        notify::show(tauri, "A mock has stopped", reason).await;
    }
}
