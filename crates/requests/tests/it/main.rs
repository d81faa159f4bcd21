//! What the crate promises, from outside.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails

mod code;
mod corpus;
mod curl;
mod files;
mod formats;
mod hostile;
mod matching;
mod secrets;
mod support;
