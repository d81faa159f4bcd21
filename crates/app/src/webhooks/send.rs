//! Webhooks sent by hand: as they should be, or as a receiver has to withstand them.

use std::sync::Arc;

use fairlead_core::{Id, Timestamp};
use fairlead_mock::{Mock, MockOptions};
use fairlead_openapi::Outgoing;
use fairlead_validate::Report;
use fairlead_webhooks::{
    Attempt, Case, Event, Scheme, Secret, Sender, Signing, Trial, fresh_id, run,
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Map;
use url::Url;

use super::catchers::fits;
use crate::{
    App, AppError, CaseAttempt, CaseResult, ErrorCategory, ErrorKind, SendWebhook, SentWebhook,
    Timing, TraceError, TraceSource, contracts::Loaded, off_thread, secrets, traces,
};

impl App {
    /// Sends a webhook or callback of the active revision; each delivery is a trace.
    pub async fn send_webhook(
        &self,
        project: Id,
        wanted: SendWebhook,
    ) -> Result<SentWebhook, AppError> {
        let spec = self.spec_row(project, None).await?;
        let loaded = self.loaded(&spec).await?;
        let url = address(&wanted.url)?;
        if wanted.cases.is_empty() || wanted.cases.len() > Case::ALL.len() {
            let message = "Name one to ten cases, such as `ok`.";
            return Err(AppError::invalid("invalid_cases", message));
        }
        let signing = self.signing_for(project, &wanted).await?;
        let all = loaded.spec().outgoing();
        let Some(found) = loaded.spec().find_outgoing(&wanted.webhook) else {
            return Err(unknown(&wanted.webhook, &all));
        };
        let sender = Sender::new().map_err(|e| {
            AppError::new(ErrorKind::Internal, "internal", "There is no HTTP client.").because(e)
        })?;
        let mut known: Vec<SecretString> = Vec::new();
        if let Some(signing) = &signing {
            known.push(SecretString::from(signing.secret.expose().to_owned()));
        }
        let mut results = Vec::new();
        for case in wanted.cases {
            let (event, before, report) = compose(&loaded, found, signing.as_ref()).await?;
            let plan = case
                .plan(signing.as_ref(), &event, &before, Timestamp::now())
                .map_err(|why| AppError::invalid("invalid_secret", why.to_string()))?;
            let trial = match plan {
                Some(plan) => Some(run(&sender, &url, &plan).await),
                None => None,
            };
            let mut attempts = Vec::new();
            for (expected, attempt) in trial.iter().flat_map(|t| &t.attempts) {
                let operation = &found.operation.id;
                let trace_id = self
                    .keep_delivery(project, operation, attempt, &report, &loaded, &known)
                    .await?;
                attempts.push(CaseAttempt {
                    expected: *expected,
                    status: attempt.status(),
                    error: attempt.error.clone(),
                    trace_id,
                });
            }
            results.push(CaseResult {
                case,
                purpose: case.purpose().to_owned(),
                passed: trial.as_ref().map(Trial::is_passed),
                wrong: trial.as_ref().and_then(Trial::wrong),
                attempts,
            });
        }
        Ok(SentWebhook { results })
    }

    /// The scheme, with the secret that was given or that of the catcher that was named.
    async fn signing_for(
        &self,
        project: Id,
        wanted: &SendWebhook,
    ) -> Result<Option<Signing>, AppError> {
        let Some(scheme) = &wanted.scheme else {
            return Ok(None);
        };
        if let Err(why) = Scheme::check(scheme) {
            let message = format!("The scheme cannot be used: {why}.");
            return Err(AppError::invalid("invalid_scheme", message));
        }
        let kept = match (&wanted.secret, wanted.catcher_id) {
            (None, Some(id)) => self.secret_of(&self.catcher_row(project, id).await?)?,
            _ => None,
        };
        let Some(secret) = wanted.secret.as_ref().or(kept.as_ref()) else {
            return Err(AppError::invalid(
                "secret_missing",
                "A signature needs the secret that sender and receiver share.",
            )
            .with_hint("Give a secret, or name a catcher whose secret is set."));
        };
        fits(scheme, secret)?;
        Ok(Some(Signing {
            scheme: scheme.clone(),
            secret: Secret::new(secret.expose_secret()),
        }))
    }

    async fn keep_delivery(
        &self,
        project: Id,
        operation: &str,
        attempt: &Attempt,
        report: &Report,
        loaded: &Arc<Loaded>,
        known: &[SecretString],
    ) -> Result<Id, AppError> {
        let mut kept = self.known_secrets(project).await?;
        kept.extend(known.iter().cloned());
        let redactor = secrets::redactor_of(kept.iter());
        #[allow(clippy::cast_precision_loss)] // microseconds of one exchange are far below 2^52
        let total_ms = attempt.exchange.duration_micros as f64 / 1_000.0;
        let error = attempt.error.as_ref().map(|message| TraceError {
            category: ErrorCategory::Network,
            message: message.clone(),
        });
        let detail = traces::Making {
            id: Id::new(),
            project,
            source: TraceSource::Webhook,
            operation: Some(operation.to_owned()),
            template: loaded.spec().operation(operation).map(|o| o.path.clone()),
            mock: None,
            url: attempt.url.as_str(),
            started_at: attempt.exchange.started_at,
            request: &attempt.exchange.request,
            response: attempt.exchange.response.as_ref(),
            request_report: report.clone(),
            response_report: None,
            error,
            timing: Timing {
                total_ms,
                ..Timing::default()
            },
            redactor: &redactor,
            secret_names: &traces::secret_names(loaded.spec()),
            environment: None,
            attempts: 1,
            run: None,
        }
        .make();
        self.keep_trace(&detail).await?;
        Ok(detail.trace.id)
    }
}

/// An event, one that happened before it, and what is wrong with it by its own description.
async fn compose(
    loaded: &Arc<Loaded>,
    found: Outgoing<'_>,
    signing: Option<&Signing>,
) -> Result<(Event, Event, Report), AppError> {
    let (contract, operation) = (Arc::clone(&loaded.contract), found.operation.clone());
    let name = found.name.to_owned();
    let scheme = signing.map(|s| s.scheme.clone());
    off_thread(move || {
        let options = MockOptions {
            seed: Timestamp::now().as_millis().unsigned_abs(),
            ..MockOptions::default()
        };
        let mock = Mock::new(contract, options);
        let one = |seed| {
            let id = fresh_id(scheme.as_ref());
            mock.compose(&operation, &name, id, &Map::new(), seed)
        };
        let (event, before) = (one(0), one(1));
        (event.event, before.event, event.report)
    })
    .await
}

fn address(text: &str) -> Result<Url, AppError> {
    Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .ok_or_else(|| {
            AppError::invalid(
                "invalid_url",
                format!("`{text}` is not an http or https URL."),
            )
            .with_hint("Give a whole URL, such as http://127.0.0.1:8080/hooks.")
        })
}

fn unknown(name: &str, all: &[Outgoing<'_>]) -> AppError {
    let mut names: Vec<&str> = all.iter().map(|o| o.name).collect();
    names.dedup();
    let hint = if names.is_empty() {
        "The description declares no webhooks and no callbacks.".to_owned()
    } else {
        format!("There is {}.", names.join(", "))
    };
    let message = format!("The description has no webhook or callback `{name}`.");
    AppError::invalid("unknown_webhook", message).with_hint(hint)
}
