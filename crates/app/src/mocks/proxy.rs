//! A mock that stands before a real API.

use std::sync::Arc;

use fairlead_core::{Headers, Id, Request, Response};
use fairlead_proxy::{Proxy, ProxyError, ProxyOptions, recording::Recording};
use fairlead_store::trace;

use crate::{App, AppError, ProxySetup, TraceDetail, TraceRequest, traces};

/// Traces of one mock that are answered from, at most; the newest count.
const REPLAYED: usize = 20_000;

impl App {
    /// Says what makes no sense of a proxy for the description in use.
    pub(super) async fn check_proxy(
        &self,
        project: Id,
        proxy: &ProxySetup,
    ) -> Result<(), AppError> {
        let url = url::Url::parse(&proxy.upstream).ok();
        if url.is_none_or(|u| !matches!(u.scheme(), "http" | "https") || u.host().is_none()) {
            let message = format!("`{}` is no http or https address.", proxy.upstream);
            return Err(AppError::invalid("unusable_upstream", message)
                .with_hint("Name the API as in https://api.example.com/v1."));
        }
        let spec = self.spec_row(project, None).await?;
        let loaded = self.loaded(&spec).await?;
        for wanted in &proxy.mocked {
            let known = loaded.spec().operations.iter().any(|o| {
                o.operation_id.as_ref() == Some(wanted)
                    || format!("{} {}", o.method, o.path) == *wanted
            });
            if !known {
                let message = format!("There is no operation `{wanted}` in the description.");
                return Err(AppError::invalid("operation_not_found", message)
                    .with_hint("Name it by its operationId, or as in `GET /path`."));
            }
        }
        Ok(())
    }

    pub(super) async fn proxy(
        &self,
        project: Id,
        mock_id: Id,
        setup: &ProxySetup,
        mock: &Arc<fairlead_mock::Mock>,
    ) -> Result<Proxy, AppError> {
        let unusable = |error: &dyn std::fmt::Display| {
            AppError::invalid("unusable_upstream", format!("{error}."))
                .with_hint("Name the API as in https://api.example.com/v1.")
        };
        let upstream = url::Url::parse(&setup.upstream).map_err(|e| unusable(&e))?;
        let replay = if setup.replay {
            Some(self.recorded(project, mock_id).await?)
        } else {
            None
        };
        let options = ProxyOptions {
            upstream: Some(upstream),
            mock_on_error: setup.mock_on_error,
            mocked: setup.mocked.iter().cloned().collect(),
            enforce: setup.enforce,
            local: true,
            record: None,
            replay,
        };
        Proxy::new(Arc::clone(mock), options).map_err(|error| match error {
            ProxyError::Upstream(_) | ProxyError::NoSource => unusable(&error),
            ProxyError::Client(_) | ProxyError::Recording(_) => AppError::new(
                crate::ErrorKind::Unavailable,
                "proxy_failed",
                format!("{error}."),
            ),
        })
    }

    /// What the API has answered through this proxy, as its traces keep it.
    async fn recorded(&self, project: Id, mock: Id) -> Result<Recording, AppError> {
        let details = self
            .store()
            .read_traces(move |c| trace::of_proxy(c, project, mock, REPLAYED))
            .await?;
        let redactor = self.redactor(project).await;
        let spec = self.spec_row(project, None).await?;
        let secret_names = traces::secret_names(self.loaded(&spec).await?.spec());
        let exchanges = details.iter().filter_map(|text| exchange(text));
        // Traces keep secrets masked, so a request is looked up with its own masked.
        Ok(Recording::of(
            exchanges,
            Box::new(move |request| traces::as_kept(request, &redactor, &secret_names)),
        ))
    }
}

/// Request and answer of a kept trace; none where it is not whole.
fn exchange(text: &str) -> Option<(Request, Response)> {
    let detail: TraceDetail = serde_json::from_str(text).ok()?;
    let answer = detail.response?;
    let body = |body: Option<crate::TraceBody>| match body {
        None => Some(bytes::Bytes::new()),
        Some(body) if body.truncated => None,
        Some(body) => body.into_bytes(),
    };
    let TraceRequest {
        method,
        headers,
        body: sent,
        ..
    } = detail.request;
    let (path, query) = match detail.trace.path.split_once('?') {
        Some((path, query)) => (path.to_owned(), Some(query.to_owned())),
        None => (detail.trace.path, None),
    };
    let fields = |all: Vec<crate::NameValue>| -> Headers {
        all.into_iter().map(|f| (f.name, f.value)).collect()
    };
    Some((
        Request {
            method,
            path,
            query,
            headers: fields(headers),
            body: body(sent)?,
        },
        Response {
            status: answer.status,
            headers: fields(answer.headers),
            body: body(answer.body)?,
        },
    ))
}
