//! What is kept of an exchange, with its secrets masked.

use fairlead_core::{Headers, Id, Request, Response, Severity, Timestamp, redact::Redactor};
use fairlead_mock::{Fault, Parts};
use fairlead_store::trace::TraceRow;
use fairlead_validate::Report;

use super::{masking::Masking, rows::to_row};
use crate::{
    ErrorCategory, Timing, Trace, TraceDetail, TraceError, TraceFault, TraceRequest, TraceResponse,
    TraceSource, Verdict, recorder::Recorded, secrets,
};

/// What makes one trace.
pub struct Making<'a> {
    pub id: Id,
    pub project: Id,
    pub source: TraceSource,
    pub operation: Option<String>,
    /// The operation's path as the description writes it.
    pub template: Option<String>,
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
    /// The environment that it went to.
    pub environment: Option<Id>,
    /// How often it was sent.
    pub attempts: u32,
    /// The run it is part of.
    pub run: Option<Id>,
}

/// A request as a trace keeps it: its secrets masked.
pub fn as_kept(request: &Request, redactor: &Redactor, secret_names: &[String]) -> Request {
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
    fn masking(&self) -> Masking<'_> {
        Masking {
            redactor: self.redactor,
            secret_names: self.secret_names,
        }
    }

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
            path_template: self.template.clone(),
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
            problem: self.problem(),
            mock_id: self.mock,
            environment_id: self.environment,
            partner_id: None,
            run_id: self.run,
            request_bytes: self.request.body.len() as u64,
            response_bytes: self.response.map_or(0, |r| r.body.len() as u64),
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
                status_text: reason(r.status),
                headers: self.masking().headers(&r.headers),
                body: self.masking().body(&r.headers, &r.body),
            }),
            error: self.error.as_ref().map(|error| crate::TraceError {
                category: error.category,
                message: self.redactor.apply(&error.message),
            }),
            timing: self.timing,
            fault: None,
            attempts: self.attempts,
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

    /// The first rule that was broken, of the request before the response.
    fn problem(&self) -> Option<String> {
        let request = self.request_report.violations.iter();
        let response = self.response_report.iter().flat_map(|r| &r.violations);
        let all = request
            .map(|violation| ("request", violation))
            .chain(response.map(|violation| ("response", violation)));
        let mut broken = all.filter(|(_, violation)| violation.severity == Severity::Error);
        broken.next().map(|(of, violation)| {
            let (part, keyword) = (violation.part.as_str(), &violation.keyword);
            format!("{of}/{part}/{keyword}")
        })
    }

    fn category(&self) -> Option<ErrorCategory> {
        if let Some(error) = &self.error {
            return Some(error.category);
        }
        let broken = self.response_report.as_ref().is_some_and(|r| !r.is_valid());
        let told = category_of(self.response?.status);
        told.or(broken.then_some(ErrorCategory::Validation))
    }
}

/// What kind of error a status tells of.
pub fn category_of(status: u16) -> Option<ErrorCategory> {
    match status {
        401 | 403 | 407 => Some(ErrorCategory::Auth),
        404 | 410 => Some(ErrorCategory::NotFound),
        409 | 412 => Some(ErrorCategory::Conflict),
        408 | 504 => Some(ErrorCategory::Timeout),
        429 => Some(ErrorCategory::RateLimit),
        400..=499 => Some(ErrorCategory::Validation),
        500..=599 => Some(ErrorCategory::Server),
        _ => None,
    }
}

/// The words that stand beside a status.
pub fn reason(status: u16) -> String {
    let status = http::StatusCode::from_u16(status).ok();
    let reason = status.and_then(|s| s.canonical_reason());
    reason.unwrap_or_default().to_owned()
}

/// The row and the detail of an exchange that a mock has had.
pub fn of_mock(
    recorded: Recorded,
    redactor: &Redactor,
    partner: Option<Id>,
) -> Option<(TraceRow, String)> {
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
    let (source, url, error) = match served.called {
        None => {
            let base = base.trim_end_matches('/');
            let url = format!("{base}{}", exchange.request.target());
            (source, url, served.fault.and_then(broken_off))
        }
        Some(called) => {
            let error = called.error.map(|message| TraceError {
                category: ErrorCategory::Network,
                message,
            });
            (TraceSource::Webhook, called.url, error)
        }
    };
    let mut detail = Making {
        id: Id::new(),
        project,
        source,
        operation: served.operation.clone(),
        template: operation.map(|operation| operation.path.clone()),
        mock: Some(mock),
        url: &url,
        started_at: exchange.started_at,
        request: &exchange.request,
        response: exchange.response.as_ref(),
        request_report: served.request_report,
        response_report,
        error,
        timing: timing(exchange.duration_micros, served.parts),
        redactor,
        secret_names: &secret_names(spec),
        environment: None,
        attempts: 1,
        run: None,
    }
    .make();
    detail.trace.partner_id = partner;
    detail.fault = served.fault.map(kind_of_fault);
    to_row(&detail).ok()
}

fn timing(micros: u64, parts: Parts) -> Timing {
    #[allow(clippy::cast_precision_loss)] // microseconds of one exchange are far below 2^52
    let ms = |micros: u64| micros as f64 / 1_000.0;
    Timing {
        receive_ms: parts.received.map(ms),
        decide_ms: parts.decided.map(ms),
        ask_ms: parts.asked.map(ms),
        hold_ms: parts.held.map(ms),
        send_ms: parts.sent.map(ms),
        total_ms: ms(micros),
        ..Timing::default()
    }
}

fn kind_of_fault(fault: Fault) -> TraceFault {
    match fault {
        Fault::Drop => TraceFault::Drop,
        Fault::Reset => TraceFault::Reset,
        Fault::Garbage => TraceFault::Garbage,
        Fault::SlowBody => TraceFault::SlowBody,
        Fault::Partial => TraceFault::Partial,
    }
}

/// Why a client got no answer, where that was on purpose.
fn broken_off(fault: Fault) -> Option<TraceError> {
    let did = match fault {
        Fault::Drop => "closed the connection without an answer",
        Fault::Reset => "reset the connection",
        Fault::Garbage => "sent bytes that are no HTTP",
        Fault::SlowBody | Fault::Partial => return None,
    };
    Some(TraceError {
        category: ErrorCategory::Network,
        message: format!("The mock {did} on purpose: its behaviour file says so."),
    })
}

/// Names of headers and query parameters that carry API keys.
pub fn secret_names(spec: &fairlead_openapi::Spec) -> Vec<String> {
    let kinds = spec.security_schemes.values().map(|scheme| &scheme.kind);
    kinds
        .filter_map(|kind| match kind {
            fairlead_openapi::SecurityKind::ApiKey { name, .. } => Some(name.clone()),
            _ => None,
        })
        .collect()
}
