//! Does anything show a tray?

/// Whether a desktop shows tray icons (freedesktop.org StatusNotifierItem: a watcher with a host).
#[cfg(target_os = "linux")]
pub async fn is_there() -> bool {
    let asked = async {
        let bus = zbus::Connection::session().await.ok()?;
        let watcher = zbus::Proxy::new(
            &bus,
            "org.kde.StatusNotifierWatcher",
            "/StatusNotifierWatcher",
            "org.kde.StatusNotifierWatcher",
        )
        .await
        .ok()?;
        watcher
            .get_property::<bool>("IsStatusNotifierHostRegistered")
            .await
            .ok()
    };
    in_time(asked).await.unwrap_or(false)
}

/// Whether some program answers to this name on the session bus, or would be started for it.
#[cfg(target_os = "linux")]
pub async fn name_is_served(name: &str) -> bool {
    let asked = async {
        let bus = zbus::Connection::session().await.ok()?;
        let daemon = zbus::fdo::DBusProxy::new(&bus).await.ok()?;
        let owned = daemon.name_has_owner(name.try_into().ok()?).await.ok()?;
        if owned {
            return Some(true);
        }
        let startable = daemon.list_activatable_names().await.ok()?;
        Some(startable.iter().any(|other| other.as_str() == name))
    };
    in_time(asked).await.unwrap_or(false)
}

/// A bus that does not answer is as good as none.
#[cfg(target_os = "linux")]
async fn in_time<T>(asked: impl Future<Output = Option<T>>) -> Option<T> {
    const PATIENCE: std::time::Duration = std::time::Duration::from_millis(500);
    tokio::time::timeout(PATIENCE, asked).await.ok().flatten()
}

/// macOS and Windows always show one.
#[cfg(not(target_os = "linux"))]
#[allow(clippy::unused_async, reason = "the same shape as on Linux")]
pub async fn is_there() -> bool {
    true
}
