//! Traces between the shapes of the API and those of the store.

use fairlead_store::trace::{Filter, SortBy, TraceRow};

use crate::{AppError, ErrorKind, Trace, TraceDetail, TraceFilter, TraceSort, TraceSource};

/// The row of a trace, and the whole of it as JSON.
pub fn to_row(detail: &TraceDetail) -> Result<(TraceRow, String), AppError> {
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
        path_template: trace.path_template.clone(),
        url: trace.url.clone(),
        status: trace.status,
        started_at: trace.started_at,
        duration_micros,
        request_valid: trace.request_valid,
        response_valid: trace.response_valid,
        violation_count: trace.violation_count,
        error_category: trace.error_category.map(|c| word(&c)),
        problem: trace.problem.clone(),
        mock_id: trace.mock_id,
        environment_id: trace.environment_id,
        partner_id: trace.partner_id,
        run_id: trace.run_id,
        request_bytes: trace.request_bytes,
        response_bytes: trace.response_bytes,
    };
    Ok((row, text))
}

pub fn from_store(row: TraceRow) -> Trace {
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
        path_template: row.path_template,
        url: row.url,
        status: row.status,
        started_at: row.started_at,
        duration_ms,
        request_valid: row.request_valid,
        response_valid: row.response_valid,
        violation_count: row.violation_count,
        error_category: row.error_category.and_then(|c| category(&c)),
        problem: row.problem,
        mock_id: row.mock_id,
        environment_id: row.environment_id,
        partner_id: row.partner_id,
        run_id: row.run_id,
        request_bytes: row.request_bytes,
        response_bytes: row.response_bytes,
    }
}

pub fn to_store(filter: TraceFilter) -> Filter {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // not negative, see below
    let micros = |ms: f64| (ms.max(0.0) * 1_000.0) as u64;
    Filter {
        method: filter.method.map(|m| m.to_ascii_uppercase()),
        status: filter.status,
        source: filter.source.map(|s| word(&s)),
        operation_id: filter.operation_id,
        mock_id: filter.mock_id,
        environment_id: filter.environment_id,
        partner_id: filter.partner_id,
        run_id: filter.run_id,
        category: filter.category.map(|c| word(&c)),
        problem: filter.problem,
        errors: filter.errors,
        text: filter.text.filter(|t| !t.is_empty()),
        slower: filter.slower_ms.map(micros),
        faster: filter.faster_ms.map(micros),
        from: filter.from,
        to: filter.to,
        sort: match filter.sort {
            TraceSort::Started => SortBy::Started,
            TraceSort::Duration => SortBy::Duration,
            TraceSort::Status => SortBy::Status,
        },
        ascending: filter.ascending,
    }
}

/// The kind of error that a word names.
pub fn category(word: &str) -> Option<crate::ErrorCategory> {
    serde_json::from_value(serde_json::Value::from(word)).ok()
}

/// An enum as the word of its JSON form.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|v| v.as_str().map(str::to_owned))
        .unwrap_or_default()
}
