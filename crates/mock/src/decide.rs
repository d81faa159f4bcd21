//! What to answer, step by step: path, method, credentials, contract, preference.

use std::{borrow::Cow, net::IpAddr};

use fairlead_core::{Headers, Request, Response, Timestamp};
use fairlead_openapi::Operation;
use fairlead_validate::{
    Report, Route,
    coding::{self, CodingError},
};

use crate::{Decision, Mock, answer, host, prefer, refuse};

impl Mock {
    /// What to answer to a request that came at `now`. Total, and the same for the same seed,
    /// the same time and the same requests before it.
    #[must_use]
    pub fn decide(&self, request: &Request, now: Timestamp) -> Decision {
        self.decide_from(request, now, None)
    }

    /// [`Self::decide`], where it is known which address the request came from.
    #[must_use]
    pub fn decide_from(
        &self,
        request: &Request,
        now: Timestamp,
        client: Option<IpAddr>,
    ) -> Decision {
        if let Some(others) = &self.options.hosts {
            // Of two names one may be somebody else's.
            let mut names = request.headers.get_all("host");
            if !names.all(|name| host::is_local(Some(name)) || host::is_listed(name, others)) {
                return undirected(host::misdirected("mock"));
            }
        }
        let mut decision = match plain(request) {
            Ok(request) => self.without_cors(&request, now, client),
            Err(response) => undirected(response),
        };
        // Pages on which people allow things are for no other origin's eyes.
        let is_page = self
            .provider
            .as_ref()
            .is_some_and(|p| p.is_page(&request.path));
        if let Some(origin) = request.headers.get("origin").filter(|_| !is_page) {
            let headers = &mut decision.response.headers;
            headers.set("access-control-allow-origin", origin);
            headers.append("vary", "origin");
            headers.set("access-control-allow-credentials", "true");
            headers.set("access-control-expose-headers", "*");
        }
        if request.method == "HEAD" {
            decision.response.body = bytes::Bytes::new();
        }
        decision
    }

    fn without_cors(&self, request: &Request, now: Timestamp, client: Option<IpAddr>) -> Decision {
        let behaviour = self.behaviour_in_force();
        let came = (now, client);
        if let Some(decision) = self.provide(behaviour.as_deref(), request, came) {
            return decision;
        }
        let undescribed = |response: Response| match &behaviour {
            Some(b) => self.behave(b, request, None, came, Report::default(), |_| response),
            None => undirected(response),
        };
        let (operation, path_values) = match self.contract.route(&request.method, &request.path) {
            Route::Found {
                operation,
                path_values,
                ..
            } => (operation, path_values),
            Route::MethodNotAllowed { allow } if request.method == "OPTIONS" => {
                return undirected(preflight(request, &allow));
            }
            Route::MethodNotAllowed { allow } => {
                let detail = format!(
                    "{} does not take {}; it takes {}",
                    request.path,
                    request.method,
                    allow.join(", ")
                );
                let mut response = refuse::problem(405, "Method not allowed", &detail, &[]);
                response.headers.set("allow", allow.join(", "));
                return undescribed(response);
            }
            Route::NotFound => {
                let detail = format!("no path of the description matches {}", request.path);
                return undescribed(refuse::problem(404, "Not found", &detail, &[]));
            }
        };
        let operation = &self.contract.spec().operations[operation];
        let report = self
            .contract
            .check_request(operation, request, &path_values);
        let usual = |report: &Report| {
            if report.is_valid() {
                let state = self.state.as_ref();
                let kept =
                    state.and_then(|s| s.answer(self, operation, request, &path_values, now));
                kept.unwrap_or_else(|| self.accept(operation, request))
            } else {
                self.refuse(operation, request, report)
            }
        };
        let mut decision = match &behaviour {
            Some(behaviour) => {
                let found = Some((operation, path_values.as_slice()));
                self.behave(behaviour, request, found, came, report, usual)
            }
            None => Decision {
                response: usual(&report),
                operation: Some(operation.id.clone()),
                request_report: report,
                ..Decision::default()
            },
        };
        let exchange = (operation, request, path_values.as_slice());
        self.call_out(&mut decision, exchange, behaviour.as_deref(), now);
        self.tell_links(&mut decision, exchange, now);
        decision
    }

    fn accept(&self, operation: &Operation, request: &Request) -> Response {
        let preference = prefer::read(&request.headers);
        match Self::choose_response(operation, &preference) {
            Ok((Some(declared), status)) => self
                .answer_with(operation, declared, status, request, &preference, None)
                .unwrap_or_else(|why| answer::none(why, declared, &preference)),
            Ok((None, status)) => Response {
                status,
                ..Response::default()
            },
            Err(code) => {
                let declared: Vec<String> = operation
                    .responses
                    .iter()
                    .map(|r| r.status.to_string())
                    .collect();
                let detail = format!(
                    "`Prefer: code={code}` names a status that is not declared; there is {}",
                    declared.join(", ")
                );
                refuse::problem(404, "No such response", &detail, &[])
            }
        }
    }
}

/// The request with its body as it was before it was packed, or why there is none.
fn plain(request: &Request) -> Result<Cow<'_, Request>, Response> {
    if request.headers.get("content-encoding").is_none() {
        return Ok(Cow::Borrowed(request));
    }
    match coding::decoded(&request.headers, &request.body) {
        Ok(body) => {
            let body = body.into_owned();
            let mut request = request.clone();
            request
                .headers
                .0
                .retain(|(name, _)| !name.eq_ignore_ascii_case("content-encoding"));
            Ok(Cow::Owned(Request { body, ..request }))
        }
        Err(error) => {
            let (status, title) = match error {
                // RFC 9110 §15.5.16: it says what could have been sent.
                CodingError::Unknown(_) => (415, "Unsupported content coding"),
                CodingError::TooLarge => (413, "Body too large"),
                CodingError::Broken { .. } => (400, "Bad request"),
            };
            let mut response = refuse::problem(status, title, &error.to_string(), &[]);
            if status == 415 {
                response.headers.set("accept-encoding", coding::KNOWN);
            }
            Err(response)
        }
    }
}

/// A decision that no operation was found for.
pub(crate) fn undirected(response: Response) -> Decision {
    Decision {
        response,
        ..Decision::default()
    }
}

/// The answer to a CORS preflight, or to a plain `OPTIONS`.
fn preflight(request: &Request, allow: &[String]) -> Response {
    let methods = allow.join(", ");
    let mut headers = Headers::from_iter([("allow", methods.clone())]);
    if request
        .headers
        .get("access-control-request-method")
        .is_some()
    {
        headers.set("access-control-allow-methods", methods);
        let wanted = request
            .headers
            .get("access-control-request-headers")
            .unwrap_or("*");
        headers.set("access-control-allow-headers", wanted);
        headers.set("access-control-max-age", "600");
    }
    Response {
        status: 204,
        headers,
        body: bytes::Bytes::new(),
    }
}
