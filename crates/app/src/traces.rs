//! Kept exchanges: listed, shown, written.

mod masking;

use fairlead_core::{Headers, Id, Request, Response, Timestamp, limits, redact::Redactor};
use fairlead_store::trace::{self, Filter, TraceRow};
use fairlead_validate::Report;
use secrecy::SecretString;

use crate::{
    App, AppError, ErrorCategory, ErrorKind, EventKind, Timing, Topic, Trace, TraceDetail,
    TraceError, TraceFilter, TracePage, TraceRequest, TraceResponse, TraceSource, Verdict,
    recorder::Recorded, secrets,
};

pub(crate) use masking::Masking;

impl App {
    /// A page of a project's traces.
    pub async fn list_traces(
        &self,
        project: Id,
        filter: TraceFilter,
        limit: usize,
        cursor: Option<&str>,
    ) -> Result<TracePage, AppError> {
        self.project_row(project).await?;
        let after = cursor.map(read_cursor).transpose()?;
        let limit = limit.clamp(1, limits::PAGE_ROWS_MAX);
        let filter = to_store(filter);
        let (rows, total) = self
            .store()
            .read_traces(move |c| {
                let rows = trace::page(c, project, &filter, limit + 1, after)?;
                Ok((rows, trace::count(c, project, &filter)?))
            })
            .await?;
        let next_cursor = rows
            .get(limit)
            .and_then(|_| rows.get(limit - 1))
            .map(|last| format!("{}_{}", last.started_at.as_millis(), last.id));
        let items = rows.into_iter().take(limit).map(from_store).collect();
        Ok(TracePage {
            items,
            next_cursor,
            total,
        })
    }

    /// One trace.
    pub async fn trace(&self, project: Id, id: Id) -> Result<TraceDetail, AppError> {
        self.project_row(project).await?;
        let detail = self
            .store()
            .read_traces(move |c| trace::detail(c, project, id))
            .await?;
        let text = detail.ok_or_else(|| {
            AppError::not_found("trace_not_found", format!("The project has no trace {id}."))
        })?;
        serde_json::from_str(&text).map_err(|e| {
            AppError::new(
                ErrorKind::Internal,
                "storage_failed",
                "A kept trace cannot be read.",
            )
            .because(e)
        })
    }

    /// Forgets all traces of a project.
    pub async fn delete_traces(&self, project: Id) -> Result<(), AppError> {
        self.project_row(project).await?;
        self.store()
            .write_traces(move |c| trace::delete_all(c, project))
            .await?;
        self.publish(Topic::Trace, EventKind::Deleted, Some(project), None)
            .await;
        Ok(())
    }

    /// Keeps a trace; it is on the disk when this returns.
    pub(crate) async fn keep_trace(&self, detail: &TraceDetail) -> Result<(), AppError> {
        let (project, id) = (detail.trace.project_id, detail.trace.id);
        let row = to_row(detail)?;
        self.store()
            .write_traces(move |c| trace::insert(c, &[row]))
            .await?;
        self.publish(
            Topic::Trace,
            EventKind::Created,
            Some(project),
            Some(id.to_string()),
        )
        .await;
        Ok(())
    }

    /// What finds a project's secrets in texts.
    pub(crate) async fn redactor(&self, project: Id) -> Redactor {
        match self.sure_redactor(project).await {
            Ok(redactor) => redactor,
            Err(error) => {
                tracing::warn!(%error, "credentials cannot be opened to be masked");
                Redactor::default()
            }
        }
    }

    /// The same; `Err` where not every secret can be opened.
    pub(crate) async fn sure_redactor(&self, project: Id) -> Result<Redactor, AppError> {
        Ok(secrets::redactor_of(&self.known_secrets(project).await?))
    }

    /// Every secret that is kept for a project.
    pub(crate) async fn known_secrets(&self, project: Id) -> Result<Vec<SecretString>, AppError> {
        let credentials = self.open_credentials(project).await?;
        let mut known: Vec<SecretString> = credentials.into_values().map(|c| c.secret).collect();
        known.extend(self.environment_secrets(project).await?);
        known.extend(self.catcher_secrets(project).await?);
        Ok(known)
    }
}

/// What makes one trace.
pub(crate) struct Making<'a> {
    pub id: Id,
    pub project: Id,
    pub source: TraceSource,
    pub operation: Option<String>,
    pub mock: Option<Id>,
    pub url: &'a str,
    pub started_at: Timestamp,
    pub request: &'a Request,
    pub response: Option<&'a Response>,
    pub request_report: Report,
    pub response_report: Option<Report>,
    pub error: Option<crate::TraceError>,
    pub timing: Timing,
    pub redactor: &'a Redactor,
    /// Names of headers and query parameters that carry keys.
    pub secret_names: &'a [String],
}

