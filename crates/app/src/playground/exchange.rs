//! A draft that is ready is sent; what comes of it is a trace.

use fairlead_core::{Id, limits};
use tokio_util::sync::CancellationToken;

use super::{live::Live, prepare::Ready, send::How, under_way::Begun};
use crate::{App, AppError, SendDraft, TraceDetail, TraceSource, secrets, traces};

impl App {
    /// Sends a draft that is ready, and keeps what comes of it.
    pub(super) async fn exchange(
        &self,
        project: Id,
        begun: Begun,
        send: &SendDraft,
        cancel: &CancellationToken,
        live: Option<&Live>,
    ) -> Result<TraceDetail, AppError> {
        let Begun { ready, trace } = begun;
        let Ready {
            prepared,
            client,
            timeout_ms,
            mock,
            environment,
            jar,
        } = ready;
        let environment = environment.map(|environment| environment.id);
        let (id, started_at) = (trace.trace.id, trace.trace.started_at);
        let claim = mock.map(|_| self.inner.recorder.claim(id));
        let client = client.as_ref().unwrap_or(&self.inner.senders.plain);
        let how = How {
            allowed: send
                .timeout_ms
                .or(timeout_ms)
                .map_or(limits::SEND_TIME, std::time::Duration::from_millis),
            follow: send.follow_redirects,
            retries: send.retries,
            trace: claim.as_ref().map(|_| id),
            cancel,
            live,
            jar,
        };
        let run = send.run_id;
        let sending = client.send(&prepared.built, &how);
        let sent = self.keep_while(trace, live, sending).await;
        drop(claim);
        let whole = sent.response.as_ref().map(|response| response.body.clone());
        let whole = whole.filter(|body| body.len() > limits::TRACE_BODY_BYTES);
        let redactor = prepared.redactor.clone();
        let partner = self.partner_in(project);
        let mut detail = crate::off_thread(move || {
            // A part of an answer says nothing about the whole, and a huge one is not read.
            let judged = sent.response.as_ref().filter(|response| {
                sent.error.is_none() && response.body.len() <= limits::BODY_BYTES
            });
            let known = prepared.loaded.as_ref().zip(prepared.operation.as_ref());
            let response_report = judged.zip(known).map(|(response, (loaded, operation))| {
                let method = &prepared.built.request.method;
                loaded.contract.check_response(operation, method, response)
            });
            traces::Making {
                id,
                project,
                source: TraceSource::Playground,
                operation: prepared.operation.as_ref().map(|o| o.id.clone()),
                template: prepared.operation.as_ref().map(|o| o.path.clone()),
                mock,
                url: &prepared.built.url,
                started_at,
                request: &prepared.built.request,
                response: sent.response.as_ref(),
                request_report: prepared.report,
                response_report,
                error: sent.error,
                timing: sent.timing,
                redactor: &prepared.redactor,
                secret_names: &prepared.secret_names,
                environment,
                attempts: sent.attempts,
                run,
            }
            .make()
        })
        .await?;
        detail.trace.partner_id = partner;
        if let Some(whole) = whole {
            let masked = crate::off_thread(move || secrets::mask_bytes(&redactor, &whole)).await?;
            self.inner.exchanges.keep(detail.trace.id, masked.into());
        }
        if let (Some(401), Some(id)) = (detail.trace.status, environment) {
            // It may have been revoked: the next request fetches another.
            self.inner.oauth.refuse(id);
        }
        self.keep_trace(&detail).await?;
        Ok(detail)
    }
}
