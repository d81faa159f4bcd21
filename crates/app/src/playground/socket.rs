//! A WebSocket while it lasts: what has gone through it so far, within bounds.

pub mod close;
pub mod handshake;
pub mod journal;
mod log;
pub mod message;
pub mod run;
pub mod tunnel;

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use fairlead_core::{Headers, Id, limits, redact::Redactor};
use tokio::sync::{mpsc, oneshot, watch};
use tokio_tungstenite::tungstenite::{Message, protocol::CloseFrame};
use tokio_util::sync::CancellationToken;

use crate::{
    AppError, NameValue, SocketClose, SocketCount, SocketDirection, SocketMessage, SocketProgress,
    SocketState, TraceError, traces::Masking,
};
use journal::Journal;
use log::{Log, Page};

/// What is to be sent.
pub enum Outgoing {
    /// A message; told whether it was sent.
    Message(Message, oneshot::Sender<Result<SocketMessage, AppError>>),
    /// The end.
    Close(CloseFrame),
}

/// One WebSocket.
pub struct Socket {
    /// Ends it without a close.
    pub cancel: CancellationToken,
    pub redactor: Redactor,
    pub secret_names: Vec<String>,
    outbox: mpsc::Sender<Outgoing>,
    inner: Mutex<Inner>,
    changed: watch::Sender<u64>,
}

#[derive(Default)]
struct Inner {
    state: SocketState,
    status: Option<u16>,
    headers: Vec<NameValue>,
    subprotocol: Option<String>,
    log: Log,
    sent: SocketCount,
    received: SocketCount,
    close: Option<SocketClose>,
    error: Option<TraceError>,
    trace: Option<Id>,
    journal: Option<Journal>,
    asked: Option<Instant>,
}

impl Socket {
    /// One that is about to be opened, and what is to be sent through it.
    pub fn new(
        redactor: Redactor,
        secret_names: Vec<String>,
        cancel: CancellationToken,
    ) -> (Self, mpsc::Receiver<Outgoing>) {
        let (outbox, outgoing) = mpsc::channel(1);
        let inner = Inner {
            asked: Some(Instant::now()),
            ..Inner::default()
        };
        let socket = Self {
            cancel,
            redactor,
            secret_names,
            outbox,
            inner: Mutex::new(inner),
            changed: watch::Sender::new(1),
        };
        (socket, outgoing)
    }

    fn change<T>(&self, change: impl FnOnce(&mut Inner) -> T) -> T {
        let done = {
            let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
            change(&mut inner)
        };
        self.changed.send_modify(|version| *version += 1);
        done
    }

    fn look<T>(&self, look: impl FnOnce(&Inner) -> T) -> T {
        look(&self.inner.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The server has answered.
    pub fn answers(&self, status: u16, headers: &Headers) {
        let masking = Masking {
            redactor: &self.redactor,
            secret_names: &self.secret_names,
        };
        let headers = masking.headers(headers);
        self.change(|inner| {
            inner.status = Some(status);
            inner.headers = headers;
        });
    }

    /// The connection is open.
    pub fn opens(&self, subprotocol: Option<String>, journal: Journal) {
        self.change(|inner| {
            inner.state = SocketState::Open;
            inner.subprotocol = subprotocol;
            inner.journal = Some(journal);
        });
    }

    /// Keeps a message that went through; its number is given here.
    pub fn keep(&self, mut message: SocketMessage) -> SocketMessage {
        self.change(|inner| {
            message.number = inner.log.next();
            let count = match message.direction {
                SocketDirection::Sent => &mut inner.sent,
                SocketDirection::Received => &mut inner.received,
            };
            count.messages += 1;
            count.bytes += message.bytes;
            if let Some(journal) = &mut inner.journal {
                journal.add(&message);
            }
            inner.log.push(message.clone());
            message
        })
    }

    /// One side closes it. The first close counts.
    pub fn closes(&self, code: u16, reason: &str, by: SocketDirection) {
        let reason = self.redactor.apply(reason);
        self.change(|inner| {
            inner.state = SocketState::Closing;
            inner.close.get_or_insert(SocketClose {
                code,
                meaning: close::meaning(code).to_owned(),
                reason,
                by,
            });
        });
    }

    /// It was not opened, or broke off.
    pub fn fails(&self, error: TraceError) {
        let message = self.redactor.apply(&error.message);
        self.change(|inner| inner.error = Some(TraceError { message, ..error }));
    }

    /// It is over, and its trace is kept; `None` where that could not be.
    pub fn ends(&self, trace: Option<Id>) {
        self.change(|inner| {
            inner.state = SocketState::Closed;
            inner.trace = trace;
            if let (Some(journal), Some(_)) = (&mut inner.journal, trace) {
                journal.end();
            }
        });
        self.cancel.cancel();
    }

    /// What a trace has of its messages.
    pub fn transcript(&self) -> Option<crate::TraceBody> {
        self.look(|inner| inner.journal.as_ref()?.body())
    }

    pub fn state(&self) -> SocketState {
        self.look(|inner| inner.state)
    }

    /// Sends something through it.
    ///
    /// # Errors
    /// It is not open.
    pub async fn send(&self, outgoing: Outgoing) -> Result<(), AppError> {
        if self.state() == SocketState::Open && self.outbox.send(outgoing).await.is_ok() {
            return Ok(());
        }
        Err(not_open(self.state()))
    }

    /// Ends it once nobody has asked for it for a while.
    pub async fn ends_unasked(&self) {
        while self.unasked() < limits::LIVE_TIME {
            tokio::select! {
                () = tokio::time::sleep(limits::LIVE_TIME / 4) => {}
                () = self.cancel.cancelled() => return,
            }
        }
        self.cancel.cancel();
    }

    /// How long nobody has asked for it.
    pub fn unasked(&self) -> Duration {
        self.look(|inner| inner.asked.map(|at| at.elapsed()).unwrap_or_default())
    }

    /// What has come of it, with the messages behind number `after`. Waits for a change where who
    /// asks has seen this version already.
    pub async fn progress(&self, after: u64, seen: Option<u64>) -> SocketProgress {
        let mut changes = self.changed.subscribe();
        let is_new = |version: &u64| seen != Some(*version);
        let _ = tokio::time::timeout(limits::LIVE_WAIT, changes.wait_for(is_new)).await;
        let version = *self.changed.borrow();
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.asked = Some(Instant::now());
        let Page {
            messages,
            next,
            first,
            is_last,
        } = inner.log.page(after);
        SocketProgress {
            // With more to fetch, the next question is answered at once.
            version: if is_last { version } else { 0 },
            state: inner.state,
            status: inner.status,
            headers: inner.headers.clone(),
            subprotocol: inner.subprotocol.clone(),
            messages,
            next,
            first,
            sent: inner.sent,
            received: inner.received,
            close: inner.close.clone(),
            error: inner.error.clone(),
            trace_id: inner.trace,
        }
    }
}

/// Why nothing can be sent.
pub fn not_open(state: SocketState) -> AppError {
    let (message, hint) = match state {
        SocketState::Connecting => (
            "The connection is not open yet.",
            "Wait until it is, then send again.",
        ),
        SocketState::Open | SocketState::Closing => {
            ("The connection is being closed.", "Connect again.")
        }
        SocketState::Closed => ("The connection is closed.", "Connect again."),
    };
    AppError::conflict("socket_not_open", message).with_hint(hint)
}
