//! The playground: from a draft to a request, what is wrong with it, and its exchange.

mod build;
mod curl;
mod markers;
mod send;

use std::sync::Arc;

use fairlead_core::{Id, Timestamp, redact::Redactor};
use fairlead_validate::Report;
use tokio_util::sync::CancellationToken;

use crate::{
    App, AppError, Draft, DraftCheck, ErrorKind, MockState, OperationKind, RequestPreview,
    SendDraft, Target, TraceDetail, TraceSource, contracts::Loaded, operations, secrets, traces,
};
use build::Built;
pub(crate) use build::{PATH, QUERY_VALUE};
pub use send::Senders;

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
}

impl App {
    /// What is wrong with a draft, and what would be sent.
    pub async fn check_draft(&self, project: Id, draft: Draft) -> Result<DraftCheck, AppError> {
        let base = self
            .base_of(project, &draft.target)
            .await?
            .map_or(NO_MOCK.to_owned(), |(url, _)| url);
        let prepared = self.prepare(project, &draft, &base).await?;
        crate::off_thread(move || prepared.check(&draft)).await
    }

    /// Sends a draft; what comes of it is a trace.
    pub async fn send_draft(&self, project: Id, send: SendDraft) -> Result<TraceDetail, AppError> {
        let draft = &send.draft;
        let Some((base, mock)) = self.base_of(project, &draft.target).await? else {
            return Err(
                AppError::conflict("no_running_mock", "No mock of this project runs.")
                    .with_hint("Start a mock, or send to a base URL."),
            );
        };
        let mut prepared = self.prepare(project, draft, &base).await?;
        if let Some(why) = prepared.built.unsendable.take() {
            return Err(AppError::invalid("unsendable_request", why)
                .with_hint("Correct the field; nothing has been sent."));
        }
        // Who asked may go away at any time: the exchange ends then, and leaves its trace.
        let cancel = CancellationToken::new();
        let _ends_with_who_asked = cancel.clone().drop_guard();
        let app = self.clone();
        let exchange = async move { app.exchange(project, prepared, send, mock, cancel).await };
        tokio::spawn(exchange).await.map_err(|e| {
            let message = "A part of the program failed.";
            AppError::new(ErrorKind::Internal, "internal", message).because(e)
        })?
    }

    async fn exchange(
        &self,
        project: Id,
        prepared: Prepared,
        send: SendDraft,
        mock: Option<Id>,
        cancel: CancellationToken,
    ) -> Result<TraceDetail, AppError> {
        let id = Id::new();
        let claim = mock.map(|_| self.inner.recorder.claim(id));
        let started_at = Timestamp::now();
        let trace = claim.as_ref().map(|_| id);
        let senders = &self.inner.senders;
        let sent = senders.send(&prepared.built, &send, trace, &cancel).await;
        drop(claim);
        let detail = crate::off_thread(move || {
            let response_report = sent.response.as_ref().map(|response| {
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
            }
            .make()
        })
        .await?;
        self.keep_trace(&detail).await?;
        Ok(detail)
    }

    async fn prepare(&self, project: Id, draft: &Draft, base: &str) -> Result<Prepared, AppError> {
        let loaded = self.loaded(&self.spec_row(project, None).await?).await?;
        let (operation, kind) = operations::find(&loaded, &draft.operation_id)?;
        if kind == OperationKind::Webhook {
            return Err(AppError::invalid(
                "not_callable",
                "A webhook is called by the API's owner.",
            )
            .with_hint("Choose an operation."));
        }
        let operation = operation.clone();
        let credentials = self.open_credentials(project).await?;
        let redactor = secrets::redactor(credentials.values());
        let secret_names = traces::secret_names(loaded.spec());
        let draft = self.fill_draft(project, draft, &credentials).await?;
        let base = base.to_owned();
        crate::off_thread(move || {
            let with = draft.use_credentials.then_some(&credentials);
            let built = build::request(loaded.spec(), &operation, &draft, &base, with)?;
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
            })
        })
        .await?
    }

    /// The address that a draft goes to, where there is one.
    pub(crate) async fn address(
        &self,
        project: Id,
        target: &Target,
    ) -> Result<Option<String>, AppError> {
        Ok(self.base_of(project, target).await?.map(|(url, _)| url))
    }

    /// Where a draft goes, and the mock that this is; `None` where no mock runs.
    async fn base_of(
        &self,
        project: Id,
        target: &Target,
    ) -> Result<Option<(String, Option<Id>)>, AppError> {
        match target {
            Target::Url { base_url } => Ok(Some((base_url.clone(), None))),
            Target::Mock { mock_id } => {
                let mut mocks = self.list_mocks(project).await?.into_iter();
                let found = match mock_id {
                    Some(id) => Some(mocks.find(|m| m.id == *id).ok_or_else(|| {
                        AppError::not_found(
                            "mock_not_found",
                            format!("The project has no mock {id}."),
                        )
                    })?),
                    None => mocks.find(|m| m.state == MockState::Running),
                };
                Ok(found.and_then(|m| m.url.map(|url| (url, Some(m.id)))))
            }
        }
    }
}

impl Prepared {
    fn check(self, draft: &Draft) -> DraftCheck {
        let text = draft
            .body
            .as_ref()
            .and_then(|b| b.text.as_deref())
            .unwrap_or_default();
        let mut markers = markers::of(text, &self.report.violations);
        for marker in &mut markers {
            marker.message = self.redactor.apply(&marker.message);
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
