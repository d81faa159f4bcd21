//! The socket loop: accepts, limits how long a request's head may take, ends with grace.

use std::{convert::Infallible, time::Duration};

use axum::Router;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto::Builder, graceful::GracefulShutdown},
    service::TowerToHyperService,
};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

/// Longest a caller may take to send the head of a request.
const HEAD: Duration = Duration::from_secs(15);
/// Pause after the system refuses a connection, so that running out of files does not spin.
const BREATH: Duration = Duration::from_millis(200);

/// Accepts until a signal comes, then cancels `closing` (which ends the streams) and lets what is
/// under way end within `grace`.
pub async fn accept(
    listener: TcpListener,
    router: Router,
    closing: CancellationToken,
    grace: Duration,
) {
    let graceful = GracefulShutdown::new();
    let mut asked_to_end = std::pin::pin!(asked_to_end());
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => converse(stream, router.clone(), &graceful),
                Err(failure) => {
                    tracing::warn!(%failure, "a connection could not be accepted");
                    tokio::time::sleep(BREATH).await;
                }
            },
            () = &mut asked_to_end => break,
        }
    }
    drop(listener);
    closing.cancel();
    if tokio::time::timeout(grace, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("some answers did not end in time and were cut off");
    }
}

/// Answers the requests of one connection, in a task of its own.
fn converse(stream: TcpStream, router: Router, graceful: &GracefulShutdown) {
    // Small answers should not wait for more (RFC 896); a failure costs only speed.
    let _ = stream.set_nodelay(true);
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD);
    let connection = builder
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router))
        .into_owned();
    let conversation = graceful.watch(connection);
    tokio::spawn(async move {
        if let Err(failure) = conversation.await {
            tracing::debug!(%failure, "a connection broke");
        }
    });
}

/// Waits for SIGINT (Ctrl-C) or SIGTERM.
async fn asked_to_end() {
    let interrupt = async {
        if let Err(failure) = tokio::signal::ctrl_c().await {
            tracing::warn!(%failure, "Ctrl-C cannot be heard");
            std::future::pending::<Infallible>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signals) => {
                signals.recv().await;
            }
            Err(failure) => {
                tracing::warn!(%failure, "SIGTERM cannot be heard");
                std::future::pending::<Infallible>().await;
            }
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
