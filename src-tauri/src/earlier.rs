//! One that was started earlier and is ending: killed a moment ago, it may still have its name on
//! the session bus. Whoever starts then would hand over to it, and no window would open.

/// Waits until the earlier one is gone or has shown that it lives; a few seconds at most.
#[cfg(target_os = "linux")]
pub async fn settle(identifier: &str) {
    use std::time::Duration;

    use tokio::time::{sleep, timeout};

    /// How long ending may take.
    const PATIENCE: Duration = Duration::from_secs(5);
    const PAUSE: Duration = Duration::from_millis(50);

    // As the plugin for single instances names it.
    let name = format!("{identifier}.SingleInstance");
    let settled = async {
        // Without a bus there is nobody to hand over to.
        let Ok(bus) = zbus::Connection::session().await else {
            return;
        };
        while has_owner(&bus, &name).await && !lives(&bus, &name).await {
            sleep(PAUSE).await;
        }
    };
    if timeout(PATIENCE, settled).await.is_err() {
        tracing::warn!("an earlier Fairlead neither ends nor answers");
    }
}

#[cfg(target_os = "linux")]
async fn has_owner(bus: &zbus::Connection, name: &str) -> bool {
    let Ok(daemon) = zbus::fdo::DBusProxy::new(bus).await else {
        return false;
    };
    match name.try_into() {
        Ok(name) => daemon.name_has_owner(name).await.unwrap_or(false),
        Err(_) => false,
    }
}

/// Every connection answers this (D-Bus Specification, org.freedesktop.DBus.Peer).
#[cfg(target_os = "linux")]
async fn lives(bus: &zbus::Connection, name: &str) -> bool {
    const PEER: &str = "org.freedesktop.DBus.Peer";
    bus.call_method(Some(name), "/", Some(PEER), "Ping", &())
        .await
        .is_ok()
}

/// Elsewhere the system lets a name go with its process.
#[cfg(not(target_os = "linux"))]
#[allow(clippy::unused_async, reason = "the same shape as on Linux")]
pub async fn settle(_: &str) {}
