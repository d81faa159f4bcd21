//! The playground: from a draft to a request, what is wrong with it, and its exchange.

mod build;
mod client;
mod clock;
mod curl;
mod fill;
mod fixes;
mod form;
mod live;
mod markers;
mod place;
mod retry;
mod send;

use std::sync::Arc;

use bytes::Bytes;
use fairlead_core::{Id, Timestamp, limits, redact::Redactor};
use fairlead_validate::{Report, media};
use tokio_util::sync::CancellationToken;

use crate::{
    App, AppError, Draft, DraftCheck, ErrorKind, ExchangeProgress, OperationKind, RequestPreview,
    SendDraft, TraceDetail, TraceSource, auth, contracts::Loaded, operations, secrets, traces,
};
use build::Additions;
pub(crate) use build::Built;
pub(crate) use build::{PATH, QUERY_VALUE, unsendable_header};
pub use client::{CarryError, Client, Senders};
pub use live::Exchanges;
use live::Live;
use place::Place;
use send::How;

/// Stands for the address of a mock that does not run yet.
const NO_MOCK: &str = "http://mock.invalid";

/// A draft made into a request, with everything needed to judge and to mask it.
struct Prepared {
    loaded: Arc<Loaded>,
    operation: fairlead_openapi::Operation,
    built: Built,
    report: Report,
    redactor: Redactor,
    secret_names: Vec<String>,
    /// Names of the environment's secrets that are in it.
    used: Vec<String>,
}

/// A draft on its way.
struct Ready {
    prepared: Prepared,
    send: SendDraft,
    /// Where the environment has needs of its own.
    client: Option<Client>,
    mock: Option<Id>,
    environment: Option<Id>,
}

impl App {
    /// What is wrong with a draft, and what would be sent.
    pub async fn check_draft(&self, project: Id, draft: Draft) -> Result<DraftCheck, AppError> {
        let place = self.place_of(project, &draft.target).await?;
        let prepared = self.prepare(project, &draft, &place).await?;
        crate::off_thread(move || prepared.check(&draft)).await
    }

