//! The state of the program itself.

use axum::{
    Extension, Json,
    response::{IntoResponse, Response},
};
use fairlead_app::{App, Check, Figures, Health, Readiness};
use http::{StatusCode, header};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    acting::Acting,
    document,
    metrics::{Gauge, Metrics},
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(get_health))
        .routes(routes!(get_readiness))
        .routes(routes!(get_metrics))
        .routes(routes!(get_openapi))
        .routes(routes!(run_doctor))
}

/// Tell that the program lives
#[utoipa::path(
    get,
    path = "/v1/health",
    tag = "system",
    security(()),
    responses((status = 200, description = "It lives.", body = Health)),
)]
async fn get_health(Acting(app): Acting) -> Json<Health> {
    Json(app.health())
}

/// Tell whether the program can do its work
#[utoipa::path(
    get,
    path = "/v1/ready",
    tag = "system",
    security(()),
    responses(
        (status = 200, description = "It can.", body = Readiness),
        (status = 503, description = "It cannot; the checks say why.", body = Readiness),
    ),
)]
async fn get_readiness(Acting(app): Acting) -> Response {
    let readiness = app.readiness().await;
    let status = if readiness.ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(readiness)).into_response()
}

/// Figures for a monitoring system
///
/// Prometheus text (exposition format 0.0.4): requests and their times by route and status, mocks,
/// traces, events.
#[utoipa::path(
    get,
    path = "/v1/metrics",
    tag = "system",
    responses((
        status = 200,
        description = "The figures.",
        body = String,
        content_type = "text/plain",
    )),
)]
async fn get_metrics(Acting(app): Acting, Extension(metrics): Extension<Metrics>) -> Response {
    let text = metrics.render(&gauges(app.health().uptime_seconds, app.figures().await));
    let kind = [(
        header::CONTENT_TYPE,
        "text/plain; version=0.0.4; charset=utf-8",
    )];
    (kind, text).into_response()
}

fn gauges(uptime: u64, figures: Figures) -> [Gauge; 7] {
    let gauge = |name, help, kind, value| Gauge {
        name,
        help,
        kind,
        value,
    };
    [
        gauge(
            "fairlead_uptime_seconds",
            "Time since the start.",
            "gauge",
            uptime,
        ),
        gauge(
            "fairlead_projects",
            "Projects kept.",
            "gauge",
            figures.projects,
        ),
        gauge(
            "fairlead_mocks_running",
            "Mocks that run.",
            "gauge",
            figures.mocks_running,
        ),
        gauge(
            "fairlead_mock_requests_total",
            "Requests that mocks answered.",
            "counter",
            figures.mock_requests,
        ),
        gauge(
            "fairlead_traces_stored",
            "Traces kept.",
            "gauge",
            figures.traces_stored,
        ),
        gauge(
            "fairlead_traces_dropped_total",
            "Traces that could not be kept.",
            "counter",
            figures.traces_dropped,
        ),
        gauge(
            "fairlead_events_total",
            "Number of the last event.",
            "counter",
            figures.events,
        ),
    ]
}

/// Get this document
///
/// OpenAPI 3.1, generated from the handlers.
#[utoipa::path(
    get,
    path = "/v1/openapi.json",
    tag = "system",
    operation_id = "get_openapi",
    responses((status = 200, description = "The document.", body = Object)),
)]
async fn get_openapi() -> Json<&'static Value> {
    Json(document::document())
}

/// What the doctor found.
#[derive(Debug, Serialize, ToSchema)]
struct Diagnosis {
    /// What was looked at.
    checks: Vec<Check>,
}

/// Examine the installation
///
/// What is installed, reachable and writable, and what to do about the rest.
#[utoipa::path(
    get,
    path = "/v1/doctor",
    tag = "system",
    responses((status = 200, description = "What was found.", body = Diagnosis)),
)]
async fn run_doctor(Acting(app): Acting) -> Json<Diagnosis> {
    Json(Diagnosis {
        checks: app.doctor().await,
    })
}
