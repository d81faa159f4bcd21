//! The playground: from a draft to a request, what is wrong with it, and its exchange.

mod build;
mod check;
mod client;
mod clock;
mod curl;
mod exchange;
mod fill;
mod fixes;
mod form;
mod jar;
mod live;
mod markers;
mod pick;
mod place;
mod prepare;
mod retry;
mod send;
mod socket;
mod sockets;
mod under_way;

use std::sync::Arc;

use bytes::Bytes;
use fairlead_core::{Id, limits};
use tokio_util::sync::CancellationToken;

use crate::{
    App, AppError, Draft, DraftCheck, ErrorKind, ExchangeProgress, SendDraft, TraceDetail,
};
pub(crate) use build::Built;
pub(crate) use build::{needs_target, with_scheme};
pub use client::{CarryError, Client, Senders};
pub use jar::Jars;
pub use live::Exchanges;
use live::Live;
pub use sockets::Sockets;

impl App {
    /// What is wrong with a draft, and what would be sent.
    pub async fn check_draft(&self, project: Id, draft: Draft) -> Result<DraftCheck, AppError> {
        let place = self.place_of(project, &draft.target).await?;
        let prepared = self.prepare(project, &draft, &place).await?;
        crate::off_thread(move || prepared.check(&draft)).await
    }

    /// Sends a draft; what comes of it is a trace.
    pub async fn send_draft(&self, project: Id, send: SendDraft) -> Result<TraceDetail, AppError> {
        let mut ready = self.ready(project, http(&send.draft)?).await?;
        self.bring_cookies(project, &send, &mut ready);
        let begun = self.begin(project, ready, send.run_id).await?;
        // Who asked may go away at any time: the exchange ends then, and leaves its trace.
        let cancel = CancellationToken::new();
        let _ends_with_who_asked = cancel.clone().drop_guard();
        let app = self.clone();
        let exchange = async move { app.exchange(project, begun, &send, &cancel, None).await };
        tokio::spawn(exchange).await.map_err(|e| {
            let message = "A part of the program failed.";
            AppError::new(ErrorKind::Internal, "internal", message).because(e)
        })?
    }

    /// Begins to send a draft under an id that who asks has chosen; see
    /// [`App::exchange_progress`]. It ends when nobody has asked for it for a minute.
    pub async fn start_exchange(
        &self,
        project: Id,
        id: Id,
        send: SendDraft,
    ) -> Result<(), AppError> {
        let mut ready = self.ready(project, http(&send.draft)?).await?;
        self.bring_cookies(project, &send, &mut ready);
        let begun = self.begin(project, ready, send.run_id).await?;
        let prepared = &begun.ready.prepared;
        let live = Live::new(prepared.redactor.clone(), prepared.secret_names.clone());
        let live = Arc::new(live);
        let added = self.inner.exchanges.add(project, id, Arc::clone(&live));
        if added.is_none() {
            self.forget_under_way(begun.trace.trace.id).await?;
            let message = "There is an exchange of this id, or there are too many.";
            return Err(AppError::conflict("exchange_refused", message)
                .with_hint("Wait until the others have ended, and choose another id."));
        }
        let unasked = Arc::clone(&live);
        tokio::spawn(async move { unasked.ends_unasked().await });
        let app = self.clone();
        tokio::spawn(async move {
            let exchange = app.exchange(project, begun, &send, &live.cancel, Some(&live));
            let outcome = exchange.await.map(|detail| detail.trace.id);
            live.ends(outcome);
            live.cancel.cancel();
        });
        Ok(())
    }

    /// What has come of an exchange so far, and of a stream the text behind `after` bytes. Where
    /// `seen` is the present version, this waits for another, up to 15 s.
    pub async fn exchange_progress(
        &self,
        project: Id,
        id: Id,
        after: usize,
        seen: Option<u64>,
    ) -> Result<ExchangeProgress, AppError> {
        self.live(project, id)?.progress(after, seen).await
    }

    /// Ends an exchange. What has come of it is kept.
    pub fn cancel_exchange(&self, project: Id, id: Id) -> Result<(), AppError> {
        self.live(project, id)?.cancel.cancel();
        Ok(())
    }

    /// The whole body of the answer of a trace, and its media type.
    pub async fn answer_body(
        &self,
        project: Id,
        id: Id,
    ) -> Result<(Option<String>, Bytes), AppError> {
        let body = self.trace(project, id).await?.response.and_then(|r| r.body);
        let body = body.ok_or_else(|| {
            AppError::not_found("body_not_found", "The answer of this trace has no body.")
        })?;
        let content_type = body.content_type.clone();
        if !body.truncated {
            return Ok((content_type, body.into_bytes().unwrap_or_default()));
        }
        let whole = self.inner.exchanges.answer(id).ok_or_else(|| {
            let message = "Of this answer only the beginning has been kept.";
            AppError::not_found("body_not_kept", message)
                .with_hint("Send the request again, and save its answer then.")
        })?;
        Ok((content_type, whole))
    }

    fn live(&self, project: Id, id: Id) -> Result<Arc<Live>, AppError> {
        self.inner.exchanges.find(project, id).ok_or_else(|| {
            let message = format!("There is no exchange {id}, or it ended a while ago.");
            AppError::not_found("exchange_not_found", message)
                .with_hint("What came of it is among the traces.")
        })
    }

    /// Sends a draft to its environment and keeps nothing of it: the status, or why there is none.
    pub(crate) async fn probe(
        &self,
        project: Id,
        draft: &Draft,
    ) -> Result<Result<u16, String>, AppError> {
        let mut place = self.place_of(project, &draft.target).await?;
        if let Some(environment) = &mut place.environment {
            self.bring_token(project, environment).await?;
        }
        let mut prepared = self.prepare(project, draft, &place).await?;
        if let Some(why) = prepared.built.unsendable.take() {
            return Ok(Err(why));
        }
        let mut client = None;
        if let Some(environment) = &place.environment {
            self.allow_method(environment, &prepared.built.request.method)?;
            client = Client::of(environment)?;
            let used = std::mem::take(&mut prepared.used);
            self.note_secrets_used(environment.id, used).await;
        }
        let client = client.as_ref().unwrap_or(&self.inner.senders.plain);
        let cancel = CancellationToken::new();
        let sent = client
            .send_plainly(&prepared.built, limits::PROBE_TIME, &cancel)
            .await;
        let status = sent.response.map(|response| response.status);
        let why = sent.error.map(|error| error.message).unwrap_or_default();
        Ok(status.ok_or(why))
    }
}

/// A draft that is sent as a request of its own.
fn http(draft: &Draft) -> Result<&Draft, AppError> {
    match draft.socket {
        None => Ok(draft),
        Some(_) => Err(AppError::invalid(
            "is_socket",
            "A draft with `socket` opens a WebSocket, and is not sent as a request.",
        )
        .with_hint("Open it at `playground/sockets`, or leave `socket` out.")),
    }
}
