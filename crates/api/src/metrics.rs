//! Counts and times of requests, written as Prometheus text (exposition format 0.0.4).

use std::{
    collections::BTreeMap,
    fmt::Write,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};

/// Upper bounds of the histogram's buckets, in seconds.
const BUCKETS: [f64; 11] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0,
];
/// The route of requests that no route takes.
const UNMATCHED: &str = "unmatched";

/// What one route answered with one status.
#[derive(Clone, Debug, Default)]
struct Series {
    in_bucket: [u64; BUCKETS.len()],
    count: u64,
    seconds: f64,
}

/// Method, route and status.
type Key = (String, String, u16);

/// The requests of this process so far.
#[derive(Clone, Debug, Default)]
pub struct Metrics(Arc<Mutex<BTreeMap<Key, Series>>>);

/// A number that is read when the metrics are.
#[derive(Clone, Copy, Debug)]
pub struct Gauge {
    /// Full name, such as `fairlead_mocks_running`.
    pub name: &'static str,
    /// What it counts.
    pub help: &'static str,
    /// `gauge`, or `counter` where it never falls.
    pub kind: &'static str,
    /// Its value now.
    pub value: u64,
}

impl Metrics {
    fn record(&self, method: &str, route: &str, status: u16, took: Duration) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let series = all
            .entry((method.to_owned(), route.to_owned(), status))
            .or_default();
        let seconds = took.as_secs_f64();
        series.count += 1;
        series.seconds += seconds;
        for (count, bound) in series.in_bucket.iter_mut().zip(BUCKETS) {
            if seconds <= bound {
                *count += 1;
            }
        }
    }

    /// The text of `/v1/metrics`.
    pub fn render(&self, gauges: &[Gauge]) -> String {
        let all = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let mut text = String::new();
        for gauge in gauges {
            head(&mut text, gauge.name, gauge.help, gauge.kind);
            line(&mut text, format_args!("{} {}", gauge.name, gauge.value));
        }
        let total = "fairlead_http_requests_total";
        head(&mut text, total, "Requests answered.", "counter");
        for (key, series) in &all {
            line(
                &mut text,
                format_args!("{total}{{{}}} {}", labels(key), series.count),
            );
        }
        let duration = "fairlead_http_request_duration_seconds";
        head(
            &mut text,
            duration,
            "Time until the answer began.",
            "histogram",
        );
        for (key, series) in &all {
            histogram(&mut text, duration, &labels(key), series);
        }
        text
    }
}

fn histogram(text: &mut String, name: &str, labels: &str, series: &Series) {
    for (count, bound) in series.in_bucket.iter().zip(BUCKETS) {
        line(
            text,
            format_args!("{name}_bucket{{{labels},le=\"{bound}\"}} {count}"),
        );
    }
    let Series { count, seconds, .. } = series;
    line(
        text,
        format_args!("{name}_bucket{{{labels},le=\"+Inf\"}} {count}"),
    );
    line(text, format_args!("{name}_sum{{{labels}}} {seconds}"));
    line(text, format_args!("{name}_count{{{labels}}} {count}"));
}

/// Routes are templates of ours and methods are known ones, so that nothing needs escaping and
/// nobody can make new series at will.
fn labels((method, route, status): &Key) -> String {
    format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"")
}

fn head(text: &mut String, name: &str, help: &str, kind: &str) {
    line(text, format_args!("# HELP {name} {help}"));
    line(text, format_args!("# TYPE {name} {kind}"));
}

fn line(text: &mut String, content: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{content}");
}

/// Layer: counts and times every request of the router.
pub async fn observe(State(metrics): State<Metrics>, request: Request, next: Next) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or(UNMATCHED, MatchedPath::as_str)
        .to_owned();
    let method = match request.method().as_str() {
        known @ ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS") => known,
        _ => "OTHER",
    }
    .to_owned();
    let started = Instant::now();
    let response = next.run(request).await;
    metrics.record(
        &method,
        &route,
        response.status().as_u16(),
        started.elapsed(),
    );
    response
}
