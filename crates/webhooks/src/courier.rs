//! Delivers off the path of who asks for it: a bounded number waits, fewer are on their way.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use fairlead_core::{Timestamp, limits};
use fairlead_validate::Report;
use tokio::sync::Semaphore;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use url::Url;

use crate::{Attempt, Case, Event, Retries, Sender, Signing, case::signed, deliver};

/// An event that is to be delivered.
#[derive(Clone, Debug)]
pub struct Call {
    /// Id of the webhook's or callback's operation.
    pub operation: String,
    /// What happened.
    pub event: Event,
    /// What happened a little before, for [`Case::Reordered`].
    pub before: Event,
    /// Where it goes.
    pub url: Url,
    /// How it is signed.
    pub signing: Option<Signing>,
    /// How often it is tried again; a misdelivery is sent once.
    pub retries: Retries,
    /// How long it is held back.
    pub delay: Duration,
    /// What happens to it on its way.
    pub case: Case,
    /// What is wrong with the event by its own description.
    pub report: Report,
}

/// One attempt to deliver a call.
#[derive(Clone, Debug)]
pub struct Delivered {
    /// What was to be delivered.
    pub call: Arc<Call>,
    /// The attempt's number, from 1.
    pub number: u32,
    /// What came of it.
    pub attempt: Attempt,
    /// In how long it is tried again.
    pub again_in: Option<Duration>,
}

/// What hears of each attempt. It is called on an async thread and must not block.
type Hear = Arc<dyn Fn(Delivered) + Send + Sync>;

/// Delivers calls until it is told to stop.
#[derive(Clone)]
pub struct Courier {
    sender: Sender,
    hear: Hear,
    /// How many more may wait.
    waiting: Arc<Semaphore>,
    /// How many more may be on their way.
    under_way: Arc<Semaphore>,
    tasks: TaskTracker,
    cancel: CancellationToken,
}

impl Courier {
    /// A courier with nothing to do yet; what waits when `cancel` is cancelled is let go.
    ///
    /// # Errors
    /// Where the system gives no HTTP client.
    pub fn new(
        hear: impl Fn(Delivered) + Send + Sync + 'static,
        cancel: CancellationToken,
    ) -> Result<Self, reqwest::Error> {
        Ok(Self {
            sender: Sender::new()?,
            hear: Arc::new(hear),
            waiting: Arc::new(Semaphore::new(limits::WEBHOOKS_WAITING)),
            under_way: Arc::new(Semaphore::new(limits::WEBHOOKS_AT_ONCE)),
            tasks: TaskTracker::new(),
            cancel,
        })
    }

    /// Takes a call, on a runtime of tokio; says whether there was room for it.
    pub fn take(&self, call: Call) -> bool {
        let Ok(place) = Arc::clone(&self.waiting).try_acquire_owned() else {
            tracing::warn!(
                webhook = call.event.name,
                "too many webhooks wait; one is let go"
            );
            return false;
        };
        let courier = self.clone();
        self.tasks.spawn(async move {
            let _place = place;
            courier.bring(Arc::new(call)).await;
        });
        true
    }

    /// Waits until the calls under way have ended.
    pub async fn finish(&self) {
        self.tasks.close();
        self.tasks.wait().await;
    }

    async fn bring(&self, call: Arc<Call>) {
        if !self.rest(call.delay.min(limits::WEBHOOK_DELAY)).await {
            return;
        }
        let done = if call.case == Case::Ok {
            self.again_and_again(&call).await
        } else {
            self.once(&call).await
        };
        if let Err(error) = done {
            tracing::warn!(%error, webhook = call.event.name, "a webhook cannot be signed");
        }
    }

    async fn again_and_again(&self, call: &Arc<Call>) -> Result<(), crate::SecretError> {
        let mut number = 0;
        loop {
            let Some(way) = self.way().await else {
                return Ok(());
            };
            // One attempt at a time, so that no place is taken while it rests.
            let once = Retries {
                most: 0,
                scale: 0.0,
            };
            let signing = call.signing.as_ref();
            let attempt = deliver::deliver(
                &self.sender,
                &call.url,
                &call.event,
                signing,
                once,
                &self.cancel,
                |_, _| {},
            )
            .await?;
            drop(way);
            number += 1;
            let again_in = deliver::pause(call.retries, number, &attempt, Timestamp::now());
            self.tell(call, number, attempt, again_in);
            match again_in {
                Some(pause) if self.rest(pause).await => {}
                _ => return Ok(()),
            }
        }
    }

    async fn once(&self, call: &Arc<Call>) -> Result<(), crate::SecretError> {
        let Some(_way) = self.way().await else {
            return Ok(());
        };
        let now = Timestamp::now();
        let signing = call.signing.as_ref();
        let plan = call.case.plan(signing, &call.event, &call.before, now)?;
        match plan {
            Some(plan) => {
                let trial = crate::run(&self.sender, &call.url, &plan).await;
                for (number, (_, attempt)) in (1..).zip(trial.attempts) {
                    self.tell(call, number, attempt, None);
                }
            }
            // Where a scheme has no such case the event goes as it is.
            None => {
                let event = signed(signing, &call.event, now)?;
                let attempt = self.sender.send(&call.url, &event).await;
                self.tell(call, 1, attempt, None);
            }
        }
        Ok(())
    }

    fn tell(&self, call: &Arc<Call>, number: u32, attempt: Attempt, again_in: Option<Duration>) {
        (self.hear)(Delivered {
            call: Arc::clone(call),
            number,
            attempt,
            again_in,
        });
    }

    /// Waits for a turn; `None` where it is all over.
    async fn way(&self) -> Option<tokio::sync::OwnedSemaphorePermit> {
        tokio::select! {
            way = Arc::clone(&self.under_way).acquire_owned() => way.ok(),
            () = self.cancel.cancelled() => None,
        }
    }

    /// Waits; says whether it goes on afterwards.
    async fn rest(&self, pause: Duration) -> bool {
        if pause.is_zero() {
            return !self.cancel.is_cancelled();
        }
        let until = Instant::now() + pause;
        tokio::select! {
            () = tokio::time::sleep_until(until.into()) => true,
            () = self.cancel.cancelled() => false,
        }
    }
}

impl std::fmt::Debug for Courier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Courier").finish_non_exhaustive()
    }
}
