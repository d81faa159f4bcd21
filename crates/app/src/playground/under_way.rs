//! Exchanges that have not ended: each is kept before it is sent and while it comes, so that a
//! program that ends in the middle leaves a trace that says so.

use std::{future::Future, time::Duration};

use fairlead_core::{Id, Timestamp};
use fairlead_store::trace;

use super::{
    live::{Live, SoFar},
    prepare::{Prepared, Ready},
};
use crate::{
    App, AppError, ErrorCategory, ErrorKind, Timing, TraceBody, TraceDetail, TraceError,
    TraceResponse, TraceSource, traces,
};

/// How often what has come is kept.
const EVERY: Duration = Duration::from_millis(250);
/// What the trace says where nothing ends it but the next start.
const INTERRUPTED: &str = "Fairlead ended before a whole answer came. The server may have acted on the request all the same.";

/// A draft on its way that is kept as begun: from here on there is a trace of it, whatever ends
/// the program.
pub struct Begun {
    pub ready: Ready,
    pub trace: TraceDetail,
}

impl Prepared {
    /// The trace of an exchange of which nothing has come yet.
    fn begun(&self, id: Id, project: Id, mock: Option<Id>, environment: Option<Id>) -> TraceDetail {
        traces::Making {
            id,
            project,
            source: TraceSource::Playground,
            operation: self.operation.as_ref().map(|o| o.id.clone()),
            template: self.operation.as_ref().map(|o| o.path.clone()),
            mock,
            url: &self.built.url,
            started_at: Timestamp::now(),
            request: &self.built.request,
            response: None,
            request_report: self.report.clone(),
            response_report: None,
            error: Some(TraceError {
                category: ErrorCategory::Network,
                message: INTERRUPTED.into(),
            }),
            timing: Timing::default(),
            redactor: &self.redactor,
            secret_names: &self.secret_names,
            environment,
            attempts: 1,
            run: None,
        }
        .make()
    }
}

impl App {
    /// Keeps an exchange as begun; it is on the disk when this returns.
    pub(super) async fn begin(
        &self,
        project: Id,
        ready: Ready,
        run: Option<Id>,
    ) -> Result<Begun, AppError> {
        let partner = self.partner_in(project);
        let begun = crate::off_thread(move || {
            let (mock, environment) = (ready.mock, ready.environment.as_ref().map(|e| e.id));
            let mut trace = ready.prepared.begun(Id::new(), project, mock, environment);
            trace.trace.partner_id = partner;
            trace.trace.run_id = run;
            Begun { ready, trace }
        })
        .await?;
        self.keep_under_way(&begun.trace).await?;
        Ok(begun)
    }

    /// Forgets one that was not sent after all.
    pub(super) async fn forget_under_way(&self, id: Id) -> Result<(), AppError> {
        let forgotten = self
            .store()
            .write_traces(move |c| trace::end_under_way(c, id));
        Ok(forgotten.await?)
    }

    async fn keep_under_way(&self, begun: &TraceDetail) -> Result<(), AppError> {
        let id = begun.trace.id;
        let text = serde_json::to_string(begun).map_err(unwritten)?;
        let kept = self
            .store()
            .write_traces(move |c| trace::put_under_way(c, id, &text));
        Ok(kept.await?)
    }

    /// Waits for an exchange, and keeps what has come of it now and then.
    pub(super) async fn keep_while<T>(
        &self,
        mut begun: TraceDetail,
        live: Option<&Live>,
        exchange: impl Future<Output = T>,
    ) -> T {
        let Some(live) = live else {
            return exchange.await;
        };
        let mut exchange = std::pin::pin!(exchange);
        let mut seen = None;
        loop {
            tokio::select! {
                outcome = &mut exchange => return outcome,
                () = tokio::time::sleep(EVERY) => {}
            }
            if let Some(so_far) = live.so_far(&mut seen) {
                take(&mut begun, so_far);
                // Kept as begun it is in any case; and the exchange matters more.
                if let Err(error) = self.keep_under_way(&begun).await {
                    tracing::warn!(%error, "what has come of an exchange could not be kept");
                }
            }
        }
    }

    /// Makes traces of the exchanges that the program before did not end.
    pub(crate) async fn end_interrupted(&self) -> Result<(), AppError> {
        for (id, text) in self.store().read_traces(trace::under_way).await? {
            let detail: Option<TraceDetail> =
                text.and_then(|text| serde_json::from_str(&text).ok());
            let project = match &detail {
                Some(detail) => self.project_row(detail.trace.project_id).await.map(drop),
                None => Err(AppError::not_found("trace_not_found", "It cannot be read.")),
            };
            match (detail, project) {
                (Some(detail), Ok(())) => self.keep_trace(&detail).await?,
                (_, Err(error)) if error.kind != ErrorKind::NotFound => return Err(error),
                // Nobody can look at it any more.
                _ => self.forget_under_way(id).await?,
            }
        }
        Ok(())
    }
}

fn take(begun: &mut TraceDetail, so_far: SoFar) {
    let since = Timestamp::now().as_millis() - begun.trace.started_at.as_millis();
    #[allow(clippy::cast_precision_loss)] // milliseconds of one exchange are far below 2^52
    let since = since.max(0) as f64;
    begun.trace.duration_ms = since;
    begun.timing.total_ms = since;
    begun.attempts = so_far.attempt.max(1);
    begun.trace.status = so_far.status;
    begun.trace.response_bytes = so_far.received;
    begun.response = so_far.status.map(|status| {
        let content_type = so_far
            .headers
            .iter()
            .find(|h| h.name.eq_ignore_ascii_case("content-type"))
            .map(|h| h.value.clone());
        let body = (so_far.received > 0).then_some(TraceBody {
            text: Some(so_far.text),
            base64: None,
            bytes: so_far.received,
            truncated: true,
            content_type,
        });
        TraceResponse {
            status,
            status_text: traces::reason(status),
            headers: so_far.headers,
            body,
        }
    });
}

fn unwritten(error: serde_json::Error) -> AppError {
    let message = "An exchange cannot be written.";
    AppError::new(ErrorKind::Internal, "internal", message).because(error)
}
