//! The address of this machine that a browser comes back to (RFC 8252 §7.3).

use std::{convert::Infallible, time::Duration};

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, header};
use http_body_util::Full;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::TcpListener,
    sync::{mpsc, oneshot},
};
use tokio_util::sync::CancellationToken;
use url::form_urlencoded;

/// How long a browser may take to ask.
const HEADER_TIME: Duration = Duration::from_secs(10);

/// What a browser brought; how it ended is told to it.
pub struct Callback {
    pub query: String,
    pub answer: oneshot::Sender<Result<(), String>>,
}

/// What a callback says.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The code that tokens are given for.
    Code(String),
    /// There will be none.
    Refused(String),
    /// It is no answer to what was asked.
    Stray(String),
}

/// Reads the query of a callback: `state` and `iss` come before everything else, since nothing
/// else counts where they are wrong (RFC 6749 §10.12, RFC 9207 §2.4).
pub fn judge(query: &str, state: &str, issuer: Option<&str>) -> Verdict {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    let get = |name: &str| {
        let mut found = pairs.iter().filter(|(n, _)| n == name);
        let first = found.next().map(|(_, value)| value.as_str());
        // A parameter that is there twice says nothing (RFC 6749 §3.1).
        first.filter(|_| found.next().is_none())
    };
    if get("state") != Some(state) {
        return Verdict::Stray("This is no answer to a sign-in that is waited for.".to_owned());
    }
    if let (Some(wanted), Some(said)) = (issuer, get("iss"))
        && wanted != said
    {
        return Verdict::Refused(format!(
            "The answer is from `{said}`, and not from `{wanted}` (iss)."
        ));
    }
    if let Some(error) = get("error") {
        let more = get("error_description").map(|said| format!(": {said}"));
        let more = more.unwrap_or_default();
        return Verdict::Refused(format!("The provider refused: {error}{more}."));
    }
    match get("code") {
        Some(code) if !code.is_empty() => Verdict::Code(code.to_owned()),
        _ => Verdict::Refused("The answer holds no code.".to_owned()),
    }
}

/// Takes callbacks until it is told to end.
pub async fn listen(
    listener: TcpListener,
    bring: mpsc::Sender<Callback>,
    cancel: CancellationToken,
) {
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(_) => continue,
            },
            () = cancel.cancelled() => return,
        };
        let bring = bring.clone();
        tokio::spawn(async move {
            let answer = service_fn(move |request| take(request, bring.clone()));
            let served = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEADER_TIME)
                .keep_alive(false)
                .serve_connection(TokioIo::new(stream), answer);
            if let Err(error) = served.await {
                tracing::debug!(%error, "a browser went away");
            }
        });
    }
}

async fn take(
    request: Request<Incoming>,
    bring: mpsc::Sender<Callback>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let host = request.headers().get(header::HOST);
    // A name that somebody has let point here does not lead here.
    let is_here = host.is_some_and(|host| host.as_bytes().starts_with(b"127.0.0.1:"));
    if !is_here || request.method() != Method::GET || request.uri().path() != "/callback" {
        return Ok(page(StatusCode::NOT_FOUND, "Not found", "Nothing is here."));
    }
    let (answer, told) = oneshot::channel();
    let query = request.uri().query().unwrap_or_default().to_owned();
    let over = "This sign-in is over. Begin again in Fairlead.";
    let outcome = match bring.send(Callback { query, answer }).await {
        Ok(()) => told.await.unwrap_or_else(|_| Err(over.to_owned())),
        Err(_) => Err(over.to_owned()),
    };
    Ok(match outcome {
        Ok(()) => page(
            StatusCode::OK,
            "Signed in",
            "You can close this page and go back to Fairlead.",
        ),
        Err(why) => page(StatusCode::BAD_REQUEST, "Not signed in", &why),
    })
}

fn page(status: StatusCode, title: &str, text: &str) -> Response<Full<Bytes>> {
    let text = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <meta name=\"color-scheme\" content=\"light dark\">\
         <style>body{{font:16px/1.5 system-ui,sans-serif;max-width:32em;margin:15vh auto;padding:0 1em}}</style>\
         <main><h1>{title}</h1><p>{text}</p></main></html>"
    );
    let mut response = Response::new(Full::new(Bytes::from(html)));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        // The address holds the code: it is told to nobody.
        (header::REFERRER_POLICY, "no-referrer"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'",
        ),
    ] {
        headers.insert(name, header::HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_counts_only_with_its_state_and_its_issuer() {
        let at = |query: &str| judge(query, "s1", Some("https://id.example"));
        assert_eq!(at("code=c&state=s1"), Verdict::Code("c".into()));
        let named = "code=c&state=s1&iss=https%3A%2F%2Fid.example";
        assert_eq!(at(named), Verdict::Code("c".into()));
        for stray in ["code=c", "code=c&state=s2", "code=c&state=s1&state=s1", ""] {
            assert!(matches!(at(stray), Verdict::Stray(_)), "{stray}");
        }
        let other = at("code=c&state=s1&iss=https%3A%2F%2Fevil.example");
        assert!(
            matches!(&other, Verdict::Refused(why) if why.contains("evil.example")),
            "{other:?}"
        );
        let said = at("error=access_denied&error_description=not+today&state=s1");
        assert_eq!(
            said,
            Verdict::Refused("The provider refused: access_denied: not today.".into())
        );
        assert!(matches!(at("state=s1&code="), Verdict::Refused(_)));
        assert!(matches!(at("state=s1&code=a&code=b"), Verdict::Refused(_)));
    }
}
