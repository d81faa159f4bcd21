//! What has changed, numbered: one stream that every window and every client follows.

use fairlead_core::{Id, Timestamp};
use fairlead_store::StoreError;
use futures::{Stream, StreamExt, stream};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use tokio::sync::broadcast;

use crate::App;

/// One change.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// Its number: each event has a higher one than those before.
    #[schema(minimum = 1)]
    pub seq: u64,
    /// What kind of thing has changed.
    pub topic: Topic,
    /// How it has changed.
    pub kind: EventKind,
    /// The project it belongs to.
    #[schema(required = true)]
    pub project_id: Option<Id>,
    /// Id or name of what has changed.
    #[schema(required = true)]
    pub subject_id: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// What kind of thing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Topic {
    /// A project.
    Project,
    /// A revision of a description.
    Spec,
    /// A mock.
    Mock,
    /// A trace.
    Trace,
    /// A credential.
    Credential,
    /// A saved request, or several.
    Request,
    /// An environment or one of its secrets.
    Environment,
    /// A variable of the workspace or of a project.
    Variable,
    /// A catcher, or what it has caught.
    Catcher,
    /// A partner, or what partners see.
    Partner,
}

/// How a thing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum EventKind {
    /// It is new.
    Created,
    /// It is different.
    Updated,
    /// It is gone.
    Deleted,
    /// A partner has sent nothing for 24 hours after a failure.
    Stuck,
}

/// What the stream gives.
#[derive(Clone, Debug)]
pub enum StreamItem {
    /// A change.
    Event(Event),
    /// Changes are missing: read everything anew and go on after this number.
    Reset {
        /// The number of the last event.
        seq: u64,
    },
}

/// Events that a slow listener may be behind before it has to read from the store.
const BEHIND: usize = 1_024;

/// Tells everybody who listens.
pub(crate) struct Bus {
    sender: broadcast::Sender<Event>,
}

impl Bus {
    pub fn new() -> Self {
        Self {
            sender: broadcast::channel(BEHIND).0,
        }
    }
}

impl Bus {
    /// What changes from now on.
    pub fn listen(&self) -> broadcast::Receiver<Event> {
        self.sender.subscribe()
    }
}

/// An event before it has its number.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    topic: Topic,
    kind: EventKind,
    project_id: Option<Id>,
    subject_id: Option<String>,
    at: Timestamp,
}

impl Body {
    fn numbered(self, seq: u64) -> Event {
        let Self {
            topic,
            kind,
            project_id,
            subject_id,
            at,
        } = self;
        Event {
            seq,
            topic,
            kind,
            project_id,
            subject_id,
            at,
        }
    }
}

/// Where a listener is.
struct Listener {
    app: App,
    live: broadcast::Receiver<Event>,
    /// The last number given; `None` before the first.
    last: Option<u64>,
    after: Option<u64>,
    waiting: std::collections::VecDeque<StreamItem>,
}

impl App {
    /// What has changed after event `after` and everything from now on; without a number only
    /// what changes from now on.
    pub fn events_after(
        &self,
        after: Option<u64>,
    ) -> impl Stream<Item = StreamItem> + Send + use<> {
        let listener = Listener {
            app: self.clone(),
            // Listening begins before the look into the store, so that nothing falls between.
            live: self.inner.bus.sender.subscribe(),
            last: None,
            after,
            waiting: std::collections::VecDeque::new(),
        };
        let only = self.only_project();
        let all = stream::unfold(listener, |mut listener| async move {
            listener.next().await.map(|item| (item, listener))
        });
        all.filter(move |item| {
            let seen = match item {
                StreamItem::Event(event) => only.is_none() || event.project_id == only,
                StreamItem::Reset { .. } => true,
            };
            std::future::ready(seen)
        })
        .boxed()
    }

    /// Keeps an event and tells everybody.
    pub(crate) async fn publish(
        &self,
        topic: Topic,
        kind: EventKind,
        project_id: Option<Id>,
        subject_id: Option<String>,
    ) {
        let what = (topic, kind, project_id, subject_id);
        if let Err(error) = self.publish_with(vec![what], |_| Ok(())).await {
            tracing::error!(%error, "an event could not be kept");
        }
    }

    /// Keeps events in one transaction with what they follow from, and tells everybody.
    pub(crate) async fn publish_with(
        &self,
        events: Vec<(Topic, EventKind, Option<Id>, Option<String>)>,
        work: impl FnOnce(&fairlead_store::Connection) -> Result<(), StoreError> + Send + 'static,
    ) -> Result<(), StoreError> {
        let at = Timestamp::now();
        let kept = self.store().write(move |c| {
            work(c)?;
            let mut told = Vec::with_capacity(events.len());
            for (topic, kind, project_id, subject_id) in events {
                let body = Body {
                    topic,
                    kind,
                    project_id,
                    subject_id,
                    at,
                };
                let text =
                    serde_json::to_string(&body).map_err(|e| StoreError::Row(e.to_string()))?;
                let seq = fairlead_store::event::append(c, &text)?;
                told.push(body.numbered(seq));
            }
            Ok(told)
        });
        for event in kept.await? {
            // Without listeners there is nobody to tell.
            drop(self.inner.bus.sender.send(event));
        }
        Ok(())
    }

    /// The number of the last event.
    pub(crate) async fn last_event(&self) -> u64 {
        self.store()
            .read(fairlead_store::event::bounds)
            .await
            .map_or(0, |(_, last)| last)
    }
}

impl Listener {
    async fn next(&mut self) -> Option<StreamItem> {
        // Without a number everything counts that was told since this listener began to listen,
        // which is before it is first asked.
        if self.last.is_none() && self.after.is_some() {
            self.replay(self.after).await;
        }
        loop {
            if let Some(item) = self.waiting.pop_front() {
                return Some(item);
            }
            match self.live.recv().await {
                Ok(event) if Some(event.seq) > self.last => {
                    // Events are numbered by one thread but may be told out of order.
                    if self.last.is_some_and(|last| event.seq > last + 1) {
                        self.replay(self.last).await;
                        continue;
                    }
                    self.last = Some(event.seq);
                    return Some(StreamItem::Event(event));
                }
                Ok(_) => {}
                Err(broadcast::error::RecvError::Lagged(_)) => {
                    let reset = self.last.is_none();
                    self.replay(self.last).await;
                    if reset {
                        let seq = self.last.unwrap_or(0);
                        self.waiting.push_back(StreamItem::Reset { seq });
                    }
                }
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }

    /// Reads what came after a number from the store.
    async fn replay(&mut self, after: Option<u64>) {
        let read = self
            .app
            .store()
            .read(move |c| {
                let bounds = fairlead_store::event::bounds(c)?;
                let rows = match after {
                    Some(after) => fairlead_store::event::after(c, after)?,
                    None => Vec::new(),
                };
                Ok((bounds, rows))
            })
            .await;
        let ((first, last), rows) = match read {
            Ok(read) => read,
            Err(error) => {
                tracing::error!(%error, "events could not be read");
                ((0, 0), Vec::new())
            }
        };
        let is_gap = after.is_some_and(|after| after > last || after + 1 < first);
        self.last = Some(last.max(self.last.unwrap_or(0)));
        if is_gap {
            self.last = Some(last);
            self.waiting.push_back(StreamItem::Reset { seq: last });
            return;
        }
        for (seq, body) in rows {
            if let Ok(body) = serde_json::from_str::<Body>(&body) {
                self.waiting
                    .push_back(StreamItem::Event(body.numbered(seq)));
            }
        }
    }
}
