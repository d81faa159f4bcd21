//! Links from outside, on their way to the page.

use std::sync::{Mutex, PoisonError};

use tauri::{AppHandle, Emitter, Manager, Runtime, State};

/// The event that carries a link.
const EVENT: &str = "deep-link";

/// Links that came before the page listened; `None` once it has asked for them.
pub struct Links(Mutex<Option<Vec<String>>>);

impl Default for Links {
    fn default() -> Self {
        Self(Mutex::new(Some(Vec::new())))
    }
}

impl Links {
    /// Keeps a link for the page, or gives it back where the page listens by now.
    fn keep(&self, link: String) -> Option<String> {
        // A panic elsewhere leaves the list whole.
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match waiting.as_mut() {
            Some(links) => {
                links.push(link);
                None
            }
            None => Some(link),
        }
    }

    fn take(&self) -> Vec<String> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.take().unwrap_or_default()
    }
}

/// Emits `deep-link` to the page, or keeps the link until [`take_links`].
pub fn deliver<R: Runtime>(tauri: &AppHandle<R>, link: String) {
    let Some(link) = tauri.state::<Links>().keep(link) else {
        return;
    };
    if let Err(failure) = tauri.emit(EVENT, link) {
        tracing::warn!(%failure, "a link does not reach the page");
    }
}

/// The links that came before the page listened. From then on they come as events: a page listens
/// first and asks then.
#[tauri::command]
pub fn take_links(links: State<'_, Links>) -> Vec<String> {
    links.take()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_wait_until_the_page_has_asked() {
        let links = Links::default();
        assert_eq!(links.keep("fairlead://import?url=a".to_owned()), None);
        assert_eq!(links.take(), ["fairlead://import?url=a"]);
        assert_eq!(links.take(), [""; 0]);
        let later = "fairlead://import?url=b".to_owned();
        assert_eq!(links.keep(later.clone()), Some(later));
    }
}
