//! The body of an answer that comes from elsewhere and is passed on as it arrives.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::{Bytes, BytesMut};
use fairlead_core::{Response, limits};
use fairlead_validate::Report;
use futures::Stream;
use hyper::body::{Body, Frame, SizeHint};

/// Pieces of a body, in order.
pub type Pieces = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;

/// Looks at an answer that was passed on, once it has ended: what is wrong with it. It may run
/// for long, and does so aside from the async threads.
pub type Ended = Box<dyn FnOnce(&Response, Completeness) -> Option<Report> + Send>;

/// A body that is still arriving.
pub struct Passing {
    /// What comes.
    pub pieces: Pieces,
    /// Its length in bytes, where that was said.
    pub length: Option<u64>,
    /// What to do when it has ended.
    pub ended: Ended,
}

impl std::fmt::Debug for Passing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Passing")
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}

/// How much of a body that was passed on is known afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completeness {
    /// All of it.
    Whole,
    /// Its beginning: the rest is more than [`limits::BODY_BYTES`], and went through unseen.
    Beginning,
    /// What came before one of the two sides hung up.
    CutOff,
}

/// Who hears of the end of a body: everything of it that was kept, and how it ended.
pub type OnEnd = Box<dyn FnOnce(Bytes, Completeness, Ended) + Send>;

/// The body on its way.
pub struct PassingBody {
    pieces: Pieces,
    left: Option<u64>,
    kept: BytesMut,
    how: Completeness,
    end: Option<(Ended, OnEnd)>,
}

impl PassingBody {
    /// `on_end` is called once, also where the client hangs up.
    pub fn new(passing: Passing, on_end: OnEnd) -> Self {
        Self {
            pieces: passing.pieces,
            left: passing.length,
            kept: BytesMut::new(),
            // Unless the end comes, it did not.
            how: if passing.length == Some(0) {
                Completeness::Whole
            } else {
                Completeness::CutOff
            },
            end: Some((passing.ended, on_end)),
        }
    }

    fn keep(&mut self, piece: &Bytes) {
        let room = limits::BODY_BYTES - self.kept.len();
        self.kept.extend_from_slice(&piece[..piece.len().min(room)]);
        if piece.len() > room {
            self.how = Completeness::Beginning;
        }
    }

    fn finish(&mut self) {
        if let Some((ended, on_end)) = self.end.take() {
            on_end(std::mem::take(&mut self.kept).freeze(), self.how, ended);
        }
    }
}

impl Body for PassingBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        match ready!(self.pieces.as_mut().poll_next(context)) {
            Some(Ok(piece)) => {
                self.keep(&piece);
                self.left = self
                    .left
                    .map(|left| left.saturating_sub(piece.len() as u64));
                if self.left == Some(0) {
                    // hyper does not ask again after the last byte that was promised.
                    self.end_well();
                }
                Poll::Ready(Some(Ok(Frame::data(piece))))
            }
            Some(Err(error)) => {
                self.finish();
                Poll::Ready(Some(Err(error)))
            }
            None => {
                self.end_well();
                Poll::Ready(None)
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        self.left
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

impl PassingBody {
    fn end_well(&mut self) {
        if self.how == Completeness::CutOff {
            self.how = Completeness::Whole;
        }
        self.finish();
    }
}

impl Drop for PassingBody {
    fn drop(&mut self) {
        self.finish();
    }
}