    /// Sends a draft; what comes of it is a trace.
    pub async fn send_draft(&self, project: Id, send: SendDraft) -> Result<TraceDetail, AppError> {
        let ready = self.ready(project, send).await?;
        // Who asked may go away at any time: the exchange ends then, and leaves its trace.
        let cancel = CancellationToken::new();
        let _ends_with_who_asked = cancel.clone().drop_guard();
        let app = self.clone();
        let exchange = async move { app.exchange(project, ready, &cancel, None).await };
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
        let ready = self.ready(project, send).await?;
        let prepared = &ready.prepared;
        let live = Live::new(prepared.redactor.clone(), prepared.secret_names.clone());
        let live = Arc::new(live);
        let added = self.inner.exchanges.add(project, id, Arc::clone(&live));
        added.ok_or_else(|| {
            let message = "There is an exchange of this id, or there are too many.";
            AppError::conflict("exchange_refused", message)
                .with_hint("Wait until the others have ended, and choose another id.")
        })?;
        let unasked = Arc::clone(&live);
        tokio::spawn(async move { unasked.ends_unasked().await });
        let app = self.clone();
        tokio::spawn(async move {
            let exchange = app.exchange(project, ready, &live.cancel, Some(&live));
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

    /// A draft made ready to go.
    async fn ready(&self, project: Id, mut send: SendDraft) -> Result<Ready, AppError> {
        let mut place = self.place_of(project, &send.draft.target).await?;
        if place.base.is_none() {
            return Err(
                AppError::conflict("no_running_mock", "No mock of this project runs.")
                    .with_hint("Start a mock, or send to a base URL."),
            );
        }
        if let Some(environment) = place
            .environment
            .as_mut()
            .filter(|_| send.draft.use_credentials)
        {
            self.bring_token(project, environment).await?;
        }
        let mut prepared = self.prepare(project, &send.draft, &place).await?;
        if let Some(why) = prepared.built.unsendable.take() {
            return Err(AppError::invalid("unsendable_request", why)
                .with_hint("Correct the field; nothing has been sent."));
        }
        let mut client = None;
        if let Some(environment) = &place.environment {
            self.allow_method(environment, &prepared.operation.method)?;
            client = Client::of(environment)?;
            send.timeout_ms = send.timeout_ms.or(environment.setup.timeout_ms);
            let used = std::mem::take(&mut prepared.used);
            self.note_secrets_used(environment.id, used).await;
        }
        Ok(Ready {
            prepared,
            send,
            client,
            mock: place.mock,
            environment: place.environment.as_ref().map(|e| e.id),
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
            self.allow_method(environment, &prepared.operation.method)?;
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

    async fn exchange(
        &self,
        project: Id,
        ready: Ready,
        cancel: &CancellationToken,
        live: Option<&Live>,
    ) -> Result<TraceDetail, AppError> {
        let Ready {
            prepared,
            send,
            client,
            mock,
            environment,
        } = ready;
        let id = Id::new();
        let claim = mock.map(|_| self.inner.recorder.claim(id));
        let started_at = Timestamp::now();
        let client = client.as_ref().unwrap_or(&self.inner.senders.plain);
        let how = How {
            allowed: send
                .timeout_ms
                .map_or(limits::SEND_TIME, std::time::Duration::from_millis),
            follow: send.follow_redirects,
            retries: send.retries,
            trace: claim.as_ref().map(|_| id),
            cancel,
            live,
        };
        let run = send.run_id;
        let sent = client.send(&prepared.built, &how).await;
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
            let response_report = judged.map(|response| {
                let method = &prepared.built.request.method;
                prepared
                    .loaded
                    .contract
                    .check_response(&prepared.operation, method, response)
            });
            traces::Making {
                id,
                project,
                source: TraceSource::Playground,
                operation: Some(prepared.operation.id.clone()),
                template: Some(prepared.operation.path.clone()),
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

    async fn prepare(
        &self,
        project: Id,
        draft: &Draft,
        place: &Place,
    ) -> Result<Prepared, AppError> {
        let loaded = self.loaded(&self.described(project).await?).await?;
        let (operation, kind) = operations::find(&loaded, &draft.operation_id)?;
        if kind == OperationKind::Webhook {
            return Err(AppError::invalid(
                "not_callable",
                "A webhook is called by the API's owner.",
            )
            .with_hint("Choose an operation."));
        }
        let operation = operation.clone();
        let credentials = match self.onlooker() {
            // A partner does not have ours.
            Some(_) => std::collections::HashMap::new(),
            None => self.open_credentials(project).await?,
        };
        let redactor = self.sure_redactor(project).await?;
        let environment = place.environment.as_ref();
        let variables = self.variables(project, &credentials, environment).await?;
        let mut secret_names = traces::secret_names(loaded.spec());
        secret_names
            .extend(environment.map_or_else(Vec::new, |e| auth::secret_names(&e.setup.auth)));
        let base = place.base.as_deref().unwrap_or(NO_MOCK);
        let filled = fill::fill(draft, base, environment, &variables);
        crate::off_thread(move || {
            let proof = filled.proof;
            let additions = Additions {
                credentials: filled.takes_credentials.then_some(&credentials),
                headers: proof.headers.into_iter().chain(filled.headers).collect(),
                query: proof.query,
                cookies: proof.cookies,
            };
            let (spec, draft) = (loaded.spec(), &filled.draft);
            let mut built = build::request(spec, &operation, draft, &filled.base, &additions)?;
            if let Some(signer) = &proof.signer {
                signer.sign(&mut built.request, &built.url, Timestamp::now());
            }
            built.mind(filled.violations);
            let mut report =
                loaded
                    .contract
                    .check_request(&operation, &built.request, &built.path_values);
            report
                .violations
                .splice(0..0, built.violations.iter().cloned());
            Ok(Prepared {
                loaded,
                operation,
                built,
                report,
                redactor,
                secret_names,
                used: proof.used,
            })
        })
        .await?
    }
}

impl Prepared {
    fn check(self, draft: &Draft) -> DraftCheck {
        let text = draft
            .body
            .as_ref()
            .and_then(|b| b.text.as_deref())
            .unwrap_or_default();
        let content_type = draft.body.as_ref().map(|b| b.content_type.as_str());
        let sample = || {
            content_type
                .and_then(|wanted| sample_body(&self.loaded, &self.operation, wanted))
                .unwrap_or_default()
        };
        let mut markers = markers::of(text, &self.report.violations, sample);
        for marker in &mut markers {
            marker.message = self.redactor.apply(&marker.message);
            for fix in &mut marker.fixes {
                fix.title = self.redactor.apply(&fix.title);
            }
        }
        let report = secrets::mask_report(&self.redactor, self.report);
        // Masked the same way as a kept trace.
        let masked = traces::Making {
            id: Id::new(),
            project: Id::new(),
            source: TraceSource::Playground,
            operation: None,
            template: None,
            mock: None,
            url: &self.built.url,
            started_at: Timestamp::now(),
            request: &self.built.request,
            response: None,
            request_report: Report::default(),
            response_report: None,
            error: None,
            timing: crate::Timing::default(),
            redactor: &self.redactor,
            secret_names: &self.secret_names,
            environment: None,
            attempts: 0,
            run: None,
        }
        .make();
        let request = RequestPreview {
            method: masked.request.method,
            url: masked.request.url,
            headers: masked.request.headers,
        };
        let body = masked.request.body.and_then(|b| b.text);
        DraftCheck {
            valid: report.is_valid(),
            curl: curl::command(&request, body.as_deref()),
            request,
            violations: report.violations,
            markers,
        }
    }
}

/// A body that keeps the contract, as JSON.
fn sample_body(
    loaded: &Loaded,
    operation: &fairlead_openapi::Operation,
    content_type: &str,
) -> Option<serde_json::Value> {
    let content = &operation.request_body.as_ref()?.content;
    let schema = media::choose(content, content_type)?.schema.as_ref()?;
    Some(operations::draft::generated(
        loaded,
        schema,
        &crate::SampleChoice::default(),
    ))
}
