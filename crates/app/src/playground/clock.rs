//! How long it takes to find an address and to reach it.

use std::{
    cell::Cell,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tower::{Layer, Service};

/// What the connections of one request took. Redirects and further attempts add to it.
#[derive(Default)]
pub struct Clock {
    dns: Cell<Duration>,
    connect: Cell<Duration>,
}

impl Clock {
    /// Finding addresses, in milliseconds; none where no name was looked up.
    pub fn dns_ms(&self) -> Option<f64> {
        millis(self.dns.get())
    }

    /// Reaching them, with agreeing on encryption, in milliseconds.
    pub fn connect_ms(&self) -> Option<f64> {
        millis(self.connect.get().saturating_sub(self.dns.get()))
    }
}

fn millis(time: Duration) -> Option<f64> {
    (!time.is_zero()).then_some(time.as_secs_f64() * 1_000.0)
}

tokio::task_local! {
    /// The clock of the request that is on its way in this task.
    pub static CLOCK: Clock;
}

/// Looks names up as the system does, and times it.
#[derive(Clone, Copy)]
pub struct Resolver;

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let began = Instant::now();
            let found = tokio::net::lookup_host((name.as_str(), 0)).await;
            let _ = CLOCK.try_with(|clock| clock.dns.set(clock.dns.get() + began.elapsed()));
            let found: Vec<_> = found?.collect();
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// Layer: times connecting.
#[derive(Clone, Copy)]
pub struct Connecting;

impl<S> Layer<S> for Connecting {
    type Service = Timed<S>;

    fn layer(&self, inner: S) -> Timed<S> {
        Timed(inner)
    }
}

/// A connector whose connections are timed.
#[derive(Clone)]
pub struct Timed<S>(S);

impl<S, R> Service<R> for Timed<S>
where
    S: Service<R>,
    S::Future: Send + 'static,
    S::Response: Send,
    S::Error: Send,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: R) -> Self::Future {
        let connecting = self.0.call(request);
        Box::pin(async move {
            let began = Instant::now();
            let connected = connecting.await;
            if connected.is_ok() {
                let _ = CLOCK.try_with(|clock| {
                    clock.connect.set(clock.connect.get() + began.elapsed());
                });
            }
            connected
        })
    }
}
