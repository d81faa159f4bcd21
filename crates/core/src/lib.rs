//! What every other crate shares: ids, time, diagnostics, exchanges, redaction, limits.
//!
//! Knows no other crate of the workspace, no socket, no file and no database.

pub mod diagnostic;
pub mod exchange;
pub mod id;
pub mod limits;
pub mod redact;
pub mod time;

pub use diagnostic::{Diagnostic, Severity};
pub use exchange::{Exchange, Headers, Request, Response};
pub use id::{Id, InvalidId};
pub use time::Timestamp;
