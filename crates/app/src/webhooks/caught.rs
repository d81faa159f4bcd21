//! What catchers have caught: kept without secrets, listed, shown, forgotten.

use std::sync::Weak;

use fairlead_core::{Id, limits, redact::Redactor};
use fairlead_store::caught::{self, CaughtRow};
use fairlead_webhooks::{Caught as Seen, Verdict};
use tokio::sync::mpsc;

use crate::{
    App, AppError, Caught, CaughtDetail, ErrorKind, EventKind, Inner, secrets, traces::Masking,
};

/// Deliveries kept in one transaction.
const BATCH: usize = 100;

impl App {
    /// What a catcher has caught, newest first.
    pub async fn list_caught(&self, project: Id, catcher: Id) -> Result<Vec<Caught>, AppError> {
        self.catcher_row(project, catcher).await?;
        let rows = self
            .store()
            .read_traces(move |c| caught::list(c, project, catcher))
            .await?;
        rows.iter().map(|row| read(row)).collect()
    }

    /// One delivery, whole.
    pub async fn caught(&self, project: Id, catcher: Id, id: Id) -> Result<CaughtDetail, AppError> {
        self.catcher_row(project, catcher).await?;
        let detail = self
            .store()
            .read_traces(move |c| caught::detail(c, project, catcher, id))
            .await?;
        let text = detail.ok_or_else(|| {
            let message = format!("The catcher has no delivery {id}.");
            AppError::not_found("delivery_not_found", message)
        })?;
        read(&text)
    }

    /// Forgets what a catcher has caught.
    pub async fn forget_caught(&self, project: Id, catcher: Id) -> Result<(), AppError> {
        self.catcher_row(project, catcher).await?;
        self.store()
            .write_traces(move |c| caught::delete_of(c, catcher))
            .await?;
        self.tell_of_catcher(project, catcher, EventKind::Updated)
            .await;
        Ok(())
    }
}

/// Keeps what a catcher hears of until it ends.
pub async fn keep(
    inner: Weak<Inner>,
    project: Id,
    catcher: Id,
    mut receiver: mpsc::Receiver<Seen>,
) {
    let mut batch = Vec::with_capacity(BATCH);
    while receiver.recv_many(&mut batch, BATCH).await > 0 {
        let Some(inner) = inner.upgrade() else { return };
        let app = App::own(inner);
        let redactor = app.redactor(project).await;
        let taken = std::mem::take(&mut batch);
        let made = tokio::task::spawn_blocking(move || {
            let rows = taken
                .into_iter()
                .map(|seen| row(project, catcher, seen, &redactor));
            rows.collect::<Result<Vec<_>, _>>()
        });
        let rows = match made.await {
            Ok(Ok(rows)) => rows,
            Ok(Err(error)) => {
                tracing::error!(%error, "a delivery cannot be written");
                continue;
            }
            Err(error) => {
                tracing::error!(%error, "deliveries could not be made ready");
                continue;
            }
        };
        let kept = app
            .store()
            .write_traces(move |c| caught::insert(c, &rows, limits::CAUGHT))
            .await;
        match kept {
            Ok(()) => {
                app.tell_of_catcher(project, catcher, EventKind::Updated)
                    .await;
            }
            Err(error) => tracing::error!(%error, "deliveries could not be kept"),
        }
    }
}

fn row(
    project: Id,
    catcher: Id,
    seen: Seen,
    redactor: &Redactor,
) -> Result<CaughtRow, serde_json::Error> {
    let masking = Masking {
        redactor,
        secret_names: &[],
    };
    let masked = |text: Option<String>| text.map(|text| redactor.apply(&text));
    let good = seen.is_good();
    let caught = Caught {
        id: Id::new(),
        catcher_id: catcher,
        at: seen.at,
        method: seen.request.method.clone(),
        path: masking.query(&seen.request.target()),
        status: seen.status,
        delivery_id: masked(seen.id),
        event: masked(seen.event),
        payload_valid: seen.matched.as_ref().map(|_| seen.report.is_valid()),
        webhook: seen.matched,
        detected: seen.detected,
        attempt: seen.attempt,
        duplicate: seen.duplicate,
        good,
        verdict: seen.verdict,
    };
    let summary = serde_json::to_string(&caught)?;
    let detail = CaughtDetail {
        reason: caught.verdict.as_ref().map(Verdict::to_string),
        headers: masking.headers(&seen.request.headers),
        body: masking.body(&seen.request.headers, &seen.request.body),
        violations: secrets::mask_report(redactor, seen.report).violations,
        notes: seen.notes,
        caught,
    };
    Ok(CaughtRow {
        id: detail.caught.id,
        project_id: project,
        catcher_id: catcher,
        summary,
        detail: serde_json::to_string(&detail)?,
    })
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, AppError> {
    serde_json::from_str(text).map_err(|e| {
        let message = "A kept delivery cannot be read.";
        AppError::new(ErrorKind::Internal, "storage_failed", message).because(e)
    })
}
