//! Whether a request or a response keeps the contract of an operation, and where it does not.
//!
//! Works on plain values; knows no socket and no database.

pub mod report;

pub use report::{Part, Report, Violation};
