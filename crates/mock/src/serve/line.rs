//! The connection under the answers, which can be broken on purpose.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll, ready},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};

use crate::Fault;

/// What is sent instead of an answer: nothing that HTTP/1 or HTTP/2 could begin with.
const GARBAGE: &[u8] = b"\x00\xff\x17this is no HTTP\x00\xfe\x80\r\n\r\n";

const SOUND: u8 = 0;
const DROPPED: u8 = 1;
const RESET: u8 = 2;
const GARBLED: u8 = 3;

/// Says how a [`Line`] is to break. Shared by the line and by what answers on it.
#[derive(Clone, Debug, Default)]
pub struct Breaker(Arc<AtomicU8>);

impl Breaker {
    /// Breaks the line, where the fault is one of the line and not of the body.
    pub fn apply(&self, fault: Fault) {
        let how = match fault {
            Fault::Drop => DROPPED,
            Fault::Reset => RESET,
            Fault::Garbage => GARBLED,
            Fault::SlowBody | Fault::Partial => return,
        };
        self.0.store(how, Ordering::Release);
    }

    fn how(&self) -> u8 {
        self.0.load(Ordering::Acquire)
    }
}

/// A connection that closes, resets or talks nonsense once its [`Breaker`] says so.
#[derive(Debug)]
pub struct Line {
    stream: TcpStream,
    breaker: Breaker,
    /// How much of the nonsense is sent.
    said: usize,
}

impl Line {
    /// A connection and what breaks it.
    pub fn new(stream: TcpStream, breaker: Breaker) -> Self {
        Self {
            stream,
            breaker,
            said: 0,
        }
    }

    /// Sends the nonsense, then fails; fails at once where there is nothing to send.
    fn break_off(&mut self, how: u8, context: &mut Context<'_>) -> Poll<io::Error> {
        while how == GARBLED && self.said < GARBAGE.len() {
            match ready!(Pin::new(&mut self.stream).poll_write(context, &GARBAGE[self.said..])) {
                Ok(0) => break,
                Ok(sent) => self.said += sent,
                Err(error) => return Poll::Ready(error),
            }
        }
        Poll::Ready(broken())
    }
}

fn broken() -> io::Error {
    io::Error::new(io::ErrorKind::ConnectionAborted, "broken on purpose")
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.breaker.how() {
            DROPPED | RESET => Poll::Ready(Err(broken())),
            _ => Pin::new(&mut self.stream).poll_read(context, buffer),
        }
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.breaker.how() {
            SOUND => Pin::new(&mut self.stream).poll_write(context, bytes),
            how => self.break_off(how, context).map(Err),
        }
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match self.breaker.how() {
            SOUND => Pin::new(&mut self.stream).poll_write_vectored(context, slices),
            how => self.break_off(how, context).map(Err),
        }
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.breaker.how() == RESET {
            // A line that is to be reset does not say goodbye first.
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if self.breaker.how() == RESET
            // Closing without lingering sends RST and not FIN (RFC 9293 §3.10.4, `SO_LINGER`).
            && let Err(error) = self.stream.set_zero_linger()
        {
            tracing::debug!(%error, "the connection closes where it should be reset");
        }
    }
}
