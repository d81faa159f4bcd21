//! A desktop panel as far as Fairlead sees one, over D-Bus: a tray, and a daemon for notifications.
#![allow(
    clippy::too_many_arguments,
    clippy::unused_self,
    clippy::used_underscore_binding,
    reason = "D-Bus says which methods and arguments there are, used or not"
)]

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use zbus::{
    blocking::{Connection, Proxy, connection},
    interface,
    message::Header,
    zvariant::{OwnedObjectPath, OwnedValue, Value},
};

use crate::screen::{Screen, wait};

/// A tray and a notification daemon, on the bus of a screen until dropped.
pub struct Panel {
    bus: Connection,
    items: Arc<Mutex<Vec<(String, String)>>>,
    shown: Arc<Mutex<Vec<String>>>,
}

struct Watcher(Arc<Mutex<Vec<(String, String)>>>);

#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, service: &str, #[zbus(header)] header: Header<'_>) {
        let sender = header.sender().map(ToString::to_string).unwrap_or_default();
        let item = if service.starts_with('/') {
            (sender, service.to_owned())
        } else {
            (service.to_owned(), "/StatusNotifierItem".to_owned())
        };
        self.0.lock().expect("the items").push(item);
    }

    fn register_status_notifier_host(&self, _service: &str) {}

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        let items = self.0.lock().expect("the items");
        items
            .iter()
            .map(|(name, path)| format!("{name}{path}"))
            .collect()
    }
}

struct Notifications(Arc<Mutex<Vec<String>>>);

#[interface(name = "org.freedesktop.Notifications")]
impl Notifications {
    fn notify(
        &self,
        _program: &str,
        _replaces: u32,
        _icon: &str,
        summary: &str,
        body: &str,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _timeout: i32,
    ) -> u32 {
        let mut shown = self.0.lock().expect("the notifications");
        shown.push(format!("{summary}: {body}"));
        u32::try_from(shown.len()).expect("few notifications")
    }

    fn get_capabilities(&self) -> Vec<String> {
        vec!["body".to_owned()]
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        let text = |text: &str| text.to_owned();
        (text("panel"), text("test"), text("1"), text("1.2"))
    }
}

/// An entry of a menu (com.canonical.dbusmenu): id, properties, entries below.
type Layout = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

impl Panel {
    /// A panel on the bus of this screen.
    pub fn start(screen: &Screen) -> Self {
        let items = Arc::default();
        let shown = Arc::default();
        let bus = connection::Builder::address(screen.bus())
            .and_then(|bus| bus.serve_at("/StatusNotifierWatcher", Watcher(Arc::clone(&items))))
            .and_then(|bus| {
                let daemon = Notifications(Arc::clone(&shown));
                bus.serve_at("/org/freedesktop/Notifications", daemon)
            })
            .and_then(|bus| bus.name("org.kde.StatusNotifierWatcher"))
            .and_then(|bus| bus.name("org.freedesktop.Notifications"))
            .and_then(connection::Builder::build)
            .expect("a panel on the bus");
        Self { bus, items, shown }
    }

    /// What was notified so far, as `SUMMARY: BODY`.
    pub fn notifications(&self) -> Vec<String> {
        self.shown.lock().expect("the notifications").clone()
    }

    /// The texts of the tray's menu, once there is one.
    pub fn menu(&self) -> Vec<String> {
        wait("a menu in the tray", || self.entries())
            .into_iter()
            .map(|(_, text)| text)
            .collect()
    }

    /// Waits for a text in the tray's menu and chooses it.
    pub fn choose(&self, text: &str) {
        let id = wait(&format!("`{text}` in the tray"), || {
            let found = self
                .entries()?
                .into_iter()
                .find(|(_, other)| other == text)?;
            Some(found.0)
        });
        let menu = self.menu_proxy().expect("the menu is there");
        let arguments = (id, "clicked", Value::from(0), 0_u32);
        menu.call_method("Event", &arguments)
            .expect("the entry can be chosen");
    }

    fn entries(&self) -> Option<Vec<(i32, String)>> {
        let menu = self.menu_proxy()?;
        let properties: Vec<&str> = vec![];
        let (_, root): (u32, Layout) = menu.call("GetLayout", &(0, -1, properties)).ok()?;
        let entries = root.2.into_iter().filter_map(|entry| {
            let (id, properties, _) = Layout::try_from(entry).ok()?;
            let label = properties.get("label")?.try_clone().ok()?;
            Some((id, String::try_from(label).ok()?.replace('_', "")))
        });
        Some(entries.collect())
    }

    fn menu_proxy(&self) -> Option<Proxy<'static>> {
        let (name, path) = self.items.lock().expect("the items").last()?.clone();
        let kind = "org.kde.StatusNotifierItem";
        let item = Proxy::new(&self.bus, name.clone(), path, kind).ok()?;
        let menu: OwnedObjectPath = item.get_property("Menu").ok()?;
        Proxy::new(&self.bus, name, menu, "com.canonical.dbusmenu").ok()
    }
}
