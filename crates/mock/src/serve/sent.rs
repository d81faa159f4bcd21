//! The body of an answer on its way: whole, slowly, or only half of it.

use std::{
    fmt, io,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

use crate::Fault;

/// Into how many pieces a slow body is cut.
const PIECES: usize = 20;
/// How long a slow body rests between two pieces.
const REST: Duration = Duration::from_millis(100);
/// How long half a body rests before the end comes, so that it is on the wire by then.
const LAST_REST: Duration = Duration::from_millis(50);

/// A body on its way.
#[derive(Debug)]
pub struct Sent {
    left: Bytes,
    /// Length of a piece.
    piece: usize,
    /// How many bytes come before the connection breaks.
    breaks_after: Option<usize>,
    resting: Option<Pin<Box<Sleep>>>,
    /// What is done once it is on its way, or lost.
    after: Option<After>,
}

/// Does something when it is let go.
pub struct After(Option<Box<dyn FnOnce() + Send + Sync>>);

impl After {
    pub fn new(what: impl FnOnce() + Send + Sync + 'static) -> Self {
        Self(Some(Box::new(what)))
    }
}

impl Drop for After {
    fn drop(&mut self) {
        if let Some(what) = self.0.take() {
            what();
        }
    }
}

impl fmt::Debug for After {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("After")
    }
}

impl Sent {
    /// A body as the fault lets it go.
    pub fn new(body: Bytes, fault: Option<Fault>) -> Self {
        let (piece, breaks_after) = match fault {
            Some(Fault::SlowBody) => (body.len().div_ceil(PIECES), None),
            Some(Fault::Partial) => (body.len() / 2, Some(body.len() / 2)),
            _ => (body.len(), None),
        };
        Self {
            left: body,
            piece: piece.max(1),
            breaks_after,
            resting: None,
            after: None,
        }
    }

    /// The same body, with what is to be done afterwards.
    pub fn with_after(mut self, after: After) -> Self {
        self.after = Some(after);
        self
    }
}

impl Body for Sent {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if let Some(resting) = &mut self.resting {
            ready!(resting.as_mut().poll(context));
            self.resting = None;
        }
        if self.breaks_after == Some(0) {
            // Before the client can see it.
            self.after = None;
            return Poll::Ready(Some(Err(io::Error::other("cut off on purpose"))));
        }
        if self.left.is_empty() {
            return Poll::Ready(None);
        }
        let length = self.piece.min(self.left.len());
        let piece = self.left.split_to(length);
        self.breaks_after = self.breaks_after.map(|left| left.saturating_sub(length));
        if !self.left.is_empty() {
            let rest = if self.breaks_after.is_some() {
                LAST_REST
            } else {
                REST
            };
            self.resting = Some(Box::pin(sleep(rest)));
        }
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.left.is_empty() && self.breaks_after.is_none()
    }

    /// The whole length, so that a client can tell that something is missing.
    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left.len() as u64)
    }
}
