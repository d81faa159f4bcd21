//! What was sent and answered.

use axum::{Json, extract::State, response::NoContent};
use fairlead_app::{App, Trace, TraceDetail, TraceFilter, TraceSource};
use fairlead_core::{
    Id, Timestamp,
    limits::{PAGE_ROWS, PAGE_ROWS_MAX},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    error::ApiError,
    extract::{Path, Query, invalid_query},
    list::List,
    place::{InProject, OfTrace},
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_traces, delete_traces))
        .routes(routes!(get_trace))
}

/// Which traces, and in which order.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct TraceQuery {
    /// Where the page begins: `nextCursor` of the page before.
    #[param(min_length = 1)]
    cursor: Option<String>,
    /// How many at most.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<usize>,
    /// Only this method.
    #[param(pattern = "^[A-Za-z]{1,20}$", example = "POST")]
    method: Option<String>,
    /// Only this status, or the statuses of this class.
    #[param(pattern = "^[1-5]([0-9][0-9]|[xX][xX])$", example = "4xx")]
    status: Option<String>,
    /// Only from there.
    source: Option<TraceSource>,
    /// Only of this operation.
    operation_id: Option<String>,
    /// Only of this mock.
    mock_id: Option<Id>,
    /// Only those with an error category or a broken contract.
    errors: Option<bool>,
    /// Only those with this text in path or URL.
    q: Option<String>,
    /// Only those that began then or later.
    from: Option<Timestamp>,
    /// Only those that began before.
    to: Option<Timestamp>,
    /// Newest first, or oldest first.
    #[param(inline)]
    order: Option<Order>,
}

/// In which order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Order {
    Desc,
    Asc,
}

impl TraceQuery {
    fn rows(&self) -> Result<usize, ApiError> {
        let rows = self.limit.unwrap_or(PAGE_ROWS);
        if (1..=PAGE_ROWS_MAX).contains(&rows) {
            Ok(rows)
        } else {
            let wanted = format!("limit: {rows} is not between 1 and {PAGE_ROWS_MAX}");
            Err(invalid_query(&wanted))
        }
    }

    fn into_filter(self) -> Result<TraceFilter, ApiError> {
        let is_method = |m: &str| (1..=20).contains(&m.len()) && is_alphabetic(m);
        if self.method.as_deref().is_some_and(|m| !is_method(m)) {
            return Err(invalid_query("method: expected a method such as POST"));
        }
        Ok(TraceFilter {
            method: self.method.map(|method| method.to_ascii_uppercase()),
            status: self.status.as_deref().map(statuses).transpose()?,
            source: self.source,
            operation_id: self.operation_id,
            mock_id: self.mock_id,
            errors: self.errors.unwrap_or_default(),
            text: self.q,
            from: self.from,
            to: self.to,
            ascending: self.order == Some(Order::Asc),
        })
    }
}

fn is_alphabetic(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphabetic())
}

/// The statuses that `404` or `4xx` means, both ends included.
fn statuses(text: &str) -> Result<(u16, u16), ApiError> {
    let range = match text.as_bytes() {
        [class @ b'1'..=b'5', b'x' | b'X', b'x' | b'X'] => {
            let from = u16::from(class - b'0') * 100;
            Some((from, from + 99))
        }
        [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9'] => text.parse().ok().map(|status| (status, status)),
        _ => None,
    };
    range.ok_or_else(|| invalid_query("status: expected a status such as 404 or 4xx"))
}

/// List traces
///
/// A page at a time.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/traces",
    tag = "traces",
    params(InProject, TraceQuery),
    responses((status = 200, description = "A page of traces.", body = List<Trace>)),
)]
async fn list_traces(
    State(app): State<App>,
    Path(at): Path<InProject>,
    Query(mut query): Query<TraceQuery>,
) -> Result<Json<List<Trace>>, ApiError> {
    let rows = query.rows()?;
    let cursor = query.cursor.take();
    let page = app
        .list_traces(at.project_id, query.into_filter()?, rows, cursor.as_deref())
        .await
        .map_err(ApiError::of_query)?;
    Ok(Json(List {
        items: page.items,
        next_cursor: page.next_cursor,
        total: page.total,
    }))
}

/// Get a trace
///
/// Whole, with headers, bodies, timing and what validation found. Credentials are masked.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/traces/{traceId}",
    tag = "traces",
    params(OfTrace),
    responses((status = 200, description = "The trace.", body = TraceDetail)),
)]
async fn get_trace(
    State(app): State<App>,
    Path(at): Path<OfTrace>,
) -> Result<Json<TraceDetail>, ApiError> {
    Ok(Json(app.trace(at.project_id, at.trace_id).await?))
}

/// Delete all traces of a project
#[utoipa::path(
    delete,
    path = "/v1/projects/{projectId}/traces",
    tag = "traces",
    params(InProject),
    responses((status = 204, description = "The traces are gone.")),
)]
async fn delete_traces(
    State(app): State<App>,
    Path(at): Path<InProject>,
) -> Result<NoContent, ApiError> {
    app.delete_traces(at.project_id).await?;
    Ok(NoContent)
}
