//! Serves on a socket until told to stop, and logs each exchange.

use std::{io, sync::Arc};

use fairlead_mock::{Handler, Served};
use fairlead_validate::Report;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{
    args::ListenArgs,
    output::{self, Failure, Outcome},
};

/// What is said at the start besides the address.
pub struct Announcement {
    /// For people; several lines.
    pub text: String,
    /// For programs: a field of the line that tells the address.
    pub json: (&'static str, Value),
}

/// Serves until it is told to stop (Ctrl-C, or SIGTERM). `announce` is told the address.
pub fn serve(
    args: &ListenArgs,
    handler: Arc<impl Handler>,
    announce: impl FnOnce(&str) -> Option<Announcement>,
) -> Result<Outcome, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| {
            Failure::failed(
                format!("cannot start: {e}"),
                "is the machine out of threads?",
            )
        })?;
    runtime.block_on(listen(args, handler, announce))
}

async fn listen(
    args: &ListenArgs,
    handler: Arc<impl Handler>,
    announce: impl FnOnce(&str) -> Option<Announcement>,
) -> Result<Outcome, Failure> {
    let listener = TcpListener::bind((args.host.as_str(), args.port))
        .await
        .map_err(|error| cannot_bind(args, &error))?;
    let port = listener.local_addr()?.port();
    let host = if args.host.contains(':') {
        format!("[{}]", args.host)
    } else {
        args.host.clone()
    };
    let url = format!("http://{host}:{port}");
    let more = announce(&url);
    if args.json {
        let mut line = json!({ "listening": url, "port": port });
        if let Some(Announcement {
            json: (name, value),
            ..
        }) = more
        {
            line[name] = value;
        }
        output::say(&line.to_string())?;
    } else {
        output::say(&format!("listening on {url}"))?;
        // Who reads the address may read no further.
        if let Some(more) = more.filter(|_| !args.quiet) {
            output::note(&more.text);
        }
    }
    let cancel = CancellationToken::new();
    tokio::spawn({
        let cancel = cancel.clone();
        async move {
            told_to_stop().await;
            cancel.cancel();
        }
    });
    let (quiet, json) = (args.quiet, args.json);
    let sink = Arc::new(move |served: Served| {
        if !quiet {
            output::note(&if json {
                line_of_json(&served)
            } else {
                line(&served)
            });
        }
    });
    fairlead_mock::serve(listener, handler, sink, cancel)
        .await
        .map_err(|e| Failure::failed(format!("the server failed: {e}"), "start it again"))?;
    Ok(Outcome::Well)
}

/// Waits for Ctrl-C or, where there is such a thing, SIGTERM.
pub async fn told_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut term) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = term.recv() => {}
            }
            return;
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

fn cannot_bind(args: &ListenArgs, error: &io::Error) -> Failure {
    let place = format!("{}:{}", args.host, args.port);
    let hint = match error.kind() {
        io::ErrorKind::AddrInUse => {
            "another program has this port: name another with --port, or 0 for any"
        }
        io::ErrorKind::PermissionDenied => {
            "ports below 1024 need special rights: name another with --port"
        }
        _ => "name an address of this machine with --host, such as 127.0.0.1",
    };
    Failure::failed(format!("cannot listen on {place}: {error}"), hint)
}

fn line(served: &Served) -> String {
    let request = &served.exchange.request;
    let status = served.exchange.response.as_ref().map_or(0, |r| r.status);
    let millis = micros_as_millis(served.exchange.duration_micros);
    let mut line = match &served.called {
        None => format!(
            "{} {} {status} {millis:.1} ms",
            request.method, request.path
        ),
        Some(called) => {
            let outcome = match &called.error {
                Some(error) => error.clone(),
                None => format!("{status} {millis:.1} ms"),
            };
            let again = called.again_in.map_or_else(String::new, |pause| {
                format!("; again in {:.1} s", pause.as_secs_f64())
            });
            format!(
                "→ {} {} {outcome}\n    `{}`, attempt {}{again}",
                request.method, called.url, called.name, called.attempt
            )
        }
    };
    let mut tell = |direction: &str, report: &Report| {
        for violation in report.violations.iter().take(5) {
            line.push_str(&format!("\n    {direction}{violation}"));
        }
    };
    tell("", &served.request_report);
    if let Some(report) = &served.response_report {
        tell("response: ", report);
    }
    for note in &served.notes {
        line.push_str(&format!("\n    {note}"));
    }
    line
}

fn line_of_json(served: &Served) -> String {
    let request = &served.exchange.request;
    json!({
        "method": request.method,
        "path": request.path,
        "status": served.exchange.response.as_ref().map(|r| r.status),
        "durationMs": micros_as_millis(served.exchange.duration_micros),
        "operation": served.operation,
        "errors": served.request_report.violations,
        "responseErrors": served.response_report.as_ref().map(|r| &r.violations),
        "notes": served.notes,
        "webhook": served.called.as_ref().map(|called| json!({
            "name": called.name,
            "url": called.url,
            "attempt": called.attempt,
            "error": called.error,
            "againInMs": called.again_in.map(|pause| pause.as_millis()),
        })),
    })
    .to_string()
}

#[allow(clippy::cast_precision_loss)] // microseconds of one exchange are far below 2^52
fn micros_as_millis(micros: u64) -> f64 {
    micros as f64 / 1_000.0
}
