//! Saved requests: collections of other tools read, our own files of them read and written, the
//! operation of a description that a request calls, and code that sends a request.
//!
//! Knows no socket and no database, and opens no file: texts come in as values and go out as
//! values. Reading is total: what is usable comes back with a [`Diagnostic`] for what is not, and
//! credentials are split off before anyone can store them.
//!
//! [`Diagnostic`]: fairlead_core::Diagnostic

// Endings of files are written small in every format that is read here.
#![allow(clippy::case_sensitive_file_extension_comparisons)]

mod at;
pub mod code;
pub mod file;
mod fill;
mod matching;
mod model;
mod read;
mod secret;
pub mod template;
mod url;

pub use code::{Language, to_code};
pub use fill::fill;
pub use matching::{Call, match_operation};
pub use model::*;
pub use read::{Format, Reading, SourceFile, read};
pub use secret::{Secret, take_known_secrets, take_secrets};
pub use url::{decode as decode_query, query as query_rows};