/// A request as a trace keeps it: its secrets masked.
pub(crate) fn as_kept(request: &Request, redactor: &Redactor, secret_names: &[String]) -> Request {
    let mask = Masking {
        redactor,
        secret_names,
    };
    let target = mask.query(&request.target());
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path.to_owned(), Some(query.to_owned())),
        None => (target, None),
    };
    let body = match std::str::from_utf8(&request.body) {
        Ok(text) => redactor.apply(text).into(),
        Err(_) => secrets::mask_bytes(redactor, &request.body).into(),
    };
    Request {
        method: request.method.clone(),
        path,
        query,
        headers: Headers::default(),
        body,
    }
}

impl Making<'_> {
    pub fn make(self) -> TraceDetail {
        let category = self.category();
        let violations = self.request_report.violations.len()
            + self
                .response_report
                .as_ref()
                .map_or(0, |r| r.violations.len());
        let trace = Trace {
            id: self.id,
            project_id: self.project,
            source: self.source,
            operation_id: self.operation.clone(),
            method: self.request.method.clone(),
            path: self.masking().query(&self.request.target()),
            url: self.masking().query(self.url),
            status: self.response.map(|r| r.status),
            started_at: self.started_at,
            duration_ms: self.timing.total_ms,
            request_valid: self.request_report.is_valid(),
            response_valid: self.response_report.as_ref().map(Report::is_valid),
            violation_count: u32::try_from(violations).unwrap_or(u32::MAX),
            error_category: category,
            mock_id: self.mock,
        };
        TraceDetail {
            request: TraceRequest {
                method: self.request.method.clone(),
                url: trace.url.clone(),
                headers: self.masking().headers(&self.request.headers),
                body: self
                    .masking()
                    .body(&self.request.headers, &self.request.body),
            },
            response: self.response.map(|r| TraceResponse {
                status: r.status,
                status_text: http::StatusCode::from_u16(r.status)
                    .ok()
                    .and_then(|s| s.canonical_reason())
                    .unwrap_or_default()
                    .to_owned(),
                headers: self.masking().headers(&r.headers),
                body: self.masking().body(&r.headers, &r.body),
            }),
            error: self.error.as_ref().map(|error| crate::TraceError {
                category: error.category,
                message: self.redactor.apply(&error.message),
            }),
            timing: self.timing,
            request_report: self.verdict(&self.request_report),
            response_report: self.response_report.as_ref().map(|r| self.verdict(r)),
            trace,
        }
    }

    fn verdict(&self, report: &Report) -> Verdict {
        Verdict {
            valid: report.is_valid(),
            violations: secrets::mask_report(self.redactor, report.clone()).violations,
        }
    }

    fn category(&self) -> Option<ErrorCategory> {
        if let Some(error) = &self.error {
            return Some(error.category);
        }
        let broken = self.response_report.as_ref().is_some_and(|r| !r.is_valid());
        match self.response?.status {
            401 | 403 | 407 => Some(ErrorCategory::Auth),
            404 | 410 => Some(ErrorCategory::NotFound),
            409 | 412 => Some(ErrorCategory::Conflict),
            408 | 504 => Some(ErrorCategory::Timeout),
            429 => Some(ErrorCategory::RateLimit),
            400..=499 => Some(ErrorCategory::Validation),
            500..=599 => Some(ErrorCategory::Server),
            _ if broken => Some(ErrorCategory::Validation),
            _ => None,
        }
    }

    fn masking(&self) -> Masking<'_> {
        Masking {
            redactor: self.redactor,
            secret_names: self.secret_names,
        }
    }
}

