//! The stream of events, over a channel of the page.

use std::{
    collections::HashMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

use fairlead_app::{App, StreamItem};
use futures::StreamExt;
use serde_json::json;
use tauri::{
    Runtime, State, Webview, async_runtime,
    ipc::{Channel, InvokeResponseBody},
};
use tokio_util::sync::CancellationToken;

use super::Carrier;

/// Where so many events wait at once, the page is told to read everything anew instead: a mock
/// under load would otherwise flood it.
const FLOOD: usize = 256;

/// Who follows what.
#[derive(Default)]
pub struct Subscriptions {
    next: AtomicU32,
    open: Mutex<HashMap<u32, Subscription>>,
}

struct Subscription {
    webview: String,
    cancel: CancellationToken,
}

impl Subscriptions {
    fn add(&self, webview: &str) -> (u32, CancellationToken) {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let cancel = CancellationToken::new();
        let subscription = Subscription {
            webview: webview.to_owned(),
            cancel: cancel.clone(),
        };
        self.lock().insert(id, subscription);
        (id, cancel)
    }

    fn end(&self, id: u32, webview: &str) {
        let mut open = self.lock();
        if open.get(&id).is_some_and(|found| found.webview == webview)
            && let Some(found) = open.remove(&id)
        {
            found.cancel.cancel();
        }
    }

    /// Ends everything that a webview follows.
    pub fn end_all_of(&self, webview: &str) {
        self.lock().retain(|_, found| {
            let stays = found.webview != webview;
            if !stays {
                found.cancel.cancel();
            }
            stays
        });
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u32, Subscription>> {
        // A panic elsewhere leaves the map whole.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Sends every event after number `after`, as in `GET /v1/events`, until `unsubscribe`. Answers
/// with the number of the subscription.
#[tauri::command]
pub fn subscribe<R: Runtime>(
    webview: Webview<R>,
    carrier: State<'_, Carrier>,
    after: Option<u64>,
    channel: Channel<InvokeResponseBody>,
) -> u32 {
    let (id, cancel) = carrier.subscriptions.add(webview.label());
    if let Some(app) = carrier.app.clone() {
        async_runtime::spawn(async move {
            tokio::select! {
                () = cancel.cancelled() => {}
                () = follow(&app, after, &channel) => {}
            }
        });
    }
    id
}

/// Ends a subscription.
#[tauri::command]
pub fn unsubscribe<R: Runtime>(webview: Webview<R>, carrier: State<'_, Carrier>, id: u32) {
    carrier.subscriptions.end(id, webview.label());
}

async fn follow(app: &App, after: Option<u64>, channel: &Channel<InvokeResponseBody>) {
    let mut events = std::pin::pin!(app.events_after(after).ready_chunks(FLOOD));
    while let Some(items) = events.next().await {
        for message in messages(items) {
            let sent = channel.send(InvokeResponseBody::Json(message.to_string()));
            if sent.is_err() {
                return;
            }
        }
    }
}

/// The messages for what has happened: each event as over HTTP, `{"reset":true,"seq":N}` for a gap.
fn messages(items: Vec<StreamItem>) -> Vec<serde_json::Value> {
    let reset = |seq: u64| json!({ "reset": true, "seq": seq });
    if items.len() >= FLOOD
        && let Some(last) = items.last()
    {
        return vec![reset(number(last))];
    }
    items
        .iter()
        .map(|item| match item {
            // An event is strings and numbers: it always makes JSON.
            StreamItem::Event(event) => serde_json::to_value(event).unwrap_or_default(),
            StreamItem::Reset { seq } => reset(*seq),
        })
        .collect()
}

fn number(item: &StreamItem) -> u64 {
    match item {
        StreamItem::Event(event) => event.seq,
        StreamItem::Reset { seq } => *seq,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_becomes_one_reset() {
        let items: Vec<_> = (1..=FLOOD as u64)
            .map(|seq| StreamItem::Reset { seq })
            .collect();
        assert_eq!(messages(items), [json!({ "reset": true, "seq": 256 })]);
        let few = vec![StreamItem::Reset { seq: 7 }];
        assert_eq!(messages(few), [json!({ "reset": true, "seq": 7 })]);
    }

    #[test]
    fn a_subscription_ends_only_for_its_own_page() {
        let subscriptions = Subscriptions::default();
        let (id, cancel) = subscriptions.add("main");
        subscriptions.end(id, "other");
        subscriptions.end_all_of("other");
        assert!(!cancel.is_cancelled());
        subscriptions.end(id, "main");
        assert!(cancel.is_cancelled());
        let (_, cancel) = subscriptions.add("main");
        subscriptions.end_all_of("main");
        assert!(cancel.is_cancelled());
    }
}
