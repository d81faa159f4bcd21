//! Exchanges while they last: what has come of each so far.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use bytes::Bytes;
use fairlead_core::{Headers, Id, limits, redact::Redactor};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::{AppError, ErrorKind, ExchangeProgress, ExchangeState, NameValue, traces::Masking};

/// One exchange.
pub struct Live {
    /// Ends it.
    pub cancel: CancellationToken,
    redactor: Redactor,
    secret_names: Vec<String>,
    inner: Mutex<Inner>,
    changed: watch::Sender<u64>,
}

#[derive(Default)]
struct Inner {
    attempt: u32,
    status: Option<u16>,
    headers: Vec<NameValue>,
    received: u64,
    /// What came of a stream, in whole lines and masked.
    text: String,
    /// The line that is not whole yet.
    line: Vec<u8>,
    outcome: Option<Outcome>,
    asked: Option<Instant>,
}

/// What has come so far, masked.
pub struct SoFar {
    pub attempt: u32,
    pub status: Option<u16>,
    pub headers: Vec<NameValue>,
    pub received: u64,
    /// Of a stream, from its beginning, as much as a trace keeps.
    pub text: String,
}

enum Outcome {
    Trace(Id),
    /// Told once.
    Failed(Option<AppError>),
}

impl Inner {
    fn failure(&mut self) -> AppError {
        let failure = match &mut self.outcome {
            Some(Outcome::Failed(failure)) => failure.take(),
            _ => None,
        };
        failure.unwrap_or_else(|| {
            let message = "The exchange failed, as was told before.";
            AppError::new(ErrorKind::Internal, "internal", message)
        })
    }
}

impl Live {
    pub fn new(redactor: Redactor, secret_names: Vec<String>) -> Self {
        Self {
            cancel: CancellationToken::new(),
            redactor,
            secret_names,
            inner: Mutex::new(Inner {
                asked: Some(Instant::now()),
                ..Inner::default()
            }),
            changed: watch::Sender::new(1),
        }
    }

    fn change(&self, change: impl FnOnce(&mut Inner)) {
        change(&mut self.inner.lock().unwrap_or_else(PoisonError::into_inner));
        self.changed.send_modify(|version| *version += 1);
    }

    pub fn attempt(&self, number: u32) {
        self.change(|inner| {
            *inner = Inner {
                attempt: number,
                asked: inner.asked,
                ..Inner::default()
            };
        });
    }

    pub fn begins(&self, status: u16, headers: &Headers) {
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

    /// More of the body. Of a stream the lines are shown, as long as there is room.
    pub fn comes(&self, chunk: &Bytes, is_stream: bool) {
        self.change(|inner| {
            inner.received += chunk.len() as u64;
            if !is_stream || inner.text.len() > limits::LIVE_TEXT_BYTES {
                return;
            }
            inner.line.extend_from_slice(chunk);
            let Some(end) = inner.line.iter().rposition(|b| *b == b'\n') else {
                return;
            };
            let rest = inner.line.split_off(end + 1);
            let lines = std::mem::replace(&mut inner.line, rest);
            let lines = self.redactor.apply(&String::from_utf8_lossy(&lines));
            inner.text.push_str(&lines);
        });
    }

    /// What has come, where that is more than in the version that was seen.
    pub fn so_far(&self, seen: &mut Option<u64>) -> Option<SoFar> {
        let version = *self.changed.borrow();
        if seen.replace(version) == Some(version) {
            return None;
        }
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let end = inner.text.floor_char_boundary(limits::TRACE_BODY_BYTES);
        Some(SoFar {
            attempt: inner.attempt,
            status: inner.status,
            headers: inner.headers.clone(),
            received: inner.received,
            text: inner.text[..end].to_owned(),
        })
    }

    pub fn ends(&self, outcome: Result<Id, AppError>) {
        let outcome = match outcome {
            Ok(trace) => Outcome::Trace(trace),
            Err(failure) => Outcome::Failed(Some(failure)),
        };
        self.change(|inner| inner.outcome = Some(outcome));
    }

    fn has_ended(&self) -> bool {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.outcome.is_some()
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
    fn unasked(&self) -> Duration {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.asked.map(|at| at.elapsed()).unwrap_or_default()
    }

    fn now(&self, after: usize) -> Result<ExchangeProgress, AppError> {
        let version = *self.changed.borrow();
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.asked = Some(Instant::now());
        let (state, trace_id) = match (&inner.outcome, inner.status) {
            (Some(Outcome::Trace(id)), _) => (ExchangeState::Done, Some(*id)),
            (Some(Outcome::Failed(_)), _) => return Err(inner.failure()),
            (None, Some(_)) => (ExchangeState::Receiving, None),
            (None, None) => (ExchangeState::Sending, None),
        };
        let text = &inner.text;
        let after = text.floor_char_boundary(after.min(text.len()));
        let end = text.floor_char_boundary((after + limits::LIVE_PAGE_BYTES).min(text.len()));
        Ok(ExchangeProgress {
            // With more to fetch, the next question is answered at once.
            version: if end < text.len() { 0 } else { version },
            state,
            attempt: inner.attempt,
            status: inner.status,
            headers: inner.headers.clone(),
            received_bytes: inner.received,
            text: text[after..end].to_owned(),
            next: end as u64,
            trace_id,
        })
    }

    /// What has come of it, with the text behind `after` bytes. Waits for a change where who asks
    /// has seen this version already.
    pub async fn progress(
        &self,
        after: usize,
        seen: Option<u64>,
    ) -> Result<ExchangeProgress, AppError> {
        let mut changes = self.changed.subscribe();
        let is_new = |version: &u64| seen != Some(*version);
        let _ = tokio::time::timeout(limits::LIVE_WAIT, changes.wait_for(is_new)).await;
        self.now(after)
    }
}

/// Exchanges that last or have just ended, and the last large answers.
#[derive(Default)]
pub struct Exchanges {
    lasting: Mutex<HashMap<(Id, Id), Arc<Live>>>,
    answers: Mutex<VecDeque<(Id, Bytes)>>,
}

impl Exchanges {
    /// Takes in a new one; `None` where its id is taken or there are too many.
    pub fn add(&self, project: Id, id: Id, live: Arc<Live>) -> Option<()> {
        let mut lasting = self.lasting.lock().unwrap_or_else(PoisonError::into_inner);
        lasting.retain(|_, live| !live.has_ended() || live.unasked() < limits::LIVE_TIME / 4);
        if lasting.contains_key(&(project, id)) || lasting.len() >= limits::LIVE_EXCHANGES {
            return None;
        }
        lasting.insert((project, id), live);
        Some(())
    }

    pub fn find(&self, project: Id, id: Id) -> Option<Arc<Live>> {
        let lasting = self.lasting.lock().unwrap_or_else(PoisonError::into_inner);
        lasting.get(&(project, id)).cloned()
    }

    /// Keeps the whole body of an answer for a while: of a trace only the beginning is kept.
    pub fn keep(&self, trace: Id, body: Bytes) {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.push_back((trace, body));
        while answers.len() > 1
            && answers.iter().map(|(_, body)| body.len()).sum::<usize>() > limits::ANSWER_BYTES
        {
            answers.pop_front();
        }
    }

    /// The whole body of a trace's answer.
    pub fn answer(&self, trace: Id) -> Option<Bytes> {
        let answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers
            .iter()
            .find(|(id, _)| *id == trace)
            .map(|(_, body)| body.clone())
    }
}
