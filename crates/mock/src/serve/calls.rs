//! Webhooks and callbacks of a mock, off the way of its answers.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use fairlead_webhooks::{Call, Courier, Delivered};
use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;

use super::Sink;
use crate::{Called, Parts, Served};

/// Delivers what mocks call; most never do, and then it costs nothing.
pub struct Calls {
    courier: OnceLock<Option<Courier>>,
    sink: Sink,
    cancel: CancellationToken,
}

impl Calls {
    pub fn new(sink: Sink, cancel: CancellationToken) -> Self {
        Self {
            courier: OnceLock::new(),
            sink,
            cancel,
        }
    }

    /// What hands over calls when the time has come, from whatever thread.
    pub fn later(self: &Arc<Self>, calls: Vec<Call>) -> impl FnOnce() + Send + Sync + 'static {
        let (own, runtime) = (Arc::clone(self), Handle::current());
        move || {
            let _entered = runtime.enter();
            for call in calls {
                if let Some(courier) = own.courier() {
                    courier.take(call);
                }
            }
        }
    }

    fn courier(&self) -> Option<&Courier> {
        let make = || {
            let sink = Arc::clone(&self.sink);
            let hear = move |delivered| sink(served(delivered));
            Courier::new(hear, self.cancel.clone())
                .inspect_err(|error| tracing::error!(%error, "no webhooks can be sent"))
                .ok()
        };
        self.courier.get_or_init(make).as_ref()
    }

    /// Waits until what is under way has ended, but not for long.
    pub async fn finish(&self, longest: Duration) {
        if let Some(Some(courier)) = self.courier.get()
            && tokio::time::timeout(longest, courier.finish())
                .await
                .is_err()
        {
            tracing::warn!("some webhooks did not end in time");
        }
    }
}

fn served(delivered: Delivered) -> Served {
    let Delivered {
        call,
        number,
        attempt,
        again_in,
    } = delivered;
    Served {
        secrets: Vec::new(),
        exchange: attempt.exchange,
        parts: Parts::default(),
        fault: None,
        operation: Some(call.operation.clone()),
        request_report: call.report.clone(),
        response_report: None,
        notes: Vec::new(),
        trace_id: None,
        called: Some(Called {
            name: call.event.name.clone(),
            url: attempt.url.to_string(),
            attempt: number,
            error: attempt.error,
            again_in,
        }),
    }
}