/// The row and the detail of an exchange that a mock has had.
pub(crate) fn of_mock(recorded: Recorded, redactor: &Redactor) -> Option<(TraceRow, String)> {
    let Recorded {
        project,
        mock,
        url,
        upstream,
        loaded,
        served,
    } = recorded;
    // Tokens that the mock gave itself are in no vault.
    let redactor = &redactor.and(served.secrets.iter().map(String::as_str));
    let spec = loaded.spec();
    let operation = served
        .operation
        .as_deref()
        .and_then(|id| spec.operation(id));
    let exchange = served.exchange;
    let from = exchange.response.as_ref();
    let from = from.and_then(|r| r.headers.get(fairlead_proxy::SOURCE_HEADER));
    let forwarded = upstream.filter(|_| from != Some("mock"));
    let response_report = match &forwarded {
        // Looked at on its way; one that was cut off there is not.
        Some(_) => served.response_report,
        None => operation
            .zip(exchange.response.as_ref())
            .map(|(operation, response)| {
                loaded
                    .contract
                    .check_response(operation, &exchange.request.method, response)
            }),
    };
    let (source, base) = match forwarded {
        Some(upstream) => (TraceSource::Proxy, upstream),
        None => (TraceSource::Mock, url),
    };
    #[allow(clippy::cast_precision_loss)] // microseconds of one exchange are far below 2^52
    let total_ms = exchange.duration_micros as f64 / 1_000.0;
    let (source, url, error) = match served.called {
        None => {
            let base = base.trim_end_matches('/');
            (source, format!("{base}{}", exchange.request.target()), None)
        }
        Some(called) => {
            let error = called.error.map(|message| TraceError {
                category: ErrorCategory::Network,
                message,
            });
            (TraceSource::Webhook, called.url, error)
        }
    };
    let detail = Making {
        id: Id::new(),
        project,
        source,
        operation: served.operation.clone(),
        mock: Some(mock),
        url: &url,
        started_at: exchange.started_at,
        request: &exchange.request,
        response: exchange.response.as_ref(),
        request_report: served.request_report,
        response_report,
        error,
        timing: Timing {
            total_ms,
            ..Timing::default()
        },
        redactor,
        secret_names: &secret_names(spec),
    }
    .make();
    to_row(&detail).ok()
}

/// Names of headers and query parameters that carry API keys.
pub(crate) fn secret_names(spec: &fairlead_openapi::Spec) -> Vec<String> {
    let kinds = spec.security_schemes.values().map(|scheme| &scheme.kind);
    kinds
        .filter_map(|kind| match kind {
            fairlead_openapi::SecurityKind::ApiKey { name, .. } => Some(name.clone()),
            _ => None,
        })
        .collect()
}

fn to_row(detail: &TraceDetail) -> Result<(TraceRow, String), AppError> {
    let text = serde_json::to_string(detail).map_err(|e| {
        AppError::new(
            ErrorKind::Internal,
            "internal",
            "A trace cannot be written.",
        )
        .because(e)
    })?;
    let trace = &detail.trace;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a duration, not negative
    let duration_micros = (trace.duration_ms * 1_000.0) as u64;
    let row = TraceRow {
        id: trace.id,
        project_id: trace.project_id,
        source: word(&trace.source),
        operation_id: trace.operation_id.clone(),
        method: trace.method.clone(),
        path: trace.path.clone(),
        url: trace.url.clone(),
        status: trace.status,
        started_at: trace.started_at,
        duration_micros,
        request_valid: trace.request_valid,
        response_valid: trace.response_valid,
        violation_count: trace.violation_count,
        error_category: trace.error_category.map(|c| word(&c)),
        mock_id: trace.mock_id,
    };
    Ok((row, text))
}

fn from_store(row: TraceRow) -> Trace {
    #[allow(clippy::cast_precision_loss)] // microseconds of one exchange are far below 2^52
    let duration_ms = row.duration_micros as f64 / 1_000.0;
    Trace {
        id: row.id,
        project_id: row.project_id,
        source: serde_json::from_value(serde_json::Value::from(row.source))
            .unwrap_or(TraceSource::Playground),
        operation_id: row.operation_id,
        method: row.method,
        path: row.path,
        url: row.url,
        status: row.status,
        started_at: row.started_at,
        duration_ms,
        request_valid: row.request_valid,
        response_valid: row.response_valid,
        violation_count: row.violation_count,
        error_category: row
            .error_category
            .and_then(|c| serde_json::from_value(serde_json::Value::from(c)).ok()),
        mock_id: row.mock_id,
    }
}

fn to_store(filter: TraceFilter) -> Filter {
    Filter {
        method: filter.method.map(|m| m.to_ascii_uppercase()),
        status: filter.status,
        source: filter.source.map(|s| word(&s)),
        operation_id: filter.operation_id,
        mock_id: filter.mock_id,
        errors: filter.errors,
        text: filter.text.filter(|t| !t.is_empty()),
        from: filter.from,
        to: filter.to,
        ascending: filter.ascending,
    }
}

/// An enum as the word of its JSON form.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|v| v.as_str().map(str::to_owned))
        .unwrap_or_default()
}

fn read_cursor(text: &str) -> Result<(i64, String), AppError> {
    let parsed = text.split_once('_').and_then(|(at, id)| {
        let id: Id = id.parse().ok()?;
        Some((at.parse().ok()?, id.to_string()))
    });
    parsed.ok_or_else(|| {
        AppError::invalid("invalid_cursor", format!("`{text}` is not a cursor"))
            .with_hint("Use the `nextCursor` of the page before, as it is.")
    })
}
